//! Why a run cannot begin, and why one that began could not end.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use polars::prelude::PolarsError;

use super::reading::Outcome;
use crate::charts::ChartError;
use crate::facts::StoreError;
use crate::model::Instant;
use crate::report::ReportError;
use crate::sources::{ReadError, reason};
use crate::tables::Week;
use crate::workbook::WorkbookError;

/// Settings (or a request) that cannot be followed: where, what is wrong, and the cure.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {what}; {cure}")]
pub struct ConfigError {
    pub place: Spot,
    /// What is wrong, without a full stop.
    pub what: String,
    /// What the user can do about it, without a full stop.
    pub cure: String,
}

/// A file, or a line of it; or a word of the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    pub path: PathBuf,
    /// From 1; missing where the whole file is meant.
    pub line: Option<usize>,
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}", self.path.display()),
            None => write!(f, "{}", self.path.display()),
        }
    }
}

impl ConfigError {
    /// Of a whole file, folder or word of the command line.
    pub(super) fn of(
        path: impl AsRef<Path>,
        what: impl Into<String>,
        cure: impl Into<String>,
    ) -> Self {
        let place = Spot { path: path.as_ref().to_owned(), line: None };
        Self { place, what: what.into(), cure: cure.into() }
    }
}

/// Why a run that began could not end. Its outputs are not there; those of the run before are.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    #[error("conversation `{wanted}`: {what}; {cure}")]
    NoSuchConversation { wanted: String, what: &'static str, cure: String },
    #[error("`{}` has no outputs of a run for that week; run the pipeline first (`caseload run`)", out.display())]
    NoOutputs { out: PathBuf },
    #[error("nobody named `{wanted}` is credited with anything; {cure}")]
    NoSuchAgent { wanted: String, cure: String },
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error("not one record could be read{}; correct the settings (see `caseload check`)", listed(.0))]
    NothingRead(Vec<ReadError>),
    #[error(
        "the input holds no records; see that the exports are whole and that `files` names them all"
    )]
    NoRecords,
    #[error(
        "the input was taken at {as_of}, before {week} began; ask for an earlier week, or correct `as_of`"
    )]
    TooEarly { week: Week, as_of: Instant },
    #[error("`{}` cannot be written: {}; make room or choose another output folder (`--out`)", .0.display(), reason(.1))]
    Disk(PathBuf, io::Error),
    #[error("the facts could not be written: {0}; please report this")]
    Store(StoreError),
    #[error("the table `{0}` could not be made: {reason}; please report this", reason = first_line(.1))]
    Table(&'static str, Box<dyn std::error::Error + Send + Sync>),
    #[error("the chart `{0}` could not be drawn: {1}; please report this")]
    Chart(&'static str, ChartError),
    #[error("the report could not be rendered: {0}; please report this")]
    Report(#[from] ReportError),
    #[error("the spreadsheet could not be written: {0}; please report this")]
    Workbook(#[from] WorkbookError),
    #[error("the manifest could not be written: {0}; please report this")]
    Manifest(Box<dyn std::error::Error + Send + Sync>),
}

impl RunError {
    /// Nothing in the input has a time.
    pub(super) fn of_nothing(outcomes: &[Outcome]) -> Self {
        let errors: Vec<ReadError> = outcomes.iter().filter_map(|one| one.error.clone()).collect();
        match errors.is_empty() && outcomes.iter().all(|outcome| outcome.seen == 0) {
            true => Self::NoRecords,
            false => Self::NothingRead(errors),
        }
    }

    /// Facts that could not be written into that folder.
    pub(super) fn of_store(folder: &Path, error: StoreError) -> Self {
        match error.into_io() {
            Ok(error) => Self::Disk(folder.to_owned(), error),
            Err(error) => Self::Store(error),
        }
    }

    /// A table that could not be made of the facts in that folder.
    pub(super) fn of_table(name: &'static str, folder: &Path, error: PolarsError) -> Self {
        match error {
            PolarsError::IO { error, .. } => {
                let error =
                    error.raw_os_error().map_or(error.kind().into(), io::Error::from_raw_os_error);
                Self::Disk(folder.to_owned(), error)
            }
            error => Self::Table(name, error.into()),
        }
    }
}

/// An error without the plan of a query that polars adds.
fn first_line(error: &impl fmt::Display) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}

/// The first files that could not be read.
fn listed(errors: &[ReadError]) -> String {
    let shown = errors.iter().take(3).map(|error| format!("\n  {error}"));
    let more = errors.len().saturating_sub(3);
    let more = (more > 0).then(|| format!("\n  and {more} more files"));
    let lines: String = shown.chain(more).collect();
    if lines.is_empty() { lines } else { format!(":{lines}\n") }
}
