//! Reopens: resolved conversations that somebody had to take up again.

use polars::prelude::{col, lit};

use super::column::Column;
use super::expr::{count_of, share, total};
use super::metric::{Measured, Metric};
use super::subject::Subject;

/// The measure.
pub struct Reopens;

impl Metric for Reopens {
    fn name(&self) -> &'static str {
        "reopens"
    }

    fn page(&self) -> &'static str {
        include_str!("reopens.md")
    }

    fn subject(&self) -> Subject {
        Subject::Conversations
    }

    fn measured(&self) -> Vec<Measured> {
        let is_known =
            col("first_resolved_at").is_not_null().and(col("reopen_count").is_not_null());
        let counts = [
            Measured::of_rows(
                Column::count(
                    "reopen_known_count",
                    "Conversations that were resolved at least once and whose history is known.",
                ),
                count_of(is_known),
            ),
            Measured::of_rows(
                Column::count("reopened_count", "Conversations that were reopened at least once."),
                count_of(col("reopen_count").gt(lit(0))),
            ),
            Measured::of_rows(
                Column::count("reopen_count", "Times that conversations were reopened."),
                total("reopen_count"),
            ),
            Measured::of_rows(
                Column::count(
                    "reopen_by_customer_count",
                    "Of these times, those after the customer wrote again.",
                ),
                total("reopen_by_customer_count"),
            ),
            Measured::of_rows(
                Column::count(
                    "reopen_by_status_count",
                    "Of these times, those where only the status was set back.",
                ),
                total("reopen_by_status_count"),
            ),
        ];
        let what = "of the once resolved conversations that were reopened";
        counts
            .into_iter()
            .chain(share("reopened", "reopened_count", "reopen_known_count", what))
            .collect()
    }
}
