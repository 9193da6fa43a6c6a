//! Sentences, words and the terms that are counted, in Russian, Chinese and English.
//!
//! Rules and short lists, no dictionary: what a rule cannot know (the abbreviation nobody listed) splits
//! once too often, which counting and phrase look-up bear better than two sentences in one.

#[cfg(test)]
mod any_text;
mod marks;
mod sentences;
mod signs;
mod terms;
mod word;

#[cfg(test)]
pub(super) use any_text::any_text;
pub(super) use marks::Marks;
pub use sentences::sentences;
pub(super) use signs::{Lead, char_at, is_ideograph, is_sign_of_word, lead};
pub use terms::{short_hash, terms, terms_of};
pub(super) use word::Span;
pub use word::{Word, WordKind, words};
