//! Logistic regression on shares, with an intercept for every unit.

use super::cells::Cells;
use super::equations::{Columns, Kept, Ridge, Solution, Sums, predictor};
use super::model::{CaseMix, Doubt, effects};
use super::{Cell, Patterns};
use crate::stats::beta_posterior::logistic as share_of;

/// Newton's steps settle in about four; where levels are all success they go on.
const MOST_STEPS: usize = 100;

/// A step that moves no case's log-odds by more than this is the last: what is left is about its square.
const SMALL: f64 = 1e-4;

/// A step up to this is taken whole: curvatures then change by less than their double, and it cannot
/// overshoot.
const SAFE: f64 = 0.5;

/// A unit's intercept is off by less than this before its cases count in the slopes.
const NEAR: f64 = 0.05;

/// The slopes and intercepts under which the outcomes are likeliest, `logit p = α_unit + Σ β`, less
/// `ridge/2` for each squared slope and each intercept's squared distance from the overall log-odds
/// (ridge logistic regression: le Cessie & van Houwelingen 1992, Appl. Stat. 41:191). The ridge keeps
/// finite what would go on without end, such as a unit or a level of which every case succeeded.
///
/// By Newton's steps: each unit's intercept until it is near, then slopes and intercepts together. A step
/// that moves some case by d log-odds is shortened to `ln(1 + d)/d` of itself, which always climbs, as
/// the curvature changes at most by eᵈ along it (Sun & Tran-Dinh 2019, Math. Program. 178:145). A `start`
/// of the same patterns, such as the model with a factor more, saves steps.
///
/// Standard errors are those of the curvature at the last step. `None` without cells, where a cell's sum is not within 0 and its count, or
/// for a `ridge` that is not above 0 and finite.
pub fn logistic(
    cells: &Cells,
    patterns: &Patterns,
    kept: Kept,
    ridge: f64,
    start: Option<&CaseMix>,
) -> Option<CaseMix> {
    let is_share = cells.iter().all(|cell| (0.0..=cell.count).contains(&cell.sum));
    let (count, sum) = (cells.count(), cells.sum());
    if count <= 0.0 || !is_share || !(ridge > 0.0 && ridge.is_finite()) {
        return None;
    }
    let columns = Columns::of(patterns, cells, kept);
    let counts: Vec<(usize, f64)> = cells.of_patterns(patterns);
    let centre = ((sum + 0.5) / (count - sum + 0.5)).ln();
    let slopes = start.map_or_else(|| vec![0.0; columns.width()], |model| model.slopes(&columns));
    let mut at = Point::new(slopes, centre, &columns, cells, &counts);
    let (mut iterations, mut has_converged) = (0, false);
    let mut last = at.step(&columns, cells, ridge)?;
    while iterations < MOST_STEPS && !has_converged {
        iterations += 1;
        let largest = at.move_by(&last, &columns, &counts);
        has_converged = largest < SMALL;
        if !has_converged {
            last = at.step(&columns, cells, ridge)?;
        }
    }
    let mut intercepts = vec![None; cells.units()];
    for (unit, _) in cells.by_unit() {
        *intercepts.get_mut(unit)? = Some(at.intercept(unit));
    }
    let predictors = columns.predictors(&at.slopes);
    let average = average(sum, &predictors, &counts, centre);
    let shares: Vec<f64> = predictors.iter().map(|at| share_of(average + at)).collect();
    let covariance = last.covariance();
    let effects = effects(&columns, &at.slopes, &covariance, kept, ridge, 1.0);
    let weights = counts.iter().map(|(pattern, count)| {
        let share = shares.get(*pattern).copied().unwrap_or(0.0);
        (*pattern, count * share * (1.0 - share))
    });
    let doubt = Doubt::of(columns, &covariance, weights, ridge, 1.0);
    Some(CaseMix {
        effects,
        intercepts,
        average,
        residual_sd: None,
        iterations,
        has_converged,
        predictors,
        shares: Some(shares),
        doubt,
    })
}

