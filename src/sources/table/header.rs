//! The columns of one file, and which kind of record their names tell of.

use super::needs::{needs, one};
use crate::model::RecordKind;
use crate::sources::{Certainty, Grounds};

/// Known fields that a file must name to be taken for a table's.
const KNOWN: usize = 2;

/// Names of a file's columns. A row's cells are numbered as they are.
#[derive(Clone, Debug)]
pub(super) struct Header {
    names: Vec<String>,
    /// How many of the names were seen in the file.
    seen: usize,
    /// Whether rows may have columns that were not seen yet, as JSON's objects may.
    is_open: bool,
}

impl Header {
    /// A header that names every column.
    pub fn closed(names: Vec<String>) -> Self {
        Self { seen: names.len(), names, is_open: false }
    }

    /// The names met at the beginning of a file whose rows name their cells.
    pub fn open(names: Vec<String>) -> Self {
        Self { seen: names.len(), names, is_open: true }
    }

    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// All names, those that were asked for but not seen at the end.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The names that stand in the file.
    pub fn seen(&self) -> impl Iterator<Item = &str> + Clone {
        self.names.iter().take(self.seen).map(String::as_str)
    }

    pub fn has(&self, name: &str) -> bool {
        self.seen().any(|seen| seen == name)
    }

    /// The number of that column; `None` where the file has none of that name.
    pub fn column(&mut self, name: &str) -> Option<usize> {
        let found = self.names.iter().position(|other| other == name);
        if found.is_none() && self.is_open {
            self.names.push(name.to_owned());
            return Some(self.names.len() - 1);
        }
        found
    }

    /// The number of the column that bears a field's name: exactly, or but for case, spaces and
    /// hyphens where the names were written for people.
    pub fn of_field(&mut self, field: &str) -> Option<usize> {
        if self.is_open {
            return self.column(field);
        }
        self.column(field).or_else(|| self.seen().position(|name| is_field(name, field)))
    }

    /// Whether a column bears that field's name.
    pub fn has_field(&self, field: &str) -> bool {
        self.has(field) || !self.is_open && self.seen().any(|name| is_field(name, field))
    }

    /// A group of fields of which a file of this kind needs one and this one has none.
    pub fn lacks(&self, kind: RecordKind) -> Option<&'static [&'static str]> {
        let lacks = |group: &&[&str]| !group.iter().any(|field| self.has_field(field));
        needs(kind).columns.iter().copied().find(lacks)
    }

    /// Why a file may be taken for a table's: how many fields of which record `what` names.
    pub fn grounds(&self, file: &str, what: &str) -> Option<Grounds> {
        let kinds = self.kind(file).into_iter().chain(RecordKind::ALL.iter().copied());
        let mut known = kinds.map(|kind| (self.likeness(kind), kind));
        let (known, kind) = known.find(|(likeness, _)| *likeness >= KNOWN)?;
        let because = format!("its {what} {known} fields of {}", one(kind));
        Some(Grounds { certainty: Certainty::Possible, because })
    }

    /// How many columns bear the name of one of the kind's fields.
    fn likeness(&self, kind: RecordKind) -> usize {
        kind.fields().iter().filter(|(field, _)| self.has_field(field)).count()
    }

    /// The kind that a file of this name (lower case) holds: as its name says, else the one that
    /// has most of its fields here, and all that it needs.
    pub fn kind(&self, file: &str) -> Option<RecordKind> {
        let stem = file.split('.').next().unwrap_or(file);
        let words: Vec<_> = stem.split(|c: char| !c.is_ascii_alphabetic()).collect();
        let is_named =
            |kind: &RecordKind| words.iter().any(|word| needs(*kind).stems.contains(word));
        let mut named = RecordKind::ALL.iter().copied().filter(is_named);
        if let (Some(only), None) = (named.next(), named.next()) {
            return Some(only);
        }
        let is_whole = |kind: &RecordKind| {
            self.lacks(*kind).is_none()
                && needs(*kind).marks.iter().any(|mark| self.has_field(mark))
        };
        let mut best = None;
        for kind in RecordKind::ALL.iter().copied().filter(is_whole) {
            let likeness = self.likeness(kind);
            if best.is_none_or(|(most, _)| likeness > most) {
                best = Some((likeness, kind));
            }
        }
        best.map(|(_, kind)| kind)
    }
}

fn is_field(column: &str, field: &str) -> bool {
    column.len() == field.len()
        && column.bytes().zip(field.bytes()).all(|(c, f)| match c {
            b' ' | b'-' => f == b'_',
            c => c.eq_ignore_ascii_case(&f),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(file: &str, names: &[&str]) -> Option<RecordKind> {
        Header::closed(names.iter().map(|name| (*name).to_owned()).collect()).kind(file)
    }

    #[test]
    fn a_files_name_says_what_it_holds() {
        assert_eq!(kind("ratings-2026-w43.csv", &[]), Some(RecordKind::Rating));
        assert_eq!(kind("survey_responses.csv", &[]), Some(RecordKind::Survey));
        assert_eq!(kind("people.ndjson", &[]), Some(RecordKind::Person));
    }

    #[test]
    fn else_its_columns_do() {
        let cases: &[(&[&str], RecordKind)] = &[
            (&["conversation_id", "sent_at", "text"], RecordKind::Message),
            (&["Conversation ID", "Opened At", "Status"], RecordKind::Conversation),
            (&["conversation_id", "score", "comment"], RecordKind::Rating),
            (&["conversation_id", "at", "kind"], RecordKind::Event),
            (&["answered_at", "score", "instrument"], RecordKind::Survey),
            (&["person_id", "name", "role"], RecordKind::Person),
            (&["conversation_id", "agent_id"], RecordKind::Conversation),
        ];
        for (names, expected) in cases {
            assert_eq!(kind("export.csv", names), Some(*expected), "{names:?}");
        }
        assert_eq!(kind("export.csv", &["id", "body"]), None);
        let names = ["conversation_id", "sent_at", "text"];
        assert_eq!(kind("ticket_messages.csv", &names), Some(RecordKind::Message));
    }

    #[test]
    fn an_open_header_takes_in_what_is_asked_for() {
        let mut header = Header::open(vec!["id".to_owned()]);
        assert_eq!(header.column("body"), Some(1));
        assert!(!header.has("body"));
        assert_eq!(Header::closed(vec!["id".to_owned()]).column("body"), None);
    }
}
