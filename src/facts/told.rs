//! A conversation with everything that was worked out from it.

use blake3::Hasher;

use super::course::{Course, course, last_hand};
use super::definitions::{Counted, Span, count};
use super::promise::{Promise, promises};
use super::promised::{TargetTime, promise_to};
use super::rules::Rules;
use super::waits::{Wait, WaitEnd, is_reply_by_person, waits};
use crate::model::{Channel, Conversation, Instant, Message, PromiseKind, Rating, Role};

/// A conversation and its figures.
pub struct Told<'a> {
    pub conversation: &'a Conversation<'a>,
    pub rules: &'a Rules,
    /// Its key in all facts: `source/id`.
    pub key: String,
    pub waits: Vec<Wait<'a>>,
    pub course: Course<'a>,
    pub promises: Vec<Promise<'a>>,
    /// What the run's rule says of it.
    pub counted: Counted<'a>,
}

impl<'a> Told<'a> {
    pub fn new(conversation: &'a Conversation<'a>, rules: &'a Rules) -> Self {
        let course = course(conversation);
        let mut told = Self {
            conversation,
            rules,
            key: format!("{}/{}", conversation.source, conversation.state.conversation_id),
            waits: waits(conversation, &course),
            course,
            promises: Vec::new(),
            counted: Counted::default(),
        };
        told.promises = promises(&told);
        told.counted = count(rules.definition, &told);
        told
    }

    pub fn channel(&self) -> Channel {
        self.conversation.state.channel.unwrap_or(Channel::Other)
    }

    /// The wait that a first response ended or will end; a call's wait in the queue.
    pub fn first_wait(&self) -> Option<&Wait<'a>> {
        self.waits.first()
    }

    /// The same, if a person replied and the instant is known.
    pub fn first_reply(&self) -> Option<(&Wait<'a>, Instant)> {
        let wait = self.first_wait().filter(|wait| wait.end == WaitEnd::Replied)?;
        Some((wait, wait.ended_at?))
    }

    /// Seconds by the clock between two instants of this conversation, and within its channel's hours.
    pub fn both_seconds(&self, from: Instant, to: Instant) -> (f64, f64) {
        (to.seconds_since(from).max(0.0), self.rules.business_seconds(self.channel(), from, to))
    }

    /// Seconds of a stretch of this conversation in one of the times.
    pub fn seconds(&self, time: TargetTime, span: Span) -> f64 {
        let (elapsed, business) = self.both_seconds(span.from, span.to);
        match time {
            TargetTime::Elapsed => elapsed,
            TargetTime::Business => business,
        }
    }

    /// To the first response under the run's rule, elapsed and business.
    pub fn first_response_seconds(&self) -> Option<(f64, f64)> {
        let span = self.counted.response?.span;
        Some(self.both_seconds(span.from, span.to))
    }

    /// To the last resolution under the run's rule, elapsed and business.
    pub fn resolve_seconds(&self) -> Option<(f64, f64)> {
        let span = self.counted.resolution?;
        Some(self.both_seconds(span.from, span.to))
    }

    /// To the first resolution under the run's rule, elapsed and business.
    pub fn first_resolve_seconds(&self) -> Option<(f64, f64)> {
        let (from, to) = (self.counted.resolution_began_at?, self.course.first_resolved_at?);
        (from <= to).then(|| self.both_seconds(from, to))
    }

    /// The instant at which the channel has been open for so many microseconds since another;
    /// `None` where it is never open again.
    pub fn after_open(&self, from: Instant, micros: i64) -> Option<Instant> {
        self.rules.channel(self.channel())?.calendar.add_open(from.0, micros).map(Instant)
    }

    /// The first promise of a kind.
    pub fn promise(&self, kind: PromiseKind) -> Option<&Promise<'a>> {
        self.promises.iter().find(|promise| promise.promised.kind == kind)
    }

    /// Seconds that are promised for something.
    pub fn promised_seconds(&self, kind: PromiseKind) -> Option<f64> {
        let promised = promise_to(&self.rules.promises, kind, &self.conversation.state)?;
        Some(promised.target.seconds)
    }

    /// Messages of a role.
    pub fn count(&self, role: Role) -> i64 {
        let by = |message: &&Message<'_>| message.author_role == Some(role);
        self.conversation.messages.iter().filter(by).count() as i64
    }

    /// Public replies by people.
    pub fn replies(&self) -> impl Iterator<Item = &'a Message<'a>> {
        self.conversation.messages.iter().filter(|message| is_reply_by_person(message))
    }

    /// Different people who replied in public; `None` without messages.
    pub fn agent_count(&self) -> Option<i64> {
        if self.conversation.messages.is_empty() {
            return None;
        }
        let mut agents: Vec<&str> = Vec::new();
        for reply in self.replies() {
            if !agents.contains(&reply.author_id.as_ref()) {
                agents.push(&reply.author_id);
            }
        }
        Some(agents.len() as i64)
    }

    /// Seconds of speech of a role; `None` where no message says when it ended.
    pub fn speech_seconds(&self, role: Role) -> Option<f64> {
        let spoken = self.conversation.messages.iter().filter(|m| m.author_role == Some(role));
        let seconds = spoken.filter_map(|m| Some(m.ended_at?.seconds_since(m.sent_at?)));
        seconds.fold(None, |sum, one| Some(sum.unwrap_or(0.0) + one))
    }

    /// The earliest and the latest of its messages and events.
    pub fn activity(&self) -> Option<(Instant, Instant)> {
        let messages = &self.conversation.messages;
        let events = &self.conversation.events;
        let ends = messages.first().into_iter().chain(messages.last()).filter_map(|m| m.sent_at);
        let ends = ends.chain(events.first().into_iter().chain(events.last()).filter_map(|e| e.at));
        ends.fold(None, |span, at| match span {
            None => Some((at, at)),
            Some((from, to)) => Some((from.min(at), to.max(at))),
        })
    }

    /// Who is credited with a rating: whom it names, else in whose hands the conversation was at
    /// the time; empty where nobody knows.
    pub fn rated_agent<'r>(&'r self, rating: &'r Rating<'_>) -> &'r str {
        if rating.agent_id.is_empty() {
            last_hand(self.conversation, rating.rated_at)
        } else {
            &rating.agent_id
        }
    }

    /// The customer's pseudonym under the run's key; `None` without a key or a customer.
    pub fn customer_id(&self) -> Option<String> {
        let key = self.rules.pseudonym_key.as_ref()?;
        let state = &self.conversation.state;
        let by_message = || {
            let mut messages = self.conversation.messages.iter();
            messages.find(|m| m.author_role == Some(Role::Customer)).map(|m| m.author_id.as_ref())
        };
        let stated = [
            &state.customer_id,
            &state.customer_email,
            &state.customer_phone,
            &state.customer_handle,
        ];
        let id = stated.into_iter().find(|id| !id.is_empty()).map(|id| id.as_ref());
        let id = id.or_else(by_message).filter(|id| !id.is_empty())?;
        let hash = Hasher::new_keyed(key).update(id.as_bytes()).finalize();
        Some(format!("customer-{}", hash.to_hex().get(..16)?))
    }
}
