//! How each value of a conversation's own row comes about.

use super::how::{How, Piece};
use super::rows::{entry, not_replied};
use super::said;
use super::timeline::Timeline;
use crate::facts::{
    AGENT_WAITS, AGENT_WORKS, Heard, ON_HOLD, PromiseState, REQUESTER_WAITS, Reopening,
    TargetTime::{self, Business, Elapsed},
    Told, WaitEnd, last_hand, listen, transfers,
};
use crate::model::{
    CallOutcome, Channel, Event, Instant, Message, PromiseKind, Role, Status, is_reply_by_person,
};

/// The measure whose page says how a column is counted.
pub fn page(column: &str) -> Option<&'static str> {
    Some(match column {
        "asked_at"
        | "first_response_began_at"
        | "first_response_at"
        | "first_response_agent_id"
        | "first_response_seconds"
        | "first_response_business_seconds" => "first_response",
        "first_response_target_seconds" | "is_first_response_in_time" => "attainment",
        "resolve_target_seconds" | "is_resolve_in_time" => "attainment",
        "resolution_began_at"
        | "first_resolve_seconds"
        | "resolve_seconds"
        | "resolve_business_seconds" => "time_to_resolve",
        "first_resolved_at" | "resolved_at" | "is_resolved" | "is_open" | "resolution_agent_id" => {
            "resolution"
        }
        "is_one_touch" => "one_touch",
        "requester_wait_seconds" | "requester_wait_business_seconds" => "requester_wait",
        "agent_wait_seconds" | "agent_wait_business_seconds" => "agent_wait",
        "agent_work_seconds" | "agent_work_business_seconds" => "agent_work",
        "on_hold_seconds" | "on_hold_business_seconds" => "on_hold",
        "queue_seconds" => "speed_of_answer",
        "talk_seconds" | "hold_seconds" | "wrap_up_seconds" | "handle_seconds" => "handle_time",
        "is_service_level_met" => "service_level",
        "agent_speech_seconds"
        | "customer_speech_seconds"
        | "overlap_seconds"
        | "silence_seconds"
        | "dead_air_seconds" => "speech",
        reopen if reopen.starts_with("reopen") => "reopens",
        _ => return said::page(column),
    })
}

/// How the value of a column comes about.
pub fn how(told: &Told<'_>, timeline: &Timeline, column: &str) -> How {
    if let Some(how) = said::how(told, timeline, column) {
        return how;
    }
    let state = &told.conversation.state;
    match column {
        "initiated_by" if state.initiated_by.is_none() => How::because("who wrote first"),
        "customer_id" => How::because("a pseudonym under the run's key, where it has one"),
        "opened_at" => {
            entry(state.opened_at.and_then(|at| timeline.stated(at)), "nothing says when it began")
        }
        "asked_at" => match told.first_wait() {
            Some(wait) => entry(timeline.said(wait.asked_at), ""),
            None => How::missing(NOTHING_ASKED),
        },
        "first_response_began_at" => {
            let began_at = told.counted.response_began_at;
            entry(began_at.and_then(|at| timeline.said(at)), "the run's rule waits for none")
        }
        "first_response_at"
        | "first_response_agent_id"
        | "first_response_seconds"
        | "first_response_business_seconds" => first_response(told, timeline, column),
        "first_response_target_seconds" => target(told, PromiseKind::FirstResponse),
        "is_first_response_in_time" => in_time(told, PromiseKind::FirstResponse),
        "resolve_target_seconds" => target(told, PromiseKind::Resolution),
        "is_resolve_in_time" => in_time(told, PromiseKind::Resolution),
        "first_resolved_at" => {
            let at = told.course.first_resolved_at;
            entry(at.and_then(|at| timeline.done(at)), unresolved(told))
        }
        "resolved_at" => {
            entry(told.course.resolved_at.and_then(|at| timeline.done(at)), unresolved(told))
        }
        "is_resolved" if !told.counted.is_counted => {
            How::missing("the run's rule leaves the conversation out")
        }
        "is_resolved" | "is_open" => is_resolved(told),
        "resolution_began_at" => {
            let began_at = told.counted.resolution_began_at;
            entry(began_at.and_then(|at| timeline.stated(at)), "the run's rule does not begin it")
        }
        "first_resolve_seconds" => resolve(told, Elapsed, told.course.first_resolved_at),
        "resolve_seconds" => resolve(told, Elapsed, told.course.resolved_at),
        "resolve_business_seconds" => resolve(told, Business, told.course.resolved_at),
        "resolution_agent_id" if told.course.is_resolved != Some(true) => {
            How::missing(unresolved(told))
        }
        "resolution_agent_id" => {
            hand(told, timeline, told.course.resolver_id, told.course.resolved_at)
        }
        "last_agent_id" => hand(told, timeline, last_hand(told.conversation, None), None),
        "is_one_touch" => one_touch(told),
        "transfer_count" => match transfers(told.conversation) {
            None => How::missing("the export has no history of who held it"),
            Some(events) => {
                let is_one = |event: &Event<'_>| events.iter().any(|one| std::ptr::eq(*one, event));
                How::Entries(timeline.events(told.conversation, is_one))
            }
        },
        "reopen_count" => reopened(told, timeline, |_| true),
        "reopen_by_customer_count" => reopened(told, timeline, |one| one.is_by_customer),
        "reopened_by_customer_at" => {
            let at = told.course.reopened_by_customer_at();
            let missing = match told.course.reopenings {
                Some(_) => "no customer took it up again, or nothing says when",
                None => "the export has no history of resolutions",
            };
            entry(at.and_then(|at| timeline.done(at)), missing)
        }
        "reopen_by_status_count" => reopened(told, timeline, |one| !one.is_by_customer),
        _ => counted(told, timeline, column),
    }
}

