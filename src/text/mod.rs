//! What people write, made comparable: pure functions over text, without reading or writing, for
//! Russian, Chinese and English.
//!
//! [`Normal`] is a text in one spelling, with the way back to what was written. [`Languages`] says what
//! a conversation is written in. [`sentences`], [`words`] and [`terms`] take a text apart. [`personal`] finds
//! and redacts personal data. A [`Passage`] is a text in which the phrases of all lists were looked up in
//! one pass ([`PhraseList`], [`Phrases`]), so that each signal only has to look at what was found.
//! [`topics`] say what it is about, [`sentiment`] how somebody feels, [`effort`] what shows that a matter
//! costs them effort; a [`classifier`] learns a desk's own labels.

pub mod classifier;
pub mod effort;
mod language;
mod nearest;
mod negation;
mod normal;
mod passage;
pub mod personal;
mod phrases;
pub mod sentiment;
mod short;
pub mod topics;
mod words;

pub use language::{Language, Languages, Spoken};
pub use nearest::{likeness, nearest};
pub use normal::{Normal, Signs};
pub use passage::Passage;
pub use phrases::{Hit, PhraseError, PhraseId, PhraseList, Phrases};
pub use sentiment::{Feeling, Sentiment};
pub use topics::{Topic, TopicFound, TopicLexicon, Topics};
pub use words::{Word, WordKind, sentences, short_hash, terms, terms_of, words};
