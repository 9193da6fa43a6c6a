//! Reviews by people: what they found, how far they agree, and what they should read next.

use super::cell::Cell;
use super::coaching::criterion;
use super::grid::{Grid, Line, numbers, words};
use super::inputs::{Inputs, ReportError};
use super::weeks::{self, ends, of_week};
use crate::charts::{label, rows};
use crate::model::Unit;

/// The conversations that reviewers should read, by agent.
pub(super) fn reading(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let say = inputs.say;
    let mut lines = Vec::new();
    for row in rows(inputs.table("sampling_plan")?) {
        let text = |column: &str| row.text(column).map(Option::unwrap_or_default);
        let (team, channel) = (text("team")?, text("channel")?);
        let done = if row.is("is_reviewed")? { "reviews.read" } else { "reviews.unread" };
        let cells = vec![
            Cell::text(text("agent_name")?).noted(team.clone()),
            Cell::text(text("conversation_id")?),
            Cell::text(label::channel(&channel)),
            Cell::text(text("reason")?),
            Cell::known(say, row.number("inclusion_share")?, Unit::Share),
            Cell::known(say, row.number("window_precision_share")?, Unit::Share),
            Cell::text(say.text(done)),
        ];
        lines.push(Line {
            channel: Some(channel),
            team: Some(team).filter(|team| !team.is_empty()),
            ..Line::new(cells)
        });
    }
    Ok(Grid {
        id: "reading",
        heads: vec![
            words("agent"),
            words("conversation"),
            words("channel"),
            words("why"),
            numbers("chance", ""),
            numbers("precision", ""),
            words("state"),
        ],
        lines,
        more: 0,
        is_sortable: true,
        table: "sampling_plan",
    })
}

/// What reviewers found, by team and criterion, in the weeks that a reader may choose from.
pub(super) fn by_team(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    found(inputs, "reviewed", "reviews_by_team", 13)
}

/// What reviewers found in the reported week, by agent and criterion.
pub(super) fn by_agent(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    found(inputs, "reviewed_agents", "reviews", 1)
}

fn found(
    inputs: &Inputs<'_>,
    id: &'static str,
    table: &'static str,
    weeks: usize,
) -> Result<Grid, ReportError> {
    let say = inputs.say;
    let mut lines = Vec::new();
    for week in weeks::all(inputs.week).take(weeks) {
        for row in of_week(inputs.table(table)?, week)? {
            let team = row.text("team")?.unwrap_or_default();
            let who = match weeks {
                1 => Cell::text(row.text("agent_name")?.unwrap_or_default()).noted(team.clone()),
                _ => Cell::text(team.clone()),
            };
            let of = row.number("review_applicable_count")?;
            let cells = vec![
                who,
                criterion(&row.text("criterion")?.unwrap_or_default()),
                Cell::share(say, ends(row, "review_met")?, of, "reviews", None),
                Cell::count(say, row.number("review_count")?),
                Cell::count(say, row.number("review_not_applicable_count")?),
                Cell::count(say, row.number("calibration_count")?),
            ];
            lines.push(Line {
                team: Some(team).filter(|team| !team.is_empty()),
                week: (weeks > 1).then(|| week.monday()),
                ..Line::new(cells)
            });
        }
    }
    Ok(Grid {
        id,
        heads: vec![
            words(if weeks == 1 { "agent" } else { "team" }),
            words("criterion"),
            numbers("met", "reviews"),
            numbers("reviews", "reviews"),
            numbers("not_applicable", "reviews"),
            numbers("calibration", "reviews"),
        ],
        lines,
        more: 0,
        is_sortable: true,
        table,
    })
}

/// How far reviewers agree with each other and with the rubric.
pub(super) fn agreement(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let say = inputs.say;
    let mut lines = Vec::new();
    for row in rows(inputs.table("review_agreement")?) {
        let of = row.number("conversation_count")?;
        let reliability = |name: &str| -> Result<Cell, ReportError> {
            let cell = Cell::measured(say, row.number(name)?, Unit::Points, of, "conversations");
            let ends = (row.number(&format!("{name}_low"))?, row.number(&format!("{name}_high"))?);
            Ok(match ends {
                (Some(low), Some(high)) if !cell.is_missing() => {
                    let note = format!("{}, {}", label::span(low, high, Unit::Points), cell.note);
                    cell.noted(note)
                }
                _ => cell,
            })
        };
        let share = |name: &str, count, things| -> Result<Cell, ReportError> {
            Ok(Cell::measured(say, row.number(name)?, Unit::Share, count, things))
        };
        lines.push(Line::new(vec![
            criterion(&row.text("criterion")?.unwrap_or_default()),
            Cell::text(row.text("between")?.unwrap_or_default()),
            share("agreement_share", of, "conversations")?,
            reliability("alpha")?,
            reliability("ac2")?,
            share("missed_found_share", of, "conversations")?,
            share("missed_right_share", of, "conversations")?,
        ]));
    }
    Ok(Grid {
        id: "agreement",
        heads: vec![
            words("criterion"),
            words("between"),
            numbers("agree", "reviews"),
            numbers("alpha", "reviews"),
            numbers("ac2", "reviews"),
            numbers("found", "reviews"),
            numbers("right", "reviews"),
        ],
        lines,
        more: 0,
        is_sortable: true,
        table: "review_agreement",
    })
}
