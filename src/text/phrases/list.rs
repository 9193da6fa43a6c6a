//! Lists of phrases on their way to being looked up.

use std::collections::HashMap;

use super::find::{PhraseId, Phrases};
use crate::text::Normal;
use crate::text::negation::Negation;

/// A phrase of a list that is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no phrase: it needs a word or a sign before and after each `..` and before each `*`"
)]
pub struct PhraseError(pub String);

/// How a part of a phrase goes on to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Joint {
    /// The next word.
    Next,
    /// Up to three words further.
    Near,
}

/// A part of a phrase: which pattern, and how it stands to the part before it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub literal: u32,
    pub joint: Joint,
}

/// A pattern, and whether letters may go on after it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Literal {
    pub text: String,
    pub is_open: bool,
}

/// Phrases on their way into [`Phrases`].
///
/// A phrase is a few words in any spelling that [`Normal`] levels. `*` at the end of a word stands for
/// any ending (`доставк*`), `..` for up to three words in between (`cancel* .. order`). Latin and
/// Cyrillic phrases begin and end at a word's edge; Chinese characters stand anywhere.
#[derive(Debug, Default)]
pub struct PhraseList {
    literals: HashMap<Literal, u32>,
    phrases: Vec<Vec<Part>>,
    negation: Option<Negation>,
}

impl PhraseList {
    /// Adds a phrase and gives its number; the same words added twice have two numbers.
    ///
    /// # Errors
    /// If there is no word or sign before or after a `..`, or none before a `*`.
    pub fn add(&mut self, phrase: &str) -> Result<PhraseId, PhraseError> {
        let wrong = || PhraseError(phrase.to_owned());
        let mut parts = Vec::new();
        for (place, near) in phrase.split("..").enumerate() {
            let normal = Normal::of(near);
            let text = normal.text().trim();
            let mut joint = if place == 0 { Joint::Next } else { Joint::Near };
            let mut rest = text;
            loop {
                let (text, after) = rest.split_once('*').unwrap_or((rest, ""));
                let text = text.trim_start();
                if text.is_empty() {
                    return Err(wrong());
                }
                let is_open = rest.len() > text.len() + (rest.len() - rest.trim_start().len());
                let literal = Literal { text: text.to_owned(), is_open };
                let count = self.literals.len() as u32;
                let literal = *self.literals.entry(literal).or_insert(count);
                parts.push(Part { literal, joint });
                joint = Joint::Next;
                rest = after;
                if rest.trim().is_empty() {
                    break;
                }
                if !rest.starts_with(' ') {
                    return Err(wrong());
                }
            }
        }
        self.phrases.push(parts);
        Ok(self.phrases.len() as u32 - 1)
    }

    /// Adds the words that deny what follows them, however often it is asked for only once.
    ///
    /// # Errors
    /// Never with the words that are built in.
    pub fn add_denials(&mut self) -> Result<(), PhraseError> {
        if self.negation.is_none() {
            self.negation = Some(Negation::new(self)?);
        }
        Ok(())
    }

    /// How many phrases there are, which is the next one's number.
    pub fn next_id(&self) -> PhraseId {
        self.phrases.len() as u32
    }

    /// Makes them ready to be looked up.
    pub fn build(self) -> Phrases {
        let mut literals: Vec<(Literal, u32)> = self.literals.into_iter().collect();
        literals.sort_by_key(|(_, at)| *at);
        let literals: Vec<Literal> = literals.into_iter().map(|(literal, _)| literal).collect();
        Phrases::new(&literals, self.phrases, self.negation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_phrase_is_refused() {
        for phrase in ["", " ", "*", "a ..", ".. a", "a*b", "a .. * b"] {
            assert_eq!(
                PhraseList::default().add(phrase),
                Err(PhraseError(phrase.to_owned())),
                "{phrase}"
            );
        }
    }
}
