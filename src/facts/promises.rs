//! One row per promise to a conversation: kept, broken, or not yet due.

use super::fact::{Column, Fact, text, word};
use super::promise::{Promise, PromiseState};
use super::told::Told;

/// The `promises` fact.
pub struct Promises;

/// A promise to a conversation.
pub struct PromiseRow<'a> {
    pub told: &'a Told<'a>,
    pub promise: &'a Promise<'a>,
}

impl Fact for Promises {
    type Row<'a> = PromiseRow<'a>;
    const NAME: &'static str = "promises";
    const ABOUT: &'static str = "One promise to one conversation: a response, an update or a \
                                 resolution within a time that the settings state.";
    const GRAIN: &'static [&'static str] = &["conversation_id", "promise", "promise_number"];
    const COLUMNS: &'static [Column<Self>] = &[
        Column::diverse_text("conversation_id", "The conversation.", |r| text(&r.told.key)),
        Column::text(
            "promise",
            "first_response, next_response, periodic_update, resolution or requester_wait.",
            |r| word(r.promise.promised.kind.word()),
        ),
        Column::count("promise_number", "Its place among those of its kind, from 1.", |r| {
            Some(r.promise.number)
        }),
        Column::text("rule", "Name of the rule of the settings that makes it.", |r| {
            text(&r.promise.promised.rule)
        }),
        Column::text("channel", "The conversation's channel.", |r| word(r.told.channel().word())),
        Column::text("team", "The team that held the conversation last.", |r| {
            r.told.redacted(&r.told.conversation.state.team)
        }),
        Column::text("priority", "The conversation's priority, as the source has it.", |r| {
            r.told.redacted(&r.told.conversation.state.priority)
        }),
        Column::text("agent_id", "Who did what was promised.", |r| {
            text(r.told.of_desk(r.promise.agent_id))
        }),
        Column::seconds("promised_seconds", "Promised time.", |r| {
            Some(r.promise.promised.target.seconds)
        }),
        Column::text("promised_time", "Which time it counts in: business or elapsed.", |r| {
            word(r.promise.promised.target.time.word())
        }),
        Column::instant("began_at", "When its clock began.", |r| Some(r.promise.began_at)),
        Column::instant(
            "due_at",
            "When its time is over; empty while the clock stands still, waiting for the customer.",
            |r| r.promise.due_at,
        ),
        Column::instant("ended_at", "When it came; empty while it has not.", |r| {
            r.promise.ended_at
        }),
        Column::seconds("spent_seconds", "Of its time: until it came, or the data's end.", |r| {
            Some(r.promise.spent_seconds)
        }),
        Column::text("state", "kept, broken or pending.", |r| word(r.promise.state.word())),
        Column::flag("is_kept", "Whether it was kept; empty while it is pending.", |r| {
            r.promise.is_kept()
        }),
        Column::flag("is_pending", "Whether it may still be kept.", |r| {
            Some(r.promise.state == PromiseState::Pending)
        }),
        Column::seconds("over_seconds", "By how much it is broken, so far.", |r| {
            r.promise.over_seconds()
        }),
    ];
}
