//! A text that is read once: its one spelling, its words, and every phrase that is known in it.

use super::negation::denies;
use super::phrases::{Hit, PhraseId, Phrases};
use super::words::{Span, Word, terms_of, words};
use super::{Normal, personal::Redactor};
use std::ops::Range;

/// Bytes of a short word with the space after it, to make room for as many words as there may be.
const BYTES_PER_WORD: usize = 4;

/// No phrase is longer, in bytes.
const LONGEST: usize = 1_000;

/// A text as all signals are taken from it.
#[derive(Clone, Debug)]
pub struct Passage<'t> {
    /// As it was written.
    pub written: &'t str,
    pub normal: Normal<'t>,
    words: Vec<Span>,
    /// By their end, then the longer first.
    pub hits: Vec<Hit>,
    /// Words that deny what follows them, in order.
    pub denials: Vec<Hit>,
}

impl<'t> Passage<'t> {
    pub fn read(text: &'t str, phrases: &Phrases) -> Self {
        let normal = Normal::of(text);
        let mut all = Vec::with_capacity(normal.text().len() / BYTES_PER_WORD + 1);
        all.extend(words(normal.text()).map(Span::of));
        let hits = phrases.find(normal.text());
        let denials = phrases.denials(&hits);
        Self { written: text, normal, words: all, hits, denials }
    }

    /// The normalised text.
    pub fn text(&self) -> &str {
        self.normal.text()
    }

    /// The words of the normalised text.
    pub fn words(&self) -> impl ExactSizeIterator<Item = Word<'_>> {
        self.words.iter().map(|span| span.word(self.text()))
    }

    /// The terms of the normalised text, as [`terms`](super::terms) has them.
    pub fn terms(&self) -> impl Iterator<Item = &str> {
        terms_of(self.text(), self.words())
    }

    /// The hits of a list whose phrases were added one after another.
    pub fn of(&self, list: &Range<PhraseId>) -> impl Iterator<Item = &Hit> {
        self.hits.iter().filter(|hit| list.contains(&hit.phrase))
    }

    /// The same without those that lie inside a longer one of the list.
    pub fn longest(&self, list: &Range<PhraseId>) -> Vec<Hit> {
        longest(self.of(list).copied().collect())
    }

    /// The hits of a list that begin in a part of the normalised text.
    pub fn within(
        &self,
        list: &Range<PhraseId>,
        part: &Range<usize>,
    ) -> impl Iterator<Item = &Hit> {
        let first = self.hits.partition_point(|hit| hit.end as usize <= part.start);
        let rest = self.hits.get(first..).unwrap_or_default().iter();
        let near = rest.take_while(|hit| hit.end as usize <= part.end + LONGEST);
        near.filter(|hit| list.contains(&hit.phrase) && part.contains(&(hit.start as usize)))
    }

    /// Whether the words before a hit in its clause deny it.
    pub fn is_denied(&self, hit: &Hit) -> bool {
        self.is_denied_by(&self.denials, hit)
    }

    /// The same of some of the denials, in order.
    pub fn is_denied_by(&self, denials: &[Hit], hit: &Hit) -> bool {
        // More stands between the hit and any denial before the nearest.
        let before = denials.partition_point(|denial| denial.end <= hit.start);
        let nearest = before.checked_sub(1).and_then(|last| denials.get(last));
        nearest.is_some_and(|denial| denies(denial, self, hit))
    }

    /// Whether no more words than some, Chinese characters as one each, stand between two places of the
    /// normalised text and no clause ends there; not if the second is before the first.
    pub fn is_near(&self, from: usize, to: usize, most: usize) -> bool {
        // So many whole words before the second place are too many.
        let before = self.words.partition_point(|word| word.range().start < to);
        let first = before.checked_sub(most + 1).and_then(|first| self.words.get(first));
        if first.is_some_and(|word| word.range().start >= from) {
            return false;
        }
        let ends_clause = |c| matches!(c, '.' | ',' | '!' | '?' | ';' | ':' | '。' | '、' | '\n');
        self.text().get(from..to).is_some_and(|between| {
            !between.contains(ends_clause) && words(between).take(most + 1).count() <= most
        })
    }

    /// How many words begin before a place of the normalised text.
    pub fn words_before(&self, place: usize) -> usize {
        self.words.partition_point(|word| word.range().start < place)
    }

    /// How many words end after a place of the normalised text.
    pub fn words_after(&self, place: usize) -> usize {
        self.words.len() - self.words.partition_point(|word| word.range().end <= place)
    }

    /// The text as written without its personal data.
    pub fn redacted(&self, written: &str, redactor: &Redactor) -> String {
        redactor.redact_in(&self.normal, written).text.into_owned()
    }
}

/// Hits without those that lie inside a longer one, in order.
pub(super) fn longest(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end)));
    // The one that reaches furthest so far, of those the longest.
    let mut furthest = 0..0;
    hits.retain(|hit| {
        if hit.end <= furthest.end {
            return furthest == (hit.start..hit.end);
        }
        furthest = hit.start..hit.end;
        true
    });
    hits
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::PhraseList;
    use crate::text::words::any_text;

    fn plain_is_near(text: &str, from: usize, to: usize, most: usize) -> bool {
        let ends_clause = |c| matches!(c, '.' | ',' | '!' | '?' | ';' | ':' | '。' | '、' | '\n');
        let between = text.get(from..to);
        between
            .is_some_and(|between| !between.contains(ends_clause) && words(between).count() <= most)
    }

    proptest! {
        #[test]
        fn what_is_near_is_told_by_the_words_before_it(text in any_text(), from in 0_usize..80, to in 0_usize..80, most in 0_usize..5) {
            let passage = Passage::read(&text, &PhraseList::default().build());
            let text = passage.text();
            let (from, to) = (text.floor_char_boundary(from), text.floor_char_boundary(to));
            prop_assert_eq!(passage.is_near(from, to, most), plain_is_near(text, from, to, most));
        }

        #[test]
        fn hits_within_a_part_begin_in_it(text in "[abc ]{0,60}", from in 0_usize..60, len in 0_usize..30) {
            let mut list = PhraseList::default();
            for phrase in ["a", "a b", "b..c", "c a b", "b"] {
                list.add(phrase).unwrap();
            }
            let passage = Passage::read(&text, &list.build());
            let (list, part) = (0..4, from..from + len);
            let begins = |hit: &&Hit| part.contains(&(hit.start as usize));
            let all: Vec<&Hit> = passage.of(&list).filter(begins).collect();
            prop_assert_eq!(passage.within(&list, &part).collect::<Vec<_>>(), all);
        }
    }

    #[test]
    fn words_are_counted_on_either_side_of_a_place() {
        let passage = Passage::read("one two, three", &PhraseList::default().build());
        assert_eq!([0, 1, 4, 9].map(|place| passage.words_before(place)), [0, 1, 1, 2]);
        assert_eq!([0, 3, 7, 14].map(|place| passage.words_after(place)), [3, 2, 1, 0]);
    }
}
