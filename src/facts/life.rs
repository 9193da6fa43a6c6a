//! How long a conversation lived, and the states that it went through meanwhile.

use super::course::{Course, closes};
use super::waits::{Wait, WaitEnd};
use crate::model::{
    CallOutcome, Channel, Conversation, Event, EventKind, Instant, Status, is_reply_by_person,
};

/// What a stretch tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// The ticket's status.
    Status,
    /// Whether a person had taken it yet.
    Queue,
    /// Who held it.
    Owner,
    /// Whether a caller was on hold.
    Hold,
    /// The work after a call.
    WrapUp,
}

impl Dimension {
    pub const fn word(self) -> &'static str {
        match self {
            Dimension::Status => "status",
            Dimension::Queue => "queue",
            Dimension::Owner => "owner",
            Dimension::Hold => "hold",
            Dimension::WrapUp => "wrap_up",
        }
    }
}

/// The value of a status of which nothing is known.
pub const UNKNOWN: &str = "unknown";

/// The statuses in which the customer waits for the desk or for somebody it asked.
pub const REQUESTER_WAITS: &[Status] = &[Status::New, Status::Open, Status::OnHold];
/// Those in which the desk waits for the customer.
pub const AGENT_WAITS: &[Status] = &[Status::Pending];
/// Those in which the desk has something to do.
pub const AGENT_WORKS: &[Status] = &[Status::New, Status::Open];
/// That in which the desk waits for somebody it asked.
pub const ON_HOLD: &[Status] = &[Status::OnHold];

/// A stretch of a conversation's life in one state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch<'a> {
    pub dimension: Dimension,
    /// Empty where nobody holds it.
    pub value: &'a str,
    pub began_at: Instant,
    /// The data's end where it lasts.
    pub ended_at: Instant,
    pub is_open: bool,
}

/// A conversation's life: from its opening to its last resolution, or to what was still done after
/// that; to the data's end where it is not resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Life {
    began_at: Instant,
    ended_at: Instant,
    is_open: bool,
}

/// The stretches of all dimensions that the input tells of, each without a gap from the beginning
/// of the conversation's life to its end; none of a status that is unknown throughout. Empty where
/// the input does not say when it began or ended.
pub fn stretches<'a>(
    conversation: &'a Conversation<'_>,
    course: &Course<'_>,
    waits: &[Wait<'a>],
    as_of: Instant,
) -> Vec<Stretch<'a>> {
    let is_call = conversation.state.channel == Some(Channel::Phone);
    let call = is_call.then(|| Call::of(conversation, waits.first()));
    let Some(life) = Life::of(conversation, course, call.as_ref(), as_of) else {
        return Vec::new();
    };
    let mut told = Telling { life, stretches: Vec::new() };
    status(&mut told, conversation, course, is_call);
    if told.stretches.iter().all(|stretch| stretch.value == UNKNOWN) {
        told.stretches.clear();
    }
    if is_call || !conversation.events.is_empty() {
        hands(&mut told, conversation, call.as_ref());
    }
    let is_talked = matches!(conversation.state.outcome, None | Some(CallOutcome::Answered));
    if let Some(call) = call.filter(|_| is_talked) {
        call.tell(&mut told, conversation);
    }
    told.stretches
}

impl Life {
    fn of(
        conversation: &Conversation<'_>,
        course: &Course<'_>,
        call: Option<&Call<'_>>,
        as_of: Instant,
    ) -> Option<Self> {
        let state = &conversation.state;
        let began_at = state.opened_at?;
        let of_call = call.and_then(|call| call.wrapped_up_at.or(call.ended_at));
        let is_over = course.is_resolved == Some(true)
            || state.outcome == Some(CallOutcome::Abandoned)
            || course.is_resolved.is_none() && of_call.is_some();
        if !is_over {
            let life = Self { began_at, ended_at: as_of, is_open: true };
            return Some(life).filter(|life| life.began_at <= life.ended_at);
        }
        let closing = conversation.events.iter().rfind(|event| closes(event));
        let ends = [course.resolved_at, state.closed_at, closing.and_then(|event| event.at)];
        let ended_at = ends.into_iter().chain([of_call]).flatten().max()?;
        Some(Self { began_at, ended_at: ended_at.max(began_at), is_open: false })
    }
}

