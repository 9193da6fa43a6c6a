//! How to draw a sample of so many units, some rather than others, and what it will tell.
//!
//! Units are shared out over strata ([`allotted`]), each gets its chance ([`inclusion`]), and one
//! number from 0 to below 1 decides which are drawn ([`systematic`]), so that exactly as many are as
//! were wanted and each with exactly its chance. An estimate weighs what was found in a unit by
//! 1/chance (Horvitz and Thompson 1952).

use super::Level;
use super::interval::wilson_of;

/// Shares `wanted` units out over strata of these sizes: at least one to each that is not empty, the
/// rest by size (Sainte-Laguë), never more than a stratum has.
///
/// `None` where there are fewer units than strata to be given one.
pub fn allotted(sizes: &[u32], wanted: u32) -> Option<Vec<u32>> {
    let mut given: Vec<u32> = sizes.iter().map(|size| u32::from(*size > 0)).collect();
    let mut left = wanted.checked_sub(given.iter().sum())?;
    let claim = |size: u32, given: u32| f64::from(size) / f64::from(2 * given + 1);
    while left > 0 {
        let open = given.iter_mut().zip(sizes).filter(|(given, size)| **given < **size);
        let next = open.reduce(|first, next| {
            let is_greater = claim(*next.1, *next.0) > claim(*first.1, *first.0);
            if is_greater { next } else { first }
        });
        let Some((given, _)) = next else { break };
        *given += 1;
        left -= 1;
    }
    Some(given)
}

/// The chance of each unit to be among `wanted`, in proportion to its weight but at most 1; they add
/// up to `wanted`, or to the number of units where that is less.
///
/// `None` for a weight that is not above 0 and finite.
pub fn inclusion(weights: &[f64], wanted: u32) -> Option<Vec<f64>> {
    if weights.iter().any(|weight| !weight.is_finite() || *weight <= 0.0) {
        return None;
    }
    let mut chances = vec![None; weights.len()];
    let mut left = f64::from(wanted);
    loop {
        let open = || chances.iter().zip(weights).filter(|(chance, _)| chance.is_none());
        let per_weight = left / open().map(|(_, weight)| weight).sum::<f64>();
        let is_sure = |weight: f64| weight * per_weight >= 1.0;
        let sure = open().filter(|(_, weight)| is_sure(**weight)).count();
        for (chance, weight) in chances.iter_mut().zip(weights) {
            if chance.is_none() && (sure == 0 || is_sure(*weight)) {
                *chance = Some(if sure == 0 { weight * per_weight } else { 1.0 });
            }
        }
        left -= sure as f64;
        if sure == 0 {
            return Some(chances.into_iter().flatten().collect());
        }
    }
}

/// Which units are drawn by chances that add up to a whole number: those in which the running sum of
/// chances passes `start`, `start` + 1, and so on. With `start` evenly from 0 to below 1 each is drawn
/// with its own chance, and with units in an order that has nothing to do with what is asked, so is
/// each pair nearly as if drawn alone (Hartley and Rao 1962).
pub fn systematic(chances: &[f64], start: f64) -> Vec<usize> {
    let whole = chances.iter().sum::<f64>().round();
    let last = chances.len().saturating_sub(1);
    let mut sum = 0.0;
    let mut mark = start.clamp(0.0, 1.0 - f64::EPSILON);
    let mut drawn = Vec::new();
    for (unit, chance) in chances.iter().enumerate() {
        sum = if unit == last { whole } else { sum + chance };
        if mark < sum {
            drawn.push(unit);
            mark += 1.0;
        }
    }
    drawn
}

/// How many units, drawn alike out of endlessly many, would tell a share as well as units drawn with
/// these chances: `N(N−1)/Σ(1/π − 1)`, which for equal chances is `n(N−1)/(N−n)`. Infinite where all
/// are drawn; `None` where a chance is not above 0 and at most 1.
pub fn effective(chances: &[f64]) -> Option<f64> {
    let is_chance = |chance: &f64| *chance > 0.0 && *chance <= 1.0;
    if chances.is_empty() || !chances.iter().all(is_chance) {
        return None;
    }
    let units = chances.len() as f64;
    let spread: f64 = chances.iter().map(|chance| 1.0 / chance - 1.0).sum();
    Some(if spread > 0.0 { units * (units - 1.0) / spread } else { f64::INFINITY })
}

/// Effective units of strata together: each stratum's share of all units, with its own effective ones.
/// `None` without strata.
pub fn effective_of_strata(strata: &[(f64, f64)]) -> Option<f64> {
    let variance: f64 = strata.iter().map(|(share, effective)| share * share / effective).sum();
    (!strata.is_empty()).then(|| if variance > 0.0 { 1.0 / variance } else { f64::INFINITY })
}

