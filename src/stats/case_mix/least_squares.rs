//! Least squares on values, with an intercept for every unit.

use super::Patterns;
use super::cells::Cells;
use super::equations::{Columns, Kept, Ridge, Sums};
use super::model::{CaseMix, Doubt, around, effects};

/// The slopes that leave the least squares within units (the fixed-effects or within estimator:
/// Wooldridge, Econometric Analysis of Cross Section and Panel Data, 2nd ed., 2010, ch. 10), each
/// level pulled to no effect as by `ridge` cases. Times go in as their logarithms.
///
/// Standard errors are those of equal residual variance, `σ²·S⁻¹`. `None` without cells, or for a
/// `ridge` that is not above 0 and finite.
pub fn least_squares(
    cells: &Cells,
    patterns: &Patterns,
    kept: Kept,
    ridge: f64,
) -> Option<CaseMix> {
    if cells.count() <= 0.0 || !(ridge > 0.0 && ridge.is_finite()) {
        return None;
    }
    let columns = Columns::of(patterns, cells, kept);
    let pull = Ridge { slopes: ridge, intercepts: 0.0, from_slopes: &[], from_intercepts: &[] };
    let mut sums = Sums::new(patterns, cells.units());
    for (unit, cells) in cells.by_unit() {
        sums.add(unit, cells.iter().map(|cell| (cell, (cell.count, cell.sum))));
    }
    let solution = sums.solve(&columns, pull)?;
    let predictors = columns.predictors(&solution.slopes);
    let mut intercepts = vec![None; cells.units()];
    let (mut left, mut average, mut units) = (0.0, 0.0, 0.0);
    for (unit, cells) in cells.by_unit() {
        let own = solution.intercepts.get(unit).copied()?;
        *intercepts.get_mut(unit)? = Some(own);
        let mut count = 0.0;
        for cell in cells {
            count += cell.count;
            left += around(cell, own + predictors.get(cell.pattern as usize)?);
        }
        average += own * count;
        units += 1.0;
    }
    let freedom = cells.count() - units - columns.width() as f64;
    let residual = (freedom > 0.0).then(|| left.max(0.0) / freedom);
    let covariance = solution.covariance();
    let mut effects =
        effects(&columns, &solution.slopes, &covariance, kept, ridge, residual.unwrap_or(f64::NAN));
    effects.iter_mut().for_each(|effect| effect.se = effect.se.filter(|se| !se.is_nan()));
    let weights = cells.of_patterns(patterns).into_iter();
    let doubt = Doubt::of(columns, &covariance, weights, ridge, residual.unwrap_or(0.0));
    Some(CaseMix {
        effects,
        intercepts,
        average: average / cells.count(),
        residual_sd: residual.map(f64::sqrt),
        iterations: 1,
        has_converged: true,
        predictors,
        shares: None,
        doubt,
    })
}
