//! The workbook read back: its values, its words, and what a name can do to it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use calamine::{Data, DataType as _, Range, Reader, Xlsx, open_workbook_from_rs};
use polars::prelude::{Column, DataFrame, DataType};

use super::cell::{SECONDS_A_DAY, Shape};
use super::write::within;
use super::{ALL, Inputs, Which, write};
use crate::charts::examples;
use crate::model::Instant;
use crate::stats::Verdict;
use crate::tables::{self, Week};
use crate::words::{Language, Words};

fn inputs<'a>(desk: &'a str, tables: BTreeMap<&'a str, DataFrame>) -> Inputs<'a> {
    Inputs {
        desk,
        say: Words::of(Language::English),
        week: Week::parse("2026-W46").unwrap(),
        zone: chrono_tz::Europe::Moscow,
        as_of: Instant::from_rfc3339("2026-11-16T06:00:00Z").unwrap(),
        version: "0.1.0",
        rule: "Ours",
        tables,
    }
}

/// The example's tables with every declared column; those of no chart and no view are empty.
fn examples() -> BTreeMap<&'static str, DataFrame> {
    let mut all = examples::tables();
    for (name, frame) in &mut all {
        for column in tables::by_name(name).unwrap().columns() {
            if frame.column(&column.name).is_err() {
                let kind = column.kind.data_type();
                let empty = Column::full_null(column.name.into(), frame.height(), &kind);
                frame.with_column(empty).unwrap();
            }
        }
    }
    all
}

fn read(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    open_workbook_from_rs(Cursor::new(bytes)).unwrap()
}

fn sheet(book: &mut Xlsx<Cursor<Vec<u8>>>, table: &str) -> Range<Data> {
    let name = Words::of(Language::English).text(&format!("workbook.sheet.{table}"));
    book.worksheet_range(&name).unwrap()
}

#[test]
fn every_sheet_names_columns_that_are_there_each_with_a_heading_of_its_own() {
    for language in Language::ALL {
        let say = Words::of(language);
        let mut names = BTreeSet::new();
        for sheet in ALL {
            let table = tables::by_name(sheet.table).unwrap();
            let columns = table.columns();
            let kind = |name: &str| columns.iter().find(|column| column.name == name);
            let mut headings = BTreeSet::new();
            for column in sheet.columns {
                assert!(kind(column).is_some(), "{}.{column}", sheet.table);
                let heading =
                    say.find(&format!("heading.{column}")).unwrap_or_else(|| panic!("{column}"));
                assert!(headings.insert(heading.to_lowercase()), "{}: {heading}", sheet.table);
            }
            assert!(sheet.largest_first.is_none_or(|by| kind(by).is_some()), "{}", sheet.table);
            let told = sheet.unit_of.map(|(by, of)| of.iter().chain([&by]).copied().collect());
            let told: Vec<&str> = told.unwrap_or_default();
            assert!(told.iter().all(|name| sheet.columns.contains(name)), "{}", sheet.table);
            for mark in sheet.marks {
                let in_braces =
                    mark.when.split('{').skip(1).map(|rest| rest.split_once('}').unwrap().0);
                for name in in_braces.chain([mark.column]) {
                    assert!(sheet.columns.contains(&name), "{}: {name}", sheet.table);
                }
            }
            let told = say.find(&format!("workbook.only.{}", sheet.table));
            assert_eq!(told.is_some(), sheet.which != Which::All, "{}", sheet.table);
            let name = say.find(&format!("workbook.sheet.{}", sheet.table)).unwrap();
            assert!(
                name.chars().count() <= 31
                    && !name.contains(['[', ']', ':', '*', '?', '/', '\\', '\''])
            );
            assert!(names.insert(name), "{name}");
        }
    }
}

#[test]
fn marks_speak_the_words_of_verdicts() {
    let words = [Verdict::ClearlyAbove, Verdict::ClearlyBelow].map(Verdict::text);
    let marks = ALL.iter().flat_map(|sheet| sheet.marks).filter(|mark| mark.column == "verdict");
    let said: BTreeSet<&str> = marks.map(|mark| mark.when.split('"').nth(1).unwrap()).collect();
    assert_eq!(said, BTreeSet::from(words));
}

