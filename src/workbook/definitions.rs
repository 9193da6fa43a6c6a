//! The sheet that says what each column of the others is, and how each measure is defined.

use rust_xlsxwriter::Workbook;

use super::cell::Shape;
use super::fill::{Chosen, lay_out, narrowest, write_text};
use super::inputs::{Inputs, WorkbookError};
use super::style::Style;
use crate::metrics::{self, Metric};
use crate::pages::Page;

/// The columns of the sheet, each a key of `workbook.definitions`.
const HEADINGS: [&str; 8] =
    ["sheet", "heading", "about", "unit", "measure", "definition", "table", "column"];

/// Adds it to the workbook.
pub fn write(
    book: &mut Workbook,
    inputs: &Inputs<'_>,
    chosen: &[Chosen],
    style: &Style,
) -> Result<(), WorkbookError> {
    let say = inputs.say;
    let page = book.add_worksheet().set_name(say.text("workbook.definitions.title"))?;
    let headings = HEADINGS.map(|key| say.text(&format!("workbook.definitions.{key}")));
    let mut widths = headings.each_ref().map(|heading| narrowest(heading));
    let mut row = 0;
    for one in chosen {
        for column in &one.columns {
            row += 1;
            let measure = measure_of(&column.name);
            let unit = match Shape::of(column) {
                Shape::Duration => say.text("workbook.definitions.days"),
                _ => column.unit.word().to_owned(),
            };
            let cells = [
                one.title.as_str(),
                &one.heading(say, column),
                &column.about,
                &unit,
                measure.map_or("", |measure| measure.title()),
                &measure.map_or_else(String::new, defined),
                one.table.name(),
                &column.name,
            ];
            for ((at, cell), width) in (0..).zip(cells).zip(&mut widths) {
                if !cell.is_empty() {
                    *width = write_text(page, row, at, cell, style)?.max(*width);
                }
            }
        }
    }
    lay_out(page, "definitions_of_columns", &headings, row as usize, &widths, style)?;
    Ok(())
}

/// The measure that yields a column.
fn measure_of(column: &str) -> Option<&'static dyn Metric> {
    let yields = |metric: &&dyn Metric| {
        metric.measured().iter().any(|measured| measured.column.name == column)
    };
    metrics::ALL.iter().copied().find(yields)
}

/// The definition of its page, in one line.
fn defined(measure: &dyn Metric) -> String {
    let page = Page::parse(measure.page());
    let text = page.map_or(measure.definition(), |page| page.definition);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
