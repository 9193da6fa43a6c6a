//! The pages of agents of a made-up week.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use super::tests::{Tables, page, rendered, told};
use super::{Inputs, ReportError, agent_file, agent_pages};
use crate::charts::examples;
use crate::facts::{CalendarOf, definitions};
use crate::model::Instant;
use crate::tables::{self, Week};
use crate::words::{Language, Words};

/// Every page by the name of its file.
fn pages_of(tables: &Tables) -> BTreeMap<String, String> {
    let inputs = Inputs {
        desk: "Ozon Global",
        say: Words::of(Language::English),
        week: Week::parse("2026-W46").unwrap(),
        zone: chrono_tz::Europe::Moscow,
        as_of: Instant::from_rfc3339("2026-11-16T04:00:00Z").unwrap(),
        version: "7",
        settings: "desk.toml",
        calendar_of: CalendarOf::Opening,
        definition: definitions::ours(),
        charts: BTreeMap::new(),
        tables: tables.clone(),
    };
    let pages = Mutex::new(BTreeMap::new());
    let count = agent_pages::<ReportError>(&inputs, |file, page| {
        pages.lock().unwrap().insert(file.to_owned(), page.replace("&#x2f;", "/"));
        Ok(())
    });
    let pages = pages.into_inner().unwrap();
    assert_eq!(count.unwrap(), pages.len());
    pages
}

fn pages() -> BTreeMap<String, String> {
    pages_of(&examples::tables())
}

/// Names of everybody by the name of the file.
fn names() -> BTreeMap<String, String> {
    let card = &examples::tables()["agent_scorecard"];
    let told = |row: crate::charts::Row<'_>, column| row.text(column).unwrap().unwrap();
    crate::charts::rows(card)
        .map(|row| (agent_file(&told(row, "agent_id")), told(row, "agent_name")))
        .collect()
}

#[test]
fn everybody_with_a_scorecard_has_a_page() {
    let pages = pages();
    assert_eq!(pages.keys().collect::<Vec<_>>(), names().keys().collect::<Vec<_>>());
    assert_eq!(pages.len(), examples::tables()["agent_scorecard"].height());
    assert_eq!(pages, self::pages(), "the same inputs give the same bytes");
}

#[test]
fn a_page_tells_of_one_person_and_names_nobody_else_but_a_mentor() {
    let (pages, names) = (pages(), names());
    for (file, page) in &pages {
        let own = &names[file];
        assert!(page.contains(&format!("<h1>{own}</h1>")), "{file}");
        for (other, name) in &names {
            let is_mentor = file == "a4.html" && name == "Aisha Khan";
            let is_named = page.contains(name.as_str());
            assert_eq!(is_named, other == file || is_mentor, "{name} on the page of {own}");
        }
    }
}

#[test]
fn a_page_has_the_score_its_needs_and_what_shows_them() {
    let page = &pages()["a4.html"];
    for text in [
        "likely below",
        "Score <strong>46</strong>",
        "41–51",
        "missed in 2 of 777 judged conversations",
        "Resolves fewer refunds than peers.",
        "Sure to 97.0\u{a0}%",
        "Aisha Khan is clearly strong in exactly this",
        "desk/1000412",
        "<q>Hi [name]</q>",
        "Nothing is clear enough to be called a strength.",
        "18.9\u{a0}%",
        "desk/1000412, desk/1000413",
        "77 of 255 customers",
        "lie between 18.4\u{a0}% and 88.2\u{a0}%",
        "To be looked at, and no verdict: customers are rather asked",
        "caseload cases desk.toml a4 resolution --week 2026-W46",
        "× 0.39",
        "of 303",
        "too few: 4",
    ] {
        assert!(page.contains(text), "{text}");
    }
    assert_eq!(page.matches("<svg xmlns").count(), 2 * 2, "each chart in both widths");
    assert!(!page.contains('⟦') && !page.contains("NaN"));
}

#[test]
fn who_has_no_score_reads_why() {
    let pages = pages();
    let page = &pages["a7.html"];
    for text in [
        "too few to say",
        "known a week later",
        "There is no score: fewer than two dimensions are known.",
        "no peers",
        "Nothing is clear enough to be called a need.",
        "No customer was asked for a rating",
        "Nothing to show: no conversation of this agent was judged.",
        "Nothing to show: the agent has no cases in these weeks.",
    ] {
        assert!(page.contains(text), "{text}");
    }
    for page in pages.values() {
        assert!(!page.contains('⟦') && !page.contains("NaN") && !page.contains(">none<"));
    }
}

