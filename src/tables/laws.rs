//! What holds for every table.

use std::collections::HashSet;

use polars::prelude::{AnyValue, DataFrame, PolarsResult};

use super::sample::{busy_desk, scope};
use super::{ALL, Built, Scope, build, build_all, by_name, write};
use crate::metrics::{Desk, Kind};
use crate::model::Unit;

/// Tables that are facts as they are, in the order of the facts.
const PUBLISHED: [&str; 3] = ["conversations", "promises", "turns"];

fn built(scope: &Scope) -> Vec<Built> {
    build_all(scope).unwrap()
}

fn bytes(built: &mut Built) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(built.table, &mut built.frame, &mut bytes).unwrap();
    bytes
}

#[test]
fn every_column_has_a_sentence_and_a_name_that_says_its_unit() {
    let mut tables = HashSet::new();
    for table in ALL {
        assert!(tables.insert(table.name()), "two tables are named {}", table.name());
        assert!(table.about().ends_with('.'), "{}", table.name());
        let columns = table.columns();
        for key in table.grain() {
            assert!(columns.iter().any(|column| column.name == *key), "{}: no {key}", table.name());
        }
        let mut names = HashSet::new();
        for column in &columns {
            let place = format!("{}.{}", table.name(), column.name);
            assert!(names.insert(&column.name), "{place} stands twice");
            assert!(column.about.ends_with(['.', '…']), "{place}: {}", column.about);
            let ends = |ending: &str| column.name.ends_with(ending);
            let starts = |start: &str| column.name.starts_with(start);
            let fits = match (column.kind, column.unit) {
                (Kind::Instant, Unit::None) => ends("_at"),
                (Kind::Date, Unit::None) => ends("_on"),
                (Kind::Flag, Unit::None) => starts("is_") || starts("has_"),
                (Kind::Number, Unit::Seconds) => ends("_seconds"),
                (Kind::Number, Unit::Share) => ends("_share"),
                (Kind::Number, Unit::Points) => ends("_points") || column.name == "points",
                (Kind::Number, Unit::Score) => starts("score") || ends("_score"),
                (Kind::Count, Unit::Count) => ends("_count") || ends("_number"),
                (Kind::Count, Unit::Bytes) => ends("_bytes"),
                (Kind::Number, Unit::Count) => !ends("_count"),
                (Kind::Text | Kind::Count | Kind::Number, Unit::None) => {
                    !["_seconds", "_share", "_count", "_at", "_on"].into_iter().any(ends)
                }
                _ => false,
            };
            assert!(fits, "{place} is {:?} in {:?}", column.kind, column.unit);
        }
    }
}

#[test]
fn no_table_tells_customers_apart() {
    for table in ALL {
        for column in table.columns() {
            let is_customers = column.name.starts_with("customer_") && column.kind == Kind::Text;
            let may_quote = table.name() == "coaching_evidence";
            let is_text = column.name == "text" && !may_quote;
            assert!(!is_customers && !is_text, "{}.{}", table.name(), column.name);
        }
    }
}

#[test]
fn bots_are_never_among_the_agents() {
    let (_folder, scope) = scope(&busy_desk(100), 1);
    for name in ["agent_weekly", "agent_scorecard", "reviews", "sampling_plan"] {
        let frame = build(by_name(name).unwrap(), &scope).unwrap();
        let agents = frame.column("agent_id").unwrap().str().unwrap();
        let agents: HashSet<&str> = agents.iter().flatten().collect();
        assert!(agents.contains("agent-2") && !agents.contains("lavka"), "{name}: {agents:?}");
    }
}

#[test]
fn tables_are_as_declared_and_sorted_by_their_grain() {
    let (_folder, scope) = scope(&busy_desk(400), 3);
    for Built { table, frame } in built(&scope) {
        let declared: Vec<_> =
            table.columns().into_iter().map(|one| (one.name, one.kind.data_type())).collect();
        let found: Vec<_> = frame
            .columns()
            .iter()
            .map(|column| (column.name().to_string(), column.dtype().clone()))
            .collect();
        assert_eq!(found, declared, "{}", table.name());
        // On this desk nobody is weak or strong for long enough.
        let may_be_empty = table.name().starts_with("coaching_");
        assert!(frame.height() > 0 || may_be_empty, "{} has no rows", table.name());
        let keys = keys(&frame, table.grain());
        assert!(keys.iter().flatten().all(|key| !key.is_null()), "{}", table.name());
        let keys: Vec<String> = keys.iter().map(|key| sortable(key)).collect();
        let unique: HashSet<&String> = keys.iter().collect();
        assert_eq!(unique.len(), keys.len(), "{}", table.name());
        if !PUBLISHED.contains(&table.name()) {
            assert!(keys.is_sorted(), "{}: {keys:?}", table.name());
        }
    }
}

