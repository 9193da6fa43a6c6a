//! Empirical Bayes for rates: the common Beta distribution of the units' true rates, and each
//! unit's own rate in its light.

use super::likelihood::Likelihood;
use super::{BetaPosterior, Tally};

/// How the true rates of all units are spread: Beta(α, β) with mean μ = α/(α+β) and worth
/// M = α+β trials.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BetaPrior {
    alpha: f64,
    beta: f64,
}

impl BetaPrior {
    /// The prior under which the observed tallies are likeliest, the successes of a unit being
    /// binomial given its true rate (the beta–binomial of Skellam 1948). Units without trials say
    /// nothing and are passed over.
    ///
    /// Maximum marginal likelihood in (logit μ, ln M): each M has one best μ, and M is where the
    /// likelihood's slope along those passes zero, searched from the moments of Kleinman (1973).
    ///
    /// M is held between 1 and N, the trials of all units together. Where the units differ no more
    /// than by chance the likelihood rises without end in M; M is then N and μ the pooled rate, so
    /// the prior knows as much as the pooled tally it was learnt from, and every reliability is
    /// below one half. The same where no unit has two trials; and where all trials succeed, or
    /// none, with μ = (successes + ½)/(N + 1).
    ///
    /// `None` where fewer than two units have trials: there are no peers to learn from.
    pub fn fit(units: &[Tally]) -> Option<Self> {
        let units: Vec<Tally> = units.iter().copied().filter(|unit| unit.trials() > 0.0).collect();
        if units.len() < 2 {
            return None;
        }
        let successes: f64 = units.iter().map(|unit| unit.successes()).sum();
        let failures: f64 = units.iter().map(|unit| unit.failures()).sum();
        let trials = successes + failures;
        if successes == 0.0 || failures == 0.0 {
            return Some(Self::new((successes + 0.5) / (trials + 1.0), trials));
        }
        let likelihood = Likelihood::new(units);
        Some(match likelihood.best_strength() {
            Some(strength) => Self::new(likelihood.best_mean(strength), strength),
            None => Self::new(successes / trials, trials),
        })
    }

    fn new(mean: f64, strength: f64) -> Self {
        Self { alpha: mean * strength, beta: (1.0 - mean) * strength }
    }

    /// α, the prior's successes, above 0.
    pub fn alpha(&self) -> f64 {
        self.alpha
    }

    /// β, the prior's failures, above 0.
    pub fn beta(&self) -> f64 {
        self.beta
    }

    /// μ, the rate of the average unit, 0..1.
    pub fn mean(&self) -> f64 {
        self.alpha / self.strength()
    }

    /// M, how many trials the prior is worth; ρ = 1/(M+1) is the correlation within a unit.
    pub fn strength(&self) -> f64 {
        self.alpha + self.beta
    }

    /// Standard deviation of the units' true rates.
    pub fn sd(&self) -> f64 {
        BetaPosterior::new(self.alpha, self.beta, 0.0).sd()
    }

    /// The unit's rate given its own tally: Beta(α + successes, β + failures). A unit without
    /// trials has the prior itself, with reliability 0.
    pub fn posterior(&self, unit: Tally) -> BetaPosterior {
        let reliability = unit.trials() / (unit.trials() + self.strength());
        BetaPosterior::new(self.alpha + unit.successes(), self.beta + unit.failures(), reliability)
    }

    /// Trials a unit needs to reach a reliability: M·R/(1−R). `None` unless 0 ≤ R < 1.
    pub fn trials_for(&self, reliability: f64) -> Option<f64> {
        (0.0..1.0)
            .contains(&reliability)
            .then(|| self.strength() * reliability / (1.0 - reliability))
    }
}

#[cfg(test)]
mod tests {
    use super::BetaPrior;
    use crate::stats::tally::examples::{TEN_UNITS, any_tally, tallies};
    use crate::stats::{BetaPosterior, Level, Tally};
    use proptest::prelude::*;
    use statrs::function::beta::ln_beta;
    use statrs::function::factorial::ln_binomial;

    fn fit(pairs: &[(u32, u32)]) -> BetaPrior {
        BetaPrior::fit(&tallies(pairs)).unwrap()
    }

    fn log_likelihood(mean: f64, strength: f64, units: &[Tally]) -> f64 {
        let (a, b) = (mean * strength, (1.0 - mean) * strength);
        let ways = |unit: &Tally| ln_binomial(unit.trials() as u64, unit.successes() as u64);
        let likely = |unit: &Tally| ln_beta(unit.successes() + a, unit.failures() + b);
        units.iter().map(|unit| ways(unit) + likely(unit) - ln_beta(a, b)).sum()
    }

