//! How literals begin, so that most places of a text need no closer look.

use crate::text::words::{Lead, lead};

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

/// The first characters of all literals.
#[derive(Clone, Debug)]
pub(super) struct Beginnings {
    /// The first two to four characters of the literals that have as many.
    long: Bits<1024>,
    /// The first one or two of those that are shorter.
    short: Bits<128>,
    /// The first two bytes of those of one letter, or any that begin with the only one.
    pairs: Bits<128>,
    has_signs: bool,
}

impl Beginnings {
    pub(super) fn of<'t>(literals: impl Iterator<Item = &'t [u8]>) -> Self {
        let mut all =
            Self { long: Bits::new(), short: Bits::new(), pairs: Bits::new(), has_signs: false };
        for literal in literals {
            let [first, rest @ ..] = literal else { continue };
            all.has_signs |= lead(*first) == Lead::Sign;
            let mut head = [0; HEAD];
            head.iter_mut().zip(literal).for_each(|(head, byte)| *head = *byte);
            let (long, short) = lengths(*first);
            match rest.first() {
                _ if literal.len() >= long => all.long.add(number(head, long)),
                _ if literal.len() >= short => all.short.add(number(head, short)),
                Some(next) => all.pairs.add(pair(*first, *next)),
                None => (0..=u8::MAX).for_each(|next| all.pairs.add(pair(*first, next))),
            }
        }
        all
    }

    /// Whether a literal begins with neither a letter nor a character beyond ASCII.
    pub(super) fn has_signs(&self) -> bool {
        self.has_signs
    }

    /// Whether a literal may stand at a place; never wrong in denying it.
    pub(super) fn may_be_at(&self, bytes: &[u8], at: usize) -> bool {
        let rest = bytes.get(at..).unwrap_or_default();
        let Some(&head) = rest.first_chunk::<HEAD>() else { return true };
        let [first, next, ..] = head;
        let (long, short) = lengths(first);
        // All three are looked up, as which one it is can hardly be foretold.
        self.long.has(number(head, long))
            | self.short.has(number(head, short))
            | self.pairs.has(pair(first, next))
    }
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

    proptest! {
        #[test]
        fn what_is_there_is_never_denied(literal in ".{1,4}|[а-яa-z一-丁]{1,5}", before in "a{0,2}", after in ".{0,9}") {
            let beginnings = Beginnings::of(std::iter::once(literal.as_bytes()));
            let text = format!("{before}{literal}{after}");
            prop_assert!(beginnings.may_be_at(text.as_bytes(), before.len()));
        }
    }

    #[test]
    fn what_begins_otherwise_is_denied() {
        let beginnings = Beginnings::of(["order", "ok", "退款"].into_iter().map(str::as_bytes));
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
            assert_eq!(beginnings.may_be_at(text.as_bytes(), 0), may_be, "{text}");
        }
    }
}
