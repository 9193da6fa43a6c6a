//! What the channels' view shows of waits: with those still open, and for lack of people.

use super::calls;
use super::cell::Cell;
use super::grid::{Grid, Line, numbers, words};
use super::inputs::{Inputs, ReportError};
use super::promised;
use super::weeks::{self, of_week};
use crate::charts::label;
use crate::metrics::unit;
use crate::model::Unit;

/// Times to first response and resolution with those still open, beside the naive ones.
pub(super) fn survival(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let say = inputs.say;
    let mut lines = Vec::new();
    for week in weeks::all(inputs.week) {
        for row in of_week(inputs.table("survival_weekly")?, week)? {
            let channel = row.text("channel")?.unwrap_or_default();
            let what = row.text("what")?.unwrap_or_default();
            let (all, done) = (row.number("km_count")?, row.number("naive_count")?);
            let with_all = |column| -> Result<Cell, ReportError> {
                let value = row.number(column)?;
                let cell = Cell::measured(say, value, Unit::Seconds, all, "conversations");
                let is_ahead = value.is_none() && cell.note == say.text("cell.not_known");
                Ok(if is_ahead { cell.noted(say.text("cell.not_come")) } else { cell })
            };
            let naive = |column| -> Result<Cell, ReportError> {
                let value = row.number(column)?;
                Ok(Cell::measured(say, value, Unit::Seconds, done, "over"))
            };
            let cells = vec![
                Cell::text(label::channel(&channel)),
                Cell::text(promised::name(inputs, &what)),
                with_all("km_median_seconds")?,
                naive("naive_median_seconds")?,
                with_all("km_p90_seconds")?,
                naive("naive_p90_seconds")?,
                Cell::count(say, row.number("censored_count")?),
            ];
            lines.push(Line::of_channel(channel, week, cells));
        }
    }
    Ok(Grid {
        id: "waits",
        heads: vec![
            words("channel"),
            words("until"),
            numbers("median", "censoring"),
            numbers("median_naive", ""),
            numbers("p90", "censoring"),
            numbers("p90_naive", ""),
            numbers("censored", "censoring"),
        ],
        lines,
        more: 0,
        is_sortable: true,
        table: "survival_weekly",
    }
    .with_all_last())
}

/// How much of a missed service level on the phone came from too few people; `None` where nobody
/// called.
pub(super) fn staffing(inputs: &Inputs<'_>) -> Result<Option<Grid>, ReportError> {
    if !calls::has_any(inputs)? {
        return Ok(None);
    }
    let say = inputs.say;
    let mut lines = Vec::new();
    for row in of_week(inputs.table("staffing_weekly")?, inputs.week)? {
        let calls = row.number("service_level_call_count")?;
        let share = |column: &str| -> Result<Cell, ReportError> {
            let part = row.number(column)?;
            Ok(Cell::measured(say, part, Unit::Share, calls, "calls").noted(""))
        };
        let missed = |column: &str| -> Result<Cell, ReportError> {
            Ok(match (share(column)?, row.number(column)?) {
                (cell, Some(gap)) if !cell.is_missing() => {
                    Cell { text: unit::change(gap, Unit::Share), ..cell }
                }
                (cell, _) => cell,
            })
        };
        let hours = unit::cell(row.number("hour_count")?, Unit::Count);
        lines.push(Line::new(vec![
            Cell::count(say, calls),
            share("promised_share")?,
            share("expected_share")?,
            share("service_level_share")?,
            missed("staffing_gap_share")?,
            missed("other_gap_share")?,
            Cell::count(say, row.number("short_hour_count")?)
                .noted(say.fill("cell.of", &[("n", &hours)])),
        ]));
    }
    Ok(Some(Grid {
        id: "staffing",
        heads: vec![
            numbers("calls", ""),
            numbers("goal", ""),
            numbers("expected", ""),
            numbers("in_time", "service_level"),
            numbers("people", ""),
            numbers("other", ""),
            numbers("short", ""),
        ],
        lines,
        more: 0,
        is_sortable: false,
        table: "staffing_weekly",
    }))
}

/// Each hour of the week on the phone: the people that were seen and those that were needed.
pub(super) fn hours(inputs: &Inputs<'_>) -> Result<Option<Grid>, ReportError> {
    if !calls::has_any(inputs)? {
        return Ok(None);
    }
    let say = inputs.say;
    let mut lines = Vec::new();
    for row in of_week(inputs.table("staffing")?, inputs.week)? {
        let (seen, needed) = (row.number("seen_agent_count")?, row.number("needed_agent_count")?);
        let is_short = matches!((seen, needed), (Some(seen), Some(needed)) if seen < needed);
        let hour = row.number("hour")?.unwrap_or(0.0);
        let day = row.number("weekday")?.unwrap_or(0.0);
        let name = row.text("weekday_name")?.unwrap_or_default();
        let calls = row.number("service_level_call_count")?;
        let at =
            Cell { order: Some(day * 24.0 + hour), ..Cell::text(format!("{name} {hour:02}:00")) };
        lines.push(Line::new(vec![
            at,
            Cell::count(say, calls),
            Cell::count(say, needed),
            Cell::count(say, seen).toned(if is_short { "bad" } else { "" }),
            Cell::known(say, row.number("expected_share")?, Unit::Share),
            Cell::measured(say, row.number("service_level_share")?, Unit::Share, calls, "calls"),
        ]));
    }
    Ok(Some(Grid {
        id: "staffing_hours",
        heads: vec![
            words("hour"),
            numbers("calls", ""),
            numbers("needed", ""),
            numbers("seen", ""),
            numbers("expected", ""),
            numbers("in_time", "service_level"),
        ],
        lines,
        more: 0,
        is_sortable: true,
        table: "staffing",
    })
    .filter(|grid| !grid.lines.is_empty()))
}
