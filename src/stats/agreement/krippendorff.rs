//! Krippendorff's alpha.

use super::{Agreement, Ratings, Scale};

/// `α = 1 − D_o/D_e`: the disagreement of the raters of a unit, over that of all ratings thrown
/// together (Krippendorff, Content Analysis, 4th ed., 2019, ch. 12). Any number of raters, gaps
/// allowed; units with one rating say nothing and are passed over.
///
/// The distance between categories c and k is 1 on a nominal scale; on an ordinal one
/// `(n_c/2 + Σ n_g + n_k/2)²` over the ratings between them; the squared difference of their values
/// on an interval scale. The standard error is that of the jackknife over units, each left out
/// once, so it is of no help where fewer than about ten units were rated twice.
///
/// `observed` and `expected` are `1 − D` with distances in shares of the largest one. `None` where
/// no unit has two ratings, or all ratings are the same: then there is nothing to agree about.
pub fn krippendorff(ratings: &Ratings, scale: Scale) -> Option<Agreement> {
    let units: Vec<&[f64]> =
        ratings.units().filter(|unit| unit.iter().sum::<f64>() >= 2.0).collect();
    let mut all = Coincidences::none(ratings.values().len());
    units.iter().for_each(|unit| all.count(unit, 1.0));
    let disagreement = all.disagreement(ratings.values(), scale)?;
    let others = units.iter().map(|unit| {
        let mut others = all.clone();
        others.count(unit, -1.0);
        others.disagreement(ratings.values(), scale).map(Disagreement::alpha)
    });
    Some(Agreement {
        coefficient: disagreement.alpha(),
        se: jackknifed(others.flatten().collect()),
        observed: 1.0 - disagreement.observed,
        expected: 1.0 - disagreement.expected,
        units: units.len(),
    })
}

/// The standard error that the values with each unit left out once give,
/// `√((n−1)/n·Σ(x − x̄)²)` (Tukey 1958); `None` for fewer than two.
fn jackknifed(values: Vec<f64>) -> Option<f64> {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (values.len() >= 2).then(|| ((n - 1.0) / n * squares).sqrt())
}

#[derive(Clone, Copy, Debug)]
struct Disagreement {
    observed: f64,
    expected: f64,
}

impl Disagreement {
    fn alpha(self) -> f64 {
        1.0 - self.observed / self.expected
    }
}

/// How often each category met each other in a unit, each unit's pairs weighing as much as its
/// ratings.
#[derive(Clone, Debug)]
struct Coincidences {
    /// Categories × categories, row by row.
    pairs: Vec<f64>,
    width: usize,
}

impl Coincidences {
    fn none(width: usize) -> Self {
        Self { pairs: vec![0.0; width * width], width }
    }

    /// Counts a unit of two or more ratings so often; less than 0 takes it out.
    fn count(&mut self, unit: &[f64], times: f64) {
        let ratings: f64 = unit.iter().sum();
        for (c, (row, &here)) in self.pairs.chunks_exact_mut(self.width).zip(unit).enumerate() {
            for (k, (pair, &there)) in row.iter_mut().zip(unit).enumerate() {
                let there = if c == k { there - 1.0 } else { there };
                *pair += times * here * there / (ratings - 1.0);
            }
        }
    }

    /// `None` where all ratings are the same, or there are none.
    fn disagreement(&self, values: &[f64], scale: Scale) -> Option<Disagreement> {
        let totals: Vec<f64> =
            self.pairs.chunks_exact(self.width).map(|row| row.iter().sum()).collect();
        let n: f64 = totals.iter().sum();
        let distances = distances(values, &totals, scale);
        let largest = distances.iter().copied().fold(0.0, f64::max);
        let observed: f64 = self.pairs.iter().zip(&distances).map(|(pair, far)| pair * far).sum();
        let rows = totals.iter().zip(distances.chunks_exact(self.width));
        let expected: f64 = rows
            .map(|(here, row)| here * totals.iter().zip(row).map(|(t, far)| t * far).sum::<f64>())
            .sum();
        let found = Disagreement {
            observed: observed / (n * largest),
            expected: expected / (n * (n - 1.0) * largest),
        };
        (n > 1.5 && largest > 0.0 && found.expected > 1e-12).then_some(found)
    }
}

