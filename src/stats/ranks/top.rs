//! How likely a unit is among the best so many.

use rayon::prelude::*;
use statrs::distribution::{ContinuousCDF, Normal};

use crate::stats::Estimate;

/// Fewest and most steps of the integral over a unit's own value, even numbers.
const STEPS: usize = 200;
const MOST_STEPS: usize = 6000;

/// The same where there are so many peers that no single one makes a step.
const FEW_STEPS: usize = 40;

/// How far the integral goes, in standard deviations.
const FARTHEST: f64 = 7.0;

/// Up to so many peers the number of those above is counted out; with more it is taken as normal,
/// as the sum of so many.
const COUNTED: usize = 60;

/// Each unit's probability, 0..1, of being among the best `m`, in the order given:
/// `∫ φ(x; μ_k, s_k)·P(fewer than m of the others are above x) dx` by Simpson's rule, the number of
/// those above being Poisson–binomial. They sum to m. Takes time in proportion to K²·m.
pub fn top(units: &[Estimate], m: usize) -> Vec<f64> {
    each(
        units,
        |unit| enough_steps(units, unit),
        |above| {
            let mut counts = Counts::none(m);
            above.iter().for_each(|p| counts.add(*p));
            counts.fewer()
        },
    )
}

/// Each unit's probability, 0..1, of being above the median of its peers, the others, in the order
/// given: that fewer than half of them are above it, and where their number is even half the
/// probability that it is exactly half of them. `None` for a unit without peers.
pub fn above_median(units: &[Estimate]) -> Vec<Option<f64>> {
    let peers = units.len().saturating_sub(1);
    if peers == 0 {
        return vec![None; units.len()];
    }
    let steps =
        |unit: &Estimate| if peers > COUNTED { FEW_STEPS } else { enough_steps(units, unit) };
    let found = each(units, steps, |above| {
        if peers > COUNTED {
            let mean: f64 = above.iter().sum();
            let variance: f64 = above.iter().map(|p| p * (1.0 - p)).sum();
            let room = peers as f64 / 2.0 - mean;
            let sd = variance.sqrt().max(1e-9);
            return Normal::standard().cdf(room / sd);
        }
        let mut counts = Counts::none(peers / 2 + 1);
        above.iter().for_each(|p| counts.add(*p));
        let most = counts.fewer();
        if peers.is_multiple_of(2) { most - counts.last() / 2.0 } else { most }
    });
    found.into_iter().map(Some).collect()
}

/// For each unit the mean, over its own value, of what `given` makes of the others' probabilities
/// of being above it.
fn each(
    units: &[Estimate],
    steps: impl Fn(&Estimate) -> usize + Sync,
    given: impl Fn(&[f64]) -> f64 + Sync,
) -> Vec<f64> {
    let standard = Normal::standard();
    let own = |(number, unit): (usize, &Estimate)| {
        let mut above = vec![0.0; units.len().saturating_sub(1)];
        let (mut sum, mut weights) = (0.0, 0.0);
        let steps = steps(unit);
        for step in 0..=steps {
            let z = FARTHEST * (2.0 * step as f64 / steps as f64 - 1.0);
            let x = unit.value() + z * unit.variance().sqrt();
            let others = units.iter().enumerate().filter(|(other, _)| *other != number);
            for (cell, (_, other)) in above.iter_mut().zip(others) {
                *cell = standard.cdf((other.value() - x) / other.variance().sqrt());
            }
            let simpson = match step {
                end if end == 0 || end == steps => 1.0,
                odd if odd % 2 == 1 => 4.0,
                _ => 2.0,
            };
            let weight = simpson * (-z * z / 2.0).exp();
            sum += weight * given(&above);
            weights += weight;
        }
        (sum / weights).clamp(0.0, 1.0)
    };
    units.par_iter().enumerate().map(own).collect()
}

