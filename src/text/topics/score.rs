//! What the messages of a conversation show together.

use std::cmp::Ordering;
use std::sync::Arc;

use super::{Topic, TopicFound};
use crate::text::{Hit, Passage};

/// Least score of a topic that counts as found.
pub(super) const LEAST: f64 = 0.5;

/// What one message shows of one topic.
#[derive(Clone, Copy, Debug)]
pub(super) struct Evidence {
    /// Its place in the lexicon.
    pub topic: usize,
    pub strength: f64,
    /// The phrase that counts most, of those the longest, and what it counts.
    pub best: (f64, Hit),
}

impl Evidence {
    /// Adds another phrase of the same message.
    pub fn add(&mut self, counts: f64, hit: Hit) {
        self.strength += counts;
        let rank = |(counts, hit): &(f64, Hit)| (*counts, hit.range().len());
        if rank(&(counts, hit)) > rank(&self.best) {
            self.best = (counts, hit);
        }
    }
}

/// What is known of one topic.
#[derive(Clone, Debug, Default)]
struct Standing {
    score: f64,
    /// Messages after the opening one that showed it.
    later: i32,
    /// Where it shows best, and how strongly there.
    place: Option<(f64, usize, std::ops::Range<usize>)>,
}

/// The topics of a conversation as its messages go by.
pub(super) struct Scores<'l> {
    topics: &'l [Arc<Topic>],
    /// Of those topics that showed, each with its place in the lexicon.
    standings: Vec<(usize, Standing)>,
    is_open: bool,
}

impl<'l> Scores<'l> {
    pub fn new(topics: &'l [Arc<Topic>]) -> Self {
        Self { topics, standings: Vec::new(), is_open: false }
    }

    /// Adds what the next message shows.
    pub fn add(&mut self, number: usize, passage: &Passage<'_>, evidence: &[Evidence]) {
        let is_open = self.is_open;
        for one in evidence {
            let Some(standing) = self.standing(one.topic) else { continue };
            standing.later += i32::from(is_open);
            let counts = one.strength * 0.5_f64.powi(standing.later);
            standing.score += counts;
            if standing.place.as_ref().is_none_or(|(best, ..)| counts > *best) {
                let range = passage.normal.origin(one.best.1.range());
                standing.place = Some((counts, number, range));
            }
        }
        self.is_open |= !evidence.is_empty();
    }

    fn standing(&mut self, topic: usize) -> Option<&mut Standing> {
        if !self.standings.iter().any(|(other, _)| *other == topic) {
            self.standings.push((topic, Standing::default()));
        }
        let own = self.standings.iter_mut().find(|(other, _)| *other == topic);
        own.map(|(_, standing)| standing)
    }

    /// The topics that show strongly enough, the main one first.
    pub fn found(mut self) -> Vec<TopicFound> {
        self.standings.sort_unstable_by_key(|(topic, _)| *topic);
        let mut found: Vec<TopicFound> = self
            .standings
            .into_iter()
            .filter(|(_, standing)| standing.score >= LEAST)
            .filter_map(|(topic, standing)| {
                let (_, message, range) = standing.place?;
                let topic = Arc::clone(self.topics.get(topic)?);
                Some(TopicFound { topic, score: standing.score, message, range })
            })
            .collect();
        if found.iter().any(|found| found.topic.sub_topic.is_some()) {
            found.retain(|found| found.topic.sub_topic.is_some());
        }
        found.sort_by(by_rank);
        found
    }
}

/// The stronger first, then the higher priority; a stable sort keeps the order of the lexicon.
fn by_rank(one: &TopicFound, other: &TopicFound) -> Ordering {
    let priority = || other.topic.priority.cmp(&one.topic.priority);
    other.score.total_cmp(&one.score).then_with(priority)
}
