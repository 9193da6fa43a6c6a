//! What a level of a factor does to the outcome, and what is to be expected of a pattern.

use super::equations::{Columns, Kept};
use super::{Cell, Cells};
use crate::stats::matrix::{Square, dot};
use crate::stats::{Estimate, ObservedExpected};

/// One level of one factor against the level of that factor that most cases have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    pub factor: usize,
    pub level: usize,
    /// Cases of that level.
    pub count: f64,
    /// Added to the linear predictor: in log-odds for shares, in the outcome's unit for values. 0
    /// for the level compared with.
    pub value: f64,
    /// Its standard error; `None` for the level compared with, and where comparisons within units
    /// tell less of the level than the ridge does, so that its value is none that was learnt.
    pub se: Option<f64>,
}

/// A model of the outcome by covariates and units, without the units.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseMix {
    /// Each seen level of each factor, in their order.
    pub effects: Vec<Effect>,
    /// What each unit adds to the linear predictor; `None` for a unit without cases.
    pub intercepts: Vec<Option<f64>>,
    /// The intercept of the average unit: with it, all expected outcomes have the sum of all
    /// observed ones.
    pub average: f64,
    /// Residual standard deviation of values; `None` for shares, and without degrees of freedom.
    pub residual_sd: Option<f64>,
    pub iterations: usize,
    /// Whether the last step was small enough.
    pub has_converged: bool,
    pub(super) predictors: Vec<f64>,
    /// The outcome to be expected of each pattern; `None` for values, of which it is the linear predictor.
    pub(super) shares: Option<Vec<f64>>,
    pub(super) doubt: Doubt,
}

/// How far the slopes may be off.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Doubt {
    columns: Columns,
    /// Covariance of the slopes; 0 for those that were not learnt.
    covariance: Square,
    /// Share of all cases, by their weight, in which each column is 1.
    everybody: Vec<f64>,
}

impl Doubt {
    /// `scale` is the residual variance, 1 for shares.
    pub fn of(
        columns: Columns,
        found: &Square,
        weighted: impl Iterator<Item = (usize, f64)>,
        ridge: f64,
        scale: f64,
    ) -> Self {
        let is_learnt: Vec<bool> = found.diagonal().iter().map(|v| is_learnt(*v, ridge)).collect();
        let mut covariance = Square::zeros(columns.width());
        for (row, own) in is_learnt.iter().enumerate() {
            for (column, other) in is_learnt.iter().enumerate() {
                if *own && *other {
                    covariance.add(row, column, scale * found.at(row, column));
                }
            }
        }
        let everybody = shares(&columns, weighted).unwrap_or_else(|| vec![0.0; columns.width()]);
        Self { columns, covariance, everybody }
    }
}

/// In what share of a unit's cases, by their weight, each level is that has an effect.
#[derive(Clone, Debug, PartialEq)]
pub struct Mix(Vec<f64>);

impl Mix {
    /// The mean of several units' mixes, each counting once; `None` of none.
    pub fn mean<'a>(mixes: impl IntoIterator<Item = &'a Self>) -> Option<Self> {
        let (mut sums, mut count): (Vec<f64>, f64) = (Vec::new(), 0.0);
        for mix in mixes {
            sums.resize(mix.0.len(), 0.0);
            sums.iter_mut().zip(&mix.0).for_each(|(sum, share)| *sum += share);
            count += 1.0;
        }
        (count > 0.0).then(|| Self(sums.into_iter().map(|sum| sum / count).collect()))
    }
}

/// The share of a weight in which each column is 1, from patterns and their weights; `None` of
/// nothing.
fn shares(columns: &Columns, weighted: impl Iterator<Item = (usize, f64)>) -> Option<Vec<f64>> {
    let patterns = columns.patterns();
    let (mut sums, mut total) = (vec![0.0; patterns.all_levels()], 0.0);
    for (pattern, weight) in weighted {
        total += weight;
        for &level in patterns.row(pattern) {
            if let Some(sum) = sums.get_mut(usize::from(level)) {
                *sum += weight;
            }
        }
    }
    sums.iter_mut().for_each(|sum| *sum /= total);
    (total > 0.0).then(|| columns.by_column(&sums))
}

