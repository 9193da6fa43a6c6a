//! Where tests find the project and, where present, the third-party exports.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use caseload::facts::FileNote;
use caseload::gather::{Gather, Gathered, Limits};
use caseload::sample::Desk;
use caseload::sources::{self, Clock, Options, Who};
use chrono_tz::Europe::Berlin;

/// The project's folder.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A folder of third-party exports beside the project. Where it is absent the test that asks says
/// so and has nothing to check.
pub fn shared_data(sub: &str) -> Option<PathBuf> {
    let shared = root().parent().map(|parent| parent.join("shared/data"))?;
    let path = shared.join(sub);
    if path.exists() {
        return Some(path);
    }
    skipped(&format!("{} is not here", Path::new("../shared/data").join(sub).display()));
    None
}

/// A made-up desk, written into a folder and gathered from
/// the files of those names, with what the ledger needs to know of each.
pub fn made_up(folder: &Path, desk: Desk, files: &[&str]) -> (Gathered, Vec<FileNote>) {
    desk.write(folder, &|_| ()).unwrap();
    let options = Options {
        input: "desk".to_owned(),
        channel: None,
        surface: String::new(),
        clock: Clock { zone: Berlin, is_stated: true },
        who: Who::default(),
        encoding: None,
        mapping: None,
    };
    let limits = Limits {
        memory: usize::MAX,
        spill_in: folder.to_owned(),
        partitions: 3,
        numbers_customers: true,
    };
    let gather = Gather::new(vec!["desk".to_owned(); files.len()], limits);
    let mut notes = Vec::new();
    for (number, name) in (0..).zip(files) {
        let file = sources::open(&folder.join(format!("{name}.ndjson")), None, &options).unwrap();
        let read = file.read(&|piece| gather.sink(number, piece), &|_| ());
        assert!(read.end.is_ok(), "{name}");
        notes.push(FileNote { name: (*name).to_owned(), unit: file.unit(), lines: read.lines });
    }
    (gather.finish().unwrap(), notes)
}

/// Says on the process's own standard error that a test has checked nothing: `eprintln!` would be
/// kept back by the harness, which shows what failing tests print alone.
pub fn skipped(why: &str) {
    let test = std::thread::current().name().unwrap_or("a test").to_owned();
    io::stderr().write_all(format!("\n{test} is skipped: {why}\n").as_bytes()).unwrap();
}

/// Whether a Python has those modules; where it lacks them the test says so, and where it was asked
/// for by name that is a fault.
pub fn is_here(python: &str, modules: &str) -> bool {
    let import =
        std::process::Command::new(python).args(["-c", &format!("import {modules}")]).output();
    let is_here = import.as_ref().is_ok_and(|output| output.status.success());
    let is_asked_for = std::env::var("CASELOAD_PYTHON").is_ok();
    if !is_here {
        skipped(&format!("{python} lacks {modules}"));
    }
    assert!(is_here || !is_asked_for, "{python} lacks {modules}");
    is_here
}

/// What passing tests say must be seen.
#[test]
fn a_skipped_test_says_so_through_the_harness() {
    if std::env::var_os("SKIP_FOR_A_LOOK").is_some() {
        return skipped("it is only asked to say so");
    }
    let told = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "support::a_skipped_test_says_so_through_the_harness"])
        .env("SKIP_FOR_A_LOOK", "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&told.stderr);
    assert!(said.contains("harness is skipped: it is only asked to say so"), "{said}");
}
