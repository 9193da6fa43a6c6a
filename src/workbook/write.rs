//! From inputs to the bytes of an XLSX.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

use super::definitions;
use super::fill::Chosen;
use super::front;
use super::inputs::{Inputs, WorkbookError};
use super::style::Style;

/// Rows of a sheet, less its heading and the line that says that there are more.
const MOST_ROWS: usize = 1_048_576 - 2;

/// The workbook: what it is, the sheets whose tables are there, what the columns say.
pub fn write(inputs: &Inputs<'_>) -> Result<Vec<u8>, WorkbookError> {
    within(inputs, MOST_ROWS)
}

/// The same with at most so many rows of a table.
pub(super) fn within(inputs: &Inputs<'_>, most: usize) -> Result<Vec<u8>, WorkbookError> {
    let mut chosen = Vec::new();
    for sheet in super::ALL {
        chosen.extend(Chosen::of(sheet, inputs, most)?);
    }
    let mut book = Workbook::new();
    let made_at = inputs.as_of.0.div_euclid(1_000_000);
    // An instant that spreadsheets do not know would be exchanged for today.
    let made_at =
        ExcelDateTime::from_timestamp(made_at).or_else(|_| ExcelDateTime::from_ymd(1980, 1, 1))?;
    let title = inputs
        .say
        .fill("workbook.title", &[("desk", inputs.desk), ("week", &inputs.week.to_string())]);
    let about = DocProperties::new().set_title(super::cell::text(&title));
    book.set_properties(&about.set_creation_datetime(&made_at));
    let style = Style::of(inputs.say);
    front::write(&mut book, inputs, &chosen, &title, &style)?;
    for one in &chosen {
        one.write(&mut book, inputs, &style)?;
    }
    definitions::write(&mut book, inputs, &chosen, &style)?;
    Ok(book.save_to_buffer()?)
}
