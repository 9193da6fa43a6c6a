//! What customers asked about: how much of each, whether that moved, and how each fared.

use minijinja::{Value, context};

use super::cell::Cell;
use super::grid::{Grid, Line, numbers, words};
use super::inputs::{Inputs, ReportError};
use super::page::Page;
use super::weeks::{self, ends, find, number, of_week};
use crate::charts::{label, rows};
use crate::metrics::unit;
use crate::model::Unit;
use crate::tables::ALL_CHANNELS;

/// Topics by volume.
pub struct Topics;

/// The word of `topics_weekly` for all topics of a family together.
const WHOLE: &str = "all";

impl Page for Topics {
    fn name(&self) -> &'static str {
        "topics"
    }

    fn template(&self) -> &'static str {
        include_str!("topics.html")
    }

    fn filters(&self) -> &'static [&'static str] {
        &["channel", "topic", "week"]
    }

    fn content(&self, inputs: &Inputs<'_>) -> Result<Value, ReportError> {
        Ok(context! {
            figure => inputs.figure("topics")?,
            families => families(inputs)?.value(inputs),
            drift => drift(inputs)?.value(inputs),
            inside => inside(inputs)?.value(inputs),
            fared => fared(inputs)?.value(inputs),
            agree => agree(inputs)?.value(inputs),
            found => found(inputs)?.value(inputs),
        })
    }
}

/// What a family or a topic is called.
pub(super) fn name(inputs: &Inputs<'_>, word: &str) -> String {
    let known = inputs.say.find(&format!("topic.{word}"));
    known.map_or_else(|| word.replace('_', " "), str::to_owned)
}

/// A change of a number of things since the week before.
fn change(inputs: &Inputs<'_>, now: Option<f64>, before: Option<f64>) -> Cell {
    match (now, before) {
        (Some(now), Some(before)) => Cell {
            text: unit::change(now - before, Unit::Count),
            order: Some(now - before),
            is_number: true,
            ..Cell::default()
        },
        _ => Cell::missing(inputs.say.text("cell.new")),
    }
}

/// Families of topics on each channel, in the weeks that a reader may choose from.
fn families(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let (say, table) = (inputs.say, inputs.table("topics_weekly")?);
    let mut lines = Vec::new();
    for week in weeks::all(inputs.week) {
        let before = of_week(table, week.minus(1))?;
        for row in of_week(table, week)? {
            let family = row.text("family")?.unwrap_or_default();
            let channel = row.text("channel")?.unwrap_or_default();
            if row.text("sub_topic")?.as_deref() != Some(WHOLE) {
                continue;
            }
            let keys = [("channel", channel.as_str()), ("family", &family), ("sub_topic", WHOLE)];
            let earlier = number(find(&before, &keys)?, "conversation_count")?;
            let count = row.number("conversation_count")?;
            let told = row.number("told_count")?;
            let topic = name(inputs, &family);
            let is_desk = channel == ALL_CHANNELS;
            let cells = vec![
                Cell::text(topic.clone()),
                Cell::text(label::channel(&channel)),
                Cell::count(say, count),
                change(inputs, count, earlier),
                Cell::share(say, ends(row, "topic")?, told, "told", None),
                Cell::count(say, row.number("mention_count")?),
            ];
            lines.push(Line {
                topic: Some(topic),
                channel: Some(channel),
                is_all: is_desk,
                needs_channel: !is_desk,
                week: Some(week.monday()),
                order: count.unwrap_or(0.0),
                ..Line::new(cells)
            });
        }
    }
    lines.sort_by(|a, b| b.week.cmp(&a.week).then(b.order.total_cmp(&a.order)));
    Ok(Grid {
        id: "families",
        heads: vec![
            words("topic"),
            words("channel"),
            numbers("opened", ""),
            numbers("change", ""),
            numbers("share", ""),
            numbers("mentioned", ""),
        ],
        lines,
        more: 0,
        is_sortable: true,
        table: "topics_weekly",
    })
}

/// Whether what customers ask about has moved by more than chance moves it.
fn drift(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let say = inputs.say;
    let mut lines = Vec::new();
    for week in weeks::all(inputs.week) {
        for row in of_week(inputs.table("topic_drift")?, week)? {
            let channel = row.text("channel")?.unwrap_or_default();
            let told = row.number("told_count")?;
            let index = row.number("stability_index")?;
            let is_moved = row.is("is_moved")?;
            let verdict = if is_moved { "topics.moved" } else { "topics.not_moved" };
            let verdict = match index {
                Some(_) => Cell::text(say.text(verdict)).toned(if is_moved { "bad" } else { "" }),
                None => Cell::missing(say.text("cell.nothing_before")),
            };
            let most = match row.text("most_moved_family")?.filter(|_| is_moved) {
                Some(family) => {
                    let shown = |column: &str| {
                        let share = row.number(column)?.map(|share| unit::text(share, Unit::Share));
                        Ok::<_, ReportError>(share.unwrap_or_default())
                    };
                    let before = shown("most_moved_previous_share")?;
                    let values =
                        [("before", before.as_str()), ("now", &shown("most_moved_share")?)];
                    Cell::text(name(inputs, &family)).noted(say.fill("topics.from_to", &values))
                }
                None => Cell::text(""),
            };
            let cells = vec![
                Cell::text(label::channel(&channel)),
                verdict,
                most,
                Cell::measured(say, index, Unit::Points, told, "told"),
                Cell::known(say, row.number("stability_by_chance")?, Unit::Points),
                Cell::count(say, told),
                Cell::count(say, row.number("previous_told_count")?),
            ];
            lines.push(Line::of_channel(channel, week, cells));
        }
    }
    Ok(Grid {
        id: "drift",
        heads: vec![
            words("channel"),
            words("verdict"),
            words("most_moved"),
            numbers("index", ""),
            numbers("by_chance", ""),
            numbers("told", ""),
            numbers("told_before", ""),
        ],
        lines,
        more: 0,
        is_sortable: true,
        table: "topic_drift",
    }
    .with_all_last())
}

