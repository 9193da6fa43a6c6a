//! Rows of a table as bytes: one JSON object per line, or comma-separated values.

use super::columns::Columns;
use super::period::{DAY, Second};

/// How tables are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One JSON object per line; empty fields are left out.
    Ndjson,
    /// RFC 4180 with a header.
    Csv,
}

impl Format {
    pub const ALL: &'static [Format] = &[Format::Ndjson, Format::Csv];

    /// Its name, which is also how its files' names end.
    pub const fn word(self) -> &'static str {
        match self {
            Format::Ndjson => "ndjson",
            Format::Csv => "csv",
        }
    }

    /// The format of that name.
    pub fn from_word(word: &str) -> Option<Self> {
        Format::ALL.iter().copied().find(|format| format.word() == word)
    }
}

/// One cell of a row.
#[derive(Clone, Copy)]
pub(super) enum Cell<'a> {
    /// Empty text is an empty cell.
    Text(&'a str),
    List(&'a [&'a str]),
    At(Option<Second>),
    Number(Option<i64>),
    Flag(Option<bool>),
}

impl Cell<'_> {
    fn is_empty(&self) -> bool {
        match self {
            Cell::Text(text) => text.is_empty(),
            Cell::List(items) => items.is_empty(),
            Cell::At(at) => at.is_none(),
            Cell::Number(number) => number.is_none(),
            Cell::Flag(flag) => flag.is_none(),
        }
    }
}

/// Rows of one table on their way into its file.
pub(super) struct Sheet<const N: usize> {
    pub columns: &'static Columns<N>,
    format: Format,
    pub bytes: Vec<u8>,
    pub rows: u64,
}

impl<const N: usize> Sheet<N> {
    pub fn new(columns: &'static Columns<N>, format: Format) -> Self {
        Self { columns, format, bytes: Vec::new(), rows: 0 }
    }

    /// What stands at the beginning of the table's file.
    pub fn header(columns: &Columns<N>, format: Format) -> Vec<u8> {
        match format {
            Format::Ndjson => Vec::new(),
            Format::Csv => [columns.names.join(",").as_bytes(), b"\n"].concat(),
        }
    }

