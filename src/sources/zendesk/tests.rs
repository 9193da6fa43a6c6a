//! Zendesk's objects one by one, each with the faults it comes with.

use super::Zendesk;
use crate::model::{
    CallOutcome, Channel, EventKind, Instant, MessageKind, Record, Role, Status, Visibility,
};
use crate::sources::testing::{broken, issues, options, read, records};
use crate::sources::{Collected, Options, recognise};

fn zendesk(text: impl AsRef<[u8]>) -> Collected {
    read(&Zendesk, "export.json", text, &options())
}

fn at(text: &str) -> Option<Instant> {
    Some(Instant::from_rfc3339(text).unwrap())
}

/// The only record of that kind.
macro_rules! only {
    ($collected:expr, $kind:ident) => {{
        let mut found = records($collected).into_iter().filter_map(|record| match record {
            Record::$kind(record) => Some(record),
            _ => None,
        });
        let only = found.next().unwrap();
        assert_eq!(found.next(), None);
        only
    }};
}

#[test]
fn a_ticket_is_a_state() {
    let collected = zendesk(
        r#"{"tickets":[{"id":35436,"subject":"Lamp","status":"hold","priority":null,"tags":["a","b"],
        "requester_id":3001,"assignee_id":2001.0,"group_id":"5001","created_at":"2026-10-19T08:15:00Z",
        "updated_at":"2026-10-19T09:00:00Z","via":{"channel":"email","source":{"from":{"address":
        "jo@mail.example"},"rel":null}},"metric_set":{"solved_at":"2026-10-20T08:00:00Z",
        "reply_time_in_minutes":{"calendar":325,"business":9}}}],"next_page":null,"count":1}"#,
    );
    let state = only!(&collected, Conversation);
    assert_eq!(state.conversation_id, "35436");
    assert_eq!(
        (state.channel, state.customer_email.as_ref()),
        (Some(Channel::Email), "jo@mail.example")
    );
    assert_eq!((state.status, state.priority.as_ref()), (Some(Status::OnHold), ""));
    assert_eq!((state.assignee_id.as_ref(), state.team.as_ref()), ("2001", "5001"));
    assert_eq!(state.tags, ["a", "b"]);
    assert_eq!(state.first_response_at, at("2026-10-19T13:40:00Z"));
    assert_eq!(state.resolved_at, at("2026-10-20T08:00:00Z"));
    assert!(issues(&collected).is_empty());
}

