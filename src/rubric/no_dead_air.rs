//! No long silence in a call.

use super::criterion::{Basis, Criterion};
use super::lists::List;
use super::talk::Talk;
use super::verdict::Verdict;
use crate::model::{Channel, Instant};
use crate::transcript::{Heard, listen};

/// Whether silences stay short.
pub struct NoDeadAir;

impl Criterion for NoDeadAir {
    fn name(&self) -> &'static str {
        "no_dead_air"
    }

    fn page(&self) -> &'static str {
        include_str!("no_dead_air.md")
    }

    fn basis(&self) -> Basis {
        Basis::Times
    }

    fn is_for(&self, channel: Option<Channel>) -> bool {
        channel == Some(Channel::Phone)
    }

    fn judge<'c>(&self, talk: &Talk<'_, 'c>) -> Verdict<'c> {
        let mut silences: Vec<(f64, Instant)> = Vec::new();
        let heard = listen(talk.transcript.conversation, |heard, from, to| {
            let seconds = to.seconds_since(from);
            if heard == Heard::Nobody && seconds >= talk.ways.dead_air_seconds {
                silences.push((seconds, from));
            }
        });
        if heard.is_none() {
            return Verdict::not_applicable();
        }
        silences.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        let mut excused = None;
        for (_, from) in silences {
            let Some((place, line)) = talk.reply_before(from) else { continue };
            match talk.found_in(List::Wait, place).first() {
                None => return Verdict::missed(line).sure(),
                Some(found) if excused.is_none() => {
                    excused = Some(Verdict::met(line).at(line, found.range()));
                }
                Some(_) => {}
            }
        }
        let last = talk.replies().next_back();
        excused
            .or_else(|| last.map(|(_, line)| Verdict::clean(line).sure()))
            .unwrap_or_else(Verdict::not_applicable)
    }
}
