//! What a workbook is made from.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use polars::prelude::{DataFrame, PolarsError};
use rust_xlsxwriter::XlsxError;

use crate::model::Instant;
use crate::tables::Week;
use crate::words::Words;

/// The run's results and what is told of the run.
#[derive(Clone, Debug)]
pub struct Inputs<'a> {
    /// Name of the support desk.
    pub desk: &'a str,
    /// The catalogue of the reader's language.
    pub say: &'static Words,
    /// The week reported on.
    pub week: Week,
    /// The desk's zone: instants are told on its clock.
    pub zone: Tz,
    /// The instant at which the input's state was taken.
    pub as_of: Instant,
    /// Version of the program.
    pub version: &'a str,
    /// Title of the rule by which the run counts.
    pub rule: &'a str,
    /// The published tables by name; a sheet whose table is not there is left out.
    pub tables: BTreeMap<&'a str, DataFrame>,
}

/// Why a workbook could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    #[error("a table is not as published: {0}")]
    Table(#[from] PolarsError),
    #[error("the sheet of {sheet} names {column}, which its table has not")]
    Column { sheet: &'static str, column: &'static str },
    #[error(transparent)]
    Xlsx(#[from] XlsxError),
}
