//! The invariants of the house.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

use crate::support::root;

/// The floors from the ground up; a folder uses only those on floors below its own.
const FLOORS: &[&[&str]] = &[
    &["model", "calendar", "stats"],
    &["sources", "sample"],
    &["gather"],
    &["facts"],
    &["metrics"],
    &["scores"],
    &["tables"],
    &["charts"],
    &["report"],
    &["pipeline"],
    &["cli"],
];

/// A use within one floor that is allowed: text and time are said in terms of the model.
const BESIDE: &[(&str, &str)] = &[];

fn floor(folder: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&folder))
}

/// Every source file with its text, its path relative to `src/`.
fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") {
                found.push(path);
            }
        }
    }
    let src = root().join("src");
    let mut found = Vec::new();
    walk(&src, &mut found);
    found.sort();
    assert!(found.len() > 50, "the walk went astray");
    found
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            (path.strip_prefix(&src).unwrap().to_owned(), text)
        })
        .collect()
}

/// The folder of `src/` that a file belongs to; `None` for `lib.rs` and `main.rs`.
fn folder(path: &Path) -> Option<String> {
    let mut parts = path.components();
    let first = parts.next()?.as_os_str().to_string_lossy().into_owned();
    parts.next().map(|_| first)
}

/// The part of a file that is not its unit tests.
fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text)
}

#[test]
fn imports_go_only_down() {
    let path = Regex::new(r"crate::([a-z_]+)").unwrap();
    let group = Regex::new(r"use crate::\{([^}]*)\}").unwrap();
    let mut used = BTreeMap::new();
    for (file, text) in sources() {
        let Some(from) = folder(&file) else { continue };
        let here = floor(&from).unwrap_or_else(|| panic!("{from} is on no floor"));
        let mut targets: BTreeSet<String> =
            path.captures_iter(&text).map(|found| found[1].to_owned()).collect();
        for names in group.captures_iter(&text) {
            let first = |name: &str| name.trim().split("::").next().unwrap_or("").to_owned();
            targets.extend(names[1].split(',').map(first).filter(|name| floor(name).is_some()));
        }
        for to in targets {
            let Some(there) = floor(&to) else { continue };
            let is_allowed = to == from || there < here || BESIDE.contains(&(&from, &to));
            assert!(is_allowed, "{} uses crate::{to}, which is not below it", file.display());
            *used.entry((from.clone(), to)).or_insert(0) += 1;
        }
    }
    assert!(
        used.contains_key(&("facts".to_owned(), "gather".to_owned())),
        "the test reads nothing"
    );
}

#[test]
fn every_file_opens_with_a_sentence() {
    for (file, text) in sources() {
        let first = text.lines().next().unwrap_or_default();
        assert!(first.starts_with("//! "), "{} opens with {first:?}", file.display());
    }
}

#[test]
fn files_stay_short() {
    for (file, text) in sources() {
        let lines = without_tests(&text).lines().count();
        assert!(lines <= 420, "{} has {lines} lines; where should it part?", file.display());
    }
}

#[test]
fn arrow_and_polars_stay_in_their_rooms() {
    let arrow = Regex::new(r"\b(arrow|parquet)::").unwrap();
    let polars = Regex::new(r"\bpolars::").unwrap();
    for (file, text) in sources() {
        let Some(from) = folder(&file) else { continue };
        let is_table_source = file.starts_with("sources/table");
        if arrow.is_match(&text) {
            assert!(from == "facts" || is_table_source, "{} names arrow", file.display());
        }
        if polars.is_match(&text) && !file.ends_with("facts/store.rs") {
            let here = floor(&from).unwrap_or_default();
            assert!(here > floor("facts").unwrap(), "{} names polars", file.display());
        }
    }
}

#[test]
fn the_clock_is_read_only_in_main() {
    let clock = Regex::new(r"(Utc|Local)::now|SystemTime::now|env::var").unwrap();
    for (file, text) in sources() {
        let is_main = file == Path::new("main.rs");
        assert!(is_main || !clock.is_match(without_tests(&text)), "{}", file.display());
    }
}

#[test]
fn charts_and_report_do_not_format_numbers() {
    let precision = Regex::new(r"\{[^{}]*:[^{}]*\.\d+[^{}]*\}").unwrap();
    for (file, text) in sources() {
        let Some(from) = folder(&file) else { continue };
        if from == "report" && !file.ends_with("tests.rs") {
            let text = without_tests(&text);
            assert!(!precision.is_match(text), "{} turns a number into text", file.display());
        }
    }
}

#[test]
fn every_format_has_its_sample() {
    for source in caseload::sources::ALL {
        let folder = root().join("sample_data/desk").join(source.name());
        assert!(folder.is_dir(), "{} has no sample", source.name());
    }
}

#[test]
fn nothing_of_this_machine_is_committed() {
    let place = Regex::new(r#"(^|[\s"'(=])/(home|root|work|tmp)/"#).unwrap();
    for (file, text) in sources() {
        let found = without_tests(&text).lines().find(|line| place.is_match(line));
        assert!(found.is_none(), "{}: {found:?}", file.display());
    }
}
