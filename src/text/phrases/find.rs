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
const REACH: u32 = 160;

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
    /// A bit for each literal that stands before it in one of these, which may share one.
    before: u64,
}

/// The parts of phrases that stood in a text so far and that others are to follow.
#[derive(Default)]
struct Standing {
    /// By their end, then the longer first, each by its literal in place of a phrase.
    parts: Vec<Hit>,
    /// A bit for each of their literals, which may share one.
    seen: u64,
}

impl Standing {
    fn add(&mut self, part: Hit) {
        self.seen |= bit(part.phrase);
        insert(&mut self.parts, part);
    }
}

/// One of 64 bits for a literal, so that most that are not there are told at once.
fn bit(literal: u32) -> u64 {
    1 << (literal & 63)
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
            let before = own.iter().fold(0, |all, (_, before)| all | bit(*before));
            ends.extend(own);
            parts.push(Known { literal, is_awaited, ends: (from, ends.len() as u32), before });
        }
        Self { literals, parts, ends, phrases, negation }
    }

    /// Every phrase in a normalised text, by its end, then the longer first, then by its number; those
    /// inside others too.
    pub fn find(&self, text: &str) -> Vec<Hit> {
        let mut found = Vec::with_capacity(text.len() / 8);
        let mut standing = Standing::default();
        self.literals.find(text, |hit| match self.part(&hit) {
            None => insert(&mut found, hit),
            Some(part) => {
                let seen = standing.seen & part.before;
                let ends = if seen == 0 { &[] } else { self.ends(part) };
                for &(phrase, before) in ends {
                    if seen & bit(before) != 0
                        && let Some(start) = self.begin(text, phrase, &standing, hit.start)
                    {
                        insert(&mut found, Hit { phrase, start, ..hit });
                    }
                }
                if part.is_awaited {
                    standing.add(Hit { phrase: part.literal, ..hit });
                }
            }
        });
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

    /// Where a phrase of several parts begins whose last one stands at `at`.
    fn begin(&self, text: &str, phrase: PhraseId, standing: &Standing, at: u32) -> Option<u32> {
        let all = self.phrases.get(phrase as usize)?;
        let mut at = at;
        for pair in all.windows(2).rev() {
            let [before, after] = pair else { continue };
            let near = standing.parts.iter().rev().take_while(|part| part.end + REACH >= at);
            let mut fitting = near.filter(|part| {
                part.phrase == before.literal
                    && text
                        .get(part.end as usize..at as usize)
                        .is_some_and(|gap| joins(gap, after.joint))
            });
            at = fitting.next()?.start;
        }
        Some(at)
    }
}

/// Puts a hit in its place: by its end, then the longer first, then by its number. Only what began earlier
/// and reaches further stands after it, so that its place is near the end.
fn insert(hits: &mut Vec<Hit>, hit: Hit) {
    let rank = |hit: &Hit| (hit.end, hit.start, hit.phrase);
    let after = hits.iter().rev().take_while(|other| rank(other) > rank(&hit)).count();
    hits.insert(hits.len() - after, hit);
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
