//! Agents against their peers, with how sure that is.

use std::collections::BTreeMap;

use minijinja::{Value, context};
use polars::prelude::{DataFrame, PolarsResult};

use super::cell::Cell;
use super::grid::Grid;
use super::inputs::{Inputs, ReportError};
use super::page::Page;
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

    fn title(&self) -> &'static str {
        "Agents"
    }

    fn template(&self) -> &'static str {
        include_str!("agents.html")
    }

    fn content(&self, inputs: &Inputs<'_>) -> Result<Value, ReportError> {
        let table = inputs.table("agent_scorecard")?;
        let mut found = Vec::new();
        for (row, name) in agents_by_name(table)? {
            found.push(cells(row, name)?);
        }
        let span = rows(table).next().map(window).transpose()?.flatten();
        let grid = Grid {
            is_sortable: false,
            caption: "Agents by name",
            columns: vec![
                ("Agent", false),
                ("Peers", false),
                ("Verdict", false),
                ("Score", true),
                ("Own evidence", true),
                ("Resolved", true),
                ("Satisfied", true),
                ("Replies", true),
            ],
            rows: found,
            more: 0,
            nothing: "no agent is credited with anything in these weeks",
            table: "agent_scorecard",
        };
        let made_of = made_of(table)?;
        Ok(context! { figure => inputs.figure("agents")?, grid => grid.value(), span, made_of })
    }
}

/// The days that scores look back on: 17 Aug to 15 Nov.
fn window(row: Row<'_>) -> PolarsResult<Option<String>> {
    let ends = (row.day("window_from_on")?, row.day("window_to_on")?);
    Ok(match ends {
        (Some(from), Some(to)) => Some(format!("{} to {}", label::day(from), label::day(to))),
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
    let group = |(name, made): (String, Vec<String>)| format!("{name}: {}", made.join("; or "));
    Ok(groups.into_iter().map(group).collect())
}

fn cells(row: Row<'_>, name: String) -> PolarsResult<Vec<Cell>> {
    let verdict = row.text("verdict")?.unwrap_or_else(|| Verdict::TooFewToSay.to_string());
    let is = |verdicts: [Verdict; 2]| verdicts.iter().any(|one| one.text() == verdict);
    let tone = match () {
        () if is([Verdict::ClearlyAbove, Verdict::LikelyAbove]) => "good",
        () if is([Verdict::ClearlyBelow, Verdict::LikelyBelow]) => "bad",
        () => "",
    };
    let score = (row.number("score")?, row.number("score_low")?, row.number("score_high")?);
    let score = match score {
        (Some(score), Some(low), Some(high)) => {
            Cell::known(Some(score), Unit::Score).noted(label::span(low, high, Unit::Score))
        }
        _ => Cell::missing(""),
    };
    let share = |value: &str, count: &str, things: &str| -> PolarsResult<Cell> {
        Ok(Cell::measured(row.number(value)?, Unit::Share, row.number(count)?, things))
    };
    let own = match row.number("reliability_share")? {
        None => Cell::missing(""),
        share => Cell::known(share, Unit::Share),
    };
    Ok(vec![
        Cell::text(name).noted(row.text("team")?.unwrap_or_default()),
        Cell::text(label::channel(&row.text("peer_group")?.unwrap_or_default())),
        Cell { tone, ..Cell::text(verdict).noted(row.text("reason")?.unwrap_or_default()) },
        score,
        own,
        share("resolution_share", "resolution_count", "conversations")?,
        share("feedback_share", "feedback_count", "ratings")?,
        Cell::count(row.number("speed_count")?),
    ])
}
