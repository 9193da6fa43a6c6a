//! Empirical Bayes for several measures of one unit at once: what is noisy borrows from what goes
//! with it.

use super::Estimate;
use super::matrix::{Cholesky, Square, dot};
use super::normal_normal::NormalPrior;

/// How the true values of all units are spread over D measures: Normal(μ, T).
#[derive(Clone, Debug, PartialEq)]
pub struct MultivariatePrior {
    mean: Vec<f64>,
    /// T.
    between: Square,
}

/// What is known of one unit by itself: for each measure its value if it has one, and the sampling
/// covariance of the values.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    values: Vec<Option<f64>>,
    /// V; what belongs to a missing value is not read.
    sampling: Square,
}

/// What is believed of one unit's true values.
#[derive(Clone, Debug, PartialEq)]
pub struct MultivariatePosterior {
    /// One for each measure.
    pub mean: Vec<f64>,
    covariance: Square,
}

impl Profile {
    /// From each measure's estimate, and the covariances of the errors of pairs of them (numbers of
    /// the measures, covariance), such as [`covariance_of_means`]; those not named are 0.
    ///
    /// `None` where a pair is not of two different measures of the unit, or the covariances are
    /// more than their variances allow.
    pub fn new(measures: &[Option<Estimate>], covariances: &[(usize, usize, f64)]) -> Option<Self> {
        let width = measures.len();
        let mut sampling = Square::zeros(width);
        for (place, measure) in measures.iter().enumerate() {
            sampling.add(place, place, measure.map_or(1.0, Estimate::variance));
        }
        for &(one, other, covariance) in covariances {
            let has = |place: usize| measures.get(place).is_some_and(Option::is_some);
            if one == other || !has(one) || !has(other) || !covariance.is_finite() {
                return None;
            }
            sampling.add(one, other, covariance);
            sampling.add(other, one, covariance);
        }
        Cholesky::of(&sampling)?;
        let values = measures.iter().map(|measure| measure.map(Estimate::value)).collect();
        Some(Self { values, sampling })
    }

    /// A measure by itself; `None` where the unit lacks it.
    pub fn estimate(&self, measure: usize) -> Option<Estimate> {
        Estimate::new((*self.values.get(measure)?)?, self.sampling.at(measure, measure))
    }

    /// Covariance of the errors of two measures; NaN where there is no such measure.
    pub fn covariance(&self, one: usize, other: usize) -> f64 {
        self.sampling.at(one, other)
    }

    fn present(&self) -> Vec<usize> {
        (0..self.values.len())
            .filter(|place| self.values.get(*place).is_some_and(Option::is_some))
            .collect()
    }
}

/// Covariance of two means that share some of their cases: the sum, over the cases that are in both,
/// of the products of both residuals, over both counts. It is what a bootstrap of a unit's cases
/// comes to, without the drawing. `None` where a count is not above 0.
pub fn covariance_of_means(products: f64, one_count: f64, other_count: f64) -> Option<f64> {
    (one_count > 0.0 && other_count > 0.0 && products.is_finite())
        .then(|| products / (one_count * other_count))
}

impl MultivariatePrior {
    /// From μ and the rows of T. `None` where T is not of μ's width, symmetric and positive
    /// definite.
    pub fn new(mean: Vec<f64>, between: &[Vec<f64>]) -> Option<Self> {
        let width = mean.len();
        let mut square = Square::zeros(width);
        if between.len() != width {
            return None;
        }
        for (row, cells) in between.iter().enumerate() {
            if cells.len() != width {
                return None;
            }
            for (column, &cell) in cells.iter().enumerate() {
                if between.get(column)?.get(row)? != &cell {
                    return None;
                }
                square.add(row, column, cell);
            }
        }
        Cholesky::of(&square)?;
        Some(Self { mean, between: square })
    }

