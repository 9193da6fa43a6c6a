//! The desk takes its leave.

use super::criterion::{Basis, Criterion};
use super::lists::List;
use super::talk::{Found, Talk};
use super::verdict::Verdict;
use crate::text::words;
use crate::transcript::Line;

/// What a phrase begins with that can also open a reply.
const THANKS: &[&str] = &["thank", "спасибо", "благодар", "感谢", "谢谢"];
/// Words before and after such a phrase by which it opens a reply rather than ends it.
const FIRST: usize = 2;
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
        for (place, line) in talk.of(ending).rev() {
            let mut said = talk.found_in(List::Closed, place).iter().rev();
            if let Some(found) = said.find(|found| !(is_first && opens(line, found))) {
                return Verdict::met(line).at(line, found.range()).sure();
            }
        }
        match talk.replies().next_back() {
            Some((_, last)) if !talk.is_left_open() => Verdict::missed(last),
            _ => Verdict::not_applicable(),
        }
    }
}

/// Whether a reply begins with it and goes on: "Thank you for contacting us. Your order …".
fn opens(line: &Line<'_>, found: &Found) -> bool {
    let text = line.passage.text();
    let (before, after) = (text.get(..found.start), text.get(found.end..));
    let is_thanks = |said: &str| THANKS.iter().any(|thanks| said.starts_with(thanks));
    text.get(found.range()).is_some_and(is_thanks)
        && words(before.unwrap_or_default()).take(FIRST + 1).count() <= FIRST
        && words(after.unwrap_or_default()).take(MORE + 1).count() > MORE
}
