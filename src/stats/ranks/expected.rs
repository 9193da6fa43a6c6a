//! The mean of a unit's rank over what is believed.

use statrs::distribution::{ContinuousCDF, Normal};

use crate::stats::Estimate;

/// Probability, 0..1, that one is truly above the other: `Φ((μ_a − μ_b)/√(s_a² + s_b²))`.
pub fn probability_above(one: Estimate, other: Estimate) -> f64 {
    let spread = (one.variance() + other.variance()).sqrt();
    Normal::standard().cdf((one.value() - other.value()) / spread)
}

/// Each unit's expected rank, 1 to K, in the order given: one more than the sum of the probabilities
/// that each other is above (Lin, Louis, Paddock & Ridgeway 2006, Bayesian Anal. 1:915). They sum to
/// K(K+1)/2. Takes time in proportion to K².
pub fn expected_ranks(units: &[Estimate]) -> Vec<f64> {
    let mut ranks = vec![1.0; units.len()];
    for (one, unit) in units.iter().enumerate() {
        let (before, after) = ranks.split_at_mut(one + 1);
        let Some(own) = before.last_mut() else { continue };
        for (rank, other) in after.iter_mut().zip(units.iter().skip(one + 1)) {
            let above = probability_above(*unit, *other);
            *own += 1.0 - above;
            *rank += above;
        }
    }
    ranks
}

/// What is believed of eight units, for the tests of this folder.
#[cfg(test)]
pub(super) mod examples {
    use crate::stats::{Estimate, NormalPrior};
    use proptest::prelude::*;

    /// The units of the normal–normal vector, each by itself.
    pub fn eight_alone() -> Vec<Estimate> {
        let y = [4.42, 4.10, 3.85, 4.55, 3.60, 4.20, 4.70, 3.95];
        let n = [60.0, 45.0, 30.0, 80.0, 12.0, 25.0, 100.0, 20.0];
        y.into_iter().zip(n).map(|(y, n)| Estimate::new(y, 0.9 / n).unwrap()).collect()
    }

    /// Their shrunk means.
    pub fn eight_units() -> Vec<Estimate> {
        let units = eight_alone();
        let prior = NormalPrior::fit(&units).unwrap();
        units
            .into_iter()
            .map(|unit| prior.posterior(unit))
            .map(|found| Estimate::new(found.mean, found.se * found.se).unwrap())
            .collect()
    }

    pub fn any_units() -> impl Strategy<Value = Vec<Estimate>> {
        let unit = (-5.0..5.0_f64, 0.001..4.0_f64);
        let unit = unit.prop_map(|(value, variance)| Estimate::new(value, variance).unwrap());
        prop::collection::vec(unit, 1..12)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::examples::{any_units, eight_units};
    use super::*;

    /// Oracle: R, `pnorm` over all pairs.
    #[test]
    fn expected_ranks_agree_with_r() {
        let expected = [
            3.0566134, 5.2762390, 6.7480798, 2.1422880, 7.0473696, 4.5730958, 1.1909872, 5.9653271,
        ];
        for (found, expected) in expected_ranks(&eight_units()).into_iter().zip(expected) {
            assert!((found - expected).abs() < 5e-7, "{found} for {expected}");
        }
    }

    proptest! {
        #[test]
        fn expected_ranks_are_all_ranks_together(units in any_units()) {
            let k = units.len() as f64;
            let ranks = expected_ranks(&units);
            prop_assert!((ranks.iter().sum::<f64>() - k * (k + 1.0) / 2.0).abs() < 1e-9);
            prop_assert!(ranks.iter().all(|rank| (1.0..=k + 1e-9).contains(rank)));
        }
    }
}
