//! Tables of other people read by a mapping: what comes out is what they are known to hold.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use caseload::model::{
    CallOutcome, ConversationState, Effect, Event, IssueKind, Message, Rating, Record, Role, Status,
};
use caseload::sources::{Clock, Collected, Mapping, Options, Who, by_name, collect};
use serde::Deserialize;

use crate::support::shared_data;

/// A file read as a table, its local times being UTC.
fn read(path: &Path, mapping: &str) -> Collected {
    let mapping: Mapping = toml::from_str(mapping).unwrap();
    let options = Options {
        input: "test".to_owned(),
        channel: None,
        surface: String::new(),
        clock: Clock { zone: chrono_tz::UTC, is_stated: true },
        who: Who::default(),
        encoding: None,
        mapping: Some(mapping),
    };
    collect(path, by_name("table"), &options).unwrap()
}

/// The records of one kind.
macro_rules! records {
    ($collected:ident, $kind:ident) => {
        $collected.records().filter_map(|(_, record)| match record {
            Record::$kind(record) => Some(record),
            _ => None,
        })
    };
}

fn mean(numbers: impl IntoIterator<Item = f64>) -> f64 {
    let numbers: Vec<f64> = numbers.into_iter().collect();
    numbers.iter().sum::<f64>() / numbers.len() as f64
}

fn assert_near(value: f64, expected: f64, tolerance: f64) {
    assert!((value - expected).abs() < tolerance, "{value} is not {expected}");
}

#[test]
fn a_call_centers_workbook() {
    const MAPPING: &str = r#"
        sheet = "Call center data"
        [conversation]
        conversation_id = "Call Id"
        channel = { value = "phone" }
        assignee_id = "Agent"
        opened_at = ["Date", "Time"]
        topic_label = "Topic"
        outcome = { column = "Answered (Y/N)", values = { Y = "answered", N = "abandoned" } }
        status = { column = "Resolved", values = { Y = "solved", N = "open" } }
        queue_seconds = "Speed of answer in seconds"
        talk_seconds = { column = "AvgTalkDuration", unit = "hh:mm:ss" }
        [rating]
        conversation_id = "Call Id"
        agent_id = "Agent"
        score = "Satisfaction rating"
    "#;
    let Some(folder) = shared_data("pwc_call_center") else { return };
    let read = read(&folder.join("Call-Center-Dataset.xlsx"), MAPPING);
    assert_eq!(read.issues, []);
    let calls: Vec<Box<ConversationState<'_>>> = records!(read, Conversation).collect();
    let ratings: Vec<Rating<'_>> = records!(read, Rating).collect();
    assert_eq!(calls.len(), 5_000);
    assert!(calls.iter().all(|call| call.opened_at.is_some()));

    let share = |is: &dyn Fn(&ConversationState<'_>) -> bool| {
        calls.iter().filter(|call| is(call)).count() as f64 / 5_000.0
    };
    assert_near(share(&|call| call.outcome == Some(CallOutcome::Answered)), 0.8108, 5e-5);
    assert_near(share(&|call| call.status == Some(Status::Solved)), 0.7292, 5e-5);
    assert_near(mean(calls.iter().filter_map(|call| call.queue_seconds)), 67.5207, 5e-5);
    assert_near(mean(calls.iter().filter_map(|call| call.talk_seconds)), 224.9228, 5e-5);

    let scores = |agent: &str| {
        let ratings = ratings.iter().filter(|rating| agent == "*" || rating.agent_id == agent);
        mean(ratings.filter_map(|rating| rating.score))
    };
    assert_near(scores("*"), 3.403552, 5e-7);
    assert_near(scores("Martha"), 3.4708, 5e-5);
    assert_near(scores("Joe"), 3.3306, 5e-5);
}

