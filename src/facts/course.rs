//! How a conversation went from opened to resolved, perhaps more than once, and through whose hands.

use crate::model::{
    CallOutcome, Conversation, Event, EventKind, Instant, Status, is_by_customer,
    is_reply_by_person,
};

/// The course of one conversation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Course<'a> {
    pub first_resolved_at: Option<Instant>,
    /// The last time, where it stayed so.
    pub resolved_at: Option<Instant>,
    /// Each time that events tell of it, in order.
    pub resolutions: Vec<Instant>,
    /// `None` where the input does not say.
    pub is_resolved: Option<bool>,
    /// `None` where the input has no history of resolutions.
    pub reopenings: Option<Vec<Reopening>>,
    /// Changes of hands after the first; `None` where the input has no history to count in.
    pub transfer_count: Option<i64>,
    /// Who gets the credit of the resolution; empty where nobody does.
    pub resolver_id: &'a str,
}

/// A conversation is taken up again after a resolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reopening {
    pub at: Option<Instant>,
    /// Whether the customer had written again; else only the status was set back.
    pub is_by_customer: bool,
}

impl Course<'_> {
    /// `None` where the input has no history to count in.
    pub fn reopen_count(&self) -> Option<i64> {
        self.reopenings.as_ref().map(|all| all.len() as i64)
    }

    /// When it was first taken up again after the customer wrote; `None` where no instant tells.
    pub fn reopened_by_customer_at(&self) -> Option<Instant> {
        self.reopenings.as_ref()?.iter().find(|one| one.is_by_customer)?.at
    }

    /// Of these, after the customer wrote again.
    pub fn reopen_by_customer_count(&self) -> Option<i64> {
        let by_customer =
            |all: &Vec<Reopening>| all.iter().filter(|one| one.is_by_customer).count();
        self.reopenings.as_ref().map(|all| by_customer(all) as i64)
    }
}

/// What an event says of being resolved: now so, now no more, or nothing.
pub(super) fn turns_resolved(event: &Event<'_>) -> Option<bool> {
    match event.kind? {
        EventKind::Resolved => Some(true),
        EventKind::Reopened => Some(false),
        EventKind::StatusChanged => Status::from_word(&event.value).map(Status::is_resolved),
        _ => None,
    }
}

/// Whether an event only files away what was resolved before.
pub(super) fn closes(event: &Event<'_>) -> bool {
    event.kind == Some(EventKind::StatusChanged)
        && Status::from_word(&event.value) == Some(Status::Closed)
}

/// Follows a conversation's events and messages in the order of time.
pub fn course<'a>(conversation: &'a Conversation<'_>) -> Course<'a> {
    let state = &conversation.state;
    let mut course = Course::default();
    let mut history = History::default();
    let mut events = conversation.events.iter().peekable();
    for message in &conversation.messages {
        while let Some(event) = events.next_if(|event| event.at <= message.sent_at) {
            history.see(event, is_by_customer(message) && event.at == message.sent_at);
        }
        if is_by_customer(message) {
            history.customer_wrote();
        } else if is_reply_by_person(message) {
            history.agent_wrote(message.sent_at);
        }
    }
    events.for_each(|event| history.see(event, false));

    let by_status = state.status.map(Status::is_resolved);
    let by_outcome = (state.outcome == Some(CallOutcome::Abandoned)).then_some(false);
    let by_dates = (state.resolved_at.is_some() || state.closed_at.is_some()).then_some(true);
    course.is_resolved = by_outcome.or(by_status).or(history.is_resolved).or(by_dates);
    let last = state.resolved_at.or(history.last).or(state.closed_at);
    course.resolved_at = last.filter(|_| course.is_resolved == Some(true));
    course.first_resolved_at = history.first.or(course.resolved_at);
    course.resolutions = history.resolutions;
    course.reopenings = history.is_resolved.is_some().then_some(history.reopenings);
    course.transfer_count = transfers(conversation).map(|events| events.len() as i64);
    if course.is_resolved == Some(true) {
        course.resolver_id = last_hand(conversation, course.resolved_at);
    }
    course
}

/// What was seen so far.
#[derive(Default)]
struct History {
    is_resolved: Option<bool>,
    first: Option<Instant>,
    last: Option<Instant>,
    reopenings: Vec<Reopening>,
    resolutions: Vec<Instant>,
    /// The customer wrote after the resolution; a "thank you" unless somebody takes it up.
    wrote_after: bool,
}

impl History {
    /// `is_written` where the customer wrote at the very instant: a message may set the status back.
    fn see(&mut self, event: &Event<'_>, is_written: bool) {
        match turns_resolved(event) {
            Some(true) => {
                if self.wrote_after && !closes(event) {
                    self.reopen(event.at, true);
                }
                self.first = self.first.or(event.at);
                if !closes(event) || self.is_resolved != Some(true) {
                    self.last = event.at;
                    self.resolutions.extend(event.at);
                }
                self.is_resolved = Some(true);
                self.wrote_after = false;
            }
            Some(false) => {
                if self.is_resolved == Some(true) {
                    self.reopen(event.at, self.wrote_after || is_written);
                }
                self.is_resolved = Some(false);
                self.wrote_after = false;
            }
            None => {}
        }
    }

