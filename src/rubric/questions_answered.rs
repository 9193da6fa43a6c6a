//! Every question of the customer's has an answer.

use std::ops::Range;

use super::content::{Stem, shared, stems};
use super::criterion::{Basis, Criterion};
use super::lists::List;
use super::talk::Talk;
use super::verdict::Verdict;
use crate::text::{sentences, words};
use crate::transcript::Line;

/// Words from which a sentence asks something.
const SHORT: usize = 3;

/// Whether no question was left over.
pub struct QuestionsAnswered;

/// A question, where it stands and what it is about.
struct Question<'t, 'c> {
    line: &'t Line<'c>,
    place: usize,
    /// In bytes of the normalised text.
    part: Range<usize>,
    stems: Vec<Stem>,
}

/// What became of a question.
enum Fate<'t, 'c> {
    /// A reply takes its words up.
    TakenUp(&'t Line<'c>),
    /// The reply right after it does not, but it was the only question there.
    Followed(&'t Line<'c>),
    /// The reply right after it takes up another question and not this one.
    PassedOver(&'t Line<'c>),
    Left,
}

impl Criterion for QuestionsAnswered {
    fn name(&self) -> &'static str {
        "questions_answered"
    }

    fn page(&self) -> &'static str {
        include_str!("questions_answered.md")
    }

    fn basis(&self) -> Basis {
        Basis::Forms
    }

    fn weight(&self) -> f64 {
        2.0
    }

    fn judge<'c>(&self, talk: &Talk<'_, 'c>) -> Verdict<'c> {
        let questions = questions(talk);
        let (mut met, mut missed) = (None, None);
        for question in &questions {
            let at = |verdict: Verdict<'c>| verdict.at(question.line, question.part.clone());
            match fate(talk, question, &questions) {
                Fate::TakenUp(reply) => met = met.or(Some(Verdict::met(reply))),
                Fate::Followed(reply) => met = Some(Verdict::met(reply).unsure()),
                Fate::PassedOver(reply) => {
                    missed = missed.or(Some(at(Verdict::missed(reply)).unsure()));
                }
                Fate::Left => {
                    let Some((_, last)) = talk.replies().next_back() else { continue };
                    let verdict = at(Verdict::missed(last));
                    return if talk.goes_on() { verdict.unsure() } else { verdict };
                }
            }
        }
        missed.or(met).unwrap_or_else(Verdict::not_applicable)
    }
}

/// The customer's questions, without those that want no answer.
fn questions<'t, 'c>(talk: &Talk<'t, 'c>) -> Vec<Question<'t, 'c>> {
    let mut found = Vec::new();
    for (place, line) in talk.asked() {
        let text = line.passage.text();
        let asks = talk.found_in(List::Asks, place);
        if asks.is_empty() && !text.contains('?') {
            continue;
        }
        for part in sentences(text) {
            let own = text.get(part.clone()).unwrap_or_default();
            let is_asked = own.contains("? ")
                || own.trim_end_matches(['"', ')', '!', '.']).ends_with('?')
                || asks.iter().any(|found| part.contains(&found.start));
            let wants_none =
                talk.found_in(List::Rhetorical, place).iter().any(|one| part.contains(&one.start));
            if !is_asked || wants_none {
                continue;
            }
            let is_short = words(own).take(SHORT).count() < SHORT;
            let about = stems(own);
            if !(is_short && about.is_empty()) {
                found.push(Question { line, place, part, stems: about });
            }
        }
    }
    found
}

fn fate<'t, 'c>(
    talk: &Talk<'t, 'c>,
    question: &Question<'t, 'c>,
    all: &[Question<'t, 'c>],
) -> Fate<'t, 'c> {
    let shares = |place: usize, about: &[Stem]| shared(talk.stems(place), about) > 0;
    let mut later = talk.replies().filter(|(place, _)| *place > question.place);
    let Some((_, next)) = later.clone().next() else { return Fate::Left };
    if let Some((_, reply)) = later.find(|(place, _)| shares(*place, &question.stems)) {
        return Fate::TakenUp(reply);
    }
    let is_in = |turn: &&super::talk::Turn, place: usize| turn.lines.contains(&place);
    let turn = talk.turns.iter().find(|turn| is_in(turn, question.place));
    let beside = all.iter().filter(|other| {
        turn.is_some_and(|turn| is_in(&turn, other.place)) && other.stems != question.stems
    });
    let answer = talk.turns.iter().find(|turn| turn.is_desk && turn.lines.start > question.place);
    let takes_up = |other: &Question<'_, '_>| {
        answer.is_some_and(|turn| talk.of(turn).any(|(place, _)| shares(place, &other.stems)))
    };
    let is_passed_over = !question.stems.is_empty() && beside.into_iter().any(takes_up);
    if is_passed_over { Fate::PassedOver(next) } else { Fate::Followed(next) }
}
