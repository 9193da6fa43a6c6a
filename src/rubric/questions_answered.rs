//! Every question of the customer's has an answer.

use super::content::{Stem, shared, stems};
use super::criterion::{Basis, Criterion};
use super::talk::Talk;
use super::verdict::Verdict;
use crate::text::terms;
use crate::transcript::{Line, Question};

/// Questions of a conversation that are looked at.
const LOOKED_AT: usize = 100;

/// Whether no question was left over.
pub struct QuestionsAnswered;

/// A question of the customer's and what it is about.
struct Asked<'t, 'c> {
    question: &'t Question,
    line: &'t Line<'c>,
    place: usize,
    stems: Vec<Stem>,
    /// Whether it ends in a question mark.
    is_marked: bool,
}

/// What became of a question.
enum Fate<'t, 'c> {
    /// A reply takes its words up.
    TakenUp(&'t Line<'c>),
    /// Replies followed that say something in other words: nothing can be told.
    Followed,
    /// The reply right after it takes up another question beside it and no reply this one.
    PassedOver(&'t Line<'c>),
    /// No reply followed that says anything and does not only ask.
    Left(&'t Line<'c>),
}

impl Criterion for QuestionsAnswered {
    fn name(&self) -> &'static str {
        "questions_answered"
    }

    fn page(&self) -> &'static str {
        include_str!("questions_answered.md")
    }

    fn basis(&self) -> Basis {
        Basis::Phrases
    }

    fn judge<'c>(&self, talk: &Talk<'_, 'c>) -> Verdict<'c> {
        let questions = asked(talk);
        let (mut met, mut missed, mut is_unclear) = (None, None, false);
        for one in &questions {
            let at = |verdict: Verdict<'c>| verdict.at(one.line, one.question.range.clone());
            match fate(talk, one, &questions) {
                Fate::TakenUp(reply) => met = met.or(Some(Verdict::met(reply))),
                Fate::Followed => is_unclear = true,
                Fate::PassedOver(reply) => {
                    missed = missed.or(Some(at(Verdict::missed(reply)).unsure()));
                }
                Fate::Left(reply) => {
                    let verdict = at(Verdict::missed(reply));
                    let is_unsure = talk.goes_on() || talk.is_left_open();
                    return if is_unsure { verdict.unsure() } else { verdict };
                }
            }
        }
        let met = met.filter(|_| !is_unclear);
        missed.or(met).unwrap_or_else(Verdict::not_applicable)
    }
}

fn asked<'t, 'c>(talk: &Talk<'t, 'c>) -> Vec<Asked<'t, 'c>> {
    let transcript = talk.transcript;
    let find = |question: &'t Question| {
        let place = transcript.lines.iter().position(|line| line.number == question.number)?;
        let line = talk.line(place)?;
        let said = line.passage.text().get(question.range.clone())?;
        Some(Asked {
            question,
            line,
            place,
            stems: stems(terms(said)),
            is_marked: said.contains('?'),
        })
    };
    transcript.effort.questions.iter().filter_map(find).take(LOOKED_AT).collect()
}

fn fate<'t, 'c>(talk: &Talk<'t, 'c>, one: &Asked<'t, 'c>, all: &[Asked<'t, 'c>]) -> Fate<'t, 'c> {
    let shares = |place: usize, about: &[Stem]| shared(talk.stems(place), about) > 0;
    let mut later = talk.replies().filter(|(place, _)| *place > one.place);
    let Some((_, next)) = later.clone().next().or_else(|| talk.replies().next_back()) else {
        return Fate::Followed;
    };
    let mut answers = later.clone().filter(|(place, _)| talk.tells(*place)).peekable();
    if answers.peek().is_none() {
        // A picture or a file may be the answer.
        return if talk.is_shown_more(one.question.number) {
            Fate::Followed
        } else {
            Fate::Left(next)
        };
    }
    if let Some((_, reply)) = answers.find(|(place, _)| shares(*place, &one.stems)) {
        return Fate::TakenUp(reply);
    }
    let beside = all.iter().filter(|other| other.place == one.place && other.is_marked);
    let mut beside = beside.filter(|other| other.stems != one.stems);
    let answer = talk.turns.iter().find(|turn| turn.is_desk && turn.lines.start > one.place);
    let is_taken_up = |other: &Asked<'_, '_>| {
        answer.is_some_and(|turn| talk.of(turn).any(|(place, _)| shares(place, &other.stems)))
    };
    let is_clear = one.is_marked && !one.stems.is_empty();
    match later.next() {
        Some((_, reply)) if is_clear && beside.any(is_taken_up) => Fate::PassedOver(reply),
        _ => Fate::Followed,
    }
}
