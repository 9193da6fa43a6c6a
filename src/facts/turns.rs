//! One row per wait of a customer, answered or not.

use super::fact::{Column, Fact, text, word};
use super::promised::TargetTime;
use super::told::Told;
use super::waits::{Wait, WaitEnd};

/// The `turns` fact.
pub struct Turns;

/// A wait of a conversation.
pub struct TurnRow<'a> {
    pub told: &'a Told<'a>,
    pub wait: &'a Wait<'a>,
    /// From 1.
    pub number: i64,
}

impl TurnRow<'_> {
    /// Seconds until a person replied.
    fn reply_seconds(&self, time: TargetTime) -> Option<f64> {
        let ended_at = self.wait.ended_at.filter(|_| self.wait.end == WaitEnd::Replied)?;
        Some(self.told.seconds(time, self.wait.asked_at, ended_at))
    }
}

impl Fact for Turns {
    type Row<'a> = TurnRow<'a>;
    const NAME: &'static str = "turns";
    const ABOUT: &'static str =
        "One wait of a customer: from the first unanswered message to the next reply by a person.";
    const GRAIN: &'static [&'static str] = &["conversation_id", "turn_number"];
    const COLUMNS: &'static [Column<Self>] = &[
        Column::diverse_text("conversation_id", "The conversation.", |r| text(&r.told.key)),
        Column::count("turn_number", "Its place in the conversation, from 1.", |r| Some(r.number)),
        Column::text("channel", "The conversation's channel.", |r| word(r.told.channel().word())),
        Column::instant("asked_at", "The first unanswered message, or a call's arrival.", |r| {
            Some(r.wait.asked_at)
        }),
        Column::instant("ended_at", "When the wait ended; empty while it lasts.", |r| {
            r.wait.ended_at
        }),
        Column::text("ended_by", "replied, closed, abandoned, or open while it lasts.", |r| {
            word(r.wait.end.word())
        }),
        Column::text("agent_id", "Who replied.", |r| text(r.told.of_desk(r.wait.agent_id))),
        Column::count("customer_message_count", "Messages sent while waiting.", |r| {
            Some(r.wait.customer_messages)
        }),
        Column::seconds("response_seconds", "Until a person replied.", |r| {
            r.reply_seconds(TargetTime::Elapsed)
        }),
        Column::seconds(
            "response_business_seconds",
            "The same, within the hours that count for it.",
            |r| r.reply_seconds(TargetTime::Business),
        ),
        Column::seconds("open_seconds", "Of a wait that lasts: until the data's end.", |r| {
            let to = r.told.rules.as_of;
            let is_open = r.wait.end == WaitEnd::Open;
            is_open.then(|| r.told.seconds(TargetTime::Elapsed, r.wait.asked_at, to))
        }),
    ];
}
