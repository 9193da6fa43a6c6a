//! Requester wait: how long a conversation was new, open or on hold.

use super::expr::of_the_resolved;
use super::metric::{Measured, Metric};
use super::subject::Subject;

/// The measure.
pub struct RequesterWait;

impl Metric for RequesterWait {
    fn name(&self) -> &'static str {
        "requester_wait"
    }

    fn page(&self) -> &'static str {
        include_str!("requester_wait.md")
    }

    fn subject(&self) -> Subject {
        Subject::Conversations
    }

    fn measured(&self) -> Vec<Measured> {
        of_the_resolved("requester_wait", "requester wait")
    }
}
