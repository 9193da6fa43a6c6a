//! The page of a made-up week, and of weeks in which something is missing.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::DataFrame;

use super::{ALL, Inputs, ReportError, render};
use crate::charts::{self, examples};
use crate::facts::{CalendarOf, Promised, Target, TargetTime, When, definitions};
use crate::metrics::{self, Desk, unit};
use crate::model::{Channel, EventKind, Instant, PromiseKind, Role, Unit};
use crate::scores::{CoachRules, Weights};
use crate::tables::{self, ImportFile, Scope, Week};
use crate::words::{Language, Words};

pub(super) type Tables = BTreeMap<&'static str, DataFrame>;

pub(super) fn rendered(tables: &Tables, desk: &str) -> Result<String, ReportError> {
    rendered_by("ours", tables, desk)
}

pub(super) fn rendered_by(rule: &str, tables: &Tables, desk: &str) -> Result<String, ReportError> {
    let draw =
        |chart: &dyn charts::Chart| (chart.name(), chart.draw(&tables[chart.table()]).unwrap());
    render(&Inputs {
        desk,
        say: Words::of(Language::English),
        week: Week::parse("2026-W46").unwrap(),
        zone: chrono_tz::Europe::Moscow,
        as_of: Instant::from_rfc3339("2026-11-16T04:00:00Z").unwrap(),
        version: "7",
        settings: "pipelines/desk.toml",
        calendar_of: CalendarOf::Opening,
        definition: definitions::by_name(rule).unwrap(),
        charts: charts::ALL.iter().map(|chart| draw(*chart)).collect(),
        tables: tables.clone(),
    })
}

pub(super) fn page() -> String {
    rendered(&examples::tables(), "Ozon Global").unwrap()
}

#[test]
fn the_page_says_whose_hours_count() {
    assert!(page().contains("the calendar of the team it was opened with, for its whole life"));
}

/// The card of a headline, from its title to its end.
pub(super) fn card<'p>(page: &'p str, title: &str) -> &'p str {
    let (_, rest) = page.split_once(&format!(">{title}</a></h4>")).unwrap();
    rest.split_once("</li>").unwrap().0
}

#[test]
fn every_view_stands_under_its_anchor_and_in_the_navigation() {
    let page = page();
    let say = Words::of(Language::English);
    let names: BTreeSet<&str> = ALL.iter().map(|page| page.name()).collect();
    assert_eq!(names.len(), ALL.len());
    for view in ALL {
        let name = view.name();
        let [title, short] = ["title", "short"].map(|part| say.text(&format!("{name}.{part}")));
        let section =
            format!("<section class=\"view\" id=\"{name}\" aria-labelledby=\"{name}-title\"");
        assert!(page.contains(&section), "{name}");
        let heading = format!("<h2 id=\"{name}-title\" tabindex=\"-1\">{title}</h2>");
        assert!(page.contains(&heading), "{title}");
        assert!(page.contains(&format!("<li><a href=\"#{name}\">{short}</a></li>")), "{short}");
        for kind in view.filters() {
            assert!(page.contains(&format!("<select name=\"{kind}\">")), "{kind}");
        }
    }
}

#[test]
fn every_word_stands_in_the_catalogue() {
    for page in [page(), rendered(&told(), "Desk").unwrap()] {
        let at = page.find('⟦').map(|at| &page[at..at + 60]);
        assert_eq!(at, None);
    }
}

#[test]
fn no_two_places_have_one_anchor() {
    let page = page();
    let mut seen = BTreeSet::new();
    for id in page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(seen.insert(id), "{id}");
    }
}

#[test]
fn what_is_linked_is_there() {
    let page = page();
    for link in page.split("href=\"").skip(1) {
        let link = link.split('"').next().unwrap();
        if let Some(anchor) = link.strip_prefix('#') {
            let anchor = anchor.split('?').next().unwrap();
            assert!(page.contains(&format!("id=\"{anchor}\"")), "{anchor}");
            continue;
        }
        let within = |folder: &str, ending: &str| link.strip_prefix(folder)?.strip_suffix(ending);
        let table = within("tables/", ".parquet").and_then(tables::by_name);
        let chart = within("charts/", ".svg").and_then(charts::by_name);
        let agent = within("agents/", ".html").filter(|agent| agent.starts_with('a'));
        assert!(table.is_some() || chart.is_some() || agent.is_some(), "{link}");
    }
    for metric in metrics::ALL {
        assert!(page.contains(&format!("id=\"measure-{}\"", metric.name())), "{}", metric.name());
    }
    for table in tables::ALL {
        assert!(page.contains(&format!("id=\"table-{}\"", table.name())), "{}", table.name());
    }
}

