//! No canned reply misses what the customer wrote about.

use std::collections::BTreeSet;

use super::content::shared;
use super::criterion::{Basis, Criterion};
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
        Basis::Forms
    }

    fn judge<'c>(&self, talk: &Talk<'_, 'c>) -> Verdict<'c> {
        by_topics(talk).or_else(|| by_words(talk)).unwrap_or_else(Verdict::not_applicable)
    }
}

/// The verdict by the topics of both sides; `None` where one side has none.
fn by_topics<'c>(talk: &Talk<'_, 'c>) -> Option<Verdict<'c>> {
    let (first, _) = talk.asked().find(|(place, _)| !talk.topics(*place).is_empty())?;
    let asked: BTreeSet<u16> =
        talk.asked().flat_map(|(place, _)| talk.topics(place)).copied().collect();
    let mut told =
        talk.replies().filter(|(place, _)| *place > first && !talk.topics(*place).is_empty());
    let (_, miss) = told.clone().next()?;
    let hit = told.find(|(place, _)| talk.topics(*place).iter().any(|topic| asked.contains(topic)));
    if let Some((_, line)) = hit {
        return Some(Verdict::met(line));
    }
    // Words that both sides share speak against what the topics say.
    let is_doubtful = by_words(talk).is_some();
    let verdict = Verdict::missed(miss);
    Some(if is_doubtful { verdict.unsure() } else { verdict })
}

/// The verdict by the words that both sides share, which can only be that it was met.
fn by_words<'c>(talk: &Talk<'_, 'c>) -> Option<Verdict<'c>> {
    let first = talk.request()?;
    let own = talk.stems_of_customer();
    let mut replies = talk.replies().filter(|(place, _)| *place > first);
    let (place, line) = replies.find(|(place, _)| shared(talk.stems(*place), &own) > 0)?;
    let verdict = Verdict::met(line);
    Some(if shared(talk.stems(place), &own) < PLENTY { verdict.unsure() } else { verdict })
}
