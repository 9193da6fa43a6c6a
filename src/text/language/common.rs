//! English by its common words.

use std::sync::LazyLock;

/// Common English words, and those of shops, that no other large European language writes alike.
#[rustfmt::skip]
const COMMON: &[&str] = &[
    "about", "address", "again", "already", "and", "any", "are", "arrived", "because", "been",
    "but", "buy", "can", "cancel", "cancelled", "cancelling", "changed", "check", "claim", "could",
    "damaged", "deliver", "delivered", "delivery", "did", "does", "don't", "find", "for", "from",
    "get", "good", "have", "haven't", "hello", "help", "how", "i'm", "it", "it's", "item", "just",
    "know", "missing", "my", "need", "not", "of", "package", "parcel", "payment", "payments",
    "please", "purchase", "purchases", "received", "refund", "refunds", "replacement", "returned",
    "shipping", "should", "still", "thank", "thanks", "that", "the", "their", "there", "they",
    "this", "to", "tracking", "trouble", "want", "what", "when", "where", "which", "who", "why",
    "will", "with", "would", "yes", "you", "your",
];

/// The words as [keys](key), each at the first free slot from its own on; 0 is a free slot.
static SLOTS: LazyLock<[u128; 256]> = LazyLock::new(|| {
    let mut slots = [0; 256];
    for key in COMMON.iter().filter_map(|word| key(word)) {
        let free = from_slot(key).find(|slot| slots.get(*slot) == Some(&0));
        if let Some(free) = free.and_then(|free| slots.get_mut(free)) {
            *free = key;
        }
    }
    slots
});

/// Whether a word is one of [`COMMON`], in any case and with any apostrophe.
pub(super) fn is_common(word: &str) -> bool {
    let Some(key) = key(word) else { return false };
    let slots = &*SLOTS;
    let mut held = from_slot(key).filter_map(|slot| slots.get(slot));
    held.find(|held| **held == key || **held == 0) == Some(&key)
}

/// A word of up to sixteen ASCII characters in small letters, as one number.
fn key(word: &str) -> Option<u128> {
    if word.contains('’') {
        return key(&word.replace('’', "'"));
    }
    let mut small = [0; 16];
    if word.is_empty() {
        return None;
    }
    small.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
    small.make_ascii_lowercase();
    Some(u128::from_le_bytes(small))
}

/// The slots from a key's own on, around.
fn from_slot(key: u128) -> impl Iterator<Item = usize> {
    let mixed = (key as u64 ^ (key >> 64) as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let own = (mixed >> 56) as usize;
    (own..own + 256).map(|slot| slot % 256)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_common_words_are_found() {
        assert!(COMMON.is_sorted() && COMMON.len() < 200);
        assert!(COMMON.iter().all(|word| is_common(&word.to_uppercase())));
        assert!(is_common("Don’t") && !is_common("bitte") && !is_common("commonplaceword"));
        assert!(!is_common("") && !is_common("a common word that is long"));
    }
}
