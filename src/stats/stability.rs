//! Whether shares have moved: the population stability index.

use statrs::distribution::{ChiSquared, ContinuousCDF};

/// Added to each count, so that a class that is empty on one side leaves the index finite.
const ADDED: f64 = 0.5;

/// How far the shares of classes have moved between two sets of counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stability {
    /// `Σ (a − b)·ln(a/b)` over the shares after and before, 0 where they are equal, in nats. By custom
    /// below 0.1 little has moved, from 0.25 on much (Siddiqi 2006, "Credit Risk Scorecards").
    pub index: f64,
    /// What it exceeds in one of twenty cases where nothing has moved: the 0.95 quantile of χ² with one
    /// degree of freedom less than classes, times `1/n + 1/m` (Yurdakul and Naranjo 2020, "Statistical
    /// properties of the population stability index"). Few counts move it past 0.1 by themselves.
    pub by_chance: f64,
}

impl Stability {
    /// Of counts by class before and after, in the same order, half a count added to each; `None` with
    /// fewer than two classes, classes that do not pair, or no counts on one side.
    pub fn of(before: &[u64], after: &[u64]) -> Option<Self> {
        let index = parts(before, after)?.iter().sum();
        let (n, m) = (before.iter().sum::<u64>() as f64, after.iter().sum::<u64>() as f64);
        let chance = ChiSquared::new(before.len() as f64 - 1.0).ok()?;
        Some(Self { index, by_chance: chance.inverse_cdf(0.95) * (1.0 / n + 1.0 / m) })
    }

    /// Whether more has moved than chance moves in nineteen of twenty cases.
    pub fn has_moved(self) -> bool {
        self.index > self.by_chance
    }
}

/// What each class adds to the index, never below 0; `None` as for the index.
pub fn parts(before: &[u64], after: &[u64]) -> Option<Vec<f64>> {
    let (n, m) = (before.iter().sum::<u64>() as f64, after.iter().sum::<u64>() as f64);
    if before.len() != after.len() || before.len() < 2 || n <= 0.0 || m <= 0.0 {
        return None;
    }
    let classes = before.len() as f64;
    let share = |count: u64, all: f64| (count as f64 + ADDED) / (all + ADDED * classes);
    let part = |(&before, &after): (&u64, &u64)| {
        let (before, after) = (share(before, n), share(after, m));
        (after - before) * (after / before).ln()
    };
    Some(before.iter().zip(after).map(part).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Oracle: the formulas in numpy 2, `scipy.stats.chi2.ppf`.
    #[test]
    fn agrees_with_the_oracle() {
        for (before, after, index, by_chance) in [
            (&[120, 60, 15, 5][..], &[90, 80, 30, 0][..], 0.18041608769214676, 0.0781472790325118),
            (&[50, 30, 20], &[48, 33, 19], 0.004061928698555451, 0.11982929094215958),
        ] {
            let found = Stability::of(before, after).unwrap();
            assert!((found.index - index).abs() < 1e-12, "{found:?}");
            assert!((found.by_chance - by_chance).abs() < 1e-9, "{found:?}");
            assert_eq!(found.has_moved(), index > by_chance);
        }
    }

    #[test]
    fn what_cannot_be_compared_has_no_index() {
        assert_eq!(Stability::of(&[], &[]), None);
        assert_eq!(Stability::of(&[3], &[3]), None);
        assert_eq!(Stability::of(&[3, 1], &[3, 1, 2]), None);
        assert_eq!(Stability::of(&[0, 0], &[3, 1]), None);
        assert_eq!(Stability::of(&[3, 1], &[0, 0]), None);
    }

    proptest! {
        #[test]
        fn it_is_the_same_both_ways_and_never_below_zero(
            counts in prop::collection::vec((0_u64..10_000, 0_u64..10_000), 2..8),
        ) {
            let (before, after): (Vec<u64>, Vec<u64>) = counts.into_iter().unzip();
            if let Some(one) = Stability::of(&before, &after) {
                let other = Stability::of(&after, &before).unwrap();
                prop_assert!(one.index.is_finite() && one.index >= 0.0 && one.by_chance > 0.0);
                prop_assert!((one.index - other.index).abs() < 1e-9);
                prop_assert!(Stability::of(&before, &before).unwrap().index == 0.0);
            }
        }
    }
}
