//! One published table on its sheet: headings with notes, rows in their formats, marks.

use chrono::DateTime;
use chrono_tz::Tz;
use polars::prelude::{AnyValue, DataFrame, IntoLazy, SortMultipleOptions, TimeUnit, col, lit};
use rust_xlsxwriter::{
    ConditionalFormatFormula, Format, IgnoreError, Note, Table as Grid, TableColumn, TableStyle,
    Workbook, Worksheet, XlsxError, utility,
};
use unicode_width::UnicodeWidthStr;

use super::cell::{self, Shape};
use super::inputs::{Inputs, WorkbookError};
use super::sheet::{Sheet, Which};
use super::style::{self, Style};
use crate::metrics::Column;
use crate::model::{Instant, Unit};
use crate::tables;
use crate::words::Words;

/// A sheet with the rows it shows.
pub struct Chosen {
    pub sheet: &'static Sheet,
    /// The published table.
    pub table: &'static dyn tables::Table,
    /// The sheet's name.
    pub title: String,
    /// The columns shown, in order.
    pub columns: Vec<Column>,
    pub frame: DataFrame,
    /// Rows for which the sheet has no room.
    pub cut: usize,
}

impl Chosen {
    /// The rows of a sheet, at most so many; `None` where its table is not published.
    pub fn of(
        sheet: &'static Sheet,
        inputs: &Inputs<'_>,
        most: usize,
    ) -> Result<Option<Self>, WorkbookError> {
        let Some((table, frame)) = tables::by_name(sheet.table).zip(inputs.tables.get(sheet.table))
        else {
            return Ok(None);
        };
        let declared = table.columns();
        let columns = sheet.columns.iter().map(|name| {
            let found = declared.iter().find(|column| column.name == *name).cloned();
            found.ok_or(WorkbookError::Column { sheet: sheet.table, column: name })
        });
        let columns: Vec<Column> = columns.collect::<Result<_, _>>()?;
        let has = |column: &str, word: &str| col(column).eq(lit(word.to_owned()));
        let of_week = || col("is_report_week");
        let mut rows = frame.clone().lazy();
        rows = match sheet.which {
            Which::All => rows,
            Which::Week => rows.filter(of_week()),
            Which::WeekWith(column, word) => rows.filter(of_week().and(has(column, word))),
            Which::With(column, word) => rows.filter(has(column, word)),
        };
        if let Some(by) = sheet.largest_first {
            let order = SortMultipleOptions::default()
                .with_order_descending(true)
                .with_nulls_last(true)
                .with_maintain_order(true);
            rows = rows.sort([by], order);
        }
        let all = rows.select(sheet.columns.iter().map(|name| col(*name)).collect::<Vec<_>>());
        let all = all.collect()?;
        let title = inputs.say.text(&format!("workbook.sheet.{}", sheet.table));
        let cut = all.height().saturating_sub(most);
        Ok(Some(Self { sheet, table, title, columns, frame: all.head(Some(most)), cut }))
    }

    /// The heading of a column.
    pub fn heading(&self, say: &Words, column: &Column) -> String {
        say.text(&format!("heading.{}", column.name))
    }

    /// Adds it to the workbook.
    pub fn write(
        &self,
        book: &mut Workbook,
        inputs: &Inputs<'_>,
        style: &Style,
    ) -> Result<(), WorkbookError> {
        let say = inputs.say;
        let page = book.add_worksheet().set_name(&self.title)?;
        let headings: Vec<String> =
            self.columns.iter().map(|column| self.heading(say, column)).collect();
        let shapes = self.shapes()?;
        let mut widths: Vec<usize> = headings.iter().map(|heading| narrowest(heading)).collect();
        for ((at, column), width) in self.columns.iter().enumerate().zip(&mut widths) {
            let values = self.frame.column(&column.name)?;
            let formats: Vec<Format> =
                shapes.iter().map(|row| style.of_shape(at_of(row, at))).collect();
            for row in 0..self.frame.height() {
                let each = row % shapes.len().max(1);
                let shape = shapes.get(each).map_or(Shape::Text, |row| at_of(row, at));
                let format = formats.get(each).unwrap_or(&style.plain);
                let place = Place { row: row as u32 + 1, column: at as u16, zone: inputs.zone };
                *width = put(page, place, values.get(row)?, shape, format, style)?.max(*width);
            }
            page.insert_note(0, at as u16, &self.note(say, inputs.zone, column))?;
        }
        lay_out(page, self.table.name(), &headings, self.frame.height(), &widths, style)?;
        self.mark(page)?;
        if self.frame.height() == 0 {
            page.write_string_with_format(1, 0, say.text("workbook.empty"), &style.label)?;
        }
        if self.cut > 0 {
            let row = self.frame.height() as u32 + 1;
            page.write_string_with_format(row, 0, self.told_of_cut(say), &style.label)?;
        }
        Ok(())
    }

