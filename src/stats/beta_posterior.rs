//! What is believed of one unit's true rate once its peers are known.

use super::crossing::crossing;
use super::{Interval, Level};
use statrs::distribution::{ContinuousCDF, Normal};
use statrs::function::beta::beta_reg;

/// Where both shapes exceed this, statrs' continued fraction stops short of its limit and the beta
/// distribution is normal to within 0.0005 of probability.
const NORMAL_ABOVE: f64 = 1e5;

/// The logit of the least rate told from 0, about 10⁻³⁰⁰.
const FARTHEST_LOGIT: f64 = 690.0;

/// A unit's rate as a Beta(α, β) distribution over 0..1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BetaPosterior {
    alpha: f64,
    beta: f64,
    reliability: f64,
}

impl BetaPosterior {
    pub(super) fn new(alpha: f64, beta: f64, reliability: f64) -> Self {
        Self { alpha, beta, reliability }
    }

    /// The shrunk rate, 0..1: α/(α+β).
    pub fn mean(&self) -> f64 {
        self.alpha / (self.alpha + self.beta)
    }

    /// Standard deviation of the rate, in the same unit.
    pub fn sd(&self) -> f64 {
        let total = self.alpha + self.beta;
        ((self.alpha / total) * (self.beta / total) / (total + 1.0)).sqrt()
    }

    /// How much of the shrunk rate is the unit's own, 0..1: n/(n+M), the reliability of classical
    /// test theory (Field et al., beta–binomial reliability). Two units with the same number of
    /// trials have the same reliability, whatever their rates.
    pub fn reliability(&self) -> f64 {
        self.reliability
    }

    /// The rates with the same probability left out on both sides, within 0..1.
    pub fn interval(&self, level: Level) -> Interval {
        let low = self.quantile(level.tail());
        let high = self.quantile(1.0 - level.tail()).max(low);
        Interval { low, high }
    }

    /// Probability, 0..1, that the true rate is below `threshold`; `None` for NaN.
    pub fn below(&self, threshold: f64) -> Option<f64> {
        (!threshold.is_nan()).then(|| self.cdf(threshold.clamp(0.0, 1.0)))
    }

    fn cdf(&self, rate: f64) -> f64 {
        if self.alpha.min(self.beta) > NORMAL_ABOVE {
            return Normal::standard().cdf((rate - self.mean()) / self.sd());
        }
        beta_reg(self.alpha, self.beta, rate).clamp(0.0, 1.0)
    }

    /// Solved along the logit on statrs' distribution function, as statrs 0.19's own beta quantile
    /// does not return for shapes from about ten million.
    fn quantile(&self, probability: f64) -> f64 {
        let short = |logit: f64| probability - self.cdf(logistic(logit));
        logistic(crossing(short, -FARTHEST_LOGIT, FARTHEST_LOGIT))
    }
}

/// The rate whose odds have this logarithm.
pub(super) fn logistic(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit).exp())
}

#[cfg(test)]
mod tests {
    use super::BetaPosterior;
    use crate::stats::{Interval, Level};
    use proptest::prelude::*;

    fn interval_95(alpha: f64, beta: f64) -> Interval {
        BetaPosterior::new(alpha, beta, 0.0).interval(Level::P95)
    }

    /// Oracle: scipy 1.17 `beta.ppf`.
    #[test]
    fn intervals_agree_with_scipy() {
        for (alpha, beta, low, high) in [
            (0.5, 0.5, 0.001541333133, 0.998458666867),
            (0.5, 420.0, 0.000001169825, 0.005966505468),
            (3.0, 1.0, 0.292401773821, 0.991596241340),
            (58.3309, 8.897875, 0.777661034710, 0.937014453276),
            (90_000.0, 30_000.0, 0.747546115441, 0.752445991620),
        ] {
            let found = interval_95(alpha, beta);
            assert!((found.low - low).abs() < 1e-9, "{alpha} {beta}: {found:?}");
            assert!((found.high - high).abs() < 1e-9, "{alpha} {beta}: {found:?}");
        }
    }

    /// Oracle: scipy 1.17 `beta.ppf`.
    #[test]
    fn the_normal_limit_is_within_a_thousandth_of_the_width() {
        let found = interval_95(2e8, 5e7);
        let width = 0.0000991672048;
        assert!((found.low - 0.7999504141244).abs() < width / 1000.0, "{found:?}");
        assert!((found.high - 0.8000495813292).abs() < width / 1000.0, "{found:?}");
    }

    #[test]
    fn below_nothing_in_particular_is_no_probability() {
        let rate = BetaPosterior::new(8.0, 2.0, 0.5);
        assert_eq!(rate.below(f64::NAN), None);
        assert_eq!(rate.below(-3.0), Some(0.0));
        assert_eq!(rate.below(3.0), Some(1.0));
    }

    proptest! {
        /// The shapes that a fit can give: down to a millionth, up to thousands of millions.
        #[test]
        fn an_interval_holds_its_level(
            a in -6.0..9.6_f64, b in -6.0..9.6_f64, level in 0.01..0.999_f64,
        ) {
            let rate = BetaPosterior::new(10_f64.powf(a), 10_f64.powf(b), 0.0);
            let found = rate.interval(Level::new(level).unwrap());
            prop_assert!(0.0 <= found.low && found.low <= found.high && found.high <= 1.0);
            if a > -0.3 && b > -0.3 {
                let held = rate.below(found.high).unwrap() - rate.below(found.low).unwrap();
                prop_assert!((held - level).abs() < 1e-5, "{held} for {level} in {found:?}");
            }
        }

        #[test]
        fn a_higher_threshold_has_more_below_it(
            a in -2.0..7.0_f64, b in -2.0..7.0_f64, x in 0.0..=1.0_f64, y in 0.0..=1.0_f64,
        ) {
            let rate = BetaPosterior::new(10_f64.powf(a), 10_f64.powf(b), 0.0);
            prop_assert!(rate.below(x.min(y)).unwrap() <= rate.below(x.max(y)).unwrap() + 1e-9);
        }
    }
}
