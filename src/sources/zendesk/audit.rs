//! Audits and ticket events: who held a ticket when, how its status went, what was said in a chat.

use std::borrow::Cow;

use serde::Deserialize;
use sonic_rs::LazyValue;

use super::comment::{self, author};
use super::ticket::status_of;
use super::wire::Wire;
use crate::model::{
    Channel, Event, EventKind, Instant, IssueKind, Message, MessageKind, RecordKind, Role, Status,
    Str, Visibility,
};
use crate::sources::json::{Scalar, list, shape};
use crate::sources::out::Out;
use crate::sources::source::Options;

const KIND: RecordKind = RecordKind::Event;

/// One thing that an audit tells of, in either of its two spellings: `field_name` and `value` in an
/// audit, the field's own name in a ticket event.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Part<'a> {
    #[serde(borrow, rename = "type")]
    kind: Scalar<'a>,
    event_type: Scalar<'a>,
    field_name: Scalar<'a>,
    value: Option<LazyValue<'a>>,
    previous_value: Scalar<'a>,
    status: Option<Scalar<'a>>,
    assignee_id: Option<Scalar<'a>>,
    group_id: Option<Scalar<'a>>,
}

/// A change of one field.
struct Change<'a> {
    field: &'static str,
    from: Str<'a>,
    to: Str<'a>,
}

impl<'a> Part<'a> {
    fn is(&self, kind: &str) -> bool {
        self.kind.0 == kind || self.event_type.0 == kind
    }

    /// The change of a field that matters here.
    fn change(&self) -> Option<Change<'a>> {
        if !self.is("Change") && !self.is("Create") {
            return None;
        }
        let from = self.previous_value.clone().id();
        for (field, own) in [
            ("status", &self.status),
            ("assignee_id", &self.assignee_id),
            ("group_id", &self.group_id),
        ] {
            if self.field_name.0 == field {
                let to: Scalar<'_> = shape(&self.value).unwrap_or_default();
                return Some(Change { field, from, to: to.id() });
            }
            if let Some(own) = own {
                return Some(Change { field, from, to: own.clone().id() });
            }
        }
        None
    }
}

pub(super) fn read(wire: Wire<'_>, options: &Options, out: &mut Out<'_>) {
    let Some(at) = time(&wire, out) else {
        return;
    };
    let ticket = wire.ticket_id.clone().id();
    if ticket.is_empty() {
        return out.drop(KIND, "conversation_id", IssueKind::MissingField, "");
    }
    let actor = if wire.author_id.is_empty() { &wire.updater_id } else { &wire.author_id };
    let (_, actor_id) = author(actor.clone(), options);
    let mut parts = list(&wire.events);
    parts.append(&mut list(&wire.child_events));
    let mut changes = Vec::new();
    for text in &parts {
        let Ok(part) = sonic_rs::from_str::<Part<'_>>(text) else {
            out.drop(KIND, "", IssueKind::Unreadable, "a part of an audit");
            continue;
        };
        if part.is("Comment") || part.is("VoiceComment") {
            said(text, &wire, at, options, out);
        } else if part.is("ChatStartedEvent") {
            chat(&part, &ticket, options, out);
        } else if let Some(change) = part.change() {
            changes.push(change);
        }
    }
    for event in events(&changes) {
        let (conversation_id, actor_id) = (ticket.clone(), actor_id.clone());
        out.put(Event { conversation_id, at: Some(at), actor_id, ..event });
    }
}

fn time(wire: &Wire<'_>, out: &mut Out<'_>) -> Option<Instant> {
    if wire.created_at.is_empty()
        && let Some(seconds) = wire.timestamp.number().filter(|seconds| seconds.abs() < 9e12)
    {
        return Some(Instant((seconds * 1e6) as i64));
    }
    out.needed_time(KIND, "at", &wire.created_at.0)
}

