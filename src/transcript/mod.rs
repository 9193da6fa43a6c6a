//! What was said in a conversation, each message read once for all signals.
//!
//! A [`Reader`] holds every list of phrases of a run and gives a conversation's [`Transcript`]: its
//! [`Line`]s, the language, the topics, and what `text` finds in them. It is read before anything is judged or
//! written.

mod line;
mod reader;
mod whole;

pub use line::Line;
pub use reader::{Reader, ReaderError};
pub use whole::Transcript;
