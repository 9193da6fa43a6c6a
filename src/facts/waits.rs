//! The waits of a customer inside one conversation, and who ended each.

use super::course::{Course, turns_resolved};
use crate::model::{
    CallOutcome, Channel, Conversation, Instant, Message, Role, is_by_customer, is_reply_by_person,
};

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
    let mut turns = Turns::default();
    let mut changes =
        conversation.events.iter().filter_map(|event| Some((event.at?, turns_resolved(event)?)));
    let mut next_change = changes.next();
    for message in &conversation.messages {
        let Some(at) = message.sent_at else { continue };
        while let Some((then, is_resolved)) = next_change.filter(|(then, _)| *then < at) {
            let wrote = Some(at).filter(|_| is_by_customer(message));
            turns.change(then, is_resolved, wrote);
            next_change = changes.next();
        }
        if is_by_customer(message) {
            turns.asked(at);
        } else if is_reply_by_person(message) {
            turns.replied(at, &message.author_id);
        }
    }
    for (then, is_resolved) in next_change.into_iter().chain(changes) {
        turns.change(then, is_resolved, None);
    }
    turns.end(conversation, course)
}

/// A change of status belongs to what the customer wrote within so many microseconds of it.
const TOGETHER: i64 = 60_000_000;

/// Whose turn it was so far.
#[derive(Default)]
struct Turns<'a> {
    waits: Vec<Wait<'a>>,
    /// Whether the last wait has had no reply.
    is_open: bool,
    /// Whether a resolution ended the last wait; a reply that follows it still answers.
    is_closed: bool,
    /// Whether the last wait began while the conversation was resolved: a "thank you" unless
    /// somebody takes it up.
    is_after: bool,
    is_resolved: bool,
    /// When the customer wrote last.
    wrote_at: Option<Instant>,
}

impl<'a> Turns<'a> {
    fn asked(&mut self, at: Instant) {
        self.wrote_at = Some(at);
        match self.waits.last_mut() {
            Some(wait) if self.is_open && !self.is_closed => wait.customer_messages += 1,
            _ => self.begin(at),
        }
    }

    fn begin(&mut self, at: Instant) {
        self.waits.push(Wait {
            asked_at: at,
            ended_at: None,
            end: WaitEnd::Open,
            agent_id: "",
            customer_messages: 1,
        });
        (self.is_open, self.is_closed, self.is_after) = (true, false, self.is_resolved);
    }

    fn replied(&mut self, at: Instant, agent_id: &'a str) {
        if let Some(wait) = self.waits.last_mut().filter(|_| self.is_open) {
            (wait.ended_at, wait.end, wait.agent_id) = (Some(at), WaitEnd::Replied, agent_id);
            (self.is_open, self.is_closed) = (false, false);
        }
    }

    /// The conversation is resolved, or no more; `wrote` is when the customer wrote next, where
    /// nobody else did before.
    ///
    /// The first wait is that for a first response, which lasts until there is one.
    fn change(&mut self, at: Instant, is_resolved: bool, wrote: Option<Instant>) {
        let is_later = self.waits.len() > 1;
        let is_soon = wrote.is_some_and(|wrote| wrote.0 - at.0 <= TOGETHER);
        match self.waits.last_mut().filter(|_| is_later && self.is_open) {
            Some(wait) if self.is_closed && !is_resolved && !is_soon => {
                (wait.end, wait.ended_at) = (WaitEnd::Open, None);
                self.is_closed = false;
            }
            _ if self.is_closed => {}
            Some(wait) if is_resolved && !self.is_after => {
                (wait.end, wait.ended_at) = (WaitEnd::Closed, Some(at));
                self.is_closed = true;
            }
            Some(wait) if !is_resolved && self.is_after => {
                let asked_at = self.wrote_at.filter(|wrote| *wrote > wait.asked_at);
                if is_soon {
                    wait.end = WaitEnd::Closed;
                    self.is_closed = true;
                } else if let Some(asked_at) = asked_at {
                    wait.end = WaitEnd::Closed;
                    wait.customer_messages -= 1;
                    self.is_resolved = false;
                    self.begin(asked_at);
                }
                self.is_after = false;
            }
            _ => {}
        }
        self.is_resolved = is_resolved;
    }

    /// The waits, when there is no more to come.
    fn end(mut self, conversation: &Conversation<'_>, course: &Course<'_>) -> Vec<Wait<'a>> {
        let is_left = self.is_open && !self.is_closed && course.is_resolved == Some(true);
        if let Some(wait) = self.waits.last_mut().filter(|_| is_left) {
            wait.end = WaitEnd::Closed;
            wait.ended_at = course.resolved_at.filter(|at| *at >= wait.asked_at);
            if let Some(ended_at) = wait.ended_at {
                let waited = wait.asked_at..=ended_at;
                let is_within = |m: &&Message<'_>| m.sent_at.is_some_and(|at| waited.contains(&at));
                let own = conversation.messages.iter().filter(|message| is_by_customer(message));
                wait.customer_messages = own.filter(is_within).count() as i64;
            }
        }
        self.waits
    }
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
