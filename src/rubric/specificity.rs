//! The answer is about this customer's case, and not about cases like it.

use super::content::shared;
use super::criterion::{Basis, Criterion};
use super::facts::{Fact, FactKind};
use super::found::Found;
use super::lists::List;
use super::talk::Talk;
use super::verdict::Verdict;
use crate::text::words;
use crate::transcript::Line;

/// Words, or half as many again Chinese characters, from which a reply may be an answer.
const ANSWER: usize = 5;
/// Stems of the customer's words that make a reply one about their case.
const SHARED: usize = 3;

/// Whether a reply names a number, an amount, a date or a thing.
pub struct Specificity;

impl Criterion for Specificity {
    fn name(&self) -> &'static str {
        "specificity"
    }

    fn page(&self) -> &'static str {
        include_str!("specificity.md")
    }

    fn basis(&self) -> Basis {
        Basis::Phrases
    }

    fn weight(&self) -> f64 {
        2.0
    }

    fn judge<'c>(&self, talk: &Talk<'_, 'c>) -> Verdict<'c> {
        let Some(asked) = talk.request() else { return Verdict::not_applicable() };
        let (mut weak, mut doubtful) = (None, Vec::new());
        for (place, line) in talk.replies().filter(|(place, _)| *place > asked) {
            let mut found = talk.facts(place).iter().filter(|fact| !is_of_form(talk, place, fact));
            let strong = found.find(|fact| {
                if weak.is_none() && matches!(fact.kind, FactKind::Span | FactKind::Name) {
                    weak = Some(Verdict::met(line).at(line, fact.range.clone()).unsure());
                }
                !matches!(fact.kind, FactKind::Span | FactKind::Name)
            });
            if let Some(fact) = strong {
                return Verdict::met(line).at(line, fact.range.clone());
            }
            if weak.is_none() {
                doubtful.push((place, line));
            }
        }
        if let Some((line, evasive)) = sent_away(talk) {
            return Verdict::missed(line).at(line, evasive.range());
        }
        if let Some(weak) = weak {
            return weak;
        }
        let own = talk.stems_of_customer();
        let is_about = |place: usize| shared(talk.stems(place), own) >= SHARED;
        if let Some((_, line)) = doubtful.into_iter().find(|(place, _)| is_about(*place)) {
            return Verdict::met(line).unsure();
        }
        let is_form = |place: usize| {
            let forms = [List::Closed, List::AskedWhetherSolved];
            forms.iter().any(|list| !talk.found_in(*list, place).is_empty())
        };
        let answers = talk.replies().filter(|(place, line)| {
            *place > asked && !is_form(*place) && is_answer(line.passage.text())
        });
        let longest =
            answers.max_by_key(|(place, line)| (line.passage.text().len(), usize::MAX - place));
        longest.map_or_else(Verdict::not_applicable, |(_, line)| Verdict::missed(line).unsure())
    }
}

/// What sends the customer away in the last reply that tells anything, after the request; `None` where that
/// reply does not, or the customer is content.
pub(super) fn sent_away<'t, 'c>(talk: &Talk<'t, 'c>) -> Option<(&'t Line<'c>, Found)> {
    let asked = talk.request()?;
    let mut replies = talk.replies().filter(|(place, _)| *place > asked);
    let (place, line) = replies.rfind(|(place, _)| talk.tells(*place))?;
    let mut evasive = talk.found_in(List::Evasive, place).iter();
    let evasive = evasive.find(|found| !talk.is_denied(line, **found))?;
    (!talk.is_settled()).then_some((line, *evasive))
}

/// Whether a fact belongs to a form of words: to an introduction, or to a request to wait a moment.
fn is_of_form(talk: &Talk<'_, '_>, place: usize, fact: &Fact) -> bool {
    let Some(line) = talk.line(place) else { return false };
    let near = |list: List, most: usize| {
        talk.found_in(list, place).iter().any(|found| {
            let start = found.end.min(fact.range.start);
            let end = found.start.max(fact.range.end).max(start);
            let (from, to) = if found.end <= fact.range.start {
                (found.end, fact.range.start)
            } else if fact.range.end <= found.start {
                (fact.range.end, found.start)
            } else {
                (start, start.min(end))
            };
            line.passage.is_near(from, to, most)
        })
    };
    near(List::Introduced, 2) || (fact.kind == FactKind::Span && near(List::Wait, 4))
}

/// Whether a reply says something and does not only ask.
fn is_answer(text: &str) -> bool {
    let is_question = text.trim_end().ends_with(['?', '吗', '呢']);
    !is_question && words(text).take(ANSWER).count() >= ANSWER
}
