//! What subtitle files look like, and how they are read.

use std::collections::HashSet;
use std::io;
use std::path::Path;

use super::super::out::Out;
use super::super::source::{
    Certainty, Grounds, Head, Options, Piece, ReadError, Reader, Sink, Source,
};
use super::call::{Cast, Notes};
use super::cues::{Subtitles, is_times};
use super::speech::{self, Speech};
use super::start;
use crate::model::{
    ConversationState, Instant, IssueKind, Message, MessageKind, RecordKind, Role, Str, Visibility,
};

/// Calls written down as WebVTT or SRT.
pub struct WebVtt;

impl Source for WebVtt {
    fn name(&self) -> &'static str {
        "webvtt"
    }

    fn page(&self) -> &'static str {
        include_str!("webvtt.md")
    }

    fn recognise(&self, head: &Head<'_>) -> Option<Grounds> {
        let text = String::from_utf8_lossy(head.bytes);
        let mut lines = text.lines().map(str::trim).skip_while(|line| line.is_empty());
        let first = lines.next()?;
        let is_number = first.bytes().all(|b| b.is_ascii_digit());
        let because = match () {
            () if first.split_whitespace().next() == Some("WEBVTT") => "it begins with WEBVTT",
            () if is_number && is_times(lines.next()?) => "it begins with a numbered SRT cue",
            () if [".vtt", ".srt"].iter().any(|end| head.name.ends_with(end))
                && text.lines().any(is_times) =>
            {
                "its name and its cues are those of subtitles"
            }
            () => return None,
        };
        Some(Grounds { certainty: Certainty::Certain, because: because.into() })
    }

    fn open(&self, _head: &Head<'_>, options: &Options) -> Result<Box<dyn Reader>, ReadError> {
        Ok(Box::new(Call { options: options.clone() }))
    }
}

/// Reads one call.
struct Call {
    options: Options,
}

impl Reader for Call {
    fn read(&self, piece: &Piece<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut out = Out::new(sink, self.options.clock);
        let text = String::from_utf8_lossy(piece.bytes);
        if matches!(text, Str::Owned(_)) {
            out.keep(RecordKind::Message, "text", IssueKind::BadEncoding, "");
        }
        let stem = stem(piece.path);
        let subtitles = Subtitles::parse(&text);
        let notes = Notes::read(&subtitles.notes, &mut out);
        out.line = 0;
        let Some(started_at) = self.started_at(&notes, &stem, &mut out) else {
            out.drop(RecordKind::Conversation, "started_at", IssueKind::MissingField, "");
            for cue in &subtitles.cues {
                out.line = cue.line;
                out.drop(RecordKind::Message, "sent_at", IssueKind::MissingField, "");
            }
            return Ok(());
        };
        let last = subtitles.cues.iter().filter_map(|cue| cue.times).map(|(_, end)| end).max();
        let ended_at = last.and_then(|end| later(started_at, end));
        let state = notes.state(&stem, started_at, ended_at, &self.options);
        self.speeches(&subtitles, started_at, &state, &mut out);
        out.line = 0;
        out.put(state);
        Ok(())
    }
}

impl Call {
    fn started_at(&self, notes: &Notes<'_>, stem: &str, out: &mut Out<'_>) -> Option<Instant> {
        if let Some(at) = notes.started_at.or(notes.state.answered_at) {
            return Some(at);
        }
        let (at, needed_zone) = start::of(stem, &self.options.clock)?;
        if needed_zone {
            out.zone_used(RecordKind::Conversation, "started_at");
        }
        Some(at)
    }

    /// Puts what is said, each cue's voices apart.
    fn speeches(
        &self,
        subtitles: &Subtitles<'_>,
        started_at: Instant,
        state: &ConversationState<'_>,
        out: &mut Out<'_>,
    ) {
        let has_names = speech::has_names(&subtitles.cues);
        let spoken = subtitles.cues.iter().map(|cue| (cue, speech::speeches(cue, has_names)));
        let spoken: Vec<_> = spoken.collect();
        let (mut voices, mut heard) = (Vec::new(), HashSet::new());
        for Speech { voice, .. } in spoken.iter().flat_map(|(_, speeches)| speeches) {
            if !voice.is_empty() && heard.insert(voice.as_ref()) {
                voices.push(voice.to_string());
            }
        }
        let cast = Cast::of(&voices, state, &self.options.who);
        if cast.is_guessed {
            out.keep(RecordKind::Message, "author_role", IssueKind::GuessedRole, "");
        }
        let mut number = 0_u32;
        for (cue, speeches) in &spoken {
            out.line = cue.line;
            let times = cue
                .times
                .and_then(|(from, to)| Some((later(started_at, from)?, later(started_at, to)?)));
            for speech in speeches {
                let Some((sent_at, ended_at)) = times else {
                    out.drop(RecordKind::Message, "sent_at", IssueKind::BadTime, "");
                    continue;
                };
                let ended_at = Some(ended_at).filter(|end| *end >= sent_at);
                if ended_at.is_none() {
                    out.empty(RecordKind::Message, "ended_at", IssueKind::NegativeTime, "");
                }
                number += 1;
                let role = cast.role(&speech.voice);
                out.put(Message {
                    conversation_id: Str::Borrowed(&state.conversation_id),
                    message_id: format!("{}-{number}", sent_at.0).into(),
                    channel: state.channel,
                    sent_at: Some(sent_at),
                    ended_at,
                    author_role: role,
                    author_id: Str::Borrowed(author(role, &speech.voice, state)),
                    visibility: Some(Visibility::Public),
                    kind: Some(MessageKind::Reply),
                    text: Str::Borrowed(&speech.text),
                    in_reply_to: Str::default(),
                });
            }
        }
    }
}

