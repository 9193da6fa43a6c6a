//! Resolution: the share of conversations that are resolved.

use polars::prelude::{col, lit};

use super::column::Column;
use super::expr::{count_of, count_present, share};
use super::metric::{Measured, Metric};
use super::subject::Subject;

/// The measure.
pub struct Resolution;

impl Metric for Resolution {
    fn name(&self) -> &'static str {
        "resolution"
    }

    fn page(&self) -> &'static str {
        include_str!("resolution.md")
    }

    fn subject(&self) -> Subject {
        Subject::Conversations
    }

    fn credit(&self) -> Option<&'static str> {
        Some("last_agent_id")
    }

    fn measured(&self) -> Vec<Measured> {
        let counts = [
            Measured::of_rows(
                Column::count("resolution_known_count", "Conversations whose state is known."),
                count_present("is_resolved"),
            ),
            Measured::of_rows(
                Column::count("resolved_count", "Conversations that are resolved."),
                count_of(col("is_resolved")),
            ),
            Measured::of_rows(
                Column::count(
                    "unresolved_count",
                    "Conversations that are known not to be resolved.",
                ),
                count_of(col("is_resolved").eq(lit(false))),
            ),
        ];
        let what = "of the conversations whose state is known that are resolved";
        let shares = share("resolution", "resolved_count", "resolution_known_count", what);
        counts.into_iter().chain(shares).collect()
    }
}
