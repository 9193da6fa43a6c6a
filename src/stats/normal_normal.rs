//! Empirical Bayes for means: the common normal distribution of the units' true means, and each
//! unit's own mean in its light.

use super::{Estimate, Interval, Level};
use statrs::distribution::{ContinuousCDF, Normal};

/// How the true means of all units are spread: Normal(μ, τ²).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NormalPrior {
    /// μ, the mean of the average unit, in the unit of the measure.
    pub mean: f64,
    /// Sampling variance of μ, that unit squared.
    pub mean_variance: f64,
    /// τ², the variance of the units' true means, that unit squared.
    pub between: f64,
}

impl NormalPrior {
    /// τ² by the moments of DerSimonian & Laird (1986),
    /// `max(0, (Q − (K−1)) / (Σw − Σw²/Σw))` with `w = 1/v`; μ is the mean under the weights
    /// `1/(v + τ²)`. τ² is 0 where the units differ no more than by chance.
    ///
    /// `None` for fewer than two units, or values and variances too large for their squares.
    pub fn fit(units: &[Estimate]) -> Option<Self> {
        if units.len() < 2 {
            return None;
        }
        let least = units.iter().map(|unit| unit.variance()).fold(f64::INFINITY, f64::min);
        let weights = || units.iter().map(|unit| least / unit.variance());
        let (mean, total) = weighted_mean(units, weights());
        let heterogeneity: f64 =
            units.iter().zip(weights()).map(|(unit, w)| w * (unit.value() - mean).powi(2)).sum();
        let scale: f64 = weights().map(|w| w * (total - w) / total).sum();
        let excess = heterogeneity - (units.len() - 1) as f64 * least;
        let between = if excess > 0.0 && scale > 0.0 { excess / scale } else { 0.0 };
        let spread = least + between;
        let (mean, total) =
            weighted_mean(units, units.iter().map(|unit| spread / (unit.variance() + between)));
        let prior = Self { mean, mean_variance: spread / total, between };
        let is_finite = mean.is_finite() && prior.mean_variance.is_finite() && between.is_finite();
        is_finite.then_some(prior)
    }

    /// The unit's mean given its own estimate: `B·y + (1−B)·μ` with `B = τ²/(τ²+v)`, and variance
    /// `B·v + (1−B)²·Var(μ)`, whose second term is that of Morris (1983) for μ being itself
    /// estimated. Where τ² is 0, every unit gets μ, with reliability 0.
    pub fn posterior(&self, unit: Estimate) -> NormalPosterior {
        let own = self.between / (self.between + unit.variance());
        let rest = 1.0 - own;
        NormalPosterior {
            mean: own * unit.value() + rest * self.mean,
            se: (own * unit.variance() + rest * rest * self.mean_variance).sqrt(),
            reliability: own,
        }
    }
}

/// What is believed of one unit's true mean once its peers are known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NormalPosterior {
    /// The shrunk mean, in the unit of the measure.
    pub mean: f64,
    /// Its standard error, in that unit, above 0.
    pub se: f64,
    /// How much of the shrunk mean is the unit's own, 0..1: B.
    pub reliability: f64,
}

impl NormalPosterior {
    /// Mean ± z·standard error, in the unit of the measure.
    pub fn interval(&self, level: Level) -> Interval {
        Interval::normal(self.mean, self.se, level)
    }

    /// Probability, 0..1, that the true mean is below `threshold`; `None` for NaN.
    pub fn below(&self, threshold: f64) -> Option<f64> {
        let z = (threshold - self.mean) / self.se;
        (!z.is_nan()).then(|| Normal::standard().cdf(z))
    }
}

/// The weighted mean of the values, and the sum of the weights.
fn weighted_mean(units: &[Estimate], weights: impl Iterator<Item = f64>) -> (f64, f64) {
    let (sum, total) = units
        .iter()
        .zip(weights)
        .fold((0.0, 0.0), |(sum, total), (unit, w)| (sum + w * unit.value(), total + w));
    (sum / total, total)
}

#[cfg(test)]
mod tests {
    use super::NormalPrior;
    use crate::stats::{Estimate, Level};
    use proptest::prelude::*;

    fn eight_units() -> Vec<Estimate> {
        let values = [4.42, 4.10, 3.85, 4.55, 3.60, 4.20, 4.70, 3.95];
        let counts = [60.0, 45.0, 30.0, 80.0, 12.0, 25.0, 100.0, 20.0];
        values.into_iter().zip(counts).map(|(y, n)| Estimate::new(y, 0.9 / n).unwrap()).collect()
    }

