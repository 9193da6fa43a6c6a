//! Backlog: the conversations open at one instant, and how long they had been.

use polars::prelude::{
    DataType, IdxCa, IntoColumn, IntoLazy, LazyFrame, NamedFrom, PolarsResult, Series, col, len,
    lit,
};

use super::column::{Column, Kind};
use super::expr::quantile;
use super::metric::{Measured, Metric};
use super::open;
use super::subject::Subject;
use crate::facts::Facts;
use crate::model::Instant;

/// The measure.
pub struct Backlog;

impl Metric for Backlog {
    fn name(&self) -> &'static str {
        "backlog"
    }

    fn page(&self) -> &'static str {
        include_str!("backlog.md")
    }

    fn subject(&self) -> Subject {
        Subject::Backlog
    }

    fn measured(&self) -> Vec<Measured> {
        vec![
            Measured::of_rows(
                Column::count("backlog_count", "Conversations open at the end of the week."),
                len(),
            ),
            Measured::of_rows(
                Column::seconds(
                    "backlog_age_median_seconds",
                    "Median age of the conversations open then.",
                ),
                quantile("age_seconds", 0.5),
            ),
            Measured::of_rows(
                Column::seconds(
                    "backlog_age_p90_seconds",
                    "90th percentile of the ages of the conversations open then.",
                ),
                quantile("age_seconds", 0.9),
            ),
        ]
    }
}

/// Conversations open at each of the instants, which are in order, with `channel`, `opened_at`,
/// `counted_at` (the instant) and `age_seconds`.
pub fn open_at(facts: &Facts, at: &[Instant]) -> PolarsResult<LazyFrame> {
    let stretches = open::stretches(facts)?;
    let from = stretches.column("from_at")?.datetime()?.physical();
    let until = stretches.column("until_at")?.datetime()?.physical();
    let (mut rows, mut counted) = (Vec::new(), Vec::new());
    for (row, (from, until)) in (0..).zip(from.iter().zip(until.iter())) {
        let Some(from) = from else { continue };
        let first = at.partition_point(|at| at.0 < from);
        let end = until.map_or(at.len(), |until| at.partition_point(|at| at.0 < until));
        for at in at.get(first..end).unwrap_or(&[]) {
            rows.push(row);
            counted.push(at.0);
        }
    }
    let counted = Series::new("counted_at".into(), counted).cast(&Kind::Instant.data_type())?;
    let mut open = stretches.take(&IdxCa::from_vec("".into(), rows))?;
    open.with_column(counted.into_column())?;
    let age = (col("counted_at") - col("opened_at")).dt().total_microseconds(false);
    let age = age.cast(DataType::Float64) / lit(1e6);
    Ok(open.lazy().with_column(age.alias("age_seconds")))
}
