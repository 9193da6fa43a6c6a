//! What customers say and what it cost them: ratings, mood and effort.

use minijinja::{Value, context};

use super::asked;
use super::cell::Cell;
use super::grid::{Grid, Line, numbers, words};
use super::inputs::{Inputs, ReportError};
use super::page::Page;
use super::weeks::{self, ends, of_week};
use crate::charts::{Row, label};
use crate::model::Unit;
use crate::tables::{ALL_CHANNELS, Week};

/// Ratings, and what customers' own words tell.
pub struct Feedback;

impl Page for Feedback {
    fn name(&self) -> &'static str {
        "feedback"
    }

    fn template(&self) -> &'static str {
        include_str!("feedback.html")
    }

    fn filters(&self) -> &'static [&'static str] {
        &["channel", "team", "week"]
    }

    fn content(&self, inputs: &Inputs<'_>) -> Result<Value, ReportError> {
        Ok(context! {
            figure => inputs.figure("satisfaction")?,
            grid => ratings(inputs)?.value(inputs),
            trend => inputs.figure("effort")?,
            mood => mood(inputs)?.value(inputs),
            effort => effort(inputs)?.value(inputs),
            asked => asked::by_agent(inputs)?.value(inputs),
        })
    }
}

/// A row of each channel and week of a table.
fn lines(
    inputs: &Inputs<'_>,
    table: &str,
    cells: impl Fn(Row<'_>) -> Result<Vec<Cell>, ReportError>,
) -> Result<Vec<Line>, ReportError> {
    let mut lines = Vec::new();
    for week in weeks::all(inputs.week) {
        for row in of_week(inputs.table(table)?, week)? {
            let channel = row.text("channel")?.unwrap_or_default();
            lines.push(line(channel, week, cells(row)?));
        }
    }
    Ok(lines)
}

fn line(channel: String, week: Week, cells: Vec<Cell>) -> Line {
    let first = Cell::text(label::channel(&channel));
    Line {
        is_all: channel == ALL_CHANNELS,
        channel: Some(channel),
        week: Some(week.monday()),
        ..Line::new(std::iter::once(first).chain(cells).collect())
    }
}

fn ratings(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let say = inputs.say;
    let lines = lines(inputs, "csat_weekly", |row| {
        let (given, offered) = (row.number("rating_count")?, row.number("rating_offered_count")?);
        let response = match row.number("rating_response_share")? {
            None => Cell::missing(say.text("feedback.only_given")),
            share => Cell::measured(say, share, Unit::Share, offered, "offered"),
        };
        Ok(vec![
            Cell::count(say, offered),
            Cell::count(say, given),
            response,
            Cell::count(say, row.number("satisfied_count")?),
            Cell::share(say, ends(row, "csat")?, given, "ratings", None),
        ])
    })?;
    Ok(Grid {
        id: "ratings",
        is_sortable: true,
        heads: vec![
            words("channel"),
            numbers("offered", "csat"),
            numbers("given", "csat"),
            numbers("response", "csat"),
            numbers("top", "csat"),
            numbers("satisfied", "csat"),
        ],
        lines,
        more: 0,
        table: "csat_weekly",
    }
    .with_all_last())
}

/// How unhappy customers were at the end, and how many unhappy ones were won back.
fn mood(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let say = inputs.say;
    let lines = lines(inputs, "effort_weekly", |row| {
        let (end, start) = (row.number("end_sentiment_count")?, row.number("unhappy_start_count")?);
        Ok(vec![
            Cell::share(say, ends(row, "unhappy_end")?, end, "sentiments", None),
            Cell::count(say, start),
            Cell::share(say, ends(row, "recovered")?, start, "unhappy", None),
        ])
    })?;
    Ok(Grid {
        id: "mood",
        is_sortable: true,
        heads: vec![
            words("channel"),
            numbers("unhappy_end", "customer_sentiment"),
            numbers("unhappy_start", "customer_sentiment"),
            numbers("recovered", "customer_sentiment"),
        ],
        lines,
        more: 0,
        table: "effort_weekly",
    }
    .with_all_last())
}

/// Signs of effort, of conversations in which the customer wrote something.
const EFFORTS: [&str; 5] = ["repeated", "again", "reasked", "unanswered", "transferred"];

fn effort(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let say = inputs.say;
    let lines = lines(inputs, "effort_weekly", |row| {
        let told = row.number("told_count")?;
        let mut cells = vec![Cell::count(say, told)];
        for name in EFFORTS {
            cells.push(Cell::share(say, ends(row, name)?, told, "told", None));
        }
        Ok(cells)
    })?;
    let heads = EFFORTS.map(|name| numbers(name, "customer_effort"));
    Ok(Grid {
        id: "effort",
        is_sortable: true,
        heads: [words("channel"), numbers("told", "")].into_iter().chain(heads).collect(),
        lines,
        more: 0,
        table: "effort_weekly",
    }
    .with_all_last())
}
