//! The desk acknowledges a problem before it solves it.

use super::content::shared;
use super::criterion::{Basis, Criterion};
use super::found::Found;
use super::lists::List;
use super::talk::{Talk, Turn};
use super::verdict::{Certainty, Verdict};
use crate::transcript::Line;

/// Turns of the desk after the problem in which it has to be acknowledged.
const TURNS: usize = 2;
/// Bytes after an apology in which a refusal makes it one.
const REACH: usize = 120;
/// Stems of the customer's words that make a reply a repetition of the problem.
const SHARED: usize = 2;

/// Whether the desk took up what is wrong.
pub struct Acknowledgement;

impl Criterion for Acknowledgement {
    fn name(&self) -> &'static str {
        "acknowledgement"
    }

    fn page(&self) -> &'static str {
        include_str!("acknowledgement.md")
    }

    fn basis(&self) -> Basis {
        Basis::Phrases
    }

    fn judge<'c>(&self, talk: &Talk<'_, 'c>) -> Verdict<'c> {
        let problems: Vec<Found> = talk
            .by_customer(List::Problem)
            .filter(|(line, found)| !talk.is_denied(line, *found))
            .map(|(_, found)| found)
            .collect();
        let Some(stated) = problems.first().map(|found| found.line) else {
            return Verdict::not_applicable();
        };
        let is_after = |turn: &&Turn| turn.is_desk && turn.lines.start > stated;
        let turns: Vec<&Turn> = talk.turns.iter().filter(is_after).take(TURNS).collect();
        let Some((_, first)) = turns.first().and_then(|turn| talk.of(turn).next()) else {
            return Verdict::not_applicable();
        };
        for (place, line) in turns.iter().flat_map(|turn| talk.of(turn)) {
            let mut said = talk.found_in(List::Acknowledged, place).iter();
            let fits =
                |found: &&Found| !talk.is_denied(line, **found) && !is_refusal(talk, line, found);
            if let Some(found) = said.find(fits) {
                return Verdict::met(line).at(line, found.range());
            }
        }
        let repeats = |place: usize| shared(talk.stems(place), talk.stems(stated)) >= SHARED;
        let mut replies = turns.iter().flat_map(|turn| talk.of(turn));
        if let Some((_, line)) = replies.find(|(place, _)| repeats(*place)) {
            return Verdict::met(line).unsure();
        }
        let is_plain = problems.len() > 1;
        let certainty = if is_plain { Certainty::Likely } else { Certainty::Unsure };
        Verdict::missed(first).as_certain(certainty)
    }
}

/// Whether an apology only opens a refusal: "Sorry, but we cannot".
fn is_refusal(talk: &Talk<'_, '_>, line: &Line<'_>, said: &Found) -> bool {
    let text = line.passage.text();
    talk.found_in(List::Refused, said.line).iter().any(|found| {
        let between = text.get(said.end..found.start);
        between.is_some_and(|between| {
            between.len() <= REACH && !between.contains(['.', '!', '?', ';', '。'])
        })
    })
}
