//! Service level: the share of calls that were answered in the promised time.

use polars::prelude::{Expr, col, lit};

use super::column::Column;
use super::expr::{count_of, share};
use super::metric::{Measured, Metric};
use super::subject::{Subject, is_abandoned};
use crate::model::CallOutcome;

/// The measure.
pub struct ServiceLevel;

fn is_answered() -> Expr {
    col("outcome").eq_missing(lit(CallOutcome::Answered.word()))
}

/// A call under a promise that was answered, or given up after the promised time.
fn counts() -> Expr {
    let was_late = col("queue_seconds").gt(col("first_response_target_seconds"));
    let is_judged = is_answered().and(col("is_first_response_in_time").is_not_null());
    is_judged.or(is_abandoned().and(was_late))
}

impl Metric for ServiceLevel {
    fn name(&self) -> &'static str {
        "service_level"
    }

    fn page(&self) -> &'static str {
        include_str!("service_level.md")
    }

    fn subject(&self) -> Subject {
        Subject::Conversations
    }

    fn measured(&self) -> Vec<Measured> {
        let in_time = is_answered().and(col("is_first_response_in_time"));
        let counts = [
            Measured::of_rows(
                Column::count(
                    "service_level_call_count",
                    "Calls answered, or given up after the promised time.",
                ),
                count_of(counts()),
            ),
            Measured::of_rows(
                Column::count("answered_in_time_count", "Calls answered in the promised time."),
                count_of(in_time),
            ),
        ];
        let what =
            "of the calls, without those given up in the promised time, that were answered in it";
        let shares =
            share("service_level", "answered_in_time_count", "service_level_call_count", what);
        counts.into_iter().chain(shares).collect()
    }
}