#[test]
fn channels_are_told_apart() {
    let ticket = |via: &str| format!(r#"{{"tickets":[{{"id":1,"via":{via}}}]}}"#);
    let x = |rel: &str| format!(r#"{{"channel":"twitter","source":{{"rel":"{rel}"}}}}"#);
    for (via, channel, surface, is_public) in [
        (x("mention"), Some(Channel::Social), "x", Some(true)),
        (x("direct_message"), Some(Channel::Social), "x", Some(false)),
        (r#"{"channel":"whatsapp"}"#.into(), Some(Channel::Social), "whatsapp", Some(false)),
        (r#"{"channel":"native_messaging"}"#.into(), Some(Channel::Chat), "shop", None),
        (r#"{"channel":"web"}"#.into(), Some(Channel::Form), "web", None),
        (r#"{"channel":"api"}"#.into(), Some(Channel::Other), "shop", None),
        (r#""broken""#.into(), Some(Channel::Other), "shop", None),
    ] {
        let options =
            Options { channel: Some(Channel::Other), surface: "shop".into(), ..options() };
        let collected = read(&Zendesk, "t.json", ticket(&via), &options);
        let state = only!(&collected, Conversation);
        assert_eq!(
            (state.channel, state.surface.as_ref(), state.is_public),
            (channel, surface, is_public),
            "{via}"
        );
    }
    let voicemail = ticket(r#"{"channel":"voice","source":{"rel":"voicemail"}}"#);
    let collected = zendesk(voicemail);
    let state = only!(&collected, Conversation);
    assert_eq!(
        (state.outcome, state.initiated_by),
        (Some(CallOutcome::Voicemail), Some(Role::Customer))
    );
}

#[test]
fn what_nobody_asked_is_left_out() {
    let collected = zendesk(
        r#"{"tickets":[{"id":1,"tags":["sample_ticket"]},{"id":2,"status":"deleted"},
        {"id":3,"status":"closed","tags":["x","closed_by_merge"]},{"id":4,"via":{"channel":"sample_ticket"}},
        {"status":"open"},{"id":5,"status":"waiting"}]}"#,
    );
    assert_eq!(only!(&collected, Conversation).conversation_id, "5");
    assert_eq!(
        issues(&collected),
        [
            "0 conversation not_support dropped",
            "1 conversation status not_support dropped",
            "2 conversation not_support dropped",
            "3 conversation not_support dropped",
            "4 conversation conversation_id missing_field dropped",
            "5 conversation status unknown_word emptied",
        ]
    );
    assert_eq!(collected.seen(), 6);
}

#[test]
fn comments_stand_in_tickets_lines_and_pages() {
    let nested = zendesk(
        r#"{"tickets":[{"id":7,"requester_id":3,"comments":[{"id":70,"author_id":3,"public":true,
        "body":"Hi","created_at":"2026-10-19T08:15:00Z"},{"id":71,"created_at":"soon"}]}]}"#,
    );
    let message = only!(&nested, Message);
    assert_eq!((message.conversation_id.as_ref(), message.author_role), ("7", None));
    assert_eq!(issues(&nested), ["0 message sent_at bad_time dropped"]);
    assert_eq!(nested.seen(), 3);

    let comment = r#"{"id":"70","ticket_id":7.0,"author_id":-1,"public":false,"plain_body":"","body":"B","created_at":"2026-10-19T08:15:00Z"}"#;
    for text in [
        format!("{comment}\n\n{{broken\n{comment}"),
        format!("{{\"comments\":[{comment},{{\"id\":1,\"ticket_id\":7}},{comment}],\"count\":3}}"),
    ] {
        let collected = zendesk(text);
        let records = records(&collected);
        let [Record::Message(first), Record::Message(second)] = records.as_slice() else {
            panic!("{records:?}");
        };
        assert_eq!(first, second);
        assert_eq!((first.message_id.as_ref(), first.text.as_ref()), ("70", "B"));
        assert_eq!((first.author_role, first.author_id.as_ref()), (Some(Role::System), ""));
        assert_eq!(
            (first.visibility, first.kind),
            (Some(Visibility::Private), Some(MessageKind::Note))
        );
        assert_eq!(collected.seen(), 3);
    }
}

#[test]
fn line_breaks_escaped_twice_become_real() {
    let text = |body: &str| {
        let comment = format!(
            r#"{{"comments":[{{"ticket_id":1,"author_id":2,"body":"{body}","created_at":"2026-10-19T08:15:00Z"}}]}}"#
        );
        let collected = zendesk(comment);
        only!(&collected, Message).text.into_owned()
    };
    assert_eq!(text(r"Привет\\nЗаказ не пришёл"), "Привет\nЗаказ не пришёл");
    assert_eq!(text(r"Hi,\\r\\nwhere\\n\\nJack"), "Hi,\nwhere\n\nJack");
    assert_eq!(text(r"in C:\\new and C:\\notes"), r"in C:\new and C:\notes");
    assert_eq!(text(r"real\nand \\n both"), "real\nand \\n both");
}

#[test]
fn people_have_roles() {
    let people = r#"{"users":[{"id":2001.0,"role":"admin","name":"Anna"},{"id":2099,"role":"agent","name":"Lavka Bot"},
        {"id":3001,"role":"end-user","name":"Olga"},{"id":9,"role":"owner"},{"role":"agent","name":"?"}]}"#;
    let mut options = options();
    options.who.bots = vec!["lavka bot".into()];
    let collected = read(&Zendesk, "users.json", people, &options);
    let roles: Vec<_> = records(&collected)
        .into_iter()
        .map(|record| match record {
            Record::Person(person) => (person.person_id.into_owned(), person.role),
            other => panic!("{other:?}"),
        })
        .collect();
    let id = |id: &str| id.to_owned();
    assert_eq!(
        roles,
        [
            (id("2001"), Some(Role::Agent)),
            (id("2099"), Some(Role::Bot)),
            (id("3001"), Some(Role::Customer)),
            (id("9"), None)
        ]
    );
    assert_eq!(
        issues(&collected),
        ["3 person role unknown_word emptied", "4 person person_id missing_field dropped"]
    );
}

