//! Where the beta–binomial likelihood of a set of units is highest.

use super::Tally;
use super::beta_posterior::logistic;
use super::crossing::crossing;
use super::kleinman::Moments;
use statrs::function::beta::ln_beta;
use statrs::function::gamma::digamma;
use std::f64::consts::LN_2;
use std::iter::successors;

/// The weakest prior, in trials: that of Jeffreys' Beta(½, ½).
const WEAKEST: f64 = 1.0;

/// The beta–binomial likelihood of the units, through its slopes.
pub(super) struct Likelihood {
    units: Vec<Tally>,
    successes: f64,
    trials: f64,
}

impl Likelihood {
    /// Of units with trials, of which some succeeded and some failed.
    pub fn new(units: Vec<Tally>) -> Self {
        let successes = units.iter().map(|unit| unit.successes()).sum();
        let trials = units.iter().map(|unit| unit.trials()).sum();
        Self { units, successes, trials }
    }

    /// The likeliest M; `None` where it lies at or past the trials of all units. Few and very
    /// unequal units can have a second maximum below the endless rise, so it is looked for, and
    /// taken where it is likelier than one rate for all.
    pub fn best_strength(&self) -> Option<f64> {
        if self.units.iter().all(|unit| unit.trials() < 2.0) {
            return None;
        }
        let slope = |ln_strength: f64| self.slope_in_ln_strength(ln_strength.exp());
        let (least, most) = (WEAKEST.ln(), self.trials.ln());
        let start = Moments::settled(&self.units).strength().clamp(WEAKEST, self.trials).ln();
        let beyond = if slope(start) > 0.0 { crossing(slope, start, most) } else { start };
        let best = if start < beyond && beyond < most {
            beyond
        } else {
            let falling = successors(Some(beyond), |ln_strength| Some(ln_strength - LN_2))
                .take_while(|&ln_strength| ln_strength >= least)
                .find(|&ln_strength| slope(ln_strength) <= 0.0)?;
            crossing(slope, least, falling)
        };
        (best < most && self.height(best.exp()) >= self.pooled_height()).then(|| best.exp())
    }

    /// Log-likelihood at an M and its best μ, less the binomial coefficients.
    fn height(&self, strength: f64) -> f64 {
        let mean = self.best_mean(strength);
        let (alpha, beta) = (mean * strength, (1.0 - mean) * strength);
        let prior = ln_beta(alpha, beta);
        self.units
            .iter()
            .map(|unit| ln_beta(unit.successes() + alpha, unit.failures() + beta) - prior)
            .sum()
    }

    /// The same with one rate for all units, where M is infinite.
    fn pooled_height(&self) -> f64 {
        let share = self.successes / self.trials;
        self.successes * share.ln() + (self.trials - self.successes) * (-share).ln_1p()
    }

    /// The likeliest μ for an M; the likelihood is concave in μ, so there is one.
    pub fn best_mean(&self, strength: f64) -> f64 {
        let slope = |logit: f64| self.slope_in_logit(logistic(logit), logistic(-logit), strength);
        let farthest = (2.0 * self.trials + 1.0).ln();
        logistic(crossing(slope, -farthest, farthest))
    }

    fn slope_in_logit(&self, mean: f64, rest: f64, strength: f64) -> f64 {
        let (alpha, beta) = (mean * strength, rest * strength);
        let (at_alpha, at_beta) = (digamma(alpha), digamma(beta));
        let sum: f64 = self
            .units
            .iter()
            .map(|unit| {
                (digamma(unit.successes() + alpha) - at_alpha)
                    - (digamma(unit.failures() + beta) - at_beta)
            })
            .sum();
        strength * mean * rest * sum
    }

    fn slope_in_ln_strength(&self, strength: f64) -> f64 {
        let mean = self.best_mean(strength);
        let (alpha, beta) = (mean * strength, (1.0 - mean) * strength);
        let (at_alpha, at_beta, at_both) = (digamma(alpha), digamma(beta), digamma(strength));
        let sum: f64 = self
            .units
            .iter()
            .map(|unit| {
                mean * (digamma(unit.successes() + alpha) - at_alpha)
                    + (1.0 - mean) * (digamma(unit.failures() + beta) - at_beta)
                    - (digamma(unit.trials() + strength) - at_both)
            })
            .sum();
        strength * sum
    }
}

#[cfg(test)]
mod tests {
    use super::Likelihood;
    use crate::stats::tally::examples::{TEN_UNITS, tallies};

    /// Oracle: scipy `betaln` on a grid over M; it is highest at 7.8, falls, and rises
    /// again beyond 160 to a lower limit.
    #[test]
    fn the_highest_of_two_maxima_is_found() {
        let likelihood = Likelihood::new(tallies(&[(0, 23), (6, 20), (39, 280)]));
        for (strength, height) in [(3.0, -130.293146), (7.8, -130.076983), (160.0, -130.556918)] {
            assert!((likelihood.height(strength) - height).abs() < 5e-7, "{strength}");
        }
        let best = likelihood.best_strength().unwrap();
        assert!((best - 7.8).abs() < 0.5, "{best}");
        assert!(likelihood.height(best) >= likelihood.height(7.8));
    }

    /// Oracle: scipy, as above, at an M of a million.
    #[test]
    fn one_rate_for_all_is_the_limit_of_great_strength() {
        let likelihood = Likelihood::new(tallies(&[(0, 9), (1, 2), (1, 5)]));
        assert!((likelihood.pooled_height() + 6.028322).abs() < 2e-6);
    }

    /// Oracle: scipy, Nelder–Mead for the maximum at M = 4.39, `xlogy` for one rate for all.
    #[test]
    fn a_lower_maximum_gives_way_to_one_rate_for_all() {
        let likelihood = Likelihood::new(tallies(&[(1, 1), (21, 257), (2, 4), (0, 6)]));
        assert!((likelihood.height(4.391527) + 80.977003).abs() < 1e-6);
        assert!((likelihood.pooled_height() + 80.802172).abs() < 1e-6);
        assert_eq!(likelihood.best_strength(), None);
    }

    #[test]
    fn the_slopes_are_those_of_the_height() {
        let likelihood = Likelihood::new(tallies(&TEN_UNITS));
        for ln_strength in [0.5_f64, 2.0, 3.5, 5.0] {
            let height = |x: f64| likelihood.height(x.exp());
            let rise = (height(ln_strength + 1e-4) - height(ln_strength - 1e-4)) / 2e-4;
            let slope = likelihood.slope_in_ln_strength(ln_strength.exp());
            assert!((rise - slope).abs() < 1e-6, "{rise} for {slope}");
        }
    }
}
