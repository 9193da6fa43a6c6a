//! Reads a small file for the tests, and shows what came of it line by line.

use std::fmt::Display;
use std::path::Path;

use super::Table;
use crate::model::Record;
use crate::sources::{Clock, Collected, Options, Who, collect};

/// The options of an input in Berlin, with that `table` section.
pub(super) fn options(mapping: &str) -> Options {
    Options {
        input: "test".to_owned(),
        channel: None,
        surface: String::new(),
        clock: Clock { zone: chrono_tz::Europe::Berlin, is_stated: true },
        who: Who::default(),
        encoding: None,
        mapping: Some(toml::from_str(mapping).unwrap()),
    }
}

/// What a file of that name and content yields, or why it is not read.
pub(super) fn read(name: &str, content: &[u8], options: &Options) -> Result<Vec<String>, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    read_path(&path, options)
}

pub(super) fn read_path(path: &Path, options: &Options) -> Result<Vec<String>, String> {
    let collected = collect(path, Some(&Table), options).map_err(|error| error.to_string())?;
    Ok(shown(&collected))
}

/// Records and issues in the order of the file, by line (from 0), issues first; at the end why it
/// could not be read further.
pub(super) fn shown(collected: &Collected) -> Vec<String> {
    let issues = collected.issues.iter().map(|issue| {
        let words =
            [issue.record.word(), issue.field, issue.kind.word(), issue.effect.word(), &issue.seen];
        let words: Vec<_> = words.into_iter().filter(|word| !word.is_empty()).collect();
        (issue.place, format!("{}! {}", issue.place.line, words.join(" ")))
    });
    let records = collected.records().map(|(place, record)| {
        (place, format!("{} {} {}", place.line, record.kind().word(), told(&record)))
    });
    let mut lines: Vec<_> = issues.chain(records).collect();
    lines.sort_by_key(|(place, _)| *place);
    let broken = collected.broken.iter().map(|broken| broken.what.clone());
    lines.into_iter().map(|(_, line)| line).chain(broken).collect()
}

/// The fields that the tests are about, those that are filled.
fn told(record: &Record<'_>) -> String {
    let fields = match record {
        Record::Conversation(r) => vec![
            ("conversation_id", r.conversation_id.to_string()),
            ("surface", r.surface.to_string()),
            ("subject", r.subject.to_string()),
            ("assignee_id", r.assignee_id.to_string()),
            ("channel", some(r.channel)),
            ("is_public", some(r.is_public)),
            ("opened_at", some(r.opened_at)),
            ("status", some(r.status)),
            ("outcome", some(r.outcome)),
            ("talk_seconds", some(r.talk_seconds)),
            ("tags", r.tags.join("|")),
        ],
        Record::Message(r) => vec![
            ("conversation_id", r.conversation_id.to_string()),
            ("message_id", r.message_id.to_string()),
            ("in_reply_to", r.in_reply_to.to_string()),
            ("author_id", r.author_id.to_string()),
            ("text", r.text.to_string()),
            ("channel", some(r.channel)),
            ("sent_at", some(r.sent_at)),
            ("author_role", some(r.author_role)),
        ],
        Record::Event(r) => vec![
            ("conversation_id", r.conversation_id.to_string()),
            ("value", r.value.to_string()),
            ("at", some(r.at)),
            ("kind", some(r.kind)),
        ],
        Record::Rating(r) => vec![
            ("conversation_id", r.conversation_id.to_string()),
            ("comment", r.comment.to_string()),
            ("rated_at", some(r.rated_at)),
            ("score", some(r.score)),
        ],
        Record::Survey(r) => vec![
            ("response_id", r.response_id.to_string()),
            ("answered_at", some(r.answered_at)),
            ("score", some(r.score)),
        ],
        Record::Review(r) => vec![
            ("conversation_id", r.conversation_id.to_string()),
            ("reviewer_id", r.reviewer_id.to_string()),
            ("criterion", r.criterion.to_string()),
            ("verdict", some(r.verdict)),
            ("is_calibration", some(r.is_calibration)),
        ],
        Record::Person(r) => vec![
            ("person_id", r.person_id.to_string()),
            ("name", r.name.to_string()),
            ("role", some(r.role)),
        ],
    };
    let filled = fields.into_iter().filter(|(_, value)| !value.is_empty());
    filled.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
}

fn some(value: Option<impl Display>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}
