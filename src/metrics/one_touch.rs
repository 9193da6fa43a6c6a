//! One-touch: resolved with exactly one public reply by a person.

use polars::prelude::col;

use super::column::Column;
use super::expr::{count_of, share};
use super::metric::{Measured, Metric};
use super::subject::Subject;

/// The measure.
pub struct OneTouch;

impl Metric for OneTouch {
    fn name(&self) -> &'static str {
        "one_touch"
    }

    fn page(&self) -> &'static str {
        include_str!("one_touch.md")
    }

    fn subject(&self) -> Subject {
        Subject::Conversations
    }

    fn credit(&self) -> Option<&'static str> {
        Some("resolution_agent_id")
    }

    fn measured(&self) -> Vec<Measured> {
        let is_known = col("is_resolved").and(col("is_one_touch").is_not_null());
        let counts = [
            Measured::of_rows(
                Column::count(
                    "touch_known_count",
                    "Resolved conversations whose messages are known.",
                ),
                count_of(is_known),
            ),
            Measured::of_rows(
                Column::count(
                    "one_touch_count",
                    "Resolved conversations with exactly one public reply by a person.",
                ),
                count_of(col("is_one_touch")),
            ),
        ];
        let what = "of the resolved conversations that one reply resolved";
        counts
            .into_iter()
            .chain(share("one_touch", "one_touch_count", "touch_known_count", what))
            .collect()
    }
}
