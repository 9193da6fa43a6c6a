//! Calls and chats of Contact Lens, each with the faults they come with.

use super::ContactLens;
use crate::model::{
    CallOutcome, Channel, ConversationState, EventKind, Instant, Message, MessageKind, Record, Role,
};
use crate::sources::testing::{broken, issues, options, read, records};
use crate::sources::{Collected, Options};

const NAME: &str = "5a6f_analysis_2026-10-19T12_31_10Z.json";

fn at(text: &str) -> Option<Instant> {
    Some(Instant::from_rfc3339(text).unwrap())
}

fn state(collected: &Collected) -> ConversationState<'_> {
    let states = records(collected).into_iter().filter_map(|record| match record {
        Record::Conversation(state) => Some(state),
        _ => None,
    });
    let states: Vec<_> = states.collect();
    let [state] = states.as_slice() else { panic!("{states:?}") };
    (**state).clone()
}

fn messages(collected: &Collected) -> Vec<Message<'_>> {
    let messages = records(collected).into_iter().filter_map(|record| match record {
        Record::Message(message) => Some(message),
        _ => None,
    });
    messages.collect()
}

/// A call with these turns.
fn call(turns: &str) -> String {
    format!(
        r#"{{"Channel":"VOICE","CustomerMetadata":{{"ContactId":"5a6f"}},"Participants":[{{"ParticipantId":"p1","ParticipantRole":"AGENT"}}],
        "ConversationCharacteristics":{{"TotalConversationDurationMillis":32110}},"Transcript":[{turns}]}}"#
    )
}

#[test]
fn a_calls_turns_are_counted_from_its_name() {
    let turns = r#"{"BeginOffsetMillis":160,"EndOffsetMillis":4640,"Content":"Hello","Id":"x","ParticipantId":"p1"},
        {"BeginOffsetMillis":5000.0,"EndOffsetMillis":6000,"Content":"Hi","Id":"x","ParticipantId":"CUSTOMER"},
        {"Content":"?"},{"BeginOffsetMillis":"soon"}"#;
    let collected = read(&ContactLens, NAME, call(turns), &options());
    let state = state(&collected);
    assert_eq!((state.conversation_id.as_ref(), state.channel), ("5a6f", Some(Channel::Phone)));
    assert_eq!(state.outcome, Some(CallOutcome::Answered));
    assert_eq!(state.answered_at, at("2026-10-19T12:31:10Z"));
    assert_eq!(state.ended_at, at("2026-10-19T12:31:42.110Z"));
    assert_eq!(state.talk_seconds, None);
    let messages = messages(&collected);
    let [agent, customer] = messages.as_slice() else { panic!("{messages:?}") };
    assert_eq!((agent.author_role, agent.author_id.as_ref()), (Some(Role::Agent), "p1"));
    assert_eq!(agent.sent_at, at("2026-10-19T12:31:10.160Z"));
    assert_eq!(agent.ended_at, at("2026-10-19T12:31:14.640Z"));
    assert_eq!((customer.author_role, customer.author_id.as_ref()), (Some(Role::Customer), ""));
    assert_ne!(agent.message_id, customer.message_id, "ids of turns may all be alike");
    assert_eq!(
        issues(&collected),
        ["2 message sent_at missing_field dropped", "3 message sent_at bad_number dropped"]
    );
    assert_eq!(collected.seen(), 5);
}

#[test]
fn a_call_without_a_start_counts_with_its_length() {
    let turn =
        r#"{"BeginOffsetMillis":0,"EndOffsetMillis":90,"Content":"Okay","ParticipantId":"AGENT"}"#;
    let collected = read(&ContactLens, "call.json", call(turn), &options());
    let state = state(&collected);
    assert_eq!((state.answered_at, state.ended_at), (None, None));
    assert_eq!(state.talk_seconds, Some(32.11));
    assert_eq!(issues(&collected), ["0 message sent_at missing_field dropped"]);
}

#[test]
fn the_recordings_address_says_the_start_to_the_minute() {
    let text = r#"{"Channel":"VOICE","CustomerMetadata":{"InputS3Uri":"s3://b/CallRecordings/2026/10/19/5a6f_20261019T12:31_UTC.wav"},
        "Transcript":[{"BeginOffsetMillis":1000,"ParticipantId":"AGENT"}]}"#;
    let collected = read(&ContactLens, "5a6f.json", text, &options());
    assert_eq!(messages(&collected)[0].sent_at, at("2026-10-19T12:31:01Z"));
    assert_eq!(state(&collected).conversation_id, "5a6f");
}

#[test]
fn names_are_read_whatever_a_download_made_of_them() {
    let turn = r#"{"BeginOffsetMillis":0,"ParticipantId":"AGENT"}"#;
    for name in [
        "5a6f_analysis_2026-10-19T12-31-10Z.json",
        "5a6f_analysis_redacted_2026-10-19T12_31_10Z.json",
        "5a6f_analysis_2026-10-19T12_31_10Z (1).json",
        "5a6f_analysis_20261019T12:31_UTC.json",
    ] {
        let collected = read(&ContactLens, name, call(turn), &options());
        let found = state(&collected).answered_at;
        let minute = at("2026-10-19T12:31:00Z");
        let expected = if name.ends_with("UTC.json") { minute } else { at("2026-10-19T12:31:10Z") };
        assert_eq!(found, expected, "{name}");
    }
    let bad = read(&ContactLens, "5a6f_analysis_2026-13-45T12_31_10Z.json", call(turn), &options());
    assert_eq!(issues(&bad), ["0 message sent_at missing_field dropped"]);
}

