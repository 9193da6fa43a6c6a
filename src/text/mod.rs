//! What people write, made comparable: pure functions over text, without reading or writing, for
//! Russian, Chinese and English.
//!
//! [`Normal`] is a text in one spelling, with the way back to what was written. [`Languages`] says what
//! a conversation is written in. [`sentences`], [`words`] and [`terms`] take a text apart. [`personal`] finds
//! and redacts personal data.

mod language;
mod normal;
pub mod personal;
mod tally;
mod words;

pub use language::{Language, Languages, Spoken};
pub use normal::Normal;
pub use words::{Word, WordKind, sentences, terms, words};