/// Stretches as they are told, one dimension after the other.
struct Telling<'a> {
    life: Life,
    stretches: Vec<Stretch<'a>>,
}

impl<'a> Telling<'a> {
    /// Adds a dimension: its value at first, and each change in the order of time. What does not
    /// last leaves no stretch.
    fn add(
        &mut self,
        dimension: Dimension,
        first: &'a str,
        changes: impl Iterator<Item = (Instant, &'a str)>,
    ) {
        let Life { began_at, ended_at, is_open } = self.life;
        let mut now = Stretch { dimension, value: first, began_at, ended_at, is_open: false };
        for (at, value) in changes {
            let at = at.clamp(now.began_at, ended_at);
            if value == now.value {
                continue;
            }
            if at > now.began_at {
                self.push(Stretch { ended_at: at, ..now });
            }
            now = Stretch { value, began_at: at, ..now };
        }
        if is_open || now.began_at < ended_at {
            self.push(Stretch { is_open, ..now });
        }
    }

    /// Adds a stretch, or makes the last one longer where it is of the same state.
    fn push(&mut self, stretch: Stretch<'a>) {
        let same = |last: &&mut Stretch<'a>| {
            (last.dimension, last.value) == (stretch.dimension, stretch.value)
        };
        match self.stretches.last_mut().filter(same) {
            Some(last) => (last.ended_at, last.is_open) = (stretch.ended_at, stretch.is_open),
            None => self.stretches.push(stretch),
        }
    }
}

/// The status that an event says.
fn said_status(event: &Event<'_>) -> Option<&'static str> {
    let said = Status::from_word(&event.value);
    let of = |is_resolved| said.filter(|status| status.is_resolved() == is_resolved);
    match event.kind? {
        EventKind::StatusChanged => Some(said.map_or(UNKNOWN, Status::word)),
        EventKind::Resolved => Some(of(true).unwrap_or(Status::Solved).word()),
        EventKind::Reopened => Some(of(false).unwrap_or(Status::Open).word()),
        _ => None,
    }
}

/// The history of the status: new until its first change. An event that names no status says only
/// that a conversation was resolved, or no more; of a call, that says nothing of a ticket's status.
fn status(
    told: &mut Telling<'_>,
    conversation: &Conversation<'_>,
    course: &Course<'_>,
    is_call: bool,
) {
    let events = &conversation.events;
    let is_history = |event: &Event<'_>| match event.kind {
        Some(EventKind::StatusChanged) => true,
        Some(EventKind::Resolved | EventKind::Reopened) => {
            !is_call && Status::from_word(&event.value).is_some()
        }
        _ => false,
    };
    let changes = || events.iter().filter_map(|event| Some((event.at?, said_status(event)?)));
    if events.iter().any(is_history) {
        return told.add(Dimension::Status, Status::New.word(), changes());
    }
    let is_new = conversation.state.status == Some(Status::New);
    let first = if is_new { Status::New.word() } else { UNKNOWN };
    if is_call || changes().next().is_none() {
        let resolved = course.resolved_at.map(|at| (at, Status::Solved.word()));
        return told.add(Dimension::Status, first, resolved.into_iter());
    }
    let solved = Status::Solved.word();
    let known = |said| if said == solved { solved } else { UNKNOWN };
    told.add(Dimension::Status, first, changes().map(|(at, said)| (at, known(said))));
}

