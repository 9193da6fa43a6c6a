//! The folder that a sample is written into, which must hold nothing else.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use super::columns::{CONVERSATIONS, EVENTS, MESSAGES, PEOPLE, RATINGS, REVIEWS, SURVEY_RESPONSES};
use super::format::Format;
use super::roster::TRUTH;

/// The planted skills, by which a sample is also known as one.
pub(super) const TRUTH_FILE: &str = "truth.csv";
/// The planted strictness of the reviewers.
pub(super) const REVIEWERS_FILE: &str = "reviewers.csv";
/// The pipeline's file of settings.
pub const SETTINGS_FILE: &str = "weekly.toml";

/// Names of the tables.
pub(super) static TABLES: [&str; 7] = [
    CONVERSATIONS.table,
    MESSAGES.table,
    EVENTS.table,
    RATINGS.table,
    PEOPLE.table,
    SURVEY_RESPONSES.table,
    REVIEWS.table,
];

/// Name of a table's file.
pub(super) fn file_name(table: &str, format: Format) -> String {
    format!("{table}.{}", format.word())
}

/// Makes the folder, or empties it of an earlier sample.
///
/// Errors: it holds anything that is no part of a sample.
pub(super) fn prepare(dir: &Path) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    let mut names = Vec::new();
    for entry in fs::read_dir(dir)? {
        names.push(entry?.file_name());
    }
    names.sort();
    let is_ours = |name: &str| {
        let mut tables = TABLES
            .iter()
            .flat_map(|table| Format::ALL.iter().map(move |format| file_name(table, *format)));
        [TRUTH_FILE, REVIEWERS_FILE, SETTINGS_FILE].contains(&name)
            || tables.any(|table| table == name)
    };
    let mut foreign = names.iter().filter(|name| !name.to_str().is_some_and(is_ours));
    if let Some(name) = foreign.next() {
        return Err(refused(dir, &format!("holds `{}`", name.display())));
    }
    if !names.is_empty() && !is_sample(dir)? {
        return Err(refused(dir, "holds tables that may be yours"));
    }
    // The mark of a sample goes last, so that what is left of a broken run is known as one.
    names.sort_by_key(|name| name == TRUTH_FILE);
    names.iter().try_for_each(|name| fs::remove_file(dir.join(name)))
}

/// Whether the planted skills of an earlier sample lie there.
fn is_sample(dir: &Path) -> io::Result<bool> {
    match fs::read_to_string(dir.join(TRUTH_FILE)) {
        Ok(truth) => Ok(truth.starts_with(TRUTH)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::InvalidData) => {
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

fn refused(dir: &Path, why: &str) -> io::Error {
    let what = format!(
        "{}: the folder {why}, which a sample would be mixed with; name a new or empty folder",
        dir.display()
    );
    io::Error::new(ErrorKind::AlreadyExists, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_with_anything_else_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        assert!(prepare(dir.path()).is_ok());
        fs::write(dir.path().join("notes.txt"), "mine").unwrap();
        let error = prepare(dir.path()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::AlreadyExists);
        assert!(error.to_string().contains("holds `notes.txt`"), "{error}");
        assert!(dir.path().join("notes.txt").exists());
    }

    #[test]
    fn tables_of_somebody_else_are_not_touched() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("messages.csv"), "text\nmine\n").unwrap();
        assert!(prepare(dir.path()).unwrap_err().to_string().contains("may be yours"));
        fs::write(dir.path().join(TRUTH_FILE), "a,b\n").unwrap();
        assert!(prepare(dir.path()).is_err());
        assert!(dir.path().join("messages.csv").exists());
        fs::write(dir.path().join(TRUTH_FILE), format!("{TRUTH}\n")).unwrap();
        prepare(dir.path()).unwrap();
        assert!(fs::read_dir(dir.path()).unwrap().next().is_none());
    }
}
