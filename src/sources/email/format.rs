//! What mail files look like, and how they are read.

use super::super::source::{Certainty, Grounds, Head, Options, ReadError, Reader, Source};
use super::desk::{Desk, Parties};
use super::header::Headers;
use super::mailbox::Mailbox;
use super::mbox::{self, Mails};
use super::parser;
use crate::model::Channel;

/// Mailboxes and single mails.
pub struct Email;

impl Source for Email {
    fn name(&self) -> &'static str {
        "email"
    }

    fn page(&self) -> &'static str {
        include_str!("email.md")
    }

    fn recognise(&self, head: &Head<'_>) -> Option<Grounds> {
        let grounds =
            |certainty, because: &str| Some(Grounds { certainty, because: because.into() });
        if mbox::is_mbox(head.bytes) {
            return grounds(Certainty::Certain, "it begins with a mailbox's `From ` line");
        }
        match mail_headers(head.bytes) {
            0 | 1 => None,
            2 if !head.name.ends_with(".eml") => {
                grounds(Certainty::Likely, "it begins with two headers of a mail")
            }
            _ => grounds(Certainty::Certain, "it begins with the headers of a mail"),
        }
    }

    fn open(&self, head: &Head<'_>, options: &Options) -> Result<Box<dyn Reader>, ReadError> {
        let is_mbox = mbox::is_mbox(head.bytes);
        if !is_mbox && mail_headers(head.bytes) == 0 {
            return Err(ReadError::new(
                head.path,
                "it begins neither with a mailbox's `From ` line nor with the headers of a mail",
                "export the mails as mbox or EML, or take the file out of the input's `files`",
            ));
        }
        let parties = if options.who.is_empty() && is_mbox { parties(head) } else { Vec::new() };
        Ok(Box::new(Mailbox {
            is_mbox,
            desk: Desk::of(&options.who, &parties),
            clock: options.clock,
            channel: options.channel.unwrap_or(Channel::Email),
        }))
    }
}

/// How many headers that mails have stand at the beginning, before the first empty line.
fn mail_headers(bytes: &[u8]) -> usize {
    let lines = bytes.trim_ascii_start().split(|b| *b == b'\n').map(<[u8]>::trim_ascii_end);
    let mut headers = 0;
    for (at, line) in lines.take_while(|line| !line.is_empty()).take(100).enumerate() {
        let is_folded = line.starts_with(b" ") || line.starts_with(b"\t");
        match mbox::header_name(line) {
            _ if is_folded || (at == 0 && line.starts_with(b">From ")) => {}
            Some(name) => headers += usize::from(mbox::is_mail_header(name)),
            None => break,
        }
    }
    headers
}

