//! What readers are told, in their language: one catalogue for each, with the same keys.
//!
//! [`Words`] finds a text by its key and puts values into its places; `en.toml` is the catalogue
//! that the others are held against.

mod catalogue;
mod language;

pub use catalogue::Words;
pub use language::Language;
