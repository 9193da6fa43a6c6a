//! What the columns of an export are, as its header rows say.

use std::borrow::Cow;

use csv::ByteRecord;
use serde::Deserialize;

use crate::model::{IssueKind, RecordKind, Str};
use crate::sources::out::{Out, lossy};
use crate::sources::time::Clock;

/// The places of the columns that are read.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// Rows before the first response.
    pub header_rows: usize,
    pub response_id: Option<usize>,
    pub conversation_id: Option<usize>,
    pub customer_id: Option<usize>,
    pub customer_email: Option<usize>,
    pub answered_at: Option<usize>,
    status: Option<usize>,
    progress: Option<usize>,
    finished: Option<usize>,
    pub questions: Vec<Question>,
    /// The zone of the times, where the file names it.
    pub clock: Option<Clock>,
}

/// A column with answers to one question.
#[derive(Debug)]
pub(super) struct Question {
    pub place: usize,
    /// `QID3_TEXT`, or its name in exports without such a row.
    pub id: String,
    /// What was asked, in lower case.
    pub label: String,
}

/// A cell of the third header row.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Import {
    #[serde(rename = "ImportId")]
    id: String,
    #[serde(rename = "timeZone")]
    zone: String,
}

/// Names of embedded data that hold the conversation's id, without case, spaces and underscores.
const CONVERSATION: &[&str] = &[
    "conversationid",
    "ticketid",
    "ticketnumber",
    "ticket",
    "caseid",
    "casenumber",
    "contactid",
    "interactionid",
    "chatid",
    "callid",
    "zendeskticketid",
];

/// Words of `Status` of responses that nobody gave: previews, tests and spam.
const NOT_ANSWERS: &[&str] = &["1", "2", "8", "9", "12", "17", "40"];

/// The text of a cell, empty where there is none.
pub(super) fn cell<'r>(row: &'r ByteRecord, place: Option<usize>) -> Str<'r> {
    match lossy(place.and_then(|place| row.get(place)).unwrap_or_default()) {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

impl Columns {
    /// Reads the header rows at the beginning of `rows`.
    pub(super) fn of(rows: &[ByteRecord]) -> Self {
        let empty = ByteRecord::new();
        let [names, labels, imports] = [0, 1, 2].map(|row| rows.get(row).unwrap_or(&empty));
        let mut columns = Self::default();
        let has_imports =
            imports.iter().any(|cell| memchr::memmem::find(cell, b"ImportId").is_some());
        for place in 0..names.len() {
            let import = if has_imports { import(imports, place) } else { Import::default() };
            columns.add(place, &cell(names, Some(place)), &cell(labels, Some(place)), import);
        }
        let second = cell(labels, columns.response_id);
        columns.header_rows = match (has_imports, second.starts_with("R_")) {
            (true, _) => 3,
            (false, false) => 2,
            (false, true) => 1,
        };
        columns
    }

    fn add(&mut self, place: usize, name: &str, label: &str, import: Import) {
        let is_coded = name.strip_prefix('V').is_some_and(|rest| rest.parse::<u32>().is_ok());
        let own = if is_coded { label } else { name };
        let id = if import.id.is_empty() { own } else { import.id.as_str() };
        let slot = match squeezed(id).as_str() {
            "recordid" | "responseid" => &mut self.response_id,
            "enddate" => &mut self.answered_at,
            "recordeddate" if self.answered_at.is_none() => &mut self.answered_at,
            "status" => &mut self.status,
            "progress" => &mut self.progress,
            "finished" => &mut self.finished,
            "recipientemail" | "emailaddress" => &mut self.customer_email,
            "externaldatareference" | "externalreference" => &mut self.customer_id,
            _ if CONVERSATION.contains(&squeezed(own).as_str()) => &mut self.conversation_id,
            _ => {
                let is_question = if import.id.is_empty() {
                    name.starts_with('Q') && name != "QualtricsID"
                } else {
                    import.id.starts_with("QID")
                };
                if is_question {
                    let id = id.to_owned();
                    self.questions.push(Question { place, id, label: label.to_lowercase() });
                }
                return;
            }
        };
        if squeezed(id) == "enddate"
            && let Some(zone) = zone(&import.zone)
        {
            self.clock = Some(zone);
        }
        *slot = Some(place);
    }

    /// Whether the row is a finished answer of a customer's; if not, it is left out here.
    pub(super) fn is_answer(&self, row: &ByteRecord, out: &mut Out<'_>) -> bool {
        const KIND: RecordKind = RecordKind::Survey;
        if cell(row, self.response_id).is_empty() {
            out.drop(KIND, "response_id", IssueKind::MissingField, "");
            return false;
        }
        let status = cell(row, self.status);
        let lower = status.to_lowercase();
        let is_made_up = ["preview", "test", "spam"].iter().any(|word| lower.contains(word));
        if is_made_up || NOT_ANSWERS.contains(&lower.as_str()) {
            out.drop(KIND, "status", IssueKind::NotSupport, &status);
            return false;
        }
        let progress = cell(row, self.progress);
        let finished = cell(row, self.finished).to_lowercase();
        let is_finished = match progress.as_ref() {
            "" => !matches!(finished.as_str(), "false" | "0"),
            progress => progress == "100" || matches!(finished.as_str(), "true" | "1"),
        };
        if !is_finished {
            out.drop(KIND, "finished", IssueKind::NotSupport, &progress);
        }
        is_finished
    }
}

fn import(imports: &ByteRecord, place: usize) -> Import {
    sonic_rs::from_str(&cell(imports, Some(place))).unwrap_or_default()
}

/// A name without case, spaces, underscores and the like.
fn squeezed(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn zone(name: &str) -> Option<Clock> {
    let zone = if name == "Z" { "UTC" } else { name };
    Some(Clock { zone: zone.parse().ok()?, is_stated: true })
}
