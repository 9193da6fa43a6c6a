//! Every measure's and criterion's own page, and the week under each vendor's rule.

use minijinja::{Value, context};

use super::cell::Cell;
use super::grid::{Grid, Line, numbers, words};
use super::inputs::{Inputs, ReportError};
use super::markdown;
use super::page::Page;
use super::weeks::{ends, find, of_week};
use crate::facts::definitions;
use crate::metrics;
use crate::model::Unit;
use crate::pages;
use crate::rubric;
use crate::tables::ALL_CHANNELS;

/// The definitions.
pub struct Definitions;

impl Page for Definitions {
    fn name(&self) -> &'static str {
        "definitions"
    }

    fn template(&self) -> &'static str {
        include_str!("definitions.html")
    }

    fn content(&self, inputs: &Inputs<'_>) -> Result<Value, ReportError> {
        let measures = metrics::ALL.iter().map(|metric| defined(metric.name(), metric.page()));
        let criteria = rubric::ALL.iter().map(|one| defined(one.name(), one.page()));
        Ok(context! {
            rule => inputs.definition.title(),
            rules => rules(inputs)?.value(inputs),
            measures => measures.collect::<Result<Vec<Value>, ReportError>>()?,
            criteria => criteria.collect::<Result<Vec<Value>, ReportError>>()?,
        })
    }
}

/// The week of the whole desk under each rule.
fn rules(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let say = inputs.say;
    let rows = of_week(inputs.table("definitions")?, inputs.week)?;
    let mut lines = Vec::new();
    for rule in definitions::ALL {
        let words = [("channel", ALL_CHANNELS), ("rule", rule.name())];
        let Some(row) = find(&rows, &words)? else { continue };
        let time = |value: &str, count: &str, things| -> Result<Cell, ReportError> {
            let (value, count) = (row.number(value)?, row.number(count)?);
            Ok(Cell::measured(say, value, Unit::Seconds, count, things))
        };
        let replies = "first_response_count";
        let known = row.number("resolution_known_count")?;
        let clock = say.fill("definitions.clock", &[("clock", rule.time().word())]);
        lines.push(Line::new(vec![
            Cell::text(rule.title()).noted(clock),
            time("first_response_median_seconds", replies, "replies")?,
            time("first_response_mean_seconds", replies, "replies")?,
            time("first_response_p90_seconds", replies, "replies")?,
            Cell::share(say, ends(row, "resolution")?, known, "conversations", None),
            time("resolve_median_seconds", "resolve_count", "resolutions")?,
            Cell::share(say, ends(row, "csat")?, row.number("rating_count")?, "ratings", None),
        ]));
    }
    Ok(Grid {
        id: "rules",
        heads: vec![
            words("rule"),
            numbers("first_response", "first_response"),
            numbers("mean", "first_response"),
            numbers("p90", "first_response"),
            numbers("resolved", "resolution"),
            numbers("resolve", "time_to_resolve"),
            numbers("satisfied", "csat"),
        ],
        lines,
        more: 0,
        is_sortable: false,
        table: "definitions",
    })
}

/// The page of a measure or a criterion, taken apart.
fn defined(name: &'static str, page: &str) -> Result<Value, ReportError> {
    let page = pages::Page::parse(page).map_err(|error| ReportError::Measure { name, error })?;
    let html = |text: &str| Value::from_safe_string(markdown::blocks(text));
    let cases = page.cases.iter().map(|case| {
        context! {
            name => case.name,
            words => html(case.words),
            transcript => case.transcript,
            expect => case.expect,
        }
    });
    Ok(context! {
        name,
        title => page.title,
        definition => html(page.definition),
        counted => html(page.counted),
        cases => cases.collect::<Vec<Value>>(),
        references => html(page.references),
    })
}
