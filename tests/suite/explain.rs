//! `caseload explain`: every value of a conversation's rows, and the arithmetic behind it.

use std::collections::BTreeMap;
use std::path::Path;

use assert_cmd::Command;
use caseload::explain::{Explained, How, Published, Row, explain};
use caseload::facts::{
    self, Compared, Conversations, Fact, Facts, FileNote, Promises, Ratings, Reviews, Rules, Spans,
    SurveyResponses, Told, Topics, Turns, Verdicts,
};
use caseload::gather::Gathered;
use caseload::metrics::cases::tell;
use caseload::metrics::{self, Page};
use caseload::model::{Instant, Unit};
use caseload::pipeline::{Plan, Request};
use caseload::sample::{Desk, Format};
use chrono::NaiveDate;
use polars::prelude::{AnyValue, DataFrame};

use crate::support::{made_up, root};

/// Settings under which a made-up desk has hours by team, promises of all kinds and breaks.
const SETTINGS: &str = r#"
[desk]
name = "Desk"
time_zone = "Europe/Berlin"

[calendars.office]
hours = "Mon-Fri 09:00-13:00, 14:00-18:00; Sat 10:00-15:00"
holidays = ["2026-11-05"]
exceptions = { "2026-11-10" = "12:00-16:00" }
[calendars.nights]
hours = "daily 20:00-06:00"

[channels.email]
calendar = "office"
first_response = { within = "4 h", share = 0.8 }
next_response = { within = "4 h" }
resolution = { within = "24 h", pauses = true }
requester_wait = { within = "12 h" }
[channels.chat]
calendar = "office"
first_response = { within = "2 min", time = "elapsed" }
[channels.phone]
calendar = "office"
service_level = { within = "20 s" }
[channels.social]
calendar = "office"
periodic_update = { within = "2 h", time = "elapsed" }

[[hours]]
calendar = "nights"
team = ["Payments", "Orders"]

[[inputs]]
files = "*.ndjson"
"#;

/// The desk's records, gathered, and how its settings count them.
fn desk(folder: &Path) -> (Gathered, Vec<FileNote>, Plan) {
    let ends_on = NaiveDate::from_ymd_opt(2026, 11, 16).unwrap();
    let format = Format::Ndjson;
    let desk = Desk { conversations: 1_200, seed: 11, weeks: 3, agents: 20, ends_on, format };
    let files = ["conversations", "messages", "events", "ratings", "people"];
    let (gathered, notes) = made_up(folder, desk, &files);
    std::fs::write(folder.join("desk.toml"), SETTINGS).unwrap();
    let settings = folder.join("desk.toml");
    let plan = Plan::resolve(&Request { settings, ..Request::default() }).unwrap();
    (gathered, notes, plan)
}

/// The rows of a fact by conversation, in the order of the file.
fn by_conversation<F: Fact>(facts: &Facts) -> (DataFrame, BTreeMap<String, Vec<usize>>) {
    let frame = facts.scan::<F>().unwrap().collect().unwrap();
    let mut rows: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let ids = frame.column("conversation_id").unwrap().str().unwrap().clone();
    for (row, id) in ids.iter().enumerate() {
        // A survey may name no conversation.
        if let Some(id) = id {
            rows.entry(id.to_owned()).or_default().push(row);
        }
    }
    (frame, rows)
}

/// Whether a value is what Parquet has.
fn is_same(published: &Published, stored: &AnyValue<'_>) -> bool {
    match (published, stored) {
        (Published::Missing, AnyValue::Null) => true,
        (Published::Text(text), stored) => stored.get_str() == Some(text),
        (Published::At(at), AnyValue::Datetime(then, ..) | AnyValue::DatetimeOwned(then, ..)) => {
            at.0 == *then
        }
        (Published::Number(number), AnyValue::Float64(stored)) => number == stored,
        (Published::Count(count), AnyValue::Int64(stored)) => count == stored,
        (Published::Flag(flag), AnyValue::Boolean(stored)) => flag == stored,
        _ => false,
    }
}

/// Values that are taken as they are from the export.
const STATED: [&str; 6] =
    ["talk_seconds", "hold_seconds", "wrap_up_seconds", "queue_seconds", "is_public", "score"];

/// Values that a rule of the settings gives.
const RULED: [&str; 5] = [
    "first_response_target_seconds",
    "resolve_target_seconds",
    "promised_seconds",
    "points",
    "weight",
];