#[test]
fn every_value_is_the_tables() {
    let tables = examples();
    let mut book = read(write(&inputs("Desk", tables.clone())).unwrap());
    let mut compared = 0;
    for one in ALL.iter().filter(|one| one.which == Which::All && one.largest_first.is_none()) {
        let Some(frame) = tables.get(one.table) else { continue };
        let range = sheet(&mut book, one.table);
        let declared = tables::by_name(one.table).unwrap().columns();
        for (at, name) in one.columns.iter().enumerate() {
            let column = declared.iter().find(|column| column.name == *name).unwrap();
            let values = frame.column(name).unwrap();
            let is_duration = Shape::of(column) == Shape::Duration
                || one.unit_of.is_some_and(|(_, of)| of.contains(name));
            for row in 0..frame.height() {
                let cell = range.get((row + 1, at)).cloned().unwrap_or(Data::Empty);
                let value = values.get(row).unwrap();
                let place = format!("{}.{name} {row}: {value} {cell:?}", one.table);
                match (&cell, value.get_str()) {
                    (Data::Empty, _) => {
                        let number: Option<f64> = value.extract();
                        assert!(value.is_null() || number.is_some_and(f64::is_nan), "{place}");
                    }
                    (Data::String(text), Some(value)) => assert_eq!(text, value, "{place}"),
                    (Data::Bool(is), _) => {
                        assert_eq!(values.dtype(), &DataType::Boolean, "{place} {is}")
                    }
                    (cell, _) => {
                        let number = cell.get_float().or_else(|| cell.get_int().map(|n| n as f64));
                        let number =
                            number.or_else(|| cell.get_datetime().map(|at| at.as_f64())).unwrap();
                        let value: f64 = value.extract().unwrap();
                        let is_same = |kept: f64| (kept - value).abs() <= 1e-9 * value.abs();
                        let is_kept =
                            is_same(number) || is_duration && is_same(number * SECONDS_A_DAY);
                        assert!(is_kept, "{place}");
                    }
                }
                compared += 1;
            }
        }
    }
    assert!(compared > 100, "{compared}");
}

#[test]
fn nothing_that_a_name_holds_becomes_a_formula() {
    let evil = [
        "=HYPERLINK(\"http://x\",\"y\")",
        "@SUM(A1)",
        "+1",
        "-1",
        "\t=1",
        "\"><img onerror=x>",
        "a\u{1}b",
        "_x0041_",
    ];
    let tables = examples();
    for name in evil {
        let mut tables = tables.clone();
        let renamed = examples::renamed(&tables["agent_scorecard"], "agent_name", name);
        tables.insert("agent_scorecard", renamed);
        let mut book = read(write(&inputs(name, tables)).unwrap());
        let kept = name.replace('\u{1}', "\u{fffd}");
        let agents = sheet(&mut book, "agent_scorecard");
        assert_eq!(agents.get((1, 0)), Some(&Data::String(kept.clone())), "{name}");
        for name in book.sheet_names() {
            let formulas = book.worksheet_formula(&name).unwrap();
            assert_eq!(formulas.used_cells().count(), 0, "{name}");
        }
        let front = book.worksheet_range("Read me").unwrap();
        assert!(front.get((0, 0)).unwrap().to_string().starts_with(&kept), "{name}");
    }
}

#[test]
fn a_table_without_rows_and_one_without_room_say_so() {
    let none = examples().into_iter().map(|(name, frame)| (name, frame.clear())).collect();
    let mut book = read(write(&inputs("", none)).unwrap());
    let said = sheet(&mut book, "agent_scorecard");
    assert_eq!(said.get((1, 0)), Some(&Data::String("There is nothing to show.".into())));

    let mut book = read(within(&inputs("Desk", examples()), 2).unwrap());
    let range = sheet(&mut book, "agent_scorecard");
    let last = range.get((3, 0)).unwrap().to_string();
    assert!(last.contains("tables/agent_scorecard.parquet"), "{last}");
    assert_eq!(range.height(), 4);
    let front = book.worksheet_range("Read me").unwrap();
    assert!(front.used_cells().any(|(_, _, cell)| cell.to_string().contains(&last)));

    let book = read(write(&inputs("Desk", BTreeMap::new())).unwrap());
    assert_eq!(book.sheet_names(), ["Read me", "Definitions"]);
}

#[test]
fn same_tables_make_the_same_bytes() {
    let make = || write(&inputs("Desk", examples())).unwrap();
    let first = make();
    std::thread::sleep(std::time::Duration::from_millis(2_100));
    assert!(first == make());
}
