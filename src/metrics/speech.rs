//! Speech in calls: both at once, and nobody.

use polars::prelude::col;

use super::expr::counted_spread;
use super::metric::{Measured, Metric};
use super::subject::Subject;

/// The measure.
pub struct Speech;

impl Metric for Speech {
    fn name(&self) -> &'static str {
        "speech"
    }

    fn page(&self) -> &'static str {
        include_str!("speech.md")
    }

    fn subject(&self) -> Subject {
        Subject::Conversations
    }

    fn measured(&self) -> Vec<Measured> {
        let known = "with a transcript that says when speech began and ended";
        let spread =
            |name: &str, column: &str, what: &str| counted_spread(name, &col(column), known, what);
        [
            spread("overlap", "overlap_seconds", "time in which customer and desk spoke at once"),
            spread("silence", "silence_seconds", "time in which nobody spoke"),
            spread("dead_air", "dead_air_seconds", "longest silence of a call"),
        ]
        .concat()
    }
}
