//! Rows of CSV, TSV and their like.

use std::borrow::Cow;
use std::io;

use csv::{ByteRecord, ReaderBuilder, StringRecord};

use super::cell::{Cell, Row};
use super::emit::Emitter;
use super::header::Header;
use super::mapping::{Quote, Shape};
use super::plan::Plan;
use crate::sources::{Cut, Grounds, Head, Options, Piece, ReadError, Reader, Sink};

/// Delimiters that are guessed, the likelier first.
const DELIMITERS: &[u8] = b",;\t|";
/// Rows of the head that a guess is held against.
const SAMPLE: usize = 20;
/// What Excel writes above the header to name the delimiter.
const EXCEL_MARK: &str = "sep=";

pub(super) fn recognise(head: &Head<'_>) -> Option<Grounds> {
    let layout = Layout::of(head, &Shape::default(), None)?;
    Header::closed(layout.names).grounds(head.name, "header names")
}

pub(super) fn open(head: &Head<'_>, options: &Options) -> Result<Box<dyn Reader>, ReadError> {
    let shape = options.mapping.as_ref().map(|mapping| mapping.shape.clone()).unwrap_or_default();
    let layout = Layout::of(head, &shape, options.encoding).ok_or_else(|| {
        let what = format!("it has no header in line {}", shape.before_header + 1);
        ReadError::new(head.path, what, "set `header_row` in the input's `table` settings")
    })?;
    let mut header = Header::closed(layout.names);
    let plan = Plan::new(head, &mut header, options)?;
    let width = header.names().len();
    Ok(Box::new(Separated {
        plan,
        delimiter: layout.delimiter,
        quote: shape.quote,
        before_header: layout.before_header,
        width,
    }))
}

struct Separated {
    plan: Plan,
    delimiter: u8,
    quote: Quote,
    before_header: usize,
    /// Cells of a row.
    width: usize,
}

/// What the beginning of a file tells of it.
struct Layout {
    delimiter: u8,
    /// Physical lines before the header.
    before_header: usize,
    names: Vec<String>,
}

impl Layout {
    /// `None` where there is no header.
    fn of(
        head: &Head<'_>,
        shape: &Shape,
        encoding: Option<&'static encoding_rs::Encoding>,
    ) -> Option<Self> {
        let text = match (std::str::from_utf8(head.bytes), encoding) {
            (Err(_), Some(encoding)) => encoding.decode_without_bom_handling(head.bytes).0,
            (Err(_), None) => String::from_utf8_lossy(head.bytes),
            (Ok(text), _) => Cow::Borrowed(text),
        };
        let mut before_header = shape.before_header as usize;
        let mut rows = text.get(line_start(text.as_bytes(), before_header)..)?;
        let mut delimiter = shape.delimiter;
        if let Some(mark) = rows.strip_prefix(EXCEL_MARK) {
            delimiter = delimiter.or(mark.bytes().next());
            before_header += 1;
            rows = rows.get(line_start(rows.as_bytes(), 1)..)?;
        }
        let delimiter = delimiter.unwrap_or_else(|| guess(rows, shape.quote, head.is_whole));
        let mut reader = reader(rows.as_bytes(), delimiter, shape.quote);
        let mut record = StringRecord::new();
        let names: Vec<_> = match reader.read_record(&mut record) {
            Ok(true) => record.iter().map(|name| name.trim().to_owned()).collect(),
            _ => return None,
        };
        names.iter().any(|name| !name.is_empty()).then_some(Self {
            delimiter,
            before_header,
            names,
        })
    }
}

/// Offset of the line of that number, from 0.
fn line_start(bytes: &[u8], line: usize) -> usize {
    match line.checked_sub(1) {
        None => 0,
        Some(before) => {
            memchr::memchr_iter(b'\n', bytes).nth(before).map_or(bytes.len(), |at| at + 1)
        }
    }
}

/// The delimiter that parts the header into most cells, and the rows below into as many.
fn guess(text: &str, quote: Quote, is_whole: bool) -> u8 {
    let cells = |delimiter: u8| {
        let mut reader = reader(text.as_bytes(), delimiter, quote);
        let mut record = ByteRecord::new();
        let mut widths = Vec::new();
        while widths.len() <= SAMPLE && matches!(reader.read_byte_record(&mut record), Ok(true)) {
            widths.push(record.len());
        }
        if !is_whole && widths.len() <= SAMPLE && widths.len() > 1 {
            widths.pop();
        }
        let width = widths.first().copied().unwrap_or(0);
        let even = widths.iter().all(|other| *other == width);
        (even && width > 1, width)
    };
    let mut best = (b',', (false, 0));
    for &delimiter in DELIMITERS {
        let cells = cells(delimiter);
        if cells > best.1 {
            best = (delimiter, cells);
        }
    }
    best.0
}

