//! The invariants of the house.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

use crate::support::root;

/// The floors from the ground up; a folder uses only those on floors below its own.
const FLOORS: &[&[&str]] = &[
    &["model", "calendar", "stats", "text", "pages", "words"],
    &["sources", "sample", "transcript"],
    &["rubric", "scores"],
    &["gather"],
    &["facts"],
    &["metrics"],
    &["explain", "evidence"],
    &["tables"],
    &["charts"],
    &["report", "workbook"],
    &["pipeline"],
    &["cli"],
];

/// Uses within one floor that are allowed, as (user, used): there are none.
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
    // Where a line of SVG goes (`x`, `y`) is no number that anybody reads.
    let precision = Regex::new(r"\{(\w*):[^{}\s]*\.(\d|\w+\$)[^{}\s]*\}").unwrap();
    let is_read = |line: &str| {
        let mut found = precision.captures_iter(line);
        found.any(|found| !matches!(&found[1], "x" | "y"))
    };
    assert!(is_read("{share:.1}") && is_read("{:>6.2}") && is_read("{value:.places$}"));
    for (file, text) in sources() {
        let Some(from) = folder(&file) else { continue };
        let is_test = file.ends_with("tests.rs") || file.starts_with("charts/examples");
        if matches!(from.as_str(), "report" | "charts" | "workbook") && !is_test {
            let text = without_tests(&text);
            let found = text.lines().find(|line| is_read(line));
            assert!(found.is_none(), "{} turns a number into text: {found:?}", file.display());
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
    let place = Regex::new(r#"(^|[\s"'`(=])/(home|root|work|tmp)/"#).unwrap();
    let (mut read, mut rest) = (BTreeSet::new(), Vec::new());
    let folders = ["src", "docs", "tests", "benches", "pipelines", "sample_data", ".ci"];
    rest.extend(folders.map(|folder| root().join(folder)));
    for entry in fs::read_dir(root()).unwrap() {
        let path = entry.unwrap().path();
        let is_ours = path.extension().is_some_and(|end| end == "md" || end == "toml");
        rest.extend(Some(path).filter(|_| is_ours));
    }
    while let Some(path) = rest.pop() {
        if path.is_dir() {
            rest.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        // What is no text names no places.
        let Ok(text) = String::from_utf8(fs::read(&path).unwrap()) else { continue };
        let file = path.strip_prefix(root()).unwrap();
        let found = text.lines().find(|line| place.is_match(line));
        assert!(found.is_none(), "{}: {found:?}", file.display());
        read.insert(file.components().next().unwrap().as_os_str().to_string_lossy().into_owned());
    }
    let expected = folders.into_iter().chain(["README.md", "CONTRIBUTING.md", "Cargo.toml"]);
    for name in expected {
        assert!(read.contains(name), "nothing of {name} was read: {read:?}");
    }
}
