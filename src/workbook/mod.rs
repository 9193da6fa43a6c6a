//! The week as a spreadsheet: the published tables that managers work with, one sheet each.
//!
//! [`write()`] makes an XLSX of [`Inputs`]; it reads no disk and no clock. A [`Sheet`] names a table,
//! the columns shown and which rows; units and sentences come from the table's own columns, headings
//! from the catalogue of [`crate::words`]. Whatever came from outside is text and never a formula.
//! Same inputs, same bytes.

mod cell;
mod definitions;
mod fill;
mod front;
mod inputs;
mod sheet;
mod sheets;
mod style;
#[cfg(test)]
mod tests;
mod write;

pub use inputs::{Inputs, WorkbookError};
pub use sheet::{Mark, Sheet, Tone, Which};
pub use sheets::ALL;
pub use write::write;
