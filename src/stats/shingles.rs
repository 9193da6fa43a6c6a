//! How much of what two texts say is the same, from runs of neighbouring terms.

/// Terms in a shingle.
const SIZE: usize = 3;

/// The shingles of a text: every run of three neighbouring terms, each once, as hashes.
///
/// Broder 1997, "On the resemblance and containment of documents".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shingles(Vec<u64>);

/// The shingles of a text as they come, with bits by which most texts are told apart before their
/// shingles are put in order.
#[derive(Clone, Debug, Default)]
pub struct Sketch {
    /// As often as they come.
    all: Vec<u64>,
    /// One of these for each; several may share one.
    bits: [u64; WORDS],
}

/// Shingles of most messages are no more.
const USUAL: usize = 48;
/// Bits of a sketch, in words: more than a long message has shingles.
const WORDS: usize = 8;

impl Sketch {
    /// That of a text whose terms have these hashes, in the order of the text.
    pub fn of(terms: impl Iterator<Item = u64>) -> Self {
        let mut sketch = Self { all: Vec::with_capacity(USUAL), ..Self::default() };
        let mut last = [0_u64; SIZE - 1];
        for (place, term) in terms.enumerate() {
            let [first, second] = last;
            if place + 1 >= SIZE {
                sketch.add(mix(mix(mix(first) ^ second) ^ term));
            }
            last = [second, term];
        }
        sketch
    }

    /// How many shingles came, each as often as it did.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether the Jaccard index of the shingles may be at least so much; never wrong in denying it.
    pub fn may_be_like(&self, other: &Self, at_least: f64) -> bool {
        let both = self.bits.iter().zip(&other.bits).map(|(one, other)| one & other);
        // Each shared shingle has a bit that both have, its own or one that another of the text has too.
        let most = count(both) + self.doubled().min(other.doubled());
        let least = count(self.bits.into_iter()) + count(other.bits.into_iter());
        !self.is_empty()
            && !other.is_empty()
            && most as f64 * (1.0 + at_least) >= at_least * least as f64
    }

    /// The shingles, each once.
    pub fn shingles(&self) -> Shingles {
        let mut all = self.all.clone();
        all.sort_unstable();
        all.dedup();
        Shingles(all)
    }

    fn add(&mut self, shingle: u64) {
        self.all.push(shingle);
        let [word, bit] = [shingle >> 6 & (WORDS as u64 - 1), shingle & 63];
        if let Some(word) = self.bits.get_mut(word as usize) {
            *word |= 1 << bit;
        }
    }

    /// How many shingles have no bit of their own.
    fn doubled(&self) -> usize {
        self.len() - count(self.bits.into_iter())
    }
}

fn count(bits: impl Iterator<Item = u64>) -> usize {
    bits.map(|word| word.count_ones() as usize).sum()
}

impl Shingles {
    /// Those of a text whose terms have these hashes, in the order of the text; none for fewer than
    /// three terms.
    pub fn of(terms: impl Iterator<Item = u64>) -> Self {
        Sketch::of(terms).shingles()
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
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_sketch_denies_no_likeness(
            one in prop::collection::vec(0_u64..9, 0..40),
            more in prop::collection::vec(0_u64..2_000, 0..40),
            cut in 0_usize..40,
            at_least in 0.0..1.0,
        ) {
            let other: Vec<u64> = one.iter().take(cut).chain(&more).copied().collect();
            let (one, other) = (Sketch::of(one.into_iter()), Sketch::of(other.into_iter()));
            let is_like = one.shingles().are_like(&other.shingles(), at_least);
            prop_assert!(one.may_be_like(&other, at_least) || !is_like);
        }
    }

    #[test]
    fn texts_that_share_nothing_are_told_apart_by_a_sketch() {
        let (one, other) = (Sketch::of(1..=30), Sketch::of(101..=130));
        assert!(!one.may_be_like(&other, 0.5) && one.may_be_like(&one, 1.0));
    }

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
