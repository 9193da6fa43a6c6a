//! Whoever replies speaks of what they do themselves.

use super::criterion::{Basis, Criterion};
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
        let alone = talk.by_desk(List::Alone).count();
        let together = talk.by_desk(List::Together).count();
        let certainty = match alone.abs_diff(together) {
            0 | 1 => Certainty::Unsure,
            _ => Certainty::Likely,
        };
        let is_met = alone >= together;
        let list = if is_met { List::Alone } else { List::Together };
        let Some((line, found)) = talk.by_desk(list).next() else {
            return Verdict::not_applicable();
        };
        let verdict = if is_met { Verdict::met(line) } else { Verdict::missed(line) };
        verdict.at(line, found.range()).as_certain(certainty)
    }
}
