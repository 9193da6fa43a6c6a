//! Each format on its samples, on damaged ones and on real exports: nothing is lost without a word.

use std::fs;
use std::path::{Path, PathBuf};

use caseload::model::{CallOutcome, Effect, Instant, IssueKind, Message, Record, Role};
use caseload::sources::{Clock, Collected, Options, Who, by_name, collect};
use sonic_rs::{JsonContainerTrait, JsonValueTrait, Value};

use crate::desk::{folder, tellings};
use crate::support::shared_data;

fn options() -> Options {
    Options {
        input: "test".into(),
        channel: None,
        surface: String::new(),
        clock: Clock { zone: chrono_tz::Europe::Berlin, is_stated: true },
        who: Who::default(),
        encoding: None,
        mapping: None,
    }
}

fn read(format: &str, path: &Path) -> Collected {
    collect(path, by_name(format), &options()).unwrap()
}

/// Reads bytes under that name.
fn read_as(format: &str, name: &str, bytes: &[u8]) -> Collected {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    read(format, &path)
}

fn messages(collected: &Collected) -> Vec<Message<'_>> {
    let messages = collected.records().filter_map(|(_, record)| match record {
        Record::Message(message) => Some(message),
        _ => None,
    });
    messages.collect()
}

fn dropped(collected: &Collected) -> usize {
    collected.issues.iter().filter(|issue| issue.effect == Effect::Dropped).count()
}

fn items<'v>(value: &'v Value, key: &str) -> Vec<&'v Value> {
    value.get(key).and_then(|list| list.as_array()).map_or(Vec::new(), |list| list.iter().collect())
}

fn word<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(|word| word.as_str()).unwrap_or_default()
}

/// Records in a page of tickets: those left out, and those kept with what stands in them.
fn in_tickets(text: &str) -> usize {
    let page: Value = sonic_rs::from_str(text).unwrap();
    let count = |ticket: &&Value| {
        let tags = items(ticket, "tags");
        let is_out = word(ticket, "status") == "deleted"
            || tags
                .iter()
                .any(|tag| matches!(tag.as_str(), Some("sample_ticket" | "closed_by_merge")));
        let is_rated = ticket
            .get("satisfaction_rating")
            .is_some_and(|rating| !matches!(word(rating, "score"), "" | "unoffered"));
        if is_out { 1 } else { 1 + usize::from(is_rated) + items(ticket, "comments").len() }
    };
    items(&page, "tickets").iter().map(count).sum()
}

/// Records in audits: changes, comments and the messages of chats.
fn in_audits(text: &str) -> usize {
    let page: Value = sonic_rs::from_str(text).unwrap();
    let count = |event: &Value| match word(event, "type") {
        "Change" | "Comment" => 1,
        "ChatStartedEvent" => {
            let history = event.get("value").map(|value| items(value, "history"));
            let said = |entry: &&&Value| word(entry, "type") == "ChatMessage";
            history.map_or(0, |history| history.iter().filter(said).count())
        }
        _ => 0,
    };
    let audits = items(&page, "audits");
    audits.iter().flat_map(|audit| items(audit, "events")).map(count).sum()
}

/// Records in a Contact Lens file: what was said, agents who joined, and the contact itself.
fn in_contact(text: &str) -> usize {
    let contact: Value = sonic_rs::from_str(text).unwrap();
    let counts = |item: &&&Value| match word(item, "Type") {
        "EVENT" => {
            word(item, "ContentType").ends_with("joined")
                && word(item, "ParticipantRole") == "AGENT"
        }
        _ => true,
    };
    1 + items(&contact, "Transcript").iter().filter(counts).count()
}

fn in_lines(text: &str) -> usize {
    text.lines().filter(|line| !line.trim().is_empty()).count()
}

/// A sample, the count of its records by other means than its reader's, and damages: texts of the
/// sample, each with what to put in its place, that cost one record.
struct Case {
    file: &'static str,
    count: fn(&str) -> usize,
    damages: &'static [(&'static str, &'static str)],
}

