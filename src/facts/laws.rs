//! What holds for the stretches of any conversation.

use proptest::prelude::*;

use super::course::course;
use super::life::{Dimension, Stretch, UNKNOWN, stretches};
use super::waits::waits;
use crate::model::{
    CallOutcome, Channel, Conversation, ConversationState, Event, EventKind, Instant, Message,
    Role, Status,
};

const MINUTE: i64 = 60_000_000;
const AS_OF: Instant = Instant(700 * MINUTE);

fn at(minute: i64) -> Instant {
    Instant(minute * MINUTE)
}

fn events() -> impl Strategy<Value = Vec<Event<'static>>> {
    let values = ["", "new", "open", "pending", "on_hold", "solved", "closed", "moon", "ann", "bo"];
    let kinds =
        prop_oneof![Just(EventKind::StatusChanged), prop::sample::select(EventKind::ALL.to_vec()),];
    let one = (0..600i64, kinds, prop::sample::select(values.to_vec()));
    let event = one.prop_map(|(minute, kind, value)| Event {
        at: Some(at(minute)),
        kind: Some(kind),
        value: value.into(),
        ..Event::default()
    });
    prop::collection::vec(event, 0..12).prop_map(|mut events| {
        events.sort_by_key(|event| event.at);
        events
    })
}

fn messages() -> impl Strategy<Value = Vec<Message<'static>>> {
    let one = (0..600i64, prop::sample::select(Role::ALL.to_vec()));
    prop::collection::vec(one, 0..5).prop_map(|mut all| {
        all.sort();
        let message = |(minute, role)| Message {
            sent_at: Some(at(minute)),
            author_role: Some(role),
            author_id: "ann".into(),
            ..Message::default()
        };
        all.into_iter().map(message).collect()
    })
}

fn states() -> impl Strategy<Value = ConversationState<'static>> {
    let minute = || prop::option::of((0..600i64).prop_map(at));
    let seconds = || prop::option::of(0.0..9_000.0_f64);
    (
        (prop::sample::select(vec![Channel::Chat, Channel::Phone]), minute(), minute(), minute()),
        prop::option::of(prop::sample::select(Status::ALL.to_vec())),
        prop::option::of(prop::sample::select(CallOutcome::ALL.to_vec())),
        (seconds(), seconds(), seconds(), seconds()),
    )
        .prop_map(|((channel, resolved_at, closed_at, ended_at), status, outcome, seconds)| {
            let (queue_seconds, talk_seconds, hold_seconds, wrap_up_seconds) = seconds;
            ConversationState {
                channel: Some(channel),
                opened_at: Some(at(0)),
                resolved_at,
                closed_at,
                ended_at: ended_at.filter(|_| channel == Channel::Phone),
                status,
                outcome: outcome.filter(|_| channel == Channel::Phone),
                queue_seconds,
                talk_seconds,
                hold_seconds,
                wrap_up_seconds,
                ..ConversationState::default()
            }
        })
}

fn of<'s>(stretches: &'s [Stretch<'s>], dimension: Dimension) -> Vec<&'s Stretch<'s>> {
    stretches.iter().filter(|one| one.dimension == dimension).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn stretches_of_a_dimension_are_gapless_and_add_up_to_the_life(
        state in states(), events in events(), messages in messages(),
    ) {
        let conversation = Conversation { state, events, messages, ..Conversation::default() };
        let course = course(&conversation);
        let waits = waits(&conversation, &course);
        let all = stretches(&conversation, &course, &waits, AS_OF);
        let Some(last) = all.last() else { return Ok(()) };
        let status = of(&all, Dimension::Status);
        prop_assert!(status.is_empty() || status.iter().any(|one| one.value != UNKNOWN));
        let end = last.ended_at;
        prop_assert!(course.resolved_at.is_none_or(|at| at <= end));
        prop_assert_eq!(last.is_open, end == AS_OF);
        for dimension in [
            Dimension::Status, Dimension::Queue, Dimension::Owner, Dimension::Hold, Dimension::WrapUp,
        ] {
            let mut now = at(0);
            let mut value = None;
            let mine = of(&all, dimension);
            for (number, one) in (1..).zip(&mine) {
                prop_assert_eq!(one.began_at, now);
                prop_assert!(one.ended_at > now || one.is_open);
                prop_assert!(value != Some(one.value), "{:?}", mine);
                prop_assert_eq!(one.is_open, last.is_open && number == mine.len());
                (now, value) = (one.ended_at, Some(one.value));
            }
            prop_assert!(mine.is_empty() || now == end, "{:?} ends at {:?}", dimension, now);
        }
    }

    /// Replayed without stretches: half a minute after any minute the status is the last one said.
    #[test]
    fn at_any_time_the_status_is_the_last_one_that_was_said(events in events(), minute in 0..700i64) {
        let state = ConversationState {
            channel: Some(Channel::Email), opened_at: Some(at(0)), ..ConversationState::default()
        };
        let conversation = Conversation { state, events, ..Conversation::default() };
        let course = course(&conversation);
        let all = stretches(&conversation, &course, &[], AS_OF);
        let then = Instant(at(minute).0 + MINUTE / 2);
        let found = of(&all, Dimension::Status)
            .into_iter()
            .find(|one| one.began_at <= then && then < one.ended_at)
            .map(|one| one.value);
        let mut expected = None;
        for event in &conversation.events {
            let word = event.value.as_ref();
            let resolved = ["solved", "closed"].contains(&word);
            let known = resolved || ["new", "open", "pending", "on_hold"].contains(&word);
            let said = match event.kind {
                Some(EventKind::StatusChanged) if known => word,
                Some(EventKind::StatusChanged) => UNKNOWN,
                Some(EventKind::Resolved) if resolved => word,
                Some(EventKind::Resolved) => "solved",
                Some(EventKind::Reopened) if known && !resolved => word,
                Some(EventKind::Reopened) => "open",
                _ => continue,
            };
            let before = if event.at <= Some(then) { said } else { expected.unwrap_or("new") };
            expected = Some(before);
        }
        let names_a_status = conversation.events.iter().any(|event| match event.kind {
            Some(EventKind::StatusChanged) => true,
            Some(EventKind::Resolved | EventKind::Reopened) => {
                Status::from_word(&event.value).is_some()
            }
            _ => false,
        });
        if !names_a_status && expected != Some("solved") {
            expected = None;
        }
        if found.is_some() {
            prop_assert_eq!(found, Some(expected.unwrap_or(UNKNOWN)));
        } else {
            let is_over = course.resolved_at.is_some_and(|at| at < then)
                || course.is_resolved == Some(true);
            let is_unknown =
                expected.unwrap_or(UNKNOWN) == UNKNOWN && of(&all, Dimension::Status).is_empty();
            prop_assert!(is_over || is_unknown, "the life ended before {:?}", then);
        }
    }
}

