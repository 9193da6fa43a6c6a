//! One row per conversation and outcome under the rules: rules that agree share a row.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::{ALL, Counted, count};
use crate::facts::fact::{Column, Fact, text, word};
use crate::facts::promised::TargetTime;
use crate::facts::told::Told;
use crate::model::Instant;

/// The `definitions` fact.
pub struct Compared;

/// What some rules say of a conversation, in the time that each of them shows.
#[derive(Clone, Copy)]
pub struct ComparedRow<'a> {
    told: &'a Told<'a>,
    /// One bit for each rule of [`ALL`].
    rules: usize,
    outcome: Outcome,
}

/// What can differ between rules.
#[derive(Clone, Copy, PartialEq)]
struct Outcome {
    is_counted: bool,
    is_resolved: Option<bool>,
    response: Option<(Instant, f64)>,
    resolution: Option<(Instant, f64)>,
}

impl<'a> ComparedRow<'a> {
    /// What its rules say, and the time that they show.
    pub fn counted(&self) -> (Counted<'a>, TargetTime) {
        let first = ALL.get(self.rules.trailing_zeros() as usize);
        let definition = first.copied().unwrap_or_else(super::ours);
        (count(definition, self.told), definition.time())
    }
}

/// The rows of a conversation: one for each outcome that any rule gives.
pub fn compare<'a>(told: &'a Told<'a>) -> Vec<ComparedRow<'a>> {
    let mut rows: Vec<ComparedRow<'a>> = Vec::with_capacity(2);
    for (place, definition) in ALL.iter().enumerate() {
        let outcome = outcome(told, count(*definition, told), definition.time());
        match rows.iter_mut().find(|row| row.outcome == outcome) {
            Some(row) => row.rules |= 1 << place,
            None => rows.push(ComparedRow { told, rules: 1 << place, outcome }),
        }
    }
    rows
}

fn outcome(told: &Told<'_>, counted: Counted<'_>, time: TargetTime) -> Outcome {
    let seconds = |span: super::Period| (span.to, told.seconds(time, span.from, span.to));
    Outcome {
        is_counted: counted.is_counted,
        is_resolved: counted.is_resolved,
        response: counted.response.map(|response| seconds(response.span)),
        resolution: counted.resolution.map(seconds),
    }
}

/// The names of some rules, joined by commas; `rules` has one bit for each of [`ALL`].
pub fn names(rules: usize) -> Option<Cow<'static, str>> {
    static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
        let of = |rules: usize| {
            let named = ALL.iter().enumerate().filter(|(place, _)| rules >> place & 1 == 1);
            named.map(|(_, definition)| definition.name()).collect::<Vec<_>>().join(",")
        };
        (0..1 << ALL.len()).map(of).collect()
    });
    text(NAMES.get(rules)?)
}

impl Fact for Compared {
    type Row<'a> = ComparedRow<'a>;
    const NAME: &'static str = "definitions";
    const ABOUT: &'static str = "One conversation as some rules count it, each in the time that it shows; rules that agree \
         share a row. Empty in a run that does not publish the table of that name.";
    const GRAIN: &'static [&'static str] = &["conversation_id", "rules"];
    const COLUMNS: &'static [Column<Self>] = &[
        Column::diverse_text("conversation_id", "The conversation.", |r| text(&r.told.key)),
        Column::text("channel", "The conversation's channel.", |r| word(r.told.channel().word())),
        Column::text("rules", "The rules that say so, joined by commas.", |r| names(r.rules)),
        Column::instant("opened_at", "When the conversation was opened.", |r| {
            r.told.conversation.state.opened_at
        }),
        Column::flag("is_counted", "Whether they count the conversation at all.", |r| {
            Some(r.outcome.is_counted)
        }),
        Column::instant("first_response_at", "When the first response was given.", |r| {
            r.outcome.response.map(|(at, _)| at)
        }),
        Column::seconds("first_response_seconds", "Time to it.", |r| {
            r.outcome.response.map(|(_, seconds)| seconds)
        }),
        Column::flag("is_resolved", "Whether it is resolved; empty where nothing says.", |r| {
            r.outcome.is_resolved
        }),
        Column::instant("resolved_at", "When it was last resolved, if it stayed so.", |r| {
            r.outcome.resolution.map(|span| span.0)
        }),
        Column::seconds("resolve_seconds", "Time to that.", |r| {
            r.outcome.resolution.map(|(_, seconds)| seconds)
        }),
    ];
}
