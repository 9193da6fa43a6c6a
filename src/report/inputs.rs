//! What a page is made from.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use minijinja::{Value, context};
use polars::prelude::{DataFrame, PolarsError};

use crate::charts;
use crate::facts::{CalendarOf, Definition};
use crate::metrics::PageError;
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
    /// The desk's zone.
    pub zone: Tz,
    /// The instant at which the input's state was taken.
    pub as_of: Instant,
    /// Version of the program.
    pub version: &'a str,
    /// Name of the settings file.
    pub settings: &'a str,
    /// Whose calendar holds for a conversation that changes hands.
    pub calendar_of: CalendarOf,
    /// The rule by which the run counts.
    pub definition: &'static dyn Definition,
    /// The published tables by name.
    pub tables: BTreeMap<&'a str, DataFrame>,
    /// The charts by name, in SVG.
    pub charts: BTreeMap<&'a str, String>,
}

/// Why a page could not be rendered.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    #[error("the page needs the table {0}, which was not given")]
    NoTable(String),
    #[error("the page needs the chart {0}, which was not given")]
    NoChart(String),
    #[error("a table is not as published: {0}")]
    Table(#[from] PolarsError),
    #[error("the page of the measure {name}: {error}")]
    Measure { name: &'static str, error: PageError },
    #[error("a template failed: {0:#}")]
    Template(#[from] minijinja::Error),
    #[error("the chart {0}: {1}")]
    Chart(&'static str, charts::ChartError),
}

impl Inputs<'_> {
    /// A published table.
    pub fn table(&self, name: &str) -> Result<&DataFrame, ReportError> {
        self.tables.get(name).ok_or_else(|| ReportError::NoTable(name.to_owned()))
    }

    /// A chart with how it is read and the table it is drawn from, for `figure` in the templates.
    pub(super) fn figure(&self, name: &str) -> Result<Value, ReportError> {
        let missing = || ReportError::NoChart(name.to_owned());
        let chart = charts::by_name(name).ok_or_else(missing)?;
        let svg = self.charts.get(name).ok_or_else(missing)?;
        Ok(figure(chart, svg, true))
    }
}

/// A drawn chart for `figure` in the templates; whether it also stands in a file of its own.
pub(super) fn figure(chart: &dyn charts::Chart, svg: &str, is_file: bool) -> Value {
    context! {
        name => chart.name(),
        title => chart.title(),
        svg => Value::from_safe_string(charts::inline(svg)),
        about => chart.about(),
        table => chart.table(),
        is_file,
    }
}