/// Squared distances between categories, row by row; `totals` is how often each was chosen.
fn distances(values: &[f64], totals: &[f64], scale: Scale) -> Vec<f64> {
    let middles: Vec<f64> = totals
        .iter()
        .scan(0.0, |before, total| {
            let middle = *before + total / 2.0;
            *before += total;
            Some(middle)
        })
        .collect();
    let between = |places: &[f64]| -> Vec<f64> {
        places.iter().flat_map(|c| places.iter().map(move |k| (c - k).powi(2))).collect()
    };
    match scale {
        Scale::Nominal => values
            .iter()
            .flat_map(|c| values.iter().map(move |k| if c == k { 0.0 } else { 1.0 }))
            .collect(),
        Scale::Ordinal => between(&middles),
        Scale::Interval => between(values),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::ratings::examples::{LEVELS, of_rows, three_by_eight};
    use super::*;
    use crate::stats::Level;

    /// Oracle: the Python package krippendorff 0.9.0; standard errors by leaving each unit out of
    /// its own input.
    #[test]
    fn three_raters_agree_with_the_package() {
        for (scale, alpha, se) in [
            (Scale::Nominal, 0.529_411_764_705_882_4, 0.156_226_943_187_972_73),
            (Scale::Ordinal, 0.885_452_462_772_050_4, 0.067_547_373_003_972_53),
            (Scale::Interval, 0.875_776_397_515_527_9, 0.078_596_554_841_730_1),
        ] {
            let found = krippendorff(&three_by_eight(), scale).unwrap();
            assert!((found.coefficient - alpha).abs() < 1e-12, "{scale:?}: {found:?}");
            assert!((found.se.unwrap() - se).abs() < 1e-12, "{scale:?}: {found:?}");
            let odds = (found.observed - found.expected) / (1.0 - found.expected);
            assert!((odds - alpha).abs() < 1e-12, "{scale:?}: {found:?}");
        }
    }

    /// Krippendorff's worked example with gaps (nominal 0.691, interval 0.811 in his text); the
    /// package for the digits.
    #[test]
    fn gaps_agree_with_krippendorffs_example() {
        let ratings = of_rows(&[".....34121133.3", "1.213343.......", "..21344.21133.4"]);
        for (scale, alpha) in [
            (Scale::Nominal, 0.691_358_024_691_358),
            (Scale::Ordinal, 0.806_721_419_941_315_3),
            (Scale::Interval, 0.810_844_892_812_105_9),
        ] {
            let found = krippendorff(&ratings, scale).unwrap();
            assert!((found.coefficient - alpha).abs() < 1e-12, "{scale:?}: {found:?}");
            assert_eq!(found.units, 12);
        }
    }

    #[test]
    fn raters_without_anything_to_agree_about_have_no_alpha() {
        let same = of_rows(&["3333", "3333"]);
        let alone = of_rows(&["3412", "...."]);
        for scale in [Scale::Nominal, Scale::Ordinal, Scale::Interval] {
            assert_eq!(krippendorff(&same, scale), None);
            assert_eq!(krippendorff(&alone, scale), None);
        }
    }

    #[test]
    fn one_unit_that_tells_has_no_standard_error() {
        let found = krippendorff(&of_rows(&["34", "4."]), Scale::Nominal).unwrap();
        assert_eq!((found.coefficient, found.se, found.units), (0.0, None, 1));
        assert_eq!(found.interval(Level::P95), None);
    }

    fn units() -> impl Strategy<Value = Vec<Vec<usize>>> {
        prop::collection::vec(prop::collection::vec(0..5_usize, 0..5), 0..20)
    }

    proptest! {
        #[test]
        fn alpha_is_at_most_one_and_does_not_heed_order(units in units()) {
            let ratings = Ratings::new(&LEVELS, units.clone()).unwrap();
            let turned = units.iter().rev().map(|unit| unit.iter().rev().copied());
            let turned = Ratings::new(&LEVELS, turned).unwrap();
            for scale in [Scale::Nominal, Scale::Ordinal, Scale::Interval] {
                let found = krippendorff(&ratings, scale);
                let other = krippendorff(&turned, scale);
                prop_assert_eq!(found.is_some(), other.is_some());
                if let (Some(found), Some(other)) = (found, other) {
                    prop_assert!(found.coefficient <= 1.0 + 1e-9);
                    prop_assert!((found.coefficient - other.coefficient).abs() < 1e-9);
                    if let Some(ends) = found.interval(Level::P95) {
                        prop_assert!(ends.low <= found.coefficient && found.coefficient <= ends.high + 1e-9);
                    }
                }
            }
        }
    }
}
