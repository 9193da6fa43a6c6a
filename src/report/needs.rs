//! What to coach in whom, who could, and the conversations that show it.

use super::agent_pages;
use super::cell::Cell;
use super::grid::{Grid, Line, numbers, words};
use super::inputs::{Inputs, ReportError};
use crate::charts::{label, rows};
use crate::metrics::unit;
use crate::model::Unit;

/// Needs and strengths of agents and whole teams, the surest first.
pub(super) fn findings(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let say = inputs.say;
    let mut lines = Vec::new();
    for row in rows(inputs.table("coaching_needs")?) {
        let text = |column: &str| row.text(column).map(Option::unwrap_or_default);
        let is_need = text("side")? == "need";
        let team = text("team")?;
        let who = match text("whose")?.as_str() {
            "team" => Cell::text(team.clone()).noted(say.text("coaching.whole_team")),
            _ => Cell::text(text("agent_name")?)
                .noted(team.clone())
                .opening(agent_pages::file(&text("agent_id")?)),
        };
        let side = if is_need { "coaching.need" } else { "coaching.strength" };
        let (share, count) = (row.number("own_share")?, row.number("case_count")?);
        let mentor = match row.text("mentor_name")? {
            Some(name) => Cell::text(name),
            None if is_need => Cell::missing(say.text("coaching.no_mentor")),
            None => Cell::text(""),
        };
        let cells = vec![
            who,
            Cell::text(say.text(side)).toned(if is_need { "bad" } else { "good" }),
            Cell::text(text("words")?),
            Cell::measured(say, share, Unit::Share, count, "cases"),
            Cell::known(say, row.number("expected_share")?, Unit::Share),
            gap([row.number("gap")?, row.number("gap_low")?, row.number("gap_high")?]),
            Cell::known(say, row.number("probability_share")?, Unit::Share),
            mentor,
        ];
        lines.push(Line {
            team: Some(team).filter(|team| !team.is_empty()),
            channel: row.text("skill_channel")?,
            ..Line::new(cells)
        });
    }
    Ok(Grid {
        id: "findings",
        is_sortable: true,
        heads: vec![
            words("whose"),
            words("side"),
            words("what"),
            numbers("own", ""),
            numbers("expected", ""),
            numbers("gap", ""),
            numbers("sure", ""),
            words("mentor"),
        ],
        lines,
        more: 0,
        table: "coaching_needs",
    })
}

/// A gap between shares in percentage points, with its interval.
pub(super) fn gap([value, low, high]: [Option<f64>; 3]) -> Cell {
    let (Some(value), Some(low), Some(high)) = (value, low, high) else { return Cell::missing("") };
    let points = |gap: f64| unit::change(gap, Unit::Share);
    Cell { order: Some(value), is_number: true, ..Cell::text(points(value)) }.noted(format!(
        "{} – {}",
        points(low),
        points(high)
    ))
}

/// Conversations that show each finding.
pub(super) fn evidence(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let say = inputs.say;
    let mut lines = Vec::new();
    for row in rows(inputs.table("coaching_evidence")?) {
        let text = |column: &str| row.text(column).map(Option::unwrap_or_default);
        let (team, skill) = (text("team")?, text("skill")?.replace('_', " "));
        let channel = row.text("skill_channel")?;
        let side = if text("side")? == "need" { "coaching.need" } else { "coaching.strength" };
        let about = channel.as_deref().map(label::channel).unwrap_or_default();
        let opened = row.instant("opened_at")?.map(|at| unit::instant(at, inputs.zone));
        let message = row.number("message_number")?;
        let message = match message {
            Some(number) => Cell::count(say, Some(number)).noted(text("text")?),
            None => Cell::text(""),
        };
        let cells = vec![
            Cell::text(text("agent_name")?)
                .noted(team.clone())
                .opening(agent_pages::file(&text("agent_id")?)),
            Cell::text(skill).noted(about),
            Cell::text(say.text(side)),
            Cell::text(text("conversation_id")?).noted(opened.unwrap_or_default()),
            message,
        ];
        lines.push(Line {
            team: Some(team).filter(|team| !team.is_empty()),
            channel,
            ..Line::new(cells)
        });
    }
    Ok(Grid {
        id: "evidence",
        is_sortable: true,
        heads: vec![
            words("agent"),
            words("skill"),
            words("side"),
            words("conversation"),
            numbers("message", ""),
        ],
        lines,
        more: 0,
        table: "coaching_evidence",
    })
}
