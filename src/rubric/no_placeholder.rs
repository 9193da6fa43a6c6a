//! No reply leaves a template's slot unfilled.

use super::criterion::{Basis, Criterion};
use super::slot::slots;
use super::talk::Talk;
use super::verdict::{Certainty, Verdict};

/// Slots of a line that are looked at; the first tell as much as all.
const LOOKED_AT: usize = 100;

/// Whether replies are filled in.
pub struct NoPlaceholder;

impl Criterion for NoPlaceholder {
    fn name(&self) -> &'static str {
        "no_placeholder"
    }

    fn page(&self) -> &'static str {
        include_str!("no_placeholder.md")
    }

    fn basis(&self) -> Basis {
        Basis::Forms
    }

    fn judge<'c>(&self, talk: &Talk<'_, 'c>) -> Verdict<'c> {
        let mut doubtful = None;
        for (place, line) in talk.replies() {
            for slot in slots(talk, place).into_iter().take(LOOKED_AT) {
                let text = line.message.text.get(slot.range.clone()).unwrap_or_default();
                // What the customer's messages hold too is a redaction's mark, or their own.
                if talk.asked().any(|(_, line)| line.message.text.contains(text)) {
                    continue;
                }
                let verdict =
                    Verdict::missed(line).at_written(slot.range).as_certain(slot.certainty);
                if slot.certainty > Certainty::Unsure {
                    return verdict;
                }
                doubtful = doubtful.or(Some(verdict));
            }
        }
        let last = talk.replies().next_back();
        doubtful
            .or_else(|| last.map(|(_, line)| Verdict::clean(line).sure()))
            .unwrap_or_else(Verdict::not_applicable)
    }
}
