//! Method-of-moments start for the beta–binomial fit.

use super::Tally;

/// Common rate (0..1) and intraclass correlation ρ of units with trials.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Moments {
    pub mean: f64,
    pub correlation: f64,
}

impl Moments {
    /// The rate with units weighted by their trials, no heed paid to what they share.
    fn pooled(units: &[Tally]) -> Self {
        Self::weighted(units, 0.0)
    }

    /// Kleinman (1973), weights `n/(1 + ρ(n−1))` taken anew until ρ settles.
    pub fn settled(units: &[Tally]) -> Self {
        let mut moments = Self::pooled(units);
        for _ in 0..100 {
            let next = Self::weighted(units, moments.correlation);
            let step = (next.correlation - moments.correlation).abs();
            moments = next;
            if step < 1e-9 {
                break;
            }
        }
        moments
    }

    /// Trials' worth M of the common rate, `(1−ρ)/ρ`; infinite where units are no more spread than
    /// chance makes them.
    pub fn strength(self) -> f64 {
        if self.correlation > 0.0 {
            (1.0 - self.correlation) / self.correlation
        } else {
            f64::INFINITY
        }
    }

    /// One round with the weights that a correlation gives. The correlation found is held to
    /// 0..1, and 0 where single trials leave it undefined.
    fn weighted(units: &[Tally], correlation: f64) -> Self {
        let shares: Vec<(f64, f64, f64)> = units
            .iter()
            .filter_map(|unit| {
                let n = unit.trials();
                Some((unit.share()?, n, n / (1.0 + correlation * (n - 1.0))))
            })
            .collect();
        let sum = |f: &dyn Fn(f64, f64, f64) -> f64| -> f64 {
            shares.iter().map(|&(p, n, w)| f(p, n, w)).sum()
        };
        let weight = sum(&|_, _, w| w);
        let mean = sum(&|p, _, w| w * p) / weight;
        let spread = sum(&|p, _, w| w * (p - mean).powi(2));
        let within = sum(&|_, n, w| w / n * (1.0 - w / weight));
        let between = sum(&|_, _, w| w * (1.0 - w / weight));
        let chance = mean * (1.0 - mean);
        let beyond = chance * (between - within);
        let correlation =
            if beyond > 0.0 { ((spread - chance * within) / beyond).clamp(0.0, 1.0) } else { 0.0 };
        Self { mean, correlation }
    }
}

#[cfg(test)]
mod tests {
    use super::Moments;
    use crate::stats::tally::examples::{TEN_UNITS, tallies};

    /// Oracle: scipy, by hand from Kleinman's equations.
    #[test]
    fn one_round_and_settled_agree_with_the_oracle() {
        let units = tallies(&TEN_UNITS);
        let pooled = Moments::pooled(&units);
        assert!((pooled.mean - 0.806220).abs() < 5e-7, "{pooled:?}");
        assert!((pooled.correlation - 0.067929).abs() < 5e-7, "{pooled:?}");
        let settled = Moments::settled(&units);
        assert!((settled.mean - 0.771395).abs() < 5e-7, "{settled:?}");
        assert!((settled.correlation - 0.065927).abs() < 5e-7, "{settled:?}");
    }

    #[test]
    fn no_more_spread_than_chance_is_an_infinite_strength() {
        for pairs in [&[(8, 10), (8, 10), (8, 10)][..], &[(1, 1), (0, 1), (1, 1)]] {
            assert_eq!(Moments::settled(&tallies(pairs)).strength(), f64::INFINITY, "{pairs:?}");
        }
    }

    #[test]
    fn units_of_all_or_nothing_have_no_strength() {
        let strength =
            Moments::settled(&tallies(&[(0, 10), (10, 10), (0, 10), (10, 10)])).strength();
        assert!(strength < 0.01, "{strength}");
    }
}
