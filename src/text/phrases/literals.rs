//! The parts of phrases as they are written, found by one automaton.

use aho_corasick::automaton::{Automaton, StateID};
use aho_corasick::nfa::contiguous::NFA;
use aho_corasick::{Anchored, BuildError};

use super::beginnings::Beginnings;
use super::list::Literal;
use crate::text::words::{Lead, Marks, char_at, is_ideograph, is_sign_of_word, lead};

/// Literals, ready to be looked up.
///
/// The automaton is only ever started where a literal may begin (at a word's first letter, a Chinese
/// character, a sign) and left as soon as nothing that begins there can follow. It is the compact kind,
/// as a table of all transitions is thirty times as large and takes longer to make than a small run.
#[derive(Clone, Debug)]
pub(super) struct Literals {
    automaton: NFA,
    start: StateID,
    beginnings: Beginnings,
    /// Whether a literal ends where a word does.
    ends_word: Vec<bool>,
}

/// A literal that stands in a text: where, and which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Standing {
    pub end: usize,
    pub start: usize,
    pub literal: u32,
}

impl Literals {
    /// Literals that are told apart by their place.
    ///
    /// # Errors
    /// If there is more of them than an automaton holds.
    pub(super) fn new(literals: &[Literal]) -> Result<Self, BuildError> {
        let texts = || literals.iter().map(|literal| literal.text.as_bytes());
        let ends_word = |literal: &Literal| {
            !literal.is_open && literal.text.chars().next_back().is_some_and(is_letter)
        };
        let automaton = NFA::builder().prefilter(false).build(texts())?;
        Ok(Self {
            start: automaton.start_state(Anchored::Yes).unwrap_or_default(),
            automaton,
            beginnings: Beginnings::of(texts()),
            ends_word: literals.iter().map(ends_word).collect(),
        })
    }

    /// Those in a normalised text, by their end, then the longer first.
    pub(super) fn find(&self, text: &str) -> Vec<Standing> {
        let bytes = text.as_bytes();
        let mut found = Vec::new();
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
        let mut state = self.start;
        for (at, &byte) in text.as_bytes().iter().enumerate().skip(start) {
            state = self.automaton.next_state(Anchored::Yes, state, byte);
            if !self.automaton.is_special(state) {
                continue;
            }
            if self.automaton.is_dead(state) {
                return;
            }
            let end = at + 1;
            for index in 0..self.automaton.match_len(state) {
                let literal = self.automaton.match_pattern(state, index);
                // A state also knows the literals that end here and began later, after the longer.
                if self.automaton.pattern_len(literal) != end - start {
                    break;
                }
                let literal = literal.as_u32();
                if self.may_end(text, end, literal) {
                    found.push(Standing { end, start, literal });
                }
            }
        }
    }

    /// Whether a literal that ends at a place may end there.
    fn may_end(&self, text: &str, end: usize, literal: u32) -> bool {
        let ends_word = self.ends_word.get(literal as usize).is_some_and(|ends| *ends);
        !ends_word || !char_at(text, end).is_some_and(is_letter)
    }
}

/// Whether a letter of a word stands at a place that another stands before.
fn is_inside_word(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at_checked(at).unwrap_or_default();
    // Plain letters are told apart already; what is left is beside a character beyond ASCII.
    let is_beside_other = before.as_bytes().last().is_some_and(|byte| !byte.is_ascii())
        || after.as_bytes().first().is_some_and(|byte| lead(*byte) == Lead::Other);
    is_beside_other
        && after.chars().next().is_some_and(is_letter)
        && before.chars().next_back().is_some_and(is_letter)
}

/// A letter or digit of a script that writes words apart.
pub(super) fn is_letter(c: char) -> bool {
    is_sign_of_word(c) && !is_ideograph(c)
}
