//! How much an order of units hangs on the weights.

use super::{Dimension, composite};

/// What a change of weights does to the order of units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sensitivity {
    /// The dimension whose weight was changed; `None` for equal weights.
    pub dimension: Option<usize>,
    /// By what its weight was multiplied.
    pub factor: f64,
    /// Spearman's rank correlation with the order under the given weights, −1..1.
    pub correlation: f64,
    /// The largest move of a composite, in standard deviations of the peers, and the unit's place.
    pub largest: (f64, usize),
}

/// Each weight halved and raised by half in turn, then all equal: how far the order of the units'
/// composites stays the same. `units` have each dimension's standardised value, in the order of the
/// weights; a change is left out where fewer than three units have a composite, or all have the
/// same.
pub fn sensitivity(units: &[Vec<Dimension>]) -> Vec<Sensitivity> {
    let width = units.first().map_or(0, Vec::len);
    let values = |weight: &dyn Fn(usize, f64) -> f64| -> Vec<Option<f64>> {
        let of = |unit: &Vec<Dimension>| {
            let changed: Vec<Dimension> = unit
                .iter()
                .enumerate()
                .map(|(place, one)| Dimension { weight: weight(place, one.weight), ..*one })
                .collect();
            composite(&changed).map(|found| found.value)
        };
        units.iter().map(of).collect()
    };
    let given = values(&|_, weight| weight);
    let compared = |dimension: Option<usize>, factor: f64, changed: Vec<Option<f64>>| {
        let moves = given.iter().zip(&changed).enumerate();
        let largest = moves
            .filter_map(|(place, (a, b))| Some(((*a)? - (*b)?, place)))
            .map(|(by, place)| (by.abs(), place))
            .fold((0.0, 0), |most, next| if next.0 > most.0 { next } else { most });
        let both: (Vec<f64>, Vec<f64>) =
            given.iter().zip(changed).filter_map(|(a, b)| Some(((*a)?, b?))).unzip();
        let correlation = spearman(&both.0, &both.1)?;
        Some(Sensitivity { dimension, factor, correlation, largest })
    };
    let mut found = Vec::new();
    for dimension in 0..width {
        for factor in [0.5, 1.5] {
            let changed = values(&|at, w| if at == dimension { w * factor } else { w });
            found.extend(compared(Some(dimension), factor, changed));
        }
    }
    let equal = values(&|_, weight| if weight > 0.0 { 1.0 } else { 0.0 });
    found.extend(compared(None, 1.0, equal));
    found
}

/// Spearman's (1904) rank correlation of two lists of numbers, −1..1: that of their ranks, equal
/// numbers having their mean rank. `None` for lists of different length or of fewer than three, a
/// number that is NaN, or a list of one and the same number.
pub fn spearman(one: &[f64], other: &[f64]) -> Option<f64> {
    if one.len() != other.len() || one.len() < 3 || one.iter().chain(other).any(|x| x.is_nan()) {
        return None;
    }
    let (a, b) = (ranks(one), ranks(other));
    let middle = (one.len() as f64 + 1.0) / 2.0;
    let product = |a: &[f64], b: &[f64]| -> f64 {
        a.iter().zip(b).map(|(x, y)| (x - middle) * (y - middle)).sum()
    };
    let spread = product(&a, &a) * product(&b, &b);
    (spread > 0.0).then(|| (product(&a, &b) / spread.sqrt()).clamp(-1.0, 1.0))
}

/// Ranks from 1, equal numbers sharing their mean rank.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<(f64, usize)> =
        values.iter().enumerate().map(|(place, value)| (*value, place)).collect();
    order.sort_by(|one, next| one.0.total_cmp(&next.0));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    for same in order.chunk_by(|one, next| one.0 == next.0) {
        let mean = before as f64 + (same.len() as f64 + 1.0) / 2.0;
        for (_, place) in same {
            if let Some(rank) = ranks.get_mut(*place) {
                *rank = mean;
            }
        }
        before += same.len();
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Estimate;

    /// Oracle: scipy 1.12 `spearmanr`.
    #[test]
    fn rank_correlations_agree_with_scipy() {
        let a = [1.0, 2.0, 2.0, 4.0, 5.0, 7.0, 3.5];
        let b = [2.0, 1.0, 4.0, 3.0, 3.0, 9.0, 8.0];
        assert!((spearman(&a, &b).unwrap() - 0.6).abs() < 1e-12, "{:?}", spearman(&a, &b));
        assert_eq!(spearman(&a, &a), Some(1.0));
        assert_eq!(spearman(&a[..2], &b[..2]), None);
        assert_eq!(spearman(&a, &b[..3]), None);
        assert_eq!(spearman(&[1.0; 3], &a[..3]), None);
        assert_eq!(spearman(&[f64::NAN, 1.0, 2.0], &a[..3]), None);
    }

    #[test]
    fn a_dimension_of_no_weight_changes_nothing_and_another_may() {
        let unit = |a: f64, b: f64, c: f64| {
            [(0.6, a), (0.4, b), (0.0, c)]
                .map(|(weight, t)| Dimension { weight, standardised: Estimate::new(t, 0.1) })
                .to_vec()
        };
        let units = [
            unit(1.0, -1.0, 3.0),
            unit(0.4, 0.1, -3.0),
            unit(-0.5, 1.5, 0.0),
            unit(-1.0, -1.0, 1.0),
        ];
        let found = sensitivity(&units);
        assert_eq!(found.len(), 7);
        assert!(found[4..6].iter().all(|one| one.correlation == 1.0));
        assert!(found[..4].iter().any(|one| one.correlation < 1.0), "{found:?}");
        assert_eq!((found[6].dimension, found[6].factor), (None, 1.0));
        assert_eq!(sensitivity(&[]), Vec::new());
        assert_eq!(sensitivity(&units[..2]), Vec::new());
    }
}
