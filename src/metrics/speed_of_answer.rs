//! Speed of answer: how long answered calls waited in the queue.

use polars::prelude::{NULL, col, lit, when};

use super::expr::counted_spread;
use super::metric::{Measured, Metric};
use super::subject::Subject;
use crate::model::CallOutcome;

/// The measure.
pub struct SpeedOfAnswer;

impl Metric for SpeedOfAnswer {
    fn name(&self) -> &'static str {
        "speed_of_answer"
    }

    fn page(&self) -> &'static str {
        include_str!("speed_of_answer.md")
    }

    fn subject(&self) -> Subject {
        Subject::Conversations
    }

    fn measured(&self) -> Vec<Measured> {
        let is_answered = col("outcome").eq(lit(CallOutcome::Answered.word()));
        let waited = when(is_answered).then(col("queue_seconds")).otherwise(lit(NULL));
        let known = "answered, of which the wait in the queue is known";
        counted_spread("speed_of_answer", &waited, known, "wait in the queue of answered calls")
    }
}