fn reader(bytes: &[u8], delimiter: u8, quote: Quote) -> csv::Reader<&[u8]> {
    let mut builder = ReaderBuilder::new();
    builder.delimiter(delimiter).has_headers(false).flexible(true).buffer_capacity(64 << 10);
    match quote {
        Quote::Byte(byte) => builder.quote(byte),
        Quote::Never => builder.quoting(false),
    };
    builder.from_reader(bytes)
}

impl Reader for Separated {
    fn cut(&self) -> Cut {
        match self.quote {
            Quote::Byte(quote) => Cut::Csv { quote },
            Quote::Never => Cut::Lines,
        }
    }

    fn read(&self, piece: &Piece<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut emitter = Emitter::new(&self.plan, piece.index, sink);
        let skipped = if piece.index == 0 { self.before_header } else { 0 };
        let bytes = piece.bytes.get(line_start(piece.bytes, skipped)..).unwrap_or_default();
        let mut reader = reader(bytes, self.delimiter, self.quote);
        let mut record = ByteRecord::new();
        let mut is_header = piece.index == 0;
        while matches!(reader.read_byte_record(&mut record), Ok(true)) {
            if std::mem::take(&mut is_header) {
                continue;
            }
            let line = skipped + first_line(&record, bytes);
            let line = u32::try_from(line).unwrap_or(u32::MAX);
            let row = match StringRecord::from_byte_record(record) {
                Ok(row) => row,
                Err(error) => {
                    emitter.mended(line);
                    StringRecord::from_byte_record_lossy(error.into_byte_record())
                }
            };
            self.row(line, &row, &mut emitter);
            record = row.into_byte_record();
        }
        Ok(())
    }
}

impl Separated {
    fn row(&self, line: u32, row: &StringRecord, emitter: &mut Emitter<'_>) {
        let is_blank = |cell: &str| cell.trim().is_empty();
        if row.iter().all(is_blank) {
            return;
        }
        if row.len() < self.width || !row.iter().skip(self.width).all(is_blank) {
            emitter.unreadable(line, &format!("{} cells for {} columns", row.len(), self.width));
            return;
        }
        emitter.row(line, row);
    }
}

/// The line that a record begins in, behind the empty ones that the parser passed over.
fn first_line(record: &ByteRecord, bytes: &[u8]) -> usize {
    let Some(position) = record.position() else {
        return 0;
    };
    let rest = bytes.get(position.byte() as usize..).unwrap_or_default();
    let empty = rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r'));
    position.line() as usize - 1 + empty.filter(|byte| **byte == b'\n').count()
}

