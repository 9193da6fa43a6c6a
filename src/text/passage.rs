//! A text that is read once: its one spelling, and every phrase that is known in it.

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
}

impl<'t> Passage<'t> {
    pub fn read(text: &'t str, phrases: &Phrases) -> Self {
        let normal = Normal::of(text);
        let hits = phrases.find(normal.text());
        Self { written: text, normal, hits }
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
        let all: Vec<Hit> = self.of(list).copied().collect();
        let is_inside = |hit: &Hit, other: &Hit| {
            other.start <= hit.start
                && hit.end <= other.end
                && other.range().len() > hit.range().len()
        };
        let free = |hit: &&Hit| !all.iter().any(|other| is_inside(hit, other));
        all.iter().filter(free).copied().collect()
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
