//! Weighted normal equations of slopes and unit intercepts, the intercepts eliminated block by
//! block, so that no matrix is larger than the covariates need.

use super::Patterns;
use super::cells::{Cell, Cells};
use crate::stats::matrix::{Cholesky, Square, dot};

/// Which levels have a column: all that were seen, except the commonest of each factor.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Columns {
    of_level: Vec<Option<usize>>,
    /// Patterns × factors: the columns that are 1, `usize::MAX` for none.
    rows: Vec<usize>,
    factors: usize,
    width: usize,
}

impl Columns {
    pub fn of(patterns: &Patterns, cells: &Cells) -> Self {
        let flat = patterns.flat();
        let mut columns = Self {
            of_level: vec![None; patterns.levels().iter().sum()],
            rows: Vec::new(),
            factors: patterns.levels().len(),
            width: 0,
        };
        let counts = columns.level_counts(patterns, cells);
        for (factor, &levels) in patterns.levels().iter().enumerate() {
            let numbers = (0..levels).map(|level| flat(factor, level as u32));
            let count = |number: &usize| counts.get(*number).copied().unwrap_or(0.0);
            let commonest =
                numbers.clone().rev().max_by(|one, other| count(one).total_cmp(&count(other)));
            for number in numbers {
                if count(&number) > 0.0 && Some(number) != commonest {
                    if let Some(place) = columns.of_level.get_mut(number) {
                        *place = Some(columns.width);
                    }
                    columns.width += 1;
                }
            }
        }
        for pattern in 0..patterns.len() {
            for (factor, &level) in patterns.row(pattern).iter().enumerate() {
                columns.rows.push(columns.of_level(flat(factor, level)).unwrap_or(usize::MAX));
            }
        }
        columns
    }

    pub const fn width(&self) -> usize {
        self.width
    }

    /// The column of a level by its number among all.
    pub fn of_level(&self, number: usize) -> Option<usize> {
        self.of_level.get(number).copied().flatten()
    }

    /// Cases of each level of each factor.
    pub fn level_counts(&self, patterns: &Patterns, cells: &Cells) -> Vec<f64> {
        let flat = patterns.flat();
        let mut counts = vec![0.0; self.of_level.len()];
        for cell in cells.iter() {
            for (factor, &level) in patterns.row(cell.pattern as usize).iter().enumerate() {
                if let Some(count) = counts.get_mut(flat(factor, level)) {
                    *count += cell.count;
                }
            }
        }
        counts
    }

    /// The columns that are 1 in a pattern.
    pub fn row(&self, pattern: usize) -> &[usize] {
        self.rows.get(pattern * self.factors..(pattern + 1) * self.factors).unwrap_or_default()
    }

    /// Each pattern's sum of the slopes of its columns.
    pub fn predictors(&self, slopes: &[f64], patterns: &Patterns) -> Vec<f64> {
        (0..patterns.len())
            .map(|pattern| self.row(pattern).iter().filter_map(|column| slopes.get(*column)).sum())
            .collect()
    }
}

/// A cell's share in the equations: its weight, and its weighted residual or response.
pub(super) type Share = (f64, f64);

/// What the equations give.
#[derive(Clone, Debug)]
pub(super) struct Solution {
    pub slopes: Vec<f64>,
    /// 0 for a unit without cases.
    pub intercepts: Vec<f64>,
    /// Covariance of the slopes, without the residual variance.
    pub covariance: Square,
}

/// Solves `(X'WX + ridge)·slopes + X'W·intercepts = X'r − ridge·shrunk`, and the same for units with
/// `own` in place of the ridge: for each unit its weight W, its weighted columns b and its sum c go
/// into `S = X'WX − Σ b·b'/W` (the Schur complement), and come back from it.
///
/// `share` gives a cell's weight and right-hand side; `slopes` and `intercepts` are where the ridges
/// pull away from, `own` the ridge of the intercepts. `None` where the matrix is not positive
/// definite, which a ridge above 0 excludes for finite weights.
pub(super) fn solve(
    columns: &Columns,
    cells: &Cells,
    patterns: &Patterns,
    share: impl Fn(&Cell) -> Share,
    ridge: Ridge<'_>,
) -> Option<Solution> {
    let width = columns.width();
    let mut of_patterns = vec![(0.0, 0.0); patterns.len()];
    let mut schur = Square::zeros(width);
    let mut right = vec![0.0; width];
    let mut units = vec![None; cells.units()];
    let mut weighted = vec![0.0; width];
    for (unit, cells) in cells.by_unit() {
        weighted.fill(0.0);
        let (mut weight, mut sum) = (0.0, 0.0);
        for cell in cells {
            let (w, r) = share(cell);
            weight += w;
            sum += r;
            if let Some((all, rest)) = of_patterns.get_mut(cell.pattern as usize) {
                *all += w;
                *rest += r;
            }
            for &column in columns.row(cell.pattern as usize) {
                if let Some(cell) = weighted.get_mut(column) {
                    *cell += w;
                }
            }
        }
        let pulled = ridge.from_intercepts.get(unit).copied().unwrap_or(0.0);
        weight += ridge.intercepts;
        sum -= ridge.intercepts * pulled;
        if weight > 0.0 {
            schur.add_outer(&weighted, -1.0 / weight);
            right.iter_mut().zip(&weighted).for_each(|(cell, b)| *cell -= b * sum / weight);
            if let Some(place) = units.get_mut(unit) {
                *place = Some((weight, sum, weighted.clone()));
            }
        }
    }
    let seen = of_patterns.iter().enumerate().filter(|(_, sums)| **sums != (0.0, 0.0));
    for (pattern, &(weight, sum)) in seen {
        let row = columns.row(pattern);
        for &one in row {
            if let Some(cell) = right.get_mut(one) {
                *cell += sum;
                row.iter().for_each(|&other| schur.add(one, other, weight));
            }
        }
    }
    for (column, cell) in right.iter_mut().enumerate() {
        schur.add(column, column, ridge.slopes);
        *cell -= ridge.slopes * ridge.from_slopes.get(column).copied().unwrap_or(0.0);
    }
    let cholesky = Cholesky::of(&schur)?;
    let slopes = cholesky.solve(&right);
    let intercepts = units
        .into_iter()
        .map(|unit: Option<(f64, f64, Vec<f64>)>| {
            unit.map_or(0.0, |(weight, sum, weighted)| (sum - dot(&weighted, &slopes)) / weight)
        })
        .collect();
    Some(Solution { slopes, intercepts, covariance: cholesky.inverse() })
}

/// How strongly slopes and intercepts are pulled toward 0, from where they are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ridge<'a> {
    pub slopes: f64,
    pub intercepts: f64,
    pub from_slopes: &'a [f64],
    pub from_intercepts: &'a [f64],
}
