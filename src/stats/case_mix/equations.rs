//! Weighted normal equations of slopes and unit intercepts, the intercepts eliminated block by
//! block, so that no matrix is larger than the covariates need.

use super::Patterns;
use super::cells::{Cell, Cells};
use crate::stats::matrix::{Cholesky, Square};

/// Which factors a model has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    All,
    /// All but the one of that number.
    Without(usize),
    /// None: every case is as hard as every other.
    Nothing,
}

impl Kept {
    pub(super) fn has(self, factor: usize) -> bool {
        match self {
            Self::All => true,
            Self::Without(left_out) => factor != left_out,
            Self::Nothing => false,
        }
    }
}

/// Which levels have a column: all that were seen of the factors kept, except the commonest of each.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Columns {
    patterns: Patterns,
    /// Cases of each level.
    counts: Vec<f64>,
    /// The column of each level, by its number among all.
    of_level: Vec<Option<usize>>,
    width: usize,
}

impl Columns {
    pub fn of(patterns: &Patterns, cells: &Cells, kept: Kept) -> Self {
        let mut counts = vec![0.0; patterns.all_levels()];
        for (pattern, count) in cells.of_patterns(patterns) {
            for level in patterns.row(pattern) {
                if let Some(cell) = counts.get_mut(usize::from(*level)) {
                    *cell += count;
                }
            }
        }
        let (mut of_level, mut width) = (vec![None; counts.len()], 0);
        for (factor, &levels) in patterns.levels().iter().enumerate() {
            let numbers = (0..levels).map(|level| patterns.flat(factor, level));
            let count = |number: &usize| counts.get(*number).copied().unwrap_or(0.0);
            let commonest =
                numbers.clone().rev().max_by(|one, other| count(one).total_cmp(&count(other)));
            for number in numbers.filter(|_| kept.has(factor)) {
                if let Some(place) = of_level.get_mut(number)
                    && count(&number) > 0.0
                    && Some(number) != commonest
                {
                    *place = Some(width);
                    width += 1;
                }
            }
        }
        Self { patterns: patterns.clone(), counts, of_level, width }
    }

    pub const fn width(&self) -> usize {
        self.width
    }

    pub const fn patterns(&self) -> &Patterns {
        &self.patterns
    }

    /// The column of a level by its number among all.
    pub fn of_level(&self, number: usize) -> Option<usize> {
        self.of_level.get(number).copied().flatten()
    }

    /// Cases of a level.
    pub fn count(&self, number: usize) -> f64 {
        self.counts.get(number).copied().unwrap_or(0.0)
    }

    /// The slopes of all levels, 0 for those without a column.
    pub fn by_level(&self, slopes: &[f64]) -> Vec<f64> {
        let slope = |column: &Option<usize>| slopes.get((*column)?).copied();
        self.of_level.iter().map(|column| slope(column).unwrap_or(0.0)).collect()
    }

    /// Sums of levels as sums of columns.
    pub fn by_column(&self, levels: &[f64]) -> Vec<f64> {
        let pairs = self.of_level.iter().zip(levels);
        pairs.filter(|(column, _)| column.is_some()).map(|(_, sum)| *sum).collect()
    }

    /// The columns that are 1 in a pattern, ascending.
    pub fn row(&self, pattern: usize) -> impl Iterator<Item = usize> {
        self.patterns.row(pattern).iter().filter_map(|level| self.of_level(usize::from(*level)))
    }

    /// Every pattern's sum of the slopes of its columns.
    pub fn predictors(&self, slopes: &[f64]) -> Vec<f64> {
        let slopes = self.by_level(slopes);
        (0..self.patterns.len())
            .map(|pattern| predictor(&self.patterns, &slopes, pattern))
            .collect()
    }
}

/// A pattern's sum of what its levels add.
pub(super) fn predictor(patterns: &Patterns, by_level: &[f64], pattern: usize) -> f64 {
    patterns.row(pattern).iter().filter_map(|level| by_level.get(usize::from(*level))).sum()
}

/// Sums of cells' weights and weighted residuals (or responses), by pattern and by unit.
pub(super) struct Sums<'a> {
    patterns: &'a Patterns,
    of_patterns: Vec<(f64, f64)>,
    of_units: Vec<Option<UnitSums>>,
}

/// One unit's.
struct UnitSums {
    weight: f64,
    right: f64,
    /// Weight by level.
    levels: Vec<f64>,
}

