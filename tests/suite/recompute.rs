//! Every published table recomputed in SQL from the facts of the demo, and its files held to the data
//! dictionary: `tests/recompute/`.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use caseload::tables;

use crate::outside::Said;
use crate::support::{is_here, root};

/// Counts one rating too many for one channel in one week.
const CHANGE: &str = "import sys, duckdb
file = sys.argv[1]
duckdb.execute(f\"CREATE TABLE old AS FROM '{file}'\")
duckdb.execute(\"UPDATE old SET rating_count = rating_count + 1 WHERE channel = 'chat' AND week = '2026-W46'\")
duckdb.execute(f\"COPY old TO '{file}' (FORMAT parquet)\")";

#[test]
fn every_table_has_a_file_that_recomputes_it() {
    let folder = root().join("tests/recompute");
    let shared = ["macros.sql", "measures.sql"];
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let files: BTreeSet<String> = files
        .map(|name| name.into_string().unwrap())
        .filter(|name| name.ends_with(".sql") && !shared.contains(&name.as_str()))
        .collect();
    let wanted: BTreeSet<String> =
        tables::ALL.iter().map(|table| format!("{}.sql", table.name())).collect();
    assert_eq!(files, wanted);
}

#[test]
fn tables_recomputed_from_facts_in_sql_are_the_same() {
    let python = std::env::var("CASELOAD_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    if !is_here(&python, "duckdb, pytz") {
        return;
    }
    let out = tempfile::tempdir().unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_caseload"))
        .args(["run", "-q", "pipelines/weekly.toml", "--out"])
        .arg(out.path())
        .current_dir(root())
        .env_remove("CASELOAD_KEY")
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let recomputed = |tables: &[&str]| {
        let mut command = Command::new(&python);
        command.arg(root().join("tests/recompute/recompute.py")).arg(out.path()).arg("2026-W46");
        Said::of(&command.args(tables).output().unwrap())
    };
    let said = recomputed(&[]);
    said.is_well();
    for table in tables::ALL {
        assert!(said.out.contains(&format!("published.{}: ", table.name())), "{}", said.out);
    }
    // One figure of one row is changed.
    let file = out.path().join("2026-W46/tables/csat_weekly.parquet");
    let changed = Command::new(&python).args(["-c", CHANGE]).arg(&file).status().unwrap();
    assert!(changed.success());
    let said = recomputed(&["csat_weekly"]);
    assert_eq!(said.code, Some(1), "{}", said.out);
    assert!(said.out.contains("('chat', '2026-W46') rating_count: "), "{}", said.out);
}
