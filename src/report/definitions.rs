//! Every measure's own page, as the page of the measure has it.

use minijinja::{Value, context};

use super::inputs::{Inputs, ReportError};
use super::markdown;
use super::page::Page;
use crate::metrics::{self, Metric};

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

    fn content(&self, _: &Inputs<'_>) -> Result<Value, ReportError> {
        let measures = metrics::ALL.iter().map(|metric| measure(*metric));
        Ok(context! { measures => measures.collect::<Result<Vec<Value>, ReportError>>()? })
    }
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
