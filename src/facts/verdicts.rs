//! One row per criterion judged on one conversation.

use super::fact::{Column, Fact, text, word};
use super::told::Told;
use crate::model::Unit;
use crate::rubric::{Listed, Verdict};

/// The `verdicts` fact.
pub struct Verdicts;

/// A verdict on a conversation.
pub struct VerdictRow<'a> {
    pub told: &'a Told<'a>,
    pub criterion: Listed<'a>,
    pub verdict: &'a Verdict<'a>,
}

impl Fact for Verdicts {
    type Row<'a> = VerdictRow<'a>;
    const NAME: &'static str = "verdicts";
    const ABOUT: &'static str = "One criterion of the rubric, met or missed in one conversation; where \
                                 it is not applicable there is no row.";
    const GRAIN: &'static [&'static str] = &["conversation_id", "criterion"];
    const COLUMNS: &'static [Column<Self>] = &[
        Column::text("conversation_id", "The conversation.", |r| text(&r.told.key)),
        Column::text("channel", "Its channel.", |r| word(r.told.channel().word())),
        Column::text("criterion", "The criterion's name.", |r| text(r.criterion.name)),
        Column::flag("is_critical", "Whether a miss is a failure by itself.", |r| {
            Some(r.criterion.is_critical)
        }),
        Column::number("weight", Unit::None, "What it weighs in the score.", |r| {
            Some(r.criterion.weight)
        }),
        Column::text("verdict", "met or missed.", |r| word(r.verdict.outcome.word())),
        Column::text(
            "certainty",
            "How far the words decide it: sure, likely or unsure, where a person should look.",
            |r| word(r.verdict.certainty.word()),
        ),
        Column::text("agent_id", "Whose it is: who wrote what shows it, or should have.", |r| {
            text(r.told.of_desk(r.verdict.agent))
        }),
        Column::count(
            "message_number",
            "The message that shows it: for a miss the one that should have been otherwise.",
            |r| r.verdict.message.and_then(|number| i64::try_from(number).ok()),
        ),
        Column::instant("opened_at", "When the conversation was opened.", |r| {
            r.told.conversation.opened_at()
        }),
    ];
}
