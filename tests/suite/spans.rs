//! The spans of a made-up desk, checked row by row with plain loops.

use std::collections::BTreeMap;

use caseload::calendar::{Calendar, Hours};
use caseload::facts::{self, ChannelRules, Conversations, Facts, Rules, Spans};
use caseload::sample::{Desk, Format};
use chrono::NaiveDate;
use polars::prelude::DataFrame;

use crate::support::made_up;

/// The facts of four weeks of some hundred conversations.
fn facts(folder: &std::path::Path) -> Facts {
    let ends_on = NaiveDate::from_ymd_opt(2026, 11, 16).unwrap();
    let format = Format::Ndjson;
    let desk = Desk { conversations: 1_500, seed: 3, weeks: 4, agents: 30, ends_on, format };
    let (gathered, notes) = made_up(folder, desk, &["conversations", "messages", "events"]);
    let calendar = Calendar::new(Hours::parse("Mon-Fri 09:00-18:00", "Europe/Berlin").unwrap());
    let of = |_| ChannelRules { calendar: calendar.clone(), service_level: None };
    let rules = Rules::new(of, gathered.latest.unwrap());
    facts::write(&gathered, &rules, &notes, &folder.join("facts"), &|| ()).unwrap();
    Facts::in_folder(&folder.join("facts"))
}

fn texts(frame: &DataFrame, name: &str) -> Vec<String> {
    let column = frame.column(name).unwrap().str().unwrap();
    column.iter().map(|text| text.unwrap_or_default().to_owned()).collect()
}

fn instants(frame: &DataFrame, name: &str) -> Vec<Option<i64>> {
    frame.column(name).unwrap().datetime().unwrap().physical().iter().collect()
}

fn numbers(frame: &DataFrame, name: &str) -> Vec<Option<f64>> {
    frame.column(name).unwrap().f64().unwrap().iter().collect()
}

#[test]
fn spans_of_a_made_up_desk_are_gapless_and_add_up_to_each_conversations_life() {
    let folder = tempfile::tempdir().unwrap();
    let facts = facts(folder.path());
    let spans = facts.scan::<Spans>().unwrap().collect().unwrap();
    let (ids, dimensions) = (texts(&spans, "conversation_id"), texts(&spans, "dimension"));
    let (began, ended) = (instants(&spans, "began_at"), instants(&spans, "ended_at"));
    let (values, elapsed) = (texts(&spans, "value"), numbers(&spans, "elapsed_seconds"));
    let business = numbers(&spans, "business_seconds");
    let mut rows: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for row in 0..ids.len() {
        rows.entry((&ids[row], &dimensions[row])).or_default().push(row);
    }
    let mut lives: BTreeMap<&str, (i64, Option<i64>, f64)> = BTreeMap::new();
    let mut of_dimensions: BTreeMap<&str, usize> = BTreeMap::new();
    for ((id, dimension), rows) in &rows {
        for pair in rows.windows(2) {
            assert_eq!(ended[pair[0]], began[pair[1]], "{id} {dimension}");
        }
        let length: f64 = rows.iter().map(|row| elapsed[*row].unwrap()).sum();
        let open: f64 = rows.iter().map(|row| business[*row].unwrap()).sum();
        assert!((0.0..=length + 1e-6).contains(&open), "{id} {dimension}");
        let (first, last) = (rows[0], rows[rows.len() - 1]);
        let life = (began[first].unwrap(), ended[last], length);
        let known = lives.entry(id).or_insert(life);
        assert_eq!((known.0, known.1), (life.0, life.1), "{id} {dimension}");
        assert!((known.2 - life.2).abs() < 1e-3, "{id} {dimension}: {known:?} {life:?}");
        if let Some(ended) = life.1 {
            assert!((length - (ended - life.0) as f64 / 1e6).abs() < 1e-3, "{id} {dimension}");
        }
        *of_dimensions.entry(dimension).or_default() += 1;
    }
    for dimension in ["status", "queue", "owner", "hold", "wrap_up"] {
        assert!(of_dimensions[dimension] > 20, "{of_dimensions:?}");
    }

    let conversations = facts.scan::<Conversations>().unwrap().collect().unwrap();
    let keys = texts(&conversations, "conversation_id");
    let (waited, pending) = (
        numbers(&conversations, "requester_wait_seconds"),
        numbers(&conversations, "agent_wait_seconds"),
    );
    let (mut known, mut were_pending) = (0, 0);
    for (row, key) in keys.iter().enumerate() {
        let Some(mine) = rows.get(&(key.as_str(), "status")) else {
            assert_eq!(waited[row], None, "{key}");
            continue;
        };
        let in_status = |words: &[&str]| -> f64 {
            let spans = mine.iter().filter(|span| words.contains(&values[**span].as_str()));
            spans.map(|span| elapsed[*span].unwrap()).sum()
        };
        if mine.iter().any(|span| values[*span] == "unknown") {
            assert_eq!((waited[row], pending[row]), (None, None), "{key}");
            continue;
        }
        let rest = in_status(&["solved", "closed"]);
        let whole: f64 = mine.iter().map(|span| elapsed[*span].unwrap()).sum();
        let parts = waited[row].unwrap() + pending[row].unwrap() + rest;
        assert!((whole - parts).abs() < 1e-3, "{key}: {parts} of {whole}");
        assert!((waited[row].unwrap() - in_status(&["new", "open", "on_hold"])).abs() < 1e-3);
        known += 1;
        were_pending += usize::from(pending[row] > Some(0.0));
    }
    assert!(known > 500 && were_pending > 50, "{known} known, {were_pending} pending");
}