    /// Oracle: R `metafor::rma(method="DL")`.
    #[test]
    fn the_fit_agrees_with_metafor() {
        let prior = NormalPrior::fit(&eight_units()).unwrap();
        assert!((prior.mean - 4.2160723).abs() < 5e-8, "{prior:?}");
        assert!((prior.between - 0.097933572).abs() < 5e-10, "{prior:?}");
    }

    /// Oracle: R `metafor::blup`.
    #[test]
    fn the_shrunk_means_agree_with_metafor() {
        let prior = NormalPrior::fit(&eight_units()).unwrap();
        let expected = [
            (4.3929140, 0.11525507),
            (4.1196844, 0.13060739),
            (3.9358428, 0.15435529),
            (4.5155929, 0.10127664),
            (3.8671860, 0.21311091),
            (4.2043201, 0.16569276),
            (4.6592705, 0.091396742),
            (4.0337680, 0.17995439),
        ];
        for (unit, (mean, se)) in eight_units().into_iter().zip(expected) {
            let found = prior.posterior(unit);
            assert!((found.mean - mean).abs() < 1e-7, "{found:?} for {mean}");
            assert!((found.se - se).abs() < 1e-8, "{found:?} for {se}");
        }
    }

    #[test]
    fn means_that_differ_only_by_chance_are_all_the_common_mean() {
        let units = [4.1, 4.2, 4.3].map(|y| Estimate::new(y, 0.5).unwrap());
        let prior = NormalPrior::fit(&units).unwrap();
        assert_eq!(prior.between, 0.0);
        for unit in units {
            let found = prior.posterior(unit);
            assert!((found.mean - 4.2).abs() < 1e-12 && found.reliability == 0.0, "{found:?}");
            assert!((found.se - (0.5_f64 / 3.0).sqrt()).abs() < 1e-12, "{found:?}");
        }
    }

    #[test]
    fn one_unit_has_no_peers() {
        assert_eq!(NormalPrior::fit(&[]), None);
        assert_eq!(NormalPrior::fit(&eight_units()[..1]), None);
    }

    #[test]
    fn numbers_without_squares_have_no_fit() {
        let units = [1e300, -1e300].map(|y| Estimate::new(y, 1.0).unwrap());
        assert_eq!(NormalPrior::fit(&units), None);
    }

    fn peers() -> impl Strategy<Value = Vec<Estimate>> {
        let unit = (-50.0..50.0_f64, -4.0..2.0_f64)
            .prop_map(|(y, exponent)| Estimate::new(y, 10_f64.powf(exponent)).unwrap());
        prop::collection::vec(unit, 2..25)
    }

    proptest! {
        #[test]
        fn shrinkage_lies_between_the_units_own_and_the_common_mean(units in peers()) {
            let prior = NormalPrior::fit(&units).unwrap();
            prop_assert!(prior.between >= 0.0 && prior.mean_variance > 0.0);
            for unit in units {
                let found = prior.posterior(unit);
                prop_assert!((0.0..=1.0).contains(&found.reliability));
                prop_assert!(found.mean >= unit.value().min(prior.mean) - 1e-9);
                prop_assert!(found.mean <= unit.value().max(prior.mean) + 1e-9);
            }
        }

        /// To know the peers never makes a unit less certain than it was alone.
        #[test]
        fn shrinkage_never_widens_the_error(units in peers()) {
            let prior = NormalPrior::fit(&units).unwrap();
            for unit in units {
                let found = prior.posterior(unit);
                prop_assert!(found.se > 0.0);
                prop_assert!(found.se <= unit.variance().sqrt() * (1.0 + 1e-9));
            }
        }

        #[test]
        fn the_fit_follows_a_change_of_unit(
            units in peers(), shift in -100.0..100.0_f64, scale in 0.1..60.0_f64,
        ) {
            let here = NormalPrior::fit(&units).unwrap();
            let moved: Vec<Estimate> = units
                .iter()
                .map(|unit| {
                    Estimate::new(shift + scale * unit.value(), scale * scale * unit.variance()).unwrap()
                })
                .collect();
            let there = NormalPrior::fit(&moved).unwrap();
            prop_assert!((there.mean - (shift + scale * here.mean)).abs() < 1e-6);
            let expected = scale * scale * here.between;
            prop_assert!((there.between - expected).abs() < 1e-6 * (1.0 + expected));
        }

        #[test]
        fn an_interval_holds_its_level(units in peers(), level in 0.01..0.999_f64) {
            let found = NormalPrior::fit(&units).unwrap().posterior(units[0]);
            let ends = found.interval(Level::new(level).unwrap());
            let held = found.below(ends.high).unwrap() - found.below(ends.low).unwrap();
            prop_assert!((held - level).abs() < 1e-6, "{held} for {level}");
        }
    }
}
