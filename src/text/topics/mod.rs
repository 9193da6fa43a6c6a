//! What a conversation is about, by the customer's own words: phrases of a file that anyone may edit.
//!
//! A [`TopicLexicon`] is read from TOML; one is built in, for shops in Russian, Chinese and English. Its
//! phrases go into the list of the run as [`Topics`], which name the [`TopicFound`]s of a
//! conversation, the main one first, each with the place that shows it. Where nothing is found, nothing
//! is said.

mod found;
#[cfg(test)]
mod fresh;
mod lexicon;
mod lookup;
mod score;
mod written;

pub use found::TopicFound;
pub use lexicon::{LexiconError, Topic, TopicLexicon};
pub use lookup::{Shown, Topics};