#[test]
fn every_chart_is_on_the_page_and_coloured_by_it() {
    let page = page();
    for chart in charts::ALL {
        assert!(
            page.contains(&format!("<figure id=\"chart-{}\">", chart.name())),
            "{}",
            chart.name()
        );
    }
    assert_eq!(page.matches("<style").count(), 1, "the page's own");
    assert!(page.contains("--measure:#0068a5") && page.contains("prefers-color-scheme:dark"));
}

#[test]
fn nothing_is_fetched() {
    let page = page().replace("http://www.w3.org/2000/svg", "");
    for trace in ["=\"http", "='http", "src=", "@import", "url("] {
        let at = page.find(trace).map(|at| page[at..].chars().take(40).collect::<String>());
        assert_eq!(at, None, "{trace}");
    }
    assert!(page.contains("default-src &#x27;none&#x27;") || page.contains("default-src 'none'"));
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    assert_eq!(page(), page());
}

#[test]
fn what_others_wrote_is_inert() {
    let evil = "\"><img onerror=alert(1) src=x><script>alert(2)</script>{{ 7*7*7*7*7 }}";
    let mut tables = examples::tables();
    for (table, column) in [
        ("agent_scorecard", "agent_name"),
        ("agent_scorecard", "team"),
        ("agent_scorecard", "peer_group"),
        ("agent_scorecard", "verdict"),
        ("agent_scorecard", "reason"),
        ("channel_weekly", "channel"),
        ("sla_attainment", "channel"),
        ("csat_weekly", "channel"),
        ("topic_weekly", "topic"),
        ("response_histogram", "channel"),
        ("load_hourly", "weekday_name"),
        ("import_files", "file"),
        ("import_files", "source"),
        ("import_issues", "file"),
        ("import_issues", "field"),
        ("import_issues", "first_seen"),
        ("import_files", "blake3"),
        ("topics_weekly", "family"),
        ("topics_weekly", "sub_topic"),
        ("topic_drift", "channel"),
        ("topic_drift", "most_moved_family"),
        ("topic_agreement", "method"),
        ("topic_quality", "topic_label"),
        ("effort_weekly", "channel"),
        ("rubric_weekly", "criterion"),
        ("rubric_effects", "criterion"),
        ("rubric_effects", "outcome"),
        ("quality_by_agent", "agent_name"),
        ("reviews", "agent_name"),
        ("reviews_by_team", "team"),
        ("review_agreement", "between"),
        ("sampling_plan", "conversation_id"),
        ("sampling_plan", "reason"),
        ("sla_by_agent", "agent_name"),
        ("sla_by_team", "team"),
        ("promises", "conversation_id"),
        ("changes", "channel"),
        ("changes", "measure"),
        ("coaching_needs", "words"),
        ("coaching_needs", "mentor_name"),
        ("coaching_evidence", "conversation_id"),
        ("coaching_evidence", "text"),
    ] {
        let all = examples::renamed(&tables[table], column, evil);
        tables.insert(table, all);
    }
    let page = rendered(&tables, evil).unwrap();
    assert!(page.contains("&lt;script&gt;alert(2)"));
    for trace in ["<img", "<script>", "onerror=alert(1) src=x>", "16807"] {
        let trace_in_evil = page.matches(trace).count();
        let trace_in_page = self::page().matches(trace).count();
        assert_eq!(trace_in_evil, trace_in_page, "{trace}");
    }
    assert_eq!(page.matches("<script").count(), 1);
}

#[test]
fn a_link_of_others_is_no_link() {
    let mut tables = examples::tables();
    let link = "javascript:alert(1)";
    for (table, column) in [
        ("promises", "conversation_id"),
        ("sampling_plan", "conversation_id"),
        ("agent_scorecard", "agent_name"),
    ] {
        let all = examples::renamed(&tables[table], column, link);
        tables.insert(table, all);
    }
    let page = rendered(&tables, link).unwrap();
    assert!(page.contains(link) && !page.contains(&format!("href=\"{link}")));
}

