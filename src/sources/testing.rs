//! Reads a small file for the tests of a source.

use super::{Clock, Collected, Options, Source, Who, collect};
use crate::model::Record;

/// The options of an input in Berlin.
pub(super) fn options() -> Options {
    Options {
        input: "test".into(),
        channel: None,
        surface: String::new(),
        clock: Clock { zone: chrono_tz::Europe::Berlin, is_stated: true },
        who: Who::default(),
        encoding: None,
        mapping: None,
    }
}

/// What a file of that name and content yields.
pub(super) fn read(
    source: &'static dyn Source,
    name: &str,
    content: impl AsRef<[u8]>,
    options: &Options,
) -> Collected {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    collect(&path, Some(source), options).unwrap()
}

/// Why it could not be read to its end.
pub(super) fn broken(collected: &Collected) -> String {
    collected.broken.as_ref().map_or_else(String::new, |broken| broken.to_string())
}

/// Its issues, as `line record field kind effect`.
pub(super) fn issues(collected: &Collected) -> Vec<String> {
    let issues = collected.issues.iter().map(|issue| {
        let (line, record) = (issue.place.line, issue.record.word());
        let words = [record, issue.field, issue.kind.word(), issue.effect.word()];
        let words = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>();
        format!("{line} {}", words.join(" "))
    });
    issues.collect()
}

/// Its records.
pub(super) fn records(collected: &Collected) -> Vec<Record<'_>> {
    collected.records().map(|(_, record)| record).collect()
}
