//! A comment becomes a message; a voice comment tells of a call and becomes part of its state.

use std::borrow::Cow;

use serde::Deserialize;

use super::via::Via;
use super::wire::Wire;
use crate::model::{
    CallOutcome, Channel, ConversationState, Instant, IssueKind, Message, MessageKind, RecordKind,
    Role, Str, Visibility,
};
use crate::sources::json::{Scalar, shape};
use crate::sources::out::Out;
use crate::sources::source::Options;

const KIND: RecordKind = RecordKind::Message;

pub(super) fn read(wire: Wire<'_>, options: &Options, out: &mut Out<'_>) {
    if wire.kind.0 == "VoiceComment" {
        return call(wire, out);
    }
    let via = Via::of(&wire.via);
    if via.name == "chat_transcript" {
        return out.drop(KIND, "", IssueKind::NotSupport, "chat_transcript");
    }
    if wire.ticket_id.is_empty() {
        return out.drop(KIND, "conversation_id", IssueKind::MissingField, "");
    }
    let Some(sent_at) = out.needed_time(KIND, "sent_at", &wire.created_at.0) else {
        return;
    };
    let is_private = wire.public.flag() == Some(false);
    let is_by_rule = matches!(via.name.as_ref(), "rule" | "automation" | "trigger");
    let (author_role, author_id) = author(wire.author_id, options);
    let visibility = if is_private { Visibility::Private } else { Visibility::Public };
    let kind = match (is_private, is_by_rule) {
        (true, _) => MessageKind::Note,
        (false, true) => MessageKind::AutoReply,
        (false, false) => MessageKind::Reply,
    };
    let text = [wire.plain_body, wire.body, wire.html_body];
    let text = text.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    out.put(Message {
        conversation_id: wire.ticket_id.id(),
        message_id: wire.id.id(),
        channel: via.channel.filter(|channel| *channel != Channel::Form),
        sent_at: Some(sent_at),
        author_role,
        author_id,
        visibility: Some(visibility),
        kind: Some(kind),
        text: with_line_breaks(text.0),
        ..Message::default()
    });
}

/// Role and id of an author. `-1` is Zendesk itself; else only patterns say a role here, the rest
/// comes from the list of users.
pub(super) fn author<'a>(id: Scalar<'a>, options: &Options) -> (Option<Role>, Str<'a>) {
    let id = id.id();
    if id == "-1" { (Some(Role::System), Str::default()) } else { (options.who.role(&[&id]), id) }
}

/// Text whose line breaks were escaped twice, with real ones. Where a backslash and an `n` can only
/// be a path (`C:\new`), they stay.
fn with_line_breaks(text: Str<'_>) -> Str<'_> {
    if text.contains('\n') || memchr::memmem::find(text.as_bytes(), b"\\n").is_none() {
        return text;
    }
    let mut after = text.split("\\n").skip(1);
    let is_break =
        after.any(|rest| !rest.starts_with(|c: char| c.is_ascii_lowercase() || c == '_'));
    if is_break { Cow::Owned(text.replace("\\r\\n", "\n").replace("\\n", "\n")) } else { text }
}

/// The part of a voice comment's data that is read.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Call<'a> {
    #[serde(borrow)]
    started_at: Scalar<'a>,
    call_duration: Scalar<'a>,
    answered_by_id: Scalar<'a>,
}

/// A call: when it was answered and when it ended.
fn call(wire: Wire<'_>, out: &mut Out<'_>) {
    const KIND: RecordKind = RecordKind::Conversation;
    let call: Call<'_> = shape(&wire.data).unwrap_or_default();
    if wire.ticket_id.is_empty() {
        return out.drop(KIND, "conversation_id", IssueKind::MissingField, "");
    }
    let is_answered = !call.answered_by_id.is_empty();
    let answered_at =
        if is_answered { out.time(KIND, "answered_at", &call.started_at.0) } else { None };
    let ended_at = call.call_duration.number().and_then(|seconds| {
        let micros = seconds * 1e6;
        let micros = (0.0..1e15).contains(&micros).then_some(micros as i64)?;
        Some(Instant(answered_at?.0.checked_add(micros)?))
    });
    out.put(ConversationState {
        conversation_id: wire.ticket_id.id(),
        channel: Some(Channel::Phone),
        outcome: is_answered.then_some(CallOutcome::Answered),
        answered_at,
        ended_at,
        ..ConversationState::default()
    });
}
