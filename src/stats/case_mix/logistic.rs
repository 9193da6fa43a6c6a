//! Logistic regression on shares, with an intercept for every unit.

use super::cells::Cells;
use super::equations::{Columns, Ridge, Solution, solve};
use super::model::{CaseMix, Doubt, effects};
use super::{Cell, Patterns};
use crate::stats::beta_posterior::logistic as share_of;
use crate::stats::matrix::dot;

/// Newton's steps settle in fewer than ten; where units are all success they go on.
const MOST_STEPS: usize = 60;

/// A step of no slope or intercept above this is the last: what is left is about its square.
const SMALL: f64 = 1e-5;

/// A step of at most this in each slope and intercept moves the predictor of nine factors by at most a
/// half, and so the curvature to less than its double: it cannot overshoot, and is not looked after.
const SAFE: f64 = 0.05;

/// The slopes and intercepts under which the outcomes are likeliest, `logit p = α_unit + Σ β`, less
/// `ridge/2` for each squared slope and each intercept's squared distance from the overall log-odds
/// (ridge logistic regression: le Cessie & van Houwelingen 1992, Appl. Stat. 41:191). By Newton's
/// steps, halved where they overshoot; the ridge keeps finite what would go on without end, such as
/// a unit or a level of which every case succeeded.
///
/// Standard errors are those of the curvature at the end. `explained` is McFadden's, against the
/// units' own shares. `None` without cells, where a cell's sum is not within 0 and its count, or
/// for a `ridge` that is not above 0 and finite.
pub fn logistic(cells: &Cells, patterns: &Patterns, ridge: f64) -> Option<CaseMix> {
    let is_share = cells.iter().all(|cell| (0.0..=cell.count).contains(&cell.sum));
    let (count, sum) = (cells.count(), cells.sum());
    if count <= 0.0 || !is_share || !(ridge > 0.0 && ridge.is_finite()) {
        return None;
    }
    let columns = Columns::of(patterns, cells);
    let centre = ((sum + 0.5) / (count - sum + 0.5)).ln();
    let mut at = Point {
        slopes: vec![0.0; columns.width()],
        offsets: vec![0.0; cells.units()],
        predictors: vec![0.0; patterns.len()],
        centre,
    };
    let mut height = at.height(cells, ridge);
    let (mut iterations, mut has_converged) = (0, false);
    let mut last = at.step(&columns, cells, patterns, ridge)?;
    while iterations < MOST_STEPS && !has_converged {
        iterations += 1;
        let largest =
            last.slopes.iter().chain(&last.intercepts).fold(0.0_f64, |m, s| m.max(s.abs()));
        let mut fraction = 1.0;
        loop {
            let next = at.moved(&last, fraction, &columns, patterns);
            if largest < SAFE {
                at = next;
                break;
            }
            let reached = next.height(cells, ridge);
            if reached >= height - 1e-9 * height.abs() || fraction < 1e-6 {
                (at, height) = (next, reached);
                break;
            }
            fraction /= 2.0;
        }
        has_converged = largest < SMALL;
        last = at.step(&columns, cells, patterns, ridge)?;
    }
    let solution = Solution { slopes: at.slopes.clone(), ..last };
    let mut intercepts = vec![None; cells.units()];
    let (mut null, mut left) = (0.0, 0.0);
    for (unit, cells) in cells.by_unit() {
        let own = at.intercept(unit);
        *intercepts.get_mut(unit)? = Some(own);
        let count: f64 = cells.iter().map(|cell| cell.count).sum();
        let sum: f64 = cells.iter().map(|cell| cell.sum).sum();
        null -= log_likelihood(sum, count, (sum / (count - sum)).ln());
        left -= cells.iter().map(|cell| at.likelihood(cell)).sum::<f64>();
    }
    let predictors = at.predictors;
    let mut counts = vec![0.0; predictors.len()];
    for cell in cells.iter() {
        if let Some(count) = counts.get_mut(cell.pattern as usize) {
            *count += cell.count;
        }
    }
    let average = average(sum, &predictors, &counts, centre);
    let effects = effects(patterns, cells, &columns, &solution, ridge, 1.0);
    let weighted = cells.iter().map(|cell| {
        let pattern = cell.pattern as usize;
        let share = share_of(average + predictors.get(pattern).copied().unwrap_or(0.0));
        (pattern, cell.count * share * (1.0 - share))
    });
    let doubt = Doubt::of(columns, &solution, weighted, ridge, 1.0);
    Some(CaseMix {
        effects,
        intercepts,
        average,
        explained: if null > 0.0 { (1.0 - left / null).clamp(0.0, 1.0) } else { 0.0 },
        residual_sd: None,
        iterations,
        has_converged,
        predictors,
        is_logistic: true,
        doubt,
    })
}

