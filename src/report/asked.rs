//! What may bend agents' feedback: who was asked, who answered, and what the silent could change.

use super::cell::Cell;
use super::grid::{Grid, Line, numbers, words};
use super::inputs::{Inputs, ReportError};
use crate::charts::{agents_by_name, label};
use crate::metrics::unit;
use crate::model::Unit;

/// Each agent's response rate, its association with outcomes, bounds and notes.
pub(super) fn by_agent(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let say = inputs.say;
    let mut lines = Vec::new();
    for (row, agent) in agents_by_name(inputs.table("agent_feedback")?)? {
        let (asked, answered) = (row.number("asked_count")?, row.number("answered_count")?);
        let satisfied =
            Cell::measured(say, row.number("satisfied_share")?, Unit::Share, answered, "ratings");
        let bounds = (row.number("satisfied_least_share")?, row.number("satisfied_most_share")?);
        let bounds = match bounds {
            (Some(least), Some(most)) if !satisfied.is_missing() => Cell {
                order: Some(least),
                is_number: true,
                ..Cell::text(label::span(least, most, Unit::Share))
            },
            _ => Cell::missing(""),
        };
        let two = |of: &str| -> Result<Cell, ReportError> {
            let parts = [
                row.number(&format!("{of}_of_good_share"))?,
                row.number(&format!("{of}_of_bad_share"))?,
            ];
            Ok(match parts {
                [Some(good), Some(bad)] => {
                    let [good_text, bad] = [good, bad].map(|share| unit::text(share, Unit::Share));
                    let text = say.fill("feedback.against", &[("good", &good_text), ("bad", &bad)]);
                    Cell { order: Some(good), is_number: true, ..Cell::text(text) }
                }
                _ => Cell::missing(""),
            })
        };
        let elsewhere = unit::cell(row.number("elsewhere_satisfied_count")?, Unit::Count);
        let team = row.text("team")?.filter(|team| !team.is_empty());
        lines.push(Line {
            team: team.clone(),
            ..Line::new(vec![
                Cell::text(agent).noted(team.unwrap_or_default()),
                Cell::measured(say, row.number("response_share")?, Unit::Share, asked, "offered"),
                satisfied,
                bounds,
                two("asked")?,
                two("answered")?,
                Cell::count(say, row.number("elsewhere_count")?)
                    .noted(say.fill("feedback.of_them_satisfied", &[("n", &elsewhere)])),
                Cell::text(row.text("note")?.unwrap_or_default()),
            ])
        });
    }
    Ok(Grid {
        id: "asked",
        is_sortable: true,
        heads: vec![
            words("agent"),
            numbers("response", "csat"),
            numbers("satisfied", "csat"),
            numbers("bounds", ""),
            numbers("asked", ""),
            numbers("answered", ""),
            numbers("elsewhere", ""),
            words("note"),
        ],
        lines,
        more: 0,
        table: "agent_feedback",
    })
}
