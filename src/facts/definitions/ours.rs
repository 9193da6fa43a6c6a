//! Our own rule.

use super::{
    Definition, Filed, Response, Span, from_first_message, is_in_top_two, resolved_from_creation,
};
use crate::facts::rules::TargetTime;
use crate::facts::told::Told;
use crate::model::Rating;

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

    fn resolution(&self, told: &Told<'_>) -> Option<Span> {
        resolved_from_creation(told)
    }

    fn is_satisfied(&self, _: &Told<'_>, rating: &Rating<'_>) -> Option<bool> {
        is_in_top_two(rating)
    }
}