#[test]
fn ratings_are_given_offered_or_neither() {
    let rating = |score: &str| {
        format!(
            r#"{{"satisfaction_ratings":[{{"ticket_id":7,"assignee_id":2001,"score":{score},"comment":"ok","created_at":"2026-10-19T08:15:00Z","updated_at":"2026-10-19T09:15:00Z"}}]}}"#
        )
    };
    for (score, share, rated_at) in [
        (r#""good""#, Some((1.0, 0.0, 1.0)), at("2026-10-19T09:15:00Z")),
        (r#""bad""#, Some((0.0, 0.0, 1.0)), at("2026-10-19T09:15:00Z")),
        ("4", Some((4.0, 1.0, 5.0)), at("2026-10-19T09:15:00Z")),
        (r#""offered""#, None, None),
    ] {
        let collected = zendesk(rating(score));
        let rating = only!(&collected, Rating);
        let found = rating.score.zip(rating.scale_min).zip(rating.scale_max);
        assert_eq!(found.map(|((score, min), max)| (score, min, max)), share);
        assert_eq!((rating.agent_id.as_ref(), rating.rated_at), ("2001", rated_at));
        assert_eq!(rating.offered_at, at("2026-10-19T08:15:00Z"));
    }
    assert_eq!(issues(&zendesk(rating(r#""unoffered""#))), ["0 rating score not_support dropped"]);
    assert_eq!(issues(&zendesk(rating(r#""great""#))), ["0 rating score unknown_word dropped"]);

    let within = r#"{"tickets":[{"id":7,"assignee_id":2001,"satisfaction_rating":{"score":"good"}},
        {"id":8,"satisfaction_rating":{"score":"unoffered"}},{"id":9,"satisfaction_rating":null}]}"#;
    let collected = zendesk(within);
    let rating = only!(&collected, Rating);
    assert_eq!((rating.score, rating.agent_id.as_ref()), (Some(1.0), ""));
}

#[test]
fn changes_become_events() {
    let collected = zendesk(
        r#"{"audits":[
        {"ticket_id":7,"created_at":"2026-10-19T08:00:00Z","author_id":2001,"events":[
          {"type":"Create","field_name":"status","value":"new"},
          {"type":"Create","field_name":"assignee_id","value":"2001"},
          {"type":"Change","field_name":"group_id","value":"5001","previous_value":null},
          {"type":"Change","field_name":"tags","value":["a"],"previous_value":[]}]},
        {"ticket_id":7,"created_at":"2026-10-19T09:00:00Z","author_id":2001,"events":[
          {"type":"Change","field_name":"assignee_id","value":"2002","previous_value":"2001"},
          {"type":"Change","field_name":"group_id","value":"5002","previous_value":"5001"}]},
        {"ticket_id":7,"created_at":"2026-10-19T10:00:00Z","author_id":-1,"events":[
          {"type":"Change","field_name":"status","value":"solved","previous_value":"hold"},
          {"type":"Comment","id":9,"public":true,"body":"Done","author_id":2002}]}]}"#,
    );
    let events: Vec<_> = records(&collected)
        .into_iter()
        .filter_map(|record| match record {
            Record::Event(e) => Some((e.kind?, e.value.into_owned(), e.actor_id.into_owned())),
            _ => None,
        })
        .collect();
    let event = |kind, value: &str, actor: &str| (kind, value.to_owned(), actor.to_owned());
    assert_eq!(
        events,
        [
            event(EventKind::Assigned, "2001", "2001"),
            event(EventKind::Transferred, "2002", "2001"),
            event(EventKind::Resolved, "solved", ""),
        ]
    );
    let message = only!(&collected, Message);
    assert_eq!((message.sent_at, message.author_id.as_ref()), (at("2026-10-19T10:00:00Z"), "2002"));
}

#[test]
fn ticket_events_say_the_same_in_their_own_way() {
    let collected = zendesk(
        r#"{"ticket_events":[{"id":1,"ticket_id":7,"timestamp":1792750320,"updater_id":3,"child_events":[
        {"event_type":"Change","status":"open","previous_value":"solved"},
        {"event_type":"Change","status":"pending","previous_value":"open"},
        {"event_type":"Change","group_id":5002,"previous_value":5001},
        {"event_type":"Change","assignee_id":null,"previous_value":2001},
        {"event_type":"Comment","id":5,"author_id":3,"public":true,"plain_body":"Again"}]},
        {"id":2,"ticket_id":7,"child_events":[]},{"id":3,"created_at":"2026-10-19T10:00:00Z","child_events":[]}]}"#,
    );
    let kinds: Vec<_> = records(&collected)
        .into_iter()
        .filter_map(|record| match record {
            Record::Event(event) => event.kind,
            _ => None,
        })
        .collect();
    assert_eq!(kinds, [EventKind::Reopened, EventKind::StatusChanged, EventKind::Transferred]);
    assert_eq!(only!(&collected, Message).sent_at, Some(Instant(1_792_750_320_000_000)));
    assert_eq!(
        issues(&collected),
        ["1 event at missing_field dropped", "2 event conversation_id missing_field dropped"]
    );
}

#[test]
fn a_chats_history_is_its_messages() {
    let collected = zendesk(
        r#"{"audits":[{"ticket_id":7,"created_at":"2026-10-19T08:00:00Z","author_id":3,"events":[
        {"type":"ChatStartedEvent","value":{"chat_id":"2109.9","history":[
          {"chat_index":0,"type":"ChatJoin","actor_id":"3","timestamp":1792750320000},
          {"chat_index":1,"type":"ChatMessage","actor_type":"end-user","actor_id":"3","timestamp":1792750320500,"message":"Hi"},
          {"chat_index":2,"type":"ChatMessage","actor_id":"agent:2001","timestamp":"1792750321000","message":"Hello"},
          {"chat_index":3,"type":"ChatMessage","actor_id":"agent:2001","timestamp":null,"message":"?"}]}}]}]}"#,
    );
    let records = records(&collected);
    let [Record::Message(customer), Record::Message(agent)] = records.as_slice() else {
        panic!("{records:?}");
    };
    assert_eq!((customer.author_role, customer.author_id.as_ref()), (Some(Role::Customer), "3"));
    assert_eq!(customer.sent_at, Some(Instant(1_792_750_320_500_000)));
    assert_eq!((agent.author_role, agent.author_id.as_ref()), (Some(Role::Agent), "2001"));
    assert_eq!((agent.message_id.as_ref(), agent.channel), ("2109.9:2", Some(Channel::Chat)));
    assert_eq!(issues(&collected), ["0 message sent_at bad_time dropped"]);

    let transcript = r#"{"comments":[{"ticket_id":7,"author_id":3,"body":"(08:00) Hi","created_at":"2026-10-19T08:00:00Z","via":{"channel":"chat_transcript"}}]}"#;
    assert_eq!(issues(&zendesk(transcript)), ["0 message not_support dropped"]);
}

