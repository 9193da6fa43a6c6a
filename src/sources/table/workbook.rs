//! Rows of an Excel workbook's sheet.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek};

use calamine::{CellErrorType, DataRef, Reader as _, Xlsx, XlsxCellReader, XlsxError};

use super::cell::{Cell, Row};
use super::emit::Emitter;
use super::guard::guarded;
use super::header::Header;
use super::plan::Plan;
use crate::sources::{Cut, Head, Options, Piece, ReadError, Reader, Sink};
use crate::text::nearest;

/// Columns that a sheet can have; a cell beyond them is damaged.
const COLUMNS: usize = 16_384;

pub(super) fn open(head: &Head<'_>, options: &Options) -> Result<Box<dyn Reader>, ReadError> {
    let shape = options.mapping.as_ref().map(|mapping| mapping.shape.clone()).unwrap_or_default();
    let broken = |error: XlsxError| {
        let cure = "copy it again, or save it again in Excel, not packed otherwise";
        ReadError::new(head.path, format!("it is no whole workbook ({error})"), cure)
    };
    let file = File::open(head.path).map_err(|error| ReadError::of_io(head.path, &error))?;
    let mut workbook = parsed(BufReader::new(file)).map_err(broken)?;
    let sheets = workbook.sheet_names();
    let sheet = match &shape.sheet {
        None => sheets.first().cloned().unwrap_or_default(),
        Some(name) if sheets.contains(name) => name.clone(),
        Some(name) => {
            let cure = nearest(name, sheets.iter().map(String::as_str));
            return Err(ReadError::new(head.path, format!("it has no sheet `{name}`"), cure));
        }
    };
    let mut names = Vec::new();
    let mut rows = Rows::of(&mut workbook, &sheet).map_err(broken)?;
    while let Some((number, row)) = rows.next().map_err(broken)? {
        if number >= shape.before_header {
            if number == shape.before_header {
                names = row.0.into_iter().map(name).collect();
            }
            break;
        }
    }
    if names.iter().all(String::is_empty) {
        let what = format!("sheet `{sheet}` has no header in row {}", shape.before_header + 1);
        let cure = "set `sheet` and `header_row` in the input's `table` settings";
        return Err(ReadError::new(head.path, what, cure));
    }
    let name = format!("{} {}", sheet.to_lowercase(), head.name);
    let named = Head { name: &name, ..*head };
    let plan = Plan::new(&named, &mut Header::closed(names), options)?;
    Ok(Box::new(Workbook { plan, sheet, header: shape.before_header }))
}

fn parsed<RS: Read + Seek>(bytes: RS) -> Result<Xlsx<RS>, XlsxError> {
    guarded(|| Xlsx::new(bytes), XlsxError::Unexpected)
}

fn name(cell: DataRef<'_>) -> String {
    value(&cell).into_text().unwrap_or_default().trim().to_owned()
}

struct Workbook {
    plan: Plan,
    sheet: String,
    /// The row of the header, from 0.
    header: u32,
}

impl Reader for Workbook {
    fn cut(&self) -> Cut {
        Cut::Whole
    }

    fn unit(&self) -> &'static str {
        "row"
    }

    fn is_text(&self) -> bool {
        false
    }

    fn read(&self, piece: &Piece<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut emitter = Emitter::new(&self.plan, piece.index, sink);
        self.rows(piece.bytes, &mut emitter).map_err(io::Error::other)
    }
}

impl Workbook {
    fn rows(&self, bytes: &[u8], emitter: &mut Emitter<'_>) -> Result<(), XlsxError> {
        let mut workbook = parsed(Cursor::new(bytes))?;
        let mut rows = Rows::of(&mut workbook, &self.sheet)?;
        while let Some((number, row)) = rows.next()? {
            if number > self.header && row.0.iter().any(|cell| !value(cell).is_blank()) {
                emitter.row(number, &row);
            }
        }
        Ok(())
    }
}

/// The rows of a sheet that have cells.
struct Rows<'w, RS: Read + Seek> {
    cells: XlsxCellReader<'w, RS>,
    /// The first cell of the row to come.
    ahead: Option<calamine::Cell<DataRef<'w>>>,
    /// Whether the sheet's end was met, behind which its parser cannot go.
    is_done: bool,
}

