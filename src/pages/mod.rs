//! Pages of words that belong to a file of code: definition, how it is counted, worked cases, references.
//!
//! What is measured or judged has a [`Page`] of its own; whoever runs its [`Case`]s says what their two
//! blocks mean.

mod page;

pub use page::{Case, Page, PageError};