#[test]
fn a_voice_comment_is_a_call() {
    let collected = zendesk(
        r#"{"comments":[{"id":5,"type":"VoiceComment","ticket_id":7,"author_id":2002,"data":{"started_at":
        "2026-10-19 12:31:10+0000","call_duration":172,"answered_by_id":2002}}]}"#,
    );
    let state = only!(&collected, Conversation);
    assert_eq!((state.channel, state.outcome), (Some(Channel::Phone), Some(CallOutcome::Answered)));
    assert_eq!(state.answered_at, at("2026-10-19T12:31:10Z"));
    assert_eq!(state.ended_at, at("2026-10-19T12:34:02Z"));
}

#[test]
fn what_stands_before_a_break_is_read() {
    let whole = r#"{"tickets":[{"id":1,"requester_id":2},{"id":2,"requester_id":2},{"id":3,"requ"#;
    let collected = zendesk(whole);
    assert_eq!(records(&collected).len(), 2);
    assert!(issues(&collected).is_empty());
    let why = "it is damaged or cut short; what stood before was read; copy or export it again";
    assert!(broken(&collected).ends_with(why), "{}", broken(&collected));
}

#[test]
fn a_first_line_may_be_longer_than_a_files_head() {
    let long = format!(r#"{{"id":1,"requester_id":2,"subject":"{}"}}"#, "x".repeat(70_000));
    let collected = zendesk(format!("{long}\n{{\"id\":2,\"requester_id\":2}}\n"));
    assert_eq!(records(&collected).len(), 2);
    assert!(issues(&collected).is_empty());
}

#[test]
fn odd_bytes_and_shapes_are_read_as_far_as_they_go() {
    let collected =
        zendesk(b"{\"tickets\":[{\"id\":1,\"subject\":\"caf\xe9\",\"requester_id\":{}}]}");
    assert_eq!(only!(&collected, Conversation).subject, "caf\u{fffd}");
    assert_eq!(issues(&collected), ["0 conversation bad_encoding kept"]);
    for text in
        ["[1,2]", "{}", "{\"tickets\":5}", "{\"tickets\":[null]}", "{\"ticket\":{\"ticket\":{}}}"]
    {
        let collected = zendesk(text);
        assert_eq!(records(&collected), [], "{text}");
        assert_eq!(collected.seen(), if text == "[1,2]" { 2 } else { 1 }, "{text}");
    }
    let wrapped = zendesk(r#"{"ticket":{"id":7,"requester_id":3}}"#);
    assert_eq!(only!(&wrapped, Conversation).conversation_id, "7");
    let lines = zendesk(
        "{\"tickets\":[{\"id\":1},{\"id\":2}],\"count\":2}\n{\"user\":{\"id\":3,\"role\":\"agent\"}}\n",
    );
    assert_eq!(records(&lines).len(), 3);
}

#[test]
fn a_local_time_is_told_once() {
    let text = r#"{"tickets":[{"id":1,"created_at":"2026-10-19 10:15:00","updated_at":"2026-10-19 10:15:00"}]}"#;
    let mut options = options();
    options.clock.is_stated = false;
    let collected = read(&Zendesk, "t.json", text, &options);
    assert_eq!(only!(&collected, Conversation).opened_at, at("2026-10-19T08:15:00Z"));
    assert_eq!(issues(&collected), ["0 conversation opened_at no_zone kept"]);
}

#[test]
fn its_files_are_recognised() {
    use std::path::Path;

    use crate::sources::Head;
    let taken = |text: &str| {
        let path = Path::new("x.json");
        let head = Head { path, name: "x.json", bytes: text.as_bytes(), is_whole: true };
        recognise(&head).map(|(source, _)| source.name())
    };
    assert_eq!(
        taken(r#"{"tickets":[{"url":"https://a.zendesk.com/api/v2/tickets/1.json"}]}"#),
        Some("zendesk")
    );
    assert_eq!(taken(r#"{"ticket_id":1,"author_id":2,"public":true}"#), Some("zendesk"));
    assert_eq!(taken(r#"{"users":[{"role":"end-user"}]}"#), Some("zendesk"));
    assert_ne!(taken(r#"{"conversation_id":1,"author_id":2}"#), Some("zendesk"));
}