/// Cells of a row by column.
struct SheetRow<'w>(Vec<DataRef<'w>>);

impl<'w, RS: Read + Seek> Rows<'w, RS> {
    fn of(workbook: &'w mut Xlsx<RS>, sheet: &str) -> Result<Self, XlsxError> {
        let cells = guarded(|| workbook.worksheet_cells_reader(sheet), XlsxError::Unexpected)?;
        Ok(Self { cells, ahead: None, is_done: false })
    }

    /// The number of the next row and its cells.
    fn next(&mut self) -> Result<Option<(u32, SheetRow<'w>)>, XlsxError> {
        let Some(first) = self.cell()? else {
            return Ok(None);
        };
        let number = first.get_position().0;
        let mut row = Vec::new();
        let mut cell = Some(first);
        while let Some(next) = cell {
            let (line, column) = next.get_position();
            if line != number {
                self.ahead = Some(next);
                break;
            }
            let column = column as usize;
            if row.len() <= column && column < COLUMNS {
                row.resize(column + 1, DataRef::Empty);
            }
            if let Some(slot) = row.get_mut(column) {
                *slot = next.get_value().clone();
            }
            cell = self.cell()?;
        }
        Ok(Some((number, SheetRow(row))))
    }

    fn cell(&mut self) -> Result<Option<calamine::Cell<DataRef<'w>>>, XlsxError> {
        if let Some(ahead) = self.ahead.take() {
            return Ok(Some(ahead));
        }
        if self.is_done {
            return Ok(None);
        }
        let cell = guarded(|| self.cells.next_cell(), XlsxError::Unexpected)?;
        self.is_done = cell.is_none();
        Ok(cell)
    }
}

impl Row for SheetRow<'_> {
    fn cell(&self, column: usize) -> Cell<'_> {
        self.0.get(column).map_or(Cell::Empty, value)
    }
}

