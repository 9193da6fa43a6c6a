//! The parts of phrases as they are written, looked for where words begin.

use super::beginnings::Beginnings;
use super::find::Hit;
use super::list::Literal;
use super::tree::{Entry, Tree};
use crate::text::words::{Lead, Marks, char_at, is_ideograph, is_sign_of_word, lead};

/// Literals, ready to be looked up.
///
/// The tree is only ever entered where a literal may begin (at a word's first letter, a Chinese
/// character, a sign) and left as soon as nothing that begins there can follow.
#[derive(Clone, Debug)]
pub(super) struct Literals {
    beginnings: Beginnings,
    tree: Tree,
    /// By their number in the tree.
    texts: Vec<Text>,
    /// What the texts stand for, those of one text together.
    meanings: Vec<Meaning>,
}

/// A text of the tree.
#[derive(Clone, Copy, Debug)]
struct Text {
    len: u32,
    /// The longest other text that it begins with; itself if there is none.
    shorter: u32,
    /// Where its first meaning is.
    meaning: u32,
}

/// What a literal stands for.
#[derive(Clone, Copy, Debug)]
struct Meaning {
    number: u32,
    /// Whether the literal ends where a word does.
    ends_word: bool,
    /// Whether another meaning of the same text follows.
    has_next: bool,
}

impl Literals {
    /// Literals, each with a number for what it stands for; several may stand for one and one for several.
    pub(super) fn new<'l>(all: impl Iterator<Item = (&'l Literal, u32)>) -> Self {
        let mut all: Vec<(&'l Literal, u32)> = all.collect();
        all.sort_by_key(|(literal, _)| literal.text.as_bytes());
        let mut meanings = Vec::with_capacity(all.len());
        let (mut bytes, mut texts): (Vec<&[u8]>, Vec<Text>) = Default::default();
        // The texts that the last one begins with, and itself.
        let mut around: Vec<usize> = Vec::new();
        for same in all.chunk_by(|one, other| one.0.text == other.0.text) {
            let Some((literal, _)) = same.first() else { continue };
            let text = literal.text.as_bytes();
            around.retain(|outer| bytes.get(*outer).is_some_and(|outer| text.starts_with(outer)));
            let shorter = around.last().copied().unwrap_or(bytes.len()) as u32;
            around.push(bytes.len());
            bytes.push(text);
            texts.push(Text { len: text.len() as u32, shorter, meaning: meanings.len() as u32 });
            for (place, (literal, number)) in (1..).zip(same) {
                let ends_letter = literal.text.chars().next_back().is_some_and(is_letter);
                let (ends_word, has_next) = (!literal.is_open && ends_letter, place < same.len());
                meanings.push(Meaning { number: *number, ends_word, has_next });
            }
        }
        let tree = Tree::new(&bytes);
        Self { beginnings: Beginnings::of(&bytes, &tree), tree, texts, meanings }
    }

    /// What the literals in a normalised text stand for, by the literals' end, then the longer first.
    pub(super) fn find(&self, text: &str) -> Vec<Hit> {
        let mut found = Vec::with_capacity(text.len() / 8);
        for start in Marks::new(text).starts() {
            if let Some((entry, depth)) = self.beginnings.enter(text.as_bytes(), start)
                && !is_inside_word(text, start)
            {
                self.look(text, start, entry, depth, &mut found);
            }
        }
        found.sort_by_key(|hit: &Hit| (hit.end, hit.start));
        found
    }

    /// Finds the literals that begin at a place, the first bytes of which lead to an entry.
    fn look(&self, text: &str, start: usize, entry: Entry, depth: usize, found: &mut Vec<Hit>) {
        let rest = text.as_bytes().get(start..).unwrap_or_default();
        let mut next = self.tree.longest(rest, entry, depth);
        while let Some(number) = next {
            let Some(literal) = self.texts.get(number) else { return };
            let (from, to) = (start as u32, start as u32 + literal.len);
            let goes_on = goes_on(text, to as usize);
            let mut meanings = self.meanings.iter().skip(literal.meaning as usize);
            while let Some(meaning) = meanings.next() {
                if !(meaning.ends_word && goes_on) {
                    found.push(Hit { phrase: meaning.number, start: from, end: to });
                }
                if !meaning.has_next {
                    break;
                }
            }
            let shorter = literal.shorter as usize;
            next = (shorter != number).then_some(shorter);
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
