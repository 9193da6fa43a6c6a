//! Least squares on values, with an intercept for every unit.

use super::cells::Cells;
use super::equations::{Columns, Ridge, solve};
use super::model::{CaseMix, Doubt, effects};
use super::{Cell, Patterns};

/// The slopes that leave the least squares within units (the fixed-effects or within estimator:
/// Wooldridge, Econometric Analysis of Cross Section and Panel Data, 2nd ed., 2010, ch. 10), each
/// level pulled to no effect as by `ridge` cases. Times go in as their logarithms.
///
/// Standard errors are those of equal residual variance, `σ²·S⁻¹`. `None` without cells, or for a
/// `ridge` that is not above 0 and finite.
pub fn least_squares(cells: &Cells, patterns: &Patterns, ridge: f64) -> Option<CaseMix> {
    if cells.count() <= 0.0 || !(ridge > 0.0 && ridge.is_finite()) {
        return None;
    }
    let columns = Columns::of(patterns, cells);
    let pull = Ridge { slopes: ridge, intercepts: 0.0, from_slopes: &[], from_intercepts: &[] };
    let share = |cell: &Cell| (cell.count, cell.sum);
    let solution = solve(&columns, cells, patterns, share, pull)?;
    let predictors = columns.predictors(&solution.slopes, patterns);
    let mut intercepts = vec![None; cells.units()];
    let (mut within, mut left, mut average, mut units) = (0.0, 0.0, 0.0, 0.0);
    for (unit, cells) in cells.by_unit() {
        let own = solution.intercepts.get(unit).copied()?;
        *intercepts.get_mut(unit)? = Some(own);
        let (mut count, mut sum, mut squares) = (0.0, 0.0, 0.0);
        for cell in cells {
            count += cell.count;
            sum += cell.sum;
            squares += cell.squares;
            let fitted = own + predictors.get(cell.pattern as usize)?;
            left += cell.squares - 2.0 * fitted * cell.sum + cell.count * fitted * fitted;
        }
        within += squares - sum * sum / count;
        average += own * count;
        units += 1.0;
    }
    let freedom = cells.count() - units - columns.width() as f64;
    let residual = (freedom > 0.0).then(|| left.max(0.0) / freedom);
    let mut effects =
        effects(patterns, cells, &columns, &solution, ridge, residual.unwrap_or(f64::NAN));
    effects.iter_mut().for_each(|effect| effect.se = effect.se.filter(|se| !se.is_nan()));
    let weighted = cells.iter().map(|cell| (cell.pattern as usize, cell.count));
    let doubt = Doubt::of(columns, &solution, weighted, ridge, residual.unwrap_or(0.0));
    Some(CaseMix {
        effects,
        intercepts,
        average: average / cells.count(),
        explained: if within > 0.0 { (1.0 - left / within).clamp(0.0, 1.0) } else { 0.0 },
        residual_sd: residual.map(f64::sqrt),
        iterations: 1,
        has_converged: true,
        predictors,
        is_logistic: false,
        doubt,
    })
}
