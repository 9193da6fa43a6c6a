//! The page of a made-up week, and of weeks in which something is missing.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::DataFrame;

use super::{ALL, Inputs, ReportError, render};
use crate::charts::{self, examples};
use crate::facts::{CalendarOf, Promised, Target, TargetTime, When, definitions};
use crate::metrics::{self, Desk, unit};
use crate::model::{Channel, EventKind, Instant, IssueKind, PromiseKind, Role, Unit};
use crate::scores::{CoachRules, Weights};
use crate::tables::{self, ImportFile, Scope, Week};

type Tables = BTreeMap<&'static str, DataFrame>;

fn rendered(tables: &Tables, desk: &str) -> Result<String, ReportError> {
    rendered_by("ours", tables, desk)
}

fn rendered_by(rule: &str, tables: &Tables, desk: &str) -> Result<String, ReportError> {
    let draw =
        |chart: &dyn charts::Chart| (chart.name(), chart.draw(&tables[chart.table()]).unwrap());
    render(&Inputs {
        desk,
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

fn page() -> String {
    rendered(&examples::tables(), "Ozon Global").unwrap()
}

#[test]
fn the_page_says_whose_hours_count() {
    assert!(page().contains("the calendar of the team it was opened with, for its whole life"));
}

/// The card of a headline, from its title to its end.
fn card<'p>(page: &'p str, title: &str) -> &'p str {
    let (_, rest) = page.split_once(&format!(">{title}</a></h3>")).unwrap();
    rest.split_once("</li>").unwrap().0
}

#[test]
fn every_section_stands_under_its_anchor_and_in_the_contents() {
    let page = page();
    let names: BTreeSet<&str> = ALL.iter().map(|page| page.name()).collect();
    assert_eq!(names.len(), ALL.len());
    for section in ALL {
        let (name, title) = (section.name(), section.title());
        assert!(
            page.contains(&format!("<section id=\"{name}\" aria-labelledby=\"{name}-title\">"))
        );
        assert!(page.contains(&format!("<h2 id=\"{name}-title\">{title}</h2>")), "{title}");
        assert!(page.contains(&format!("<li><a href=\"#{name}\">{title}</a></li>")), "{title}");
    }
}

#[test]
fn what_is_linked_is_there() {
    let page = page();
    for link in page.split("href=\"").skip(1) {
        let link = link.split('"').next().unwrap();
        match link.strip_prefix('#') {
            Some(anchor) => assert!(page.contains(&format!("id=\"{anchor}\"")), "{anchor}"),
            None => {
                let name = link.strip_prefix("tables/").and_then(|l| l.strip_suffix(".parquet"));
                assert!(name.and_then(tables::by_name).is_some(), "{link}");
            }
        }
    }
    for metric in metrics::ALL {
        assert!(page.contains(&format!("id=\"measure-{}\"", metric.name())), "{}", metric.name());
    }
}

#[test]
fn nothing_is_fetched() {
    let page = page().replace("http://www.w3.org/2000/svg", "");
    for trace in ["http:", "https:", "src=", "@import", "url("] {
        let at = page.find(trace).map(|at| &page[at.saturating_sub(60)..at + 20]);
        assert_eq!(at, None, "{trace}");
    }
    assert!(page.contains("default-src &#x27;none&#x27;") || page.contains("default-src 'none'"));
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    assert_eq!(page(), page());
}

#[test]
fn headlines_have_number_unit_count_interval_and_change() {
    let page = page();
    let csat = card(&page, "Satisfied customers");
    for part in [
        "82.7\u{a0}%",
        "312 ratings",
        "95% interval",
        "78.1–86.5\u{a0}%",
        "−2.0\u{a0}pp",
        "84.7\u{a0}%",
        "no more than chance",
        "tables/csat_weekly.parquet",
    ] {
        assert!(csat.contains(part), "{part} in {csat}");
    }
    let resolved = card(&page, "Resolved");
    assert!(resolved.contains("than chance"), "{resolved}");
    assert!(page.contains("Changes compare the two weeks at equal age"));
    assert!(card(&page, "First promise kept").contains("as in the week before"));
    assert!(card(&page, "Conversations opened").contains("<polyline"));
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
    assert!(!page.contains("NaN"));
}

#[test]
fn the_week_stands_under_each_rule_and_the_runs_rule_is_named() {
    let page = page();
    let (_, rules) = page.split_once("this week, under each rule</caption>").unwrap();
    let rules = rules.split_once("</table>").unwrap().0;
    assert_eq!(rules.matches("<tr>").count(), 1 + definitions::ALL.len());
    for text in ["Caseload", "Freshdesk", "10\u{a0}min", "50\u{a0}min", "85.0", "too few: 3"] {
        assert!(rules.contains(text), "{text}");
    }
    let named = |page: &str, title: &str| page.matches(&format!("{title}’s rule</a>")).count();
    assert_eq!((named(&page, "Caseload"), named(&page, "Zendesk")), (1, 0));
    let page = rendered_by("zendesk", &examples::tables(), "Desk").unwrap();
    assert_eq!((named(&page, "Caseload"), named(&page, "Zendesk")), (0, 2));
    let tables = examples::tables().into_iter().map(|(name, frame)| (name, frame.clear()));
    let page = rendered(&tables.collect(), "Desk").unwrap();
    assert!(page.contains("Nothing to show: no rule counts anything in this week."));
}

#[test]
fn waits_stand_with_those_still_open_and_misses_with_their_cause() {
    let page = page();
    let grid = |caption: &str| {
        let (_, grid) = page.split_once(&format!("{caption}</caption>")).unwrap();
        grid.split_once("</table>").unwrap().0
    };
    let waits = grid("of what was opened in this week");
    assert_eq!(waits.matches("<tr>").count(), 6);
    assert!(waits.contains("not come to so many yet"), "{waits}");
    // Of 120 calls 96 are promised, 87 expected and 78 answered in time; 10 agents for 12.
    let staffing = grid("what the people seen there could give");
    for text in ["120", "80.0", "72.5", "65.0", "+7.5\u{a0}pp", "of 2"] {
        assert!(staffing.contains(text), "{text} in {staffing}");
    }
}

/// A grid of the page by the end of its caption.
fn grid_of<'p>(page: &'p str, caption: &str) -> &'p str {
    let (_, grid) = page.split_once(&format!("{caption}</caption>")).unwrap();
    grid.split_once("</table>").unwrap().0
}

