//! Words that show what a matter costs a customer: saying it again, asking, and giving what was given.
//!
//! [`Signs`] are lists of phrases in three languages; what they mean over a conversation is told in
//! `transcript`.

mod identifier;
mod signs;

pub use identifier::{Identifier, Identifiers};
pub use signs::{Signs, SignsError};
