//! Phrases in a text.

use std::collections::BTreeMap;
use std::ops::Range;

use super::list::{Joint, Literal, Part};
use super::literals::{Literals, is_letter};
use crate::text::negation::Negation;
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
    /// Each stands for a phrase by its number, or for a part of some, numbered after all phrases.
    literals: Literals,
    /// The literals that are parts of phrases of several.
    parts: Vec<Known>,
    /// The phrases that end with each of them, with the part before the last.
    ends: Vec<(PhraseId, u32)>,
    phrases: Vec<Vec<Part>>,
    negation: Option<Negation>,
}

/// What is known of a literal that is a part of phrases.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    literal: u32,
    /// Whether others follow it in a phrase.
    is_awaited: bool,
    /// Where the phrases whose last part it is begin and end among all.
    ends: (u32, u32),
}

/// A part that stands in a text.
#[derive(Clone, Copy, Debug)]
struct Standing {
    literal: u32,
    start: usize,
    end: usize,
}

/// Which literals were seen, but for those that share a bit.
#[derive(Default)]
struct Seen([u64; 16]);

impl Seen {
    fn add(&mut self, literal: u32) {
        let [word, bit] = [literal >> 6 & 15, literal & 63];
        if let Some(word) = self.0.get_mut(word as usize) {
            *word |= 1 << bit;
        }
    }

    fn may_have(&self, literal: u32) -> bool {
        let [word, bit] = [literal >> 6 & 15, literal & 63];
        self.0.get(word as usize).is_some_and(|word| word >> bit & 1 != 0)
    }
}

impl Phrases {
    /// Phrases of parts that stand for literals by their place.
    pub(super) fn new(
        literals: &[Literal],
        phrases: Vec<Vec<Part>>,
        negation: Option<Negation>,
    ) -> Self {
        let mut whole: Vec<(u32, PhraseId)> = Vec::new();
        let mut known: BTreeMap<u32, (bool, Vec<(PhraseId, u32)>)> = BTreeMap::new();
        for (phrase, parts) in (0..).zip(&phrases) {
            let Some((last, before)) = parts.split_last() else { continue };
            let Some(next) = before.last() else {
                whole.push((last.literal, phrase));
                continue;
            };
            known.entry(last.literal).or_default().1.push((phrase, next.literal));
            before.iter().for_each(|part| known.entry(part.literal).or_default().0 = true);
        }
        let numbered = known.keys().copied().zip(phrases.len() as u32..);
        let all = whole.into_iter().chain(numbered);
        let all =
            all.filter_map(|(literal, number)| Some((literals.get(literal as usize)?, number)));
        let literals = Literals::new(all);
        let (mut parts, mut ends) = (Vec::with_capacity(known.len()), Vec::new());
        for (literal, (is_awaited, own)) in known {
            let from = ends.len() as u32;
            ends.extend(own);
            parts.push(Known { literal, is_awaited, ends: (from, ends.len() as u32) });
        }
        Self { literals, parts, ends, phrases, negation }
    }

    /// Every phrase in a normalised text, by its end, then the longer first; those inside others too.
    pub fn find(&self, text: &str) -> Vec<Hit> {
        let mut found = self.literals.find(text);
        if self.may_join(&found) {
            return self.join(text, &found);
        }
        found.retain(|hit| self.part(hit).is_none());
        found
    }

    /// The words among what was found that deny what follows them; none if the list had none.
    pub(in crate::text) fn denials(&self, hits: &[Hit]) -> Vec<Hit> {
        self.negation.as_ref().map(|negation| negation.denials(hits)).unwrap_or_default()
    }

    /// What is known of what was found, if it is a part of phrases.
    fn part(&self, found: &Hit) -> Option<&Known> {
        self.parts.get((found.phrase as usize).checked_sub(self.phrases.len())?)
    }

    fn ends(&self, part: &Known) -> &[(PhraseId, u32)] {
        let (from, to) = part.ends;
        self.ends.get(from as usize..to as usize).unwrap_or_default()
    }

    /// Whether the last two parts of a phrase may be among what was found.
    fn may_join(&self, found: &[Hit]) -> bool {
        let mut seen = Seen::default();
        found.iter().filter_map(|hit| self.part(hit)).any(|part| {
            let may_end = self.ends(part).iter().any(|(_, before)| seen.may_have(*before));
            if part.is_awaited {
                seen.add(part.literal);
            }
            may_end
        })
    }

    /// The phrases among what was found, and those whose parts were.
    fn join(&self, text: &str, found: &[Hit]) -> Vec<Hit> {
        let mut hits = Vec::with_capacity(found.len());
        let mut parts: Vec<Standing> = Vec::with_capacity(found.len());
        let mut seen = Seen::default();
        for hit in found {
            let Some(known) = self.part(hit) else {
                hits.push(*hit);
                continue;
            };
            for &(phrase, before) in self.ends(known) {
                if seen.may_have(before)
                    && let Some(start) = self.begin(text, phrase, &parts, hit.start as usize)
                {
                    hits.push(Hit { phrase, start: start as u32, ..*hit });
                }
            }
            if known.is_awaited {
                seen.add(known.literal);
                let Range { start, end } = hit.range();
                parts.push(Standing { literal: known.literal, start, end });
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
            let near = parts.iter().rev().take_while(|part| part.end + REACH >= at);
            let mut fitting = near.filter(|part| {
                part.literal == before.literal
                    && text.get(part.end..at).is_some_and(|gap| joins(gap, after.joint))
            });
            at = fitting.next()?.start;
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
