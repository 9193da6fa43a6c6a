//! What was said in a conversation, each message read once for all signals.
//!
//! A [`Reader`] holds every list of phrases of a run and gives a conversation's [`Transcript`]: its
//! [`Line`]s, the language, and what `text` finds in them. It is read before anything is judged or
//! written. Where messages say when their speech ended, [`speech`] tells what was to be heard when.

mod line;
mod reader;
mod speech;
mod whole;

pub use line::Line;
pub use reader::{Reader, ReaderError};
pub use speech::{Heard, Speech, listen, speech};
pub use whole::Transcript;
