//! Our own rule.

use super::{Definition, Filed, Response, asked_at, from_first_message, is_in_top_two};
use crate::facts::promised::TargetTime;
use crate::facts::told::Told;
use crate::model::{Instant, Rating};

/// The rule of a run that names none.
pub struct Ours;

impl Definition for Ours {
    fn name(&self) -> &'static str {
        "ours"
    }

    fn title(&self) -> &'static str {
        "Caseload"
    }

    fn page(&self) -> &'static str {
        include_str!("definitions.md")
    }

    fn time(&self) -> TargetTime {
        TargetTime::Elapsed
    }

    fn filed(&self) -> Filed {
        Filed::Opened
    }

    fn first_response<'a>(&self, told: &Told<'a>) -> Option<Response<'a>> {
        from_first_message(told)
    }

    fn response_began_at(&self, told: &Told<'_>) -> Option<Instant> {
        asked_at(told)
    }

    fn resolution_began_at(&self, told: &Told<'_>) -> Option<Instant> {
        told.conversation.state.opened_at
    }

    fn is_satisfied(&self, _: &Told<'_>, rating: &Rating<'_>) -> Option<bool> {
        is_in_top_two(rating)
    }
}