/// A customer goes by what the notes know of them, everybody else by their voice's name.
fn author<'s>(role: Option<Role>, voice: &'s str, state: &'s ConversationState<'_>) -> &'s str {
    let ids = [&state.customer_id, &state.customer_phone, &state.customer_email];
    let id = ids.into_iter().find(|id| !id.is_empty());
    match (role, id) {
        (Some(Role::Customer), Some(id)) => id,
        _ => voice,
    }
}

fn later(start: Instant, micros: i64) -> Option<Instant> {
    start.0.checked_add(micros).map(Instant)
}

/// The file's name without what says its format.
fn stem(path: &Path) -> String {
    let mut name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    for end in [".gz", ".zst", ".vtt", ".srt"] {
        let at = name.len().saturating_sub(end.len());
        if name.get(at..).is_some_and(|tail| tail.eq_ignore_ascii_case(end)) {
            name.truncate(at);
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{CallOutcome, Channel, Effect, Record};
    use crate::sources::{Clock, Collected, Who, collect};

    fn options(agents: &[&str]) -> Options {
        Options {
            input: "calls".into(),
            channel: None,
            surface: String::new(),
            clock: Clock { zone: chrono_tz::Europe::Berlin, is_stated: false },
            who: Who {
                agents: agents.iter().map(|agent| (*agent).to_owned()).collect(),
                bots: vec![],
            },
            encoding: None,
            mapping: None,
        }
    }

    fn read(name: &str, text: &str) -> Collected {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        collect(&path, None, &options(&["Boris*"])).unwrap()
    }

    fn issues(all: &Collected) -> Vec<(u32, &'static str, IssueKind, Effect, &str)> {
        let issues = all.issues.iter();
        issues.map(|i| (i.place.line, i.field, i.kind, i.effect, i.seen.as_str())).collect()
    }

    fn at(text: &str) -> Option<Instant> {
        Some(Instant::from_rfc3339(text).unwrap())
    }

    #[test]
    fn a_call_with_notes() {
        let all = read(
            "call-17.vtt",
            "\u{feff}WEBVTT\n\nNOTE\nA good one.\nstarted_at: 2026-10-19T14:31:10+02:00\n\
             customer_phone: +493023125003\nqueued_at: 2026-10-19T12:30:00Z\nqueue_seconds: 70\n\
             tags: delivery, address\nstatus: solved\n\n\
             00:01.200 --> 00:04.900\n<v Boris Klein>Lavka Market.\n\n\
             00:05.400 --> 00:11.000\n<v Emma Brown>Hi.</v>\n",
        );
        let records: Vec<_> = all.records().map(|(_, record)| record).collect();
        let state = ConversationState {
            conversation_id: "call-17".into(),
            channel: Some(Channel::Phone),
            customer_phone: "+493023125003".into(),
            tags: vec!["delivery".into(), "address".into()],
            initiated_by: Some(Role::Customer),
            opened_at: at("2026-10-19T12:30:00Z"),
            status: Some(crate::model::Status::Solved),
            outcome: Some(CallOutcome::Answered),
            queued_at: at("2026-10-19T12:30:00Z"),
            answered_at: at("2026-10-19T12:31:10Z"),
            ended_at: at("2026-10-19T12:31:21Z"),
            queue_seconds: Some(70.0),
            ..ConversationState::default()
        };
        let message =
            |id: &'static str, role, author: &'static str, from, to, text: &'static str| Message {
                conversation_id: "call-17".into(),
                message_id: id.into(),
                channel: Some(Channel::Phone),
                sent_at: at(from),
                ended_at: at(to),
                author_role: Some(role),
                author_id: author.into(),
                visibility: Some(Visibility::Public),
                kind: Some(MessageKind::Reply),
                text: text.into(),
                in_reply_to: Str::default(),
            };
        let hello = message(
            "1792413071200000-1",
            Role::Agent,
            "Boris Klein",
            "2026-10-19T12:31:11.2Z",
            "2026-10-19T12:31:14.9Z",
            "Lavka Market.",
        );
        let hi = message(
            "1792413075400000-2",
            Role::Customer,
            "+493023125003",
            "2026-10-19T12:31:15.4Z",
            "2026-10-19T12:31:21Z",
            "Hi.",
        );
        assert_eq!(records, [Record::from(state), hello.into(), hi.into()]);
        assert_eq!(issues(&all), []);
    }

    #[test]
    fn the_name_tells_the_start_in_the_inputs_zone() {
        let all =
            read("2026-10-19T14-31-10.srt", "1\n00:00:01,200 --> 00:00:04,900\nBoris: Hello\n");
        let sent_at = all.records().find_map(|(_, record)| match record {
            Record::Message(message) => Some(message.sent_at),
            _ => None,
        });
        assert_eq!(sent_at, Some(at("2026-10-19T12:31:11.2Z")));
        let zone = (0, "started_at", IssueKind::NoZone, Effect::Kept, "Europe/Berlin");
        assert_eq!(issues(&all), [zone]);
    }

    #[test]
    fn without_a_start_nothing_can_be_told() {
        let all = read("call.vtt", "WEBVTT\n\n00:01.200 --> 00:04.900\nHello\n");
        let missing = |line, field| (line, field, IssueKind::MissingField, Effect::Dropped, "");
        assert_eq!(issues(&all), [missing(0, "started_at"), missing(2, "sent_at")]);
        assert_eq!((all.records().count(), all.seen()), (0, 2));
    }

    #[test]
    fn faulty_notes_and_cues_are_in_the_ledger() {
        let all = read(
            "x.vtt",
            "WEBVTT\n\nNOTE\nstarted_at: 2026-10-19T12:31:10Z\nqueue_seconds: many\nstatus: fine\nended_at: late\n\n\
             00:09.000 --> 00:08.000\n<v Boris>One\n\n00:99.000 --> 00:08.000\n<v Boris>Two\n\n00:10.000 --> 00:11.000\n\n",
        );
        use {Effect::*, IssueKind::*};
        let expected = [
            (4, "queue_seconds", BadNumber, Emptied, "many"),
            (5, "status", UnknownWord, Emptied, "fine"),
            (6, "ended_at", BadTime, Emptied, "late"),
            (8, "ended_at", NegativeTime, Emptied, ""),
            (11, "sent_at", BadTime, Dropped, ""),
        ];
        assert_eq!(issues(&all), expected);
        assert_eq!(all.seen(), 3);
    }

    #[test]
    fn guessed_roles_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("2026-10-19T14-31-10Z.vtt");
        std::fs::write(
            &path,
            "WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>Hi\n\n00:03.000 --> 00:04.000\nHm\n",
        )
        .unwrap();
        let all = collect(&path, None, &options(&[])).unwrap();
        let roles: Vec<_> = all
            .records()
            .filter_map(|(_, record)| match record {
                Record::Message(message) => Some(message.author_role),
                _ => None,
            })
            .collect();
        assert_eq!(roles, [Some(Role::Agent), None]);
        assert_eq!(issues(&all), [(0, "author_role", IssueKind::GuessedRole, Effect::Kept, "")]);
    }

    #[test]
    fn bytes_that_are_not_text_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("20261019T123110Z.vtt");
        std::fs::write(&path, b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Boris>caf\xe9\n").unwrap();
        let all = collect(&path, None, &options(&["Boris"])).unwrap();
        assert_eq!(issues(&all), [(0, "text", IssueKind::BadEncoding, Effect::Kept, "")]);
        assert_eq!(all.records().count(), 2);
    }

    #[test]
    fn subtitles_are_recognised() {
        let is_it = |name: &str, text: &str| {
            let head = Head { path: Path::new(name), name, bytes: text.as_bytes(), is_whole: true };
            WebVtt.recognise(&head).is_some()
        };
        assert!(is_it("x", "WEBVTT\n\n"));
        assert!(is_it("x", "WEBVTT - a call"));
        assert!(is_it("x", "1\r\n00:00:01,000 --> 00:00:02,000\r\nHi"));
        assert!(is_it("x.srt", "NOTE\nteam: a\n\n1\n00:00:01,000 --> 00:00:02,000\nHi"));
        assert!(!is_it("x.srt", "hello"));
        assert!(!is_it("x.csv", "1\n2\n3"));
        assert!(!is_it("x", "WEBVTTX\n"));
    }

    proptest! {
        #[test]
        fn damaged_subtitles_are_data(at in 0..60_usize, bytes: [u8; 3]) {
            let mut text = b"WEBVTT\n\nNOTE\nstarted_at: 2026-10-19T12:31:10Z\n\n00:01.000 --> 00:02.000\n<v A>x</v>\n".to_vec();
            text[at..at + 3].copy_from_slice(&bytes);
            struct Nothing;
            impl Sink for Nothing {
                fn record(&mut self, _: u32, _: Record<'_>) {}
                fn issue(&mut self, _: u32, _: RecordKind, _: &'static str, _: IssueKind, _: Effect, _: &str) {}
            }
            let piece = Piece { path: Path::new("x.vtt"), index: 0, bytes: &text };
            let _ = Call { options: options(&[]) }.read(&piece, &mut Nothing);
        }
    }
}
