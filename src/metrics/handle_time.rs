//! Handle time of calls: talk, hold and the work after the call.

use polars::prelude::{NULL, col, lit, when};

use super::expr::counted_spread;
use super::metric::{Measured, Metric};
use super::subject::Subject;
use crate::model::CallOutcome;

/// The measure.
pub struct HandleTime;

impl Metric for HandleTime {
    fn name(&self) -> &'static str {
        "handle_time"
    }

    fn page(&self) -> &'static str {
        include_str!("handle_time.md")
    }

    fn subject(&self) -> Subject {
        Subject::Conversations
    }

    fn measured(&self) -> Vec<Measured> {
        let is_answered = col("outcome").eq(lit(CallOutcome::Answered.word()));
        let is_handled = col("outcome").is_null().or(is_answered);
        let spread = |name: &str, column: &str, what: &str| {
            let of = when(is_handled.clone()).then(col(column)).otherwise(lit(NULL));
            counted_spread(name, &of, &format!("handled, of which the {what} is known"), what)
        };
        [
            spread("talk", "talk_seconds", "time in conversation"),
            spread("hold", "hold_seconds", "time on hold during the call"),
            spread("after_call_work", "wrap_up_seconds", "work after the call"),
            spread("handle", "handle_seconds", "talk, hold and work after the call together"),
        ]
        .concat()
    }
}
