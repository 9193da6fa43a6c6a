//! Phrases of many lists, looked up in one pass over a text.

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};
use std::collections::HashMap;
use std::ops::Range;

use super::Normal;
use super::words::{is_ideograph, is_sign_of_word, words};

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

/// A phrase of a list that is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no phrase: it needs a word or a sign before and after each `..` and before each `*`"
)]
pub struct PhraseError(pub String);

/// How a part of a phrase goes on to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Joint {
    /// The next word.
    Next,
    /// Up to [`GAP`] words further.
    Near,
}

/// A part of a phrase: which pattern, and how it stands to the part before it.
#[derive(Clone, Copy, Debug)]
struct Part {
    literal: u32,
    joint: Joint,
}

/// A pattern, and whether letters may go on after it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Literal {
    text: String,
    is_open: bool,
}

/// Phrases on their way into [`Phrases`].
///
/// A phrase is a few words in any spelling that [`Normal`] levels. `*` at the end of a word stands for
/// any ending (`доставк*`), `..` for up to three words in between (`cancel* .. order`). Latin and
/// Cyrillic phrases begin and end at a word's edge; Chinese characters stand anywhere.
#[derive(Debug, Default)]
pub struct PhraseList {
    literals: HashMap<Literal, u32>,
    phrases: Vec<Vec<Part>>,
}

impl PhraseList {
    /// Adds a phrase and gives its number; the same words added twice have two numbers.
    ///
    /// # Errors
    /// If there is no word or sign before or after a `..`, or none before a `*`.
    pub fn add(&mut self, phrase: &str) -> Result<PhraseId, PhraseError> {
        let wrong = || PhraseError(phrase.to_owned());
        let mut parts = Vec::new();
        for (place, near) in phrase.split("..").enumerate() {
            let normal = Normal::of(near);
            let text = normal.text().trim();
            let mut joint = if place == 0 { Joint::Next } else { Joint::Near };
            let mut rest = text;
            loop {
                let (text, after) = rest.split_once('*').unwrap_or((rest, ""));
                let text = text.trim_start();
                if text.is_empty() {
                    return Err(wrong());
                }
                let is_open = rest.len() > text.len() + (rest.len() - rest.trim_start().len());
                let literal = Literal { text: text.to_owned(), is_open };
                let count = self.literals.len() as u32;
                let literal = *self.literals.entry(literal).or_insert(count);
                parts.push(Part { literal, joint });
                joint = Joint::Next;
                rest = after;
                if rest.trim().is_empty() {
                    break;
                }
                if !rest.starts_with(' ') {
                    return Err(wrong());
                }
            }
        }
        self.phrases.push(parts);
        Ok(self.phrases.len() as u32 - 1)
    }

    /// How many phrases there are, which is the next one's number.
    pub fn next_id(&self) -> PhraseId {
        self.phrases.len() as u32
    }

    /// Makes them ready to be looked up.
    ///
    /// # Errors
    /// If there is more of them than an automaton holds.
    pub fn build(self) -> Result<Phrases, aho_corasick::BuildError> {
        let mut literals: Vec<(Literal, u32)> = self.literals.into_iter().collect();
        literals.sort_by_key(|(_, at)| *at);
        let mut ends = vec![Vec::new(); literals.len()];
        for (phrase, parts) in self.phrases.iter().enumerate() {
            let last = parts.last().and_then(|part| ends.get_mut(part.literal as usize));
            if let Some(ends) = last {
                ends.push(phrase as PhraseId);
            }
        }
        let begins = |phrase: &&Vec<Part>| phrase.len() > 1;
        let mut is_awaited = vec![false; literals.len()];
        for part in self.phrases.iter().filter(begins).flatten() {
            if let Some(is_awaited) = is_awaited.get_mut(part.literal as usize) {
                *is_awaited = true;
            }
        }
        let automaton = AhoCorasickBuilder::new()
            .match_kind(MatchKind::Standard)
            .build(literals.iter().map(|(literal, _)| &literal.text))?;
        let shape = |(literal, _): &(Literal, u32)| Shape {
            is_open: literal.is_open,
            begins_word: literal.text.chars().next().is_some_and(is_letter),
            ends_word: literal.text.chars().next_back().is_some_and(is_letter),
        };
        let literals = literals.iter().map(shape).collect();
        Ok(Phrases { automaton, literals, ends, is_awaited, phrases: self.phrases })
    }
}

