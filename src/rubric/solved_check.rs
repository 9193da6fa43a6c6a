//! Before the end, the desk asks whether it is done.

use super::criterion::{Basis, Criterion};
use super::lists::List;
use super::talk::Talk;
use super::verdict::Verdict;

/// Whether the desk asked whether the matter is solved.
pub struct SolvedCheck;

impl Criterion for SolvedCheck {
    fn name(&self) -> &'static str {
        "solved_check"
    }

    fn page(&self) -> &'static str {
        include_str!("solved_check.md")
    }

    fn basis(&self) -> Basis {
        Basis::Phrases
    }

    fn judge<'c>(&self, talk: &Talk<'_, 'c>) -> Verdict<'c> {
        let Some(request) = talk.request() else { return Verdict::not_applicable() };
        let asked = talk.by_desk(List::AskedWhetherSolved).rev();
        if let Some((line, found)) = asked.into_iter().find(|(_, found)| found.line > request) {
            return Verdict::met(line).at(line, found.range()).sure();
        }
        if talk.goes_on() || talk.is_settled() {
            return Verdict::not_applicable();
        }
        if let Some((line, found)) = talk.by_desk(List::OfferedMore).next_back() {
            return Verdict::met(line).at(line, found.range()).unsure();
        }
        match talk.replies().next_back() {
            Some((_, last)) if !talk.is_left_open() => Verdict::missed(last),
            _ => Verdict::not_applicable(),
        }
    }
}
