//! How much of what two texts say is the same, from runs of neighbouring terms.

/// Terms in a shingle.
const SIZE: usize = 3;

/// The shingles of a text: every run of three neighbouring terms, each once, as hashes.
///
/// Broder 1997, "On the resemblance and containment of documents".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shingles(Vec<u64>);

impl Shingles {
    /// Those of a text whose terms have these hashes, in the order of the text; none for fewer than
    /// three terms.
    pub fn of(terms: impl Iterator<Item = u64>) -> Self {
        let mut shingles = Vec::new();
        let mut last = [0_u64; SIZE - 1];
        for (place, term) in terms.enumerate() {
            let [first, second] = last;
            if place + 1 >= SIZE {
                shingles.push(mix(mix(mix(first) ^ second) ^ term));
            }
            last = [second, term];
        }
        shingles.sort_unstable();
        shingles.dedup();
        Self(shingles)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = u64> {
        self.0.iter().copied()
    }

    /// Shared shingles over all of both, from 0 to 1; 0 where either has none.
    pub fn jaccard(&self, other: &Self) -> f64 {
        let shared = self.shared(other);
        let all = self.len() + other.len() - shared;
        if all == 0 { 0.0 } else { shared as f64 / all as f64 }
    }

    /// Whether the Jaccard index is at least so much, without counting where the numbers of shingles
    /// alone forbid it.
    pub fn are_like(&self, other: &Self, at_least: f64) -> bool {
        let (fewer, more) = (self.len().min(other.len()), self.len().max(other.len()));
        fewer > 0 && fewer as f64 >= at_least * more as f64 && self.jaccard(other) >= at_least
    }

    fn shared(&self, other: &Self) -> usize {
        let (mut ours, mut theirs) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut shared = 0;
        while let (Some(our), Some(their)) = (ours.peek(), theirs.peek()) {
            match our.cmp(their) {
                std::cmp::Ordering::Less => drop(ours.next()),
                std::cmp::Ordering::Greater => drop(theirs.next()),
                std::cmp::Ordering::Equal => {
                    shared += 1;
                    ours.next();
                    theirs.next();
                }
            }
        }
        shared
    }
}

/// Every bit of a number into every bit of another (the finaliser of SplitMix64; Steele, Lea and Flood
/// 2014).
pub(super) fn mix(number: u64) -> u64 {
    let number = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_templates_that_share_fifteen_of_twenty_five() {
        let (one, other) = (Shingles::of(1..=22), Shingles::of(6..=27));
        assert_eq!((one.len(), other.len()), (20, 20));
        assert_eq!(one.jaccard(&other), 0.6);
        assert!(one.are_like(&other, 0.6) && !one.are_like(&other, 0.61));
    }

    #[test]
    fn order_counts_and_repetition_does_not() {
        let of = |terms: &[u64]| Shingles::of(terms.iter().copied());
        assert_eq!(of(&[1, 2, 3]).jaccard(&of(&[3, 2, 1])), 0.0);
        assert_eq!(of(&[1, 1, 1, 1, 1]).len(), 1);
        assert_eq!(of(&[1, 2, 3, 4]).jaccard(&of(&[1, 2, 3, 4])), 1.0);
        assert_eq!(of(&[0, 0, 1]).jaccard(&of(&[0, 1, 0])), 0.0);
    }

    #[test]
    fn short_texts_are_like_nothing() {
        let (none, some) = (Shingles::of([1, 2].into_iter()), Shingles::of(1..=3));
        assert!(none.is_empty());
        assert_eq!((none.jaccard(&none), none.jaccard(&some)), (0.0, 0.0));
        assert!(!none.are_like(&none, 0.0) && !none.are_like(&some, 0.5));
        // One of three is too few for a half, whatever is shared.
        assert!(!some.are_like(&Shingles::of(1..=5), 0.5));
    }
}
