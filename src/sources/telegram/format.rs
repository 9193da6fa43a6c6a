//! What an export looks like, and how it is read.

use std::io;

use memchr::memmem;

use super::super::json;
use super::super::out::Out;
use super::super::source::{
    Certainty, Grounds, Head, Options, Piece, ReadError, Reader, Sink, Source,
};
use super::chat;
use super::export::Export;
use crate::model::RecordKind;

/// Chats exported by Telegram Desktop.
pub struct Telegram;

impl Source for Telegram {
    fn name(&self) -> &'static str {
        "telegram"
    }

    fn page(&self) -> &'static str {
        include_str!("telegram.md")
    }

    fn recognise(&self, head: &Head<'_>) -> Option<Grounds> {
        if !head.bytes.trim_ascii_start().starts_with(b"{") {
            return None;
        }
        let has = |key: &str| memmem::find(head.bytes, key.as_bytes()).is_some();
        let is_chat = has("\"messages\"") && (has("\"date_unixtime\"") || has("\"from_id\""));
        let is_whole = has("\"personal_information\"") && (has("\"user_id\"") || has("\"chats\""));
        let because = match () {
            () if is_chat => "its messages have Telegram's fields",
            () if is_whole => "it begins as an export of all of Telegram's chats",
            () => return None,
        };
        Some(Grounds { certainty: Certainty::Certain, because: because.into() })
    }

    fn open(&self, _head: &Head<'_>, options: &Options) -> Result<Box<dyn Reader>, ReadError> {
        Ok(Box::new(Chats { options: options.clone() }))
    }
}

/// Reads one export.
struct Chats {
    options: Options,
}