/// What changes of one moment mean, without ticket, time and actor.
fn events<'a>(changes: &'a [Change<'_>]) -> Vec<Event<'a>> {
    let is_assigned =
        changes.iter().any(|change| change.field == "assignee_id" && !change.to.is_empty());
    let meaning = |change: &'a Change<'_>| {
        let (kind, value) = match change.field {
            "status" => status_change(&change.from, &change.to)?,
            "group_id" if is_assigned || change.from.is_empty() => return None,
            _ if change.to.is_empty() || change.to == change.from => return None,
            _ if change.from.is_empty() => (EventKind::Assigned, change.to.as_ref()),
            _ => (EventKind::Transferred, change.to.as_ref()),
        };
        Some(Event { kind: Some(kind), value: value.into(), ..Event::default() })
    };
    changes.iter().filter_map(meaning).collect()
}

/// A ticket that begins open says nothing; one that is solved from the start does.
fn status_change<'a>(from: &str, to: &'a str) -> Option<(EventKind, &'a str)> {
    let was_done = status_of(from).is_some_and(Status::is_resolved);
    let Some(now) = status_of(to) else {
        return (!from.is_empty()).then_some((EventKind::StatusChanged, to));
    };
    match (was_done, now.is_resolved()) {
        (false, true) => Some((EventKind::Resolved, now.word())),
        (true, false) => Some((EventKind::Reopened, now.word())),
        _ if from.is_empty() => None,
        _ => Some((EventKind::StatusChanged, now.word())),
    }
}

/// A comment within an audit takes from it what it leaves out.
fn said(text: &str, audit: &Wire<'_>, at: Instant, options: &Options, out: &mut Out<'_>) {
    let Ok(mut wire) = sonic_rs::from_str::<Wire<'_>>(text) else {
        return out.drop(RecordKind::Message, "", IssueKind::Unreadable, "a comment of an audit");
    };
    let owned = |text: &str| Scalar(Cow::Owned(text.to_owned()));
    wire.ticket_id = owned(&audit.ticket_id.0);
    if wire.created_at.is_empty() {
        wire.created_at = owned(&at.to_string());
    }
    if wire.author_id.is_empty() {
        let author = if audit.author_id.is_empty() { &audit.updater_id } else { &audit.author_id };
        wire.author_id = owned(&author.0);
    }
    comment::read(wire, options, out);
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Chat<'a> {
    #[serde(borrow)]
    chat_id: Scalar<'a>,
    history: Option<LazyValue<'a>>,
}

/// One entry of a chat's history.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Entry<'a> {
    #[serde(borrow, rename = "type")]
    kind: Scalar<'a>,
    chat_index: Scalar<'a>,
    timestamp: Scalar<'a>,
    actor_id: Scalar<'a>,
    actor_type: Scalar<'a>,
    actor_name: Scalar<'a>,
    message: Scalar<'a>,
}

/// The messages of a chat.
fn chat(part: &Part<'_>, ticket: &str, options: &Options, out: &mut Out<'_>) {
    const KIND: RecordKind = RecordKind::Message;
    let chat: Chat<'_> = shape(&part.value).unwrap_or_default();
    for text in list(&chat.history) {
        let Ok(entry) = sonic_rs::from_str::<Entry<'_>>(text) else {
            out.drop(KIND, "", IssueKind::Unreadable, "an entry of a chat");
            continue;
        };
        if !matches!(entry.kind.0.as_ref(), "ChatMessage" | "ChatFileAttachment") {
            continue;
        }
        let millis = entry.timestamp.number().filter(|millis| millis.abs() < 9e15);
        let Some(sent_at) = millis.and_then(|millis| Instant::from_unix_millis(millis as i64))
        else {
            out.drop(KIND, "sent_at", IssueKind::BadTime, &entry.timestamp.0);
            continue;
        };
        let (author_role, author_id) = speaker(&entry, options);
        out.put(Message {
            conversation_id: ticket.into(),
            message_id: format!("{}:{}", chat.chat_id.0, entry.chat_index.0).into(),
            channel: Some(Channel::Chat),
            sent_at: Some(sent_at),
            author_role,
            author_id: author_id.into(),
            visibility: Some(Visibility::Public),
            kind: Some(MessageKind::Reply),
            text: entry.message.0.as_ref().into(),
            ..Message::default()
        });
    }
}

/// Who speaks: patterns come first, then the actor's type, then the prefix of its id.
fn speaker<'e>(entry: &'e Entry<'_>, options: &Options) -> (Option<Role>, &'e str) {
    let actor = entry.actor_id.0.as_ref();
    let (prefix, id) = actor.split_once(':').unwrap_or(("", actor));
    let stated = match (entry.actor_type.0.as_ref(), prefix) {
        ("agent", _) | ("", "agent") => Some(Role::Agent),
        ("end-user" | "end_user" | "visitor", _) | ("", "visitor") => Some(Role::Customer),
        ("system" | "trigger", _) | ("", "system" | "trigger") => Some(Role::System),
        _ => None,
    };
    (options.who.role(&[id, &entry.actor_name.0]).or(stated), id)
}
