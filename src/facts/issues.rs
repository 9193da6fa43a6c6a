//! The ledger: one row per record dropped, mended or guessed at.

use super::fact::{Column, Fact, text, word};
use crate::model::{Effect, IssueKind, RecordKind};

/// The `issues` fact.
pub struct Issues;

/// An entry with its place in words.
pub struct IssueRow<'a> {
    pub file: &'a str,
    /// What `at` counts.
    pub unit: &'static str,
    /// From 1.
    pub at: i64,
    pub record: RecordKind,
    pub field: &'static str,
    pub kind: IssueKind,
    pub effect: Effect,
    pub seen: &'a str,
}

impl Fact for Issues {
    type Row<'a> = IssueRow<'a>;
    const NAME: &'static str = "issues";
    const ABOUT: &'static str = "One record (or field) that was dropped, mended or guessed at.";
    const GRAIN: &'static [&'static str] = &[];
    const COLUMNS: &'static [Column<Self>] = &[
        Column::text("file", "The file, as the input names it.", |r| text(r.file)),
        Column::text("place_unit", "What the place counts: line, row, message, …", |r| {
            word(r.unit)
        }),
        Column::count("place", "Where in the file, from 1.", |r| Some(r.at)),
        Column::text("record", "Kind of record.", |r| word(r.record.word())),
        Column::text("field", "The field; empty where the whole record is meant.", |r| {
            text(r.field)
        }),
        Column::text("kind", "What was noticed.", |r| word(r.kind.word())),
        Column::text("effect", "dropped, emptied (the field) or kept.", |r| word(r.effect.word())),
        Column::flag("is_bad", "Whether it counts against the run's tolerance.", |r| {
            Some(r.kind.is_bad())
        }),
        Column::text("seen", "What stood there, without what could name a customer.", |r| {
            text(r.seen)
        }),
    ];
}