#[test]
fn a_help_desks_event_log() {
    const MAPPING: &str = r#"
        delimiter = ";"
        [event]
        conversation_id = "case_id"
        at = "timestamp"
        kind = { value = "status_changed" }
        value = "activity"
    "#;
    let Some(folder) = shared_data("helpdesk_eventlog") else { return };
    let read = read(&folder.join("helpdesk.csv"), MAPPING);
    assert_eq!(read.issues, []);
    let mut cases: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    let events: Vec<Event<'_>> = records!(read, Event).collect();
    for event in &events {
        let at = event.at.unwrap().0;
        cases.entry(event.conversation_id.to_string()).or_default().push(at);
    }
    assert_eq!((events.len(), cases.len()), (21_348, 4_580));
    let mut spans: Vec<f64> = cases
        .values()
        .map(|at| (at.iter().max().unwrap() - at.iter().min().unwrap()) as f64 / 86_400e6)
        .collect();
    spans.sort_by(f64::total_cmp);
    assert_near((spans[2_289] + spans[2_290]) / 2.0, 101.9997, 5e-5);
    assert_near(mean(spans), 125.6376, 5e-5);
}

/// One input that lists three files, each of which takes the kind that it has.
const ZENDESK: &str = r#"
    [conversation]
    optional = true
    conversation_id = "id"
    customer_id = "requester_id"
    team = "group_id"
    opened_at = "created_at"
    surface = "via_channel"
    status = { column = "status", values = { hold = "on_hold" } }
    [message]
    optional = true
    conversation_id = "ticket_id"
    message_id = "id"
    sent_at = "created"
    author_id = "user_id"
    text = "body"
    visibility = { column = "public", values = { TRUE = "public", FALSE = "private" } }
    [person]
    optional = true
    person_id = "id"
    role = { column = "role", values = { end-user = "customer", admin = "agent" } }
"#;

#[test]
fn a_help_desks_tickets_comments_and_users() {
    let Some(folder) = shared_data("zendesk_seeds") else { return };
    let tickets = read(&folder.join("ticket_data.csv"), ZENDESK);
    let states: Vec<Box<ConversationState<'_>>> = records!(tickets, Conversation).collect();
    assert_eq!((states.len(), tickets.seen()), (10, 10));
    let urgent = states.iter().find(|state| state.conversation_id == "11071").unwrap();
    assert_eq!((urgent.status, urgent.priority.as_ref()), (Some(Status::Closed), "urgent"));
    assert_eq!(urgent.opened_at.unwrap().to_string(), "2020-08-28T18:06:36Z");
    // "deleted" is no state of a conversation: the two rows are kept and told.
    let unknown: Vec<_> = tickets.issues.iter().map(|issue| (issue.kind, issue.effect)).collect();
    assert_eq!(unknown, [(IssueKind::UnknownWord, Effect::Emptied); 2]);

    let comments = read(&folder.join("ticket_comment_data.csv"), ZENDESK);
    let messages: Vec<Message<'_>> = records!(comments, Message).collect();
    assert_eq!((messages.len(), comments.issues.len()), (20, 0));
    assert!(messages.iter().all(|message| message.text.starts_with("body")));

    let users = read(&folder.join("user_data.csv"), ZENDESK);
    let roles: Vec<Option<Role>> = records!(users, Person).map(|person| person.role).collect();
    assert_eq!((roles.len(), users.issues.len()), (10, 0));
    assert!(roles.iter().all(Option::is_some));
}

#[test]
fn a_messengers_conversations_and_parts() {
    const CONVERSATIONS: &str = r#"
        [conversation]
        conversation_id = "id"
        opened_at = "created_at"
        customer_id = "source_author_id"
        surface = "source_type"
        status = { column = "state", values = { snoozed = "pending" } }
        [rating]
        conversation_id = "id"
        score = "conversation_rating_value"
        rated_at = "conversation_rating_created_at"
        comment = "conversation_rating_remark"
    "#;
    const PARTS: &str = r#"
        [message]
        message_id = "id"
        sent_at = "created_at"
        text = "body"
        author_role = { column = "author_type", values = { admin = "agent", user = "customer" } }
        kind = { column = "part_type", values = { comment = "reply" } }
        filter = { column = "part_type", keep = ["comment", "note"] }
        [event]
        at = "created_at"
        kind = { column = "part_type", values = { close = "resolved", open = "reopened" } }
        actor_id = "author_id"
        filter = { column = "part_type", drop = ["comment", "note"] }
    "#;
    let Some(folder) = shared_data("intercom_seeds") else { return };
    let states = read(&folder.join("conversation_history_data.csv"), CONVERSATIONS);
    assert_eq!((states.records().count(), states.issues.len()), (9, 0));
    assert!(records!(states, Conversation).all(|state| state.updated_at.is_some()));

    let parts = read(&folder.join("conversation_part_history_data.csv"), PARTS);
    assert_eq!(parts.issues, []);
    assert_eq!((records!(parts, Message).count(), records!(parts, Event).count()), (1, 8));
}

