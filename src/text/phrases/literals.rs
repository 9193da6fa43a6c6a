//! The parts of phrases as they are written, looked for where words begin.

use super::beginnings::Beginnings;
use super::branches::Meant;
use super::find::Hit;
use super::list::Literal;
use crate::text::words::{Lead, Marks, char_at, is_ideograph, is_sign_of_word, lead};

/// Literals, ready to be looked up: only where one may begin (at a word's first letter, a Chinese
/// character, a sign).
#[derive(Clone, Debug)]
pub(super) struct Literals {
    beginnings: Beginnings,
}

/// Of a literal that ends where a word does, in what it stands for; numbers are below 2^30.
const ENDS_WORD: u32 = 1 << 31;

impl Literals {
    /// Literals, each with a number for what it stands for; several may stand for one and one for several.
    pub(super) fn new<'l>(all: impl Iterator<Item = (&'l Literal, u32)>) -> Self {
        let meant = |(literal, number): (&'l Literal, u32)| {
            let ends_letter = literal.text.chars().next_back().is_some_and(is_letter);
            let ends_word = if ends_letter && !literal.is_open { ENDS_WORD } else { 0 };
            Meant { text: literal.text.as_bytes(), number: number | ends_word }
        };
        let mut all: Vec<Meant<'l>> = all.map(meant).collect();
        all.sort_by_key(|one| one.text);
        Self { beginnings: Beginnings::of(&all) }
    }

    /// Shows what the literals in a normalised text stand for, by where they begin, then the shorter first.
    pub(super) fn find(&self, text: &str, mut show: impl FnMut(Hit)) {
        for start in Marks::new(text).starts() {
            if is_inside_word(text, start) {
                continue;
            }
            self.beginnings.at(text.as_bytes(), start, |end, number| {
                if number & ENDS_WORD == 0 || !goes_on(text, end) {
                    let (phrase, start, end) = (number & !ENDS_WORD, start as u32, end as u32);
                    show(Hit { phrase, start, end });
                }
            });
        }
    }
}

/// Whether a word goes on at a place.
fn goes_on(text: &str, at: usize) -> bool {
    match text.as_bytes().get(at).map(|byte| lead(*byte)) {
        None | Some(Lead::Sign | Lead::Han) => false,
        Some(Lead::Letter | Lead::Digit | Lead::Cyrillic) => true,
        Some(Lead::Other) => char_at(text, at).is_some_and(is_letter),
    }
}

/// Whether a letter of a word stands at a place that another stands before.
fn is_inside_word(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let first = bytes.get(at).map(|byte| lead(*byte));
    // Plain letters are told apart already; what is left is beside a character beyond ASCII.
    let is_beside_other = first == Some(Lead::Other)
        || at.checked_sub(1).and_then(|last| bytes.get(last)).is_some_and(|byte| !byte.is_ascii());
    if !is_beside_other || first == Some(Lead::Han) {
        return false;
    }
    let (before, after) = text.split_at_checked(at).unwrap_or_default();
    after.chars().next().is_some_and(is_letter) && before.chars().next_back().is_some_and(is_letter)
}

/// A letter or digit of a script that writes words apart.
pub(super) fn is_letter(c: char) -> bool {
    is_sign_of_word(c) && !is_ideograph(c)
}

#[cfg(test)]
mod tests {
    use aho_corasick::AhoCorasick;
    use proptest::prelude::*;

    use super::*;
    use crate::text::Normal;

    /// The same by an automaton that looks everywhere.
    fn plain(literals: &[Literal], text: &str) -> Vec<Hit> {
        let all = AhoCorasick::new(literals.iter().map(|literal| &literal.text)).unwrap();
        let begins_letter = |text: &str| text.starts_with(is_letter);
        let ends_letter = |text: &str| text.ends_with(is_letter);
        let mut found = Vec::new();
        for one in all.find_overlapping_iter(text) {
            let literal = &literals[one.pattern().as_usize()];
            let is_inside = begins_letter(&literal.text) && ends_letter(&text[..one.start()]);
            let goes_on = ends_letter(&literal.text) && begins_letter(&text[one.end()..]);
            if !is_inside && (literal.is_open || !goes_on) {
                let (start, end) = (one.start() as u32, one.end() as u32);
                found.push(Hit { phrase: one.pattern().as_u32(), start, end });
            }
        }
        found.sort_by_key(|hit| (hit.end, hit.start, hit.phrase));
        found
    }

    fn some_text() -> impl Strategy<Value = String> {
        let parts = prop::sample::select(vec![
            "a",
            "b",
            "ab",
            "order",
            "ord",
            "order number",
            " ",
            "'",
            "доставк",
            "до",
            "не",
            "я",
            "退",
            "款",
            "退款",
            "0",
            "12",
            ":)",
            ":",
            ".",
            "é",
            "😀",
            "ｗ",
            "か",
            "\u{301}",
            "々",
        ]);
        prop_oneof![
            4 => prop::collection::vec(parts, 1..8).prop_map(|parts| parts.concat()),
            1 => any::<String>(),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

        #[test]
        fn what_is_found_is_what_an_automaton_finds(
            literals in prop::collection::vec((some_text(), any::<bool>()), 1..40),
            text in prop::collection::vec(some_text(), 0..12),
        ) {
            let literal = |(text, is_open): &(String, bool)| {
                let text = Normal::of(text).text().trim().to_owned();
                Literal { text, is_open: *is_open }
            };
            let mut literals: Vec<Literal> = literals.iter().map(literal).collect();
            literals.retain(|literal| !literal.text.is_empty());
            let text = text.concat();
            let normal = Normal::of(&text);
            let mut found = Vec::new();
            Literals::new(literals.iter().zip(0..)).find(normal.text(), |hit| found.push(hit));
            prop_assert!(found.is_sorted_by_key(|hit| (hit.start, hit.end)));
            found.sort_by_key(|hit| (hit.end, hit.start, hit.phrase));
            prop_assert_eq!(found, plain(&literals, normal.text()));
        }
    }
}