#[test]
fn calls_stand_with_their_variant_and_what_their_logs_tell() {
    let page = page();
    let shares = grid_of(&page, "<caption>Calls in this week");
    for text in [
        "81.0",
        "of 790",
        "within 30\u{a0}s, of_all",
        "78.1–83.6",
        "5.0",
        "of 800",
        "#measure-abandonment",
    ] {
        assert!(shares.contains(text), "{text} in {shares}");
    }
    let times = grid_of(&page, "<caption>How long calls took");
    assert!(times.contains("4\u{a0}min\u{a0}5\u{a0}s") && times.contains("760"), "{times}");
    assert_eq!(times.matches("<tr>").count(), 4, "neither the work after the call nor speech");
    let chats = grid_of(&page, "<caption>Chats that agents handled in this week");
    for text in ["40", "of 2 agents", "10\u{a0}min", "5\u{a0}min", "2.00"] {
        assert!(chats.contains(text), "{text} in {chats}");
    }
}

#[test]
fn times_by_status_stand_where_a_history_tells() {
    let page = page();
    let times = grid_of(&page, "<caption>Where the time of resolved conversations went, median");
    assert_eq!(times.matches("<tr>").count(), 3, "the heading, email and all");
    assert!(
        times.contains("1\u{a0}h\u{a0}30\u{a0}min") && times.contains("9 in 10 1\u{a0}d"),
        "{times}"
    );
    let again = grid_of(&page, "<caption>Resolved by one reply, and taken up again");
    assert_eq!(again.matches("<tr>").count(), 6);
    assert_eq!(again.matches("no histories").count(), 9, "three cells on each of three channels");
    assert!(again.contains("37.5") && again.contains("6.4"), "{again}");
}

