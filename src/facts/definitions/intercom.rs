//! Intercom's rule: the durations of its reports, closed hours taken out.

use super::{
    Definition, Filed, Response, asked_at, first_message_at, from_first_message, has_reply,
    is_call, is_in_top_two,
};
use crate::facts::promised::TargetTime;
use crate::facts::told::Told;
use crate::model::{Instant, Rating};

/// Intercom's rule.
pub struct Intercom;

impl Definition for Intercom {
    fn name(&self) -> &'static str {
        "intercom"
    }

    fn title(&self) -> &'static str {
        "Intercom"
    }

    fn page(&self) -> &'static str {
        include_str!("intercom.md")
    }

    fn time(&self) -> TargetTime {
        TargetTime::Business
    }

    fn filed(&self) -> Filed {
        Filed::Opened
    }

    fn first_response<'a>(&self, told: &Told<'a>) -> Option<Response<'a>> {
        if is_call(told) { None } else { from_first_message(told) }
    }

    fn response_began_at(&self, told: &Told<'_>) -> Option<Instant> {
        if is_call(told) { None } else { asked_at(told) }
    }

    fn resolution_began_at(&self, told: &Told<'_>) -> Option<Instant> {
        first_message_at(told)
    }

    /// A conversation that no teammate took part in is not rated.
    fn is_satisfied(&self, told: &Told<'_>, rating: &Rating<'_>) -> Option<bool> {
        is_in_top_two(rating).filter(|_| has_reply(told))
    }
}
