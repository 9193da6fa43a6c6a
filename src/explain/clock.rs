//! The clocks of a conversation: what each measures, and when it ran.

use crate::facts::{
    AGENT_WAITS, AGENT_WORKS, Dimension, ON_HOLD, PromiseState, REQUESTER_WAITS, Told, WaitEnd,
};
use crate::metrics::unit;
use crate::model::{Instant, PromiseKind, Status};

/// A clock of a conversation.
#[derive(Clone, Debug, PartialEq)]
pub struct Clock {
    /// As `turn 1` or `promise first_response 1`.
    pub name: String,
    /// The measure whose page says how it counts.
    pub page: &'static str,
    /// Of a promise, the rule of the settings and what it asks.
    pub rule: Option<String>,
    /// When it ran; without an end while it runs.
    pub ran: Vec<(Instant, Option<Instant>)>,
    /// When it stopped for good, and how it came out.
    pub stopped: Option<(Instant, String)>,
}

impl Clock {
    /// What happened to it, and when, until the data end.
    pub fn steps(&self, end: Instant) -> Vec<(Instant, String)> {
        let mut steps = Vec::new();
        let name = &self.name;
        for (number, (from, to)) in self.ran.iter().enumerate() {
            let begins = if number == 0 { "starts" } else { "goes on" };
            steps.push((*from, format!("{name} {begins}")));
            let is_stop = self.stopped.as_ref().is_some_and(|(at, _)| Some(*at) == *to);
            if let Some(to) = to.filter(|_| !is_stop) {
                steps.push((to, format!("{name} pauses")));
            }
        }
        match &self.stopped {
            Some((at, result)) => steps.push((*at, format!("{name} stops: {result}"))),
            None if self.ran.last().is_some_and(|(_, to)| to.is_none()) => {
                steps.push((end, format!("{name} still runs")));
            }
            None => {}
        }
        steps
    }

    /// How long it ran, by the wall clock, until the data end.
    pub fn seconds(&self, end: Instant) -> f64 {
        let ran = self.ran.iter().map(|(from, to)| to.unwrap_or(end).seconds_since(*from));
        ran.sum()
    }
}

/// All clocks of a conversation.
pub fn clocks(told: &Told<'_>) -> Vec<Clock> {
    let mut clocks: Vec<Clock> = turns(told).collect();
    clocks.extend(resolution(told));
    clocks.extend(promises(told));
    clocks.extend(statuses(told));
    clocks.extend(call(told));
    clocks
}

fn turns(told: &Told<'_>) -> impl Iterator<Item = Clock> {
    (1..).zip(&told.waits).map(|(number, wait)| Clock {
        name: format!("turn {number}"),
        page: if number == 1 { "first_response" } else { "next_response" },
        rule: None,
        ran: vec![(wait.asked_at, wait.ended_at)],
        stopped: wait.ended_at.map(|at| {
            let how = match wait.end {
                WaitEnd::Replied if wait.agent_id.is_empty() => "replied".to_owned(),
                WaitEnd::Replied => format!("{} replied", wait.agent_id),
                WaitEnd::Closed => "resolved, and nobody replied".to_owned(),
                WaitEnd::Abandoned => "the caller hung up".to_owned(),
                WaitEnd::Open => "not answered".to_owned(),
            };
            (at, how)
        }),
    })
}

fn resolution(told: &Told<'_>) -> Option<Clock> {
    told.course.is_resolved?;
    let opened_at = told.conversation.state.opened_at?;
    let resolved_at = told.course.resolved_at;
    Some(Clock {
        name: "resolution".to_owned(),
        page: "time_to_resolve",
        rule: None,
        ran: vec![(opened_at, resolved_at)],
        stopped: resolved_at.map(|at| (at, "resolved".to_owned())),
    })
}

fn promises(told: &Told<'_>) -> impl Iterator<Item = Clock> {
    told.promises.iter().map(|promise| {
        let target = promise.promised.target;
        let kind = promise.promised.kind;
        let pauses = target.pauses || kind == PromiseKind::RequesterWait;
        let rule = format!(
            "{}: within {}, {} time{}",
            promise.promised.rule,
            unit::exact(target.seconds),
            target.time.word(),
            if pauses { ", while the customer waits" } else { "" },
        );
        let end = told.rules.as_of;
        let runs_on = |to: Instant| promise.ended_at.is_none() && to == end;
        let ran = promise.ran(told).into_iter();
        let result = || match promise.state {
            PromiseState::Broken => {
                format!("broken by {}", unit::exact(promise.over_seconds().unwrap_or(0.0)))
            }
            state => state.word().to_owned(),
        };
        Clock {
            name: format!("promise {} {}", kind.word(), promise.number),
            page: "attainment",
            rule: Some(rule),
            ran: ran.map(|(from, to)| (from, Some(to).filter(|to| !runs_on(*to)))).collect(),
            stopped: promise.ended_at.map(|at| (at, result())),
        }
    })
}

/// Clocks by status, where a history of it is known.
fn statuses(told: &Told<'_>) -> impl Iterator<Item = Clock> {
    let all: [(&str, &'static str, &[Status]); 4] = [
        ("requester wait", "requester_wait", REQUESTER_WAITS),
        ("agent wait", "agent_wait", AGENT_WAITS),
        ("agent work", "agent_work", AGENT_WORKS),
        ("on hold", "on_hold", ON_HOLD),
    ];
    let clock = |(name, page, of): (&str, &'static str, &[Status])| {
        let ran = joined(told.in_status(of)?);
        let is_over = ran.last()?.1.is_some() && told.course.is_resolved == Some(true);
        let stopped = ran.last()?.1.filter(|_| is_over).map(|at| (at, "over".to_owned()));
        Some(Clock { name: name.to_owned(), page, rule: None, ran, stopped })
    };
    all.into_iter().filter_map(clock)
}

/// Stretches that meet, as one.
fn joined(stretches: Vec<(Instant, Option<Instant>)>) -> Vec<(Instant, Option<Instant>)> {
    let mut joined: Vec<(Instant, Option<Instant>)> = Vec::new();
    for (from, to) in stretches {
        match joined.last_mut() {
            Some(last) if last.1 == Some(from) => last.1 = to,
            _ => joined.push((from, to)),
        }
    }
    joined
}

/// The hold and the work after a call.
fn call(told: &Told<'_>) -> impl Iterator<Item = Clock> {
    let all = [("hold", Dimension::Hold, "on_hold"), ("wrap-up", Dimension::WrapUp, "during")];
    all.into_iter().filter_map(|(name, dimension, value)| {
        let spans = told.spans.iter().map(|span| &span.stretch);
        let mine = spans.filter(|one| one.dimension == dimension && one.value == value);
        let ran: Vec<_> =
            mine.map(|one| (one.began_at, Some(one.ended_at).filter(|_| !one.is_open))).collect();
        let stopped = ran.last()?.1.map(|at| (at, "over".to_owned()));
        Some(Clock { name: name.to_owned(), page: "handle_time", rule: None, ran, stopped })
    })
}
