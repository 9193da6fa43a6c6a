//! Phrases in a text.

use std::ops::Range;

use super::list::{Joint, Part};
use super::literals::{Literals, Standing, is_letter};
use crate::text::words::words;

/// Words that may stand between two parts of a phrase that are joined by `..`.
const GAP: usize = 3;
/// No further back than this, in bytes, does an earlier part of a phrase stand.
const REACH: usize = 160;

/// A phrase's number, in the order in which phrases were added.
pub type PhraseId = u32;

/// A phrase that stands in a text: which, and where in the normalised text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    pub phrase: PhraseId,
    pub start: u32,
    pub end: u32,
}

impl Hit {
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// All phrases, ready to be looked up.
#[derive(Clone, Debug)]
pub struct Phrases {
    literals: Literals,
    /// By literal.
    known: Vec<Known>,
    /// Phrases by their last literal, with the [marks](mark) of their other parts.
    ends: Vec<(PhraseId, u64)>,
    phrases: Vec<Vec<Part>>,
}

/// What is known of a literal.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    /// Whether it is a part of a phrase of several that others follow.
    is_awaited: bool,
    /// Where the phrases whose last part it is begin and end among all.
    ends: (u32, u32),
}

/// One of 64 bits for a literal: of a phrase with a part whose bit is not there a part is missing.
fn mark(literal: u32) -> u64 {
    1 << (literal % 64)
}

impl Phrases {
    /// Phrases of parts that stand for one of so many literals.
    pub(super) fn new(literals: Literals, count: usize, phrases: Vec<Vec<Part>>) -> Self {
        let mut known = vec![Known::default(); count];
        let mut ends: Vec<(u32, PhraseId, u64)> = Vec::with_capacity(phrases.len());
        for (phrase, parts) in (0..).zip(&phrases) {
            let Some((last, before)) = parts.split_last() else { continue };
            let others = before.iter().fold(0, |others, part| others | mark(part.literal));
            ends.push((last.literal, phrase, others));
            for part in before {
                if let Some(known) = known.get_mut(part.literal as usize) {
                    known.is_awaited = true;
                }
            }
        }
        ends.sort_unstable();
        for (literal, known) in (0..).zip(&mut known) {
            let from = ends.partition_point(|end| end.0 < literal);
            let to = ends.partition_point(|end| end.0 <= literal);
            known.ends = (from as u32, to as u32);
        }
        let ends = ends.into_iter().map(|(_, phrase, others)| (phrase, others)).collect();
        Self { literals, known, ends, phrases }
    }

    /// Every phrase in a normalised text, by its end, then the longer first; those inside others too.
    pub fn find(&self, text: &str) -> Vec<Hit> {
        let found = self.literals.find(text);
        let mut hits = Vec::with_capacity(found.len());
        let mut parts: Vec<Standing> = Vec::new();
        let mut seen = 0;
        for one in found {
            let Some(known) = self.known.get(one.literal as usize) else { continue };
            let (from, to) = known.ends;
            for &(phrase, others) in self.ends.get(from as usize..to as usize).unwrap_or_default() {
                let start = match others {
                    0 => Some(one.start),
                    _ if others & !seen != 0 => None,
                    _ => self.begin(text, phrase, &parts, one.start as usize).map(|at| at as u32),
                };
                if let Some(start) = start {
                    hits.push(Hit { phrase, start, end: one.end });
                }
            }
            if known.is_awaited {
                parts.push(one);
                seen |= mark(one.literal);
            }
        }
        hits
    }

    /// Where a phrase of several parts begins whose last one stands at `at`.
    fn begin(&self, text: &str, phrase: PhraseId, parts: &[Standing], at: usize) -> Option<usize> {
        let all = self.phrases.get(phrase as usize)?;
        let mut at = at;
        for pair in all.windows(2).rev() {
            let [before, after] = pair else { continue };
            let near = parts.iter().rev().take_while(|part| part.end as usize + REACH >= at);
            let mut fitting = near.filter(|part| {
                part.literal == before.literal
                    && text.get(part.end as usize..at).is_some_and(|gap| joins(gap, after.joint))
            });
            at = fitting.next()?.start as usize;
        }
        Some(at)
    }
}

/// Whether what stands between two parts lets them be one phrase: within a sentence, and no more
/// words than the joint allows.
fn joins(gap: &str, joint: Joint) -> bool {
    // What is left of a word that was begun is no word of its own.
    let ending = gap.find(|c| !is_letter(c)).unwrap_or(gap.len());
    let Some(between) = gap.get(ending..) else { return false };
    if between.contains(['.', '!', '?', ';', '。']) {
        return false;
    }
    match joint {
        Joint::Next => between == " ",
        Joint::Near => words(between).take(GAP + 1).count() <= GAP,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::PhraseList;

    /// The phrases of a list that stand in a text, each as what it covers.
    fn found<'t>(list: &[&str], text: &'t str) -> Vec<&'t str> {
        let mut phrases = PhraseList::default();
        for phrase in list {
            phrases.add(phrase).unwrap();
        }
        let phrases = phrases.build();
        phrases.find(text).iter().map(|hit| &text[hit.range()]).collect()
    }

    #[test]
    fn words_are_whole() {
        assert_eq!(found(&["order"], "my order, reorder orders order"), ["order", "order"]);
        assert_eq!(found(&["ок"], "ок, окно и ок"), ["ок", "ок"]);
        assert_eq!(found(&["退款"], "我要退款吗"), ["退款"]);
        assert_eq!(found(&["vip会员"], "我是vip会员"), ["vip会员"]);
        assert_eq!(found(&["😀"], "ок😀"), ["😀"]);
        assert_eq!(found(&["don't"], "i don't know"), ["don't"]);
    }

    #[test]
    fn an_asterisk_stands_for_any_ending() {
        assert_eq!(found(&["доставк*"], "где доставка, без доставки"), ["доставк", "доставк"]);
        assert_eq!(found(&["верн* деньг*"], "верните деньги"), ["верните деньг"]);
        assert_eq!(found(&["верн* деньг*"], "верните мои деньги"), Vec::<&str>::new());
        assert_eq!(found(&["верн* деньг*"], "верните. деньги"), Vec::<&str>::new());
    }

    #[test]
    fn dots_stand_for_a_few_words() {
        let list = ["cancel* .. order"];
        assert_eq!(found(&list, "cancelling my last two order"), ["cancelling my last two order"]);
        assert_eq!(found(&list, "cancel order"), ["cancel order"]);
        assert_eq!(found(&list, "cancel it all now my order"), Vec::<&str>::new());
        assert_eq!(found(&list, "i cancel. order it"), Vec::<&str>::new());
        assert_eq!(found(&list, "order to cancel"), Vec::<&str>::new());
        assert_eq!(found(&["退..钱"], "退我的钱"), ["退我的钱"]);
        let three = ["a .. b .. c"];
        assert_eq!(found(&three, "a x b y c"), ["a x b y c"]);
    }

    #[test]
    fn phrases_are_told_apart_and_all_found() {
        let mut list = PhraseList::default();
        assert_eq!(
            (list.add("Order"), list.add("ORDER number"), list.next_id()),
            (Ok(0), Ok(1), 2)
        );
        let hits = list.build().find("order number");
        let short = Hit { phrase: 0, start: 0, end: 5 };
        assert_eq!(hits, [short, Hit { phrase: 1, start: 0, end: 12 }]);
    }
}