impl Reader for Chats {
    fn unit(&self) -> &'static str {
        "message"
    }

    fn read(&self, piece: &Piece<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut out = Out::new(sink, self.options.clock);
        let Some(text) = json::text(piece.bytes, RecordKind::Message, &mut out) else {
            return Ok(());
        };
        let (export, broken) = Export::parse(&text);
        let mut line = 0;
        for chat in &export.chats {
            chat::put(chat, &export, &self.options, &mut line, &mut out);
        }
        out.line = line;
        broken.map_or(Ok(()), |error| json::broken_off(&error, RecordKind::Message, &mut out))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{
        Channel, ConversationState, Effect, Instant, IssueKind, Message, MessageKind, Record, Role,
        Str, Visibility,
    };
    use crate::sources::{Clock, Collected, Who, collect};

    fn options() -> Options {
        Options {
            input: "telegram".into(),
            channel: None,
            surface: String::new(),
            clock: Clock { zone: chrono_tz::Europe::Berlin, is_stated: false },
            who: Who::default(),
            encoding: None,
            mapping: None,
        }
    }

    fn read(messages: &str) -> Collected {
        let text =
            format!(r#"{{"name":"Olga","type":"personal_chat","id":7,"messages":[{messages}]}}"#);
        read_whole(&text)
    }

    fn read_whole(text: &str) -> Collected {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("result.json");
        std::fs::write(&path, text).unwrap();
        collect(&path, Some(&Telegram), &options()).unwrap()
    }

    fn messages(all: &Collected) -> Vec<Message<'_>> {
        let message = |(_, record)| match record {
            Record::Message(message) => Some(message),
            _ => None,
        };
        all.records().filter_map(message).collect()
    }

    fn issues(all: &Collected) -> Vec<(u32, &'static str, IssueKind, Effect, &str)> {
        let issues = all.issues.iter();
        issues.map(|i| (i.place.line, i.field, i.kind, i.effect, i.seen.as_str())).collect()
    }

    #[test]
    fn a_chat_becomes_a_conversation() {
        let all = read(
            r#"{"id":1,"type":"service","date_unixtime":"1792393330","actor":"Olga","action":"phone_call"},
            {"id":2,"type":"message","date":"2026-10-19T01:00:00","date_unixtime":"1792393331","from":"Olga",
             "from_id":"user7","text":"Где заказ?","text_entities":[{"type":"plain","text":"Где заказ?"}]},
            {"id":3,"type":"message","date_unixtime":"1792393391","edited_unixtime":"1792393400","from":"Anna",
             "from_id":"user9","reply_to_message_id":2,"photo":"photos/1.jpg","width":9,"text":""}"#,
        );
        let state = ConversationState {
            conversation_id: "user7/2".into(),
            channel: Some(Channel::Social),
            surface: "telegram".into(),
            is_public: Some(false),
            customer_id: "user7".into(),
            ..ConversationState::default()
        };
        let question = Message {
            conversation_id: "user7/2".into(),
            message_id: "user7/2".into(),
            channel: Some(Channel::Social),
            sent_at: Some(Instant(1_792_393_331_000_000)),
            ended_at: None,
            author_role: Some(Role::Customer),
            author_id: "user7".into(),
            visibility: Some(Visibility::Public),
            kind: Some(MessageKind::Reply),
            text: "Где заказ?".into(),
            in_reply_to: Str::default(),
        };
        let photo = Message {
            message_id: "user7/3".into(),
            sent_at: Some(Instant(1_792_393_391_000_000)),
            author_role: Some(Role::Agent),
            author_id: "user9".into(),
            text: Str::default(),
            in_reply_to: "user7/2".into(),
            ..question.clone()
        };
        let records: Vec<_> = all.records().map(|(_, record)| record).collect();
        assert_eq!(records, [Record::from(state), question.into(), photo.into()]);
        assert_eq!(issues(&all), [(0, "", IssueKind::NotSupport, Effect::Dropped, "service")]);
    }

    #[test]
    fn local_times_are_read_by_the_inputs_clock_and_in_order() {
        let one = |id: u8, time: &str| {
            format!(
                r#"{{"id":{id},"type":"message","date":"2026-10-25T{time}","from_id":"user7","text":"x"}}"#
            )
        };
        let all = read(
            &[one(1, "02:40:00"), one(2, "02:52:30"), one(3, "02:10:05"), one(4, "03:00:00")]
                .join(","),
        );
        let times: Vec<_> = messages(&all).iter().map(|m| m.sent_at.unwrap().to_string()).collect();
        let utc =
            ["00:40:00", "00:52:30", "01:10:05", "02:00:00"].map(|t| format!("2026-10-25T{t}Z"));
        assert_eq!(times, utc);
        let zone = (0, "sent_at", IssueKind::NoZone, Effect::Kept, "Europe/Berlin");
        assert_eq!(issues(&all), [zone]);
    }

    #[test]
    fn times_that_are_none() {
        let all = read(
            r#"{"type":"message","date":"2026-10-19T09:00:00","date_unixtime":"soon","from_id":"user7","text":"a"},
            {"type":"message","date":"19.10.2026","from_id":"user7","text":"b"},
            {"type":"message","from_id":"user7","text":"c"}, 5"#,
        );
        assert_eq!(messages(&all).len(), 1);
        assert_eq!(all.seen(), 5, "a state, three messages and one that is none");
        let kinds: Vec<_> = issues(&all).iter().map(|i| (i.0, i.2, i.3)).collect();
        use {Effect::*, IssueKind::*};
        let expected = [
            (0, BadTime, Kept),
            (0, NoZone, Kept),
            (1, BadTime, Dropped),
            (2, MissingField, Dropped),
            (3, Unreadable, Dropped),
        ];
        assert_eq!(kinds, expected);
    }

    #[test]
    fn a_deleted_account_is_still_the_customer() {
        let all =
            read(r#"{"id":1,"type":"message","date_unixtime":1792393331,"from":null,"text":""}"#);
        let message = &messages(&all)[0];
        assert_eq!((message.author_role, message.author_id.as_ref()), (Some(Role::Customer), ""));
    }

    #[test]
    fn all_chats_of_an_account() {
        let chat = |kind: &str, id: u8| {
            format!(
                r#"{{"name":"x","type":"{kind}","id":{id},"messages":[
                {{"id":1,"type":"message","date_unixtime":"1792393331","from_id":"user9","text":"a"}},
                {{"id":2,"type":"message","date_unixtime":"1792393332","from_id":"user{id}","text":"b"}}]}}"#
            )
        };
        let chats =
            [chat("personal_chat", 1), chat("saved_messages", 2), chat("public_supergroup", 3)];
        let all = read_whole(&format!(
            r#"{{"personal_information":{{"user_id":9}},"chats":{{"list":[{}]}}}}"#,
            chats.join(",")
        ));
        let messages = messages(&all);
        let told: Vec<_> =
            messages.iter().map(|m| (m.message_id.as_ref(), m.author_role.unwrap())).collect();
        let (agent, customer) = (Role::Agent, Role::Customer);
        assert_eq!(
            told,
            [("user1/1", agent), ("user1/2", customer), ("3/1", agent), ("3/2", customer)]
        );
        let dropped = |line| (line, "", IssueKind::NotSupport, Effect::Dropped, "saved_messages");
        let guessed = (4, "author_role", IssueKind::GuessedRole, Effect::Kept, "2 messages");
        assert_eq!(issues(&all), [dropped(2), dropped(3), guessed]);
    }

    #[test]
    fn an_export_cut_short_is_read_up_to_there() {
        let text = r#"{"id":7,"messages":[{"id":1,"type":"message","date_unixtime":"1792393331","from_id":"user7","text":"a"},{"id"#;
        let all = read_whole(text);
        assert_eq!(messages(&all).len(), 1);
        assert!(all.broken.unwrap().what.starts_with("it is damaged or cut short"));
    }

    #[test]
    fn an_export_is_recognised_by_its_fields() {
        let is_it = |text: &str| {
            let path = std::path::Path::new("result.json");
            let head = Head { path, name: "result.json", bytes: text.as_bytes(), is_whole: true };
            Telegram.recognise(&head).is_some()
        };
        assert!(is_it(r#"{"messages":[{"from_id":"user1"}]}"#));
        assert!(is_it(r#"{"about":"x","personal_information":{"user_id":1},"contacts":{}}"#));
        assert!(!is_it(r#"{"messages":[{"timestamp_ms":1}]}"#));
        assert!(!is_it(r#"[{"messages":[{"from_id":"user1"}]}]"#));
    }

    proptest! {
        #[test]
        fn a_damaged_export_is_data(at in 0..200_usize, bytes: [u8; 2]) {
            let mut text = br#"{"name":"Olga","type":"personal_chat","id":7,"messages":[
                {"id":2,"type":"message","date":"2026-10-19T01:00:00","date_unixtime":"1792393331",
                "from":"Olga","from_id":"user7","text":["a",{"type":"bold","text":"b"}]}]}"#.to_vec();
            text[at..at + 2].copy_from_slice(&bytes);
            struct Nothing;
            impl Sink for Nothing {
                fn record(&mut self, _: u32, _: Record<'_>) {}
                fn issue(&mut self, _: u32, _: RecordKind, _: &'static str, _: IssueKind, _: Effect, _: &str) {}
            }
            let piece = Piece { path: std::path::Path::new("x"), index: 0, bytes: &text };
            let _ = Chats { options: options() }.read(&piece, &mut Nothing);
        }
    }
}
