//! Agent work: how long a conversation was new or open.

use super::expr::of_the_resolved;
use super::metric::{Measured, Metric};
use super::subject::Subject;

/// The measure.
pub struct AgentWork;

impl Metric for AgentWork {
    fn name(&self) -> &'static str {
        "agent_work"
    }

    fn page(&self) -> &'static str {
        include_str!("agent_work.md")
    }

    fn subject(&self) -> Subject {
        Subject::Conversations
    }

    fn measured(&self) -> Vec<Measured> {
        of_the_resolved("agent_work", "agent work")
    }
}