/// Values that words decide, which the reason names the messages of.
const TOLD: [&str; 10] = [
    "score",
    "start_sentiment",
    "end_sentiment",
    "lowest_sentiment",
    "sentiment_recovery",
    "question_count",
    "topic_count",
    "quality_share",
    "quality_judged_count",
    "critical_missed_count",
];

/// What the arithmetic of a row leaves unexplained.
fn faults(row: &Row, it: &Explained) -> Vec<String> {
    let mut faults = Vec::new();
    let at = |entry: usize| it.timeline.entries.get(entry - 1).map(|entry| entry.at);
    for value in &row.values {
        let number = match value.value {
            Published::Number(number) => Some(number),
            Published::Count(count) => Some(count as f64),
            Published::Flag(flag) => Some(f64::from(u8::from(flag))),
            _ => None,
        };
        let is_well = match (&value.value, &value.how) {
            (Published::Missing, How::Missing(why) | How::Because(why)) => !why.is_empty(),
            (Published::Missing, _) => false,
            (Published::Text(_), How::Entry(entry)) => at(*entry).is_some(),
            (Published::Text(_), How::Missing(_)) => false,
            (Published::Text(_), _) => true,
            (Published::At(instant), How::Entry(entry)) => at(*entry) == Some(*instant),
            (Published::At(_), _) => value.column == "due_at",
            (_, How::Stated) => STATED.contains(&value.column),
            (Published::Number(_), How::Because(why)) => {
                RULED.contains(&value.column) || TOLD.contains(&value.column) && !why.is_empty()
            }
            (Published::Count(_), How::Entry(entry)) => {
                value.column == "message_number" && at(*entry).is_some()
            }
            (Published::Count(_), How::Because(why)) => {
                value.column.ends_with("_number") || TOLD.contains(&value.column) && !why.is_empty()
            }
            (Published::Flag(_), How::Because(_)) => value.column.starts_with("is_"),
            (_, how) => how.number().zip(number).is_some_and(|(made, number)| {
                (made - number).abs() < 1e-6 && !(value.unit == Unit::Seconds && made < 0.0)
            }),
        };
        if !is_well {
            faults.push(format!("{}.{} {:?} {:?}", row.fact, value.column, value.value, value.how));
        }
    }
    faults
}

/// What was explained of a number of conversations.
#[derive(Default)]
struct Held {
    wrong: Vec<String>,
    rows: BTreeMap<&'static str, usize>,
    /// Pieces of open time, and sums of several pieces.
    business: usize,
    sums: usize,
}

impl Held {
    /// Holds the explanation of everything that was gathered against the facts made of it.
    fn hold(&mut self, gathered: &Gathered, rules: &Rules, facts: &Facts) {
        let stored = [
            (Conversations::NAME, by_conversation::<Conversations>(facts)),
            (Compared::NAME, by_conversation::<Compared>(facts)),
            (Turns::NAME, by_conversation::<Turns>(facts)),
            (Promises::NAME, by_conversation::<Promises>(facts)),
            (Ratings::NAME, by_conversation::<Ratings>(facts)),
            (Spans::NAME, by_conversation::<Spans>(facts)),
            (Topics::NAME, by_conversation::<Topics>(facts)),
            (Verdicts::NAME, by_conversation::<Verdicts>(facts)),
            (Reviews::NAME, by_conversation::<Reviews>(facts)),
            (SurveyResponses::NAME, by_conversation::<SurveyResponses>(facts)),
        ];
        let before: usize = self.rows.values().sum();
        for partition in 0..gathered.partitions() {
            let packed = gathered.load(partition).unwrap();
            packed.whole(gathered, |conversation| {
                let told = Told::new(conversation, rules, gathered);
                let it = explain(&told);
                for row in &it.rows {
                    let (_, (frame, rows)) =
                        stored.iter().find(|(name, _)| *name == row.fact).unwrap();
                    self.row(&told.key, row, &it, frame, rows[&told.key][row.number - 1]);
                }
            });
        }
        let stored = stored.iter().flat_map(|(_, (_, rows))| rows.values().map(Vec::len));
        assert_eq!(self.rows.values().sum::<usize>() - before, stored.sum::<usize>());
    }

    fn row(&mut self, key: &str, row: &Row, it: &Explained, frame: &DataFrame, place: usize) {
        *self.rows.entry(row.fact).or_insert(0) += 1;
        assert_eq!(row.values.len(), frame.width(), "{}", row.fact);
        for value in &row.values {
            let cell = frame.column(value.column).unwrap().get(place).unwrap();
            if !is_same(&value.value, &cell) {
                let name = value.column;
                self.wrong.push(format!("{key} {name}: {:?}, stored {cell}", value.value));
            }
            if let How::Time(_, pieces) = &value.how {
                self.business += pieces.iter().filter(|piece| piece.calendar.is_some()).count();
                self.sums += usize::from(pieces.len() > 1);
            }
        }
        self.wrong.extend(faults(row, it).into_iter().map(|fault| format!("{key}: {fault}")));
    }
}

