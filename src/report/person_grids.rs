//! The tables on the page of one agent.

use polars::prelude::PolarsResult;

use super::agent_pages::Person;
use super::agents::tone;
use super::cell::Cell;
use super::coaching::criterion;
use super::command::measure;
use super::grid::{Grid, Line, numbers, words};
use super::inputs::{Inputs, ReportError};
use super::topics::name;
use super::weeks::ends;
use crate::charts::{Row, label};
use crate::metrics::unit;
use crate::model::Unit;
use crate::scores::Dimension;
use crate::words::Words;

/// Most rows of topics and of criteria.
const MOST: usize = 16;

/// Each dimension: what is believed, what peers have, and what it rests on.
pub(super) fn dimensions(inputs: &Inputs<'_>, person: &Person<'_>) -> Result<Grid, ReportError> {
    let mut lines = Vec::new();
    for dimension in Dimension::ALL {
        for row in person.rows("agent_dimensions") {
            if row.text("dimension")?.as_deref() == Some(dimension.word()) {
                let cells = of_dimension(inputs.say, dimension, *row, latest(person, dimension)?)?;
                lines.push(Line::new(cells));
            }
        }
    }
    Ok(Grid {
        id: "person_dimensions",
        heads: vec![
            words("dimension"),
            words("verdict"),
            numbers("shrunk", ""),
            numbers("peers", ""),
            numbers("own", ""),
            numbers("expected", ""),
            numbers("evidence", ""),
            numbers("week", ""),
        ],
        lines,
        more: 0,
        is_sortable: false,
        table: "agent_dimensions",
    })
}

/// The row of the reported week; `None` where it has no cases, and while nobody can tell.
fn latest<'a>(person: &Person<'a>, dimension: Dimension) -> PolarsResult<Option<Row<'a>>> {
    for row in person.rows("agent_dimensions_weekly") {
        let is_own = row.text("dimension")?.as_deref() == Some(dimension.word());
        if is_own && row.is("is_report_week")? {
            return Ok(Some(*row));
        }
    }
    Ok(None)
}

fn of_dimension(
    say: &Words,
    dimension: Dimension,
    row: Row<'_>,
    latest: Option<Row<'_>>,
) -> PolarsResult<Vec<Cell>> {
    let word = dimension.word();
    let text = |part: &str| say.text(&format!("{part}.{word}"));
    let verdict = match (row.text("verdict")?, row.text("reason")?) {
        (Some(verdict), _) => Cell::text(verdict.clone()).toned(tone(&verdict)),
        (None, reason) => Cell { is_number: false, ..Cell::missing(reason.unwrap_or_default()) },
    };
    let shrunk = told(say, dimension, row.number("shrunk_value")?);
    let ends = row.number("low_value")?.zip(row.number("high_value")?);
    let shrunk = match ends {
        Some((low, high)) if !shrunk.is_missing() => {
            shrunk.noted(label::span(low, high, unit_of(dimension)))
        }
        _ => shrunk,
    };
    let evidence = match row.number("reliability_share")? {
        None => Cell::missing(""),
        share => Cell::known(say, share, Unit::Share),
    };
    Ok(vec![
        Cell::text(text("dimension")).noted(text("dimension_is")).defined_by(measure(dimension)),
        verdict,
        shrunk,
        told(say, dimension, row.number("peers_value")?),
        counted(say, dimension, row)?,
        told(say, dimension, row.number("expected_value")?),
        evidence,
        match latest {
            Some(row) => counted(say, dimension, row)?,
            None if dimension == Dimension::Resolution => {
                Cell::missing(say.text("person.not_followed"))
            }
            None => Cell::missing(say.text(&format!("things.{}.none", things(dimension)))),
        },
    ])
}

const fn unit_of(dimension: Dimension) -> Unit {
    if dimension.is_ratio() { Unit::None } else { Unit::Share }
}

/// A share, or a multiple of what is usual.
fn told(say: &Words, dimension: Dimension, value: Option<f64>) -> Cell {
    let cell = Cell::known(say, value, unit_of(dimension));
    match value.filter(|_| dimension.is_ratio()) {
        Some(times) => {
            let times = unit::text(times, Unit::None);
            Cell { text: say.fill("cell.times", &[("n", &times)]), ..cell }
        }
        None => cell,
    }
}

/// What the cases of a dimension are, as the catalogue names them.
const fn things(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Feedback => "ratings",
        Dimension::Quality => "judged",
        _ => "conversations",
    }
}

