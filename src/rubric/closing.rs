//! The desk takes its leave.

use super::criterion::{Basis, Criterion};
use super::found::Found;
use super::lists::List;
use super::talk::Talk;
use super::verdict::Verdict;
use crate::transcript::Line;

/// What a phrase begins with that can also open a reply.
const THANKS: &[&str] = &["thank", "спасибо", "благодар", "感谢", "谢谢"];
/// Words after such a phrase up to which it still ends a reply.
const MORE: usize = 3;

/// Whether the desk said goodbye.
pub struct Closing;

impl Criterion for Closing {
    fn name(&self) -> &'static str {
        "closing"
    }

    fn page(&self) -> &'static str {
        include_str!("closing.md")
    }

    fn basis(&self) -> Basis {
        Basis::Phrases
    }

    fn weight(&self) -> f64 {
        0.5
    }

    fn judge<'c>(&self, talk: &Talk<'_, 'c>) -> Verdict<'c> {
        let Some(ending) = talk.ending().filter(|_| !talk.goes_on()) else {
            return Verdict::not_applicable();
        };
        let is_first = talk.opening() == Some(ending);
        let mut after = 0;
        for (place, line) in talk.of(ending).rev() {
            let mut said = talk.found_in(List::Closed, place).iter().rev();
            if let Some(found) = said.find(|found| !(is_first && opens(line, found, after))) {
                return Verdict::met(line).at(line, found.range()).sure();
            }
            after += line.passage.words().len();
        }
        match talk.replies().next_back() {
            Some((_, last)) if !talk.is_left_open() => Verdict::missed(last),
            _ => Verdict::not_applicable(),
        }
    }
}

/// Whether the only reply opens with it and goes on: "Thank you for contacting us. Your order …". It is thanks,
/// and more stands after it than before; `later` counts the words of the messages after its own.
fn opens(line: &Line<'_>, found: &Found, later: usize) -> bool {
    let passage = &line.passage;
    let (before, after) = (passage.words_before(found.start), passage.words_after(found.end));
    let after = after + later;
    let is_thanks = |said: &str| THANKS.iter().any(|thanks| said.starts_with(thanks));
    passage.text().get(found.range()).is_some_and(is_thanks) && after > MORE && after > before
}