/// The intercept with which so many successes are expected: Newton's steps, within ends that close in
/// on it.
fn average(sum: f64, predictors: &[f64], counts: &[(usize, f64)], start: f64) -> f64 {
    let farthest = 40.0 + predictors.iter().fold(0.0_f64, |m, p| m.max(p.abs()));
    let (mut low, mut high, mut at) = (-farthest, farthest, start);
    for _ in 0..MOST_STEPS {
        let (mut over, mut slope) = (-sum, 0.0);
        for (pattern, count) in counts {
            let share = share_of(at + predictors.get(*pattern).copied().unwrap_or(0.0));
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
        if moved < 1e-10 {
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
    /// Σ β of each pattern that has cases.
    predictors: Vec<f64>,
    centre: f64,
}

impl Point {
    /// Each unit at the log-odds of its own share, less what its cases' slopes add on average.
    fn new(
        slopes: Vec<f64>,
        centre: f64,
        columns: &Columns,
        cells: &Cells,
        counts: &[(usize, f64)],
    ) -> Self {
        let mut point = Self {
            offsets: vec![0.0; cells.units()],
            predictors: vec![0.0; columns.patterns().len()],
            slopes,
            centre,
        };
        point.predict(columns, counts);
        for (unit, cells) in cells.by_unit() {
            let (mut count, mut sum, mut added) = (1.0, 0.5, 0.0);
            for cell in cells {
                count += cell.count;
                sum += cell.sum;
                added += cell.count * point.of_pattern(cell);
            }
            if let Some(offset) = point.offsets.get_mut(unit) {
                *offset = (sum / (count - sum)).ln() - added / count - centre;
            }
        }
        point
    }

    fn predict(&mut self, columns: &Columns, counts: &[(usize, f64)]) {
        let by_level = columns.by_level(&self.slopes);
        for (pattern, _) in counts {
            if let Some(cell) = self.predictors.get_mut(*pattern) {
                *cell = predictor(columns.patterns(), &by_level, *pattern);
            }
        }
    }

    fn intercept(&self, unit: usize) -> f64 {
        self.centre + self.offsets.get(unit).copied().unwrap_or(0.0)
    }

    fn of_pattern(&self, cell: &Cell) -> f64 {
        self.predictors.get(cell.pattern as usize).copied().unwrap_or(0.0)
    }

    /// Newton's step from here, after each unit's intercept was brought near.
    fn step(&mut self, columns: &Columns, cells: &Cells, ridge: f64) -> Option<Solution> {
        let mut sums = Sums::new(columns.patterns(), cells.units());
        let mut shares = Vec::new();
        for (unit, cells) in cells.by_unit() {
            for _ in 0..MOST_STEPS {
                let own = self.intercept(unit);
                let (mut weight, mut right) = (ridge, 0.0);
                shares.clear();
                shares.extend(cells.iter().map(|cell| {
                    let share = share_of(own + self.of_pattern(cell));
                    let told = cell.count * share;
                    let (w, r) = (told * (1.0 - share), cell.sum - told);
                    weight += w;
                    right += r;
                    (w, r)
                }));
                let Some(offset) = self.offsets.get_mut(unit) else { break };
                let step = (right - ridge * *offset) / weight;
                if step.abs() < NEAR {
                    break;
                }
                *offset += shortened(step.abs()) * step;
            }
            sums.add(unit, cells.iter().zip(shares.iter().copied()));
        }
        let pull = Ridge {
            slopes: ridge,
            intercepts: ridge,
            from_slopes: &self.slopes,
            from_intercepts: &self.offsets,
        };
        sums.solve(columns, pull)
    }

    /// Moves by a step, and says by how much it would move some case's log-odds at most.
    fn move_by(&mut self, by: &Solution, columns: &Columns, counts: &[(usize, f64)]) -> f64 {
        let by_level = columns.by_level(&by.slopes);
        let moved = counts.iter().map(|(at, _)| predictor(columns.patterns(), &by_level, *at));
        let largest = |steps: &mut dyn Iterator<Item = f64>| {
            steps.fold(0.0_f64, |most, step| most.max(step.abs()))
        };
        let most = largest(&mut moved.into_iter()) + largest(&mut by.intercepts.iter().copied());
        let part = shortened(most);
        let along = |from: &mut [f64], step: &[f64]| {
            from.iter_mut().zip(step).for_each(|(from, step)| *from += part * step);
        };
        along(&mut self.slopes, &by.slopes);
        along(&mut self.offsets, &by.intercepts);
        self.predict(columns, counts);
        most
    }
}

/// The part of a step that is taken, if all of it would move some case by so much.
fn shortened(by: f64) -> f64 {
    if by <= SAFE { 1.0 } else { by.ln_1p() / by }
}
