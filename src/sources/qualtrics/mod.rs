//! Qualtrics: survey responses as CSV or TSV.
//!
//! Two or three header rows say what the columns are; which question holds the score, and of what
//! kind it is, follows from them and from the answers.

mod columns;
mod read;
mod scale;
#[cfg(test)]
mod tests;

pub use read::Qualtrics;
