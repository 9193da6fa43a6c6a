//! The first sheet: what the workbook is, on how much it stands, how sure it is, and what is in it.

use polars::prelude::DataFrame;
use rust_xlsxwriter::{Url, Workbook, Worksheet, XlsxError};

use super::cell;
use super::fill::{Chosen, write_text};
use super::inputs::{Inputs, WorkbookError};
use super::style::Style;
use crate::charts::rows;
use crate::metrics::unit;
use crate::tables::ALL_CHANNELS;

/// What is said of how sure the numbers are, each a key of `workbook`.
const SURE: [&str; 5] = ["interval", "missing", "scores", "durations", "marks"];

/// Adds it to the workbook.
pub fn write(
    book: &mut Workbook,
    inputs: &Inputs<'_>,
    chosen: &[Chosen],
    title: &str,
    style: &Style,
) -> Result<(), WorkbookError> {
    let say = inputs.say;
    let page = book.add_worksheet().set_name(say.text("workbook.front"))?;
    let mut page = Front { page, row: 0, style };
    page.page.set_column_width(0, 28.0)?.set_column_width(1, 86.0)?;
    page.page.set_column_width(2, 12.0)?.set_column_width(3, 34.0)?;
    page.page.set_screen_gridlines(false).set_paper_size(9).set_print_fit_to_pages(1, 0);

    page.page.write_string_with_format(0, 0, cell::text(title), &style.title)?;
    page.row = 2;
    let as_of = unit::instant(inputs.as_of, inputs.zone);
    let told = [
        ("week", inputs.week.to_string()),
        ("as_of", say.fill("workbook.at", &[("time", &as_of), ("zone", inputs.zone.name())])),
        ("rule", inputs.rule.to_owned()),
        ("made_by", say.fill("workbook.program", &[("version", inputs.version)])),
    ];
    for (key, text) in &told {
        page.label(&say.text(&format!("workbook.{key}")))?;
        write_text(page.page, page.row, 1, text, style)?;
        page.row += 1;
    }
    for (key, number) in counts(inputs)? {
        page.label(&say.text(&format!("workbook.{key}")))?;
        if let Some(number) = number {
            let format =
                style.of_shape(cell::Shape::Count).set_align(rust_xlsxwriter::FormatAlign::Left);
            page.page.write_number_with_format(page.row, 1, number, &format)?;
        }
        page.row += 1;
    }

    page.row += 1;
    page.head(&[say.text("workbook.sure")])?;
    for key in SURE {
        let text = say.text(&format!("workbook.{key}"));
        page.page.write_string_with_format(page.row, 1, text, &style.prose)?;
        page.row += 1;
    }

    page.row += 1;
    page.head(
        &["sheets", "grain", "rows", "table"].map(|key| say.text(&format!("workbook.{key}"))),
    )?;
    for one in chosen {
        let place = Url::new(format!("internal:'{}'!A1", one.title)).set_text(&one.title);
        page.page.write_url(page.row, 0, place)?;
        let only = say.find(&format!("workbook.only.{}", one.table.name())).map(str::to_owned);
        let cut = (one.cut > 0).then(|| one.told_of_cut(say));
        let about = [Some(one.table.about().to_owned()), only, cut];
        let about: Vec<String> = about.into_iter().flatten().collect();
        page.page.write_string_with_format(page.row, 1, about.join(" "), &style.prose)?;
        let count = style.of_shape(cell::Shape::Count);
        page.page.write_number_with_format(page.row, 2, one.frame.height() as f64, &count)?;
        let file = format!("tables/{}.parquet", one.table.name());
        write_text(page.page, page.row, 3, &file, style)?;
        page.row += 1;
    }
    Ok(())
}

/// The sheet and the row that is written next.
struct Front<'p> {
    page: &'p mut Worksheet,
    row: u32,
    style: &'p Style,
}

impl Front<'_> {
    fn label(&mut self, text: &str) -> Result<(), XlsxError> {
        self.page.write_string_with_format(self.row, 0, text, &self.style.label)?;
        Ok(())
    }

    fn head(&mut self, texts: &[String]) -> Result<(), XlsxError> {
        for (at, text) in (0..).zip(texts) {
            self.page.write_string_with_format(self.row, at, text, &self.style.head)?;
        }
        self.row += 1;
        Ok(())
    }
}

/// How much the week stands on; `None` where the table that tells is not published.
fn counts(inputs: &Inputs<'_>) -> Result<Vec<(&'static str, Option<f64>)>, WorkbookError> {
    let of_desk = |table: &str, column: &str| -> Result<Option<f64>, WorkbookError> {
        let Some(table) = inputs.tables.get(table) else { return Ok(None) };
        for row in rows(table) {
            let is_desk = row.text("channel")?.as_deref() == Some(ALL_CHANNELS);
            if is_desk && row.is("is_report_week")? {
                return Ok(row.number(column)?);
            }
        }
        Ok(None)
    };
    let files = inputs.tables.get("import_files");
    Ok(vec![
        ("conversations", of_desk("channel_weekly", "conversation_count")?),
        ("ratings", of_desk("csat_weekly", "rating_count")?),
        ("records", files.map(|files| total(files, "seen_count")).transpose()?),
        ("ledger", files.map(|files| total(files, "ledger_count")).transpose()?),
    ])
}

fn total(files: &DataFrame, column: &str) -> Result<f64, WorkbookError> {
    let mut sum = 0.0;
    for row in rows(files) {
        sum += row.number(column)?.unwrap_or(0.0);
    }
    Ok(sum)
}
