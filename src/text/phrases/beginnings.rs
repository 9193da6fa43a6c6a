//! How literals begin, so that most places of a text need no closer look.

/// A bit for each of 65,536 numbers.
#[derive(Clone, Debug)]
struct Bits(Box<[u64; 1024]>);

impl Bits {
    fn add(&mut self, number: u16) {
        if let Some(word) = self.0.get_mut(usize::from(number / 64)) {
            *word |= 1 << (number % 64);
        }
    }

    fn has(&self, number: u16) -> bool {
        self.0.get(usize::from(number / 64)).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }
}

/// The first bytes of all literals.
#[derive(Clone, Debug)]
pub(super) struct Beginnings {
    /// [Heads](head) of the literals that are as long.
    heads: Bits,
    /// The first two bytes of those that are shorter, or any that begin with the only one.
    pairs: Bits,
}

impl Beginnings {
    pub(super) fn of<'t>(literals: impl Iterator<Item = &'t [u8]>) -> Self {
        let none = || Bits(Box::new([0; 1024]));
        let mut all = Self { heads: none(), pairs: none() };
        for literal in literals {
            match *literal {
                [] => {}
                [first] => (0..=u8::MAX).for_each(|next| all.pairs.add(pair(first, next))),
                [first @ 0xE0..=0xEF, second, third, ..] => {
                    all.heads.add(head([first, second, third, 0]));
                }
                [first, second, third, fourth, ..] => {
                    all.heads.add(head([first, second, third, fourth]));
                }
                [first, second, ..] => all.pairs.add(pair(first, second)),
            }
        }
        all
    }

    /// Whether a literal may stand at a place; never wrong in denying it.
    pub(super) fn may_be_at(&self, bytes: &[u8], at: usize) -> bool {
        let rest = bytes.get(at..).unwrap_or_default();
        match rest.first_chunk::<4>() {
            Some(&first) => {
                let [one, two, ..] = first;
                self.heads.has(head(first)) || self.pairs.has(pair(one, two))
            }
            None => true,
        }
    }
}

/// A number for four bytes, or for three that are one character.
fn head(bytes: [u8; 4]) -> u16 {
    let four = u32::from_le_bytes(bytes);
    let is_one = bytes.first().is_some_and(|first| (0xE0..=0xEF).contains(first));
    let bytes = if is_one { four & 0xFF_FFFF } else { four };
    (bytes.wrapping_mul(0x9E37_79B1) >> 16) as u16
}

fn pair(first: u8, second: u8) -> u16 {
    u16::from_be_bytes([first, second])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_there_is_never_denied(literal in ".{1,4}", before in "a{0,2}", after in ".{0,3}") {
            let beginnings = Beginnings::of(std::iter::once(literal.as_bytes()));
            let text = format!("{before}{literal}{after}");
            prop_assert!(beginnings.may_be_at(text.as_bytes(), before.len()));
        }
    }

    #[test]
    fn what_begins_otherwise_is_denied() {
        let beginnings = Beginnings::of(["order", "ok", "退款"].into_iter().map(str::as_bytes));
        for (text, may_be) in [
            ("orders", true),
            ("okay", true),
            ("退货物", true),
            ("ordinal", false),
            ("over", false),
            ("货退款", false),
        ] {
            assert_eq!(beginnings.may_be_at(text.as_bytes(), 0), may_be, "{text}");
        }
    }
}
