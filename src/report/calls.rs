//! What the channels' view shows of calls.

use super::cell::Cell;
use super::grid::{Grid, Line, numbers, words};
use super::inputs::{Inputs, ReportError};
use super::weeks::{ends, find, of_week};
use crate::charts::Row;
use crate::metrics::unit;
use crate::model::{Channel, Unit};

/// Shares of calls: the measure, which also names its columns, and the column with the whole.
pub(super) const SHARES: [(&str, &str); 2] =
    [("service_level", "service_level_call_count"), ("abandonment", "queued_count")];

/// Times of calls: the measure and the beginning of its columns.
pub(super) const TIMES: [(&str, &str); 8] = [
    ("speed_of_answer", "speed_of_answer"),
    ("handle_time", "talk"),
    ("handle_time", "hold"),
    ("handle_time", "after_call_work"),
    ("handle_time", "handle"),
    ("speech", "overlap"),
    ("speech", "silence"),
    ("speech", "dead_air"),
];

/// The week's row of the phone; `None` where nobody called.
fn calls<'i>(inputs: &'i Inputs<'_>) -> Result<Option<Row<'i>>, ReportError> {
    let weekly = of_week(inputs.table("channel_weekly")?, inputs.week)?;
    let Some(row) = find(&weekly, &[("channel", Channel::Phone.word())])? else { return Ok(None) };
    let is_called = row.number("queued_count")? > Some(0.0);
    Ok(Some(row).filter(|_| is_called))
}

/// Whether anybody called in the week.
pub(super) fn has_any(inputs: &Inputs<'_>) -> Result<bool, ReportError> {
    Ok(calls(inputs)?.is_some())
}

fn line(cells: Vec<Cell>) -> Line {
    Line { channel: Some(Channel::Phone.word().to_owned()), ..Line::new(cells) }
}

/// How many calls were answered in time, and how many given up; `None` where nobody called.
pub(super) fn shares(inputs: &Inputs<'_>) -> Result<Option<Grid>, ReportError> {
    let Some(row) = calls(inputs)? else { return Ok(None) };
    let say = inputs.say;
    let mut lines = Vec::new();
    for (measure, whole) in SHARES {
        let share = Cell::share(say, ends(row, measure)?, row.number(whole)?, "calls", None);
        let note = if measure == "service_level" { level(inputs, &row)? } else { String::new() };
        let what = say.text(&format!("grid.calls.{measure}"));
        lines.push(line(vec![Cell::text(what).defined_by(measure).noted(note), share]));
    }
    Ok(Some(Grid {
        id: "calls",
        heads: vec![words("calls"), numbers("share", "")],
        lines,
        more: 0,
        is_sortable: false,
        table: "channel_weekly",
    }))
}

/// What the service level of the week's calls counts: within 30 s, without_abandoned_in_time.
fn level(inputs: &Inputs<'_>, calls: &Row<'_>) -> Result<String, ReportError> {
    let mut within = Vec::new();
    for hour in of_week(inputs.table("staffing")?, inputs.week)? {
        within.push(hour.number("promised_seconds")?);
    }
    within.dedup();
    let within = match *within.as_slice() {
        [Some(seconds)] => {
            inputs.say.fill("promise.within", &[("time", &unit::text(seconds, Unit::Seconds))])
        }
        _ => String::new(),
    };
    let variant = calls.text("service_level_variant")?.unwrap_or_default();
    let said = [within, variant].into_iter().filter(|part| !part.is_empty());
    Ok(said.collect::<Vec<_>>().join(", "))
}

/// How long calls took, as far as their logs and transcripts tell; `None` where they tell nothing.
pub(super) fn times(inputs: &Inputs<'_>) -> Result<Option<Grid>, ReportError> {
    let Some(row) = calls(inputs)? else { return Ok(None) };
    let say = inputs.say;
    let mut lines = Vec::new();
    for (measure, name) in TIMES {
        let number = |column: &str| row.number(&format!("{name}_{column}"));
        let count = number("count")?.filter(|count| *count > 0.0);
        if count.is_none() {
            continue;
        }
        let time = |value| {
            let cell = Cell::measured(say, value, Unit::Seconds, count, "calls");
            if cell.is_missing() { cell } else { cell.noted("") }
        };
        lines.push(line(vec![
            Cell::text(say.text(&format!("grid.call_times.{name}"))).defined_by(measure),
            time(number("median_seconds")?),
            time(number("p90_seconds")?),
            time(number("mean_seconds")?),
            Cell::count(say, count),
        ]));
    }
    Ok(Some(Grid {
        id: "call_times",
        heads: vec![
            words("time"),
            numbers("median", ""),
            numbers("p90", ""),
            numbers("mean", ""),
            numbers("calls", ""),
        ],
        lines,
        more: 0,
        is_sortable: false,
        table: "channel_weekly",
    })
    .filter(|grid| !grid.lines.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::{SHARES, TIMES};
    use crate::metrics;

    #[test]
    fn what_is_shown_is_measured() {
        let measures = SHARES.map(|(measure, _)| measure).into_iter();
        for measure in measures.chain(TIMES.map(|(measure, _)| measure)) {
            assert!(metrics::by_name(measure).is_some(), "{measure}");
        }
    }
}
