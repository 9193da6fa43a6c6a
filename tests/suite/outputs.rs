//! What a run gives beside the page: the spreadsheet as others read it, completions, the manual.

use std::process::Command;

use crate::outside::{Desk, tree};
use crate::support::is_here;

/// Reads the spreadsheet by openpyxl and the tables by polars: values agree, nothing is a formula.
/// Prints how many cells were compared.
const COMPARE: &str = r#"
import datetime
import openpyxl, polars
book = openpyxl.load_workbook("report.xlsx")
definitions = book.worksheets[-1]
places = {}
for row in list(definitions.iter_rows(values_only=True))[1:]:
    sheet, heading, about, unit, _, _, table, column = row
    assert about, row
    places[(sheet, heading)] = (table, column)
compared = 0
for sheet in book.worksheets[1:-1]:
    heads = [cell.value for cell in sheet[1]]
    assert sheet.freeze_panes and all(cell.comment for cell in sheet[1]), sheet.title
    table = {places[(sheet.title, head)][0] for head in heads}
    assert len(table) == 1, table
    frame = polars.read_parquet(f"tables/{table.pop()}.parquet")
    columns = [places[(sheet.title, head)][1] for head in heads]
    assert all(name in frame.columns for name in columns)
    if not sheet.tables:
        continue
    cells = [row for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row), sheet.title
    def plain(value):
        if isinstance(value, datetime.timedelta):
            return value.total_seconds()
        return value
    for at, name in enumerate(columns):
        kept = [plain(row[at]) for row in cells]
        texts = frame[name].dtype == polars.String
        numbers = frame[name].dtype.is_numeric()
        whole = len(kept) == frame.height
        if texts:
            have = set(frame[name].to_list())
            assert all(value in have for value in kept), (sheet.title, name)
        elif numbers and whole:
            # openpyxl reads durations to the microsecond.
            near = lambda mine, theirs: abs(mine - theirs) <= max(1e-6, 1e-9 * abs(theirs))
            same = lambda mine, theirs: mine == theirs or None not in (mine, theirs) and (
                near(mine, theirs) or near(mine * 86400, theirs))
            known = lambda values: sorted(value for value in values if value is not None)
            theirs = frame[name].to_list()
            in_order = all(same(*pair) for pair in zip(kept, theirs))
            pairs = list(zip(known(kept), known(theirs)))
            assert in_order or all(same(*pair) for pair in pairs), (sheet.title, name)
        compared += len(kept)
print(compared)
"#;

#[test]
fn others_read_the_spreadsheet_and_find_the_tables_values() {
    let desk = Desk::new();
    desk.run().is_well();
    let python = std::env::var("CASELOAD_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    if !is_here(&python, "openpyxl, polars") {
        return;
    }
    let week = desk.path("out/2026-W44");
    let output = Command::new(&python).args(["-c", COMPARE]).current_dir(&week).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let compared: usize = String::from_utf8_lossy(&output.stdout).trim().parse().unwrap();
    assert!(compared > 500, "{compared}");
}

#[test]
fn settings_say_whether_there_are_pictures_and_a_spreadsheet() {
    let desk = Desk::new();
    desk.settings("out = \"out\"", "out = \"out\"\nworkbook = false\npictures = true");
    desk.run().is_well();
    let made = tree(&desk.path("out/2026-W44"));
    for chart in caseload::charts::ALL {
        let [svg, png] = ["svg", "png"].map(|end| format!("charts/{}.{end}", chart.name()));
        assert!(made.contains_key(&svg) && made[&png].starts_with(b"\x89PNG"), "{png}");
    }
    assert!(made.contains_key("index.html") && !made.contains_key("report.xlsx"));
    let asked_for = "out = \"out\"\nworkbook = true\ntables = [\"changes\"]";
    desk.settings("out = \"out\"", asked_for);
    desk.run().is_well();
    let made = tree(&desk.path("out/2026-W44"));
    assert!(made.contains_key("report.xlsx") && !made.contains_key("index.html"));
}

#[test]
fn completions_and_the_manual_know_every_command() {
    let desk = Desk::new();
    let help = desk.caseload(&["--help"]);
    let commands = help.out.lines().skip_while(|line| !line.starts_with("Commands:")).skip(1);
    let commands = commands.take_while(|line| !line.is_empty());
    let commands: Vec<&str> =
        commands.filter_map(|line| line.strip_prefix("  ")?.split(' ').next()).collect();
    let commands: Vec<&str> = commands.into_iter().filter(|name| !name.is_empty()).collect();
    assert!(commands.contains(&"run") && commands.contains(&"train-topics"), "{commands:?}");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = desk.caseload(&["completions", shell]);
        script.is_well();
        for name in &commands {
            assert!(script.out.contains(name), "{shell}: {name}");
        }
        assert!(script.out.contains("as-of"), "{shell}");
    }
    let page = desk.caseload(&["man"]);
    page.is_well();
    let plain = page.out.replace("\\-", "-");
    for name in &commands {
        assert!(plain.contains(&format!("caseload-{name}(1)")), "{name}: {plain}");
    }
    desk.caseload(&["man", "--dir", "manual"]).is_well();
    let pages = tree(&desk.path("manual"));
    for name in &commands {
        assert!(pages.contains_key(&format!("caseload-{name}.1")), "{name}: {:?}", pages.keys());
    }
    let run = String::from_utf8_lossy(&pages["caseload-run.1"]).replace("\\-", "-");
    assert!(run.contains("--week") && run.contains("CASELOAD_KEY"), "{run}");
    assert_eq!(desk.caseload(&["completions", "tcsh"]).code, Some(2));
}

#[test]
fn verbose_tells_steps_and_times_and_quiet_tells_nothing() {
    let desk = Desk::new();
    let said = desk.caseload(&["run", "weekly.toml", "-v"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    for step in ["reading", "deriving facts", "building tables", "filling the spreadsheet", "all"] {
        assert!(said.err.contains(&format!("{step} is done seconds=")), "{step}: {}", said.err);
    }
    let said = desk.caseload(&["run", "weekly.toml", "--quiet"]);
    assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (Some(0), "", ""));
}
