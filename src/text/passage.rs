//! A text that is read once: its one spelling, and every phrase that is known in it.

use super::negation::denies;
use super::phrases::{Hit, PhraseId, Phrases};
use super::words::words;
use super::{Normal, personal::Redactor};
use std::ops::Range;

/// A text as all signals are taken from it.
#[derive(Clone, Debug)]
pub struct Passage<'t> {
    /// As it was written.
    pub written: &'t str,
    pub normal: Normal<'t>,
    /// By their end, then the longer first.
    pub hits: Vec<Hit>,
    /// Words that deny what follows them, in order.
    pub denials: Vec<Hit>,
}

impl<'t> Passage<'t> {
    pub fn read(text: &'t str, phrases: &Phrases) -> Self {
        let normal = Normal::of(text);
        let hits = phrases.find(normal.text());
        let denials = phrases.denials(&hits);
        Self { written: text, normal, hits, denials }
    }

    /// The normalised text.
    pub fn text(&self) -> &str {
        self.normal.text()
    }

    /// The hits of a list whose phrases were added one after another.
    pub fn of(&self, list: &Range<PhraseId>) -> impl Iterator<Item = &Hit> {
        self.hits.iter().filter(|hit| list.contains(&hit.phrase))
    }

    /// The same without those that lie inside a longer one of the list.
    pub fn longest(&self, list: &Range<PhraseId>) -> Vec<Hit> {
        longest(self.of(list).copied().collect())
    }

    /// Whether the words before a hit in its clause deny it.
    pub fn is_denied(&self, hit: &Hit) -> bool {
        self.is_denied_by(&self.denials, hit)
    }

    /// The same of some of the denials.
    pub fn is_denied_by(&self, denials: &[Hit], hit: &Hit) -> bool {
        denials.iter().any(|denial| denies(denial, self, hit))
    }

    /// Words between two places of the normalised text, Chinese characters as one each; `None` if a
    /// clause ends between them.
    pub fn words_between(&self, from: usize, to: usize) -> Option<usize> {
        let between = self.text().get(from..to)?;
        let ends_clause = |c| matches!(c, '.' | ',' | '!' | '?' | ';' | ':' | '。' | '、' | '\n');
        (!between.contains(ends_clause)).then(|| words(between).count())
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
