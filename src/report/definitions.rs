//! Every measure's own page, as the page of the measure has it, and the week under each rule.

use minijinja::{Value, context};

use super::cell::Cell;
use super::grid::Grid;
use super::inputs::{Inputs, ReportError};
use super::markdown;
use super::page::Page;
use super::weeks::{find, of_week};
use crate::facts::definitions;
use crate::metrics::{self, Metric};
use crate::model::Unit;
use crate::tables::ALL_CHANNELS;

/// The definitions.
pub struct Definitions;

impl Page for Definitions {
    fn name(&self) -> &'static str {
        "definitions"
    }

    fn title(&self) -> &'static str {
        "How each number is counted"
    }

    fn template(&self) -> &'static str {
        include_str!("definitions.html")
    }

    fn content(&self, inputs: &Inputs<'_>) -> Result<Value, ReportError> {
        let measures = metrics::ALL.iter().map(|metric| measure(*metric));
        Ok(context! {
            rule => inputs.definition.title(),
            rules => rules(inputs)?.value(),
            measures => measures.collect::<Result<Vec<Value>, ReportError>>()?,
        })
    }
}

/// The week of the whole desk under each rule.
fn rules(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let rows = of_week(inputs.table("definitions")?, inputs.week)?;
    let mut cells = Vec::new();
    for rule in definitions::ALL {
        let words = [("channel", ALL_CHANNELS), ("rule", rule.name())];
        let Some(row) = find(&rows, &words)? else { continue };
        let cell = |value: &str, unit, count: &str, things| -> Result<Cell, ReportError> {
            Ok(Cell::measured(row.number(value)?, unit, row.number(count)?, things))
        };
        let replies = "first_response_count";
        cells.push(vec![
            Cell::text(rule.title()).noted(format!("{} time", rule.time().word())),
            cell("first_response_median_seconds", Unit::Seconds, replies, "replies")?,
            cell("first_response_mean_seconds", Unit::Seconds, replies, "replies")?,
            cell("first_response_p90_seconds", Unit::Seconds, replies, "replies")?,
            cell("resolution_share", Unit::Share, "resolution_known_count", "conversations")?,
            cell("resolve_median_seconds", Unit::Seconds, "resolve_count", "resolutions")?,
            cell("csat_share", Unit::Share, "rating_count", "ratings")?,
        ]);
    }
    Ok(Grid {
        caption: "The whole desk in this week, under each rule",
        columns: vec![
            ("Rule", false),
            ("First response, median", true),
            ("Mean", true),
            ("90th percentile", true),
            ("Resolved", true),
            ("Time to resolve, median", true),
            ("Satisfied", true),
        ],
        rows: cells,
        more: 0,
        is_sortable: false,
        nothing: "no rule counts anything in this week",
        table: "definitions",
    })
}

fn measure(metric: &dyn Metric) -> Result<Value, ReportError> {
    let name = metric.name();
    let page = metrics::Page::parse(metric.page())
        .map_err(|error| ReportError::Measure { name, error })?;
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
