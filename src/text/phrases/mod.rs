//! Phrases of many lists, looked up in one pass over a text.

mod beginnings;
mod find;
mod list;
mod literals;
mod tree;

pub use find::{Hit, PhraseId, Phrases};
pub use list::{PhraseError, PhraseList};
