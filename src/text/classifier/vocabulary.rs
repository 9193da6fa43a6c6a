//! Which runs of characters count, and how much.

use super::grams::{BUCKETS, Gram, grams};

/// Marks a bucket without a column.
const NONE: u32 = u32::MAX;
/// A run of fewer texts than this tells nothing.
const LEAST_TEXTS: u32 = 2;

/// The runs that a model knows, each with its column and weight.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Vocabulary {
    /// Texts that it was made of.
    pub texts: u32,
    /// Bucket and number of texts of each column, by bucket.
    pub known: Vec<(u32, u32)>,
    columns: Vec<u32>,
    weights: Vec<f32>,
    unknown: f32,
}

/// The known runs of a text as columns and values; the length of the whole text is 1.
pub(super) type Features = Vec<(u32, f32)>;

impl Vocabulary {
    /// Of how many texts each bucket is in; the `most` commonest runs of two texts or more.
    pub fn of(texts: u32, counts: &[u32], most: usize) -> Self {
        let mut known: Vec<(u32, u32)> =
            (0..).zip(counts.iter().copied()).filter(|(_, count)| *count >= LEAST_TEXTS).collect();
        known.sort_by_key(|&(bucket, count)| (std::cmp::Reverse(count), bucket));
        known.truncate(most);
        known.sort_unstable();
        Self::new(texts, known)
    }

    /// Of buckets and their numbers of texts, by bucket.
    pub fn new(texts: u32, known: Vec<(u32, u32)>) -> Self {
        let mut columns = vec![NONE; BUCKETS];
        for (column, (bucket, _)) in (0..).zip(&known) {
            if let Some(place) = columns.get_mut(*bucket as usize) {
                *place = column;
            }
        }
        let weights = known.iter().map(|(_, count)| rarity(texts, *count)).collect();
        Self { texts, known, columns, weights, unknown: rarity(texts, 1) }
    }

    /// The column of a bucket.
    pub fn column(&self, bucket: u32) -> Option<u32> {
        self.columns.get(bucket as usize).copied().filter(|column| *column != NONE)
    }

    /// How many columns there are.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// `(1 + ln count) · rarity` of a known run.
    pub fn value(&self, column: u32, count: u32) -> f32 {
        self.weights.get(column as usize).copied().unwrap_or_default() * damped(count)
    }

    /// The same of a run that is not known: it makes a text longer and so the known ones weaker, so
    /// that little is believed of a text of which little is known.
    pub fn unknown(&self, count: u32) -> f32 {
        self.unknown * damped(count)
    }

    /// What is known of a normalised text; empty where nothing is.
    pub fn features(&self, text: &str) -> Features {
        let mut squares = 0.0;
        let mut features = Features::new();
        for gram in grams(text) {
            let value = match self.column(gram.place()) {
                Some(column) => {
                    let value = self.value(column, gram.count());
                    features.push((column, value));
                    value
                }
                None => self.unknown(gram.count()),
            };
            squares += value * value;
        }
        let length = squares.sqrt();
        features.iter_mut().for_each(|(_, value)| *value /= length);
        features
    }

    /// Turns the buckets of a text's runs into columns, without those that are not known, and gives
    /// the length of the whole text.
    pub fn translate(&self, grams: &mut Vec<Gram>) -> f32 {
        let mut squares = 0.0;
        grams.retain_mut(|gram| {
            let column = self.column(gram.place());
            let value = match column {
                Some(column) => self.value(column, gram.count()),
                None => self.unknown(gram.count()),
            };
            squares += value * value;
            *gram = Gram::new(column.unwrap_or_default(), gram.count());
            column.is_some()
        });
        squares.sqrt()
    }
}

/// `ln((1 + n)/(1 + texts)) + 1`: the rarer, the more.
fn rarity(texts: u32, count: u32) -> f32 {
    ((1.0 + f64::from(texts)) / (1.0 + f64::from(count))).ln() as f32 + 1.0
}

/// The second time counts less than the first.
fn damped(count: u32) -> f32 {
    if count == 1 { 1.0 } else { 1.0 + (count as f32).ln() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(texts: &[&str], most: usize) -> Vocabulary {
        let mut counts = vec![0; BUCKETS];
        for text in texts {
            grams(text).iter().for_each(|gram| counts[gram.place() as usize] += 1);
        }
        Vocabulary::of(texts.len() as u32, &counts, most)
    }

    #[test]
    fn runs_of_one_text_are_not_known_and_the_commonest_are_kept() {
        let texts = ["ab", "ab", "ab cd", "cd ef"];
        // Three runs of three and two of four characters in " ab ", as many in " cd ".
        assert_eq!(of(&texts, 100).len(), 12);
        let six = of(&texts, 6);
        assert!(six.known.iter().all(|(_, count)| *count == 3) && six.len() == 6);
        assert!(six.known.is_sorted());
    }

    #[test]
    fn a_text_has_length_one_and_what_is_unknown_is_a_part_of_it() {
        let vocabulary = of(&["ab", "ab", "cd", "cd"], 100);
        let squares = |text| -> f32 {
            vocabulary.features(text).iter().map(|(_, value)| value * value).sum()
        };
        assert!((squares("ab cd ab") - 1.0).abs() < 1e-6);
        assert!(squares("ab xyz") < 0.5);
        assert!(vocabulary.features("xyz").is_empty() && vocabulary.features("").is_empty());
    }

    /// By hand: n = 4, two texts each: rarity ln(5/3) + 1; twice in a text, 1 + ln 2 as much.
    #[test]
    fn values_are_damped_counts_by_rarity() {
        let vocabulary = of(&["ab", "ab", "cd", "cd"], 100);
        assert!((vocabulary.value(0, 1) - 1.510_825_6).abs() < 1e-6);
        assert!((vocabulary.value(0, 2) - 1.510_825_6 * 1.693_147_2).abs() < 1e-5);
        let features = vocabulary.features("ab ab cd");
        let (most, least) =
            features.iter().fold((0.0_f32, 1.0_f32), |(most, least), (_, value)| {
                (most.max(*value), least.min(*value))
            });
        assert!((most / least - 1.693_147_2).abs() < 1e-5);
    }

    #[test]
    fn texts_are_translated_as_they_are_read() {
        let vocabulary = of(&["ab", "ab", "cd", "cd"], 100);
        let mut runs = grams("ab xyz");
        let length = vocabulary.translate(&mut runs);
        let values = runs.iter().map(|gram| vocabulary.value(gram.place(), gram.count()) / length);
        let read: Vec<f32> =
            vocabulary.features("ab xyz").iter().map(|(_, value)| *value).collect();
        assert_eq!(values.collect::<Vec<_>>(), read);
    }
}
