//! One mail as a message of a conversation.

use twox_hash::XxHash3_64;

use super::super::out::Out;
use super::super::time::Clock;
use super::body::Body;
use super::date::{Read, Written};
use super::desk::Desk;
use super::header::{Author, Headers};
use super::parser;
use crate::model::{
    Channel, Instant, IssueKind, Message, MessageKind, RecordKind, Role, Visibility,
};

/// What a mail says, taken out of its bytes.
pub(super) struct Letter {
    message_id: String,
    /// Separated by spaces.
    answers: String,
    from: Option<Author>,
    to: Vec<String>,
    date: String,
    received: String,
    is_automatic: bool,
    body: Body,
}

impl Letter {
    /// `None` where the bytes begin with no header.
    pub(super) fn of(mail: &[u8]) -> Option<Self> {
        let parsed = parser::headers(mail)?;
        let headers = Headers::of(&parsed);
        Some(Self {
            message_id: headers.message_id.to_owned(),
            answers: headers.answers.join(" "),
            date: headers.date.to_owned(),
            received: headers.received.to_owned(),
            is_automatic: headers.is_automatic,
            from: headers.from,
            to: headers.to,
            body: Body::of(mail),
        })
    }

    /// Puts the message, or the reason why there is none; true where it was put.
    pub(super) fn put(
        &self,
        delivered: Option<Written>,
        desk: &Desk,
        channel: Channel,
        clock: &Clock,
        out: &mut Out<'_>,
    ) -> bool {
        let Some(sent_at) = self.sent_at(delivered, clock, out) else {
            return false;
        };
        let author = self.from.clone().unwrap_or_default();
        if self.from.is_none() {
            out.empty(RecordKind::Message, "author_id", IssueKind::MissingField, "");
        } else if author.address.contains(char::REPLACEMENT_CHARACTER) {
            out.keep(RecordKind::Message, "author_id", IssueKind::BadEncoding, "");
        }
        if let Some(wrong) = &self.body.wrong {
            out.keep(RecordKind::Message, "text", IssueKind::BadEncoding, wrong);
        }
        let role = desk.role(&author.address, &author.name);
        let is_ours = matches!(role, Some(Role::Agent | Role::Bot));
        let is_note = is_ours && desk.is_internal(&self.to);
        let hash;
        let message_id = if self.message_id.is_empty() {
            hash = self.hash(sent_at);
            &hash
        } else {
            &self.message_id
        };
        out.put(Message {
            message_id: message_id.into(),
            channel: Some(channel),
            sent_at: Some(sent_at),
            author_role: role.filter(|_| self.from.is_some()),
            author_id: author.address.into(),
            visibility: Some(if is_note { Visibility::Private } else { Visibility::Public }),
            kind: Some(match () {
                () if self.is_automatic => MessageKind::AutoReply,
                () if role == Some(Role::System) => MessageKind::AutoReply,
                () if is_note => MessageKind::Note,
                () => MessageKind::Reply,
            }),
            text: self.body.text.as_str().into(),
            in_reply_to: self.answers.as_str().into(),
            ..Message::default()
        });
        true
    }

    /// The date of the mail; where it has none that can be read, of its delivery.
    fn sent_at(
        &self,
        delivered: Option<Written>,
        clock: &Clock,
        out: &mut Out<'_>,
    ) -> Option<Instant> {
        let (record, field) = (RecordKind::Message, "sent_at");
        match Written::parse(&self.date).and_then(|date| date.read(clock)) {
            Some(Read::Exact(at)) => return Some(at),
            Some(Read::Zoneless(at)) => {
                out.zone_used(record, field);
                return Some(at);
            }
            Some(Read::BadZone(at)) => {
                out.keep(record, field, IssueKind::BadTime, &self.date);
                return Some(at);
            }
            None => {}
        }
        let received = Written::parse(&self.received).and_then(Written::in_utc);
        let delivery = received.or_else(|| delivered.and_then(Written::in_utc));
        let kind = if self.date.is_empty() { IssueKind::MissingField } else { IssueKind::BadTime };
        match delivery {
            Some(_) => out.keep(record, field, kind, &self.date),
            None => out.drop(record, field, kind, &self.date),
        }
        delivery
    }

    /// An id for a mail that has none: equal mails get equal ones.
    fn hash(&self, sent_at: Instant) -> String {
        let author = self.from.as_ref().map_or("", |from| &from.address);
        let whole = [author, &self.body.text, &sent_at.0.to_string()].join("\0");
        format!("no-id-{:016x}", XxHash3_64::oneshot(whole.as_bytes()))
    }
}
