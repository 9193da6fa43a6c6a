//! The clocks of what was promised to one conversation: when each began, stood still and ended.

use super::promised::{Promised, Target, TargetTime, promise_to};
use super::told::Told;
use super::waits::{Wait, WaitEnd};
use crate::model::{CallOutcome, Instant, PromiseKind};

/// How a promise stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromiseState {
    /// What was promised came in time.
    Kept,
    /// The time has passed, whether or not it came later.
    Broken,
    /// It may still be kept.
    Pending,
}

impl PromiseState {
    pub const fn word(self) -> &'static str {
        match self {
            PromiseState::Kept => "kept",
            PromiseState::Broken => "broken",
            PromiseState::Pending => "pending",
        }
    }
}

/// One promise to one conversation.
#[derive(Clone, Debug, PartialEq)]
pub struct Promise<'a> {
    pub promised: &'a Promised,
    /// Among those of its kind in the conversation, from 1.
    pub number: i64,
    pub began_at: Instant,
    /// When its time is over, as things stand or stood when it ended; `None` where the clock stood
    /// still then, and where the desk is never open again.
    pub due_at: Option<Instant>,
    /// When what was promised came; `None` where it has not.
    pub ended_at: Option<Instant>,
    /// Seconds of its own time that have passed.
    pub spent_seconds: f64,
    pub state: PromiseState,
    /// Who did what was promised; empty where nobody did.
    pub agent_id: &'a str,
}

impl<'a> Promise<'a> {
    /// The stretches in which its clock ran, until it ended or the data did.
    pub fn ran(&self, told: &Told<'a>) -> Vec<(Instant, Instant)> {
        let clock = Clock { told, promised: self.promised };
        clock.ran(self.began_at, self.ended_at.unwrap_or(told.rules.as_of)).collect()
    }

    /// By how much it is broken.
    pub fn over_seconds(&self) -> Option<f64> {
        let over = self.spent_seconds - self.promised.target.seconds;
        (self.state == PromiseState::Broken).then_some(over)
    }

    /// `None` while it is pending.
    pub fn is_kept(&self) -> Option<bool> {
        match self.state {
            PromiseState::Kept => Some(true),
            PromiseState::Broken => Some(false),
            PromiseState::Pending => None,
        }
    }
}

/// All promises to a conversation, by kind and in the order of time.
pub(super) fn promises<'a>(told: &Told<'a>) -> Vec<Promise<'a>> {
    let mut made = Vec::new();
    let all: &'a [Promised] = &told.rules.promises;
    if all.is_empty() {
        return made;
    }
    for &kind in PromiseKind::ALL {
        let Some(promised) = promise_to(all, kind, &told.conversation.state) else { continue };
        let clock = Clock { told, promised };
        match kind {
            PromiseKind::FirstResponse => {
                made.extend(told.waits.first().and_then(|wait| clock.answer(1, wait)));
            }
            PromiseKind::NextResponse => {
                let later = told.waits.iter().skip(1).zip(1..);
                made.extend(later.filter_map(|(wait, number)| clock.answer(number, wait)));
            }
            PromiseKind::PeriodicUpdate => clock.updates(&mut made),
            PromiseKind::Resolution => {
                made.extend(told.conversation.state.opened_at.and_then(|at| clock.resolution(at)));
            }
            PromiseKind::RequesterWait => {
                made.extend(told.waits.first().and_then(|wait| clock.resolution(wait.asked_at)));
            }
        }
    }
    made
}

/// The clock of one kind of promise to one conversation.
#[derive(Clone, Copy)]
struct Clock<'t, 'a> {
    told: &'t Told<'a>,
    promised: &'a Promised,
}

