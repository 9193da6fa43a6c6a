//! Backlog: the conversations open at one instant, and how long they had been.

use polars::prelude::{
    DataType, IdxCa, IntoColumn, IntoLazy, LazyFrame, NamedFrom, PolarsResult, Series, col, len,
    lit,
};

use super::column::{Column, Kind};
use super::expr::quantile;
use super::metric::{Measured, Metric};
use super::subject::{Subject, is_abandoned};
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

/// Conversations open at each of the instants, which are in order: opened by then and not resolved
/// by then. With `channel`, `opened_at`, `counted_at` (the instant) and `age_seconds`. Those that
/// nothing says the state or the resolution's time of are left out, as are given-up calls.
pub fn open_at(conversations: LazyFrame, at: &[Instant]) -> PolarsResult<LazyFrame> {
    let can_say = col("is_open").or(col("resolved_at").is_not_null());
    let known = conversations.filter(can_say.and(is_abandoned().not()));
    let known = known.select([col("channel"), col("opened_at"), col("resolved_at")]).collect()?;
    let opened = known.column("opened_at")?.datetime()?.physical();
    let resolved = known.column("resolved_at")?.datetime()?.physical();
    let (mut rows, mut counted) = (Vec::new(), Vec::new());
    for (row, (opened, resolved)) in (0..).zip(opened.iter().zip(resolved.iter())) {
        let Some(opened) = opened else { continue };
        let from = at.partition_point(|at| at.0 < opened);
        let to = resolved.map_or(at.len(), |resolved| at.partition_point(|at| at.0 < resolved));
        for at in at.get(from..to).unwrap_or(&[]) {
            rows.push(row);
            counted.push(at.0);
        }
    }
    let counted = Series::new("counted_at".into(), counted).cast(&Kind::Instant.data_type())?;
    let mut open = known.take(&IdxCa::from_vec("".into(), rows))?;
    open.with_column(counted.into_column())?;
    let age = (col("counted_at") - col("opened_at")).dt().total_microseconds(false);
    let age = age.cast(DataType::Float64) / lit(1e6);
    Ok(open.lazy().with_column(age.alias("age_seconds")))
}