const CASES: &[Case] = &[
    Case {
        file: "zendesk/comments.ndjson",
        count: in_lines,
        damages: &[
            (r#""created_at":"2026-10-19T13:25:00Z""#, r#""created_at":"13:25""#),
            (r#"{"id":11044,"#, r#"{"id:11044,"#),
            (r#""ticket_id":112"#, r#""ticket_id":null"#),
        ],
    },
    Case {
        file: "zendesk/satisfaction_ratings.ndjson",
        count: in_lines,
        damages: &[(r#""score":"bad""#, r#""score":"worst""#), (r#"{"id":7102"#, r#"{"id""#)],
    },
    Case {
        file: "zendesk/users.json",
        count: |text| text.matches("\"role\"").count(),
        damages: &[(r#""id":2001,"#, r#""id":null,"#)],
    },
    Case {
        file: "zendesk/tickets_1.json",
        count: in_tickets,
        damages: &[(r#""id":103,"external_id""#, r#""id":null,"external_id""#)],
    },
    Case {
        file: "zendesk/tickets_2.json",
        count: in_tickets,
        damages: &[(r#""created_at":"2026-10-26T08:10:00Z"}"#, r#""created_at":"soon"}"#)],
    },
    Case {
        file: "zendesk/audits.json",
        count: in_audits,
        damages: &[
            (r#""created_at":"2026-10-19T13:20:00Z""#, r#""created_at":[]"#),
            (r#""timestamp":1792393385000"#, r#""timestamp":"09:03""#),
        ],
    },
    Case {
        file: "zendesk/ticket_events.json",
        count: |text| text.matches("\"child_events\"").count(),
        damages: &[(r#""ticket_id":107,"#, r#""ticket_id":null,"#)],
    },
    Case {
        file: "contact_lens/Analysis/Chat/2026/10/19/5a6f0c1e-2f5d-4a71-9d0b-000000000c01_analysis_2026-10-19T07_02_40Z.json",
        count: in_contact,
        damages: &[
            (r#""AbsoluteTime": "2026-10-19T07:03:05.000Z""#, r#""AbsoluteTime": "soon""#),
            (r#""AbsoluteTime": "2026-10-19T07:02:40.000Z""#, r#""AbsoluteTime": null"#),
        ],
    },
    Case {
        file: "contact_lens/Analysis/Voice/2026/10/19/5a6f0c1e-2f5d-4a71-9d0b-000000000c03_analysis_2026-10-19T12_31_10Z.json",
        count: in_contact,
        damages: &[(r#""BeginOffsetMillis": 5400"#, r#""BeginOffsetMillis": "later""#)],
    },
    Case {
        file: "support_tweets/tweets.csv",
        // Each tweet, and a conversation for each that answers none.
        count: |text| {
            in_lines(text) - 1 + text.lines().skip(1).filter(|row| row.ends_with(',')).count()
        },
        damages: &[("Wed Oct 21 09:55:41", "Wed Oct 41 09:55:41"), ("\n119209,", "\n,")],
    },
    Case {
        file: "qualtrics/recommendation.csv",
        count: |text| text.matches(",email,EN,").count(),
        damages: &[(",R_1lavkaOlga,", ",,"), (",R_2lavkaLiNa,", ",\"\",")],
    },
    Case {
        file: "qualtrics/effort_legacy.csv",
        count: |text| text.matches(",Anonymous,").count(),
        damages: &[],
    },
];

#[test]
fn what_is_seen_is_kept_or_in_the_ledger() {
    for case in CASES {
        let path = folder().join(case.file);
        let format = case.file.split('/').next().unwrap();
        let name = path.file_name().unwrap().to_string_lossy();
        let text = fs::read_to_string(&path).unwrap();
        let whole = read(format, &path);
        assert_eq!(whole.seen(), (case.count)(&text), "{}", case.file);
        for (from, to) in case.damages {
            assert!(text.contains(from), "{}: {from}", case.file);
            let damaged = read_as(format, &name, text.replacen(from, to, 1).as_bytes());
            assert_eq!(damaged.seen(), whole.seen(), "{} with {to}", case.file);
            assert_eq!(dropped(&damaged), dropped(&whole) + 1, "{} with {to}", case.file);
        }
    }
}

#[test]
fn every_file_of_the_desk_says_something() {
    for telling in tellings() {
        for (path, options) in &telling.files {
            let collected = collect(path, Some(telling.source), options).unwrap();
            assert!(collected.records().count() > 0, "{}", path.display());
            let seen = collected.issues.iter().map(|issue| issue.seen.as_str());
            assert_eq!(seen.filter(|seen| seen.contains('@')).count(), 0, "{}", path.display());
        }
    }
}

#[test]
fn a_large_file_is_cut_without_loss() {
    const ROWS: usize = 60_000;
    let mut tweets =
        String::from("tweet_id,author_id,inbound,created_at,text,in_response_to_tweet_id\n");
    let mut comments = String::new();
    for row in 1..=ROWS {
        let answered = if row % 3 == 1 { String::new() } else { (row - 1).to_string() };
        tweets += &format!(
            "{row},jo,True,Wed Oct 21 09:55:41 +0000 2026,\"late,\n\"\"very\"\" {}\",{answered}\n",
            "x".repeat(row % 90)
        );
        comments += &format!(
            "{{\"id\":{row},\"ticket_id\":{},\"author_id\":3,\"body\":\"{}\",\"created_at\":\"2026-10-21T09:55:41Z\"}}\n",
            row / 3,
            "я".repeat(row % 50)
        );
    }
    assert!(tweets.len() > 5 << 20 && comments.len() > 5 << 20, "too small to be cut");
    let read_tweets = read_as("support_tweets", "tweets.csv", tweets.as_bytes());
    assert_eq!(messages(&read_tweets).len(), ROWS);
    assert_eq!(read_tweets.seen(), ROWS + ROWS / 3);
    let read_comments = read_as("zendesk", "comments.ndjson", comments.as_bytes());
    assert_eq!(messages(&read_comments).len(), ROWS);
    assert_eq!(read_comments.seen(), ROWS);
}

/// The mean of one side's responses in milliseconds: a message that follows directly on one of the
/// other side, minus that one's time (so the last message of a block counts, not its first). What
/// the system says is of neither side.
fn mean_response(messages: &[Message<'_>], role: Role, other: Role) -> f64 {
    let millis = |message: &Message<'_>| message.sent_at.unwrap().0 as f64 / 1e3;
    let pairs = messages
        .windows(2)
        .filter(|pair| pair[0].author_role == Some(other) && pair[1].author_role == Some(role));
    let waits: Vec<f64> = pairs.map(|pair| millis(&pair[1]) - millis(&pair[0])).collect();
    waits.iter().sum::<f64>() / waits.len() as f64
}

#[test]
fn a_real_chat_of_contact_lens() {
    let Some(folder) = shared_data("contact_lens") else { return };
    let collected = read("contact_lens", &folder.join("chat_example.json"));
    let messages = messages(&collected);
    assert_eq!(messages.len(), 31);
    let agent = mean_response(&messages, Role::Agent, Role::Customer);
    let customer = mean_response(&messages, Role::Customer, Role::Agent);
    assert_eq!((agent * 100.0).round() / 100.0, 5617.18);
    assert_eq!((customer * 100.0).round() / 100.0, 5375.36);
    assert!(collected.issues.is_empty());
}

#[test]
fn a_real_call_of_contact_lens() {
    let Some(folder) = shared_data("contact_lens") else { return };
    let path = folder.join("voice_example.json");
    // Its name says no start: the turns are in the ledger, the call counts with its length.
    let collected = read("contact_lens", &path);
    let records: Vec<_> = collected.records().map(|(_, record)| record).collect();
    let [Record::Conversation(state)] = records.as_slice() else { panic!("{records:?}") };
    assert_eq!((state.outcome, state.talk_seconds), (Some(CallOutcome::Answered), Some(32.11)));
    assert_eq!(collected.seen(), 11);
    assert!(collected.issues.iter().all(|issue| issue.kind == IssueKind::MissingField));

    let bytes = fs::read(&path).unwrap();
    let named = read_as("contact_lens", "x_analysis_2022-11-30T10:00:00Z.json", &bytes);
    let messages = messages(&named);
    assert_eq!(messages.len(), 10);
    assert_eq!(messages[0].sent_at, Instant::from_rfc3339("2022-11-30T10:00:00Z"));
    assert_eq!(messages[9].ended_at, Instant::from_rfc3339("2022-11-30T10:00:32.110Z"));
    let talk = |role| {
        let of = messages.iter().filter(|message| message.author_role == Some(role));
        let spans = of.map(|m| m.ended_at.unwrap().seconds_since(m.sent_at.unwrap()));
        (spans.sum::<f64>() * 1e3).round()
    };
    // The file's own TalkTime (15,079 and 13,619) leaves out pauses within a turn.
    assert_eq!((talk(Role::Agent), talk(Role::Customer)), (15_150.0, 13_640.0));
    assert!(named.issues.is_empty());
}

#[test]
fn real_exports_of_qualtrics() {
    let Some(folder) = shared_data("qualtrics_shape") else { return };
    let files: Vec<PathBuf> =
        ["sample.csv", "sample_legacy.csv"].map(|name| folder.join(name)).into();
    for path in files {
        let collected = collect(&path, None, &options()).unwrap();
        let records: Vec<_> = collected.records().map(|(_, record)| record).collect();
        let [Record::Survey(response)] = records.as_slice() else { panic!("{records:?}") };
        assert_eq!(response.score, Some(2.0));
        assert_eq!(response.comment, "Hello World!");
        assert_eq!(response.answered_at, Instant::from_rfc3339("2017-07-18T06:28:48Z"));
        assert_eq!(collected.seen(), 1);
    }
}