/// How far to each side a share that is hardest to know, one half, will be known from so many effective
/// units: half the width of Wilson's interval, in shares. `None` unless there are any.
pub fn precision(effective: f64, level: Level) -> Option<f64> {
    if effective.is_nan() || effective <= 0.0 {
        return None;
    }
    if effective.is_infinite() {
        return Some(0.0);
    }
    let ends = wilson_of(0.5, effective, level);
    Some((ends.high - ends.low) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::share_precision;
    use proptest::prelude::*;

    #[test]
    fn each_stratum_has_one_and_the_greater_more() {
        assert_eq!(allotted(&[60, 30, 10], 10), Some(vec![6, 3, 1]));
        assert_eq!(allotted(&[90, 1, 0], 4), Some(vec![3, 1, 0]));
        assert_eq!(allotted(&[2, 2], 9), Some(vec![2, 2]));
        assert_eq!(allotted(&[5, 5, 5], 2), None);
        assert_eq!(allotted(&[], 3), Some(vec![]));
    }

    #[test]
    fn what_weighs_much_is_sure_and_the_rest_share_what_is_left() {
        assert_eq!(inclusion(&[1.0, 1.0, 2.0], 2), Some(vec![0.5, 0.5, 1.0]));
        assert_eq!(
            inclusion(&[1.0, 1.0, 1.0, 1.0, 8.0], 2),
            Some(vec![0.25, 0.25, 0.25, 0.25, 1.0])
        );
        assert_eq!(inclusion(&[1.0, 5.0], 3), Some(vec![1.0, 1.0]));
        assert_eq!(inclusion(&[], 3), Some(vec![]));
        assert_eq!(inclusion(&[1.0, 0.0], 1), None);
        assert_eq!(inclusion(&[1.0, f64::NAN], 1), None);
    }

    /// Equal chances are the case that `share_precision` knows.
    #[test]
    fn equal_chances_tell_as_much_as_a_plain_sample() {
        for (wanted, units) in [(4_u32, 30_u32), (1, 2), (29, 30)] {
            let chances = vec![f64::from(wanted) / f64::from(units); units as usize];
            let found = precision(effective(&chances).unwrap(), Level::P95).unwrap();
            let plain = share_precision(0.5, wanted, units, Level::P95).unwrap();
            assert!((found - plain).abs() < 1e-9, "{wanted} of {units}: {found} {plain}");
        }
        assert_eq!(effective(&[1.0, 1.0]), Some(f64::INFINITY));
        assert_eq!(precision(f64::INFINITY, Level::P95), Some(0.0));
        assert_eq!(
            (effective(&[]), effective(&[0.0]), precision(0.0, Level::P95)),
            (None, None, None)
        );
    }

    #[test]
    fn strata_of_the_same_kind_tell_what_their_units_tell_together() {
        let found = effective_of_strata(&[(0.5, 20.0), (0.5, 20.0)]).unwrap();
        assert!((found - 40.0).abs() < 1e-9, "{found}");
        assert_eq!(effective_of_strata(&[(1.0, f64::INFINITY)]), Some(f64::INFINITY));
        assert_eq!(effective_of_strata(&[]), None);
    }

    proptest! {
        #[test]
        fn exactly_as_many_are_drawn_as_were_wanted_each_with_its_chance(
            weights in prop::collection::vec(0.1..9.0_f64, 1..40), wanted in 1..12_u32,
        ) {
            const STARTS: usize = 2_000;
            let chances = inclusion(&weights, wanted).unwrap();
            let whole = f64::from(wanted).min(weights.len() as f64);
            prop_assert!((chances.iter().sum::<f64>() - whole).abs() < 1e-9);
            let mut drawn = vec![0; weights.len()];
            for start in 0..STARTS {
                let units = systematic(&chances, (start as f64 + 0.5) / STARTS as f64);
                prop_assert_eq!(units.len(), whole as usize);
                units.into_iter().for_each(|unit| drawn[unit] += 1);
            }
            for (drawn, chance) in drawn.into_iter().zip(&chances) {
                let share = f64::from(drawn) / STARTS as f64;
                prop_assert!((share - chance).abs() <= 2.0 / STARTS as f64, "{} {}", share, chance);
            }
        }

        #[test]
        fn all_strata_together_have_what_was_wanted(
            sizes in prop::collection::vec(0..50_u32, 0..6), wanted in 6..40_u32,
        ) {
            let given = allotted(&sizes, wanted).unwrap();
            prop_assert_eq!(given.iter().sum::<u32>(), wanted.min(sizes.iter().sum()));
            prop_assert!(given.iter().zip(&sizes).all(|(given, size)| given <= size));
            prop_assert!(given.iter().zip(&sizes).all(|(given, size)| (*given > 0) == (*size > 0)));
        }
    }
}
