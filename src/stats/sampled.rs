//! What a sample of so many units tells of a share of all of them.

use super::interval::wilson_of;
use super::{Interval, Level, Tally};

/// Interval for the share among `population` units of which a tally's were looked at, drawn by
/// chance: Wilson's, for as many trials as `n·(N−1)/(N−n)` (the finite population correction of
/// Cochran, Sampling Techniques, 3rd ed., 1977, ch. 2). Both ends are the share itself where all
/// were looked at.
///
/// `None` without trials, or with more of them than the population has.
pub fn sampled_share(tally: Tally, population: u32, level: Level) -> Option<Interval> {
    let share = tally.share()?;
    interval(share, tally.trials(), f64::from(population), level)
}

/// How far to each side a share of about `share` (0..1) will be known from `reviews` units of
/// `population`: half the width of its interval, in shares. One half is the share that is hardest
/// to know.
///
/// `None` without reviews, with more than the population has, or for a share outside 0..1.
pub fn share_precision(share: f64, reviews: u32, population: u32, level: Level) -> Option<f64> {
    let ends = interval(share, f64::from(reviews), f64::from(population), level)?;
    Some((ends.high - ends.low) / 2.0)
}

/// The fewest reviews, of `population` units, from which a share of about `share` is known to
/// `precision` on each side. All of them are enough for any precision.
///
/// `None` for a share outside 0..1, a precision that is not above 0, or an empty population.
pub fn reviews_for(share: f64, wanted: f64, population: u32, level: Level) -> Option<u32> {
    let is_enough =
        |n: u32| share_precision(share, n, population, level).map(|found| found <= wanted);
    if wanted.is_nan() || wanted <= 0.0 {
        return None;
    }
    is_enough(population)?;
    let (mut low, mut high) = (1, population);
    while low < high {
        let middle = low + (high - low) / 2;
        if is_enough(middle)? {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(low)
}

fn interval(share: f64, n: f64, population: f64, level: Level) -> Option<Interval> {
    if !(0.0..=1.0).contains(&share) || n < 1.0 || n > population {
        return None;
    }
    if n == population {
        return Some(Interval { low: share, high: share });
    }
    Some(wilson_of(share, n * (population - 1.0) / (population - n), level))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Oracle: statsmodels 0.15 `proportion_confint(method="wilson")` of 24/0.6 and 30 trials
    /// scaled by (N−1)/(N−n).
    #[test]
    fn a_share_of_a_finite_desk_agrees_with_statsmodels() {
        let ends = sampled_share(Tally::new(24, 40).unwrap(), 200, Level::P95).unwrap();
        assert!((ends.low - 0.461_474_870_853_461_5).abs() < 1e-12, "{ends:?}");
        assert!((ends.high - 0.724_189_043_116_311_6).abs() < 1e-12, "{ends:?}");
        let half = share_precision(0.5, 30, 1_000_000_000, Level::P80).unwrap();
        assert!((half - 0.113_912_544_071_290_23).abs() < 1e-8, "{half}");
    }

    /// About 385 answers for five points at 95% is the rule of thumb for a large population
    /// (Cochran's n₀ by the normal distribution; Wilson's interval is a little narrower).
    #[test]
    fn reviews_for_a_precision_are_near_the_rule_of_thumb() {
        let found = reviews_for(0.5, 0.05, u32::MAX, Level::P95).unwrap();
        assert!((378..=385).contains(&found), "{found}");
        let few = reviews_for(0.5, 0.05, 500, Level::P95).unwrap();
        assert!((210..=218).contains(&few), "{few}");
    }

    #[test]
    fn no_sample_tells_nothing_and_all_units_tell_all() {
        let all = sampled_share(Tally::new(3, 5).unwrap(), 5, Level::P95).unwrap();
        assert_eq!((all.low, all.high), (0.6, 0.6));
        assert_eq!(sampled_share(Tally::new(0, 0).unwrap(), 5, Level::P95), None);
        assert_eq!(sampled_share(Tally::new(3, 6).unwrap(), 5, Level::P95), None);
        assert_eq!(share_precision(1.5, 5, 10, Level::P95), None);
        assert_eq!(share_precision(f64::NAN, 5, 10, Level::P95), None);
        assert_eq!(reviews_for(0.5, 0.0, 10, Level::P95), None);
        assert_eq!(reviews_for(0.5, 0.1, 0, Level::P95), None);
        assert_eq!(reviews_for(0.5, 1e-9, 10, Level::P95), Some(10));
    }

    proptest! {
        #[test]
        fn the_fewest_reviews_are_enough_and_one_less_is_not(
            share in 0.0..=1.0_f64, wanted in 0.01..0.4_f64, population in 1..5000_u32,
        ) {
            let found = reviews_for(share, wanted, population, Level::P95).unwrap();
            prop_assert!(share_precision(share, found, population, Level::P95).unwrap() <= wanted);
            if found > 1 {
                prop_assert!(share_precision(share, found - 1, population, Level::P95).unwrap() > wanted);
            }
        }
    }
}
