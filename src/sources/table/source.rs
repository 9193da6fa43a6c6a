//! The `table` source: tells the shapes of file apart.

use super::{columnar, json, separated, workbook};
use crate::sources::source::Source;
use crate::sources::{Certainty, Grounds, Head, Options, ReadError, Reader};

/// Tables of any shape, by a mapping of columns to fields.
pub struct Table;

impl Source for Table {
    fn name(&self) -> &'static str {
        "table"
    }

    fn page(&self) -> &'static str {
        include_str!("table.md")
    }

    fn recognise(&self, head: &Head<'_>) -> Option<Grounds> {
        let likely = |because: &str| {
            Some(Grounds { certainty: Certainty::Likely, because: because.to_owned() })
        };
        match Shape::of(head) {
            Shape::Parquet => likely("it is a Parquet file"),
            Shape::Workbook => likely("it is an Excel workbook"),
            Shape::Json => json::recognise(head),
            Shape::Separated => separated::recognise(head),
            Shape::Unknown => None,
        }
    }

    fn open(&self, head: &Head<'_>, options: &Options) -> Result<Box<dyn Reader>, ReadError> {
        match Shape::of(head) {
            Shape::Parquet => columnar::open(head, options),
            Shape::Workbook => workbook::open(head, options),
            Shape::Json => json::open(head, options),
            Shape::Separated => separated::open(head, options),
            Shape::Unknown if head.is_binary() && !head.bytes.starts_with(b"PK") => {
                Err(ReadError::binary(head.path))
            }
            Shape::Unknown => Err(ReadError::new(
                head.path,
                "it is neither separated text nor JSON, XLSX or Parquet",
                "save it as one of these",
            )),
        }
    }
}

/// Shapes of file, told by their first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Separated,
    Json,
    Workbook,
    Parquet,
    Unknown,
}

impl Shape {
    fn of(head: &Head<'_>) -> Self {
        let first = head.bytes.iter().find(|byte| !byte.is_ascii_whitespace());
        if head.bytes.starts_with(b"PAR1") {
            Self::Parquet
        } else if head.bytes.starts_with(b"PK\x03\x04") {
            let is_workbook = head.name.ends_with(".xlsx")
                || head.name.ends_with(".xlsm")
                || memchr::memmem::find(head.bytes, b"xl/").is_some();
            if is_workbook { Self::Workbook } else { Self::Unknown }
        } else if head.is_binary() || first.is_none() {
            Self::Unknown
        } else if matches!(first, Some(b'{' | b'[')) && !head.name.ends_with(".csv") {
            Self::Json
        } else {
            Self::Separated
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::{options, read};
    use super::*;

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
            start in prop::sample::select(vec![
                "", "[", "{\"conversation_id\":", "[{\"conversation_id\":1,\"score\":\"",
                "conversation_id,score\n", "conversation_id;score\n7;\"", "PK\x03\x04", "PAR1",
            ]),
        ) {
            let bytes = [start.as_bytes(), &bytes].concat();
            let _ = read("ratings", &bytes, &options(""));
        }

        #[test]
        fn every_row_is_kept_or_told(cells in proptest::collection::vec("[a-z0-9,;\"\n ]{0,9}", 1..40)) {
            let rows: Vec<_> = cells.iter().map(|cell| format!("{{\"conversation_id\":{cell:?}}}\n")).collect();
            let told = read("ratings.ndjson", rows.concat().as_bytes(), &options("")).unwrap();
            prop_assert_eq!(told.len(), rows.len());
        }
    }

    #[test]
    fn shapes_are_told_by_their_first_bytes() {
        let shape = |name: &str, bytes: &[u8]| {
            Shape::of(&Head { path: std::path::Path::new(name), name, bytes, is_whole: true })
        };
        assert_eq!(shape("x", b"PAR1\x15"), Shape::Parquet);
        assert_eq!(shape("x.xlsx", b"PK\x03\x04\0"), Shape::Workbook);
        assert_eq!(shape("x", b"PK\x03\x04\0\0xl/workbook.xml"), Shape::Workbook);
        assert_eq!(shape("x.docx", b"PK\x03\x04\0\0word/"), Shape::Unknown);
        assert_eq!(shape("x", b" \n{\"a\":1}"), Shape::Json);
        assert_eq!(shape("x.csv", b"[id],text\n"), Shape::Separated);
        assert_eq!(shape("x", b"a,b\n"), Shape::Separated);
        assert_eq!(shape("x", b"\x7fELF\0"), Shape::Unknown);
    }

    #[test]
    fn other_archives_are_refused_with_the_cure() {
        let refused = read("notes.docx", b"PK\x03\x04\0", &options("")).unwrap_err();
        assert!(refused.ends_with("save it as one of these"), "{refused}");
    }

    #[test]
    fn bytes_that_are_no_text_are_refused_as_such() {
        let chance: Vec<u8> = (1..=255).collect();
        for bytes in [&b"\x7fELF\0\0"[..], &chance.repeat(9), b"id,\0text\n1,2\n"] {
            for name in ["messages.csv", "messages.ndjson"] {
                let refused = read(name, bytes, &options("")).unwrap_err();
                let said = "it is binary, no text; export it again as text, or take it out";
                assert!(refused.contains(said), "{name}: {refused}");
            }
        }
    }
}
