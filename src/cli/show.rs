//! How paths, counts and complaints stand in a terminal.

use std::io;
use std::path::{Component, Path, PathBuf};

use crate::metrics::unit;
use crate::model::Unit;
use crate::sources::{ReadError, reason};

/// A path without the steps that lead nowhere: `pipelines/../reports` is `reports`.
pub fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match (part, tidy.components().next_back()) {
            (Component::CurDir, _) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => {
                tidy.pop();
            }
            _ => tidy.push(part),
        }
    }
    if tidy.as_os_str().is_empty() { PathBuf::from(".") } else { tidy }
}

/// A file that could not be read, with its cure.
pub fn read_error(error: &ReadError) -> String {
    format!("{}: {}; {}", tidy(&error.path).display(), error.what, error.cure)
}

/// What the disk refused of a file or folder, with the cure.
pub fn refused(path: &Path, error: &io::Error) -> String {
    let cure = "make room or name another folder";
    format!("{}: it cannot be written: {}; {cure}", tidy(path).display(), reason(error))
}

/// A number of things.
pub fn count(count: u64) -> String {
    unit::text(count as f64, Unit::Count)
}

/// `1 record`, `2 records`.
pub fn counted(number: u64, thing: &str) -> String {
    let number = (number != 1).then(|| count(number));
    match (number, thing) {
        (None, thing) => format!("1 {thing}"),
        (Some(number), "person") => format!("{number} people"),
        (Some(number), thing) => format!("{number} {thing}s"),
    }
}

/// The first sentence of a text, in one line.
pub fn sentence(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.find(". ") {
        Some(end) => line.get(..=end).unwrap_or(&line).to_owned(),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_told_the_short_way() {
        for (path, shown) in [
            ("pipelines/../reports/weekly", "reports/weekly"),
            ("./a/./b", "a/b"),
            ("../a/../../b", "../../b"),
            ("/a/../b", "/b"),
            ("a/..", "."),
        ] {
            assert_eq!(tidy(Path::new(path)), Path::new(shown), "{path}");
        }
    }

    #[test]
    fn a_full_disk_is_named_with_the_cure() {
        assert_eq!(
            refused(Path::new("./out"), &io::Error::from_raw_os_error(28)),
            "out: it cannot be written: no space left on device; make room or name another folder"
        );
    }

    #[test]
    fn things_are_counted_in_english() {
        assert_eq!(counted(1, "survey response"), "1 survey response");
        assert_eq!(counted(0, "message"), "0 messages");
        assert_eq!(counted(2, "person"), "2 people");
    }

    #[test]
    fn a_listing_shows_the_first_sentence() {
        assert_eq!(sentence("One channel in\none week. More."), "One channel in one week.");
        assert_eq!(sentence("No full stop"), "No full stop");
    }
}
