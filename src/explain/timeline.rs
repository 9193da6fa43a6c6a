//! What happened in a conversation, in the order of time, each entry with its number.

use std::borrow::Cow;

use super::clock::Clock;
use crate::facts::Told;
use crate::model::{
    Conversation, Event, EventKind, Instant, Message, MessageKind, Outcome, Role, Status,
    Visibility,
};

/// One thing that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// From 1.
    pub number: usize,
    pub at: Instant,
    pub what: String,
    /// What it did to which clock.
    pub clocks: Vec<String>,
    origin: Origin,
}

/// All that happened.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    pub entries: Vec<Entry>,
    /// Numbers of the entries of messages, in their order.
    messages: Vec<usize>,
    /// Numbers of the entries of events, in their order.
    events: Vec<usize>,
}

/// Where an entry comes from, in the order of one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    /// An instant of the conversation's row.
    Stated,
    /// Other hours count from here on.
    Hours,
    Event(usize),
    Message(usize),
    /// A rating or a survey.
    Opinion,
    /// Nothing but a clock.
    Clock,
    /// The end of the data.
    End,
}

impl Timeline {
    /// Puts together what the records tell, what the clocks did and when the data end.
    pub fn of(told: &Told<'_>, clocks: &[Clock]) -> Self {
        let mut all = happenings(told);
        let end = told.rules.as_of;
        let steps: Vec<_> = clocks.iter().flat_map(|clock| clock.steps(end)).collect();
        for (at, _) in &steps {
            if !all.iter().any(|(other, _, _)| other == at) {
                all.push((*at, Origin::Clock, String::new()));
            }
        }
        all.sort_by_key(|(at, origin, _)| (*at, *origin));

        let mut timeline = Self::default();
        let conversation = told.conversation;
        timeline.messages.resize(conversation.messages.len(), 0);
        timeline.events.resize(conversation.events.len(), 0);
        for (number, (at, origin, what)) in (1..).zip(all) {
            let place = match origin {
                Origin::Message(index) => timeline.messages.get_mut(index),
                Origin::Event(index) => timeline.events.get_mut(index),
                _ => None,
            };
            place.into_iter().for_each(|place| *place = number);
            timeline.entries.push(Entry { number, at, what, clocks: Vec::new(), origin });
        }
        for (at, step) in steps {
            // The last thing that happened then, and the data's end where nothing did.
            let then = |entry: &&mut Entry| entry.at == at;
            let mut then: Vec<_> = timeline.entries.iter_mut().filter(then).collect();
            let last = then.iter().rposition(|entry| entry.origin != Origin::End).unwrap_or(0);
            then.get_mut(last).into_iter().for_each(|entry| entry.clocks.push(step.clone()));
        }
        timeline
    }

    /// The entry of an instant that its row states, if it states one; else the first.
    pub fn stated(&self, at: Instant) -> Option<usize> {
        self.first(at, |origin| origin == Origin::Stated)
    }

    /// What was said at an instant; else the first entry of it.
    pub fn said(&self, at: Instant) -> Option<usize> {
        self.first(at, |origin| matches!(origin, Origin::Message(_)))
    }

    /// The event of an instant; else its first entry.
    pub fn done(&self, at: Instant) -> Option<usize> {
        self.first(at, |origin| matches!(origin, Origin::Event(_)))
    }

    /// The rating or survey of an instant; else its first entry.
    pub fn opinion(&self, at: Instant) -> Option<usize> {
        self.first(at, |origin| origin == Origin::Opinion)
    }

    fn first(&self, at: Instant, is_preferred: impl Fn(Origin) -> bool) -> Option<usize> {
        let then = || self.entries.iter().filter(|entry| entry.at == at);
        let preferred = then().find(|entry| is_preferred(entry.origin));
        preferred.or_else(|| then().next()).map(|entry| entry.number)
    }

    /// The entry of a message by its number in the conversation, from 1; `None` without a time.
    pub fn message(&self, number: usize) -> Option<usize> {
        self.messages.get(number.checked_sub(1)?).copied().filter(|entry| *entry > 0)
    }

    /// The entries of the messages that are asked for.
    pub fn messages<'c>(
        &self,
        conversation: &Conversation<'c>,
        is_asked: impl Fn(&Message<'c>) -> bool,
    ) -> Vec<usize> {
        let both = self.messages.iter().zip(&conversation.messages);
        both.filter(|(_, message)| is_asked(message)).map(|(number, _)| *number).collect()
    }

    /// The entries of the events that are asked for.
    pub fn events<'c>(
        &self,
        conversation: &Conversation<'c>,
        is_asked: impl Fn(&Event<'c>) -> bool,
    ) -> Vec<usize> {
        let both = self.events.iter().zip(&conversation.events);
        both.filter(|(_, event)| is_asked(event)).map(|(number, _)| *number).collect()
    }
}