const NOTHING_ASKED: &str = "the customer asked nothing that is known";

fn first_response(told: &Told<'_>, timeline: &Timeline, column: &str) -> How {
    let Some(response) = told.counted.response else {
        return How::missing(match told.first_wait() {
            _ if !told.counted.is_counted => "the run's rule leaves the conversation out",
            None => NOTHING_ASKED,
            Some(wait) if wait.end == WaitEnd::Replied => "the run's rule counts none",
            Some(wait) => not_replied(wait),
        });
    };
    let (from, to) = (response.span.from, response.span.to);
    match column {
        "first_response_seconds" => How::time(told, Elapsed, from, to),
        "first_response_business_seconds" => How::time(told, Business, from, to),
        "first_response_agent_id" if response.agent_id.is_empty() => {
            How::missing("the export does not say")
        }
        _ => entry(timeline.said(to), ""),
    }
}

fn target(told: &Told<'_>, kind: PromiseKind) -> How {
    match told.promised(kind) {
        Some(_) if told.first_wait().is_none() && kind == PromiseKind::FirstResponse => {
            How::missing(NOTHING_ASKED)
        }
        Some(promised) => How::because(format!("rule {}", promised.rule)),
        None => How::missing("no promise of the settings fits it"),
    }
}

fn in_time(told: &Told<'_>, kind: PromiseKind) -> How {
    match told.promise(kind) {
        None => How::missing("nothing was promised, or nothing was left to keep"),
        Some(promise) if promise.state == PromiseState::Pending => How::missing("it is pending"),
        Some(promise) => {
            How::Within { spent: promise.spent_seconds, limit: promise.promised.target.seconds }
        }
    }
}

