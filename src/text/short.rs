//! Sets of short words.

use std::ops::Range;

/// Every word of a set is shorter, in bytes.
const TOO_LONG: usize = 16;
/// Pairs of slots for words.
const PAIRS: usize = 256;
/// The first bit of every byte.
const BEYOND_ASCII: u128 = 0x8080_8080_8080_8080_8080_8080_8080_8080;

/// What small ASCII letters have and capitals lack, in every byte.
const SMALL: u128 = 0x2020_2020_2020_2020_2020_2020_2020_2020;

/// Up to a hundred words of up to 15 bytes: ASCII in any case, or Russian in small letters.
///
/// Looking a word up takes no branch, as whether a word is one of a set can hardly be foretold.
#[derive(Clone, Debug)]
pub(super) struct ShortWords {
    /// Each word in a pair of its own or with one other; 0 is a free slot.
    pairs: [[u128; 2]; PAIRS],
    /// By which words are spread so that no three share a pair.
    factor: u64,
}

impl ShortWords {
    /// A set of words; longer ones are left out.
    pub(super) fn new<'t>(words: impl IntoIterator<Item = &'t str>) -> Self {
        let keys: Vec<u128> = words.into_iter().filter_map(key).collect();
        let mut set = Self { pairs: [[0; 2]; PAIRS], factor: 0x9E37_79B9_7F4A_7C15 };
        while !set.take_in(&keys) {
            // Odd, and unlike the one before in every bit that spreads.
            let factor = set.factor.wrapping_mul(0x2545_F491_4F6C_DD1D) | 1;
            set = Self { pairs: [[0; 2]; PAIRS], factor };
        }
        set
    }

    /// Whether all words had a slot.
    fn take_in(&mut self, keys: &[u128]) -> bool {
        keys.iter().all(|key| {
            let pair = self.pair(*key);
            let slots = self.pairs.get_mut(pair).into_iter().flatten();
            let free = slots.into_iter().find(|slot| **slot == 0 || **slot == *key);
            free.map(|slot| *slot = *key).is_some()
        })
    }

    /// Whether a word is one of the set, with its ASCII letters in any case.
    pub(super) fn has(&self, word: &str) -> bool {
        key(word).is_some_and(|key| self.has_key(key))
    }

    /// The same of a part of a text, which is faster where the text goes on after it; `None` if the part
    /// is not ASCII.
    pub(super) fn has_ascii(&self, text: &str, part: Range<usize>) -> Option<bool> {
        let rest =
            text.as_bytes().get(part.start..).and_then(|rest| rest.first_chunk::<TOO_LONG>());
        let Some(all) = rest else {
            let word = text.get(part)?;
            return word.is_ascii().then(|| self.has(word));
        };
        let len @ 1..TOO_LONG = part.len() else { return Some(false) };
        let key = folded(*all, len);
        (key & BEYOND_ASCII == 0).then(|| self.has_key(key))
    }

    fn has_key(&self, key: u128) -> bool {
        let [one, other] = self.pairs.get(self.pair(key)).copied().unwrap_or_default();
        (one == key) | (other == key)
    }

    fn pair(&self, key: u128) -> usize {
        ((key as u64 ^ (key >> 64) as u64).wrapping_mul(self.factor) >> 56) as usize
    }
}

/// A word with small ASCII letters as one number; `None` if it is empty or too long.
fn key(word: &str) -> Option<u128> {
    let mut bytes = [0; TOO_LONG];
    bytes.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
    (!word.is_empty() && word.len() < TOO_LONG).then(|| folded(bytes, word.len()))
}

/// Makes ASCII letters small, with a bit that digits, `'`, `-` and `.` have anyhow. The same bit keeps
/// small Russian letters apart.
fn folded(bytes: [u8; TOO_LONG], len: usize) -> u128 {
    (u128::from_le_bytes(bytes) | SMALL) & ((1 << (8 * len)) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_case_and_no_others() {
        let set = ShortWords::new(["order", "don't", "просп", "a word that is too long", "order"]);
        assert!(set.has("Order") && set.has("DON'T") && set.has("просп"));
        for word in ["", "orders", "orde", "проспе", "a word that is too long"] {
            assert!(!set.has(word), "{word}");
        }
        for text in ["order", "my order", "my ORDER and what else there is"] {
            let at = text.to_lowercase().find("order").unwrap();
            assert_eq!(set.has_ascii(text, at..at + 5), Some(true));
            assert_eq!(set.has_ascii(text, at..at + 4), Some(false));
            assert_eq!(set.has_ascii(text, at..at), Some(false));
        }
        assert_eq!(set.has_ascii("просп", 0..10), None);
        assert_eq!(set.has_ascii("просп. Мира, 12", 0..10), None);
    }

    #[test]
    fn a_hundred_words_have_room() {
        let words: Vec<String> = (0..100).map(|number| format!("word{number}")).collect();
        let set = ShortWords::new(words.iter().map(String::as_str));
        assert!(words.iter().all(|word| set.has(word)));
    }
}
