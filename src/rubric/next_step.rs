//! The customer is told what comes next, and by when.

use super::criterion::{Basis, Criterion};
use super::facts::Fact;
use super::found::Found;
use super::lists::List;
use super::specificity::sent_away;
use super::talk::Talk;
use super::verdict::Verdict;
use crate::transcript::Line;

/// Whether what will be done has a time.
pub struct NextStep;

impl Criterion for NextStep {
    fn name(&self) -> &'static str {
        "next_step"
    }

    fn page(&self) -> &'static str {
        include_str!("next_step.md")
    }

    fn basis(&self) -> Basis {
        Basis::Phrases
    }

    fn weight(&self) -> f64 {
        2.0
    }

    fn judge<'c>(&self, talk: &Talk<'_, 'c>) -> Verdict<'c> {
        let is_step = |(line, found): &(&Line<'c>, Found)| {
            let beside = talk.found_beside(List::Wait, found.line, found.start);
            let is_wait = |wait: &Found| ends_between(line.passage.text(), wait, found) == 0;
            !beside.iter().any(is_wait)
                && !is_asked(line.passage.text(), found.end)
                && !talk.is_denied(line, *found)
        };
        let mut missed = None;
        for (line, step) in talk.by_desk(List::Step).rev().filter(is_step) {
            let text = line.passage.text();
            if let Some(time) = time_of(text, talk.facts(step.line), &step) {
                let from = step.start.min(time.range.start);
                return Verdict::met(line).at(line, from..step.end.max(time.range.end));
            }
            if missed.is_none() {
                let mut vague = talk.found_in(List::Vague, step.line).iter();
                let vague = vague.find(|vague| ends_between(text, vague, &step) == 0);
                missed = Some(match vague {
                    Some(vague) => Verdict::missed(line).at(line, vague.range()),
                    None => Verdict::missed(line).at(line, step.range()).unsure(),
                });
            }
        }
        if let Some((line, evasive)) = sent_away(talk) {
            return Verdict::missed(line).at(line, evasive.range());
        }
        let has_problem = talk.by_customer(List::Problem).next().is_some();
        let is_left = has_problem
            && !talk.is_settled()
            && !talk.is_thanked()
            && !talk.goes_on()
            && !talk.is_left_open();
        let last = talk.replies().next_back().filter(|_| is_left);
        missed
            .filter(|_| !talk.is_settled() && !talk.is_left_open())
            .or_else(|| last.map(|(_, line)| Verdict::missed(line).unsure()))
            .unwrap_or_else(Verdict::not_applicable)
    }
}

/// The first time in the sentence of a step, or the next one after it in the sentence that follows.
fn time_of<'f>(text: &str, facts: &'f [Fact], step: &Found) -> Option<&'f Fact> {
    let ends = |fact: &&Fact| ends_between(text, step, &as_found(step, fact));
    let at = facts.partition_point(|fact| fact.range.start < step.start);
    let (before, after) = facts.split_at_checked(at)?;
    let times = |facts: &'f [Fact]| facts.iter().filter(|fact| fact.kind.is_time());
    // Further away are more ends, so that nothing has to be looked at beyond the first that has too many.
    let first = times(before).rev().take_while(|fact| ends(fact) == 0).last();
    first.or_else(|| {
        let mut near = times(after).take_while(|fact| ends(fact) <= 1);
        near.find(|fact| ends(fact) == 0 || fact.range.start > step.end)
    })
}

/// Whether the sentence that goes on there is a question.
fn is_asked(text: &str, at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    let end = rest.find(['.', '!', '?', ';', '。']);
    end.is_some_and(|end| rest.get(end..).is_some_and(|rest| rest.starts_with('?')))
}

fn as_found(step: &Found, fact: &Fact) -> Found {
    Found { start: fact.range.start, end: fact.range.end, ..*step }
}

/// Ends of sentences between two places of a normalised text.
fn ends_between(text: &str, one: &Found, other: &Found) -> usize {
    let (from, to) =
        if one.end <= other.start { (one.end, other.start) } else { (other.end, one.start) };
    let between = text.get(from..to.max(from)).unwrap_or_default();
    let wide = between.matches(['。', ';']).count();
    let narrow = [". ", "! ", "? "].map(|end| between.matches(end).count());
    wide + narrow.iter().sum::<usize>()
}
