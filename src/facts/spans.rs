//! One row per stretch of a conversation's life in one state.

use super::fact::{Column, Fact, text, word};
use super::life::{Dimension, Stretch};
use super::told::Told;

/// The `spans` fact.
pub struct Spans;

/// A stretch and the time that it took.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span<'a> {
    pub stretch: Stretch<'a>,
    /// By the clock and within the channel's hours; until the data's end where it lasts.
    pub seconds: (f64, f64),
}

/// A stretch of a conversation.
pub struct SpanRow<'a> {
    pub told: &'a Told<'a>,
    pub span: &'a Span<'a>,
}

impl Fact for Spans {
    type Row<'a> = SpanRow<'a>;
    const NAME: &'static str = "spans";
    const ABOUT: &'static str = "One stretch of a conversation's life in one state. The stretches of \
        one dimension follow each other without a gap and add up to the conversation's life: from \
        its opening to its last resolution, or to what was still done after that (closing it, the \
        work after a call), or to the data's end. A conversation has the dimensions that its \
        export tells of, so none of its status where nothing tells of that; one that was resolved \
        nobody knows when has none at all.";
    const GRAIN: &'static [&'static str] = &["conversation_id", "dimension", "began_at"];
    const COLUMNS: &'static [Column<Self>] = &[
        Column::diverse_text("conversation_id", "The conversation.", |r| text(&r.told.key)),
        Column::text("channel", "The conversation's channel.", |r| word(r.told.channel().word())),
        Column::text(
            "dimension",
            "status; queue: until a person took it, and after; owner; of a call hold and wrap_up.",
            |r| word(r.span.stretch.dimension.word()),
        ),
        Column::text(
            "value",
            "Of status new, open, pending, on_hold, solved, closed or unknown; of queue waiting or \
             held; of owner an agent's (or team's) id, empty while nobody of the desk held it; of hold on_hold \
             or off_hold; of wrap_up before, during or after.",
            |r| match r.span.stretch.dimension {
                Dimension::Owner => r.told.owner(r.span.stretch.value),
                _ => text(r.span.stretch.value),
            },
        ),
        Column::instant("began_at", "When it began.", |r| Some(r.span.stretch.began_at)),
        Column::instant("ended_at", "When it ended; empty while it lasts.", |r| {
            Some(r.span.stretch.ended_at).filter(|_| !r.span.stretch.is_open)
        }),
        Column::seconds("elapsed_seconds", "Its length, to the data's end while it lasts.", |r| {
            Some(r.span.seconds.0)
        }),
        Column::seconds("business_seconds", "The same, within the channel's hours.", |r| {
            Some(r.span.seconds.1)
        }),
        Column::flag("is_open", "Whether it lasted at the data's end.", |r| {
            Some(r.span.stretch.is_open)
        }),
    ];
}