impl<'a> Sums<'a> {
    pub fn new(patterns: &'a Patterns, units: usize) -> Self {
        let of_units = std::iter::repeat_with(|| None).take(units).collect();
        Self { patterns, of_patterns: vec![(0.0, 0.0); patterns.len()], of_units }
    }

    /// Adds all of a unit's cells, each with its weight and right-hand side.
    pub fn add<'c>(&mut self, unit: usize, cells: impl Iterator<Item = (&'c Cell, (f64, f64))>) {
        let mut sums =
            UnitSums { weight: 0.0, right: 0.0, levels: vec![0.0; self.patterns.all_levels()] };
        for (cell, (weight, right)) in cells {
            sums.weight += weight;
            sums.right += right;
            let pattern = cell.pattern as usize;
            if let Some(all) = self.of_patterns.get_mut(pattern) {
                all.0 += weight;
                all.1 += right;
            }
            for level in self.patterns.row(pattern) {
                if let Some(sum) = sums.levels.get_mut(usize::from(*level)) {
                    *sum += weight;
                }
            }
        }
        if let Some(place) = self.of_units.get_mut(unit) {
            *place = Some(sums);
        }
    }

    /// Solves `(X'WX + ridge)·slopes + X'W·intercepts = X'r − ridge·shrunk`, and the same for units with
    /// a ridge of their own: for each unit its weight W, its weighted columns b and its sum c go into
    /// `S = X'WX − Σ b·b'/W` (the Schur complement), and come back from it. `None` where the matrix is
    /// not positive definite, which a ridge above 0 excludes for finite weights.
    pub fn solve(&self, columns: &Columns, ridge: Ridge<'_>) -> Option<Solution> {
        let width = columns.width();
        let mut schur = Square::zeros(width);
        let mut right = vec![0.0; width];
        let seen = self.of_patterns.iter().enumerate().filter(|(_, sums)| **sums != (0.0, 0.0));
        let mut row = Vec::new();
        for (pattern, &(weight, sum)) in seen {
            row.clear();
            row.extend(columns.row(pattern));
            for (place, &one) in row.iter().enumerate() {
                if let Some(cell) = right.get_mut(one) {
                    *cell += sum;
                }
                let own = schur.row_mut(one);
                for &other in row.get(..=place).unwrap_or_default() {
                    if let Some(cell) = own.get_mut(other) {
                        *cell += weight;
                    }
                }
            }
        }
        let mut units = Vec::with_capacity(self.of_units.len());
        for (unit, sums) in self.of_units.iter().enumerate() {
            let pulled = ridge.from_intercepts.get(unit).copied().unwrap_or(0.0);
            let told = sums.as_ref().and_then(|sums| {
                let weight = sums.weight + ridge.intercepts;
                let sum = sums.right - ridge.intercepts * pulled;
                (weight > 0.0).then(|| (weight, sum, columns.by_column(&sums.levels)))
            });
            if let Some((weight, sum, weighted)) = &told {
                schur.add_outer_below(weighted, -1.0 / weight);
                right.iter_mut().zip(weighted).for_each(|(cell, b)| *cell -= b * sum / weight);
            }
            units.push(told);
        }
        for (column, cell) in right.iter_mut().enumerate() {
            schur.add(column, column, ridge.slopes);
            *cell -= ridge.slopes * ridge.from_slopes.get(column).copied().unwrap_or(0.0);
        }
        let cholesky = Cholesky::of(&schur)?;
        let slopes = cholesky.solve(&right);
        let intercept = |(weight, sum, weighted): (f64, f64, Vec<f64>)| {
            (sum - crate::stats::matrix::dot(&weighted, &slopes)) / weight
        };
        let intercepts = units.into_iter().map(|unit| unit.map_or(0.0, intercept)).collect();
        Some(Solution { slopes, intercepts, cholesky })
    }
}

/// What the equations give.
#[derive(Clone, Debug)]
pub(super) struct Solution {
    pub slopes: Vec<f64>,
    /// 0 for a unit without cases.
    pub intercepts: Vec<f64>,
    cholesky: Cholesky,
}

impl Solution {
    /// Covariance of the slopes, without the residual variance.
    pub fn covariance(&self) -> Square {
        self.cholesky.inverse()
    }
}

/// How strongly slopes and intercepts are pulled toward 0, from where they are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ridge<'a> {
    pub slopes: f64,
    pub intercepts: f64,
    pub from_slopes: &'a [f64],
    pub from_intercepts: &'a [f64],
}