#[test]
fn the_arithmetic_of_every_conversation_makes_the_values_of_its_rows() {
    let folder = tempfile::tempdir().unwrap();
    let (gathered, notes, plan) = desk(folder.path());
    let rules = plan.rules(gathered.latest.unwrap());
    let facts_in = folder.path().join("facts");
    facts::write(&gathered, &rules, &notes, &facts_in, &|| ()).unwrap();
    // Facts were written from the first gathering, which gave its records away.
    let again = tempfile::tempdir().unwrap();
    let (gathered, _, _) = desk(again.path());
    let mut held = Held::default();
    held.hold(&gathered, &rules, &Facts::in_folder(&facts_in));
    let Held { wrong, rows, business, sums } = held;
    assert!(wrong.is_empty(), "{} wrong, as {:#?}", wrong.len(), &wrong[..wrong.len().min(12)]);
    assert!(rows.len() == 8 && rows.values().all(|rows| *rows > 300), "{rows:?}");
    assert!(business > 5_000 && sums > 500, "{business} pieces of open time, {sums} sums");
}

#[test]
fn the_arithmetic_holds_in_every_worked_case_of_the_pages() {
    let folder = tempfile::tempdir().unwrap();
    let texts = metrics::ALL.iter().map(|metric| metric.page());
    let texts: Vec<&str> = texts.chain(metrics::rule_pages().map(|page| page.text)).collect();
    let mut held = Held::default();
    let mut cases = 0;
    for text in texts {
        for case in Page::parse(text).unwrap().cases {
            let told = tell(case.transcript).unwrap();
            let facts = told.facts(&folder.path().join(cases.to_string())).unwrap();
            let gathered = told.gathered(folder.path(), 1).unwrap();
            let before = held.wrong.len();
            held.hold(&gathered, &told.rules(), &facts);
            let named = held.wrong.iter_mut().skip(before);
            named.for_each(|wrong| *wrong = format!("{}: {wrong}", case.name));
            cases += 1;
        }
    }
    assert!(held.wrong.is_empty(), "{} wrong: {:#?}", held.wrong.len(), held.wrong);
    assert!(cases > 150 && held.rows[Turns::NAME] > 150, "{cases} cases, {:?}", held.rows);
}

#[test]
fn a_clock_starts_before_it_stops_and_each_step_stands_at_its_entry() {
    let folder = tempfile::tempdir().unwrap();
    let (gathered, _, plan) = desk(folder.path());
    let rules = plan.rules(gathered.latest.unwrap());
    let mut steps = 0;
    for partition in 0..gathered.partitions() {
        let packed = gathered.load(partition).unwrap();
        packed.whole(&gathered, |conversation| {
            let it = explain(&Told::new(conversation, &rules, &gathered));
            let entries = &it.timeline.entries;
            assert!(entries.windows(2).all(|pair| pair[0].at <= pair[1].at));
            assert!((1..).zip(entries).all(|(number, entry)| entry.number == number));
            for clock in &it.clocks {
                let mut now = Instant(i64::MIN);
                for (from, to) in &clock.ran {
                    assert!(now <= *from && to.is_none_or(|to| *from <= to), "{clock:?}");
                    now = to.unwrap_or(*from);
                }
                for (at, step) in clock.steps(rules.as_of) {
                    let mut then = entries.iter().filter(|entry| entry.at == at);
                    assert!(then.any(|entry| entry.clocks.contains(&step)), "{step}");
                    steps += 1;
                }
            }
        });
    }
    assert!(steps > 5_000, "{steps}");
}

