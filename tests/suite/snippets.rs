//! The snippets of the report, run against the outputs of a run as they stand on the page.

use std::fs;
use std::process::Command;

use caseload::report::snippets;

use crate::outside::Desk;
use crate::support::is_here;

/// The Python that has the tools, and the modules that each file needs in it.
const NEEDED: [(&str, &str); 3] =
    [("duckdb.sql", "duckdb"), ("with_pandas.py", "pandas, pyarrow"), ("with_polars.py", "polars")];

/// Runs each statement of an SQL file by DuckDB's Python module and prints its rows.
const DUCKDB: &str = "import sys, duckdb
for statement in duckdb.extract_statements(open(sys.argv[1]).read()):
    print(duckdb.execute(statement).fetchall())";

#[test]
fn duckdb_pandas_and_polars_read_the_tables_as_the_page_says() {
    let desk = Desk::new();
    desk.run().is_well();
    let week = desk.path("out/2026-W44");
    let python = std::env::var("CASELOAD_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    for (file, modules) in NEEDED {
        let snippet = snippets::ALL.iter().find(|snippet| snippet.file == file).unwrap();
        if !is_here(&python, modules) {
            continue;
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(file);
        fs::write(&path, snippet.code).unwrap();
        let mut command = Command::new(&python);
        if file.ends_with(".sql") {
            command.args(["-c", DUCKDB]);
        }
        let output = command.arg(&path).current_dir(&week).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{file}: {}", String::from_utf8_lossy(&output.stderr));
        // Once as published, and once counted anew.
        assert!(said.matches("chat").count() >= 2, "{file}: {said}");
    }
}
