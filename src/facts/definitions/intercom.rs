//! Intercom's rule: the durations of its reports, closed hours taken out.

use super::{
    Definition, Filed, Response, Span, from_first_message, has_reply, is_call, is_in_top_two,
    resolved_from_first_message,
};
use crate::facts::rules::TargetTime;
use crate::facts::told::Told;
use crate::model::Rating;

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

    fn resolution(&self, told: &Told<'_>) -> Option<Span> {
        resolved_from_first_message(told)
    }

    /// A conversation that no teammate took part in is not rated.
    fn is_satisfied(&self, told: &Told<'_>, rating: &Rating<'_>) -> Option<bool> {
        is_in_top_two(rating).filter(|_| has_reply(told))
    }
}
