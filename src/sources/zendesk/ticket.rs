//! A ticket becomes the state of a conversation, and the rating that stands in it a rating.

use serde::Deserialize;
use sonic_rs::LazyValue;

use super::rating;
use super::via::Via;
use super::wire::Wire;
use crate::model::{
    CallOutcome, Channel, ConversationState, Instant, IssueKind, RecordKind, Status, Str,
};
use crate::sources::json::{Scalar, shape};
use crate::sources::out::Out;
use crate::sources::source::Options;

const KIND: RecordKind = RecordKind::Conversation;

/// Tags of tickets in which nobody asked anything.
const NOT_SUPPORT: &[&str] = &["sample_ticket", "closed_by_merge"];

/// Reads a ticket; false where it was left out.
pub(super) fn read(mut wire: Wire<'_>, options: &Options, out: &mut Out<'_>) -> bool {
    if wire.id.is_empty() {
        out.drop(KIND, "conversation_id", IssueKind::MissingField, "");
        return false;
    }
    let via = Via::of(&wire.via);
    let tags: Vec<Scalar<'_>> = shape(&wire.tags).unwrap_or_default();
    let word = tags.iter().map(|tag| tag.0.as_ref()).find(|tag| NOT_SUPPORT.contains(tag));
    let is_sample = via.name == "sample_ticket" || via.name == "sample_interactive_ticket";
    if let Some(word) = word.or(is_sample.then_some("sample_ticket")) {
        out.drop(KIND, "", IssueKind::NotSupport, word);
        return false;
    }
    if wire.status.0.eq_ignore_ascii_case("deleted") {
        out.drop(KIND, "status", IssueKind::NotSupport, "deleted");
        return false;
    }
    let id = std::mem::take(&mut wire.id).id();
    rating::within(&wire.satisfaction_rating, id.clone(), out);
    let state = state(wire, id, via, tags, options, out);
    out.put(state);
    true
}

fn state<'a>(
    wire: Wire<'a>,
    id: Str<'a>,
    via: Via<'a>,
    tags: Vec<Scalar<'a>>,
    options: &'a Options,
    out: &mut Out<'_>,
) -> ConversationState<'a> {
    let opened_at = out.time(KIND, "opened_at", &wire.created_at.0);
    let metrics: Metrics<'_> = shape(&wire.metric_set).unwrap_or_default();
    let channel = via.channel.or(options.channel);
    let is_call = channel == Some(Channel::Phone);
    let is_own_surface = via.channel.is_some() && !via.surface.is_empty();
    let surface = if is_own_surface { via.surface } else { options.surface.as_str() };
    ConversationState {
        conversation_id: id,
        channel,
        surface: surface.into(),
        is_public: via.is_public,
        subject: wire.subject.0,
        customer_id: wire.requester_id.id(),
        customer_email: via.email,
        customer_phone: via.phone,
        customer_handle: via.handle,
        assignee_id: wire.assignee_id.id(),
        team: wire.group_id.id(),
        priority: wire.priority.0,
        tags: tags.into_iter().map(|tag| tag.0).collect(),
        initiated_by: via.initiated_by,
        opened_at,
        first_response_at: opened_at.and_then(|opened_at| metrics.first_response_at(opened_at)),
        resolved_at: out.time(KIND, "resolved_at", &metrics.solved_at.0),
        status: status(&wire.status.0, out),
        updated_at: out.time(KIND, "updated_at", &wire.updated_at.0),
        outcome: (is_call && via.is_voicemail).then_some(CallOutcome::Voicemail),
        ..ConversationState::default()
    }
}

/// Zendesk's word for a status; `hold` is ours `on_hold`.
pub(super) fn status_of(word: &str) -> Option<Status> {
    if word.eq_ignore_ascii_case("hold") { Some(Status::OnHold) } else { Status::from_word(word) }
}

fn status(word: &str, out: &mut Out<'_>) -> Option<Status> {
    let status = status_of(word);
    if status.is_none() && !word.is_empty() {
        out.empty(KIND, "status", IssueKind::UnknownWord, word);
    }
    status
}

/// The part of a ticket's metrics that is read.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Metrics<'a> {
    #[serde(borrow)]
    solved_at: Scalar<'a>,
    reply_time_in_minutes: Option<LazyValue<'a>>,
    reply_time_in_seconds: Option<LazyValue<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Span<'a> {
    #[serde(borrow)]
    calendar: Scalar<'a>,
}

impl Metrics<'_> {
    fn first_response_at(&self, opened_at: Instant) -> Option<Instant> {
        let span = |value, seconds: f64| {
            let span: Span<'_> = shape(value)?;
            let micros = span.calendar.number()? * seconds * 1e6;
            (0.0..9e15).contains(&micros).then_some(micros as i64)
        };
        let micros =
            span(&self.reply_time_in_seconds, 1.0).or(span(&self.reply_time_in_minutes, 60.0));
        Some(Instant(opened_at.0.checked_add(micros?)?))
    }
}

/// Metrics that stand apart from their ticket complete its state.
pub(super) fn metrics(wire: Wire<'_>, out: &mut Out<'_>) {
    if wire.ticket_id.is_empty() {
        out.drop(KIND, "conversation_id", IssueKind::MissingField, "");
        return;
    }
    let metrics = Metrics {
        solved_at: wire.solved_at,
        reply_time_in_minutes: wire.reply_time_in_minutes,
        reply_time_in_seconds: wire.reply_time_in_seconds,
    };
    let opened_at = out.time(KIND, "opened_at", &wire.created_at.0);
    let resolved_at = out.time(KIND, "resolved_at", &metrics.solved_at.0);
    out.put(ConversationState {
        conversation_id: wire.ticket_id.id(),
        first_response_at: opened_at.and_then(|at| metrics.first_response_at(at)),
        resolved_at,
        ..ConversationState::default()
    });
}
