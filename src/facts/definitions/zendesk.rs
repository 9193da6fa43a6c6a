//! Zendesk's rule: the native duration metrics of tickets.

use super::{
    Definition, Filed, Response, created_at, from_creation, is_call, is_in_top_two, newest_mark,
};
use crate::facts::promised::TargetTime;
use crate::facts::told::Told;
use crate::model::is_reply_by_person;
use crate::model::{Instant, Rating};

/// Zendesk's rule.
pub struct Zendesk;

impl Definition for Zendesk {
    fn name(&self) -> &'static str {
        "zendesk"
    }

    fn title(&self) -> &'static str {
        "Zendesk"
    }

    fn page(&self) -> &'static str {
        include_str!("zendesk.md")
    }

    fn time(&self) -> TargetTime {
        TargetTime::Elapsed
    }

    fn filed(&self) -> Filed {
        Filed::Opened
    }

    /// From creation; a call has no reply unless somebody writes after it.
    fn first_response<'a>(&self, told: &Told<'a>) -> Option<Response<'a>> {
        if is_call(told) { None } else { from_creation(told, is_reply_by_person) }
    }

    fn response_began_at(&self, told: &Told<'_>) -> Option<Instant> {
        if is_call(told) { None } else { created_at(told) }
    }

    fn resolution_began_at(&self, told: &Told<'_>) -> Option<Instant> {
        told.conversation.state.opened_at
    }

    /// A ticket has one rating, the newest.
    fn is_satisfied(&self, told: &Told<'_>, rating: &Rating<'_>) -> Option<bool> {
        let newest = newest_mark(told)?;
        is_in_top_two(rating).filter(|_| std::ptr::eq(newest, rating))
    }
}