#[test]
fn what_others_wrote_is_inert_and_no_page_has_a_script() {
    let evil = "\"><img onerror=alert(1) src=x><script>alert(2)</script>{{ 7*7*7*7*7 }}";
    let mut tables = examples::tables();
    for (table, column) in [
        ("agent_scorecard", "agent_name"),
        ("agent_scorecard", "team"),
        ("agent_scorecard", "peer_group"),
        ("agent_scorecard", "support_tier"),
        ("agent_scorecard", "reason"),
        ("agent_scorecard", "verdict"),
        ("agent_dimensions", "verdict"),
        ("coaching_needs", "words"),
        ("coaching_needs", "mentor_name"),
        ("coaching_evidence", "conversation_id"),
        ("coaching_evidence", "text"),
        ("agent_funnel", "measure"),
        ("agent_feedback", "note"),
        ("criteria_by_agent", "criterion"),
        ("criteria_missed", "conversation_id"),
    ] {
        let all = examples::renamed(&tables[table], column, evil);
        tables.insert(table, all);
    }
    let ids = examples::renamed(&tables["agent_scorecard"], "agent_id", evil);
    tables.insert("agent_scorecard", ids);
    let pages = pages_of(&tables);
    assert!(pages.contains_key(&agent_file(evil)), "{:?}", pages.keys());
    assert!(pages[&agent_file(evil)].contains("&lt;script&gt;alert(2)"));
    for (file, page) in &pages {
        for trace in ["<img", "<script", "onerror=alert(1) src=x>", "16807", "src="] {
            assert!(!page.contains(trace) || page.contains("&lt;img"), "{trace} in {file}");
        }
        assert!(!page.contains("<img") && !page.contains("<script"), "{file}");
    }
    let report = rendered(&tables, "Desk").unwrap();
    assert!(report.contains(&format!("href=\"agents/{}\"", agent_file(evil))));
}

#[test]
fn two_of_one_name_are_told_apart_and_have_a_page_each() {
    let mut tables = examples::tables();
    let all = examples::renamed(&tables["agent_scorecard"], "agent_name", "王小明");
    tables.insert("agent_scorecard", all);
    let pages = pages_of(&tables);
    assert_eq!(pages.len(), names().len());
    assert!(pages["a1.html"].contains("<h1>王小明 (a1)</h1>"));
    assert!(pages["a4.html"].contains("<h1>王小明 (a4)</h1>"));
}

#[test]
fn links_of_the_report_lead_to_pages_and_back() {
    let (pages, report) = (pages(), page());
    for file in pages.keys() {
        assert!(report.contains(&format!("href=\"agents/{file}\"")), "{file}");
    }
    for (file, page) in &pages {
        let mut ids = BTreeSet::new();
        for id in page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(ids.insert(id), "{id} twice in {file}");
        }
        for link in page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            match (link.strip_prefix("../index.html#"), link.strip_prefix('#')) {
                (Some(anchor), _) => {
                    assert!(report.contains(&format!("id=\"{anchor}\"")), "{link} in {file}");
                }
                (_, Some(anchor)) => assert!(ids.contains(anchor), "{link} in {file}"),
                _ => panic!("{link} in {file}"),
            }
        }
        let page = page.replace("http://www.w3.org/2000/svg", "");
        assert!(!page.contains("=\"http") && !page.contains("url("), "{file}");
    }
}

#[test]
fn a_desk_without_agents_has_no_pages_and_one_conversation_has_a_whole_one() {
    let empty = examples::tables().into_iter().map(|(name, frame)| (name, frame.clear()));
    assert!(pages_of(&empty.collect()).is_empty());
    let pages = pages_of(&told());
    let (_, page) = pages.first_key_value().unwrap();
    assert_eq!(pages.len(), 1);
    for text in ["<h1>Анна</h1>", "There is no score", "night"] {
        assert!(page.contains(text), "{text}");
    }
    assert!(!page.contains('⟦') && !page.contains("NaN"));
}

#[test]
fn a_page_needs_its_tables() {
    for name in super::agent_pages::READ {
        assert!(tables::by_name(name).is_some(), "{name}");
    }
}