fn told(state: ConversationState<'static>, events: Vec<Event<'static>>) -> Vec<(String, i64)> {
    let state = ConversationState { opened_at: Some(at(0)), ..state };
    let conversation = Conversation { state, events, ..Conversation::default() };
    let course = course(&conversation);
    let waits = waits(&conversation, &course);
    let told = |one: Stretch<'_>| {
        let minutes = (one.ended_at.0 - one.began_at.0) / MINUTE;
        (format!("{}: {}", one.dimension.word(), one.value), minutes)
    };
    stretches(&conversation, &course, &waits, AS_OF).into_iter().map(told).collect()
}

fn event(minute: i64, kind: EventKind, value: &'static str) -> Event<'static> {
    Event { at: Some(at(minute)), kind: Some(kind), value: value.into(), ..Event::default() }
}

fn row(text: &str, minutes: i64) -> (String, i64) {
    (text.to_owned(), minutes)
}

#[test]
fn a_call_log_tells_of_queue_hold_and_the_work_after() {
    let call = ConversationState {
        channel: Some(Channel::Phone),
        assignee_id: "ann".into(),
        outcome: Some(CallOutcome::Answered),
        queue_seconds: Some(120.0),
        talk_seconds: Some(300.0),
        hold_seconds: Some(60.0),
        wrap_up_seconds: Some(180.0),
        ..ConversationState::default()
    };
    assert_eq!(
        told(call, Vec::new()),
        [
            row("queue: waiting", 2),
            row("queue: held", 9),
            row("owner: ", 2),
            row("owner: ann", 9),
            row("hold: off_hold", 7),
            row("hold: on_hold", 1),
            row("hold: off_hold", 3),
            row("wrap_up: before", 8),
            row("wrap_up: during", 3),
        ]
    );
}

#[test]
fn events_tell_when_a_caller_was_on_hold_and_who_took_over() {
    let call = ConversationState {
        channel: Some(Channel::Phone),
        ended_at: Some(at(10)),
        outcome: Some(CallOutcome::Answered),
        hold_seconds: Some(60.0),
        ..ConversationState::default()
    };
    let events = vec![
        event(1, EventKind::Answered, ""),
        event(1, EventKind::Assigned, "ann"),
        event(4, EventKind::HoldStarted, ""),
        event(6, EventKind::HoldEnded, ""),
        event(6, EventKind::Transferred, "bo"),
        event(6, EventKind::Assigned, "bo"),
        event(12, EventKind::WrapUpEnded, ""),
    ];
    assert_eq!(
        told(call, events),
        [
            row("queue: waiting", 1),
            row("queue: held", 11),
            row("owner: ", 1),
            row("owner: ann", 5),
            row("owner: bo", 6),
            row("hold: off_hold", 4),
            row("hold: on_hold", 2),
            row("hold: off_hold", 6),
            row("wrap_up: before", 10),
            row("wrap_up: during", 2),
        ]
    );
}

#[test]
fn a_call_that_was_given_up_had_no_hold_and_no_work_after_it() {
    let call = ConversationState {
        channel: Some(Channel::Phone),
        outcome: Some(CallOutcome::Abandoned),
        queue_seconds: Some(120.0),
        hold_seconds: Some(0.0),
        wrap_up_seconds: Some(0.0),
        ..ConversationState::default()
    };
    let rows = [row("queue: waiting", 2), row("owner: ", 2)];
    assert_eq!(told(call, Vec::new()), rows);
}

#[test]
fn what_was_resolved_nobody_knows_when_has_no_life_that_could_be_measured() {
    let solved = ConversationState { status: Some(Status::Solved), ..ConversationState::default() };
    assert_eq!(told(solved, Vec::new()), []);
    let new = ConversationState { status: Some(Status::New), ..ConversationState::default() };
    assert_eq!(told(new, Vec::new()), [row("status: new", 700)]);
}