impl<'a> Clock<'_, 'a> {
    /// A promise that ended, or has not, and by whose hand.
    fn judged(
        self,
        number: i64,
        began_at: Instant,
        ended_at: Option<Instant>,
        agent_id: &'a str,
    ) -> Promise<'a> {
        let to = ended_at.unwrap_or(self.told.rules.as_of);
        let spent_seconds = self.spent(began_at, to);
        let state = match ended_at {
            _ if spent_seconds > self.target().seconds => PromiseState::Broken,
            Some(_) => PromiseState::Kept,
            None => PromiseState::Pending,
        };
        Promise {
            promised: self.promised,
            number,
            began_at,
            due_at: self.due_at(began_at, ended_at),
            ended_at,
            spent_seconds,
            state,
            agent_id,
        }
    }

    /// A wait that is to be answered. Where the customer gave up, or the conversation was closed
    /// without a reply, before the time was over, nothing is left to keep.
    fn answer(self, number: i64, wait: &Wait<'a>) -> Option<Promise<'a>> {
        match wait.end {
            WaitEnd::Open => Some(self.judged(number, wait.asked_at, None, "")),
            WaitEnd::Replied => {
                Some(self.judged(number, wait.asked_at, Some(wait.ended_at?), wait.agent_id))
            }
            WaitEnd::Closed | WaitEnd::Abandoned => {
                let promise = self.judged(number, wait.asked_at, Some(wait.ended_at?), "");
                (promise.state == PromiseState::Broken).then_some(promise)
            }
        }
    }

    /// From each reply to the next, or to the resolution.
    fn updates(self, made: &mut Vec<Promise<'a>>) {
        let course = &self.told.course;
        let mut replies = self.told.replies().peekable();
        let mut number = 0;
        while let Some(reply) = replies.next() {
            let Some(began_at) = reply.sent_at else { continue };
            let next = replies.peek().copied();
            let next_at = next.and_then(|next| next.sent_at);
            let stated = [course.first_resolved_at, course.resolved_at].into_iter().flatten();
            let resolved = course.resolutions.iter().copied().chain(stated);
            let resolved_at = resolved.filter(|at| *at >= began_at).min();
            let (ended_at, agent_id) = match (next_at, resolved_at) {
                (Some(next), Some(resolved)) if resolved < next => (Some(resolved), ""),
                (None, Some(resolved)) => (Some(resolved), course.resolver_id),
                (Some(at), _) => (Some(at), next.map_or("", |next| next.author_id.as_ref())),
                (None, None) if course.is_resolved == Some(false) => (None, ""),
                (None, None) => return,
            };
            number += 1;
            made.push(self.judged(number, began_at, ended_at, agent_id));
        }
    }

    /// From an instant to the last resolution. A caller who gave up waits for none.
    fn resolution(self, began_at: Instant) -> Option<Promise<'a>> {
        let course = &self.told.course;
        if self.told.conversation.state.outcome == Some(CallOutcome::Abandoned) {
            return None;
        }
        match course.is_resolved? {
            true => {
                let ended_at = Some(course.resolved_at?);
                Some(self.judged(1, began_at, ended_at, course.resolver_id))
            }
            false => Some(self.judged(1, began_at, None, "")),
        }
    }

    fn target(self) -> Target {
        self.promised.target
    }

    /// Seconds of the promise's time between two instants of the conversation.
    fn spent(self, from: Instant, to: Instant) -> f64 {
        self.ran(from, to).map(|(from, to)| self.seconds(from, to)).sum()
    }

    /// The stretches between two instants in which the clock runs.
    fn ran(self, from: Instant, to: Instant) -> impl Iterator<Item = (Instant, Instant)> {
        let whole = (!self.promised.pauses()).then_some((from, to));
        let waiting = self.promised.pauses().then(|| self.waiting(from)).into_iter().flatten();
        let waiting = waiting.take_while(move |(begin, _)| *begin < to);
        let parts = waiting.map(move |(begin, end)| (begin, end.map_or(to, |end| end.min(to))));
        whole.into_iter().chain(parts)
    }

    /// When its time is over; of what has ended, when it would have been, had it gone on.
    fn due_at(self, from: Instant, ended_at: Option<Instant>) -> Option<Instant> {
        let mut left = self.target().seconds;
        if !self.promised.pauses() {
            return self.after(from, left);
        }
        let is_before = |begin: Instant| ended_at.is_none_or(|ended_at| begin < ended_at);
        for (begin, end) in self.waiting(from).take_while(|(begin, _)| is_before(*begin)) {
            let end = end.filter(|end| ended_at.is_none_or(|ended_at| *end < ended_at));
            match end.map(|end| self.seconds(begin, end)) {
                Some(seconds) if seconds < left => left -= seconds,
                _ => return self.after(begin, left),
            }
        }
        None
    }

    /// Stretches from an instant on in which the customer waits for the desk; the last may not have
    /// ended.
    fn waiting(self, from: Instant) -> impl Iterator<Item = (Instant, Option<Instant>)> {
        let waits = self.told.requester_waits().into_iter();
        let waits = waits.filter(move |(_, end)| end.is_none_or(|end| end > from));
        waits.map(move |(begin, end)| (begin.max(from), end))
    }

    fn seconds(self, from: Instant, to: Instant) -> f64 {
        self.told.seconds(self.target().time, from, to)
    }

    /// The instant at which so many seconds have passed.
    fn after(self, from: Instant, seconds: f64) -> Option<Instant> {
        let micros = (seconds * 1e6) as i64;
        match self.target().time {
            TargetTime::Elapsed => Some(Instant(from.0.checked_add(micros)?)),
            TargetTime::Business => self.told.after_open(from, micros),
        }
    }
}
