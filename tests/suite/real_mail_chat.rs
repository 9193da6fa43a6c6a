//! Mail and chats of other people: every message read, or in the ledger with its reason.

use std::path::Path;

use caseload::model::{Effect, IssueKind, Message, MessageKind, Record, Role};
use caseload::sources::{Clock, Collected, Options, Who, by_name, collect};

use crate::support::shared_data;

/// A file read by whatever source recognises it, nobody being known.
fn read(path: &Path, format: &str) -> Collected {
    let options = Options {
        input: "test".to_owned(),
        channel: None,
        surface: String::new(),
        clock: Clock { zone: chrono_tz::UTC, is_stated: false },
        who: Who::default(),
        encoding: None,
        mapping: None,
    };
    let all = collect(path, None, &options).unwrap();
    let named = collect(path, by_name(format), &options).unwrap();
    assert_eq!(all.issues, named.issues, "{} is recognised", path.display());
    all
}

fn messages(all: &Collected) -> Vec<Message<'_>> {
    let message = |(_, record)| match record {
        Record::Message(message) => Some(message),
        _ => None,
    };
    all.records().filter_map(message).collect()
}

/// The ledger, as line, field, kind and what became of it.
fn ledger(all: &Collected) -> Vec<(u32, &'static str, IssueKind, Effect)> {
    all.issues
        .iter()
        .map(|issue| (issue.place.line, issue.field, issue.kind, issue.effect))
        .collect()
}

#[test]
fn every_mail_of_the_archives_is_read() {
    let Some(folder) = shared_data("mbox_perceval") else { return };
    use Effect::Kept;
    use IssueKind::{BadEncoding, BadTime, MissingField};
    let faulty_dates = [
        (24, "sent_at", MissingField, Kept),
        (47, "sent_at", MissingField, Kept),
        (59, "sent_at", BadTime, Kept),
    ];
    for (file, times, faults) in [
        ("mbox_complex.mbox", &["2004-09-22T09:03:40Z", "2008-03-17T09:35:05Z"][..], &[][..]),
        (
            "mbox_iso8859_encoding.mbox",
            &["2016-11-07T18:44:27Z"],
            &[(0, "author_id", BadEncoding, Kept)],
        ),
        ("mbox_multipart.mbox", &["2009-11-12T02:29:24Z", "2003-01-29T23:02:30Z"], &[]),
        (
            "mbox_no_fields.mbox",
            &[
                "2010-12-01T13:26:40Z",
                "2010-12-01T13:26:40Z",
                "2010-12-01T08:26:40Z",
                "2010-12-01T13:26:40Z",
                "2010-12-01T08:26:40Z",
                "2016-09-21T19:42:07Z",
            ],
            &faulty_dates,
        ),
        ("mbox_single.mbox", &["2010-12-01T13:26:40Z"], &[]),
        ("mbox_unixfrom_encoding.mbox", &["2015-01-15T13:22:25Z"], &[]),
        ("mbox_unknown_encoding.mbox", &["2002-08-23T17:24:49Z"], &[]),
        (
            "pipermail_2015_november.mbox",
            &[
                "2015-11-14T20:29:28Z",
                "2015-11-15T22:43:49Z",
                "2015-11-21T12:05:51Z",
                "2015-11-28T20:25:30Z",
            ],
            &[],
        ),
        (
            "pipermail_2016_april.mbox",
            &["2016-04-14T09:06:56Z", "2016-04-23T16:18:56Z", "2016-04-25T22:00:07Z"],
            &[],
        ),
        ("pipermail_2016_march.mbox", &["2016-03-03T17:20:35Z"], &[]),
    ] {
        let all = read(&folder.join(file), "email");
        let messages = messages(&all);
        let sent: Vec<String> = messages.iter().map(|m| m.sent_at.unwrap().to_string()).collect();
        assert_eq!(sent, times, "{file}");
        assert_eq!(ledger(&all), faults, "{file}");
        assert_eq!(all.seen(), times.len(), "{file}");
        for message in messages {
            assert!(message.author_id.contains('@'), "{file}: {}", message.author_id);
            assert_eq!(
                message.kind,
                Some(MessageKind::Reply),
                "{file}: people wrote it, over lists"
            );
            assert!(!message.text.is_empty(), "{file}");
        }
    }
}

#[test]
fn threads_ids_and_own_words_of_the_archives() {
    let Some(folder) = shared_data("mbox_perceval") else { return };
    let all = read(&folder.join("pipermail_2015_november.mbox"), "email");
    let thread = messages(&all);
    let answered: Vec<usize> =
        thread.iter().map(|message| message.in_reply_to.split_whitespace().count()).collect();
    assert_eq!(answered, [0, 1, 2, 3]);
    assert!(thread[3].in_reply_to.ends_with(thread[2].message_id.as_ref()));
    assert!(thread[1].text.starts_with("This is cool, Andy.\n\nWhich rights do you need?"));
    assert!(thread[3].text.ends_with("/sortinghat/pull/40"), "{}", thread[3].text);

    let all = read(&folder.join("mbox_complex.mbox"), "email");
    let danilo = &messages(&all)[1];
    assert_eq!(danilo.in_reply_to.split_whitespace().count(), 3);
    assert!(danilo.text.starts_with("Hi Simos,\n\nI am not handling Ubuntu packaging stuff—it'd"));
    assert!(danilo.text.contains("current gettext(\"Something\") != such gettext"));
    assert!(!danilo.text.lines().any(|line| line.starts_with('>')));

    let all = read(&folder.join("mbox_multipart.mbox"), "email");
    let daniel = &messages(&all)[1];
    assert!(daniel.text.starts_with("I am fairly new to eclipse."));
    assert!(!daniel.text.contains('<'), "the plain part is taken");

    let all = read(&folder.join("mbox_no_fields.mbox"), "email");
    let ids: Vec<bool> =
        messages(&all).iter().map(|message| message.message_id.starts_with("no-id-")).collect();
    assert_eq!(ids, [false, false, false, true, false, false]);
}

#[test]
fn telegram_exports_give_what_another_reader_gives() {
    let Some(folder) = shared_data("chat_exports_chatminer/telegram") else { return };
    let target = std::fs::read_to_string(folder.join("target.json")).unwrap();
    let target: sonic_rs::Value = sonic_rs::from_str(&target).unwrap();
    let expected: Vec<[String; 3]> = {
        use sonic_rs::{JsonContainerTrait, JsonValueTrait};
        let text = |row: &sonic_rs::Value, key: &str| row[key].as_str().unwrap().to_owned();
        let row = |row| [text(row, "timestamp") + "Z", text(row, "author"), text(row, "message")];
        target.as_array().unwrap().iter().map(row).collect()
    };
    for file in ["test_single_export.json", "test_batch_export.json"] {
        let all = read(&folder.join(file), "telegram");
        let messages = messages(&all);
        let told: Vec<[String; 3]> = messages
            .iter()
            .map(|m| [m.sent_at.unwrap().to_string(), m.author_id.to_string(), m.text.to_string()])
            .collect();
        assert_eq!(told, expected, "{file}");
        let roles: Vec<_> = messages.iter().filter_map(|message| message.author_role).collect();
        assert_eq!(roles, [Role::Customer, Role::Agent], "{file}");
        assert_eq!(
            ledger(&all),
            [(0, "author_role", IssueKind::GuessedRole, Effect::Kept)],
            "{file}"
        );
        let conversations: Vec<_> =
            messages.iter().map(|message| &message.conversation_id).collect();
        assert_eq!(conversations[0], conversations[1]);
        assert_eq!(all.seen(), 3, "a conversation and two messages");
    }
}