/// Whether comparisons within units tell more of a slope than the ridge does.
fn is_learnt(variance: f64, ridge: f64) -> bool {
    variance * ridge < 0.5
}

impl CaseMix {
    /// The linear predictor of a pattern for the average unit; `None` for an unknown pattern.
    pub fn predictor(&self, pattern: usize) -> Option<f64> {
        Some(self.average + self.predictors.get(pattern)?)
    }

    /// The outcome to be expected of the average unit for one case of a pattern: a share 0..1, or a
    /// value; `None` for an unknown pattern.
    pub fn expected(&self, pattern: usize) -> Option<f64> {
        match &self.shares {
            Some(shares) => shares.get(pattern).copied(),
            None => self.predictor(pattern),
        }
    }

    fn outcome(&self, predictor: f64) -> f64 {
        if self.shares.is_some() { 1.0 / (1.0 + (-predictor).exp()) } else { predictor }
    }

    /// Share of the deviance (for values: of the variance) of cells within units that the covariates
    /// explain, 0..1; 0 where there is none. For shares it is McFadden's.
    pub fn explained(&self, cells: &Cells) -> f64 {
        let (mut null, mut left) = (0.0, 0.0);
        for (unit, cells) in cells.by_unit() {
            let Some(own) = self.intercepts.get(unit).copied().flatten() else { continue };
            let (count, sum, squares) = cells.iter().fold((0.0, 0.0, 0.0), |sums, cell| {
                (sums.0 + cell.count, sums.1 + cell.sum, sums.2 + cell.squares)
            });
            let fitted = |cell: &Cell| {
                own + self.predictors.get(cell.pattern as usize).copied().unwrap_or(0.0)
            };
            if self.shares.is_some() {
                null -= log_likelihood(sum, count, (sum / (count - sum)).ln());
                let of = |cell: &Cell| log_likelihood(cell.sum, cell.count, fitted(cell));
                left -= cells.iter().map(of).sum::<f64>();
            } else {
                null += squares - sum * sum / count;
                left += cells.iter().map(|cell| around(cell, fitted(cell))).sum::<f64>();
            }
        }
        if null > 0.0 { (1.0 - left / null).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// The slopes as the columns of another model of the same patterns have them.
    pub(super) fn slopes(&self, columns: &Columns) -> Vec<f64> {
        let mut slopes = vec![0.0; columns.width()];
        for effect in &self.effects {
            let column = columns.of_level(columns.patterns().flat(effect.factor, effect.level));
            if let Some(slope) = column.and_then(|column| slopes.get_mut(column)) {
                *slope = effect.value;
            }
        }
        slopes
    }

    /// Variance of one case's outcome around what is expected: `p(1 − p)`, or the residual variance.
    pub fn variance(&self, pattern: usize) -> Option<f64> {
        let expected = self.expected(pattern)?;
        if self.shares.is_some() {
            Some(expected * (1.0 - expected))
        } else {
            self.residual_sd.map(|sd| sd * sd)
        }
    }

    /// What a unit whose linear predictor is higher by `shift` than the average unit's would make of
    /// a whole mix of cases, for each pattern their count: a share 0..1, or a mean (direct
    /// standardisation, g-computation). With the mix of everybody the figures of all units are
    /// comparable with each other, as far as the model holds. `None` for an empty mix.
    pub fn standardised(&self, mix: &[f64], shift: f64) -> Option<f64> {
        let (mut sum, mut count) = (0.0, 0.0);
        for (pattern, cases) in self.predictors.iter().zip(mix) {
            sum += cases * self.outcome(self.average + pattern + shift);
            count += cases;
        }
        (count > 0.0).then(|| sum / count)
    }

    /// The variance that the slopes' errors give a unit's place among all cases: that of its mix apart
    /// from everybody's. `None` without cells.
    pub fn mix_variance(&self, cells: &[Cell]) -> Option<f64> {
        let everybody = Mix(self.doubt.everybody.clone());
        Some(self.variance_apart(&self.mix(cells)?, &everybody))
    }

    /// The unit's mix of levels, each case weighed by what it tells; `None` without cells.
    pub fn mix(&self, cells: &[Cell]) -> Option<Mix> {
        let weighted = cells.iter().map(|cell| {
            let pattern = cell.pattern as usize;
            (pattern, cell.count * self.weight(pattern))
        });
        shares(&self.doubt.columns, weighted).map(Mix)
    }

    /// The variance that the slopes' errors give a difference between units of these two mixes, on the
    /// scale of the linear predictor: `d'Cov(β)d` with d by how much the mixes are apart. It is 0 for
    /// one and the same mix, and does not shrink with the units' own volume.
    pub fn variance_apart(&self, one: &Mix, other: &Mix) -> f64 {
        let apart: Vec<f64> = one.0.iter().zip(&other.0).map(|(own, all)| own - all).collect();
        let rows = (0..apart.len()).map(|row| dot(self.doubt.covariance.row(row), &apart));
        dot(&rows.collect::<Vec<_>>(), &apart).max(0.0)
    }

    /// What a case of a pattern weighs in a slope.
    fn weight(&self, pattern: usize) -> f64 {
        if self.shares.is_some() { self.variance(pattern).unwrap_or(0.0) } else { 1.0 }
    }

    /// A unit's successes against those expected of its cells; `None` for values, or without cells
    /// in which anything is to be expected.
    pub fn observed_expected(&self, cells: &[Cell]) -> Option<ObservedExpected> {
        self.shares.as_ref()?;
        let (mut observed, mut expected, mut variance) = (0.0, 0.0, 0.0);
        for cell in cells {
            observed += cell.sum;
            expected += cell.count * self.expected(cell.pattern as usize)?;
            variance += cell.count * self.variance(cell.pattern as usize)?;
        }
        ObservedExpected::new(observed, expected, variance)
    }

    /// By how much a unit's mean is above what was to be expected of its cells, with the sampling
    /// variance of the residuals that all units share; `None` for shares, or without cells or
    /// residuals.
    pub fn residual(&self, cells: &[Cell]) -> Option<Estimate> {
        let sd = self.residual_sd?;
        let (mut sum, mut count) = (0.0, 0.0);
        for cell in cells {
            sum += cell.sum - cell.count * self.expected(cell.pattern as usize)?;
            count += cell.count;
        }
        Estimate::new(sum / count, sd * sd / count)
    }
}

/// The effects in the order of factors and levels, of those kept; `scale` is the residual variance, 1 for
/// shares.
pub(super) fn effects(
    columns: &Columns,
    slopes: &[f64],
    covariance: &Square,
    kept: Kept,
    ridge: f64,
    scale: f64,
) -> Vec<Effect> {
    let patterns = columns.patterns();
    let mut effects = Vec::new();
    let factors = patterns.levels().iter().enumerate().filter(|(factor, _)| kept.has(*factor));
    for (factor, &levels) in factors {
        for level in 0..levels {
            let number = patterns.flat(factor, level);
            let count = columns.count(number);
            if count <= 0.0 {
                continue;
            }
            let column = columns.of_level(number);
            let value = column.and_then(|column| slopes.get(column)).copied();
            let se = column
                .map(|column| covariance.at(column, column))
                .filter(|variance| is_learnt(*variance, ridge))
                .map(|variance| (variance * scale).sqrt());
            effects.push(Effect { factor, level, count, value: value.unwrap_or(0.0), se });
        }
    }
    effects
}

/// The squared distances of a cell's values from one.
pub(super) fn around(cell: &Cell, value: f64) -> f64 {
    cell.squares - 2.0 * value * cell.sum + cell.count * value * value
}

/// `s·ln p + (n − s)·ln(1 − p)` at log-odds; 0 where an outcome that never came is impossible.
fn log_likelihood(sum: f64, count: f64, log_odds: f64) -> f64 {
    let of = |times: f64, log_odds: f64| {
        if times == 0.0 {
            0.0
        } else if log_odds < 0.0 {
            times * (log_odds - log_odds.exp().ln_1p())
        } else {
            -times * (-log_odds).exp().ln_1p()
        }
    };
    of(sum, log_odds) + of(count - sum, -log_odds)
}