/// The intercept with which so many successes are expected: Newton's steps, within ends that close in
/// on it.
fn average(sum: f64, predictors: &[f64], counts: &[f64], start: f64) -> f64 {
    let farthest = 40.0 + predictors.iter().fold(0.0_f64, |m, p| m.max(p.abs()));
    let (mut low, mut high, mut at) = (-farthest, farthest, start);
    for _ in 0..MOST_STEPS {
        let (mut over, mut slope) = (-sum, 0.0);
        for (predictor, count) in predictors.iter().zip(counts).filter(|pair| *pair.1 > 0.0) {
            let share = share_of(at + predictor);
            over += count * share;
            slope += count * share * (1.0 - share);
        }
        if over > 0.0 {
            high = at;
        } else {
            low = at;
        }
        let next = at - over / slope;
        let next = if low < next && next < high { next } else { f64::midpoint(low, high) };
        let moved = (next - at).abs();
        at = next;
        if moved < 1e-12 {
            break;
        }
    }
    at
}

/// Where the search is.
struct Point {
    slopes: Vec<f64>,
    /// The units' intercepts, from `centre`.
    offsets: Vec<f64>,
    /// Σ β of each pattern.
    predictors: Vec<f64>,
    centre: f64,
}

impl Point {
    fn intercept(&self, unit: usize) -> f64 {
        self.centre + self.offsets.get(unit).copied().unwrap_or(0.0)
    }

    fn predictor(&self, cell: &Cell) -> f64 {
        let pattern = self.predictors.get(cell.pattern as usize).copied().unwrap_or(0.0);
        self.intercept(cell.unit as usize) + pattern
    }

    fn likelihood(&self, cell: &Cell) -> f64 {
        log_likelihood(cell.sum, cell.count, self.predictor(cell))
    }

    /// Log-likelihood less what the ridge takes.
    fn height(&self, cells: &Cells, ridge: f64) -> f64 {
        let likelihood: f64 = cells.iter().map(|cell| self.likelihood(cell)).sum();
        let squares = dot(&self.slopes, &self.slopes) + dot(&self.offsets, &self.offsets);
        likelihood - ridge / 2.0 * squares
    }

    /// Newton's step from here.
    fn step(
        &self,
        columns: &Columns,
        cells: &Cells,
        patterns: &Patterns,
        ridge: f64,
    ) -> Option<Solution> {
        let share = |cell: &Cell| {
            let expected = share_of(self.predictor(cell));
            (cell.count * expected * (1.0 - expected), cell.sum - cell.count * expected)
        };
        let pull = Ridge {
            slopes: ridge,
            intercepts: ridge,
            from_slopes: &self.slopes,
            from_intercepts: &self.offsets,
        };
        solve(columns, cells, patterns, share, pull)
    }

    fn moved(&self, by: &Solution, times: f64, columns: &Columns, patterns: &Patterns) -> Self {
        let along = |from: &[f64], step: &[f64]| -> Vec<f64> {
            from.iter().zip(step).map(|(from, step)| from + times * step).collect()
        };
        let slopes = along(&self.slopes, &by.slopes);
        Self {
            predictors: columns.predictors(&slopes, patterns),
            offsets: along(&self.offsets, &by.intercepts),
            slopes,
            centre: self.centre,
        }
    }
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
