//! What was said in a conversation, each message read once for all signals.
//!
//! A [`Reader`] holds every list of phrases of a run and gives a conversation's [`Transcript`]: its
//! [`Line`]s, the language, the topics, the customer's [`Mood`] and [`Effort`]. It is read before anything
//! is judged or written. Where messages say when their speech ended, [`speech`] tells what was to be heard
//! when.

mod effort;
mod line;
mod mood;
mod reader;
mod speech;
#[cfg(test)]
mod tests;
mod whole;

pub use effort::{Before, Effort, Question, Reasked, Repeat, shingles};
pub use line::Line;
pub use mood::Mood;
pub use reader::{Reader, ReaderError};
pub use speech::{Heard, Speech, listen, speech};
pub use whole::Transcript;
