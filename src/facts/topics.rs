//! One row per topic of one conversation.

use super::fact::{Column, Fact, text, word};
use super::told::Told;
use crate::model::Unit;
use crate::text::topics::TopicFound;

/// The `topics` fact.
pub struct Topics;

/// A topic of a conversation.
pub struct TopicRow<'a> {
    pub told: &'a Told<'a>,
    pub found: &'a TopicFound,
    /// From 1, the main one.
    pub number: i64,
}

impl Fact for Topics {
    type Row<'a> = TopicRow<'a>;
    const NAME: &'static str = "topics";
    const ABOUT: &'static str = "One topic that the customer writes about in one conversation.";
    const GRAIN: &'static [&'static str] = &["conversation_id", "topic_number"];
    const COLUMNS: &'static [Column<Self>] = &[
        Column::text("conversation_id", "The conversation.", |r| text(&r.told.key)),
        Column::count("topic_number", "From 1, the main topic.", |r| Some(r.number)),
        Column::text("channel", "The conversation's channel.", |r| word(r.told.channel().word())),
        Column::text("family", "The family of topics.", |r| text(&r.found.topic.family)),
        Column::text("sub_topic", "The topic in it; empty where only the family shows.", |r| {
            text(r.found.topic.sub_topic.as_deref().unwrap_or(""))
        }),
        Column::number(
            "score",
            Unit::None,
            "How strongly it shows; 1 for one clear phrase.",
            |r| Some(r.found.score),
        ),
        Column::count("message_number", "The message that shows it.", |r| {
            i64::try_from(r.found.message).ok()
        }),
        Column::instant("opened_at", "When the conversation was opened.", |r| {
            r.told.conversation.opened_at()
        }),
    ];
}