/// A row's own value with the number of cases it is of, which must not be too few.
fn counted(say: &Words, dimension: Dimension, row: Row<'_>) -> PolarsResult<Cell> {
    let (value, count) = (row.number("own_value")?, row.number("case_count")?);
    let cell = Cell::measured(say, value, unit_of(dimension), count, things(dimension));
    let text = told(say, dimension, value).text;
    Ok(if cell.is_missing() { cell } else { Cell { text, ..cell } })
}

/// Topics by channel, those with the most conversations first.
pub(super) fn topics(inputs: &Inputs<'_>, person: &Person<'_>) -> Result<Grid, ReportError> {
    let say = inputs.say;
    let mut lines = Vec::new();
    for row in person.rows("agent_funnel") {
        if row.text("measure_kind")?.as_deref() != Some("topic") {
            continue;
        }
        let count = row.number("case_count")?;
        let share = row.number("adjusted_share")?;
        let limits = row.number("low_share")?.zip(row.number("high_share")?);
        let tone = match (share, limits) {
            (Some(share), Some((low, _))) if share < low => "bad",
            (Some(share), Some((_, high))) if share > high => "good",
            _ => "",
        };
        let adjusted = Cell::measured(say, share, Unit::Share, count, "conversations");
        let limits = limits.map(|(low, high)| label::span(low, high, Unit::Share));
        let adjusted = match limits {
            Some(limits) if !adjusted.is_missing() => adjusted.noted(limits).toned(tone),
            _ => adjusted,
        };
        let channel = row.text("measure_channel")?.unwrap_or_default();
        let topic = name(inputs, &row.text("measure")?.unwrap_or_default());
        let cells = vec![
            Cell::text(topic).noted(label::channel(&channel)),
            Cell::count(say, count),
            Cell::count(say, row.number("observed_count")?),
            Cell::count(say, row.number("expected_successes")?),
            adjusted,
        ];
        lines.push(Line { order: -count.unwrap_or(0.0), ..Line::new(cells) });
    }
    let (lines, more) = most(lines);
    Ok(Grid {
        id: "person_topics",
        heads: vec![
            words("topic"),
            numbers("cases", ""),
            numbers("resolved", "resolution"),
            numbers("expected", ""),
            numbers("adjusted", ""),
        ],
        lines,
        more,
        is_sortable: false,
        table: "agent_funnel",
    })
}

/// Rows in their order, as many as two sheets of paper hold, and how many there are beyond.
fn most(mut lines: Vec<Line>) -> (Vec<Line>, usize) {
    lines.sort_by(|one, next| one.order.total_cmp(&next.order));
    let more = lines.len().saturating_sub(MOST);
    lines.truncate(MOST);
    (lines, more)
}

/// Criteria of the rubric, those missed most often first, with conversations that show it.
pub(super) fn criteria(inputs: &Inputs<'_>, person: &Person<'_>) -> Result<Grid, ReportError> {
    let say = inputs.say;
    let mut lines = Vec::new();
    for row in person.rows("criteria_by_agent") {
        let word = row.text("criterion")?.unwrap_or_default();
        let (judged, missed) = (row.number("judged_count")?, row.number("missed_count")?);
        let is_critical = row.is("is_critical")?;
        let note = if is_critical { say.text("coaching.critical") } else { String::new() };
        let tone = if is_critical && missed > Some(0.0) { "bad" } else { "" };
        let cells = vec![
            criterion(&word).noted(note),
            Cell::share(say, ends(*row, "met")?, judged, "judged", None),
            Cell::count(say, missed).toned(tone),
            Cell::text(shown(person, &word)?),
        ];
        lines.push(Line { order: -missed.unwrap_or(0.0), ..Line::new(cells) });
    }
    let (lines, more) = most(lines);
    Ok(Grid {
        id: "person_criteria",
        heads: vec![
            words("criterion"),
            numbers("met", "quality"),
            numbers("missed", "quality"),
            words("shown"),
        ],
        lines,
        more,
        is_sortable: false,
        table: "criteria_by_agent",
    })
}

/// Conversations in which a criterion was missed, by their ids.
fn shown(person: &Person<'_>, criterion: &str) -> PolarsResult<String> {
    let mut found = Vec::new();
    for row in person.rows("criteria_missed") {
        if row.text("criterion")?.as_deref() == Some(criterion) {
            found.extend(row.text("conversation_id")?);
        }
    }
    Ok(found.join(", "))
}