    /// From all units: μ and the diagonal of T are each measure's own (DerSimonian & Laird), and each
    /// covariance is, by moments, the mean product of two measures' distances from μ less that of
    /// their errors, over the units that have both, each weighted by
    /// `1/√((T_jj + v_j)(T_kk + v_k))` (after Jackson, White & Riley 2010, Stat. Med. 29:1282).
    /// Correlations are held to ±0.95, and all drawn together toward 0 by as much as makes T
    /// positive definite.
    ///
    /// A measure whose units differ no more than by chance has a variance of a ten-thousandth of
    /// their mean sampling variance, so that T has an inverse. `None` where a measure has fewer than
    /// two units, or units differ in their number of measures.
    pub fn fit(units: &[Profile]) -> Option<Self> {
        let width = units.first()?.values.len();
        if units.iter().any(|unit| unit.values.len() != width) {
            return None;
        }
        let (mut mean, mut variances) = (Vec::new(), Vec::new());
        for place in 0..width {
            let own: Vec<Estimate> = units
                .iter()
                .filter_map(|unit| {
                    Estimate::new((*unit.values.get(place)?)?, unit.sampling.at(place, place))
                })
                .collect();
            let alone = NormalPrior::fit(&own)?;
            let error = own.iter().map(|unit| unit.variance()).sum::<f64>() / own.len() as f64;
            mean.push(alone.mean);
            variances.push(alone.between.max(1e-4 * error));
        }
        Self::correlated(units, mean, &variances)
    }

    /// The same for measures in standard deviations of their peers' true values, so that μ is 0 and the
    /// diagonal of T is 1 and only what goes together is learnt. `None` where units differ in their
    /// number of measures, or there are none.
    pub fn of_standardised(units: &[Profile]) -> Option<Self> {
        let width = units.first()?.values.len();
        if units.iter().any(|unit| unit.values.len() != width) {
            return None;
        }
        Self::correlated(units, vec![0.0; width], &vec![1.0; width])
    }

    fn correlated(units: &[Profile], mean: Vec<f64>, variances: &[f64]) -> Option<Self> {
        let width = mean.len();
        let mut correlations = Square::zeros(width);
        for one in 0..width {
            correlations.add(one, one, 1.0);
            for other in 0..one {
                let found = correlation(units, &mean, variances, (one, other)).unwrap_or(0.0);
                correlations.add(one, other, found);
                correlations.add(other, one, found);
            }
        }
        let mut kept = 1.0;
        loop {
            let mut between = Square::zeros(width);
            for (one, own) in variances.iter().enumerate() {
                for (other, peer) in variances.iter().enumerate() {
                    let part = if one == other { 1.0 } else { kept };
                    between.add(
                        one,
                        other,
                        part * correlations.at(one, other) * (own * peer).sqrt(),
                    );
                }
            }
            if Cholesky::of(&between).is_some() {
                return Some(Self { mean, between });
            }
            kept = if kept > 0.05 { kept - 0.05 } else { 0.0 };
        }
    }

    pub fn mean(&self) -> &[f64] {
        &self.mean
    }

    /// T of two measures; NaN where there is no such measure.
    pub fn between(&self, one: usize, other: usize) -> f64 {
        self.between.at(one, other)
    }

    /// The unit's values in the light of its peers, `μ + T(T+V)⁻¹(y − μ)` and covariance
    /// `T − T(T+V)⁻¹T` (Staiger, Dimick et al., on composite measures of hospitals); a value that is
    /// missing is predicted from those present. `None` for a profile of other measures.
    pub fn posterior(&self, unit: &Profile) -> Option<MultivariatePosterior> {
        let width = self.mean.len();
        if unit.values.len() != width {
            return None;
        }
        let present = unit.present();
        let mut total = Square::zeros(present.len());
        let mut away = Vec::with_capacity(present.len());
        for (row, &one) in present.iter().enumerate() {
            for (column, &other) in present.iter().enumerate() {
                total.add(row, column, self.between.at(one, other) + unit.sampling.at(one, other));
            }
            away.push((*unit.values.get(one)?)? - self.mean.get(one)?);
        }
        let cholesky = Cholesky::of(&total)?;
        let pull = cholesky.solve(&away);
        let across = |one: usize| -> Vec<f64> {
            present.iter().map(|&other| self.between.at(one, other)).collect()
        };
        let mut covariance = self.between.clone();
        let mut mean = self.mean.clone();
        for (one, value) in mean.iter_mut().enumerate() {
            *value += dot(&across(one), &pull);
            let told = cholesky.solve(&across(one));
            for other in 0..width {
                covariance.add(one, other, -dot(&told, &across(other)));
            }
        }
        Some(MultivariatePosterior { mean, covariance })
    }
}

impl MultivariatePosterior {
    /// Covariance of what is believed of two measures, the variance of one; NaN where there is no
    /// such measure.
    pub fn covariance(&self, one: usize, other: usize) -> f64 {
        self.covariance.at(one, other)
    }