/// What the records tell, and which hours count from when on.
fn happenings(told: &Told<'_>) -> Vec<(Instant, Origin, String)> {
    let Conversation { state, messages, events, ratings, surveys, reviews, .. } = told.conversation;
    let mut all = Vec::new();
    all.extend(state.opened_at.map(|at| (at, Origin::Stated, "opened".to_owned())));
    let stated = [
        ("entered the queue", state.queued_at),
        ("answered", state.answered_at),
        ("call ended", state.ended_at),
        ("resolved", state.resolved_at),
        ("closed", state.closed_at),
    ];
    for (what, at) in stated {
        all.extend(at.map(|at| (at, Origin::Stated, format!("{what}, by its row"))));
    }
    for (index, event) in events.iter().enumerate() {
        all.extend(event.at.map(|at| (at, Origin::Event(index), event_words(told, event))));
    }
    for (index, message) in messages.iter().enumerate() {
        let what = || message_words(told, message);
        all.extend(message.sent_at.map(|at| (at, Origin::Message(index), what())));
    }
    for rating in ratings {
        let agent = told.of_desk(told.rated_agent(rating));
        let of = if agent.is_empty() { String::new() } else { format!(" of {agent}") };
        let offered = format!("the customer was asked for a rating{of}");
        all.extend(rating.offered_at.map(|at| (at, Origin::Opinion, offered)));
        if let (Some(at), Some(score)) = (rating.rated_at, rating.score) {
            all.push((at, Origin::Opinion, format!("the customer rated {score}{of}")));
        }
    }
    for survey in surveys {
        let answered = "the customer answered a survey".to_owned();
        all.extend(survey.answered_at.map(|at| (at, Origin::Opinion, answered)));
    }
    for review in reviews {
        let verdict = review.verdict.map_or("", Outcome::word).replace('_', " ");
        let who = match told.of_desk(&review.reviewer_id) {
            "" => "a reviewer",
            reviewer => reviewer,
        };
        let criterion = told.redacted(&review.criterion).unwrap_or_default();
        let what = format!("{who} found `{criterion}` {verdict}");
        all.extend(review.reviewed_at.map(|at| (at, Origin::Opinion, what)));
    }
    let end = told.rules.as_of;
    if let Some(opened_at) = state.opened_at {
        for (from, to, calendar) in told.hours(opened_at, end) {
            let Some(calendar) = calendar.filter(|_| from < to) else { continue };
            let by = match told.rules.rule_of(calendar) {
                Some(rule) => format!("{rule}"),
                None => format!("channel {}", told.channel()),
            };
            let what = format!("under the hours of `{}` from here on ({by})", calendar.name());
            all.push((from, Origin::Hours, what));
        }
    }
    all.push((end, Origin::End, "the data end".to_owned()));
    all
}

/// Most characters of a message that are shown.
const SHOWN: usize = 160;

/// A text in one line without anything that a terminal would obey, cut where it is long.
pub fn one_line(text: &str) -> String {
    let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut line: String = plain.clone().take(SHOWN).collect();
    if plain.count() > SHOWN {
        line.push('…');
    }
    line
}

/// What an event says. Its value is shown only where it is a status, somebody of the desk or another
/// conversation: whatever else an export has there may name a customer.
fn event_words(told: &Told<'_>, event: &Event<'_>) -> String {
    let kind = event.kind.map_or("", EventKind::word).replace('_', " ");
    let value = event.value.as_ref();
    let shown = match event.kind {
        _ if value.is_empty() => String::new(),
        Some(EventKind::StatusChanged | EventKind::Resolved | EventKind::Reopened) => {
            Status::from_word(value).map_or_else(String::new, |status| format!(" {status}"))
        }
        Some(EventKind::Assigned | EventKind::Transferred) => {
            format!(" to {}", desk_name(told, value))
        }
        Some(EventKind::Merged) => match told.shown_id(value) {
            Some(id) => format!(" into {id}"),
            None => " into another".to_owned(),
        },
        _ => String::new(),
    };
    let by = match event.actor_id.as_ref() {
        "" => String::new(),
        actor if actor == told.conversation.state.customer_id => " (by the customer)".to_owned(),
        actor => format!(" (by {})", desk_name(told, actor)),
    };
    format!("{kind}{shown}{by}")
}

/// The name of somebody of the desk; of anybody else only that it is somebody.
fn desk_name<'n>(told: &Told<'_>, name: &'n str) -> Cow<'n, str> {
    let shown = told.owner(name).filter(|_| told.is_of_desk(name));
    shown.unwrap_or(Cow::Borrowed("somebody"))
}

fn message_words(told: &Told<'_>, message: &Message<'_>) -> String {
    let who = match message.author_role {
        Some(Role::Customer) => "customer".to_owned(),
        Some(role) if message.author_id.is_empty() || role == Role::System => {
            role.word().to_owned()
        }
        Some(role) => format!("{} {}", role.word(), message.author_id),
        None => "somebody".to_owned(),
    };
    let did = match (message.ended_at, message.kind, message.visibility) {
        (Some(ended_at), ..) => {
            let seconds = message.sent_at.map_or(0.0, |at| ended_at.seconds_since(at));
            format!("spoke for {seconds} s")
        }
        (_, Some(MessageKind::Note), _) | (_, _, Some(Visibility::Private)) => "noted".to_owned(),
        (_, Some(MessageKind::AutoReply), _) => "answered by a rule".to_owned(),
        (_, Some(MessageKind::Survey), _) => "sent a survey".to_owned(),
        _ => "wrote".to_owned(),
    };
    match told.redacted(&message.text).filter(|_| told.rules.keep_text) {
        Some(text) => format!("{who} {did}: {text}", text = one_line(&text)),
        None => match message.text.chars().count() {
            1 => format!("{who} {did}, 1 character"),
            count => format!("{who} {did}, {count} characters"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_told_nothing_by_a_customers_text() {
        assert_eq!(one_line("red \u{1b}[31m\r\nnext\u{9b}1m"), "red  [31m  next 1m");
        let long = one_line(&"я".repeat(SHOWN + 1));
        assert_eq!((long.chars().count(), long.ends_with('…')), (SHOWN + 1, true));
    }
}
