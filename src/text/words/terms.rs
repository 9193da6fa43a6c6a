//! The terms that texts are compared by.

use super::word::{WordKind, words};

/// The terms that a text is compared by, in order: its words, and for Chinese each pair of neighbouring
/// characters (`退款成功` → `退款`, `款成`, `成功`), or the character that has no neighbour.
///
/// Pairs find words about as well as a dictionary does where texts are only compared (Nie, Gao, Zhang
/// and Zhou 2000, "On the use of words and n-grams for Chinese information retrieval").
pub fn terms(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = words(text).peekable();
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

#[cfg(test)]
mod tests {
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

    proptest! {
        #[test]
        fn a_term_begins_where_a_word_does(text in any_text()) {
            prop_assert!(terms(&text).count() <= words(&text).count());
        }
    }
}
