//! Gwet's AC1 and AC2.

use super::{Agreement, Ratings, Scale};

/// `(p_a − p_e)/(1 − p_e)` with chance agreement `p_e = T·Σπ_k(1−π_k)/(q(q−1))`, which unlike
/// kappa does not fall to nothing where nearly all units are of one category (Gwet 2008, Br. J.
/// Math. Stat. Psychol. 61:29; Handbook of Inter-Rater Reliability, 4th ed., 2014, ch. 4–5).
///
/// AC1 on a nominal scale; AC2 with his ordinal weights `1 − C(|k−l|+1, 2)/C(q, 2)` on an ordinal
/// one, and with quadratic weights on an interval scale. Gaps are allowed: a unit with one rating
/// tells of π_k only. The standard error is his, over units.
///
/// `None` where no unit has two ratings.
pub fn gwet(ratings: &Ratings, scale: Scale) -> Option<Agreement> {
    let paired = ratings.paired();
    if paired == 0 {
        return None;
    }
    let weights = weights(ratings.values(), scale);
    let units: Vec<Unit> = ratings.units().map(|unit| Unit::of(unit, &weights)).collect();
    let n = units.len() as f64;
    let q = ratings.values().len();
    let prevalence: Vec<f64> = (0..q)
        .map(|category| units.iter().filter_map(|unit| unit.shares.get(category)).sum::<f64>() / n)
        .collect();
    let scale_of_chance = weights.iter().sum::<f64>() / (q * (q - 1)) as f64;
    let chance = |shares: &[f64]| -> f64 {
        scale_of_chance * shares.iter().zip(&prevalence).map(|(s, p)| s * (1.0 - p)).sum::<f64>()
    };
    let observed = units.iter().filter_map(|unit| unit.agreement).sum::<f64>() / paired as f64;
    let expected = chance(&prevalence);
    let coefficient = (observed - expected) / (1.0 - expected);
    let own = |unit: &Unit| {
        let beyond = unit.agreement.map_or(0.0, |agreement| agreement - expected);
        let raw = n / paired as f64 * beyond / (1.0 - expected);
        let of_chance = (chance(&unit.shares) - expected) / (1.0 - expected);
        raw - 2.0 * (1.0 - coefficient) * of_chance
    };
    let squares: f64 = units.iter().map(|unit| (own(unit) - coefficient).powi(2)).sum();
    Some(Agreement {
        coefficient,
        se: (units.len() >= 2).then(|| (squares / (n * (n - 1.0))).sqrt()),
        observed,
        expected,
        units: units.len(),
    })
}

/// One unit's shares of categories, and how far its own raters agree, 0..1, if it has two.
struct Unit {
    shares: Vec<f64>,
    agreement: Option<f64>,
}

impl Unit {
    fn of(counts: &[f64], weights: &[f64]) -> Self {
        let n: f64 = counts.iter().sum();
        let rows = weights.chunks_exact(counts.len());
        let pairs: f64 = counts
            .iter()
            .zip(rows)
            .map(|(count, row)| {
                let near: f64 = row.iter().zip(counts).map(|(weight, other)| weight * other).sum();
                count * (near - 1.0)
            })
            .sum();
        Self {
            shares: counts.iter().map(|count| count / n).collect(),
            agreement: (n >= 2.0).then(|| pairs / (n * (n - 1.0))),
        }
    }
}