#[test]
fn a_desk_without_a_row_says_so_everywhere() {
    let tables: Tables =
        examples::tables().into_iter().map(|(name, frame)| (name, frame.clear())).collect();
    let page = rendered(&tables, "Nobody").unwrap();
    for title in ["Conversations opened", "Satisfied customers", "First response, median"] {
        let card = card(&page, title);
        assert!(card.contains("<p class=\"big missing\">—</p>"), "{card}");
        assert!(card.contains("nothing to compare with"), "{card}");
    }
    assert!(card(&page, "Satisfied customers").contains("no ratings"));
    for chart in charts::ALL {
        assert!(
            page.contains(&format!("Nothing to show: {}.", chart.nothing())),
            "{}",
            chart.name()
        );
    }
    assert!(page.contains("Nothing to show: no file was read."));
    assert!(page.contains("No promise with a goal was due in this week."));
    assert!(page.contains("Nothing changed that is both real and large, in 0 comparisons."));
    assert!(!page.contains("NaN"));
}

#[test]
fn tables_have_captions_and_headings() {
    let page = page();
    assert_eq!(page.matches("<table").count(), page.matches("<caption>").count());
    for head in page.split("<thead><tr>").skip(1) {
        let head = head.split_once("</tr>").unwrap().0;
        assert_eq!(head.matches("<th").count(), head.matches("scope=\"col\"").count(), "{head}");
    }
}

#[test]
fn a_table_or_chart_that_is_not_given_is_named() {
    let inputs = |tables: Tables| Inputs {
        desk: "Desk",
        say: Words::of(Language::English),
        week: Week::parse("2026-W46").unwrap(),
        zone: chrono_tz::UTC,
        as_of: Instant(0),
        version: "0",
        settings: "x.toml",
        calendar_of: CalendarOf::Holder,
        definition: definitions::ours(),
        tables,
        charts: BTreeMap::new(),
    };
    let error = render(&inputs(Tables::new())).unwrap_err().to_string();
    assert_eq!(error, "the page needs the table sla_attainment, which was not given");
    let error = render(&inputs(examples::tables())).unwrap_err().to_string();
    assert_eq!(error, "the page needs the chart promises, which was not given");
}
/// The tables of a desk with one conversation, as the run builds them.
pub(super) fn told() -> Tables {
    let hour = Target { seconds: 3_600.0, time: TargetTime::Business, pauses: false };
    let desk = Desk::new()
        .promises(PromiseKind::FirstResponse, hour)
        .topic("delivery")
        .person("ann", Role::Agent, "Анна", "night")
        .customer("Mon 09:00", "Where is my parcel?")
        .agent("ann", "09:04", "At your door")
        .event("09:10", EventKind::Resolved, "")
        .rated("10:00", 5.0, "ann")
        .as_of("2026-11-16 04:00");
    let folder = tempfile::tempdir().unwrap();
    let promised = Promised {
        rule: "chat".to_owned(),
        when: When { channel: Some(Channel::Chat), ..When::default() },
        kind: PromiseKind::FirstResponse,
        target: hour,
        share: Some(0.8),
    };
    let scope = Scope {
        topic_labels: BTreeMap::new(),
        counts_descriptive: false,
        service_level: None,
        facts: desk.facts(folder.path()).unwrap(),
        zone: desk.zone(),
        week: Week::parse("2026-W46").unwrap(),
        as_of: desk.taken_at(),
        promises: vec![promised],
        weights: Weights::default(),
        coaching: CoachRules::default(),
        assessed: None,
        window_weeks: Scope::WINDOW_WEEKS,
        reviews_per_agent: Scope::REVIEWS_PER_AGENT,
        files: vec![ImportFile { name: "desk".into(), seen: 6, kept: 6, ..ImportFile::default() }],
    };
    let built = tables::build_all(&scope).unwrap();
    built.into_iter().map(|built| (built.table.name(), built.frame)).collect()
}

#[test]
fn a_told_desk_runs_through_to_the_page() {
    let tables = told();
    let page = rendered(&tables, "Told").unwrap();
    assert!(card(&page, "Conversations opened").contains("<p class=\"big\">1</p>"));
    for title in ["First response, median", "First promise kept", "Satisfied customers"] {
        assert!(card(&page, title).contains("too few: 1"), "{title}");
    }
    for text in ["delivery", "Анна", "within 1\u{a0}h", "too few: 1", "So every record"] {
        assert!(page.contains(text), "{text}");
    }
    for (name, table) in &tables {
        let rows = unit::text(table.height() as f64, Unit::Count);
        let entry = page.split_once(&format!("id=\"table-{name}\"")).unwrap().1;
        assert!(entry.split_once("</h4>").unwrap().0.contains(&format!("{rows} rows")), "{name}");
    }
}