    /// That rows are left out, and where they stand.
    pub fn told_of_cut(&self, say: &Words) -> String {
        let left = crate::metrics::unit::text(self.cut as f64, Unit::Count);
        say.fill("workbook.cut", &[("n", &left), ("table", self.table.name())])
    }

    /// How the columns of each row are shown; one line for all rows where all have the same units.
    fn shapes(&self) -> Result<Vec<Vec<Shape>>, WorkbookError> {
        let plain: Vec<Shape> = self.columns.iter().map(Shape::of).collect();
        let Some((told_by, concerned)) = self.sheet.unit_of else { return Ok(vec![plain]) };
        let mut all = Vec::new();
        for unit in self.frame.column(told_by)?.str()?.iter() {
            let unit = unit.and_then(Unit::from_word).unwrap_or(Unit::None);
            let shape = |(column, plain): (&Column, &Shape)| match concerned
                .contains(&column.name.as_str())
            {
                true => Shape::of_unit(unit),
                false => *plain,
            };
            all.push(self.columns.iter().zip(&plain).map(shape).collect());
        }
        Ok(all)
    }

    /// What a heading tells when pointed at: the column's sentence, name and unit.
    fn note(&self, say: &Words, zone: Tz, column: &Column) -> Note {
        let shape = Shape::of(column);
        let more = match shape {
            Shape::Duration => say.text("workbook.note_duration"),
            Shape::Instant => say.fill("workbook.note_instant", &[("zone", zone.name())]),
            _ => String::new(),
        };
        let name = format!("{}.{}", self.table.name(), column.name);
        let text = [column.about.as_str(), more.as_str(), name.as_str()];
        let text: Vec<&str> = text.into_iter().filter(|line| !line.is_empty()).collect();
        let text = text.join("\n");
        let lines = 1 + text.lines().map(|line| 1 + line.width() / NOTE_LETTERS).sum::<usize>();
        Note::new(text)
            .add_author_prefix(false)
            .set_width(NOTE_WIDTH)
            .set_height(LINE_HEIGHT * lines as u32)
    }

    fn mark(&self, page: &mut Worksheet) -> Result<(), WorkbookError> {
        let last = self.frame.height() as u32;
        for mark in self.sheet.marks.iter().filter(|_| last > 0) {
            let mut formula = format!("={}", mark.when);
            for (at, column) in (0_u16..).zip(&self.columns) {
                let cell = format!("${}2", utility::column_number_to_name(at));
                formula = formula.replace(&format!("{{{}}}", column.name), &cell);
            }
            let at = self.columns.iter().position(|column| column.name == mark.column);
            let Some(at) = at.and_then(|at| u16::try_from(at).ok()) else { continue };
            let rule = ConditionalFormatFormula::new()
                .set_rule(formula.as_str())
                .set_format(style::mark(mark.tone));
            page.add_conditional_format(1, at, last, at, &rule)?;
        }
        Ok(())
    }
}

/// Width of a note, px, and how many letters go into it.
const NOTE_WIDTH: u32 = 320;
const NOTE_LETTERS: usize = 46;
const LINE_HEIGHT: u32 = 18;
/// Columns are so wide at most, in digits.
const WIDEST: usize = 48;
const HEAD_HEIGHT: f64 = 46.0;