/// Who writes to whom in the mails that lie whole within the head.
fn parties(head: &Head<'_>) -> Vec<Parties> {
    let party = |mail: mbox::Mail<'_>| {
        let parsed = parser::headers(&mail.bytes)?;
        let headers = Headers::of(&parsed);
        Some(Parties { from: headers.from.unwrap_or_default().address, to: headers.to })
    };
    Mails::of(head.bytes).1.filter_map(party).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::model::{
        Effect, Instant, IssueKind, Message, MessageKind, Record, Role, Visibility,
    };
    use crate::sources::{Clock, Collected, Who, collect};

    /// Reads a file of that name with this text; the desk is `*@shop.example` or nobody knows.
    fn read(name: &str, text: &[u8], is_known: bool) -> Collected {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        let agents = if is_known { vec!["*@shop.example".into()] } else { vec![] };
        let bots = if is_known { vec!["robot@shop.example".into()] } else { vec![] };
        let options = Options {
            input: "mail".into(),
            channel: None,
            surface: String::new(),
            clock: Clock { zone: chrono_tz::Europe::Berlin, is_stated: false },
            who: Who { agents, bots },
            encoding: None,
            mapping: None,
        };
        collect(&path, Some(&Email), &options).unwrap()
    }

    fn messages(all: &Collected) -> Vec<(u32, Message<'_>)> {
        let message = |(place, record): (crate::model::Place, _)| match record {
            Record::Message(message) => (place.line, message),
            other => panic!("{other:?}"),
        };
        all.records().map(message).collect()
    }

    fn issues(all: &Collected) -> Vec<(u32, &'static str, IssueKind, Effect, &str)> {
        let issues = all.issues.iter();
        issues.map(|i| (i.place.line, i.field, i.kind, i.effect, i.seen.as_str())).collect()
    }

    pub(in super::super) const TWO: &str = "From olga@mail.example  Mon Oct 19 08:15:01 2026\n\
        From: Olga <Olga@mail.example>\nTo: help@shop.example\nDate: Mon, 19 Oct 2026 10:15:00 +0200\n\
        Message-ID: <1@mail.example>\nSubject: Lamp\n\nIt is broken.\n\n\
        From anna@shop.example  Mon Oct 19 09:15:01 2026\n\
        From: Anna <anna@shop.example>\nTo: olga@mail.example\nDate: Mon, 19 Oct 2026 11:15:00 +0200\n\
        Message-ID: <2@shop.example>\nIn-Reply-To: <1@mail.example>\n\nSorry!\n\n\
        On Mon, 19 Oct 2026 10:15, Olga <olga@mail.example> wrote:\n> It is broken.\n\n";

    #[test]
    fn a_mailbox_becomes_messages() {
        let all = read("in.mbox", TWO.as_bytes(), true);
        let answer = Message {
            message_id: "2@shop.example".into(),
            channel: Some(Channel::Email),
            sent_at: Instant::from_rfc3339("2026-10-19T09:15:00Z"),
            author_role: Some(Role::Agent),
            author_id: "anna@shop.example".into(),
            visibility: Some(Visibility::Public),
            kind: Some(MessageKind::Reply),
            text: "Sorry!".into(),
            in_reply_to: "1@mail.example".into(),
            ..Message::default()
        };
        let messages = messages(&all);
        assert_eq!(messages.len(), 2);
        assert_eq!(messages[0].1.author_role, Some(Role::Customer));
        assert_eq!(messages[1], (9, answer));
        assert_eq!(issues(&all), []);
    }

    #[test]
    fn a_mailbox_of_several_pieces_is_read_whole() {
        let copies = (9 << 20) / 2 / TWO.len();
        let all = read("in.mbox", TWO.repeat(copies).as_bytes(), true);
        assert_eq!(all.records().count(), 2 * copies);
        assert!(all.records().any(|(place, _)| place.piece > 0));
        assert_eq!(issues(&all), []);
    }

    #[test]
    fn one_mail_may_be_a_file_of_any_name() {
        let mail = TWO.split_once('\n').unwrap().1.split("From anna").next().unwrap();
        for name in ["lamp.eml", "1760000000.M1P2.host:2,S"] {
            let all = read(name, mail.as_bytes(), true);
            assert_eq!(messages(&all)[0].1.text, "It is broken.", "{name}");
        }
    }

    #[test]
    fn recognition_wants_a_mails_headers() {
        let certainty = |name: &str, text: &str| {
            let path = std::path::Path::new(name);
            let head = Head { path, name, bytes: text.as_bytes(), is_whole: true };
            Email.recognise(&head).map(|grounds| grounds.certainty)
        };
        assert_eq!(certainty("x", TWO), Some(Certainty::Certain));
        assert_eq!(certainty("x", "From: a@b\nDate: x\n\nbody"), Some(Certainty::Likely));
        assert_eq!(certainty("x.eml", "From: a@b\nDate: x\n\nbody"), Some(Certainty::Certain));
        assert_eq!(certainty("x", "From the desk\n\nSubject: y\nTo: z"), None);
        assert_eq!(certainty("x.csv", "id,subject,to: whom\n1,2,3"), None);
    }

    fn dated(headers: &str) -> Collected {
        let mail = format!("From: a@b.example\nSubject: x\n{headers}\n\nbody\n");
        read("x.eml", mail.as_bytes(), true)
    }

    #[test]
    fn a_date_without_zone_is_read_by_the_inputs_clock() {
        let utc = |all: &Collected| messages(all)[0].1.sent_at.unwrap().to_string();
        let all = dated("Date: Mon, 19 Oct 2026 08:15:00 -0000");
        assert_eq!((utc(&all).as_str(), issues(&all)), ("2026-10-19T08:15:00Z", vec![]));
        let all = dated("Date: Mon, 19 Oct 2026 08:15:00");
        let expected = [(0, "sent_at", IssueKind::NoZone, Effect::Kept, "Europe/Berlin")];
        assert_eq!((utc(&all).as_str(), issues(&all)), ("2026-10-19T06:15:00Z", expected.to_vec()));
        let all = dated("Date: Mon, 19 Oct 2026 08:15:00 +9900");
        assert_eq!(utc(&all), "2026-10-19T06:15:00Z");
        assert_eq!(issues(&all)[0].2, IssueKind::BadTime);
    }

    #[test]
    fn a_date_that_is_none_gives_way_to_the_delivery() {
        let all = dated("Date: soon\nReceived: by x; Mon, 19 Oct 2026 10:15:00 +0200");
        let expected = [(0, "sent_at", IssueKind::BadTime, Effect::Kept, "soon")];
        assert_eq!(issues(&all), expected);
        let all = dated("Received: by x");
        assert_eq!(issues(&all), [(0, "sent_at", IssueKind::MissingField, Effect::Dropped, "")]);
        assert_eq!((all.records().count(), all.seen()), (0, 1));
        let text = "From a@b  Mon Oct 19 08:15:00 2026\nFrom: a@b.example\nDate:  \n\nx\n";
        let all = read("x.mbox", text.as_bytes(), true);
        assert_eq!(messages(&all)[0].1.sent_at, Instant::from_rfc3339("2026-10-19T08:15:00Z"));
        assert_eq!(issues(&all), [(0, "sent_at", IssueKind::MissingField, Effect::Kept, "")]);
    }

    #[test]
    fn a_mail_without_id_gets_the_same_one_everywhere() {
        let id = |all: &Collected| messages(all)[0].1.message_id.to_string();
        let one = dated("Date: Mon, 19 Oct 2026 08:15:00 +0000");
        let same = dated("Status: RO\nDate: Mon, 19 Oct 2026 08:15:00 GMT");
        let other = dated("Date: Mon, 19 Oct 2026 08:16:00 +0000");
        assert!(id(&one).starts_with("no-id-"));
        assert_eq!(id(&one), id(&same));
        assert_ne!(id(&one), id(&other));
    }

    #[test]
    fn notes_and_what_programs_send() {
        let mail = |headers: &str| {
            let mail = format!("{headers}\nDate: Mon, 19 Oct 2026 08:15:00 +0000\n\nbody\n");
            let all = read("x.eml", mail.as_bytes(), true);
            let (_, message) = messages(&all).remove(0);
            (message.author_role, message.kind, message.visibility)
        };
        use {MessageKind as Kind, Role::*, Visibility::*};
        for (headers, role, kind, visibility) in [
            ("From: anna@shop.example\nTo: boris@shop.example", Agent, Kind::Note, Private),
            (
                "From: anna@shop.example\nTo: boris@shop.example, o@m.example",
                Agent,
                Kind::Reply,
                Public,
            ),
            (
                "From: robot@shop.example\nTo: o@m.example\nAuto-Submitted: auto-replied",
                Bot,
                Kind::AutoReply,
                Public,
            ),
            (
                "From: o@m.example\nTo: help@shop.example\nPrecedence: auto_reply",
                Customer,
                Kind::AutoReply,
                Public,
            ),
            (
                "From: MAILER-DAEMON@m.example\nTo: help@shop.example",
                System,
                Kind::AutoReply,
                Public,
            ),
        ] {
            assert_eq!(mail(headers), (Some(role), Some(kind), Some(visibility)), "{headers}");
        }
    }

    #[test]
    fn roles_are_guessed_from_the_mailbox_or_left_open() {
        let third = "From a@b  Tue Oct 20 08:15:01 2026\nFrom: <li@web.example>\n\
            To: help@shop.example\nDate: Tue, 20 Oct 2026 08:15:00 +0000\n\nHi\n";
        let all = read("in.mbox", format!("{TWO}{third}").as_bytes(), false);
        let roles: Vec<_> = messages(&all).iter().map(|(_, message)| message.author_role).collect();
        assert_eq!(roles, [Some(Role::Customer), Some(Role::Agent), Some(Role::Customer)]);
        let seen = "3 messages, the desk being shop.example";
        assert_eq!(issues(&all), [(0, "author_role", IssueKind::GuessedRole, Effect::Kept, seen)]);
        let all = read("in.mbox", TWO.as_bytes(), false);
        assert!(messages(&all).iter().all(|(_, message)| message.author_role.is_none()));
    }

    #[test]
    fn wrong_bytes_and_missing_authors_are_told() {
        let all =
            read("x.eml", b"Subject: x\nDate: Mon, 19 Oct 2026 08:15:00 GMT\n\ncaf\xe9\n", true);
        assert_eq!(messages(&all)[0].1.text, "caf\u{fffd}");
        assert_eq!(messages(&all)[0].1.author_role, None);
        let kinds: Vec<_> = issues(&all).iter().map(|issue| (issue.1, issue.2, issue.3)).collect();
        let author = ("author_id", IssueKind::MissingField, Effect::Emptied);
        assert_eq!(kinds, [author, ("text", IssueKind::BadEncoding, Effect::Kept)]);
        let mail = b"From: luc\xeda at m.example\nDate: Mon, 19 Oct 2026 08:15:00 GMT\n\nx\n";
        let all = read("x.eml", mail, true);
        assert_eq!(issues(&all), [(0, "author_id", IssueKind::BadEncoding, Effect::Kept, "")]);
    }

    #[test]
    fn what_is_no_mail_is_refused_with_a_cure() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.eml");
        std::fs::write(&path, "just text").unwrap();
        let options = Options {
            input: String::new(),
            channel: None,
            surface: String::new(),
            clock: Clock { zone: chrono_tz::UTC, is_stated: true },
            who: Who::default(),
            encoding: None,
            mapping: None,
        };
        let error = collect(&path, Some(&Email), &options).unwrap_err();
        assert!(error.to_string().contains("export the mails as mbox or EML"));
    }
}
