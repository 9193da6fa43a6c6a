//! An interval, the level it is held at, and Wilson's interval for a share.

use super::Tally;
use statrs::distribution::{ContinuousCDF, Normal};

/// Two ends, `low <= high`, in the unit of what they enclose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    pub low: f64,
    pub high: f64,
}

impl Interval {
    /// Centre ± z·standard error: the interval of a normal distribution.
    pub fn normal(centre: f64, se: f64, level: Level) -> Self {
        let half = level.z() * se;
        Self { low: centre - half, high: centre + half }
    }
}

/// How much of the probability an interval is to hold, strictly between 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level(f64);

impl Level {
    /// The level of scorecards.
    pub const P80: Self = Self(0.80);
    /// The level of published rates and means.
    pub const P95: Self = Self(0.95);

    /// `None` unless strictly between 0 and 1.
    pub fn new(share: f64) -> Option<Self> {
        (share > 0.0 && share < 1.0).then_some(Self(share))
    }

    /// What is left outside at each end, above 0 and at most one half.
    pub(super) fn tail(self) -> f64 {
        (1.0 - self.0) / 2.0
    }

    /// Standard errors to each side of the mean of a normal distribution: 1.96 at 95%.
    pub fn z(self) -> f64 {
        Normal::standard().inverse_cdf(self.tail()).abs()
    }
}

/// Interval for the true share behind a tally, both ends in 0..1; it always holds the observed
/// share. `None` without trials.
///
/// Wilson (1927), without continuity correction:
/// `(p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n)`.
pub fn wilson(tally: Tally, level: Level) -> Option<Interval> {
    Some(wilson_of(tally.share()?, tally.trials(), level))
}

/// The same for a share of so many trials, above 0 and not always a whole number.
pub(super) fn wilson_of(share: f64, n: f64, level: Level) -> Interval {
    let z = level.z();
    let scale = 1.0 + z * z / n;
    let centre = (share + z * z / (2.0 * n)) / scale;
    let half = z * (share * (1.0 - share) / n + (z / (2.0 * n)).powi(2)).sqrt() / scale;
    Interval { low: (centre - half).clamp(0.0, share), high: (centre + half).clamp(share, 1.0) }
}

#[cfg(test)]
mod tests {
    use super::{Level, wilson};
    use crate::stats::tally::examples::any_tally;
    use crate::stats::{Interval, Tally};
    use proptest::prelude::*;

    fn wilson_95(successes: u32, trials: u32) -> Interval {
        wilson(Tally::new(successes, trials).unwrap(), Level::P95).unwrap()
    }

    /// Oracle: statsmodels `proportion_confint(method="wilson")`.
    #[test]
    fn wilson_agrees_with_statsmodels() {
        for (successes, trials, low, high) in [
            (8, 10, 0.490162, 0.943318),
            (0, 5, 0.0, 0.434482),
            (45, 50, 0.786398, 0.956524),
            (412, 480, 0.824287, 0.886690),
        ] {
            let found = wilson_95(successes, trials);
            assert!((found.low - low).abs() < 5e-7, "{successes}/{trials}: {found:?}");
            assert!((found.high - high).abs() < 5e-7, "{successes}/{trials}: {found:?}");
        }
    }

    #[test]
    fn no_trials_have_no_interval() {
        assert_eq!(wilson(Tally::new(0, 0).unwrap(), Level::P95), None);
    }

    #[test]
    fn a_level_is_strictly_between_nothing_and_all() {
        for share in [0.0, 1.0, -0.5, 95.0, f64::NAN] {
            assert_eq!(Level::new(share), None, "{share}");
        }
        assert_eq!(Level::new(0.95), Some(Level::P95));
        assert!((Level::P95.z() - 1.959_963_984_540_054).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn wilson_holds_the_share_and_stays_within_bounds(
            tally in any_tally(u32::MAX), share in 0.001..0.999_999_f64,
        ) {
            prop_assume!(tally.trials() > 0.0);
            let found = wilson(tally, Level::new(share).unwrap()).unwrap();
            let own = tally.share().unwrap();
            prop_assert!(0.0 <= found.low && found.low <= own, "{found:?}");
            prop_assert!(own <= found.high && found.high <= 1.0, "{found:?}");
            prop_assert!(found.low < found.high);
        }

        /// Wilson's ends are by definition the shares that a score test just fails to reject.
        #[test]
        fn each_end_lies_z_score_errors_from_the_share(
            trials in 1..100_000_u32, part in 0.0..1.0_f64,
        ) {
            let successes = (part * f64::from(trials)) as u32;
            let found = wilson_95(successes, trials);
            let own = f64::from(successes) / f64::from(trials);
            for end in [found.low, found.high] {
                let error = (end * (1.0 - end) / f64::from(trials)).sqrt();
                prop_assert!(((own - end).abs() - Level::P95.z() * error).abs() < 1e-9);
            }
        }

        #[test]
        fn failures_mirror_successes(tally in any_tally(10_000)) {
            prop_assume!(tally.trials() > 0.0);
            let mirrored = Tally::new(tally.failures() as u32, tally.trials() as u32).unwrap();
            let here = wilson(tally, Level::P80).unwrap();
            let there = wilson(mirrored, Level::P80).unwrap();
            prop_assert!((here.low - (1.0 - there.high)).abs() < 1e-12);
            prop_assert!((here.high - (1.0 - there.low)).abs() < 1e-12);
        }
    }
}
