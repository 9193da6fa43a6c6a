//! Texts as a model learns from them.

use rayon::prelude::*;
use twox_hash::XxHash3_64;

use super::grams::{BUCKETS, Gram, grams};
use super::vocabulary::{Features, Vocabulary};
use crate::text::Normal;

/// Texts that are read and kept together.
const TOGETHER: usize = 4_096;

/// Texts as their runs, in the order they were given.
pub(super) struct Corpus {
    chunks: Vec<Chunk>,
    pub vocabulary: Vocabulary,
}

/// Some texts one after another.
#[derive(Default)]
struct Chunk {
    grams: Vec<Gram>,
    /// Where each text ends.
    ends: Vec<u32>,
    lengths: Vec<f32>,
    hashes: Vec<u64>,
}

impl Corpus {
    /// Reads texts, with a vocabulary of no more columns than `most`.
    pub fn read<T: AsRef<str> + Sync>(texts: &[T], most: usize) -> Self {
        let mut chunks: Vec<Chunk> = texts.par_chunks(TOGETHER).map(Chunk::read).collect();
        let mut counts = vec![0_u32; BUCKETS];
        for gram in chunks.iter().flat_map(|chunk| &chunk.grams) {
            if let Some(count) = counts.get_mut(gram.place() as usize) {
                *count += 1;
            }
        }
        let vocabulary = Vocabulary::of(texts.len() as u32, &counts, most);
        chunks.par_iter_mut().for_each(|chunk| chunk.translate(&vocabulary));
        Self { chunks, vocabulary }
    }

    /// The known runs of a text by its place; empty where nothing of it is known.
    pub fn features(&self, text: usize, into: &mut Features) {
        into.clear();
        let Some(chunk) = self.chunks.get(text / TOGETHER) else { return };
        let (grams, length) = chunk.text(text % TOGETHER);
        let value = |gram: &Gram| self.vocabulary.value(gram.place(), gram.count()) / length;
        into.extend(grams.iter().map(|gram| (gram.place(), value(gram))));
    }

    /// A number that texts of one spelling share.
    pub fn hash(&self, text: usize) -> u64 {
        let chunk = self.chunks.get(text / TOGETHER);
        chunk.and_then(|chunk| chunk.hashes.get(text % TOGETHER)).copied().unwrap_or_default()
    }
}

impl Chunk {
    fn read<T: AsRef<str>>(texts: &[T]) -> Self {
        let mut chunk = Self::default();
        for text in texts {
            let normal = Normal::of(text.as_ref());
            chunk.grams.extend(grams(normal.text()));
            chunk.ends.push(chunk.grams.len() as u32);
            chunk.hashes.push(XxHash3_64::oneshot(normal.text().trim().as_bytes()));
        }
        chunk
    }

    fn translate(&mut self, vocabulary: &Vocabulary) {
        let mut known = Vec::with_capacity(self.grams.len());
        for at in 0..self.ends.len() {
            let mut grams = self.text(at).0.to_vec();
            self.lengths.push(vocabulary.translate(&mut grams));
            known.push(grams);
        }
        self.grams = known.concat();
        let ends = known.iter().scan(0, |end, grams| {
            *end += grams.len() as u32;
            Some(*end)
        });
        self.ends = ends.collect();
    }

    /// The runs of a text and its length, 1 as long as it is not known.
    fn text(&self, at: usize) -> (&[Gram], f32) {
        let end = |at: usize| self.ends.get(at).copied().unwrap_or_default() as usize;
        let start = at.checked_sub(1).map_or(0, end);
        let grams = self.grams.get(start..end(at)).unwrap_or_default();
        (grams, self.lengths.get(at).copied().unwrap_or(1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_the_corpus_has_the_features_of_the_text() {
        let mut texts: Vec<String> =
            (0..5_000).map(|at| format!("order {} late", at % 7)).collect();
        texts.push("Where is my PARCEL?".to_owned());
        texts.push(String::new());
        let corpus = Corpus::read(&texts, 1_000);
        let mut features = Features::new();
        for at in [0, 4_095, 4_096, 5_000, 5_001, 9_999] {
            corpus.features(at, &mut features);
            let text = texts.get(at).map(|text| text.to_lowercase()).unwrap_or_default();
            assert_eq!(features, corpus.vocabulary.features(&text), "{at}");
        }
        assert_eq!(corpus.hash(0), corpus.hash(7));
        assert_ne!(corpus.hash(0), corpus.hash(1));
    }
}