    /// Adds a row; its cells stand in the order of the columns.
    pub fn row(&mut self, cells: [Cell<'_>; N]) {
        self.rows += 1;
        match self.format {
            Format::Ndjson => self.object(&cells),
            Format::Csv => self.record(&cells),
        }
        self.bytes.push(b'\n');
    }

    fn object(&mut self, cells: &[Cell<'_>; N]) {
        let out = &mut self.bytes;
        let mut before: &[u8] = b"{\"";
        for (name, cell) in self.columns.names.iter().zip(cells) {
            if cell.is_empty() {
                continue;
            }
            out.extend_from_slice(before);
            before = b",\"";
            out.extend_from_slice(name.as_bytes());
            out.extend_from_slice(b"\":");
            match cell {
                Cell::Text(text) => json_text(text, out),
                Cell::List(items) => {
                    let mut before = b'[';
                    for item in *items {
                        out.push(before);
                        json_text(item, out);
                        before = b',';
                    }
                    out.push(b']');
                }
                Cell::At(_) => {
                    out.push(b'"');
                    plain(cell, out);
                    out.push(b'"');
                }
                Cell::Number(_) | Cell::Flag(_) => plain(cell, out),
            }
        }
        out.push(b'}');
    }

    fn record(&mut self, cells: &[Cell<'_>; N]) {
        let out = &mut self.bytes;
        for (place, cell) in cells.iter().enumerate() {
            if place > 0 {
                out.push(b',');
            }
            match cell {
                Cell::Text(text) => csv_text(text, out),
                Cell::List(items) => csv_text(&items.join(","), out),
                Cell::At(_) | Cell::Number(_) | Cell::Flag(_) => plain(cell, out),
            }
        }
    }
}

/// What needs no escaping in either format.
fn plain(cell: &Cell<'_>, out: &mut Vec<u8>) {
    match cell {
        Cell::At(Some(at)) => instant(*at, out),
        Cell::Number(Some(number)) => {
            if *number < 0 {
                out.push(b'-');
            }
            decimal(number.unsigned_abs(), 1, out);
        }
        Cell::Flag(Some(flag)) => out.extend_from_slice(if *flag { b"true" } else { b"false" }),
        _ => {}
    }
}

/// A JSON string (RFC 8259, section 7).
fn json_text(text: &str, out: &mut Vec<u8>) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.push(b'"');
    let mut rest = text.as_bytes();
    while let Some(at) = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20)) {
        let Some((run, [byte, behind @ ..])) = rest.split_at_checked(at) else { break };
        out.extend_from_slice(run);
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            byte => {
                let digit = |half: u8| HEX.get(usize::from(half)).copied().unwrap_or(b'0');
                out.extend_from_slice(b"\\u00");
                out.extend_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
            }
        }
        rest = behind;
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

/// A field of comma-separated values (RFC 4180), in quotes where it needs them.
fn csv_text(text: &str, out: &mut Vec<u8>) {
    if !text.bytes().any(|byte| matches!(byte, b'"' | b',' | b'\n' | b'\r')) {
        return out.extend_from_slice(text.as_bytes());
    }
    out.push(b'"');
    for (place, run) in text.split('"').enumerate() {
        if place > 0 {
            out.extend_from_slice(b"\"\"");
        }
        out.extend_from_slice(run.as_bytes());
    }
    out.push(b'"');
}

/// A number in at least so many digits.
fn decimal(number: u64, digits: usize, out: &mut Vec<u8>) {
    let start = out.len();
    let mut left = number;
    while left > 0 || out.len() - start < digits {
        out.push(b'0' + (left % 10) as u8);
        left /= 10;
    }
    if let Some(written) = out.get_mut(start..) {
        written.reverse();
    }
}

/// RFC 3339 in UTC (date by Hinnant, "chrono-Compatible Low-Level Date Algorithms").
fn instant(at: Second, out: &mut Vec<u8>) {
    let (day, second) = (at.div_euclid(DAY), at.rem_euclid(DAY) as u64);
    let z = day + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = yoe + era * 400 + i64::from(month <= 2);
    let parts = [
        (year.max(0) as u64, 4, b'-'),
        (month as u64, 2, b'-'),
        ((doy - (153 * mp + 2) / 5 + 1) as u64, 2, b'T'),
        (second / 3_600, 2, b':'),
        (second / 60 % 60, 2, b':'),
        (second % 60, 2, b'Z'),
    ];
    for (number, digits, behind) in parts {
        decimal(number, digits, out);
        out.push(behind);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Instant;
    use proptest::prelude::*;
    use sonic_rs::{JsonContainerTrait, JsonValueTrait};

    static COLUMNS: Columns<4> = Columns { table: "test", names: ["text", "tags", "at", "score"] };

    fn row(format: Format, cells: [Cell<'_>; 4]) -> Vec<u8> {
        let mut sheet = Sheet::new(&COLUMNS, format);
        sheet.row(cells);
        [Sheet::header(&COLUMNS, format), sheet.bytes].concat()
    }

    #[test]
    fn empty_cells_are_left_out_of_objects() {
        let cells =
            [Cell::Text(""), Cell::List(&["a", "b"]), Cell::At(None), Cell::Number(Some(-5))];
        assert_eq!(row(Format::Ndjson, cells), b"{\"tags\":[\"a\",\"b\"],\"score\":-5}\n");
        assert_eq!(row(Format::Csv, cells), b"text,tags,at,score\n,\"a,b\",,-5\n");
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in "\\PC{1,20}[\"\\\\,\n\r\t\u{1}]{0,3}\\PC{0,20}") {
            let cells = [Cell::Text(&text), Cell::List(&[]), Cell::At(Some(0)), Cell::Number(None)];
            let bytes = row(Format::Ndjson, cells);
            let object: sonic_rs::Value = sonic_rs::from_slice(&bytes).unwrap();
            prop_assert_eq!(object["text"].as_str(), Some(text.as_str()));
            prop_assert_eq!(object.as_object().unwrap().len(), 2);
            let bytes = row(Format::Csv, cells);
            let mut rows = csv::Reader::from_reader(bytes.as_slice());
            let record = rows.records().next().unwrap().unwrap();
            prop_assert_eq!(&record[0], text.as_str());
            prop_assert_eq!(record.len(), 4);
        }

        #[test]
        fn any_instant_comes_back(at in -60_000_000_000_i64..250_000_000_000) {
            let mut out = Vec::new();
            instant(at, &mut out);
            let read = Instant::from_rfc3339(std::str::from_utf8(&out).unwrap());
            prop_assert_eq!(read, Instant::from_unix_seconds(at));
        }
    }
}