    /// Oracle: the slopes solved to 40 digits by mpmath, whose shapes R `VGAM::vglm(betabinomial)`
    /// (13.330897, 3.8978734) and scipy `betabinom` (13.330900, 3.897875) share; scipy for the
    /// log-likelihood.
    #[test]
    fn the_fit_agrees_with_mpmath_vgam_and_scipy() {
        let prior = fit(&TEN_UNITS);
        for (found, expected, within) in [
            (prior.alpha(), 13.330_899_256, 1e-8),
            (prior.beta(), 3.897_874_173, 1e-8),
            (prior.mean(), 0.773_757_883, 1e-9),
            (prior.strength(), 17.228_773_430, 1e-8),
            (1.0 / (1.0 + prior.strength()), 0.054_858_326, 1e-9),
            (
                log_likelihood(prior.mean(), prior.strength(), &tallies(&TEN_UNITS)),
                -28.180602,
                5e-7,
            ),
            (prior.trials_for(0.5).unwrap(), 17.2, 0.05),
            (prior.trials_for(0.7).unwrap(), 40.2, 0.05),
            (prior.trials_for(0.8).unwrap(), 68.9, 0.05),
        ] {
            assert!((found - expected).abs() < within, "{found} for {expected}");
        }
    }

    /// Oracle: scipy `beta` with the fitted shapes. Columns: mean, ends of the 95% interval,
    /// reliability, probability of a rate below 0.80.
    #[test]
    fn the_posteriors_agree_with_scipy() {
        let prior = fit(&TEN_UNITS);
        let expected = [
            [0.867648, 0.777661, 0.937014, 0.743729, 0.062115],
            [0.763526, 0.655805, 0.856412, 0.743729, 0.751197],
            [0.704731, 0.581378, 0.814535, 0.698949, 0.952192],
            [0.840673, 0.757374, 0.909213, 0.802487, 0.149356],
            [0.680412, 0.524496, 0.817974, 0.537219, 0.951876],
            [0.673218, 0.489874, 0.832476, 0.367259, 0.931995],
            [0.902896, 0.841997, 0.950255, 0.846485, 0.001200],
            [0.736940, 0.600996, 0.853059, 0.619075, 0.832488],
            [0.820121, 0.658654, 0.937386, 0.367259, 0.355674],
            [0.744525, 0.630149, 0.844027, 0.723138, 0.843322],
        ];
        for (unit, row) in tallies(&TEN_UNITS).into_iter().zip(expected) {
            let rate = prior.posterior(unit);
            let interval = rate.interval(Level::P95);
            let below = rate.below(0.80).unwrap();
            let found = [rate.mean(), interval.low, interval.high, rate.reliability(), below];
            for (found, expected) in found.into_iter().zip(row) {
                assert!((found - expected).abs() < 6e-7, "{unit:?}: {found} for {expected}");
            }
        }
    }

    #[test]
    fn one_unit_has_no_peers() {
        for pairs in [&[][..], &[(0, 0)], &[(8, 10)], &[(8, 10), (0, 0), (0, 0)]] {
            assert_eq!(BetaPrior::fit(&tallies(pairs)), None, "{pairs:?}");
        }
    }

    #[test]
    fn units_without_trials_change_nothing_and_get_the_prior() {
        let mut pairs = TEN_UNITS.to_vec();
        pairs.insert(3, (0, 0));
        let prior = fit(&pairs);
        assert_eq!(prior, fit(&TEN_UNITS));
        let rate = prior.posterior(Tally::new(0, 0).unwrap());
        assert_eq!((rate.mean(), rate.reliability()), (prior.mean(), 0.0));
    }

    #[test]
    fn no_more_spread_than_chance_is_worth_all_the_trials() {
        for (pairs, mean) in [
            (&[(8, 10), (8, 10), (8, 10)][..], 0.8),
            (&[(80, 100), (41, 50), (79, 100)], 0.8),
            (&[(1, 1), (0, 1), (1, 1), (1, 1)], 0.75),
            (&[(1, 1), (0, 1)], 0.5),
            (&[(0, 10), (0, 30)], 0.5 / 41.0),
            (&[(10, 10), (30, 30)], 40.5 / 41.0),
        ] {
            let prior = fit(pairs);
            let trials: u32 = pairs.iter().map(|pair| pair.1).sum();
            assert!((prior.strength() - f64::from(trials)).abs() < 1e-9, "{pairs:?}: {prior:?}");
            assert!((prior.mean() - mean).abs() < 1e-9, "{pairs:?}: {prior:?}");
            for unit in tallies(pairs) {
                assert!(prior.posterior(unit).reliability() < 0.5);
            }
        }
    }