#[test]
fn a_redacted_twin_says_the_same() {
    let turn = r#"{"BeginOffsetMillis":0,"Content":"My name is [PII]","ParticipantId":"CUSTOMER","Id":"a"}"#;
    let other = turn.replace("[PII]", "Jo");
    let redacted = "5a6f_analysis_redacted_2026-10-19T12_31_10Z.json";
    let twin = read(&ContactLens, redacted, call(turn), &options());
    let raw = read(&ContactLens, NAME, call(&other), &options());
    let id = |collected: &Collected| messages(collected)[0].message_id.clone().into_owned();
    assert_eq!(id(&twin), id(&raw));
    assert_eq!(state(&twin), state(&raw));
}

#[test]
fn a_chat_has_times_people_and_an_end() {
    let item = |second: u8, rest: &str| {
        format!(r#"{{"AbsoluteTime":"2026-10-19T07:00:{second:02}.500Z","Id":"i{second}",{rest}}}"#)
    };
    let joined = |second, who: &str| {
        item(
            second,
            &format!(
                r#""Type":"EVENT","ContentType":"application/vnd.amazonaws.connect.event.participant.joined",{who}"#
            ),
        )
    };
    let agent = |name: &str| {
        format!(r#""ParticipantRole":"AGENT","ParticipantId":"p","DisplayName":"{name}""#)
    };
    let items = [
        joined(1, r#""ParticipantRole":"CUSTOMER","ParticipantId":"c""#),
        item(
            2,
            r#""Type":"MESSAGE","Content":"Please wait","ParticipantRole":"SYSTEM","DisplayName":"SYSTEM_MESSAGE""#,
        ),
        item(
            3,
            r#""Type":"MESSAGE","Content":"I am a bot","ParticipantRole":"SYSTEM","DisplayName":"BOT""#,
        ),
        joined(4, &agent("Ann")),
        joined(5, &agent("Ann")),
        item(6, r#""Type":"MESSAGE","Content":"Hi","ParticipantId":"c""#),
        joined(7, &agent("Bo")),
        item(8, r#""Type":"MESSAGE","Content":"?","ParticipantId":"nobody""#),
        item(9, r#""Type":"EVENT","ContentType":"application/vnd.amazonaws.connect.event.typing""#),
        r#"{"AbsoluteTime":"soon","Type":"MESSAGE"}"#.to_owned(),
        item(
            20,
            r#""Type":"EVENT","ContentType":"application/vnd.amazonaws.connect.event.chat.ended""#,
        ),
    ];
    let text = format!(
        r#"{{"Channel":"CHAT","Participants":[{{"ParticipantId":"c","ParticipantRole":"CUSTOMER","DisplayName":"Jo"}}],"Transcript":[{}]}}"#,
        items.join(",")
    );
    let collected = read(&ContactLens, NAME, text, &options());
    let state = state(&collected);
    assert_eq!((state.conversation_id.as_ref(), state.channel), ("5a6f", Some(Channel::Chat)));
    assert_eq!(state.opened_at, at("2026-10-19T07:00:01.500Z"));
    assert_eq!(state.ended_at, at("2026-10-19T07:00:20.500Z"));
    let told: Vec<_> = messages(&collected)
        .into_iter()
        .map(|message| (message.author_role, message.author_id.into_owned(), message.kind.unwrap()))
        .collect();
    let told_of = |role, id: &str, kind| (role, id.to_owned(), kind);
    assert_eq!(
        told,
        [
            told_of(Some(Role::System), "SYSTEM_MESSAGE", MessageKind::AutoReply),
            told_of(Some(Role::Bot), "BOT", MessageKind::Reply),
            told_of(Some(Role::Customer), "c", MessageKind::Reply),
            told_of(None, "nobody", MessageKind::Reply),
        ]
    );
    let events: Vec<_> = records(&collected)
        .into_iter()
        .filter_map(|record| match record {
            Record::Event(event) => Some((event.kind.unwrap(), event.value.into_owned())),
            _ => None,
        })
        .collect();
    let event = |kind, agent: &str| (kind, agent.to_owned());
    assert_eq!(events, [event(EventKind::Assigned, "Ann"), event(EventKind::Transferred, "Bo")]);
    assert_eq!(issues(&collected), ["9 message sent_at bad_time dropped"]);
}

#[test]
fn settings_say_who_is_a_bot() {
    let text = r#"{"Channel":"CHAT","Transcript":[{"AbsoluteTime":"2026-10-19T07:00:00Z","Type":"MESSAGE","ParticipantRole":"AGENT","DisplayName":"Helper"}]}"#;
    let mut options: Options = options();
    options.who.bots = vec!["helper".into()];
    let collected = read(&ContactLens, NAME, text, &options);
    assert_eq!(messages(&collected)[0].author_role, Some(Role::Bot));
}

#[test]
fn a_file_cut_short_is_no_whole_file() {
    let text = "{\"Channel\":\"VOICE\",\"Transcript\":[{\"BeginOff";
    let collected = read(&ContactLens, NAME, text, &options());
    assert_eq!(collected.seen(), 0);
    assert!(broken(&collected).contains("it is damaged or cut short"), "{}", broken(&collected));
}

#[test]
fn a_file_nested_too_deep_is_one_entry() {
    let collected = read(&ContactLens, NAME, "{\"a\":".repeat(9999), &options());
    assert_eq!(issues(&collected), ["0 conversation unreadable dropped"]);
    assert_eq!(collected.seen(), 1);
}
