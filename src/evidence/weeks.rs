//! What agents did week by week.

use rayon::prelude::*;

use super::cases::Case;
use super::circumstances::Placed;
use super::read::Evidence;
use crate::model::Instant;
use crate::scores::{Dimension, Model};

/// Cases of one agent in one dimension in one week.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeekCases {
    /// The agent's number.
    pub agent: usize,
    pub dimension: Dimension,
    /// The week's number.
    pub week: usize,
    pub count: f64,
    /// The mean of their outcomes: a share, a value, or the logarithm of a ratio.
    pub mean: f64,
    /// What the average agent would be expected to have of them.
    pub expected: f64,
}

/// Parts of a unit that expected outcomes are told to: a power of two, so that their sums are exact, and
/// the same whatever order they are added in.
const PARTS: f64 = 1_048_576.0;

impl Evidence {
    /// By agent, dimension and week, what was done in conversations opened in it. A week ends where the
    /// next of `begins` is, the last at the last of them. What has no model or no cases has no row.
    pub fn weeks(&self, begins: &[Instant], models: &[Option<Model>]) -> Vec<WeekCases> {
        let opened = self.book.opened();
        let weeks: Vec<Option<usize>> = opened.iter().map(|at| week(begins, *at)).collect();
        let (placed, agents) = (&self.placed, self.desk.agents.len());
        let of = begins.len().saturating_sub(1);
        let dimensions = self.cases.par_iter().zip(models);
        let found = dimensions.filter_map(|(cases, model)| {
            Some(of_dimension(cases, model.as_ref()?, placed, &weeks, of, agents))
        });
        let mut found: Vec<WeekCases> = found.flatten_iter().collect();
        found.sort_by_key(|one| (one.agent, one.dimension, one.week));
        found
    }
}

/// The number of the week in which an instant lies.
fn week(begins: &[Instant], at: Option<i64>) -> Option<usize> {
    let at = at?;
    let week = begins.partition_point(|begin| begin.0 <= at).checked_sub(1)?;
    (week + 1 < begins.len()).then_some(week)
}

fn of_dimension(
    cases: &[Case],
    model: &Model,
    placed: &Placed,
    week_of: &[Option<usize>],
    weeks: usize,
    agents: usize,
) -> Vec<WeekCases> {
    let patterns = placed.circumstances.patterns.len();
    let exact = |at: usize| Some((model.case_mix.expected(at)? * PARTS).round() / PARTS);
    let expected: Vec<Option<f64>> = (0..patterns).map(exact).collect();
    let place = |case: &Case| {
        let week = week_of.get(case.conversation as usize).copied().flatten()?;
        let pattern = placed.pattern(case.conversation)? as usize;
        Some((case.unit as usize * weeks + week, expected.get(pattern).copied().flatten()?))
    };
    let mut sums = vec![(0.0, 0.0, 0.0); weeks * agents];
    for case in cases {
        let Some((place, expected)) = place(case) else { continue };
        if let Some((count, sum, awaited)) = sums.get_mut(place) {
            *count += 1.0;
            *sum += case.outcome;
            *awaited += expected;
        }
    }
    let told = |(place, (count, sum, awaited)): (usize, (f64, f64, f64))| {
        (count > 0.0).then(|| WeekCases {
            agent: place / weeks.max(1),
            dimension: model.dimension,
            week: place % weeks.max(1),
            count,
            mean: sum / count,
            expected: awaited / count,
        })
    };
    sums.into_iter().enumerate().filter_map(told).collect()
}