fn value<'c>(cell: &'c DataRef<'_>) -> Cell<'c> {
    match cell {
        DataRef::Empty | DataRef::Error(CellErrorType::NA) => Cell::Empty,
        DataRef::Int(number) => Cell::Integer(*number),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::Bool(flag) => Cell::Flag(*flag),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Cell::Text(text)
        }
        DataRef::SharedString(text) => Cell::Text(text),
        DataRef::DateTime(time) if time.is_duration() => Cell::duration_of_days(time.as_f64()),
        DataRef::DateTime(time) if time.as_f64() < 1.0 => Cell::from_days(time.as_f64()),
        DataRef::DateTime(time) => match time.as_datetime() {
            Some(at) => Cell::Local(at),
            None => Cell::Other("a date beyond the calendar"),
        },
        DataRef::Error(_) => Cell::Other("a spreadsheet's error"),
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, XlsxError};
    use tempfile::TempDir;

    use super::super::testing::{options, read, read_path};

    /// A sheet of notes, and one of calls under a title that spans columns.
    fn calls() -> Result<(TempDir, PathBuf), XlsxError> {
        let mut workbook = Workbook::new();
        workbook.add_worksheet().set_name("Notes")?.write(0, 0, "nothing here")?;
        let sheet = workbook.add_worksheet().set_name("Calls")?;
        sheet.merge_range(0, 0, 0, 5, "Calls of the week", &Format::new())?;
        for (column, name) in
            ["Call Id", "Date", "Time", "Talk", "Answered", "Rating"].into_iter().enumerate()
        {
            sheet.write(2, column as u16, name)?;
        }
        let (date, time) =
            (Format::new().set_num_format("dd.mm.yyyy"), Format::new().set_num_format("hh:mm:ss"));
        let (span, day) =
            (Format::new().set_num_format("[h]:mm:ss"), ExcelDateTime::from_ymd(2026, 10, 19)?);
        sheet.write(3, 0, 12_345)?.write_with_format(3, 1, &day, &date)?;
        sheet.write_with_format(3, 2, &ExcelDateTime::from_hms(9, 12, 58)?, &time)?;
        sheet
            .write_with_format(3, 3, 1.0 + 1.0 / 1440.0, &span)?
            .write(3, 4, "Y")?
            .write(3, 5, 4)?;
        sheet.write(5, 0, "ID7")?.write(5, 1, "20.10.2026")?.write(5, 2, "10:00:00")?;
        sheet
            .write_with_format(5, 3, &ExcelDateTime::from_hms(0, 2, 23)?, &time)?
            .write(5, 4, true)?;
        sheet.write(6, 0, "ID8")?.write(6, 1, 5)?.write_formula(
            6,
            4,
            rust_xlsxwriter::Formula::new("=NA()").set_result("#N/A"),
        )?;
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("calls.xlsx");
        workbook.save(&path)?;
        Ok((folder, path))
    }

    const MAPPING: &str = r#"
        sheet = "Calls"
        header_row = 3
        time_format = "%d.%m.%Y %H:%M:%S"
        [conversation]
        conversation_id = "Call Id"
        opened_at = ["Date", "Time"]
        talk_seconds = "Talk"
        outcome = { column = "Answered", values = { Y = "answered", TRUE = "answered" } }
        [rating]
        conversation_id = "Call Id"
        score = "Rating"
    "#;

    #[test]
    fn cells_are_read_by_their_type() {
        let (_folder, path) = calls().unwrap();
        assert_eq!(
            read_path(&path, &options(MAPPING)).unwrap(),
            [
                "3 conversation conversation_id=12345 opened_at=2026-10-19T07:12:58Z outcome=answered talk_seconds=86460",
                "3 rating conversation_id=12345 score=4",
                "5 conversation conversation_id=ID7 opened_at=2026-10-20T08:00:00Z outcome=answered talk_seconds=143",
                "6! conversation opened_at bad_time emptied 5",
                "6 conversation conversation_id=ID8",
            ]
        );
    }

    #[test]
    fn a_sheets_name_says_what_it_holds() {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet().set_name("Messages").unwrap();
        sheet.write_row(0, 0, ["conversation_id", "sent_at", "score"]).unwrap();
        sheet.write_row(1, 0, ["7", "2026-10-19T09:00:00Z", "5"]).unwrap();
        let read = read("desk.xlsx", &workbook.save_to_buffer().unwrap(), &options(""));
        assert_eq!(read.unwrap(), ["1 message conversation_id=7 sent_at=2026-10-19T09:00:00Z"]);
    }

    #[test]
    fn a_wrong_sheet_or_header_is_answered_with_what_there_is() {
        let (_folder, path) = calls().unwrap();
        let refused = |from: &str, to: &str| {
            read_path(&path, &options(&MAPPING.replace(from, to))).unwrap_err()
        };
        let sheet = refused("\"Calls\"", "\"Call\"");
        assert!(sheet.ends_with("it has no sheet `Call`; did you mean `Calls`?"), "{sheet}");
        let row = refused("header_row = 3", "header_row = 2");
        assert!(row.contains("sheet `Calls` has no header in row 2"), "{row}");
        let column = refused("\"Talk\"", "\"Talks\"");
        assert!(column.ends_with("did you mean `Talk`?"), "{column}");
    }

    #[test]
    fn what_is_no_workbook_is_refused() {
        let refused =
            read("calls.xlsx", b"PK\x03\x04 nothing of the kind", &options("")).unwrap_err();
        assert!(refused.contains("it is no whole workbook"), "{refused}");
    }

    #[test]
    fn damaged_bytes_never_panic() {
        let (folder, path) = calls().unwrap();
        let good = std::fs::read(&path).unwrap();
        let damaged = folder.path().join("damaged.xlsx");
        for at in (0..good.len()).step_by(29) {
            let mut bytes = good.clone();
            bytes[at] ^= 0x55;
            std::fs::write(&damaged, &bytes).unwrap();
            let _ = read_path(&damaged, &options(MAPPING));
            std::fs::write(&damaged, &good[..at]).unwrap();
            assert!(at == 0 || read_path(&damaged, &options(MAPPING)).is_err());
        }
    }
}
