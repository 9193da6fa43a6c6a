//! No canned reply misses what the customer wrote about.

use std::collections::BTreeSet;

use super::content::shared;
use super::criterion::{Basis, Criterion};
use super::lists::List;
use super::talk::Talk;
use super::verdict::Verdict;

/// Shared stems that leave little doubt.
const PLENTY: usize = 3;

/// Whether replies are about what the customer wrote about.
pub struct OnTopic;

impl Criterion for OnTopic {
    fn name(&self) -> &'static str {
        "on_topic"
    }

    fn page(&self) -> &'static str {
        include_str!("on_topic.md")
    }

    fn basis(&self) -> Basis {
        Basis::Phrases
    }

    fn judge<'c>(&self, talk: &Talk<'_, 'c>) -> Verdict<'c> {
        by_objection(talk)
            .or_else(|| by_topics(talk))
            .or_else(|| by_words(talk))
            .or_else(|| by_emptiness(talk))
            .unwrap_or_else(Verdict::not_applicable)
    }
}

/// Missed where the customer says of what was replied that it is no answer.
fn by_objection<'c>(talk: &Talk<'_, 'c>) -> Option<Verdict<'c>> {
    let mut objections = talk.by_customer(List::Objected);
    objections.find_map(|(line, found)| {
        let (_, reply) = talk.replies().rfind(|(place, _)| *place < found.line)?;
        (!talk.is_denied(line, found)).then(|| Verdict::missed(reply).at(line, found.range()))
    })
}

/// Missed where all that was replied is forms of words, and one of them only sounds like an answer.
fn by_emptiness<'c>(talk: &Talk<'_, 'c>) -> Option<Verdict<'c>> {
    let request = talk.request()?;
    let mut replies = talk.replies().filter(|(place, _)| *place > request);
    let (line, empty) = talk.by_desk(List::Empty).find(|(_, found)| found.line > request)?;
    let is_open = talk.goes_on() || talk.is_left_open() || talk.is_settled();
    let says_nothing = replies.all(|(place, _)| !talk.tells(place));
    (says_nothing && !is_open).then(|| Verdict::missed(line).at(line, empty.range()))
}

/// The verdict by the topics of both sides; `None` where one side has none.
fn by_topics<'c>(talk: &Talk<'_, 'c>) -> Option<Verdict<'c>> {
    let (first, _) = talk.asked().find(|(place, _)| !talk.topics(*place).is_empty())?;
    let asked: BTreeSet<u16> =
        talk.asked().flat_map(|(place, _)| talk.topics(place)).copied().collect();
    let mut told =
        talk.replies().filter(|(place, _)| *place > first && !talk.topics(*place).is_empty());
    let (place, miss) = told.clone().next()?;
    let hit = told.find(|(place, _)| talk.topics(*place).iter().any(|topic| asked.contains(topic)));
    if let Some((_, line)) = hit {
        return Some(Verdict::met(line));
    }
    // One topic beside another is no miss: an answer may have a topic of its own. What shares no word with
    // the customer either, names nothing of the case and is not thanked for, may be one.
    let after = || talk.replies().filter(|(place, _)| *place > first);
    let is_of_case = after().any(|(place, _)| !talk.facts(place).is_empty());
    let is_fine = talk.is_thanked() || talk.is_settled() || talk.is_left_open();
    let is_told = talk.tells(place);
    let is_missed = is_told && !is_of_case && !is_fine && by_words(talk).is_none();
    is_missed.then(|| Verdict::missed(miss).unsure())
}

/// The verdict by the words that both sides share, which can only be that it was met.
fn by_words<'c>(talk: &Talk<'_, 'c>) -> Option<Verdict<'c>> {
    let first = talk.request()?;
    let own = talk.stems_of_customer();
    let mut replies = talk.replies().filter(|(place, _)| *place > first);
    let (place, line) = replies.find(|(place, _)| shared(talk.stems(*place), own) > 0)?;
    let verdict = Verdict::met(line);
    Some(if shared(talk.stems(place), own) < PLENTY { verdict.unsure() } else { verdict })
}
