//! Agent wait: how long a conversation was pending.

use super::expr::of_the_resolved;
use super::metric::{Measured, Metric};
use super::subject::Subject;

/// The measure.
pub struct AgentWait;

impl Metric for AgentWait {
    fn name(&self) -> &'static str {
        "agent_wait"
    }

    fn page(&self) -> &'static str {
        include_str!("agent_wait.md")
    }

    fn subject(&self) -> Subject {
        Subject::Conversations
    }

    fn measured(&self) -> Vec<Measured> {
        of_the_resolved("agent_wait", "agent wait")
    }
}
