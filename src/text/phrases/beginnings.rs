//! How literals begin, so that most places of a text need no closer look and others a short one.

use std::collections::BTreeMap;

use super::branches::{Branches, Meant};

/// A bit for each of 64 times so many numbers, few enough to stay near.
#[derive(Clone, Debug)]
struct Bits<const WORDS: usize>(Box<[u64; WORDS]>);

impl<const WORDS: usize> Bits<WORDS> {
    fn new() -> Self {
        Self(Box::new([0; WORDS]))
    }

    fn add(&mut self, number: u64) {
        let (word, bit) = Self::place(number);
        if let Some(word) = self.0.get_mut(word) {
            *word |= 1 << bit;
        }
    }

    fn has(&self, number: u64) -> bool {
        let (word, bit) = Self::place(number);
        self.0.get(word).is_some_and(|word| word >> bit & 1 != 0)
    }

    /// Where a number's bit is, which it may share with others.
    fn place(number: u64) -> (usize, u64) {
        let mixed = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        ((mixed >> 48) as usize % WORDS, mixed >> 42 & 63)
    }
}

/// The first characters of all literals, and the trees of those that begin with them.
#[derive(Clone, Debug)]
pub(super) struct Beginnings {
    /// The first two to four characters of the literals that have as many.
    long: Bits<1024>,
    /// The first one or two of those that are shorter.
    short: Bits<128>,
    /// The first two bytes of those of one letter, or any that begin with the only one.
    pairs: Bits<128>,
    /// Trees by such beginnings as `long` and `short` have: each in the first free slot from its own on,
    /// of as many as a power of two; 0 is a free slot's.
    trees: Vec<(u64, u32)>,
    /// The trees of the shortest, by their first byte.
    shortest: Vec<Option<u32>>,
    branches: Branches,
}

