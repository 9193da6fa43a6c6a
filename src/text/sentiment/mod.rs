//! How somebody feels by what they write, from lexicons of valence in three languages.
//!
//! A [`Sentiment`] adds its phrases to a list and later weighs those that stand in a passage: each with
//! its own valence, stronger or weaker by the word before it, turned by a denial, less before a "but"
//! and more after it, more in capitals. What is written about (a problem, a refund) is hardly a feeling, and
//! politeness is a weak one.

mod lexicon;
mod weigh;

pub use lexicon::LexiconError;
pub use weigh::{CLEAR, Feeling, Sentiment};
