//! The languages a desk is written to in, and which of them a conversation is in.

mod common;
mod known;
mod languages;
mod runs;
mod script;
mod tally;

pub use known::Language;
pub use languages::{Languages, Spoken};
