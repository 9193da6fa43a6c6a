//! What was said in a contact, by whom, and how it went.

use super::wire::{Item, Participant};
use crate::model::{
    CallOutcome, Channel, ConversationState, Event, EventKind, Instant, IssueKind, Message,
    MessageKind, RecordKind, Role, Visibility,
};
use crate::sources::json::{Scalar, position};
use crate::sources::out::Out;
use crate::sources::source::Options;

const MESSAGE: RecordKind = RecordKind::Message;

/// One contact's conversation on its way out.
pub(super) struct Talk<'t> {
    pub id: &'t str,
    pub channel: Option<Channel>,
    pub people: &'t [Participant<'t>],
    pub options: &'t Options,
}

impl Talk<'_> {
    /// A call: its turns are counted in milliseconds from `start`.
    pub(super) fn call(
        &self,
        transcript: &[&str],
        start: Option<Instant>,
        length: Option<f64>,
        out: &mut Out<'_>,
    ) {
        let mut is_answered = self.people.iter().any(|person| person.participant_role.0 == "AGENT");
        let after = |millis: f64| {
            let micros = (millis.abs() < 1e12).then_some((millis * 1e3).round() as i64)?;
            start?.0.checked_add(micros).map(Instant)
        };
        for (index, text) in transcript.iter().enumerate() {
            out.line = u32::try_from(index).unwrap_or(u32::MAX);
            let Some(item) = item(text, out) else { continue };
            let begin = &item.begin_offset_millis;
            let Some(sent_at) = begin.number().and_then(after) else {
                let is_bad = start.is_some() && !begin.is_empty();
                let kind = if is_bad { IssueKind::BadNumber } else { IssueKind::MissingField };
                out.drop(MESSAGE, "sent_at", kind, if is_bad { &begin.0 } else { "" });
                continue;
            };
            let (author_role, author_id) = self.author(&item);
            is_answered |= author_role == Some(Role::Agent);
            let place = format!("{}@{}", item.participant_id.0, item.begin_offset_millis.0);
            out.put(Message {
                message_id: place.into(),
                ended_at: item.end_offset_millis.number().and_then(after),
                ..self.message(&item, sent_at, author_role, author_id)
            });
        }
        out.line = 0;
        out.put(ConversationState {
            conversation_id: self.id.into(),
            channel: self.channel,
            surface: self.options.surface.as_str().into(),
            outcome: is_answered.then_some(CallOutcome::Answered),
            answered_at: start.filter(|_| is_answered),
            ended_at: length.and_then(after),
            talk_seconds: length.filter(|_| start.is_none()).map(|millis| millis / 1e3),
            ..ConversationState::default()
        });
    }

    /// A chat: its items carry their own times.
    pub(super) fn chat(&self, transcript: &[&str], out: &mut Out<'_>) {
        let (mut opened_at, mut ended_at) = (None::<Instant>, None);
        let mut holder = None;
        for (index, text) in transcript.iter().enumerate() {
            out.line = u32::try_from(index).unwrap_or(u32::MAX);
            let Some(item) = item(text, out) else { continue };
            let is_event = item.kind.0 == "EVENT";
            let event = item.content_type.0.rsplit_once("connect.event.").map(|(_, event)| event);
            if is_event && !matches!(event, Some("participant.joined" | "chat.ended")) {
                continue;
            }
            let record = if is_event { RecordKind::Event } else { MESSAGE };
            let field = if is_event { "at" } else { "sent_at" };
            let Some(at) = out.needed_time(record, field, &item.absolute_time.0) else {
                continue;
            };
            opened_at = Some(opened_at.map_or(at, |opened_at| opened_at.min(at)));
            let (role, author) = self.author(&item);
            match event.filter(|_| is_event) {
                Some("participant.joined") if role == Some(Role::Agent) => {
                    self.joined(at, author, &mut holder, out);
                }
                Some("participant.joined") => {}
                Some(_) => ended_at = Some(at),
                None => out.put(self.message(&item, at, role, author)),
            }
        }
        out.line = 0;
        out.put(ConversationState {
            conversation_id: self.id.into(),
            channel: self.channel,
            surface: self.options.surface.as_str().into(),
            opened_at,
            ended_at,
            ..ConversationState::default()
        });
    }

    /// The first agent to join is assigned; another one than the one who joined last takes over.
    fn joined(&self, at: Instant, agent: &str, holder: &mut Option<String>, out: &mut Out<'_>) {
        let kind = match holder {
            Some(holder) if holder == agent => return,
            Some(_) => EventKind::Transferred,
            None => EventKind::Assigned,
        };
        *holder = Some(agent.to_owned());
        out.put(Event {
            conversation_id: self.id.into(),
            at: Some(at),
            kind: Some(kind),
            value: agent.into(),
            ..Event::default()
        });
    }

    fn message<'m>(
        &'m self,
        item: &'m Item<'_>,
        sent_at: Instant,
        author_role: Option<Role>,
        author_id: &'m str,
    ) -> Message<'m> {
        let is_notice = author_role == Some(Role::System);
        Message {
            conversation_id: self.id.into(),
            message_id: item.id.0.as_ref().into(),
            channel: self.channel,
            sent_at: Some(sent_at),
            author_role,
            author_id: author_id.into(),
            visibility: Some(Visibility::Public),
            kind: Some(if is_notice { MessageKind::AutoReply } else { MessageKind::Reply }),
            text: item.content.0.as_ref().into(),
            ..Message::default()
        }
    }

    /// Role and id of who speaks. An agent is known by name, for Connect gives participants a new
    /// id in every contact; a customer only by that id.
    fn author<'m>(&'m self, item: &'m Item<'_>) -> (Option<Role>, &'m str) {
        let id = item.participant_id.0.as_ref();
        let listed = self.people.iter().find(|person| person.participant_id.0 == id);
        let listed = |field: fn(&'m Participant<'m>) -> &'m Scalar<'m>| {
            listed.map_or("", |person| field(person).0.as_ref())
        };
        let either = |own: &'m Scalar<'_>, listed: &'m str| {
            if own.is_empty() { listed } else { own.0.as_ref() }
        };
        let name = either(&item.display_name, listed(|person| &person.display_name));
        let stated = either(&item.participant_role, listed(|person| &person.participant_role));
        let stated = if stated.is_empty() { id } else { stated };
        let role = self.options.who.role(&[name, id]).or(match stated {
            "CUSTOMER" => Some(Role::Customer),
            "AGENT" | "SUPERVISOR" => Some(Role::Agent),
            "CUSTOM_BOT" => Some(Role::Bot),
            "SYSTEM" if name == "BOT" => Some(Role::Bot),
            "SYSTEM" => Some(Role::System),
            _ => None,
        });
        let id = if matches!(id, "AGENT" | "CUSTOMER" | "SYSTEM") { "" } else { id };
        let is_staff = matches!(role, Some(Role::Agent | Role::Bot | Role::System));
        (role, if is_staff && !name.is_empty() { name } else { id })
    }
}

/// An item of the transcript; where it can't be read, it is left out here.
fn item<'a>(text: &'a str, out: &mut Out<'_>) -> Option<Item<'a>> {
    match sonic_rs::from_str(text) {
        Ok(item) => Some(item),
        Err(error) => {
            out.drop(MESSAGE, "", IssueKind::Unreadable, &position(&error));
            None
        }
    }
}
