//! The waits of a customer inside one conversation, and who ended each.

use super::course::Course;
use super::replies::{is_by_customer, is_reply_by_person};
use crate::model::{CallOutcome, Channel, Conversation, Instant, Message, Role};

/// How a wait ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitEnd {
    /// A person replied.
    Replied,
    /// The conversation is resolved and nobody replied: a "thank you", or closed without a word.
    Closed,
    /// The caller hung up.
    Abandoned,
    /// It has not.
    Open,
}

impl WaitEnd {
    pub const fn word(self) -> &'static str {
        match self {
            WaitEnd::Replied => "replied",
            WaitEnd::Closed => "closed",
            WaitEnd::Abandoned => "abandoned",
            WaitEnd::Open => "open",
        }
    }
}

/// One wait: from the first unanswered message of a customer to the next public reply by a person.
#[derive(Clone, Debug, PartialEq)]
pub struct Wait<'a> {
    pub asked_at: Instant,
    /// When it ended; `None` where it has not, or nobody knows when.
    pub ended_at: Option<Instant>,
    pub end: WaitEnd,
    /// Who replied; empty where nobody did or nobody knows.
    pub agent_id: &'a str,
    /// Messages the customer sent while waiting.
    pub customer_messages: i64,
}

/// All waits in order. Empty where the input does not say when anybody asked or answered.
pub fn waits<'a>(conversation: &'a Conversation<'_>, course: &Course<'_>) -> Vec<Wait<'a>> {
    if conversation.state.channel == Some(Channel::Phone) {
        return queue_wait(conversation).into_iter().collect();
    }
    if conversation.messages.is_empty() {
        return stated_wait(conversation).into_iter().collect();
    }
    let mut waits: Vec<Wait<'a>> = Vec::new();
    let mut open = false;
    for message in &conversation.messages {
        let Some(at) = message.sent_at else { continue };
        if is_by_customer(message) {
            match waits.last_mut() {
                Some(wait) if open => wait.customer_messages += 1,
                _ => waits.push(Wait {
                    asked_at: at,
                    ended_at: None,
                    end: WaitEnd::Open,
                    agent_id: "",
                    customer_messages: 1,
                }),
            }
            open = true;
        } else if open
            && is_reply_by_person(message)
            && let Some(wait) = waits.last_mut()
        {
            wait.ended_at = Some(at);
            wait.end = WaitEnd::Replied;
            wait.agent_id = &message.author_id;
            open = false;
        }
    }
    if let Some(wait) = waits.last_mut().filter(|_| open && course.is_resolved == Some(true)) {
        wait.end = WaitEnd::Closed;
        wait.ended_at = course.resolved_at.filter(|at| *at >= wait.asked_at);
        if let Some(ended_at) = wait.ended_at {
            let waited = wait.asked_at..=ended_at;
            let is_within = |m: &&Message<'_>| m.sent_at.is_some_and(|at| waited.contains(&at));
            let own = conversation.messages.iter().filter(|message| is_by_customer(message));
            wait.customer_messages = own.filter(is_within).count() as i64;
        }
    }
    waits
}

/// A caller's wait in the queue. Speech is no wait: who talks has been answered.
fn queue_wait<'a>(conversation: &'a Conversation<'_>) -> Option<Wait<'a>> {
    let state = &conversation.state;
    let asked_at = state.queued_at.or(state.opened_at)?;
    let queued = state.queue_seconds.map(|seconds| asked_at.plus_seconds(seconds));
    let (end, ended_at) = match state.outcome {
        Some(CallOutcome::Abandoned) => (WaitEnd::Abandoned, queued.or(state.ended_at)),
        Some(CallOutcome::Voicemail | CallOutcome::Callback) => return None,
        Some(CallOutcome::Answered) | None => (WaitEnd::Replied, state.answered_at.or(queued)),
    };
    if ended_at.is_none() && end == WaitEnd::Replied {
        return None;
    }
    let replied = if end == WaitEnd::Replied { state.assignee_id.as_ref() } else { "" };
    let spoke = conversation.messages.iter().find(|message| is_reply_by_person(message));
    let agent_id = spoke
        .filter(|message| end == WaitEnd::Replied && !message.author_id.is_empty())
        .map_or(replied, |message| &message.author_id);
    Some(Wait { asked_at, ended_at, end, agent_id, customer_messages: 0 })
}

/// The one wait that a ticket list without messages tells of.
fn stated_wait<'a>(conversation: &'a Conversation<'_>) -> Option<Wait<'a>> {
    let state = &conversation.state;
    if state.initiated_by == Some(Role::Agent) {
        return None;
    }
    Some(Wait {
        asked_at: state.opened_at?,
        ended_at: Some(state.first_response_at?),
        end: WaitEnd::Replied,
        agent_id: "",
        customer_messages: 0,
    })
}