/// Headings as a grid that can be filtered, or as cells where there is no row; widths; what stays in
/// sight; how it is printed.
pub fn lay_out(
    page: &mut Worksheet,
    name: &str,
    headings: &[String],
    rows: usize,
    widths: &[usize],
    style: &Style,
) -> Result<(), XlsxError> {
    let last = headings.len().saturating_sub(1) as u16;
    match rows {
        0 => {
            for (at, heading) in (0..).zip(headings) {
                page.write_string_with_format(0, at, heading, &style.head)?;
            }
        }
        rows => {
            let column = |heading: &String| {
                TableColumn::new().set_header(heading).set_header_format(&style.head)
            };
            let columns: Vec<TableColumn> = headings.iter().map(column).collect();
            let grid =
                Grid::new().set_name(name).set_style(TableStyle::Light1).set_columns(&columns);
            page.add_table(0, 0, rows as u32, last, &grid)?;
            page.ignore_error_range(1, 0, rows as u32, last, IgnoreError::NumberStoredAsText)?;
        }
    }
    for (at, width) in (0..).zip(widths) {
        // The arrow of the filter takes room, too.
        page.set_column_width(at, *width as f64 + 2.0)?;
    }
    page.set_row_height(0, HEAD_HEIGHT)?;
    page.set_freeze_panes(1, 1)?;
    page.set_repeat_rows(0, 0)?;
    page.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    Ok(())
}

const A4: u8 = 9;

/// The least width of a column whose heading is set in three lines.
pub fn narrowest(heading: &str) -> usize {
    let word = heading.split_whitespace().map(UnicodeWidthStr::width).max().unwrap_or(0);
    word.max(heading.width() / 3 + 1).clamp(6, WIDEST)
}

fn at_of(row: &[Shape], at: usize) -> Shape {
    row.get(at).copied().unwrap_or(Shape::Text)
}

/// Where a value goes, and the clock that instants are told by.
#[derive(Clone, Copy)]
struct Place {
    row: u32,
    column: u16,
    zone: Tz,
}

/// Writes one value; returns about how many digits wide it is shown.
fn put(
    page: &mut Worksheet,
    place: Place,
    value: AnyValue<'_>,
    shape: Shape,
    format: &Format,
    style: &Style,
) -> Result<usize, XlsxError> {
    let Place { row, column, zone } = place;
    let number =
        |page: &mut Worksheet, number: Option<f64>, missing: String, width: usize| match number {
            Some(number) => {
                page.write_number_with_format(row, column, number, format)?;
                Ok(width)
            }
            None => write_text(page, row, column, &missing, style),
        };
    match value {
        AnyValue::Null => Ok(0),
        AnyValue::Boolean(is) => {
            page.write_boolean_with_format(row, column, is, format)?;
            Ok(5)
        }
        AnyValue::Date(days) => {
            let at = DateTime::from_timestamp(i64::from(days) * 86_400, 0).map(|at| at.naive_utc());
            let told = at.map_or_else(String::new, |at| at.date().to_string());
            number(page, at.and_then(cell::days), told, 10)
        }
        AnyValue::Datetime(micros, TimeUnit::Microseconds, _)
        | AnyValue::DatetimeOwned(micros, TimeUnit::Microseconds, _) => {
            let at = Instant(micros);
            number(page, cell::instant(at, zone), at.to_string(), 16)
        }
        value => match (value.get_str(), value.extract::<f64>()) {
            (Some(text), _) => write_text(page, row, column, text, style),
            (None, Some(found)) if found.is_finite() => {
                number(page, Some(shape.kept(found)), String::new(), 8)
            }
            _ => Ok(0),
        },
    }
}

/// Writes text that no program takes for a formula; returns how wide it is shown.
pub fn write_text(
    page: &mut Worksheet,
    row: u32,
    column: u16,
    value: &str,
    style: &Style,
) -> Result<usize, XlsxError> {
    let format = if cell::looks_like_formula(value) { &style.quoted } else { &style.plain };
    let text = cell::text(value);
    let width = text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0).min(WIDEST);
    page.write_string_with_format(row, column, text, format)?;
    Ok(width)
}
