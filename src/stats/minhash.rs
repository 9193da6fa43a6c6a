//! Which of very many texts are alike, without comparing each with each.

use std::array::from_fn;

use super::Shingles;
use super::shingles::mix;

/// Hash functions of a signature.
const HASHES: usize = 128;
/// Bands of a signature, and rows of each; what is left over of the signature is in no band.
const BANDS: usize = 20;
const ROWS: usize = 6;

/// What is kept of a text's shingles: the least of each of 128 hash functions.
///
/// Two texts agree in a function with the probability of their Jaccard index (Broder 1997); its
/// estimate from 128 of them has a standard error of at most 0.045.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature([u64; HASHES]);

impl Signature {
    /// `None` where there are no shingles.
    pub fn of(shingles: &Shingles) -> Option<Self> {
        if shingles.is_empty() {
            return None;
        }
        let keys: [u64; HASHES] = from_fn(|place| mix(place as u64));
        let mut least = [u64::MAX; HASHES];
        for shingle in shingles.iter() {
            for (least, key) in least.iter_mut().zip(keys) {
                *least = (*least).min(mix(shingle ^ key));
            }
        }
        Some(Self(least))
    }

    /// The Jaccard index of the two texts, estimated.
    pub fn similarity(&self, other: &Self) -> f64 {
        let same = self.0.iter().zip(&other.0).filter(|(ours, theirs)| ours == theirs).count();
        same as f64 / HASHES as f64
    }

    /// A key for each of twenty bands of six rows: texts that share any are to be compared.
    pub fn bands(&self) -> [u64; BANDS] {
        let mut rows = self.0.chunks_exact(ROWS);
        from_fn(|band| {
            let rows = rows.next().unwrap_or_default();
            rows.iter().fold(mix(band as u64), |key, row| mix(key ^ row))
        })
    }

    /// How likely two texts of that Jaccard index share a band: `1 − (1 − s⁶)²⁰`.
    pub fn chance_to_meet(similarity: f64) -> f64 {
        1.0 - (1.0 - similarity.powi(ROWS as i32)).powi(BANDS as i32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two texts of 140 terms from `from` on whose shingles share about that many of all.
    fn pair(from: u64, jaccard: f64) -> (Shingles, Shingles) {
        let size = 138.0;
        let shift = (size * (1.0 - jaccard) / (1.0 + jaccard)).round() as u64;
        (Shingles::of(from..from + 140), Shingles::of(from + shift..from + shift + 140))
    }

    #[test]
    fn the_chance_to_meet_is_an_s_curve() {
        for (similarity, chance) in [(0.5, 0.270187), (0.8, 0.997712), (0.9, 1.0)] {
            assert!((Signature::chance_to_meet(similarity) - chance).abs() < 5e-7, "{similarity}");
        }
    }

    #[test]
    fn texts_meet_as_often_as_the_curve_says() {
        for aim in [0.4, 0.5, 0.6, 0.7] {
            let (mut met, mut estimate, mut chance) = (0.0, 0.0, 0.0);
            let pairs = 500;
            for number in 0..pairs {
                let (one, other) = pair(number * 1_000, aim);
                chance += Signature::chance_to_meet(one.jaccard(&other)) / pairs as f64;
                let (one, other) = (Signature::of(&one).unwrap(), Signature::of(&other).unwrap());
                let shares =
                    one.bands().iter().zip(other.bands()).any(|(ours, theirs)| *ours == theirs);
                met += f64::from(u8::from(shares)) / pairs as f64;
                estimate += one.similarity(&other) / pairs as f64;
            }
            let error = (chance * (1.0 - chance) / pairs as f64).sqrt();
            assert!((met - chance).abs() < 4.0 * error, "{aim}: {met} of {chance}");
            assert!((estimate - aim).abs() < 0.01, "{aim}: {estimate}");
        }
    }

    #[test]
    fn the_same_text_has_the_same_signature_and_an_empty_one_none() {
        let text = Shingles::of(1..=9);
        let (one, other) = (Signature::of(&text).unwrap(), Signature::of(&text.clone()).unwrap());
        assert_eq!((one.similarity(&other), one.bands()), (1.0, other.bands()));
        assert_eq!(Signature::of(&Shingles::default()), None);
    }
}
