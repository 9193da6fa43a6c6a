//! On hold: how long a conversation waited for a third party.

use super::expr::of_the_resolved;
use super::metric::{Measured, Metric};
use super::subject::Subject;

/// The measure.
pub struct OnHold;

impl Metric for OnHold {
    fn name(&self) -> &'static str {
        "on_hold"
    }

    fn page(&self) -> &'static str {
        include_str!("on_hold.md")
    }

    fn subject(&self) -> Subject {
        Subject::Conversations
    }

    fn measured(&self) -> Vec<Measured> {
        of_the_resolved("on_hold", "time on hold")
    }
}
