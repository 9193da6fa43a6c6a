//! English by its common words.

use std::ops::Range;
use std::sync::LazyLock;

use crate::text::short::ShortWords;

/// Common English words, and those of shops, that no other large European language writes alike.
#[rustfmt::skip]
const COMMON: &[&str] = &[
    "about", "address", "again", "already", "and", "any", "are", "arrived", "because",
    "been", "broken", "but", "buy", "can", "cancel", "cancelled", "cancelling", "cannot", "changed",
    "charged", "check", "claim", "could", "damaged", "deliver", "delivered", "delivery", "did",
    "does", "don't", "find", "for", "from", "get", "good", "have", "haven't", "hello", "help",
    "how", "i'm", "it", "it's", "item", "just", "know", "missing", "money", "my", "need", "not",
    "of", "ordered", "package", "parcel", "payment", "payments", "please", "purchase", "purchases",
    "received", "refund", "refunded", "refunds", "replacement", "returned", "shipping", "should",
    "still", "thank", "thanks", "that", "the", "their", "there", "they", "this", "to", "tracking",
    "trouble", "twice", "want", "what", "when", "where", "which", "who", "why", "will", "with",
    "working", "would", "wrong", "yes", "you", "your",
];

static SET: LazyLock<ShortWords> = LazyLock::new(|| ShortWords::new(COMMON.iter().copied()));

/// Whether a part of a text is one of [`COMMON`], in any case and with any apostrophe.
pub(super) fn is_common(text: &str, part: Range<usize>) -> bool {
    SET.has_ascii(text, part.clone())
        .unwrap_or_else(|| text.get(part).is_some_and(|word| SET.has(&word.replace('’', "'"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_common_words_are_found() {
        assert!(COMMON.is_sorted() && COMMON.len() <= 100);
        let is_one = |word: &str| is_common(word, 0..word.len());
        assert!(COMMON.iter().all(|word| is_one(&word.to_uppercase())));
        assert!(is_one("Don’t") && !is_one("bitte") && !is_one("commonplaceword"));
        assert!(!is_one("") && !is_one("a common word that is long"));
        assert!(is_common("this is what I wanted", 8..12));
    }
}
