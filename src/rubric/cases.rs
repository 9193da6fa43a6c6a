//! Worked cases of pages, told as transcripts and judged.
//!
//! A transcript tells a conversation line by line:
//!
//! ```text
//! channel phone                              chat if left out
//! public                                     everybody can read it
//! status solved                              · order A-4471
//! hold_started 09:01:30                      · hold_ended 09:02
//! dead_air 10                                seconds, where that is not the usual
//! 09:00 customer  Where is my order?
//! 09:00 bot lavka  Let me look that up
//! 09:01 agent ann  It leaves today           · (auto) · (note) · (picture): no text
//! 09:02:05 customer until 09:02:09  Hello    speech, and when it ended
//! topics 1 delivery                          of message 1, where they are known
//! name a1 Anna Ivanova                       what an agent is called, where that is known
//! ```
//!
//! `\n` in what is said is the end of a line. What is expected stands line by line, a name and a value:
//! `verdict`, `message` (its number), `agent`, `certainty`, `shows` (the words as written); `missing` is
//! none.

use std::sync::Arc;

use crate::model::{
    Channel, Conversation, ConversationState, Event, EventKind, Instant, Message, MessageKind,
    Role, Status, Visibility,
};
use crate::pages::Case;
use crate::rubric::{Rubric, RubricRules, built_in};
use crate::text::{Languages, PhraseList, TopicLexicon};
use crate::transcript::Reader;

/// What a case tells.
#[derive(Debug, Default)]
pub struct Told {
    pub conversation: Conversation<'static>,
    rules: RubricRules,
    topics: Vec<(usize, String)>,
    names: Vec<(String, String)>,
}

/// What reads and judges under some rules; the built-in ones are made only once.
pub fn under(rules: &RubricRules) -> Result<(Arc<Reader>, Arc<Rubric>), String> {
    let usual = (*rules == RubricRules::default()).then(built_in).flatten();
    usual.map_or_else(|| made(rules).map_err(|error| error.to_string()), Ok)
}

fn made(rules: &RubricRules) -> Result<(Arc<Reader>, Arc<Rubric>), Box<dyn std::error::Error>> {
    let mut list = PhraseList::default();
    let rubric = Rubric::new(rules, &mut list)?;
    let reader = Reader::new(list, Languages::default(), &TopicLexicon::built_in()?)?;
    Ok((Arc::new(reader), Arc::new(rubric)))
}

