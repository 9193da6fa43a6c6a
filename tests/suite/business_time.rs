//! Business time against a calculator that works by other means: `tests/differential/business_time.py`.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use caseload::calendar::{Calendar, Hours, read_week};
use chrono::NaiveDate;
use serde::Deserialize;

use crate::support::root;

/// Hours as the script has them, and the seconds that are open between pairs of seconds since 1970.
#[derive(Deserialize)]
struct Told {
    zone: String,
    hours: String,
    changes: Vec<Change>,
    holidays: Vec<NaiveDate>,
    exceptions: Vec<Exception>,
    intervals: Vec<(i64, i64, i64)>,
}

#[derive(Deserialize)]
struct Change {
    from: NaiveDate,
    hours: String,
}

#[derive(Deserialize)]
struct Exception {
    date: NaiveDate,
    hours: String,
}

impl Told {
    fn calendar(&self) -> Calendar {
        let mut hours = Hours::parse(&self.hours, &self.zone).unwrap();
        let changes = self.changes.iter();
        hours.changes = changes.map(|one| (one.from, read_week(&one.hours).unwrap())).collect();
        hours.holidays = self.holidays.iter().copied().collect();
        let exceptions = self.exceptions.iter();
        hours.exceptions = exceptions.map(|one| (one.date, one.hours.parse().unwrap())).collect();
        Calendar::new(hours)
    }
}

/// The script's output. `None` where no Python with its packages is here, unless `CASELOAD_PYTHON`
/// names one.
fn told() -> Option<Vec<Told>> {
    let named = std::env::var("CASELOAD_PYTHON").ok();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cases.json");
    let script = root().join("tests/differential/business_time.py");
    let python = named.as_deref().unwrap_or("python3");
    let output = Command::new(python).arg(script).arg(&path).output();
    let failed = match output {
        Ok(output) if output.status.success() => {
            return Some(sonic_rs::from_slice(&fs::read(path).unwrap()).unwrap());
        }
        Ok(output) if output.status.code() != Some(MISSING) => {
            panic!("{}", String::from_utf8_lossy(&output.stderr))
        }
        Ok(output) => String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        Err(error) => error.to_string(),
    };
    assert!(named.is_none(), "{python}: {failed}");
    eprintln!("skipped: {python}: {failed}");
    None
}

/// The script's exit code where a package is missing.
const MISSING: i32 = 3;

#[test]
fn ten_thousand_intervals_agree_to_the_second_with_another_calculator() {
    let Some(told) = told() else { return };
    let (mut count, mut open_count) = (0, 0);
    let mut wrong = Vec::new();
    for told in &told {
        let calendar = told.calendar();
        for (from, to, seconds) in &told.intervals {
            let open = calendar.open_micros(from * 1_000_000, to * 1_000_000);
            if open != seconds * 1_000_000 {
                wrong.push((&told.zone, &told.hours, from, to, seconds, open));
            }
            count += 1;
            open_count += usize::from(*seconds > 0 && *seconds < to - from);
        }
    }
    assert!(wrong.is_empty(), "{} of {count} disagree: {:#?}", wrong.len(), wrong.first());
    assert_eq!(count, 10_000);
    assert!(open_count > 5_000, "only {open_count} are partly open, partly closed");
    let zones: BTreeSet<&str> = told.iter().map(|told| told.zone.as_str()).collect();
    assert_eq!(zones.len(), 12);
    for zone in ["Australia/Lord_Howe", "Pacific/Apia", "America/Santiago"] {
        assert!(zones.contains(zone), "{zone}");
    }
    for has in [
        |told: &Told| !told.changes.is_empty(),
        |told: &Told| !told.holidays.is_empty(),
        |told: &Told| !told.exceptions.is_empty(),
    ] {
        assert!(told.iter().filter(|told| has(told)).count() > 20);
    }
}