#[test]
fn a_desk_without_calls_chats_and_histories_has_no_place_for_them() {
    let page = rendered(&told(), "Desk").unwrap();
    for caption in ["Calls in this week", "How long calls took", "Service level on the phone"] {
        assert!(!page.contains(caption), "{caption}");
    }
    let page = rendered(
        &examples::tables().into_iter().map(|(name, frame)| (name, frame.clear())).collect(),
        "Desk",
    );
    for caption in ["Chats that agents", "Where the time of resolved", "Resolved by one reply"] {
        assert!(!page.as_ref().unwrap().contains(caption), "{caption}");
    }
}

#[test]
fn few_observations_are_not_shown() {
    let page = page();
    let (_, feedback) = page.split_once("<caption>Ratings given in this week</caption>").unwrap();
    let (_, social) = feedback.split_once("Social").unwrap();
    let social = social.split_once("</tr>").unwrap().0;
    assert!(social.contains("too few: 3"), "{social}");
    assert!(!social.contains("66.7"), "{social}");
}

#[test]
fn the_ledger_is_told_with_its_sentences() {
    let page = page();
    for kind in [IssueKind::Repeat, IssueKind::BadTime, IssueKind::Unreadable] {
        assert!(page.contains(kind.about()), "{}", kind.about());
    }
    assert!(page.contains("so every record is accounted for"));
    let mut tables = examples::tables();
    let files = &tables["import_files"];
    let short = files.column("kept_count").unwrap() - 1;
    let mut files = files.clone();
    files.with_column(short).unwrap();
    tables.insert("import_files", files);
    assert!(rendered(&tables, "Desk").unwrap().contains("the three do not add up"));
}

#[test]
fn every_agent_stands_by_name_with_a_verdict() {
    let page = page();
    let (_, agents) = page.split_once("<caption>Agents by name</caption>").unwrap();
    let agents = agents.split_once("</table>").unwrap().0;
    let at = |name: &str| agents.find(name).unwrap_or_else(|| panic!("{name} is missing"));
    let names =
        ["Aisha Khan", "Ben Osei", "Eve Laurent", "Анна Петрова", "Ольга Иванова", "王小明"];
    let places: Vec<usize> = names.into_iter().map(at).collect();
    assert!(places.is_sorted());
    assert!(agents.contains("fewer than two dimensions are known"));
    assert!(agents.contains("<span class=\"value good\">clearly above</span>"));
    assert!(agents.contains("<span class=\"value\">not distinguishable from peers</span>"));
}

#[test]
fn of_many_files_those_with_most_in_the_ledger_are_shown() {
    let mut tables = examples::tables();
    let files = &tables["import_files"];
    let mut many = files.clone();
    for _ in 0..20 {
        many = many.vstack(files).unwrap();
    }
    tables.insert("import_files", many);
    let page = rendered(&tables, "Desk").unwrap();
    let (_, files) = page.split_once("<caption>Files of the input").unwrap();
    let files = files.split_once("</p>").unwrap().0;
    assert_eq!(files.matches("<tr>").count(), 1 + 40);
    assert!(files.contains("And 44 more rows."), "{files}");
    assert!(files.find("support.mbox").unwrap() < files.find("2026-11.ndjson").unwrap());
    assert!(!files.contains("contact_lens.json.gz"), "nothing of it is in the ledger");
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
    assert_eq!(error, "the page needs the table channel_weekly, which was not given");
    let error = render(&inputs(examples::tables())).unwrap_err().to_string();
    assert_eq!(error, "the page needs the chart weekly_trend, which was not given");
}
/// The tables of a desk with one conversation, as the run builds them.
fn told() -> Tables {
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
        counts_descriptive: false,
        service_level: None,
        facts: desk.facts(folder.path()).unwrap(),
        zone: desk.zone(),
        week: Week::parse("2026-W46").unwrap(),
        as_of: desk.taken_at(),
        promises: vec![promised],
        weights: Weights::default(),
        coaching: CoachRules::default(),
        shows_texts: false,
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
    for text in ["delivery", "Анна", "within 1\u{a0}h", "too few: 1", "so every record"] {
        assert!(page.contains(text), "{text}");
    }
    for (name, table) in &tables {
        let rows = unit::text(table.height() as f64, Unit::Count);
        let entry = page.split_once(&format!("id=\"table-{name}\"")).unwrap().1;
        assert!(entry.split_once("</h3>").unwrap().0.contains(&format!("{rows} rows")), "{name}");
    }
}