    #[test]
    fn units_of_all_or_nothing_get_the_weakest_prior() {
        let prior = fit(&[(0, 10), (10, 10), (0, 10), (10, 10)]);
        assert!((prior.alpha - 0.5).abs() < 1e-9 && (prior.beta - 0.5).abs() < 1e-9, "{prior:?}");
    }

    /// Rates at the evenly spaced quantiles of Beta(8, 2), each with a unit of 300 trials one
    /// binomial deviation above and another below it.
    #[test]
    fn a_planted_prior_is_found_again() {
        let planted = BetaPosterior::new(8.0, 2.0, 0.0);
        let rates = (0..200).flat_map(|place| {
            let level = Level::new((f64::from(place) + 0.5) / 200.0).unwrap();
            let ends = planted.interval(level);
            [ends.low, ends.high]
        });
        let units: Vec<Tally> = rates
            .flat_map(|rate| {
                let deviation = (300.0 * rate * (1.0 - rate)).sqrt();
                [-deviation, deviation].map(|by| (300.0 * rate + by).round().min(300.0))
            })
            .map(|successes| Tally::new(successes as u32, 300).unwrap())
            .collect();
        let prior = BetaPrior::fit(&units).unwrap();
        assert!((prior.mean() - 0.8).abs() < 0.001, "{prior:?}");
        assert!((prior.strength() - 10.0).abs() < 0.2, "{prior:?}");
    }

    fn peers(most: u32) -> impl Strategy<Value = Vec<Tally>> {
        prop::collection::vec(any_tally(most), 2..25).prop_filter("two with trials", |units| {
            units.iter().filter(|unit| unit.trials() > 0.0).count() > 1
        })
    }

    proptest! {
        #[test]
        fn shrinkage_lies_between_the_units_own_and_the_common_rate(units in peers(500)) {
            let prior = BetaPrior::fit(&units).unwrap();
            for unit in units {
                let rate = prior.posterior(unit);
                prop_assert!((0.0..1.0).contains(&rate.reliability()));
                let own = unit.share().unwrap_or(prior.mean());
                let shrunk = rate.reliability() * own + (1.0 - rate.reliability()) * prior.mean();
                prop_assert!((rate.mean() - shrunk).abs() < 1e-12);
                prop_assert!(rate.sd() > 0.0);
            }
        }

        /// No neighbour in mean or in strength is likelier, save past the limits of the strength.
        #[test]
        fn the_fit_is_a_maximum(units in peers(60)) {
            let prior = BetaPrior::fit(&units).unwrap();
            let trials: f64 = units.iter().map(|unit| unit.trials()).sum();
            let successes: f64 = units.iter().map(|unit| unit.successes()).sum();
            prop_assume!(successes > 0.0 && successes < trials);
            let (mean, strength) = (prior.mean(), prior.strength());
            prop_assert!((1.0 - 1e-9..=trials + 1e-9).contains(&strength));
            let best = log_likelihood(mean, strength, &units);
            for factor in [0.98, 1.02] {
                let odds = mean / (1.0 - mean) * factor;
                let elsewhere = log_likelihood(odds / (1.0 + odds), strength, &units);
                prop_assert!(elsewhere <= best + 1e-9 || strength > trials - 1e-6);
                let other = strength * factor;
                if (1.0..=trials).contains(&other) {
                    prop_assert!(log_likelihood(mean, other, &units) <= best + 1e-9);
                }
            }
        }

        #[test]
        fn failures_mirror_successes(units in peers(200)) {
            let prior = BetaPrior::fit(&units).unwrap();
            let mirrored: Vec<Tally> = units
                .iter()
                .map(|unit| Tally::new(unit.failures() as u32, unit.trials() as u32).unwrap())
                .collect();
            let there = BetaPrior::fit(&mirrored).unwrap();
            prop_assert!((prior.mean() - (1.0 - there.mean())).abs() < 1e-6, "{prior:?} {there:?}");
            prop_assert!((prior.strength() / there.strength() - 1.0).abs() < 1e-3, "{prior:?} {there:?}");
        }

        #[test]
        fn any_counts_at_all_give_numbers(units in peers(u32::MAX)) {
            let prior = BetaPrior::fit(&units).unwrap();
            prop_assert!(prior.alpha.is_normal() && prior.beta.is_normal(), "{prior:?}");
            for unit in units {
                let rate = prior.posterior(unit);
                let interval = rate.interval(Level::P95);
                prop_assert!(0.0 <= interval.low && interval.low <= interval.high, "{interval:?}");
                prop_assert!(interval.high <= 1.0 && rate.below(0.5).is_some_and(f64::is_finite));
            }
        }
    }
}
