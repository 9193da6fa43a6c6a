//! Groups of units that are not told apart.

use super::probability_above;
use crate::stats::Estimate;

/// Units in groups from the best down, each group's in the order of their values.
#[derive(Clone, Debug, PartialEq)]
pub struct Grades {
    /// Numbers of the units, group by group.
    pub groups: Vec<Vec<usize>>,
    /// `Σ(1 − π) − λπ` over the pairs in different groups; the least that any grouping has.
    pub loss: f64,
}

/// Groups by what is worth telling apart: to put one unit above another costs the probability of
/// being wrong and gains λ times that of being right, so that two alone are told apart where
/// `π > 1/(1 + λ)` (Kline, Rose & Walters 2024, Am. Econ. Rev. 114:2051). The groups are neighbours
/// in the order of values, and of all such groupings the one of least loss; where two are equal,
/// the one with fewer groups. λ is `price`: 0.25 tells apart from 80% on. Takes time and space in
/// proportion to K².
///
/// `None` unless the price is finite and not below 0.
pub fn grades(units: &[Estimate], price: f64) -> Option<Grades> {
    if !(price >= 0.0 && price.is_finite()) {
        return None;
    }
    let mut order: Vec<(usize, Estimate)> = units.iter().copied().enumerate().collect();
    order.sort_by(|one, next| next.1.value().total_cmp(&one.1.value()));
    let mut best = vec![(0.0, 0)];
    let mut across = Vec::<f64>::new();
    for (end, (_, unit)) in order.iter().enumerate() {
        // `across[start]` becomes the loss of putting all before `start` above `start..=end`.
        let mut before = 0.0;
        let mut losses = Vec::with_capacity(end + 1);
        for (_, other) in order.iter().take(end) {
            losses.push(before);
            let right = probability_above(*other, *unit);
            before += (1.0 - right) - price * right;
        }
        losses.push(before);
        across.push(0.0);
        across.iter_mut().zip(&losses).for_each(|(sum, loss)| *sum += loss);
        let mut found = (f64::INFINITY, 0);
        for (start, (loss, sum)) in best.iter().zip(&across).enumerate() {
            if loss.0 + sum < found.0 - 1e-12 {
                found = (loss.0 + sum, start);
            }
        }
        best.push(found);
    }
    let loss = best.last().map_or(0.0, |found| found.0);
    let mut groups = Vec::new();
    let mut end = order.len();
    while end > 0 {
        let start = best.get(end).map_or(0, |found| found.1).min(end - 1);
        let members = order.get(start..end).unwrap_or_default();
        groups.push(members.iter().map(|(number, _)| *number).collect());
        end = start;
    }
    groups.reverse();
    Some(Grades { groups, loss })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::expected::examples::{any_units, eight_units};
    use super::*;

    /// Oracle: every grouping of neighbours, 128 of them, in Python.
    #[test]
    fn eight_units_have_four_grades() {
        let found = grades(&eight_units(), 0.25).unwrap();
        assert_eq!(found.groups, [vec![6], vec![3, 0], vec![5, 1], vec![7, 2, 4]]);
        assert!((found.loss - -3.593629).abs() < 5e-7, "{found:?}");
    }

    #[test]
    fn without_a_gain_nothing_is_told_apart() {
        let found = grades(&eight_units(), 0.0).unwrap();
        assert_eq!((found.groups.len(), found.loss), (1, 0.0));
        assert_eq!(grades(&eight_units(), f64::NAN), None);
        assert_eq!(grades(&[], 0.25).unwrap().groups, Vec::<Vec<usize>>::new());
    }

    fn loss(groups: &[&[Estimate]], price: f64) -> f64 {
        let mut sum = 0.0;
        for (place, upper) in groups.iter().enumerate() {
            for (one, lower) in upper.iter().flat_map(|one| {
                groups[place + 1..].iter().copied().flatten().map(move |lower| (one, lower))
            }) {
                let right = probability_above(*one, *lower);
                sum += (1.0 - right) - price * right;
            }
        }
        sum
    }

    proptest! {
        #[test]
        fn no_grouping_of_neighbours_has_less_loss(units in any_units(), price in 0.0..3.0_f64) {
            let found = grades(&units, price).unwrap();
            let mut sorted = units.clone();
            sorted.sort_by(|one, next| next.value().total_cmp(&one.value()));
            for cuts in 0..1_u32 << (units.len() - 1) {
                let (mut groups, mut start) = (Vec::new(), 0);
                for end in 1..=units.len() {
                    if end == units.len() || cuts >> (end - 1) & 1 == 1 {
                        groups.push(&sorted[start..end]);
                        start = end;
                    }
                }
                prop_assert!(found.loss <= loss(&groups, price) + 1e-9);
            }
        }
    }
}
