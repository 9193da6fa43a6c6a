//! The desk's first reply greets the customer.

use super::criterion::{Basis, Criterion};
use super::lists::List;
use super::talk::Talk;
use super::verdict::Verdict;
use crate::model::Voice;
use crate::text::words;

/// Words that may stand before a greeting: a name, a handle, a subject.
const BEFORE: usize = 4;

/// Whether the desk greeted.
pub struct Greeting;

impl Criterion for Greeting {
    fn name(&self) -> &'static str {
        "greeting"
    }

    fn page(&self) -> &'static str {
        include_str!("greeting.md")
    }

    fn basis(&self) -> Basis {
        Basis::Phrases
    }

    fn weight(&self) -> f64 {
        0.5
    }

    fn judge<'c>(&self, talk: &Talk<'_, 'c>) -> Verdict<'c> {
        let asked = talk.asked().next().is_some();
        let Some(opening) = talk.opening().filter(|_| !asked || talk.request().is_some()) else {
            return Verdict::not_applicable();
        };
        for (place, line) in talk.of(opening) {
            let mut greetings = talk.found_in(List::Greeted, place).iter();
            if let Some(found) = greetings.find(|found| begins(line.passage.text(), found.start)) {
                return Verdict::met(line).at(line, found.range()).sure();
            }
        }
        let Some((place, first)) = talk.of(opening).next() else {
            return Verdict::not_applicable();
        };
        let before = talk.transcript.lines.get(..place).unwrap_or_default();
        match before.iter().any(|line| line.voice == Voice::Machine) {
            true => Verdict::missed(first).unsure(),
            false => Verdict::missed(first),
        }
    }
}

/// Whether what stands there is said to somebody: at the beginning, or at that of a sentence.
fn begins(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default().trim_end();
    before.ends_with(['.', '!', '?', '。', ',', '~', '-', ':', ')', ']'])
        || words(before).take(BEFORE + 1).count() <= BEFORE
}
