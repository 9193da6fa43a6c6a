//! One row per criterion that a reviewer judged in a conversation.

use super::fact::{Column, Fact, text, word};
use super::told::Told;
use crate::model::{Outcome, Review, Unit};

/// The `reviews` fact.
pub struct Reviews;

/// A criterion judged by a reviewer.
pub struct ReviewRow<'a> {
    pub told: &'a Told<'a>,
    pub review: &'a Review<'a>,
}

impl ReviewRow<'_> {
    fn is_calibration(&self) -> bool {
        self.review.is_calibration == Some(true)
    }
}

impl Fact for Reviews {
    type Row<'a> = ReviewRow<'a>;
    const NAME: &'static str = "reviews";
    const ABOUT: &'static str =
        "One criterion of a scorecard that a reviewer judged in a conversation.";
    const GRAIN: &'static [&'static str] = &["conversation_id", "reviewer_id", "criterion"];
    const COLUMNS: &'static [Column<Self>] = &[
        Column::text("conversation_id", "The conversation.", |r| text(&r.told.key)),
        Column::text("channel", "The conversation's channel.", |r| word(r.told.channel().word())),
        Column::text("team", "The team that held the conversation last.", |r| {
            r.told.redacted(&r.told.conversation.state.team)
        }),
        Column::text("reviewer_id", "Who judged; empty where the source does not say.", |r| {
            text(r.told.of_desk(&r.review.reviewer_id))
        }),
        Column::text(
            "agent_id",
            "Who was judged: whom the review names, else who held the conversation then.",
            |r| text(r.told.of_desk(r.told.reviewed_agent(r.review))),
        ),
        Column::text("criterion", "The criterion, as the scorecard names it.", |r| {
            r.told.redacted(&r.review.criterion)
        }),
        Column::text("verdict", "met, missed or not_applicable.", |r| {
            r.review.verdict.and_then(|verdict| word(verdict.word()))
        }),
        Column::flag("is_met", "Whether it was met; empty where it was not applicable.", |r| {
            r.review.verdict.filter(|v| *v != Outcome::NotApplicable).map(|v| v == Outcome::Met)
        }),
        Column::flag(
            "is_calibration",
            "Whether reviewers judged it to compare each other: it counts in no agent's figures.",
            |r| Some(r.is_calibration()),
        ),
        Column::instant("reviewed_at", "When it was judged.", |r| r.review.reviewed_at),
        Column::instant(
            "counted_at",
            "The time it is filed under: judged, or opened where that is not told.",
            |r| r.review.reviewed_at.or(r.told.conversation.state.opened_at),
        ),
        Column::number("score", Unit::None, "Marks given, on the scorecard's own scale.", |r| {
            r.review.score
        }),
    ];
}