/// How much of an agreement two categories are, 0..1, row by row.
fn weights(values: &[f64], scale: Scale) -> Vec<f64> {
    let q = values.len() as f64;
    let range = values.iter().copied().reduce(f64::max).unwrap_or(0.0)
        - values.iter().copied().reduce(f64::min).unwrap_or(0.0);
    let weight = move |(k, at_k): (usize, f64), (l, at_l): (usize, f64)| match scale {
        Scale::Nominal if k == l => 1.0,
        Scale::Nominal => 0.0,
        Scale::Ordinal => {
            let apart = k.abs_diff(l) as f64;
            1.0 - (apart + 1.0) * apart / (q * (q - 1.0))
        }
        Scale::Interval => 1.0 - ((at_k - at_l) / range).powi(2),
    };
    let places = || values.iter().copied().enumerate();
    places().flat_map(|k| places().map(move |l| weight(k, l))).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::ratings::examples::{LEVELS, of_rows, three_by_eight};
    use super::*;
    use crate::stats::Level;

    /// Oracle: the Python package irrCAC 0.4.4 (Gwet's own R functions, ported).
    #[test]
    fn coefficients_and_errors_agree_with_irrcac() {
        let eight = three_by_eight();
        for (scale, coefficient, se, low, high) in [
            (Scale::Nominal, 0.589304812834, 0.158701139269, 0.214036250256, 0.964573375412),
            (Scale::Ordinal, 0.89644012945, 0.049380534523, 0.77967371999, 1.0),
            (Scale::Interval, 0.929046563193, 0.035053057391, 0.846159253614, 1.0),
        ] {
            let found = gwet(&eight, scale).unwrap();
            let ends = found.interval(Level::P95).unwrap();
            assert!((found.coefficient - coefficient).abs() < 1e-11, "{scale:?}: {found:?}");
            assert!((found.se.unwrap() - se).abs() < 1e-11, "{scale:?}: {found:?}");
            assert!((ends.low - low).abs() < 1e-9, "{scale:?}: {ends:?}");
            assert!((ends.high - high).abs() < 1e-9, "{scale:?}: {ends:?}");
        }
    }

    /// Krippendorff's worked example with gaps, whose values run to 4. Oracle: irrCAC 0.4.4.
    #[test]
    fn gaps_agree_with_irrcac() {
        let rows = of_rows(&[".....34121133.3", "1.213343.......", "..21344.21133.4"]);
        let units = rows.units().map(|unit| {
            let each = unit.iter().enumerate();
            each.flat_map(|(level, count)| vec![level; *count as usize]).collect::<Vec<_>>()
        });
        let ratings = Ratings::new(&LEVELS[..4], units).unwrap();
        for (scale, coefficient, se) in [
            (Scale::Nominal, 0.709163917969, 0.164736746835),
            (Scale::Ordinal, 0.815459012558, 0.134926464579),
            (Scale::Interval, 0.835238568588, 0.131396647528),
        ] {
            let found = gwet(&ratings, scale).unwrap();
            assert!((found.coefficient - coefficient).abs() < 1e-11, "{scale:?}: {found:?}");
            assert!((found.se.unwrap() - se).abs() < 1e-11, "{scale:?}: {found:?}");
        }
    }

    #[test]
    fn raters_of_one_mind_agree_wholly_and_one_rater_with_nobody() {
        let same = gwet(&of_rows(&["3333", "3333"]), Scale::Nominal).unwrap();
        assert_eq!((same.coefficient, same.se), (1.0, Some(0.0)));
        assert_eq!(same.interval(Level::P95), None);
        assert_eq!(gwet(&of_rows(&["3412", "...."]), Scale::Nominal), None);
    }

    proptest! {
        #[test]
        fn a_coefficient_is_finite_and_at_most_one(
            units in prop::collection::vec(prop::collection::vec(0..5_usize, 0..5), 0..20),
        ) {
            let ratings = Ratings::new(&LEVELS, units).unwrap();
            for scale in [Scale::Nominal, Scale::Ordinal, Scale::Interval] {
                let found = gwet(&ratings, scale);
                prop_assert_eq!(found.is_some(), ratings.paired() > 0);
                if let Some(found) = found {
                    prop_assert!(found.coefficient.is_finite() && found.coefficient <= 1.0 + 1e-12);
                    prop_assert!(found.se.is_none_or(|se| se.is_finite()));
                }
            }
        }
    }
}
