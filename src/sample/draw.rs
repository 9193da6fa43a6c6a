//! Random draws from one stream of one seed.

use std::f64::consts::TAU;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A stream of draws; the same seed and stream give the same draws.
pub(super) struct Draw(ChaCha8Rng);

impl Draw {
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(stream);
        Self(rng)
    }

    /// Evenly from 0 to below 1.
    pub fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Evenly from 0 to below `count`; 0 where that is 0.
    pub fn below(&mut self, count: usize) -> usize {
        (self.unit() * count as f64) as usize
    }

    pub fn chance(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// From the normal distribution of mean 0 and deviation 1 (Box and Muller 1958).
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        radius * (TAU * self.unit()).cos()
    }

    /// From a log-normal distribution by its median and the deviation of its logarithm.
    pub fn around(&mut self, (median, spread): (f64, f64)) -> f64 {
        median * (spread * self.normal()).exp()
    }

    /// One of them; `None` where there is none.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }

    /// A place in the list of weights, as often as its weight says; 0 where there is none.
    pub fn weighted(&mut self, weights: impl Iterator<Item = f64> + Clone) -> usize {
        let mut left = self.unit() * weights.clone().sum::<f64>();
        let is_it = |weight: f64| {
            left -= weight;
            left < 0.0
        };
        weights.map(is_it).position(|is_it| is_it).unwrap_or(0)
    }
}

/// A share from its log-odds.
pub(super) fn logistic(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// Well-mixed bits of a number, for what must be the same wherever it is met (Steele, Lea and Flood
/// 2014, "Fast splittable pseudorandom number generators").
pub(super) fn mixed(seed: u64, number: u64) -> u64 {
    let mut z = seed ^ number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_follow_their_laws() {
        let mut draw = Draw::new(1, 0);
        let normal: Vec<f64> = (0..20_000).map(|_| draw.normal()).collect();
        let mean = normal.iter().sum::<f64>() / 20_000.0;
        let variance = normal.iter().map(|z| (z - mean).powi(2)).sum::<f64>() / 20_000.0;
        assert!(mean.abs() < 0.03 && (variance - 1.0).abs() < 0.05, "{mean} {variance}");
        let below = (0..20_000).filter(|_| draw.around((40.0, 0.8)) < 40.0).count();
        assert!((9_600..10_400).contains(&below), "{below} of 20000 below the median");
        let mut found = [0; 3];
        for _ in 0..20_000 {
            found[draw.weighted([1.0, 0.0, 3.0].into_iter())] += 1;
        }
        assert!(found[1] == 0 && (4_600..5_400).contains(&found[0]), "{found:?}");
    }

    #[test]
    fn streams_differ_and_repeat() {
        let first = |seed, stream| Draw::new(seed, stream).unit();
        assert_eq!(first(7, 3), first(7, 3));
        assert_ne!(first(7, 3), first(7, 4));
        assert_ne!(first(7, 3), first(8, 3));
    }

    #[test]
    fn nothing_is_drawn_from_nothing() {
        let mut draw = Draw::new(1, 0);
        assert_eq!(draw.one::<u8>(&[]), None);
        assert_eq!(draw.weighted(std::iter::empty()), 0);
    }
}
