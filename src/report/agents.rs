//! Agents against their peers, with how sure that is.

use minijinja::{Value, context};
use polars::prelude::PolarsResult;

use super::cell::Cell;
use super::grid::Grid;
use super::inputs::{Inputs, ReportError};
use super::page::Page;
use crate::charts::{Row, agents_by_name, label, rows};
use crate::model::Unit;
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
        let table = inputs.table("agent_scores")?;
        let mut found = Vec::new();
        for (row, name) in agents_by_name(table)? {
            found.push(cells(row, name)?);
        }
        let span = rows(table).next().map(window).transpose()?.flatten();
        let grid = Grid {
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
            table: "agent_scores",
        };
        Ok(context! { figure => inputs.figure("agents")?, grid => grid.value(), span })
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
