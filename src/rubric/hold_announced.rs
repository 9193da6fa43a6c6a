//! Whoever puts a caller on hold says so first.

use super::criterion::{Basis, Criterion};
use super::lists::List;
use super::talk::Talk;
use super::verdict::Verdict;
use crate::model::{Channel, EventKind};

/// Seconds before a hold in which it has to be announced.
const BEFORE: f64 = 30.0;

/// Whether holds were announced.
pub struct HoldAnnounced;

impl Criterion for HoldAnnounced {
    fn name(&self) -> &'static str {
        "hold_announced"
    }

    fn page(&self) -> &'static str {
        include_str!("hold_announced.md")
    }

    fn basis(&self) -> Basis {
        Basis::Phrases
    }

    fn is_for(&self, channel: Option<Channel>) -> bool {
        channel == Some(Channel::Phone)
    }

    fn judge<'c>(&self, talk: &Talk<'_, 'c>) -> Verdict<'c> {
        let events = &talk.transcript.conversation.events;
        let holds = events.iter().filter(|event| event.kind == Some(EventKind::HoldStarted));
        let mut met = None;
        for at in holds.filter_map(|event| event.at) {
            let Some((_, last)) = talk.reply_before(at) else { continue };
            let said = talk.by_desk(List::Wait).find(|(line, _)| {
                let end = line.message.ended_at.or(line.message.sent_at);
                let begun = line.message.sent_at.is_some_and(|sent| sent <= at);
                begun && end.is_some_and(|end| at.seconds_since(end) <= BEFORE)
            });
            match said {
                Some((line, found)) if met.is_none() => {
                    met = Some(Verdict::met(line).at(line, found.range()).sure());
                }
                Some(_) => {}
                None => return Verdict::missed(last),
            }
        }
        met.unwrap_or_else(Verdict::not_applicable)
    }
}