    /// The same beliefs of the values less the means of the peers' values, the unit itself among the
    /// peers, who are taken as independent: the covariance becomes `S(1 − 2/K) + ΣS/K²`. `None`
    /// without peers, or with peers of other measures.
    pub fn against(&self, peers: &[Self]) -> Option<Self> {
        let (count, width) = (peers.len() as f64, self.mean.len());
        if peers.is_empty() || peers.iter().any(|peer| peer.mean.len() != width) {
            return None;
        }
        let mut found = Self { mean: self.mean.clone(), covariance: Square::zeros(width) };
        for peer in peers {
            found.mean.iter_mut().zip(&peer.mean).for_each(|(own, other)| *own -= other / count);
        }
        for one in 0..width {
            for other in 0..width {
                let all: f64 = peers.iter().map(|peer| peer.covariance(one, other)).sum();
                let own = self.covariance(one, other) * (1.0 - 2.0 / count).max(0.0);
                found.covariance.add(one, other, own + all / (count * count));
            }
        }
        Some(found)
    }

    /// One measure's mean and variance.
    pub fn estimate(&self, measure: usize) -> Option<Estimate> {
        Estimate::new(*self.mean.get(measure)?, self.covariance(measure, measure))
    }
}

/// The correlation of the true values of two measures, by moments, within ±0.95; `None` where no two
/// units have both.
fn correlation(
    units: &[Profile],
    mean: &[f64],
    variances: &[f64],
    (one, other): (usize, usize),
) -> Option<f64> {
    let (mut sum, mut weights, mut count) = (0.0, 0.0, 0);
    for unit in units {
        let at = |place: usize| -> Option<(f64, f64)> {
            let away = (*unit.values.get(place)?)? - mean.get(place)?;
            Some((away, variances.get(place)? + unit.sampling.at(place, place)))
        };
        let (Some((a, spread_a)), Some((b, spread_b))) = (at(one), at(other)) else { continue };
        let weight = 1.0 / (spread_a * spread_b).sqrt();
        sum += weight * (a * b - unit.sampling.at(one, other));
        weights += weight;
        count += 1;
    }
    let scale = (variances.get(one)? * variances.get(other)?).sqrt();
    (count >= 2 && scale > 0.0).then(|| (sum / weights / scale).clamp(-0.95, 0.95))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn prior() -> MultivariatePrior {
        MultivariatePrior::new(vec![4.2, 0.0], &[vec![0.10, 0.05], vec![0.05, 0.08]]).unwrap()
    }

    fn profile(pairs: &[(f64, f64)]) -> Profile {
        let measures: Vec<_> = pairs.iter().map(|(y, v)| Estimate::new(*y, *v)).collect();
        Profile::new(&measures, &[]).unwrap()
    }

    /// Oracle: numpy, from the formula.
    #[test]
    fn two_measures_agree_with_numpy() {
        let found = prior().posterior(&profile(&[(3.7, 0.075), (-0.4, 0.05)])).unwrap();
        for (found, expected) in [
            (found.mean[0], 3.866667),
            (found.mean[1], -0.288889),
            (found.covariance(0, 0), 0.038889),
            (found.covariance(0, 1), 0.009259),
            (found.covariance(1, 0), 0.009259),
            (found.covariance(1, 1), 0.028395),
        ] {
            assert!((found - expected).abs() < 5e-7, "{found} for {expected}");
        }
        let found = prior().posterior(&profile(&[(4.6, 0.01), (0.5, 0.02)])).unwrap();
        assert!((found.mean[0] - 4.582353).abs() < 5e-7, "{found:?}");
        assert!((found.mean[1] - 0.417647).abs() < 5e-7, "{found:?}");
    }

    #[test]
    fn a_missing_measure_is_predicted_and_one_measure_is_shrunk_as_alone() {
        let only = Profile::new(&[Estimate::new(3.7, 0.075), None], &[]).unwrap();
        let found = prior().posterior(&only).unwrap();
        assert!((found.mean[0] - 3.914286).abs() < 5e-7, "{found:?}");
        assert!((found.mean[1] - 0.05 / 0.175 * -0.5).abs() < 1e-12, "{found:?}");
        assert!(found.covariance(1, 1) < 0.08);
        let nothing = prior().posterior(&Profile::new(&[None, None], &[]).unwrap()).unwrap();
        assert_eq!((nothing.mean.as_slice(), nothing.covariance(0, 1)), (&[4.2, 0.0][..], 0.05));
        assert_eq!(prior().posterior(&profile(&[(1.0, 1.0)])), None);
    }

    #[test]
    fn against_its_peers_a_unit_has_their_doubt_too() {
        let each = [(3.7, -0.4), (4.6, 0.5), (4.1, 0.3)]
            .map(|(a, b)| prior().posterior(&profile(&[(a, 0.05), (b, 0.05)])).unwrap());
        let found = each[0].against(&each).unwrap();
        let sum: f64 = each.iter().map(|one| one.against(&each).unwrap().mean[1]).sum();
        assert!(sum.abs() < 1e-12, "{sum}");
        let (own, other) = (each[0].covariance(0, 1), each[1].covariance(0, 1));
        assert!((own - other).abs() < 1e-12);
        assert!((found.covariance(0, 1) - own * (1.0 / 3.0 + 1.0 / 3.0)).abs() < 1e-12);
        assert_eq!(each[0].against(&[]), None);
    }

    #[test]
    fn what_cannot_be_a_covariance_is_refused() {
        let two = [Estimate::new(1.0, 1.0), Estimate::new(1.0, 1.0)];
        assert!(Profile::new(&two, &[(0, 1, 0.9)]).is_some());
        assert_eq!(Profile::new(&two, &[(0, 1, 1.1)]), None);
        assert_eq!(Profile::new(&two, &[(0, 0, 0.1)]), None);
        assert_eq!(Profile::new(&two[..1], &[(0, 1, 0.1)]), None);
        let square = |a: f64, b: f64| [vec![1.0, a], vec![b, 1.0]];
        assert_eq!(MultivariatePrior::new(vec![0.0; 2], &square(0.5, 0.4)), None);
        assert_eq!(MultivariatePrior::new(vec![0.0; 2], &square(1.5, 1.5)), None);
        assert_eq!(MultivariatePrior::new(vec![0.0; 3], &square(0.5, 0.5)), None);
        assert_eq!(covariance_of_means(2.0, 10.0, 4.0), Some(0.05));
        assert_eq!(covariance_of_means(2.0, 0.0, 4.0), None);
    }

    /// Measures made of a common part, told by two waves of a sine, one error each.
    #[test]
    fn the_fit_finds_what_measures_share() {
        let units: Vec<Profile> = (0..600)
            .map(|place| {
                let wave = |speed: f64| (f64::from(place) * speed).sin() * 2.0_f64.sqrt();
                let common = wave(0.7);
                profile(&[
                    (common + 0.5 * wave(1.1), 0.25),
                    (0.8 * common + 0.6 * wave(1.7) + 0.5 * wave(2.3), 0.25),
                    (wave(2.9) + 0.5 * wave(3.1), 0.25),
                ])
            })
            .collect();
        let found = MultivariatePrior::fit(&units).unwrap();
        for (one, other, expected) in
            [(0, 0, 1.0), (1, 1, 1.0), (2, 2, 1.0), (0, 1, 0.8), (0, 2, 0.0), (1, 2, 0.0)]
        {
            let between = found.between(one, other);
            assert!((between - expected).abs() < 0.06, "{one} {other}: {between}");
        }
    }

    proptest! {
        #[test]
        fn a_fit_is_positive_definite_and_knowing_more_never_hurts(
            rows in prop::collection::vec(
                prop::collection::vec((any::<bool>(), -3.0..3.0_f64, 0.05..2.0_f64), 3), 6..20,
            ),
        ) {
            let units: Vec<Profile> = rows
                .iter()
                .enumerate()
                .map(|(place, row)| {
                    let measures: Vec<_> = row
                        .iter()
                        .map(|(has, y, v)| (*has || place < 2).then(|| Estimate::new(*y, *v).unwrap()))
                        .collect();
                    Profile::new(&measures, &[]).unwrap()
                })
                .collect();
            let prior = MultivariatePrior::fit(&units).unwrap();
            for unit in &units {
                let found = prior.posterior(unit).unwrap();
                for measure in 0..3 {
                    prop_assert!(found.mean[measure].is_finite());
                    prop_assert!(found.covariance(measure, measure) > 0.0);
                    prop_assert!(
                        found.covariance(measure, measure) <= prior.between(measure, measure) + 1e-9
                    );
                }
            }
        }
    }
}