/// Judges a case by one criterion; what was not as expected, each line with what was found.
pub fn run(case: &Case<'_>, criterion: &str) -> Result<Vec<(String, String)>, String> {
    let told = tell(case.transcript)?;
    let (reader, rubric) = under(&told.rules)?;
    let transcript = reader.read(&told.conversation);
    let mut names: Vec<&str> = told.topics.iter().map(|(_, name)| name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let topics = transcript.lines.iter().map(|line| {
        let own = told.topics.iter().filter(|(number, _)| *number == line.number);
        own.filter_map(|(_, name)| Some(names.iter().position(|one| one == name)? as u16)).collect()
    });
    let topics: Vec<Vec<u16>> = topics.collect();
    let judged = rubric.judge_with(&transcript, &topics, &|id| {
        told.names.iter().find(|(one, _)| one == id).map(|(_, name)| name.clone())
    });
    let found = judged.verdicts.iter().find(|(name, _)| *name == criterion);
    let (_, verdict) = found.ok_or_else(|| format!("`{criterion}` is no criterion"))?;
    let message = verdict.message.and_then(|number| told.conversation.messages.get(number - 1));
    let mut wrong = Vec::new();
    for line in lines(case.expect) {
        let (name, expected) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let shown = || Some(message?.text.get(verdict.shown.clone()?)?.to_owned());
        let found = match name {
            "verdict" => Some(verdict.outcome.word().to_owned()),
            "certainty" => Some(verdict.certainty.word().to_owned()),
            "message" => verdict.message.map(|number| number.to_string()),
            "agent" => Some(verdict.agent.to_owned()).filter(|agent| !agent.is_empty()),
            "shows" => shown(),
            _ => return Err(format!("`{line}` expects nothing that is known")),
        };
        let found = found.unwrap_or_else(|| "missing".to_owned());
        if found != expected.trim() {
            wrong.push((line.to_owned(), found));
        }
    }
    Ok(wrong)
}

fn lines(block: &str) -> impl Iterator<Item = &str> {
    block.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// Reads a transcript.
pub fn tell(transcript: &str) -> Result<Told, String> {
    let state = ConversationState { channel: Some(Channel::Chat), ..ConversationState::default() };
    let conversation = Conversation { state, ..Conversation::default() };
    let mut told = Told { conversation, ..Told::default() };
    for line in lines(transcript) {
        say(&mut told, line).ok_or_else(|| format!("`{line}` says nothing that is known"))?;
    }
    Ok(told)
}

fn say(told: &mut Told, line: &str) -> Option<()> {
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim();
    let Told { conversation, rules, topics, names } = told;
    match word {
        "channel" => conversation.state.channel = Some(Channel::from_word(rest)?),
        "public" => conversation.state.is_public = Some(true),
        "status" => conversation.state.status = Some(Status::from_word(rest)?),
        "order" => conversation.state.order_id = rest.to_owned().into(),
        "dead_air" => rules.dead_air_seconds = rest.parse().ok()?,
        "name" => {
            let (id, name) = rest.split_once(' ')?;
            names.push((id.to_owned(), name.trim().to_owned()));
        }
        "topics" => {
            let (number, names) = rest.split_once(' ')?;
            let number = number.parse().ok()?;
            topics.extend(names.split_whitespace().map(|name| (number, name.to_owned())));
        }
        "hold_started" | "hold_ended" => conversation.events.push(Event {
            at: Some(at(rest)?),
            kind: EventKind::from_word(word),
            ..Event::default()
        }),
        _ => conversation.messages.push(message(at(word)?, rest)?),
    }
    Some(())
}

fn message(at_: Instant, told: &str) -> Option<Message<'static>> {
    let (role, rest) = told.split_once(char::is_whitespace)?;
    let role = Role::from_word(role)?;
    let (author, rest) = match role {
        Role::Customer | Role::System => ("", rest.trim()),
        Role::Agent | Role::Bot => rest.trim().split_once(char::is_whitespace)?,
    };
    let rest = rest.trim();
    let (ended_at, rest) = match rest.strip_prefix("until ").and_then(|rest| rest.split_once(' ')) {
        Some((end, rest)) => (Some(at(end)?), rest.trim()),
        None => (None, rest),
    };
    let marked = |mark: &str| rest.strip_prefix(mark).map(str::trim);
    let (kind, visibility, text) = match (marked("(auto)"), marked("(note)")) {
        (Some(text), _) => (Some(MessageKind::AutoReply), None, text),
        (_, Some(text)) => (Some(MessageKind::Note), Some(Visibility::Private), text),
        _ => (None, None, rest),
    };
    let text = if text == "(picture)" { "" } else { text };
    let text = text.replace("\\n", "\n").into();
    let author_id = author.to_owned().into();
    let sent_at = Some(at_);
    let author_role = Some(role);
    Some(Message {
        sent_at,
        ended_at,
        author_role,
        author_id,
        kind,
        visibility,
        text,
        ..Message::default()
    })
}

/// `09:01` or `09:01:30` of one day.
fn at(time: &str) -> Option<Instant> {
    let mut seconds = 0;
    let parts: Vec<i64> = time.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    if !matches!(parts.len(), 2 | 3) {
        return None;
    }
    for (part, unit) in parts.iter().zip([3_600, 60, 1]) {
        seconds += part * unit;
    }
    Instant::from_unix_seconds(seconds)
}