/// Why there is no instant of a resolution.
fn unresolved(told: &Told<'_>) -> &'static str {
    match told.course.is_resolved {
        Some(true) => "the export does not say when it was resolved",
        Some(false) => "it is not resolved",
        None => "nothing says whether it is resolved",
    }
}

fn is_resolved(told: &Told<'_>) -> How {
    let state = &told.conversation.state;
    match (state.outcome, state.status, told.course.is_resolved) {
        (_, _, None) => How::missing(unresolved(told)),
        (Some(CallOutcome::Abandoned), ..) => How::because("the caller hung up"),
        (_, Some(status), _) => How::because(format!("its status is {}", status.word())),
        _ => How::because("what its events, or else its dates, say last"),
    }
}

fn resolve(told: &Told<'_>, time: TargetTime, resolved_at: Option<Instant>) -> How {
    match (told.counted.resolution_began_at, resolved_at) {
        (Some(from), Some(to)) if from <= to => How::time(told, time, from, to),
        (Some(_), Some(_)) => How::missing("it would end before it begins"),
        (None, _) => How::missing("nothing says when it began, or the run's rule leaves it out"),
        (_, None) => How::missing(unresolved(told)),
    }
}

/// In whose hands it was at an instant, by the last reply until then.
pub fn hand(told: &Told<'_>, timeline: &Timeline, agent: &str, at: Option<Instant>) -> How {
    if agent.is_empty() {
        return How::missing("nobody replied, or held it then");
    }
    let before = |message: &Message<'_>| at.is_none() || message.sent_at <= at;
    let replies = timeline.messages(told.conversation, |m| is_reply_by_person(m) && before(m));
    match replies.last() {
        Some(number) => How::Entry(*number),
        None => How::because("whoever it was assigned to"),
    }
}

fn one_touch(told: &Told<'_>) -> How {
    match (told.course.is_resolved, told.conversation.messages.is_empty()) {
        (None, _) => How::missing(unresolved(told)),
        (_, true) => How::missing("without messages replies cannot be counted"),
        _ if told.channel() == Channel::Phone => How::missing("the turns of a call are no replies"),
        (Some(is_resolved), _) => {
            let is = if is_resolved { "resolved" } else { "not resolved" };
            How::because(format!("{is}, public replies by people: {}", told.replies().count()))
        }
    }
}

fn reopened(told: &Told<'_>, timeline: &Timeline, is_meant: fn(&Reopening) -> bool) -> How {
    let Some(all) = &told.course.reopenings else {
        return How::missing("the export has no history of resolutions");
    };
    let times = all.iter().filter(|one| is_meant(one)).filter_map(|one| one.at);
    How::Entries(times.filter_map(|at| timeline.done(at)).collect())
}

/// Counts of messages, and times.
fn counted(told: &Told<'_>, timeline: &Timeline, column: &str) -> How {
    let conversation = told.conversation;
    let by = |role: Role| timeline.messages(conversation, |m| m.author_role == Some(role));
    match column {
        "message_count" => How::Entries(timeline.messages(conversation, |_| true)),
        "customer_message_count" => How::Entries(by(Role::Customer)),
        "bot_message_count" => How::Entries(by(Role::Bot)),
        "agent_reply_count" => How::Entries(timeline.messages(conversation, is_reply_by_person)),
        "agent_count" if conversation.messages.is_empty() => {
            How::missing("without messages nobody can be counted")
        }
        "agent_count" => How::Entries(first_replies(told, timeline)),
        "last_activity_at" => {
            let last = told.activity().and_then(|(_, to)| timeline.said(to));
            entry(last, "nothing happened")
        }
        "activity_seconds" => match told.activity() {
            Some((from, to)) => How::time(told, Elapsed, from, to),
            None => How::missing("nothing happened"),
        },
        _ => in_status(told, column).unwrap_or_else(|| call(told, column)),
    }
}

/// The first reply of each person.
fn first_replies(told: &Told<'_>, timeline: &Timeline) -> Vec<usize> {
    let mut seen: Vec<&str> = Vec::new();
    let messages = &told.conversation.messages;
    let firsts = messages.iter().filter(|message| {
        let is_first = is_reply_by_person(message) && !seen.contains(&message.author_id.as_ref());
        if is_first {
            seen.push(&message.author_id);
        }
        is_first
    });
    let firsts: Vec<&Message<'_>> = firsts.collect();
    timeline.messages(told.conversation, |m| firsts.iter().any(|one| std::ptr::eq(*one, m)))
}

/// Time by status; `None` where the column is none of it.
fn in_status(told: &Told<'_>, column: &str) -> Option<How> {
    let (stem, time) = match column.strip_suffix("_business_seconds") {
        Some(stem) => (stem, Business),
        None => (column.strip_suffix("_seconds")?, Elapsed),
    };
    let of: &[Status] = match stem {
        "requester_wait" => REQUESTER_WAITS,
        "agent_wait" => AGENT_WAITS,
        "agent_work" => AGENT_WORKS,
        "on_hold" => ON_HOLD,
        _ => return None,
    };
    let Some(stretches) = told.in_status(of) else {
        return Some(How::missing("no history of its status is known"));
    };
    let end = told.rules.as_of;
    let ended = stretches.into_iter().map(|(from, to)| (from, to.unwrap_or(end)));
    Some(How::times(told, time, &ended.collect::<Vec<_>>()))
}

/// Values of calls.
fn call(told: &Told<'_>, column: &str) -> How {
    let state = &told.conversation.state;
    let is_of_calls = matches!(
        column,
        "queue_seconds"
            | "talk_seconds"
            | "hold_seconds"
            | "wrap_up_seconds"
            | "handle_seconds"
            | "is_service_level_met"
            | "overlap_seconds"
            | "silence_seconds"
            | "dead_air_seconds"
    );
    if is_of_calls && told.channel() != Channel::Phone && state.talk_seconds.is_none() {
        return How::missing("it is no call");
    }
    match column {
        "queue_seconds" if state.queue_seconds.is_none() => {
            match (state.queued_at, state.answered_at.or(state.ended_at)) {
                (Some(from), Some(to)) => How::time(told, Elapsed, from, to),
                _ => How::missing("the export does not say when it was queued and answered"),
            }
        }
        "handle_seconds" => match told.handle_seconds() {
            Some(_) => {
                let parts = [
                    ("talk_seconds", state.talk_seconds),
                    ("hold_seconds", state.hold_seconds),
                    ("wrap_up_seconds", state.wrap_up_seconds),
                ];
                let known = parts.into_iter().filter_map(|(name, value)| Some((name, value?)));
                How::Sum(known.collect())
            }
            None => How::missing("not answered, or talk, hold and wrap-up are not all known"),
        },
        "is_service_level_met" => service_level(told),
        "agent_speech_seconds" => spoken(told, Role::Agent),
        "customer_speech_seconds" => spoken(told, Role::Customer),
        "overlap_seconds" => {
            heard(told, Heard::Both).map_or_else(no_speech, |pieces| How::Time(Elapsed, pieces))
        }
        "silence_seconds" => {
            heard(told, Heard::Nobody).map_or_else(no_speech, |pieces| How::Time(Elapsed, pieces))
        }
        "dead_air_seconds" => heard(told, Heard::Nobody).map_or_else(no_speech, How::Longest),
        _ => How::Stated,
    }
}

fn service_level(told: &Told<'_>) -> How {
    let Some(level) = told.rules.service_level(&told.conversation.state) else {
        return How::missing("the settings have no service level");
    };
    let variant = level.variant.word();
    match (told.is_service_level_met(), told.first_wait()) {
        (Some(_), Some(wait)) => {
            let waited =
                wait.ended_at.map_or(0.0, |at| told.seconds(level.time, wait.asked_at, at));
            let outcome = told.conversation.state.outcome.map_or("", CallOutcome::word);
            let within = level.seconds;
            How::because(format!("{variant}: {outcome} after {waited} s, within {within} s"))
        }
        _ => How::missing(format!("{variant} leaves the call out, or nothing says how it ended")),
    }
}

fn no_speech() -> How {
    How::missing("no message says when speech ended")
}

fn spoken(told: &Told<'_>, role: Role) -> How {
    let messages = told.conversation.messages.iter();
    let mine = messages.filter(|message| message.author_role == Some(role));
    let pieces: Vec<Piece> = mine
        .filter_map(|m| Some(Piece { from: m.sent_at?, to: m.ended_at?, calendar: None }))
        .collect();
    if pieces.is_empty() { no_speech() } else { How::Time(Elapsed, pieces) }
}

/// The pieces of a call in which that was heard.
fn heard(told: &Told<'_>, what: Heard) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    listen(told.conversation, |heard, from, to| {
        if heard == what {
            pieces.push(Piece { from, to, calendar: None });
        }
    })?;
    Some(pieces)
}
