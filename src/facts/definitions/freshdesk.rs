//! Freshdesk's rule: business time from creation, a public note is a response.

use super::{Definition, Filed, Response, created_at, from_creation, has_reply, is_call};
use crate::facts::promised::TargetTime;
use crate::facts::ratings::points;
use crate::facts::told::Told;
use crate::model::is_reply_by_person;
use crate::model::{EventKind, Instant, Message, MessageKind, Rating, Role, Visibility};

/// Freshdesk's rule.
pub struct Freshdesk;

/// A public note is a response as a reply is.
fn is_response(message: &Message<'_>) -> bool {
    let is_public_note = message.author_role == Some(Role::Agent)
        && message.kind == Some(MessageKind::Note)
        && message.visibility == Some(Visibility::Public);
    is_public_note || is_reply_by_person(message)
}

impl Definition for Freshdesk {
    fn name(&self) -> &'static str {
        "freshdesk"
    }

    fn title(&self) -> &'static str {
        "Freshdesk"
    }

    fn page(&self) -> &'static str {
        include_str!("freshdesk.md")
    }

    fn time(&self) -> TargetTime {
        TargetTime::Business
    }

    fn filed(&self) -> Filed {
        Filed::Ended
    }

    /// Only tickets assigned to an agent or a group are counted; who replies has taken it.
    fn is_counted(&self, told: &Told<'_>) -> bool {
        let state = &told.conversation.state;
        let mut events = told.conversation.events.iter();
        let is_assigned = |kind| matches!(kind, EventKind::Assigned | EventKind::Transferred);
        let has_messages = !told.conversation.messages.is_empty();
        !state.assignee_id.is_empty()
            || !state.team.is_empty()
            || has_messages && has_reply(told)
            || events.any(|event| event.kind.is_some_and(is_assigned) && !event.value.is_empty())
    }

    fn first_response<'a>(&self, told: &Told<'a>) -> Option<Response<'a>> {
        if is_call(told) { None } else { from_creation(told, is_response) }
    }

    fn response_began_at(&self, told: &Told<'_>) -> Option<Instant> {
        if is_call(told) { None } else { created_at(told) }
    }

    fn resolution_began_at(&self, told: &Told<'_>) -> Option<Instant> {
        told.conversation.state.opened_at
    }

    /// Everything above the middle of the scale.
    fn is_satisfied(&self, _: &Told<'_>, rating: &Rating<'_>) -> Option<bool> {
        points(rating).map(|points| points > 3.0)
    }
}