/// The topics inside of the families, in the reported week.
fn inside(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let (say, table) = (inputs.say, inputs.table("topics_weekly")?);
    let before = of_week(table, inputs.week.minus(1))?;
    let mut lines = Vec::new();
    for row in of_week(table, inputs.week)? {
        let family = row.text("family")?.unwrap_or_default();
        let sub = row.text("sub_topic")?.unwrap_or_default();
        let channel = row.text("channel")?.unwrap_or_default();
        if sub == WHOLE {
            continue;
        }
        let keys = [("channel", channel.as_str()), ("family", &family), ("sub_topic", &sub)];
        let earlier = number(find(&before, &keys)?, "conversation_count")?;
        let count = row.number("conversation_count")?;
        let topic = name(inputs, &family);
        let is_desk = channel == ALL_CHANNELS;
        let cells = vec![
            Cell::text(name(inputs, &sub)).noted(topic.clone()),
            Cell::text(label::channel(&channel)),
            Cell::count(say, count),
            change(inputs, count, earlier),
            Cell::share(say, ends(row, "topic")?, row.number("told_count")?, "told", None),
        ];
        lines.push(Line {
            topic: Some(topic),
            channel: Some(channel),
            is_all: is_desk,
            needs_channel: !is_desk,
            order: count.unwrap_or(0.0),
            ..Line::new(cells)
        });
    }
    lines.sort_by(|a, b| b.order.total_cmp(&a.order));
    Ok(Grid {
        id: "inside",
        heads: vec![
            words("topic"),
            words("channel"),
            numbers("opened", ""),
            numbers("change", ""),
            numbers("share", ""),
        ],
        lines,
        more: 0,
        is_sortable: true,
        table: "topics_weekly",
    })
}

/// How the conversations of each of the vendors' categories fared.
fn fared(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let (say, table) = (inputs.say, inputs.table("topic_weekly")?);
    let mut lines = Vec::new();
    for week in weeks::all(inputs.week) {
        let before = of_week(table, week.minus(1))?;
        for row in of_week(table, week)? {
            let topic = row.text("topic")?.unwrap_or_default();
            let opened = row.number("conversation_count")?;
            let earlier = number(find(&before, &[("topic", &topic)])?, "conversation_count")?;
            let resolved = row.number("resolution_known_count")?;
            let replies = row.number("first_response_count")?;
            let cells = vec![
                Cell::text(topic.clone()),
                Cell::count(say, opened),
                change(inputs, opened, earlier),
                Cell::measured(
                    say,
                    row.number("first_response_median_seconds")?,
                    Unit::Seconds,
                    replies,
                    "replies",
                ),
                Cell::share(say, ends(row, "resolution")?, resolved, "conversations", None),
                Cell::share(say, ends(row, "csat")?, row.number("rating_count")?, "ratings", None),
            ];
            lines.push(Line {
                topic: Some(topic),
                week: Some(week.monday()),
                order: opened.unwrap_or(0.0),
                ..Line::new(cells)
            });
        }
    }
    lines.sort_by(|a, b| b.week.cmp(&a.week).then(b.order.total_cmp(&a.order)));
    Ok(Grid {
        id: "fared",
        heads: vec![
            words("category"),
            numbers("opened", "volume"),
            numbers("change", ""),
            numbers("first_response", "first_response"),
            numbers("resolved", "resolution"),
            numbers("satisfied", "csat"),
        ],
        lines,
        more: 0,
        is_sortable: true,
        table: "topic_weekly",
    })
}

/// How many conversations a topic is found for, and how far it is the vendor's category.
fn agree(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let say = inputs.say;
    let mut lines = Vec::new();
    for row in rows(inputs.table("topic_agreement")?) {
        let compared = row.number("compared_count")?;
        let figure = |column: &str| {
            let value = row.number(column)?;
            Ok::<_, ReportError>(Cell::measured(say, value, Unit::Points, compared, "compared"))
        };
        lines.push(Line::new(vec![
            Cell::text(row.text("method")?.unwrap_or_default()),
            Cell::share(say, ends(row, "found")?, row.number("told_count")?, "told", None),
            Cell::share(say, ends(row, "agreed")?, compared, "compared", None),
            figure("kappa")?,
            figure("macro_f1")?,
        ]));
    }
    let heads = ["found", "agreed", "kappa", "macro_f1"].map(|key| numbers(key, ""));
    Ok(Grid {
        id: "topics_agree",
        heads: [words("method")].into_iter().chain(heads).collect(),
        lines,
        more: 0,
        is_sortable: false,
        table: "topic_agreement",
    })
}

/// Where the conversations of each of the vendors' categories were mostly found to belong.
fn found(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let say = inputs.say;
    let mut lines = Vec::new();
    for row in rows(inputs.table("topic_quality")?) {
        if !row.is("is_most_found")? {
            continue;
        }
        let text = |column: &str| row.text(column).map(Option::unwrap_or_default);
        let of = row.number("label_count")?;
        lines.push(Line::new(vec![
            Cell::text(text("topic_label")?),
            Cell::text(text("method")?),
            Cell::text(name(inputs, &text("topic")?)),
            Cell::share(say, ends(row, "found")?, of, "conversations", None),
        ]));
    }
    Ok(Grid {
        id: "found",
        heads: vec![words("category"), words("method"), words("found"), numbers("share", "")],
        lines,
        more: 0,
        is_sortable: true,
        table: "topic_quality",
    })
}
