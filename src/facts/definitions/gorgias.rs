//! Gorgias's rule: elapsed time, what agents began left out.

use super::{
    Definition, Filed, Response, asked_at, first_message_at, from_first_message, is_call,
    is_in_top_two,
};
use crate::facts::promised::TargetTime;
use crate::facts::told::Told;
use crate::model::{Instant, Rating, Role};

/// Gorgias's rule.
pub struct Gorgias;

impl Definition for Gorgias {
    fn name(&self) -> &'static str {
        "gorgias"
    }

    fn title(&self) -> &'static str {
        "Gorgias"
    }

    fn page(&self) -> &'static str {
        include_str!("gorgias.md")
    }

    fn time(&self) -> TargetTime {
        TargetTime::Elapsed
    }

    fn filed(&self) -> Filed {
        Filed::Ended
    }

    fn first_response<'a>(&self, told: &Told<'a>) -> Option<Response<'a>> {
        let is_agents = told.conversation.initiated_by() == Some(Role::Agent);
        if is_call(told) || is_agents { None } else { from_first_message(told) }
    }

    fn response_began_at(&self, told: &Told<'_>) -> Option<Instant> {
        let is_agents = told.conversation.initiated_by() == Some(Role::Agent);
        if is_call(told) || is_agents { None } else { asked_at(told) }
    }

    fn resolution_began_at(&self, told: &Told<'_>) -> Option<Instant> {
        first_message_at(told)
    }

    fn is_satisfied(&self, _: &Told<'_>, rating: &Rating<'_>) -> Option<bool> {
        is_in_top_two(rating)
    }
}