/// Who held it, and when a first person took it, as far as events or a call's log say.
fn hands<'a>(told: &mut Telling<'a>, conversation: &'a Conversation<'_>, call: Option<&Call<'a>>) {
    let is = |event: &Event<'_>, kinds: &[EventKind]| {
        event.kind.is_some_and(|kind| kinds.contains(&kind))
    };
    let handing = [EventKind::Assigned, EventKind::Transferred];
    let taking = [EventKind::Queued, EventKind::Answered, EventKind::Abandoned];
    let events = &conversation.events;
    let answered_at = call.and_then(|call| call.answered_at);
    let is_handed = events.iter().any(|event| is(event, &handing));
    let is_logged = call.is_some_and(|call| call.is_queue_known);
    if !is_handed && !is_logged && !events.iter().any(|event| is(event, &taking)) {
        return;
    }
    let taken = events.iter().find(|event| {
        is(event, &handing) && !event.value.is_empty() || is(event, &[EventKind::Answered])
    });
    let replied = conversation.messages.iter().find(|message| is_reply_by_person(message));
    let firsts = [taken.and_then(|event| event.at), replied.and_then(|m| m.sent_at), answered_at];
    let held = firsts.into_iter().flatten().min().map(|at| (at, "held"));
    told.add(Dimension::Queue, "waiting", held.into_iter());
    if is_handed {
        let handed = events.iter().filter(|event| {
            is(event, &handing) && !(event.value.is_empty() && is(event, &[EventKind::Transferred]))
        });
        told.add(Dimension::Owner, "", handed.filter_map(|event| Some((event.at?, &*event.value))));
    } else if let Some(call) = call
        && is_logged
        && (answered_at.is_none() || !call.agent_id.is_empty())
    {
        let holder = answered_at.map(|at| (at, call.agent_id));
        told.add(Dimension::Owner, "", holder.into_iter());
    }
}

/// The instants of a call.
struct Call<'a> {
    is_queue_known: bool,
    answered_at: Option<Instant>,
    agent_id: &'a str,
    /// When the caller was gone.
    ended_at: Option<Instant>,
    wrapped_up_at: Option<Instant>,
}

impl<'a> Call<'a> {
    /// What a log leaves out is made of its lengths: talk and hold follow the answer, the work
    /// after the call follows its end.
    fn of(conversation: &Conversation<'_>, wait: Option<&Wait<'a>>) -> Self {
        let state = &conversation.state;
        let by = |end| wait.filter(|wait| wait.end == end).and_then(|wait| wait.ended_at);
        let answered_at = by(WaitEnd::Replied);
        let talked = || {
            let seconds = state.talk_seconds? + state.hold_seconds.unwrap_or(0.0);
            Some(answered_at?.plus_seconds(seconds))
        };
        let ended_at = state.ended_at.or_else(|| by(WaitEnd::Abandoned)).or_else(talked);
        let mut events = conversation.events.iter();
        let wrapped_up = events.rfind(|event| event.kind == Some(EventKind::WrapUpEnded));
        let by_seconds = || Some(ended_at?.plus_seconds(state.wrap_up_seconds?));
        let wrapped_up_at = wrapped_up.and_then(|event| event.at).or_else(by_seconds);
        Self {
            is_queue_known: wait.is_some(),
            answered_at,
            agent_id: wait.map_or("", |wait| wait.agent_id),
            ended_at,
            wrapped_up_at: wrapped_up_at.filter(|at| ended_at.is_some_and(|ended| *at >= ended)),
        }
    }

    /// Adds its holds and the work after it. A hold of which only the length is known stands at
    /// the end of the talk.
    fn tell(&self, told: &mut Telling<'a>, conversation: &Conversation<'_>) {
        let (on, off) = ("on_hold", "off_hold");
        let changes = conversation.events.iter().filter_map(|event| match event.kind? {
            EventKind::HoldStarted => Some((event.at?, on)),
            EventKind::HoldEnded => Some((event.at?, off)),
            _ => None,
        });
        if changes.clone().next().is_some() {
            let ended = self.ended_at.map(|at| (at, off));
            told.add(Dimension::Hold, off, changes.chain(ended));
        } else if let (Some(ended_at), Some(hold)) =
            (self.ended_at, conversation.state.hold_seconds)
        {
            let changes = [(ended_at.plus_seconds(-hold), on), (ended_at, off)];
            told.add(Dimension::Hold, off, changes.into_iter());
        }
        if let (Some(ended_at), Some(wrapped_up_at)) = (self.ended_at, self.wrapped_up_at) {
            let changes = [(ended_at, "during"), (wrapped_up_at, "after")];
            told.add(Dimension::WrapUp, "before", changes.into_iter());
        }
    }
}
