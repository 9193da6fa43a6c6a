//! Whoever replies speaks of what they do themselves.

use super::criterion::{Basis, Criterion};
use super::found::Found;
use super::lists::List;
use super::talk::Talk;
use super::verdict::{Certainty, Verdict};

/// Whether replies say "I" rather than "we".
pub struct Ownership;

impl Criterion for Ownership {
    fn name(&self) -> &'static str {
        "ownership"
    }

    fn page(&self) -> &'static str {
        include_str!("ownership.md")
    }

    fn basis(&self) -> Basis {
        Basis::Phrases
    }

    fn judge<'c>(&self, talk: &Talk<'_, 'c>) -> Verdict<'c> {
        let mut deflected = talk.by_desk(List::Deflected);
        if let Some((line, found)) = deflected.find(|(line, found)| !talk.is_denied(line, *found)) {
            return Verdict::missed(line).at(line, found.range());
        }
        // Whoever insults takes nothing on.
        let is_rude = |line: usize| !talk.found_in(List::Rude, line).is_empty();
        let is_curt = |found: &Found| {
            let mut curt = talk.found_in(List::Curt, found.line).iter();
            curt.any(|curt| curt.start <= found.start && found.end <= curt.end)
        };
        let said = |list: List| {
            talk.by_desk(list).filter(move |(_, found)| !is_rude(found.line) && !is_curt(found))
        };
        let (alone, together) = (said(List::Alone).count(), said(List::Together).count());
        let certainty = match alone.abs_diff(together) {
            0 | 1 => Certainty::Unsure,
            _ => Certainty::Likely,
        };
        let is_met = alone >= together;
        let list = if is_met { List::Alone } else { List::Together };
        let Some((line, found)) = said(list).next() else {
            return Verdict::not_applicable();
        };
        let verdict = if is_met { Verdict::met(line) } else { Verdict::missed(line) };
        verdict.at(line, found.range()).as_certain(certainty)
    }
}