fn keys<'f>(frame: &'f DataFrame, grain: &[&str]) -> Vec<Vec<AnyValue<'f>>> {
    let columns: Vec<_> = grain.iter().map(|key| frame.column(key).unwrap()).collect();
    let row =
        |row| columns.iter().map(|column| column.get(row)).collect::<PolarsResult<_>>().unwrap();
    (0..frame.height()).map(row).collect()
}

fn sortable(key: &[AnyValue<'_>]) -> String {
    let part = |part: &AnyValue<'_>| match part.extract::<i64>() {
        Some(number) if part.get_str().is_none() => format!("{number:09}"),
        _ => part.str_value().to_string(),
    };
    key.iter().map(part).collect::<Vec<_>>().join("\u{1}")
}

#[test]
fn the_order_of_rows_in_facts_changes_no_byte() {
    let desk = busy_desk(400);
    let (_folder, scope_of_one) = scope(&desk, 1);
    let (_other, scope_of_many) = scope(&desk, 13);
    let mut one = built(&scope_of_one);
    for (one, (mut again, mut many)) in
        one.iter_mut().zip(built(&scope_of_one).into_iter().zip(built(&scope_of_many)))
    {
        let name = one.table.name();
        let first = bytes(one);
        assert!(first == bytes(&mut again), "{name}: a second build is different");
        if PUBLISHED.contains(&name) {
            assert_eq!(one.frame.height(), many.frame.height());
        } else {
            assert!(
                one.frame.equals_missing(&many.frame),
                "{name}:\n{}\n{}",
                one.frame,
                many.frame
            );
            assert!(first == bytes(&mut many), "{name}: another order of rows is different");
        }
    }
}

#[test]
fn a_desk_on_which_nothing_happened_has_empty_tables() {
    let (_folder, scope) = scope(&Desk::new(), 1);
    for built in built(&scope) {
        let files = match built.table.name() {
            "import_files" => 2,
            "import_totals" => 1,
            _ => 0,
        };
        assert_eq!(built.frame.height(), files, "{}", built.table.name());
    }
}

#[test]
fn a_file_tells_what_its_columns_mean() {
    use polars::prelude::{ParquetReader, SerReader};
    let (_folder, scope) = scope(&busy_desk(20), 1);
    for mut built in built(&scope) {
        let bytes = std::io::Cursor::new(bytes(&mut built));
        let mut reader = ParquetReader::new(bytes);
        let notes = reader.get_metadata().unwrap().key_value_metadata().clone().unwrap();
        let note = |key: &str| {
            let found = notes.iter().find(|note| note.key == key);
            found.and_then(|note| note.value.clone()).unwrap_or_default()
        };
        assert_eq!(note("caseload.table"), built.table.name());
        assert_eq!(note("caseload.about"), built.table.about());
        for column in built.table.columns() {
            let key = format!("caseload.column.{}", column.name);
            assert_eq!(note(&format!("{key}.about")), column.about);
            assert_eq!(note(&format!("{key}.unit")), column.unit.word());
        }
        let read = reader.finish().unwrap();
        assert!(read.equals_missing(&built.frame), "{}", built.table.name());
    }
}

/// Two ways to the same verdict: the seconds that passed on the promise's clock, and the instant at
/// which its time was over.
#[test]
fn a_promise_is_broken_if_what_was_promised_came_after_it_was_due() {
    let (_folder, scope) = scope(&busy_desk(800), 2);
    let promises = build(by_name("promises").unwrap(), &scope).unwrap();
    let instants = |name: &str| -> Vec<Option<i64>> {
        promises.column(name).unwrap().datetime().unwrap().physical().iter().collect()
    };
    let texts = |name: &str| -> Vec<Option<String>> {
        let column = promises.column(name).unwrap();
        column.str().unwrap().iter().map(|text| text.map(str::to_owned)).collect()
    };
    let (due, ended, state) = (instants("due_at"), instants("ended_at"), texts("state"));
    let mut states = HashSet::new();
    for ((due, ended), state) in due.into_iter().zip(ended).zip(state) {
        let is_late = ended.unwrap_or(scope.as_of.0) > due.unwrap();
        let expected = match (is_late, ended) {
            (true, _) => "broken",
            (false, Some(_)) => "kept",
            (false, None) => "pending",
        };
        assert_eq!(state.as_deref(), Some(expected), "due {due:?}, ended {ended:?}");
        states.insert(expected);
    }
    assert_eq!(states.len(), 3, "{states:?}");
}
