//! The published tables: how to open them, what a row is, and what each column says.

use minijinja::{Value, context};

use super::inputs::{Inputs, ReportError};
use super::page::Page;
use super::snippets;
use crate::metrics::unit;
use crate::model::Unit;
use crate::tables::{self, Table};

/// The data dictionary and the first lines in each tool.
pub struct Analysts;

impl Page for Analysts {
    fn name(&self) -> &'static str {
        "analysts"
    }

    fn template(&self) -> &'static str {
        include_str!("analysts.html")
    }

    fn content(&self, inputs: &Inputs<'_>) -> Result<Value, ReportError> {
        let entries = tables::ALL.iter().map(|table| entry(*table, inputs));
        let snippets = snippets::ALL.iter().map(|snippet| {
            context! { tool => snippet.tool, code => snippet.code }
        });
        Ok(context! {
            tables => entries.collect::<Vec<Value>>(),
            snippets => snippets.collect::<Vec<Value>>(),
        })
    }
}

fn entry(table: &dyn Table, inputs: &Inputs<'_>) -> Value {
    let columns = table.columns().into_iter().map(|column| {
        context! {
            name => column.name,
            type => column.kind.word(),
            unit => column.unit.word(),
            about => column.about,
        }
    });
    let rows = inputs.tables.get(table.name()).map(|frame| frame.height() as f64);
    context! {
        name => table.name(),
        about => table.about(),
        grain => table.grain().join(", "),
        columns => columns.collect::<Vec<Value>>(),
        rows => unit::cell(rows, Unit::Count),
    }
}
