//! Backlog: the conversations open at one instant, and how long they had been.

use polars::prelude::{
    DataType, Expr, LazyFrame, PolarsResult, TimeUnit, TimeZone, UnionArgs, col, concat, len, lit,
};

use super::column::Column;
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

/// An instant to compare with a column.
fn instant(at: Instant) -> Expr {
    lit(at.0).cast(DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC)))
}

/// Conversations open at each of the instants, with `counted_at` and `age_seconds`: opened by then
/// and not resolved by then. Those that nothing says the state or the resolution's time of are left
/// out, as are given-up calls.
pub fn open_at(conversations: LazyFrame, at: &[Instant]) -> PolarsResult<LazyFrame> {
    let can_say = col("is_resolved").eq(lit(false)).or(col("resolved_at").is_not_null());
    let known = conversations.filter(can_say.and(is_abandoned().not()));
    let open = |at: &Instant| {
        let is_open = col("resolved_at").is_null().or(col("resolved_at").gt(instant(*at)));
        let age = instant(*at) - col("opened_at");
        known.clone().filter(col("opened_at").lt_eq(instant(*at)).and(is_open)).with_columns([
            instant(*at).alias("counted_at"),
            (age.dt().total_microseconds(false).cast(DataType::Float64) / lit(1e6))
                .alias("age_seconds"),
        ])
    };
    match at {
        [] => Ok(open(&Instant(i64::MIN / 2))),
        at => concat(at.iter().map(open).collect::<Vec<_>>(), UnionArgs::default()),
    }
}