fn caseload(arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_caseload"));
    let output = command.current_dir(root()).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_conversation_of_the_market_is_told_in_words_and_in_json() {
    let (code, out, err) = caseload(&["explain", "pipelines/weekly.toml", "1000001"]);
    assert_eq!((code, err.as_str()), (0, ""));
    for part in [
        "market/1000001",
        "Timeline, Europe/Berlin and UTC",
        "turn 1 starts",
        "[attainment]",
        "= 1 min 15 s (",
    ] {
        assert!(out.contains(part), "{part} is not in {out}");
    }
    let keyed = caseload(&["explain", "pipelines/weekly.toml", "market/1000001", "--json"]);
    let json: sonic_rs::Value = sonic_rs::from_str(&keyed.1).unwrap();
    use sonic_rs::{JsonContainerTrait, JsonValueTrait};
    assert_eq!(json["conversation"].as_str(), Some("market/1000001"));
    let values = json["rows"][0]["values"].as_array().unwrap();
    let seconds = values.iter().find(|value| value["column"] == "first_response_seconds").unwrap();
    assert_eq!(seconds["value"].as_f64(), Some(75.0));
    assert_eq!(seconds["how"]["pieces"][0]["seconds"].as_f64(), Some(75.0));
}

#[test]
fn what_is_not_there_is_refused_with_what_is_like_it() {
    let (code, out, err) = caseload(&["explain", "pipelines/weekly.toml", "412"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("there is none of that id; did you mean `market/1000412`"), "{err}");
    let (_, _, err) = caseload(&["explain", "pipelines/weekly.toml", "nobody"]);
    assert!(err.contains("ids are like `market/1000001`"), "{err}");
}

/// A folder with settings and a few conversations, for the program.
fn small(settings: &str, files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let desk = "[desk]\nname = \"D\"\ntime_zone = \"UTC\"\n[[inputs]]\nname = \"d\"\nfiles = \"*.ndjson\"\n";
    std::fs::write(folder.path().join("p.toml"), format!("{desk}{settings}")).unwrap();
    for (name, lines) in files {
        std::fs::write(folder.path().join(format!("{name}.ndjson")), lines).unwrap();
    }
    folder
}

#[test]
fn nothing_that_may_name_a_customer_is_told() {
    let message = r#"{"conversation_id":"A","message_id":"1","sent_at":"2026-11-09T09:00:00Z","author_role":"customer","author_id":"anna@example.com","text":"I am Anna Petrova"}
{"conversation_id":"A","message_id":"2","sent_at":"2026-11-09T09:10:00Z","author_role":"agent","author_id":"ann","text":"Hello Anna"}
{"conversation_id":"A","message_id":"3","sent_at":"2026-11-09T09:11:00Z","author_role":"system","author_id":"petrova@example.com","text":"seen"}
"#;
    let event = r#"{"conversation_id":"A","at":"2026-11-09T09:05:00Z","kind":"status_changed","value":"pending","actor_id":"anna@example.com"}
{"conversation_id":"A","at":"2026-11-09T09:06:00Z","kind":"escalated","value":"Anna of Lenina 5 threatens"}
{"conversation_id":"A","at":"2026-11-09T09:07:00Z","kind":"transferred","value":"petrova@example.com"}
{"conversation_id":"A","at":"2026-11-09T09:08:00Z","kind":"assigned","value":"ann"}
{"conversation_id":"A","at":"2026-11-09T09:20:00Z","kind":"resolved","value":"Anna said thanks"}
"#;
    let folder = small("", &[("messages", message), ("events", event)]);
    let settings = folder.path().join("p.toml");
    for json in [&[][..], &["--json"]] {
        let (code, out, err) =
            caseload(&[&["explain", settings.to_str().unwrap(), "A"], json].concat());
        assert_eq!((code, err.as_str()), (0, ""));
        for secret in ["Anna", "anna", "Petrova", "petrova", "Lenina"] {
            let lines: Vec<&str> = out.lines().filter(|line| line.contains(secret)).collect();
            assert!(lines.is_empty(), "{secret} stands in {lines:#?}");
        }
        for told in
            ["assigned to ann", "transferred to somebody", "status changed pending (by somebody)"]
        {
            assert!(out.contains(told), "{told} is not in {out}");
        }
    }
}

#[test]
fn a_merged_conversation_is_named_with_its_target() {
    let message = r#"{"conversation_id":"A","message_id":"1","sent_at":"2026-11-09T09:00:00Z","author_role":"customer","text":"Hello"}
{"conversation_id":"B","message_id":"2","sent_at":"2026-11-09T09:10:00Z","author_role":"customer","text":"Hello again"}
"#;
    let event = "{\"conversation_id\":\"A\",\"at\":\"2026-11-09T09:20:00Z\",\"kind\":\"merged\",\"value\":\"B\"}\n";
    let folder = small("", &[("messages", message), ("events", event)]);
    let settings = folder.path().join("p.toml");
    let (code, _, err) = caseload(&["explain", settings.to_str().unwrap(), "A"]);
    assert_eq!(code, 2);
    assert!(err.contains("it was merged into another; ask for `d/B`"), "{err}");
}
