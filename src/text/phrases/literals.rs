//! The parts of phrases as they are written, looked for where words begin.

use super::beginnings::Beginnings;
use super::list::Literal;
use super::tree::Tree;
use crate::text::words::{Lead, Marks, char_at, is_ideograph, is_sign_of_word, lead};

/// Literals, ready to be looked up.
///
/// The tree is only ever entered where a literal may begin (at a word's first letter, a Chinese
/// character, a sign) and left as soon as nothing that begins there can follow.
#[derive(Clone, Debug)]
pub(super) struct Literals {
    tree: Tree,
    beginnings: Beginnings,
    /// By the number of a text in the tree, where what it stands for begins among the endings.
    texts: Vec<(u32, u32)>,
    endings: Vec<Ending>,
}

/// A literal, and what may follow it.
#[derive(Clone, Copy, Debug)]
struct Ending {
    literal: u32,
    /// Whether it ends where a word does.
    ends_word: bool,
}

/// A literal that stands in a text: where, and which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Standing {
    pub end: u32,
    pub start: u32,
    pub literal: u32,
}

impl Literals {
    /// Literals that are told apart by their place.
    pub(super) fn new(literals: &[Literal]) -> Self {
        let mut all: Vec<(&[u8], Ending)> = Vec::new();
        for (number, literal) in (0..).zip(literals) {
            let ends_word =
                !literal.is_open && literal.text.chars().next_back().is_some_and(is_letter);
            all.push((literal.text.as_bytes(), Ending { literal: number, ends_word }));
        }
        all.sort_by_key(|(text, _)| *text);
        let mut texts: Vec<(&[u8], (u32, u32))> = Vec::new();
        for (place, (text, _)) in (0..).zip(&all) {
            match texts.last_mut().filter(|(last, _)| last == text) {
                Some((_, (_, to))) => *to = place + 1,
                None => texts.push((text, (place, place + 1))),
            }
        }
        let (bytes, texts): (Vec<&[u8]>, Vec<(u32, u32)>) = texts.into_iter().unzip();
        Self {
            tree: Tree::new(&bytes),
            beginnings: Beginnings::of(bytes.into_iter()),
            texts,
            endings: all.into_iter().map(|(_, ending)| ending).collect(),
        }
    }

    /// Those in a normalised text, by their end, then the longer first.
    pub(super) fn find(&self, text: &str) -> Vec<Standing> {
        let bytes = text.as_bytes();
        let mut found = Vec::with_capacity(bytes.len() / 8);
        for start in Marks::new(text).starts() {
            if self.beginnings.may_be_at(bytes, start) && !is_inside_word(text, start) {
                self.look(text, start, &mut found);
            }
        }
        if self.beginnings.has_signs() {
            let signs = bytes.iter().enumerate().filter(|(_, byte)| lead(**byte) == Lead::Sign);
            let may_be = |at: &usize| self.beginnings.may_be_at(bytes, *at);
            signs.map(|(at, _)| at).filter(may_be).for_each(|at| self.look(text, at, &mut found));
        }
        found.sort_unstable();
        found
    }

    /// Finds the literals that begin at a place.
    fn look(&self, text: &str, start: usize, found: &mut Vec<Standing>) {
        self.tree.at(text.as_bytes(), start, |end, text_number| {
            let (from, to) = self.texts.get(text_number).copied().unwrap_or_default();
            for ending in self.endings.get(from as usize..to as usize).unwrap_or_default() {
                if !ending.ends_word || !goes_on(text, end) {
                    let (start, end) = (start as u32, end as u32);
                    found.push(Standing { end, start, literal: ending.literal });
                }
            }
        });
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
