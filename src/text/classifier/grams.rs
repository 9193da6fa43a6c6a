//! The runs of characters that a text is compared by.

use std::cell::RefCell;

use crate::text::words::is_sign_of_word;

/// Runs are told apart by so many bits of their hash.
const BITS: u32 = 20;
/// How many different runs there can be.
pub(super) const BUCKETS: usize = 1 << BITS;
/// No more of a text than this is read, in bytes of its one spelling.
const MOST: usize = 2_000;
/// Lengths of the runs, in characters.
const SHORTEST: usize = 2;
const LONGEST: usize = 5;
/// Stands before and after a word.
const EDGE: u32 = 0x20;

/// A run and how often it is in a text, in one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Gram(u32);

impl Gram {
    /// A count beyond 4095 is taken as that.
    pub fn new(place: u32, count: u32) -> Self {
        Self(place | count.min((1 << (32 - BITS)) - 1) << BITS)
    }

    /// Its bucket or column.
    pub fn place(self) -> u32 {
        self.0 & (BUCKETS as u32 - 1)
    }

    /// How often it is in the text.
    pub fn count(self) -> u32 {
        self.0 >> BITS
    }
}

/// The different runs of 2 to 5 characters within the words of a normalised text, their edges counted
/// as characters, by bucket. Digits are all alike, and a number is one digit.
pub(super) fn grams(text: &str) -> Vec<Gram> {
    thread_local! {
        static HASHES: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
    }
    HASHES.with_borrow_mut(|hashes| {
        hashes.clear();
        let mut word = vec![EDGE];
        let clipped = text.get(..text.floor_char_boundary(MOST)).unwrap_or(text);
        for c in clipped.chars().chain([' ']) {
            if is_sign_of_word(c) {
                let letter = if c.is_ascii_digit() { u32::from('0') } else { u32::from(c) };
                let goes_on = letter == u32::from('0') && word.last() == Some(&letter);
                if !goes_on {
                    word.push(letter);
                }
            } else if word.len() > 1 {
                word.push(EDGE);
                add_runs(&word, hashes);
                word.truncate(1);
            }
        }
        hashes.sort_unstable();
        let same = hashes.chunk_by(|one, other| one == other);
        same.filter_map(|same| Some(Gram::new(*same.first()?, same.len() as u32))).collect()
    })
}

/// Adds the bucket of each run within a word. The hash is a part of what a stored model means.
fn add_runs(word: &[u32], hashes: &mut Vec<u32>) {
    for start in 0..word.len() {
        let mut hash = 0xCBF2_9CE4_8422_2325_u64;
        let run = word.iter().skip(start).take(LONGEST);
        for (length, letter) in (1..).zip(run) {
            hash = (hash ^ u64::from(*letter)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            hash ^= hash >> 29;
            if length >= SHORTEST {
                hashes.push((hash.wrapping_mul(0xBF58_476D_1CE4_E5B9) >> (64 - BITS)) as u32);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_two_to_five_within_words() {
        // " a", "a ", " a ".
        assert_eq!(grams("a").len(), 3);
        // Of " abc ": four of two, three of three, two of four, one of five.
        assert_eq!(grams("abc").len(), 10);
        assert_eq!(grams("退款").len(), 3 + 2 + 1);
        assert!(grams("").is_empty() && grams(" ?! 😀").is_empty());
    }

    #[test]
    fn what_is_twice_is_counted_and_signs_do_not_matter() {
        assert_eq!(grams("ab, ab!"), grams("ab ab"));
        assert!(grams("ab ab").iter().all(|gram| gram.count() == 2));
        assert_eq!(grams("ab ab").len(), grams("ab").len());
    }

    #[test]
    fn numbers_are_alike() {
        assert_eq!(grams("order 104233"), grams("order 7"));
        assert_ne!(grams("order"), grams("order 7"));
    }

    #[test]
    fn a_long_text_is_read_in_part() {
        let long = "ж".repeat(3_000);
        assert_eq!(grams(&long), grams(&long[..2_000]));
        assert_eq!(Gram::new(7, 1_000_000).count(), 4_095);
        assert_eq!(Gram::new(BUCKETS as u32 - 1, 4_095).place(), BUCKETS as u32 - 1);
    }

    /// Oracle: the same hash in Python's whole numbers. A stored model is read by the hash it was made
    /// with: the file's version goes up with it.
    #[test]
    fn the_hash_does_not_change() {
        let places: Vec<u32> = grams("退").iter().map(|gram| gram.place()).collect();
        assert_eq!(places, [376_319, 743_584, 863_184]);
    }
}
