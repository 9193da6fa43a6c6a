//! The clocks of a conversation: what each measures, and when it ran.

use crate::facts::{
    AGENT_WAITS, AGENT_WORKS, Dimension, ON_HOLD, PromiseState, REQUESTER_WAITS, Told, WaitEnd,
};
use crate::metrics::unit;
use crate::model::{CallOutcome, Event, EventKind, Instant, Status};

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
    /// When it stopped for good.
    pub stopped_at: Option<Instant>,
    /// How it came out, or how it stands.
    pub result: String,
    /// How long it ran until the data end: around the clock, and within the hours that count.
    pub seconds: (f64, f64),
}

impl Clock {
    /// What happened to it, and when, until the data end.
    pub fn steps(&self, end: Instant) -> Vec<(Instant, String)> {
        let mut steps = Vec::new();
        let Self { name, result, .. } = self;
        for (number, (from, to)) in self.ran.iter().enumerate() {
            let begins = if number == 0 { "starts" } else { "goes on" };
            steps.push((*from, format!("{name} {begins}")));
            if let Some(to) = to.filter(|to| self.stopped_at != Some(*to)) {
                steps.push((to, format!("{name} pauses")));
            }
        }
        let is_running = self.ran.last().is_some_and(|(_, to)| to.is_none());
        match self.stopped_at {
            Some(at) => steps.push((at, format!("{name} stops: {result}"))),
            None if is_running => steps.push((end, format!("{name} still runs: {result}"))),
            None if !self.ran.is_empty() => {
                steps.push((end, format!("{name} stands still: {result}")));
            }
            None => {}
        }
        steps
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

/// When a clock ran; without an end while it runs.
type Ran = Vec<(Instant, Option<Instant>)>;

/// A clock that no rule of the settings set.
fn clock(
    told: &Told<'_>,
    name: impl Into<String>,
    page: &'static str,
    ran: Ran,
    stopped_at: Option<Instant>,
    result: impl Into<String>,
) -> Clock {
    let seconds = ran.iter().fold((0.0, 0.0), |sum, (from, to)| {
        let (elapsed, business) = told.both_seconds(*from, to.unwrap_or(told.rules.as_of));
        (sum.0 + elapsed, sum.1 + business)
    });
    let (name, result) = (name.into(), result.into());
    Clock { name, page, rule: None, ran, stopped_at, result, seconds }
}

fn turns(told: &Told<'_>) -> impl Iterator<Item = Clock> {
    (1..).zip(&told.waits).map(|(number, wait)| {
        // What came after the resolution waited for nothing, nor did what was closed at no known time.
        let idle = Some(wait.asked_at).filter(|_| wait.end == WaitEnd::Closed);
        let stopped_at = wait.ended_at.or(idle);
        let page = if number == 1 { "first_response" } else { "next_response" };
        let result = match wait.end {
            WaitEnd::Replied => match told.of_desk(wait.agent_id) {
                "" => "replied".to_owned(),
                agent => format!("{agent} replied"),
            },
            WaitEnd::Closed => "resolved, and nobody replied".to_owned(),
            WaitEnd::Abandoned => "the caller hung up".to_owned(),
            WaitEnd::Open => "nobody has replied".to_owned(),
        };
        let ran = vec![(wait.asked_at, stopped_at)];
        clock(told, format!("turn {number}"), page, ran, stopped_at, result)
    })
}

/// The resolution, where the run's rule begins it. A caller who gave up waits for none.
fn resolution(told: &Told<'_>) -> Option<Clock> {
    let is_resolved = told.counted.is_resolved?;
    let began_at = told.counted.resolution_began_at?;
    if told.conversation.state.outcome == Some(CallOutcome::Abandoned) {
        return None;
    }
    let stopped_at = told.course.resolved_at.filter(|at| is_resolved && *at >= began_at);
    let result = if is_resolved { "resolved" } else { "not resolved" };
    let ran = vec![(began_at, stopped_at)];
    Some(clock(told, "resolution", "time_to_resolve", ran, stopped_at, result))
}

fn promises(told: &Told<'_>) -> impl Iterator<Item = Clock> {
    told.promises.iter().map(|promise| {
        let target = promise.promised.target;
        let kind = promise.promised.kind;
        let rule = format!(
            "{}: within {}, {} time{}",
            promise.promised.rule,
            unit::exact(target.seconds),
            target.time.word(),
            if promise.promised.pauses() { ", while the customer waits" } else { "" },
        );
        let end = told.rules.as_of;
        let runs_on = |to: Instant| promise.ended_at.is_none() && to == end;
        let ran = promise.ran(told).into_iter();
        let due = || promise.due_at.map_or_else(String::new, |at| format!(", due {at}"));
        let result = match promise.state {
            PromiseState::Broken => {
                format!("broken by {}", unit::exact(promise.over_seconds().unwrap_or(0.0)))
            }
            PromiseState::Pending => format!("pending{}", due()),
            PromiseState::Kept => "kept".to_owned(),
        };
        let ran = ran.map(|(from, to)| (from, Some(to).filter(|to| !runs_on(*to))));
        let name = format!("promise {} {}", kind.word(), promise.number);
        let ended_at = promise.ended_at;
        let clock = clock(told, name, "attainment", joined(ran.collect()), ended_at, result);
        Clock { rule: Some(rule), ..clock }
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
    let of_status = |(name, page, of): (&str, &'static str, &[Status])| {
        let ran = joined(told.in_status(of)?);
        let is_over = ran.last()?.1.is_some() && told.course.is_resolved == Some(true);
        let stopped_at = ran.last()?.1.filter(|_| is_over);
        Some(clock(told, name, page, ran, stopped_at, if is_over { "over" } else { "so far" }))
    };
    all.into_iter().filter_map(of_status)
}

/// Stretches that meet, as one.
fn joined(stretches: Ran) -> Ran {
    let mut joined = Ran::new();
    for (from, to) in stretches {
        match joined.last_mut() {
            Some(last) if last.1 == Some(from) => last.1 = to,
            _ => joined.push((from, to)),
        }
    }
    joined
}

fn is_hold(event: &Event<'_>) -> bool {
    event.kind == Some(EventKind::HoldStarted)
}

/// The hold and the work after a call.
fn call(told: &Told<'_>) -> impl Iterator<Item = Clock> {
    let all = [("hold", Dimension::Hold, "on_hold"), ("wrap-up", Dimension::WrapUp, "during")];
    all.into_iter().filter_map(|(name, dimension, value)| {
        let spans = told.spans.iter().map(|span| &span.stretch);
        let mine = spans.filter(|one| one.dimension == dimension && one.value == value);
        let ran: Vec<_> =
            mine.map(|one| (one.began_at, Some(one.ended_at).filter(|_| !one.is_open))).collect();
        let stopped_at = ran.last()?.1;
        let is_placed = value == "on_hold" && !told.conversation.events.iter().any(is_hold);
        let result = match is_placed {
            true => "over; only its length is known, so it is placed at the end of the talk",
            false => "over",
        };
        Some(clock(told, name, "handle_time", ran, stopped_at, result))
    })
}
