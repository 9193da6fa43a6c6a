//! Phrases of many lists, looked up in one pass over a text.

mod beginnings;
mod branches;
mod find;
mod list;
mod literals;

pub use find::{Hit, PhraseId, Phrases};
pub use list::{PhraseError, PhraseList};
