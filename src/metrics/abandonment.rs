//! Abandonment: the share of callers who hung up before anybody answered.

use polars::prelude::{Expr, col, lit};

use super::column::Column;
use super::expr::{count_of, share};
use super::metric::{Measured, Metric};
use super::subject::{Subject, is_abandoned};
use crate::model::CallOutcome;

/// The measure.
pub struct Abandonment;

/// A call that waited in a queue: any with a known outcome but a callback.
fn is_queued() -> Expr {
    col("outcome").is_not_null().and(col("outcome").neq(lit(CallOutcome::Callback.word())))
}

impl Metric for Abandonment {
    fn name(&self) -> &'static str {
        "abandonment"
    }

    fn page(&self) -> &'static str {
        include_str!("abandonment.md")
    }

    fn subject(&self) -> Subject {
        Subject::Conversations
    }

    fn measured(&self) -> Vec<Measured> {
        let counts = [
            Measured::of_rows(
                Column::count("queued_count", "Calls that waited for an answer."),
                count_of(is_queued()),
            ),
            Measured::of_rows(
                Column::count("abandoned_count", "Calls that the caller gave up."),
                count_of(is_abandoned()),
            ),
        ];
        let what = "of the calls that waited for an answer that the caller gave up";
        counts
            .into_iter()
            .chain(share("abandonment", "abandoned_count", "queued_count", what))
            .collect()
    }
}
