//! How literals begin, so that most places of a text need no closer look and others a short one.

use super::tree::{Entry, Tree};

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

/// The first characters of all literals, and where they lead in the tree of them.
#[derive(Clone, Debug)]
pub(super) struct Beginnings {
    /// The first two to four characters of the literals that have as many.
    long: Bits<1024>,
    /// The first one or two of those that are shorter.
    short: Bits<128>,
    /// The first two bytes of those of one letter, or any that begin with the only one.
    pairs: Bits<128>,
    /// The same beginnings as in `long`, with where they lead: each in the first free slot from its own
    /// on, of as many as a power of two; 0 is a free slot's.
    heads: Vec<(u64, Entry)>,
}

impl Beginnings {
    /// Those of the literals of a tree, in order of their bytes.
    pub(super) fn of(literals: &[&[u8]], tree: &Tree) -> Self {
        let (long, short, pairs) = (Bits::new(), Bits::new(), Bits::new());
        let mut all = Self { long, short, pairs, heads: Vec::new() };
        let mut heads: Vec<(u64, Entry)> = Vec::new();
        for literal in literals {
            let [first, rest @ ..] = *literal else { continue };
            let mut head = [0; HEAD];
            head.iter_mut().zip(*literal).for_each(|(head, byte)| *head = *byte);
            let (long, short) = lengths(*first);
            match rest.first() {
                _ if literal.len() >= long => {
                    let key = number(head, long);
                    all.long.add(key);
                    if heads.last().is_none_or(|(last, _)| *last != key) {
                        heads.push((key, tree.enter(literal.get(..long).unwrap_or_default())));
                    }
                }
                _ if literal.len() >= short => all.short.add(number(head, short)),
                Some(next) => all.pairs.add(pair(*first, *next)),
                None => (0..=u8::MAX).for_each(|next| all.pairs.add(pair(*first, next))),
            }
        }
        // A third of the slots at least stays free.
        all.heads = vec![(0, Tree::ROOT); (heads.len() * 3 / 2 + 1).next_power_of_two()];
        heads.into_iter().for_each(|(key, entry)| all.lead(key, entry));
        all
    }

    /// Where what stands at a place leads, and how many of its bytes lead there; `None` if no literal
    /// begins so.
    pub(super) fn enter(&self, bytes: &[u8], at: usize) -> Option<(Entry, usize)> {
        let rest = bytes.get(at..).unwrap_or_default();
        let Some(&head) = rest.first_chunk::<HEAD>() else { return Some((Tree::ROOT, 0)) };
        let [first, next, ..] = head;
        let (long, short) = lengths(first);
        let key = number(head, long);
        // All three are looked up, as which one it is can hardly be foretold.
        let may_be = self.long.has(key)
            | self.short.has(number(head, short))
            | self.pairs.has(pair(first, next));
        may_be.then(|| self.head(key).map_or((Tree::ROOT, 0), |entry| (entry, long)))
    }

    /// Notes where a beginning leads.
    fn lead(&mut self, key: u64, entry: Entry) {
        let count = self.heads.len();
        let (before, after) = self.heads.split_at_mut(slot(key, count));
        let mut slots = after.iter_mut().chain(before);
        if let Some(free) = slots.find(|(other, _)| *other == 0) {
            *free = (key, entry);
        }
    }

    fn head(&self, key: u64) -> Option<Entry> {
        let mut at = slot(key, self.heads.len());
        loop {
            match *self.heads.get(at)? {
                (0, _) => return None,
                (other, entry) if other == key => return Some(entry),
                _ => {}
            }
            at = (at + 1) & (self.heads.len() - 1);
        }
    }
}

/// Which of so many slots, a power of two, is a number's own.
fn slot(number: u64, count: usize) -> usize {
    (number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & (count - 1)
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
        Beginnings::of(&literals, &Tree::new(&literals))
    }

    proptest! {
        #[test]
        fn what_is_there_is_never_denied(literal in ".{1,4}|[а-яa-z一-丁]{1,5}", before in "a{0,2}", after in ".{0,9}") {
            let text = format!("{before}{literal}{after}");
            prop_assert!(beginnings(&[&literal]).enter(text.as_bytes(), before.len()).is_some());
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
            assert_eq!(beginnings.enter(text.as_bytes(), 0).is_some(), may_be, "{text}");
        }
    }
}
