//! One row per rating of a conversation, given or only offered.

use super::definitions;
use super::fact::{Column, Fact, text, word};
use super::told::Told;
use crate::model::{Rating, Unit};

/// The `ratings` fact.
pub struct Ratings;

/// A rating of a conversation.
pub struct RatingRow<'a> {
    pub told: &'a Told<'a>,
    pub rating: &'a Rating<'a>,
}

/// A mark on the scale from 1 to 5; `None` where it lies outside of its own scale.
pub fn on_five(score: f64, min: Option<f64>, max: Option<f64>) -> Option<f64> {
    let (min, max) = (min.unwrap_or(1.0), max.unwrap_or(5.0));
    let is_inside = min < max && (min..=max).contains(&score);
    is_inside.then(|| 1.0 + 4.0 * (score - min) / (max - min))
}

/// A rating's mark on the scale from 1 to 5.
pub(super) fn points(rating: &Rating<'_>) -> Option<f64> {
    on_five(rating.score?, rating.scale_min, rating.scale_max)
}

impl RatingRow<'_> {
    /// Under the run's rule; `None` where it does not count the rating.
    fn is_satisfied(&self) -> Option<bool> {
        self.told.rules.definition.is_satisfied(self.told, self.rating)
    }
}

impl Fact for Ratings {
    type Row<'a> = RatingRow<'a>;
    const NAME: &'static str = "ratings";
    const ABOUT: &'static str = "One rating of a conversation, given or only offered.";
    const GRAIN: &'static [&'static str] = &["conversation_id", "rated_agent_id"];
    const COLUMNS: &'static [Column<Self>] = &[
        Column::diverse_text("conversation_id", "The conversation.", |r| text(&r.told.key)),
        Column::text("channel", "The conversation's channel.", |r| word(r.told.channel().word())),
        Column::text("rated_agent_id", "Whom the source names as rated.", |r| {
            text(r.told.of_desk(&r.rating.agent_id))
        }),
        Column::text("agent_id", "Who is credited: whom it names, else who held it then.", |r| {
            text(r.told.of_desk(r.told.rated_agent(r.rating)))
        }),
        Column::instant("offered_at", "When the customer was asked.", |r| r.rating.offered_at),
        Column::instant("rated_at", "When the customer answered.", |r| {
            r.rating.rated_at.filter(|_| r.rating.score.is_some())
        }),
        Column::instant(
            "counted_at",
            "The time it is filed under: rated, offered, or opened.",
            |r| r.rating.rated_at.or(r.rating.offered_at).or(r.told.conversation.state.opened_at),
        ),
        Column::number("score", Unit::None, "The mark as given, on its own scale.", |r| {
            r.rating.score
        }),
        Column::number(
            "points",
            Unit::Points,
            "The mark on the scale from 1 to 5; empty where the run's rule does not count it.",
            |r| points(r.rating).filter(|_| r.is_satisfied().is_some()),
        ),
        Column::flag(
            "is_satisfied",
            "Whether it is a satisfied one under the run's rule: by ours, one in the top two \
             fifths of the scale.",
            |r| r.is_satisfied(),
        ),
        Column::text("counted_by", "The rules that count it, joined by commas.", |r| {
            definitions::named(|rule| rule.is_satisfied(r.told, r.rating).is_some())
        }),
        Column::text("satisfied_by", "The rules by which it is a satisfied one.", |r| {
            definitions::named(|rule| rule.is_satisfied(r.told, r.rating) == Some(true))
        }),
    ];
}
