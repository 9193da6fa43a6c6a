//! No reply blames the customer or is rude.

use super::criterion::{Basis, Criterion};
use super::lists::List;
use super::talk::Talk;
use super::verdict::Verdict;

/// Whether replies stay civil.
pub struct Courtesy;

impl Criterion for Courtesy {
    fn name(&self) -> &'static str {
        "courtesy"
    }

    fn page(&self) -> &'static str {
        include_str!("courtesy.md")
    }

    fn basis(&self) -> Basis {
        Basis::Phrases
    }

    fn is_critical(&self) -> bool {
        true
    }

    fn judge<'c>(&self, talk: &Talk<'_, 'c>) -> Verdict<'c> {
        for (list, is_plain) in [(List::Rude, true), (List::Curt, false)] {
            let mut said = talk.by_desk(list);
            let found = said.find(|(line, found)| !talk.is_denied(line, *found));
            match found {
                Some((line, found)) if is_plain => {
                    return Verdict::missed(line).at(line, found.range());
                }
                Some((line, found)) => return Verdict::met(line).at(line, found.range()).unsure(),
                None => {}
            }
        }
        talk.replies()
            .next_back()
            .map_or_else(Verdict::not_applicable, |(_, line)| Verdict::clean(line))
    }
}
