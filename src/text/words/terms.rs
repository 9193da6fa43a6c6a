//! The terms that texts are compared by.

use twox_hash::XxHash3_64;

use super::word::{Word, WordKind, words};

/// The terms that a text is compared by, in order: its words, and for Chinese each pair of neighbouring
/// characters (`退款成功` → `退款`, `款成`, `成功`), or the character that has no neighbour.
///
/// Pairs find words about as well as a dictionary does where texts are only compared (Nie, Gao, Zhang
/// and Zhou 2000, "On the use of words and n-grams for Chinese information retrieval").
pub fn terms(text: &str) -> impl Iterator<Item = &str> {
    terms_of(text, words(text))
}

/// The same of a text whose words are known.
pub fn terms_of<'t>(
    text: &'t str,
    words: impl Iterator<Item = Word<'t>>,
) -> impl Iterator<Item = &'t str> {
    let mut rest = words.peekable();
    let mut has_left = false;
    std::iter::from_fn(move || {
        loop {
            let word = rest.next()?;
            let end = word.start + word.text.len();
            let right = rest
                .peek()
                .filter(|next| word.kind == WordKind::Character && next.kind == word.kind)
                .filter(|next| next.start == end)
                .map(|next| end + next.text.len());
            let was_paired = std::mem::replace(&mut has_left, right.is_some());
            match right {
                Some(end) => return text.get(word.start..end),
                None if was_paired => {}
                None => return Some(word.text),
            }
        }
    })
}

/// A number for a term: its bytes where eight hold them, else their hash.
pub fn short_hash(term: &[u8]) -> u64 {
    if term.len() > 8 {
        return XxHash3_64::oneshot(term);
    }
    // The first and the last bytes overlap where there are fewer than twice as many.
    let shift = |len: usize| 8 * (term.len() - len);
    if let (Some(first), Some(last)) = (term.first_chunk(), term.last_chunk()) {
        let [first, last] = [first, last].map(|four| u64::from(u32::from_le_bytes(*four)));
        return first | last << shift(4);
    }
    if let (Some(first), Some(last)) = (term.first_chunk(), term.last_chunk()) {
        let [first, last] = [first, last].map(|two| u64::from(u16::from_le_bytes(*two)));
        return first | last << shift(2);
    }
    term.first().map_or(0, |byte| u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::super::any_text::any_text;
    use super::*;

    #[test]
    fn terms_pair_chinese_characters() {
        let list = |text| terms(text).collect::<Vec<_>>();
        assert_eq!(list("退款成功"), ["退款", "款成", "成功"]);
        assert_eq!(list("好，谢谢 ok"), ["好", "谢谢", "ok"]);
        assert_eq!(list("买iPhone了"), ["买", "iPhone", "了"]);
        assert_eq!(list("верните деньги"), ["верните", "деньги"]);
    }

    #[test]
    fn different_terms_have_different_numbers() {
        let list = ["", "a", "b", "ab", "退款", "款退", "abcdefgh", "abcdefghi", "доставка"];
        let numbers: BTreeSet<u64> = list.iter().map(|term| short_hash(term.as_bytes())).collect();
        assert_eq!(numbers.len(), list.len());
    }

    #[test]
    fn the_number_of_a_short_term_is_its_bytes() {
        let bytes = "аb退c".as_bytes();
        for len in 0..=bytes.len().min(8) {
            let number = bytes[..len].iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte));
            assert_eq!(short_hash(&bytes[..len]), number);
        }
    }

    proptest! {
        #[test]
        fn a_term_begins_where_a_word_does(text in any_text()) {
            prop_assert!(terms(&text).count() <= words(&text).count());
        }
    }
}
