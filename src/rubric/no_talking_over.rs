//! The desk lets the caller finish.

use super::criterion::{Basis, Criterion};
use super::talk::Talk;
use super::verdict::Verdict;
use crate::model::{Channel, Instant};
use crate::transcript::Line;

/// Words up to which speaking at once is only a sign of listening.
const BACKCHANNEL: usize = 2;

/// Whether the desk spoke into what the caller said.
pub struct NoTalkingOver;

impl Criterion for NoTalkingOver {
    fn name(&self) -> &'static str {
        "no_talking_over"
    }

    fn page(&self) -> &'static str {
        include_str!("no_talking_over.md")
    }

    fn basis(&self) -> Basis {
        Basis::Times
    }

    fn is_for(&self, channel: Option<Channel>) -> bool {
        channel == Some(Channel::Phone)
    }

    fn judge<'c>(&self, talk: &Talk<'_, 'c>) -> Verdict<'c> {
        let mut has_times = (false, false);
        let said: Vec<(Instant, Instant)> =
            talk.asked().filter_map(|(_, line)| spoken(line)).collect();
        has_times.0 = !said.is_empty();
        for (_, line) in talk.replies() {
            let Some((from, to)) = spoken(line) else { continue };
            has_times.1 = true;
            let is_listening = line.passage.words().len() <= BACKCHANNEL;
            let begun = said.iter().filter(|(began, ended)| *began < from && from < *ended);
            let over = begun.map(|(_, ended)| to.min(*ended).seconds_since(from));
            let longest = over.fold(0.0, f64::max);
            if !is_listening && longest >= talk.ways.talk_over_seconds {
                return Verdict::missed(line);
            }
        }
        match talk.replies().next_back() {
            Some((_, last)) if has_times == (true, true) => Verdict::clean(last),
            _ => Verdict::not_applicable(),
        }
    }
}

/// From when to when a line was spoken.
fn spoken(line: &Line<'_>) -> Option<(Instant, Instant)> {
    let (from, to) = (line.message.sent_at?, line.message.ended_at?);
    (from < to).then_some((from, to))
}