    fn reopen(&mut self, at: Option<Instant>, is_by_customer: bool) {
        self.reopenings.push(Reopening { at, is_by_customer });
    }

    fn customer_wrote(&mut self) {
        self.wrote_after = self.is_resolved == Some(true);
    }

    fn agent_wrote(&mut self, at: Option<Instant>) {
        if self.wrote_after {
            self.reopen(at, true);
            self.is_resolved = Some(false);
            self.wrote_after = false;
        }
    }
}

/// Hand-overs that the events tell of: transfers as such, else assignments to somebody else than
/// before, after the first; `None` where they tell of no hands.
pub fn transfers<'c>(conversation: &'c Conversation<'_>) -> Option<Vec<&'c Event<'c>>> {
    let of = |kind| conversation.events.iter().filter(move |event| event.kind == Some(kind));
    let stated: Vec<_> = of(EventKind::Transferred).collect();
    if !stated.is_empty() {
        return Some(stated);
    }
    let mut assigned = of(EventKind::Assigned).peekable();
    assigned.peek()?;
    let mut handed: Vec<_> = assigned.filter(|event| !event.value.is_empty()).collect();
    handed.dedup_by_key(|event| &event.value);
    handed.drain(..handed.len().min(1));
    Some(handed)
}

/// In whose hands a conversation was at an instant (at its end, if `None`): the last person to reply
/// in public until then. Without messages whoever it was assigned to; without that history, its
/// assignee. Empty where it was in nobody's.
pub fn last_hand<'a>(conversation: &'a Conversation<'_>, at: Option<Instant>) -> &'a str {
    let before = |then: Option<Instant>| at.is_none() || then <= at;
    if !conversation.messages.is_empty() {
        let mut replies = conversation.messages.iter().rev().filter(|m| is_reply_by_person(m));
        return replies.find(|m| before(m.sent_at)).map_or("", |message| &message.author_id);
    }
    let mut assigned = conversation
        .events
        .iter()
        .rev()
        .filter(|event| event.kind == Some(EventKind::Assigned) && before(event.at));
    assigned.next().map_or(conversation.state.assignee_id.as_ref(), |event| event.value.as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::waits::{WaitEnd, waits};
    use crate::model::{ConversationState, Message, Role};

    fn at(minute: i64) -> Option<Instant> {
        Some(Instant(minute * 60_000_000))
    }

    fn said(minute: i64, role: Role) -> Message<'static> {
        Message { sent_at: at(minute), author_role: Some(role), ..Message::default() }
    }

    fn status(minute: i64, word: &'static str) -> Event<'static> {
        let kind = Some(EventKind::StatusChanged);
        Event { at: at(minute), kind, value: word.into(), ..Event::default() }
    }

    /// Asked, answered, solved, thanked.
    fn thanked(more: Vec<Event<'static>>) -> Conversation<'static> {
        let mut events = vec![status(2, "solved")];
        events.extend(more);
        let speakers = [Role::Customer, Role::Agent, Role::Customer];
        let messages = speakers.into_iter().zip([0, 1, 3]).map(|(role, at)| said(at, role));
        Conversation { messages: messages.collect(), events, ..Conversation::default() }
    }

    #[test]
    fn filing_away_what_was_solved_is_no_reopening() {
        let closed = thanked(vec![status(9, "closed")]);
        let course = course(&closed);
        assert_eq!(course.reopen_count(), Some(0));
        assert_eq!((course.first_resolved_at, course.resolved_at), (at(2), at(2)));
    }

    #[test]
    fn solving_again_after_the_customer_wrote_is_one() {
        let again = thanked(vec![status(9, "solved")]);
        assert_eq!(course(&again).reopen_count(), Some(1));
        assert_eq!(course(&again).resolved_at, at(9));
    }

    #[test]
    fn a_thank_you_waits_for_nobody() {
        let thanked = thanked(vec![]);
        let ends: Vec<_> = waits(&thanked, &course(&thanked))
            .iter()
            .map(|wait| (wait.end, wait.ended_at))
            .collect();
        assert_eq!(ends, [(WaitEnd::Replied, at(1)), (WaitEnd::Closed, None)]);
    }

    #[test]
    fn who_gave_up_in_the_queue_was_not_helped() {
        let state = ConversationState {
            status: Some(Status::Closed),
            outcome: Some(CallOutcome::Abandoned),
            ..ConversationState::default()
        };
        let given_up = Conversation { state, ..Conversation::default() };
        assert_eq!(course(&given_up).is_resolved, Some(false));
    }
}
