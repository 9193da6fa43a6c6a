//! Tables of any shape: CSV, TSV, JSON by lines or as one array, XLSX and Parquet.
//!
//! The settings say which column holds which field ([`Mapping`]); without them a column is taken
//! for the field whose name it bears. When a file is opened, both become a [`plan::Plan`] for its
//! columns. Each shape of file ([`separated`], [`json`], [`workbook`], [`columnar`]) then only
//! shows its rows as [`cell::Cell`]s, and [`emit`] makes records and issues of them.

mod array;
mod cell;
mod columnar;
mod convert;
mod criteria;
mod emit;
mod fit;
mod flat;
mod guard;
mod header;
mod json;
mod keys;
mod mapping;
mod moment;
mod names;
mod needs;
mod number;
mod object;
mod plan;
mod separated;
mod source;
#[cfg(test)]
mod testing;
mod workbook;
mod written;
mod written_field;

pub use mapping::{Mapping, MappingError};
pub use source::Table;