impl Row for StringRecord {
    fn cell(&self, column: usize) -> Cell<'_> {
        match self.get(column) {
            None | Some("") => Cell::Empty,
            Some(text) => Cell::Text(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;
    use std::path::Path;

    use super::super::testing::{options, read};
    use super::*;
    use crate::sources::Certainty;

    fn ratings(content: impl AsRef<[u8]>, mapping: &str) -> Result<Vec<String>, String> {
        read("ratings.csv", content.as_ref(), &options(mapping))
    }

    #[test]
    fn the_delimiter_is_seen_or_stated() {
        let expected = ["1 rating conversation_id=7 comment=so, so; la score=4"];
        for text in [
            "conversation_id,score,comment\n7,4,\"so, so; la\"\n",
            "conversation_id;score;comment\r\n7;4;so, so\\; la\r\n"
                .replace("\\;", ";")
                .replacen("so, so; la", "\"so, so; la\"", 1)
                .as_str(),
            "conversation_id\tscore\tcomment\n7\t4\tso, so; la",
            "conversation_id|score|comment\n7|4|so, so; la\n",
        ] {
            assert_eq!(ratings(text, "").unwrap(), expected, "{text}");
        }
        let stated = "conversation_id~score\n7~4\n";
        let expected = ["1 rating conversation_id=7 score=4"];
        assert_eq!(ratings(stated, "delimiter = \"~\"").unwrap(), expected);
        assert_eq!(
            ratings("sep=~\nconversation_id~score\n7~4\n", "").unwrap(),
            ["2 rating conversation_id=7 score=4"]
        );
    }

    #[test]
    fn lines_count_as_an_editor_counts_them() {
        let text = "Report\r\nof the week\r\nconversation_id,score,comment\r\n\
                    7,4,\"one\r\ntwo\"\r\n\r\n\r\n8,5,\r\n,,\r\n9,1,\r\n";
        assert_eq!(
            ratings(text, "header_row = 3").unwrap(),
            [
                "3 rating conversation_id=7 comment=one\r\ntwo score=4",
                "7 rating conversation_id=8 score=5",
                "9 rating conversation_id=9 score=1",
            ]
        );
    }

    #[test]
    fn rows_of_another_width_are_unreadable_unless_only_empty_cells_are_too_many() {
        assert_eq!(
            ratings("conversation_id,score\n7\n8,4,x\n9,5,,\n", "").unwrap(),
            [
                "1! rating unreadable dropped 1 cells for 2 columns",
                "2! rating unreadable dropped 3 cells for 2 columns",
                "3 rating conversation_id=9 score=5",
            ]
        );
    }

    #[test]
    fn quotes_may_be_text_like_any() {
        assert_eq!(
            ratings("conversation_id,comment\n7,\"oh\"\n8,\"no\n", "quote = \"\"").unwrap(),
            [
                "1 rating conversation_id=7 comment=\"oh\"",
                "2 rating conversation_id=8 comment=\"no",
            ]
        );
        assert_eq!(
            ratings("conversation_id,comment\n7,'a, b'\n", "quote = \"'\"").unwrap(),
            ["1 rating conversation_id=7 comment=a, b"]
        );
    }

    #[test]
    fn bytes_that_are_no_text_are_replaced_and_told() {
        assert_eq!(
            ratings(b"conversation_id,comment\n7,gr\xfcn\n8,ok\n", "").unwrap(),
            [
                "1! rating bad_encoding kept",
                "1 rating conversation_id=7 comment=gr\u{fffd}n",
                "2 rating conversation_id=8 comment=ok",
            ]
        );
    }

    #[test]
    fn a_stated_encoding_holds_for_the_header_too() {
        let mut options = options("[rating]\nconversation_id = \"обращение\"\ncomment = \"отзыв\"");
        options.encoding = Some(encoding_rs::WINDOWS_1251);
        let text = encoding_rs::WINDOWS_1251.encode("обращение;отзыв\n7;хорошо\n").0;
        let expected = ["1 rating conversation_id=7 comment=хорошо"];
        assert_eq!(read("оценки.csv", &text, &options).unwrap(), expected);
        let marked = "\u{feff}обращение;отзыв\n7;хорошо\n";
        assert_eq!(read("оценки.csv", marked.as_bytes(), &options).unwrap(), expected);
    }

    #[test]
    fn a_packed_file_is_read_like_a_plain_one() {
        let text = "conversation_id,score\n7,4\n";
        let packed = zstd::encode_all(text.as_bytes(), 1).unwrap();
        let read = read("ratings.csv.zst", &packed, &options("")).unwrap();
        assert_eq!(read, ratings(text, "").unwrap());
    }

    #[test]
    fn pieces_of_a_large_file_are_read_without_its_header() {
        let mut text = "conversation_id,score,comment\n".to_owned();
        for id in 0..200_000 {
            writeln!(text, "{id},4,\"line one of {id}\nline two\"").unwrap();
        }
        assert!(text.len() > 7 << 20);
        let read = ratings(&text, "").unwrap();
        assert_eq!(read.len(), 200_000);
        assert!(read.iter().all(|line| line.contains(" rating conversation_id=")));
    }

    #[test]
    fn a_header_of_known_fields_is_recognised() {
        let recognise = |text: &str| {
            let bytes = text.as_bytes();
            let head = Head { path: Path::new("x"), name: "x.csv", bytes, is_whole: true };
            recognise(&head).map(|grounds| (grounds.certainty, grounds.because))
        };
        let because = "its header names 3 fields of a rating".to_owned();
        let found = recognise("Conversation ID;Score;Comment;Mood\n1;2;3;4\n");
        assert_eq!(found, Some((Certainty::Possible, because)));
        assert_eq!(recognise("a,b,c\n1,2,3\n"), None);
        assert_eq!(recognise("Dear all, the score is 5.\n"), None);
    }
}
