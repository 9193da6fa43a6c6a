//! Agents against their peers, with how sure that is; what they promised, and what was judged.

use std::collections::BTreeMap;

use minijinja::{Value, context};
use polars::prelude::{DataFrame, PolarsResult};

use super::agent_pages;
use super::cell::Cell;
use super::grid::{Grid, Line, numbers, words};
use super::inputs::{Inputs, ReportError};
use super::page::Page;
use super::promised;
use super::weeks::ends;
use crate::charts::{Row, agents_by_name, label, rows};
use crate::metrics::unit;
use crate::model::Unit;
use crate::scores::Dimension;
use crate::stats::Verdict;

/// Agents by name.
pub struct Agents;

impl Page for Agents {
    fn name(&self) -> &'static str {
        "agents"
    }

    fn template(&self) -> &'static str {
        include_str!("agents.html")
    }

    fn filters(&self) -> &'static [&'static str] {
        &["channel", "team"]
    }

    fn content(&self, inputs: &Inputs<'_>) -> Result<Value, ReportError> {
        let table = inputs.table("agent_scorecard")?;
        Ok(context! {
            figure => inputs.figure("agents")?,
            grid => scores(inputs, table)?.value(inputs),
            promises => promised::by_whom(inputs, true)?.value(inputs),
            quality => quality(inputs)?.value(inputs),
            span => rows(table).next().map(window).transpose()?.flatten(),
            made_of => made_of(table)?,
        })
    }
}

fn scores(inputs: &Inputs<'_>, table: &DataFrame) -> Result<Grid, ReportError> {
    let mut lines = Vec::new();
    for (row, name) in agents_by_name(table)? {
        lines.push(Line {
            team: row.text("team")?.filter(|team| !team.is_empty()),
            channel: row.text("peer_group")?,
            ..Line::new(cells(inputs, row, name)?)
        });
    }
    Ok(Grid {
        id: "scores",
        // By name, and in no other order: a table that sorts by score is a ranking.
        is_sortable: false,
        heads: vec![
            words("agent"),
            words("peers"),
            words("verdict"),
            numbers("score", ""),
            numbers("own", ""),
            numbers("resolved", "resolution"),
            numbers("satisfied", "csat"),
            numbers("replies", ""),
        ],
        lines,
        more: 0,
        table: "agent_scorecard",
    })
}

/// What the rubric found in each agent's conversations.
fn quality(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let say = inputs.say;
    let mut lines = Vec::new();
    for row in rows(inputs.table("quality_by_agent")?) {
        let team = row.text("team")?.unwrap_or_default();
        let judged = row.number("scored_judged_count")?;
        let missed = row.number("critical_missed_count")?;
        let cells = vec![
            Cell::text(row.text("agent_name")?.unwrap_or_default()).noted(team.clone()),
            Cell::measured(say, row.number("quality_share")?, Unit::Share, judged, "judged"),
            Cell::share(say, ends(row, "scored_met")?, judged, "judged", None),
            Cell::count(say, missed).toned(if missed > Some(0.0) { "bad" } else { "" }),
            Cell::count(say, row.number("descriptive_judged_count")?),
        ];
        lines.push(Line {
            team: Some(team).filter(|team| !team.is_empty()),
            order: 0.0,
            ..Line::new(cells)
        });
    }
    lines.sort_by_key(|line| line.cells.first().map(|cell| cell.text.clone()));
    Ok(Grid {
        id: "quality_by_agent",
        is_sortable: false,
        heads: vec![
            words("agent"),
            numbers("quality", "quality"),
            numbers("met", "quality"),
            numbers("critical", "quality"),
            numbers("described", "quality"),
        ],
        lines,
        more: 0,
        table: "quality_by_agent",
    })
}

/// The days that scores look back on: 17 Aug to 15 Nov.
fn window(row: Row<'_>) -> PolarsResult<Option<Value>> {
    let ends = (row.day("window_from_on")?, row.day("window_to_on")?);
    Ok(match ends {
        (Some(from), Some(to)) => {
            Some(context! { first => label::day(from), last => label::day(to) })
        }
        _ => None,
    })
}

/// For each group of peers, what their scores are made of: Chat: feedback 60 %, speed 40 %.
fn made_of(table: &DataFrame) -> PolarsResult<Vec<String>> {
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows(table) {
        if row.number("score")?.is_none() {
            continue;
        }
        let mut parts = Vec::new();
        for dimension in Dimension::ALL {
            let word = dimension.word();
            let part = row.number(&format!("{word}_weight_share"))?.unwrap_or(0.0);
            if part > 0.0 {
                parts.push(format!("{word} {}", unit::text(part, Unit::Share)));
            }
        }
        let group = row.text("peer_group")?.unwrap_or_default();
        let made = parts.join(", ");
        let known = groups.entry(label::channel(&group)).or_default();
        if !known.contains(&made) {
            known.push(made);
        }
    }
    let group = |(name, made): (String, Vec<String>)| format!("{name}: {}", made.join("; "));
    Ok(groups.into_iter().map(group).collect())
}

/// `good` above the peers, `bad` below, else empty.
pub(super) fn tone(verdict: &str) -> &'static str {
    match Verdict::named(verdict) {
        Some(Verdict::ClearlyAbove | Verdict::LikelyAbove) => "good",
        Some(Verdict::ClearlyBelow | Verdict::LikelyBelow) => "bad",
        _ => "",
    }
}

fn cells(inputs: &Inputs<'_>, row: Row<'_>, name: String) -> PolarsResult<Vec<Cell>> {
    let say = inputs.say;
    let verdict = row.text("verdict")?.unwrap_or_else(|| Verdict::TooFewToSay.to_string());
    let tone = tone(&verdict);
    let score = (row.number("score")?, row.number("score_low")?, row.number("score_high")?);
    let score = match score {
        (Some(score), Some(low), Some(high)) => {
            Cell::known(say, Some(score), Unit::Score).noted(label::span(low, high, Unit::Score))
        }
        _ => Cell::missing(""),
    };
    let share = |value: &str, count: &str, things: &str| -> PolarsResult<Cell> {
        Ok(Cell::measured(say, row.number(value)?, Unit::Share, row.number(count)?, things))
    };
    let own = match row.number("reliability_share")? {
        None => Cell::missing(""),
        share => Cell::known(say, share, Unit::Share),
    };
    Ok(vec![
        Cell::text(name)
            .noted(row.text("team")?.unwrap_or_default())
            .opening(agent_pages::file(&row.text("agent_id")?.unwrap_or_default())),
        Cell::text(label::channel(&row.text("peer_group")?.unwrap_or_default())),
        Cell::text(verdict).noted(row.text("reason")?.unwrap_or_default()).toned(tone),
        score,
        own,
        share("resolution_share", "resolution_count", "conversations")?,
        share("feedback_share", "feedback_count", "ratings")?,
        Cell::count(say, row.number("speed_count")?),
    ])
}