/// An utterance as the corpus has it.
#[derive(Deserialize)]
struct Utterance {
    speaker_role: String,
    start_timestamp_ms: i64,
    duration_ms: i64,
    human_transcript: String,
}

/// The calls of the corpus: one object per utterance, and one per call.
fn harper_valley(folder: &Path, out: &Path) -> (PathBuf, PathBuf) {
    let (mut utterances, mut calls) = (String::new(), String::new());
    let mut files: Vec<PathBuf> =
        folder.join("transcript").read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files {
        let id = file.file_stem().unwrap().to_string_lossy().into_owned();
        let spoken: Vec<Utterance> = sonic_rs::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        for said in spoken {
            let end = said.start_timestamp_ms + said.duration_ms;
            let text = sonic_rs::to_string(&said.human_transcript).unwrap();
            writeln!(
                utterances,
                r#"{{"call":"{id}","who":"{}","from":{},"to":{end},"text":{text}}}"#,
                said.speaker_role, said.start_timestamp_ms,
            )
            .unwrap();
        }
        let call = std::fs::read_to_string(folder.join("metadata").join(format!("{id}.json")));
        writeln!(calls, "{}", call.unwrap().replace('\n', " ")).unwrap();
    }
    let paths = (out.join("utterances.ndjson"), out.join("calls.ndjson"));
    std::fs::write(&paths.0, utterances).unwrap();
    std::fs::write(&paths.1, calls).unwrap();
    paths
}

#[test]
fn calls_that_were_written_down() {
    const UTTERANCES: &str = r#"
        time_format = "unix_millis"
        [message]
        conversation_id = "call"
        channel = { value = "phone" }
        sent_at = "from"
        ended_at = "to"
        author_role = { column = "who", values = { caller = "customer" } }
    "#;
    const CALLS: &str = r#"
        time_format = "unix_millis"
        [conversation]
        conversation_id = "sid"
        channel = { value = "phone" }
        answered_at = "start_time_ms"
        ended_at = "end_time_ms"
        [rating]
        conversation_id = "sid"
        offered_at = "caller.survey_response.submit_time_ms"
        score = "caller.survey_response.data.partner_rating"
        scale_max = { value = 10 }
    "#;
    let Some(folder) = shared_data("harper_valley_5calls") else { return };
    let out = tempfile::tempdir().unwrap();
    let (utterances, calls) = harper_valley(&folder, out.path());

    let utterances = read(&utterances, UTTERANCES);
    assert_eq!(utterances.issues, []);
    let mut talk: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for said in records!(utterances, Message) {
        let millis = (said.ended_at.unwrap().0 - said.sent_at.unwrap().0) / 1000;
        let (agent, caller) = talk.entry(said.conversation_id.to_string()).or_default();
        match said.author_role.unwrap() {
            Role::Agent => *agent += millis,
            _ => *caller += millis,
        }
    }
    let talk: Vec<(i64, i64)> = talk.into_values().collect();
    let expected =
        [(12_270, 8_880), (13_230, 7_500), (23_820, 10_740), (10_710, 6_690), (14_460, 8_280)];
    assert_eq!(talk, expected);

    let calls = read(&calls, CALLS);
    assert_eq!((records!(calls, Conversation).count(), calls.issues.len()), (5, 0));
    let unrated: Vec<_> = records!(calls, Rating)
        .filter(|rating| rating.score.is_none())
        .map(|rating| rating.conversation_id.to_string())
        .collect();
    assert_eq!(unrated, ["00f7dce6fc3849a2"]);
    assert_eq!(
        records!(calls, Rating).filter_map(|rating| rating.score).collect::<Vec<_>>(),
        [10.0; 4]
    );
}