/// So many that each is at most half the standard deviation of the surest of all.
fn enough_steps(units: &[Estimate], unit: &Estimate) -> usize {
    let least = units.iter().map(|one| one.variance()).fold(f64::INFINITY, f64::min);
    let needed = (2.0 * FARTHEST * (unit.variance() / least).sqrt()).min(MOST_STEPS as f64 / 2.0);
    (2 * needed.ceil() as usize).max(STEPS)
}

/// How likely each number of successes below a limit is, of trials with their own probabilities.
struct Counts(Vec<f64>);

impl Counts {
    /// Without trials; numbers from 0 to one less than the limit are kept.
    fn none(limit: usize) -> Self {
        let mut counts = vec![0.0; limit];
        if let Some(none) = counts.first_mut() {
            *none = 1.0;
        }
        Self(counts)
    }

    fn add(&mut self, probability: f64) {
        let mut before = 0.0;
        for cell in &mut self.0 {
            let here = *cell;
            *cell = here * (1.0 - probability) + before * probability;
            before = here;
        }
    }

    /// That the number is below the limit.
    fn fewer(&self) -> f64 {
        self.0.iter().sum()
    }

    /// That it is one less than the limit.
    fn last(&self) -> f64 {
        self.0.last().copied().unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::expected::examples::{any_units, eight_units};
    use super::super::probability_above;
    use super::*;

    fn mirrored(units: &[Estimate]) -> Vec<Estimate> {
        let turned = units.iter().map(|unit| Estimate::new(-unit.value(), unit.variance()));
        turned.map(Option::unwrap).collect()
    }

    /// Oracle: R `integrate` over the product of `pnorm`.
    #[test]
    fn the_best_and_the_worst_two_agree_with_r() {
        let best = [
            0.20797427,
            0.0039653533,
            0.00033558062,
            0.75732452,
            0.0018799402,
            0.041603604,
            0.98072336,
            0.0061933812,
        ];
        let worst = [
            0.0012000887,
            0.15020846,
            0.64678456,
            0.000014881443,
            0.73612402,
            0.087201812,
            1.396139e-8,
            0.37846616,
        ];
        for (found, expected) in top(&eight_units(), 2).into_iter().zip(best) {
            assert!((found - expected).abs() < 5e-7, "{found} for {expected}");
        }
        for (found, expected) in top(&mirrored(&eight_units()), 2).into_iter().zip(worst) {
            assert!((found - expected).abs() < 5e-7, "{found} for {expected}");
        }
    }

    #[test]
    fn with_one_peer_the_median_is_the_peer() {
        let units = &eight_units()[..2];
        let found = above_median(units);
        assert!((found[0].unwrap() - probability_above(units[0], units[1])).abs() < 1e-9);
        assert_eq!(above_median(&units[..1]), [None]);
        assert_eq!(above_median(&[]), []);
    }

    /// The same units many times over are above their median as often counted out as not.
    #[test]
    fn many_peers_are_near_what_is_counted_out() {
        let few: Vec<Estimate> = eight_units().into_iter().cycle().take(COUNTED + 1).collect();
        let many: Vec<Estimate> = eight_units().into_iter().cycle().take(COUNTED + 4).collect();
        for (few, many) in above_median(&few).into_iter().zip(above_median(&many)) {
            assert!((few.unwrap() - many.unwrap()).abs() < 0.03, "{few:?} and {many:?}");
        }
    }

    proptest! {
        #[test]
        fn so_many_are_among_the_best_so_many(units in any_units(), m in 0..14_usize) {
            let sum: f64 = top(&units, m).iter().sum();
            prop_assert!((sum - m.min(units.len()) as f64).abs() < 1e-4, "{}", sum);
        }

        #[test]
        fn above_and_below_the_median_are_the_whole(units in any_units()) {
            let mirror = above_median(&mirrored(&units));
            for (above, below) in above_median(&units).into_iter().zip(mirror) {
                prop_assert_eq!(above.is_some(), units.len() > 1);
                if let (Some(above), Some(below)) = (above, below) {
                    prop_assert!((above + below - 1.0).abs() < 1e-4);
                }
            }
        }
    }
}
