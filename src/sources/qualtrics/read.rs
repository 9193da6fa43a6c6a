//! Reads a file of responses: header rows, then one response per row.

use std::io;

use csv::ByteRecord;

use super::columns::{Columns, cell};
use super::scale::{Scale, number};
use crate::model::{IssueKind, RecordKind, SurveyResponse};
use crate::sources::out::Out;
use crate::sources::source::{
    Certainty, Grounds, Head, Options, Piece, ReadError, Reader, Sink, Source,
};

/// Qualtrics.
pub struct Qualtrics;

impl Source for Qualtrics {
    fn name(&self) -> &'static str {
        "qualtrics"
    }

    fn page(&self) -> &'static str {
        include_str!("qualtrics.md")
    }

    fn recognise(&self, head: &Head<'_>) -> Option<Grounds> {
        let has = |mark: &[u8]| memchr::memmem::find(head.bytes, mark).is_some();
        let because = if has(b"{\"\"ImportId\"\":") || has(b"{\"ImportId\":") {
            "its third row holds ImportId"
        } else if head.bytes.starts_with(b"V1") && has(b"ResponseID") && has(b"ResponseSet") {
            "its first rows begin with V1 and ResponseID"
        } else {
            return None;
        };
        Some(Grounds { certainty: Certainty::Certain, because: because.into() })
    }

    fn open(&self, head: &Head<'_>, options: &Options) -> Result<Box<dyn Reader>, ReadError> {
        let rows: Vec<ByteRecord> = rows(head.bytes).take(3).flatten().collect();
        if Columns::of(&rows).response_id.is_none() {
            return Err(ReadError::new(
                head.path,
                "it has no column ResponseId",
                "export the responses as CSV with all fields from Data & Analysis",
            ));
        }
        Ok(Box::new(Responses { options: options.clone() }))
    }
}

/// The rows of a file; one that can't be read is an error.
fn rows(bytes: &[u8]) -> impl Iterator<Item = csv::Result<ByteRecord>> {
    let first = bytes.split(|&b| b == b'\n').next().unwrap_or_default();
    let is_tabbed = first.contains(&b'\t') && !first.contains(&b',');
    csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .delimiter(if is_tabbed { b'\t' } else { b',' })
        .from_reader(bytes)
        .into_byte_records()
}

/// Reads a file of responses.
struct Responses {
    options: Options,
}

const KIND: RecordKind = RecordKind::Survey;

impl Reader for Responses {
    fn unit(&self) -> &'static str {
        "row"
    }

    fn read(&self, piece: &Piece<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let rows: Vec<ByteRecord> = rows(piece.bytes).flatten().collect();
        let columns = Columns::of(&rows);
        let mut out = Out::new(sink, columns.clock.unwrap_or(self.options.clock));
        let mut kept = Vec::new();
        for (number, row) in rows.iter().enumerate().skip(columns.header_rows) {
            out.line = u32::try_from(number).unwrap_or(u32::MAX);
            if columns.is_answer(row, &mut out) {
                if row.iter().any(|cell| std::str::from_utf8(cell).is_err()) {
                    out.keep(KIND, "", IssueKind::BadEncoding, "");
                }
                kept.push((out.line, row));
            }
        }
        let scale = Scale::of(&columns, kept.iter().map(|(_, row)| *row));
        for (line, row) in kept {
            out.line = line;
            response(&columns, &scale, row, &mut out);
        }
        Ok(())
    }
}

fn response(columns: &Columns, scale: &Scale, row: &ByteRecord, out: &mut Out<'_>) {
    let mut response = SurveyResponse {
        response_id: cell(row, columns.response_id),
        conversation_id: cell(row, columns.conversation_id),
        customer_id: cell(row, columns.customer_id),
        customer_email: cell(row, columns.customer_email),
        answered_at: out.time(KIND, "answered_at", &cell(row, columns.answered_at)),
        instrument: Some(scale.instrument),
        comment: cell(row, scale.comment),
        ..SurveyResponse::default()
    };
    let score = cell(row, scale.score);
    if !score.is_empty() {
        match number(&score) {
            Some(value) if (scale.min..=scale.max).contains(&value) => {
                response.score = Some(value);
                (response.scale_min, response.scale_max) = (Some(scale.min), Some(scale.max));
            }
            Some(value) => out.empty(KIND, "score", IssueKind::BadNumber, &value.to_string()),
            // A label may be a sentence of the customer's own.
            None => out.empty(KIND, "score", IssueKind::BadNumber, "not a number"),
        }
    }
    out.put(response);
}
