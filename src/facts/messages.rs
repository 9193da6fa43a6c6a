//! One row per message; its text only where the settings keep it.

use super::fact::{Column, Fact, text, word};
use super::told::Told;
use crate::model::{Message, Role};

/// The `messages` fact.
pub struct Messages;

/// A message of a conversation.
pub struct MessageRow<'a> {
    pub told: &'a Told<'a>,
    pub message: &'a Message<'a>,
    /// From 1, in the order of time.
    pub number: i64,
}

impl Fact for Messages {
    type Row<'a> = MessageRow<'a>;
    const NAME: &'static str = "messages";
    const ABOUT: &'static str = "One message or one stretch of speech.";
    const GRAIN: &'static [&'static str] = &["conversation_id", "message_number"];
    const COLUMNS: &'static [Column<Self>] = &[
        Column::diverse_text("conversation_id", "The conversation.", |r| text(&r.told.key)),
        Column::count("message_number", "Its place in the conversation, from 1.", |r| {
            Some(r.number)
        }),
        Column::diverse_text(
            "message_id",
            "The vendor's id; with personal data in it, hidden under the run's key, empty without.",
            |r| r.told.shown_id(&r.message.message_id),
        ),
        Column::text("channel", "The conversation's channel.", |r| word(r.told.channel().word())),
        Column::instant("sent_at", "When it was sent, or speech began.", |r| r.message.sent_at),
        Column::instant("ended_at", "When speech ended.", |r| r.message.ended_at),
        Column::text("author_role", "customer, agent, bot or system.", |r| {
            r.message.author_role.and_then(|role| word(role.word()))
        }),
        Column::text("author_id", "Who wrote it; empty for customers.", |r| {
            let author = &r.message.author_id;
            match r.message.author_role? {
                Role::Customer => None,
                Role::System => r.told.redacted(r.told.of_desk(author)),
                Role::Agent | Role::Bot => text(author),
            }
        }),
        Column::text(
            "visibility",
            "public or private; empty where the source does not say.",
            |r| r.message.visibility.and_then(|visibility| word(visibility.word())),
        ),
        Column::text(
            "kind",
            "reply, note, auto_reply, survey; empty where the source does not say.",
            |r| r.message.kind.and_then(|kind| word(kind.word())),
        ),
        Column::count("text_length", "Characters of its text.", |r| {
            Some(r.message.text.chars().count() as i64)
        }),
        Column::diverse_text(
            "text",
            "Its text without personal data; empty unless the settings keep it.",
            |r| {
                let rules = r.told.rules;
                rules.keep_text.then(|| r.told.redacted(&r.message.text))?
            },
        ),
    ];
}