/// How a literal stands among letters.
#[derive(Clone, Copy, Debug)]
struct Shape {
    is_open: bool,
    begins_word: bool,
    ends_word: bool,
}

/// All phrases, ready to be looked up.
#[derive(Clone, Debug)]
pub struct Phrases {
    automaton: AhoCorasick,
    literals: Vec<Shape>,
    /// Phrases whose last part a literal is.
    ends: Vec<Vec<PhraseId>>,
    /// Whether a literal is a part of a phrase of several.
    is_awaited: Vec<bool>,
    phrases: Vec<Vec<Part>>,
}

impl Phrases {
    /// Every phrase in a normalised text, by its end, then the longer first; those inside others too.
    pub fn find(&self, text: &str) -> Vec<Hit> {
        let mut hits = Vec::new();
        let mut parts: Vec<(u32, Range<usize>)> = Vec::new();
        for found in self.automaton.find_overlapping_iter(text) {
            let literal = found.pattern().as_u32();
            let range = found.range();
            let Some(shape) = self.literals.get(literal as usize) else { continue };
            if !stands(text, &range, *shape) {
                continue;
            }
            if self.is_awaited.get(literal as usize).is_some_and(|is| *is) {
                parts.push((literal, range.clone()));
            }
            for &phrase in self.ends.get(literal as usize).into_iter().flatten() {
                let Some([before @ .., _]) = self.phrases.get(phrase as usize).map(Vec::as_slice)
                else {
                    continue;
                };
                let start = if before.is_empty() {
                    Some(range.start)
                } else {
                    self.begin(text, phrase, &parts, range.start)
                };
                if let Some(start) = start {
                    hits.push(Hit { phrase, start: start as u32, end: range.end as u32 });
                }
            }
        }
        hits
    }

    /// Where a phrase of several parts begins whose last one stands at `at`.
    fn begin(
        &self,
        text: &str,
        phrase: PhraseId,
        parts: &[(u32, Range<usize>)],
        at: usize,
    ) -> Option<usize> {
        let all = self.phrases.get(phrase as usize)?;
        let mut at = at;
        for pair in all.windows(2).rev() {
            let [before, after] = pair else { continue };
            let near = parts.iter().rev().take_while(|(_, range)| range.end + REACH >= at);
            let mut fitting = near.filter(|(literal, range)| {
                *literal == before.literal
                    && text.get(range.end..at).is_some_and(|gap| joins(gap, after.joint))
            });
            at = fitting.next()?.1.start;
        }
        Some(at)
    }
}

/// Whether a find has its edges where words have theirs.
fn stands(text: &str, range: &Range<usize>, shape: Shape) -> bool {
    let before = || text.get(..range.start).and_then(|text| text.chars().next_back());
    let after = || text.get(range.end..).and_then(|text| text.chars().next());
    (!shape.begins_word || !before().is_some_and(is_letter))
        && (shape.is_open || !shape.ends_word || !after().is_some_and(is_letter))
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

/// A letter or digit of a script that writes words apart.
fn is_letter(c: char) -> bool {
    is_sign_of_word(c) && !is_ideograph(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The phrases of a list that stand in a text, each as what it covers.
    fn found<'t>(list: &[&str], text: &'t str) -> Vec<&'t str> {
        let mut phrases = PhraseList::default();
        for phrase in list {
            phrases.add(phrase).unwrap();
        }
        let phrases = phrases.build().unwrap();
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
        let hits = list.build().unwrap().find("order number");
        let short = Hit { phrase: 0, start: 0, end: 5 };
        assert_eq!(hits, [short, Hit { phrase: 1, start: 0, end: 12 }]);
    }

    #[test]
    fn what_is_no_phrase_is_refused() {
        for phrase in ["", " ", "*", "a ..", ".. a", "a*b", "a .. * b"] {
            assert_eq!(
                PhraseList::default().add(phrase),
                Err(PhraseError(phrase.to_owned())),
                "{phrase}"
            );
        }
    }
}