impl Beginnings {
    /// Those of literals in order of their bytes.
    pub(super) fn of(literals: &[Meant<'_>]) -> Self {
        let mut all = Self {
            long: Bits::new(),
            short: Bits::new(),
            pairs: Bits::new(),
            trees: Vec::new(),
            shortest: vec![None; 256],
            branches: Branches::default(),
        };
        let mut groups: BTreeMap<&[u8], Vec<Meant<'_>>> = BTreeMap::new();
        for one in literals {
            groups.entry(beginning(one.text)).or_default().push(*one);
        }
        let mut trees: Vec<(u64, u32)> = Vec::new();
        // Every literal that others begin with stands right before them.
        let mut before: Vec<Meant<'_>> = Vec::new();
        let mut short = literals.iter().filter(|one| one.text.len() < HEAD).peekable();
        for (beginning, mut group) in groups {
            while let Some(next) = short.next_if(|one| one.text < beginning) {
                before.retain(|one| next.text.starts_with(one.text));
                before.push(*next);
            }
            let (Some(first), len) = (beginning.first(), beginning.len()) else { continue };
            let shared = before.iter().filter(|one| beginning.starts_with(one.text));
            group.splice(..0, shared.copied());
            let tree = all.branches.add(&group);
            let key = number(head(beginning), len);
            match lengths(*first) {
                (long, _) if long == len => all.long.add(key),
                (_, short) if short == len => all.short.add(key),
                _ => {
                    if let Some(shortest) = all.shortest.get_mut(usize::from(*first)) {
                        *shortest = Some(tree);
                    }
                    group.iter().for_each(|one| all.add_pairs(one.text));
                    continue;
                }
            }
            trees.push((key, tree));
        }
        // A third of the slots at least stays free.
        all.trees = vec![(0, 0); (trees.len() * 3 / 2 + 1).next_power_of_two()];
        trees.into_iter().for_each(|(key, tree)| all.keep(key, tree));
        all
    }

    /// Shows every literal that stands at a place, the shorter first: its end, and what it stands for.
    pub(super) fn at(&self, text: &[u8], at: usize, show: impl FnMut(usize, u32)) {
        if let Some(tree) = self.tree(text, at) {
            self.branches.at(tree, text, at, show);
        }
    }

    /// The tree of the literals that may stand at a place; `None` if none does.
    pub(super) fn tree(&self, text: &[u8], at: usize) -> Option<u32> {
        let rest = text.get(at..).unwrap_or_default();
        let head = head(rest);
        let [first, next, ..] = head;
        let (long, short) = lengths(first);
        let (long, short) = (number(head, long), number(head, short));
        // All three are looked up, as which one it is can hardly be foretold.
        let is_long = self.long.has(long);
        let is_short = self.short.has(short);
        if !(is_long | is_short | self.pairs.has(pair(first, next))) {
            return None;
        }
        let kept = |may_be: bool, key| if may_be { self.kept(key) } else { None };
        let shortest = || self.shortest.get(usize::from(first)).copied().flatten();
        kept(is_long, long).or_else(|| kept(is_short, short)).or_else(shortest)
    }

    /// Notes the first two bytes of a literal, or any that begin with the only one.
    fn add_pairs(&mut self, literal: &[u8]) {
        match *literal {
            [first, next, ..] => self.pairs.add(pair(first, next)),
            [first] => (0..=u8::MAX).for_each(|next| self.pairs.add(pair(first, next))),
            [] => {}
        }
    }

    fn keep(&mut self, key: u64, tree: u32) {
        let count = self.trees.len();
        let (before, after) = self.trees.split_at_mut(slot(key, count));
        let mut slots = after.iter_mut().chain(before);
        if let Some(free) = slots.find(|(other, _)| *other == 0) {
            *free = (key, tree);
        }
    }

    fn kept(&self, key: u64) -> Option<u32> {
        let mut at = slot(key, self.trees.len());
        loop {
            match *self.trees.get(at)? {
                (0, _) => return None,
                (other, tree) if other == key => return Some(tree),
                _ => at = (at + 1) & (self.trees.len() - 1),
            }
        }
    }
}

/// Which of so many slots, a power of two, is a number's own.
fn slot(number: u64, count: usize) -> usize {
    (number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & (count - 1)
}

/// A literal's first bytes: as many as [`lengths`] has for it, or one.
fn beginning(literal: &[u8]) -> &[u8] {
    let (long, short) = literal.first().map_or((1, 1), |first| lengths(*first));
    [long, short, 1].into_iter().find_map(|len| literal.get(..len)).unwrap_or_default()
}

/// The first bytes, with zeros after the end.
fn head(bytes: &[u8]) -> [u8; HEAD] {
    bytes.first_chunk().copied().unwrap_or_else(|| {
        let mut head = [0; HEAD];
        head.iter_mut().zip(bytes).for_each(|(head, byte)| *head = *byte);
        head
    })
}

/// As many bytes as are looked at.
const HEAD: usize = 8;

/// How many bytes of a literal's beginning are looked at, by its first byte, and how many if it has
/// not as many: four and two characters, of Chinese two and one.
fn lengths(first: u8) -> (usize, usize) {
    match first {
        0xD0 | 0xD1 => (8, 4),
        0xE0..=0xEF => (6, 3),
        _ => (4, 3),
    }
}

/// A number for some of the bytes.
fn number(head: [u8; HEAD], len: usize) -> u64 {
    u64::from_le_bytes(head) & (u64::MAX >> (64 - 8 * len))
}

fn pair(first: u8, second: u8) -> u64 {
    u64::from_le_bytes([first, second, 0, 0, 0, 0, 0, 0])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn beginnings(literals: &[&str]) -> Beginnings {
        let mut literals: Vec<&[u8]> = literals.iter().map(|text| text.as_bytes()).collect();
        literals.sort_unstable();
        let meant = literals.into_iter().zip(0..).map(|(text, number)| Meant { text, number });
        Beginnings::of(&meant.collect::<Vec<_>>())
    }

    proptest! {
        #[test]
        fn what_is_there_is_never_denied(literal in ".{1,4}|[а-яa-z一-丁]{1,5}", before in "a{0,2}", after in ".{0,9}") {
            let text = format!("{before}{literal}{after}");
            prop_assert!(beginnings(&[&literal]).tree(text.as_bytes(), before.len()).is_some());
        }
    }

    #[test]
    fn what_begins_otherwise_is_denied() {
        let beginnings = beginnings(&["order", "ok", "退款"]);
        for (text, may_be) in [
            ("orders and more", true),
            ("ok, and more", true),
            ("退款物流", true),
            ("退货物流", false),
            ("ordinal numbers", false),
            ("over and out", false),
            ("货退款物流", false),
            ("ok", true),
        ] {
            assert_eq!(beginnings.tree(text.as_bytes(), 0).is_some(), may_be, "{text}");
        }
    }
}
