//! What a dimension is expected to be of each mix of cases.

use std::sync::Arc;

use rayon::prelude::*;

use super::{Circumstances, Desk, Dimension};
use crate::stats::case_mix::{
    CaseMix, Cell, Cells, Effect, Kept, Mix, Patterns, RIDGE, least_squares, logistic, overlap,
};
use crate::stats::near;

/// The case mix of one dimension, learnt from the whole desk.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    pub dimension: Dimension,
    /// Cases of all agents.
    pub cases: f64,
    /// The mean of all their outcomes: a share, or the logarithm of what is usual.
    pub overall: f64,
    pub case_mix: CaseMix,
    /// Share of what differs between cases of one agent that circumstances explain, 0..1.
    pub explained: f64,
}

/// One level of one factor, by name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NamedEffect<'a> {
    pub factor: &'static str,
    pub level: &'a str,
    pub effect: Effect,
}

impl Model {
    /// What each level does, against the commonest of its factor.
    pub fn effects<'a>(
        &'a self,
        circumstances: &'a Circumstances,
    ) -> impl Iterator<Item = NamedEffect<'a>> {
        self.case_mix.effects.iter().filter_map(|effect| {
            let factor = circumstances.factors.get(effect.factor)?;
            let level = factor.levels.get(effect.level)?;
            Some(NamedEffect { factor: factor.name, level, effect: *effect })
        })
    }
}

/// The case mix of every skill of a desk, each learnt once for all that is told of it.
pub struct SkillModels(Vec<Option<Arc<Measured>>>);

impl SkillModels {
    /// Of each practice, from the cases of the whole window.
    pub fn of(desk: &Desk) -> Self {
        let patterns = &desk.circumstances.patterns;
        let model = |practice: &super::Practice| {
            Measured::of(Scale::Share, &practice.together(), patterns, Kept::All, None)
                .map(Arc::new)
        };
        Self(desk.practices.par_iter().map(model).collect())
    }

    /// In the order of the practices; `None` without cases.
    pub(super) fn iter(&self) -> impl Iterator<Item = Option<&Arc<Measured>>> {
        self.0.iter().map(Option::as_ref)
    }
}

/// How outcomes are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scale {
    /// Each case succeeds or not; skill is in log-odds.
    Share,
    /// Values from 0 to 1, more being better; skill is in their unit.
    Mean,
    /// Logarithms, less being better; skill is their negative.
    Ratio,
}

impl Scale {
    pub const fn of(dimension: Dimension) -> Self {
        match (dimension.is_share(), dimension.is_ratio()) {
            (true, _) => Self::Share,
            (_, true) => Self::Ratio,
            _ => Self::Mean,
        }
    }

    /// What skill is multiplied by on the scale of the outcome.
    pub const fn sign(self) -> f64 {
        if matches!(self, Self::Ratio) { -1.0 } else { 1.0 }
    }
}

/// The cases of all agents with their model.
pub(super) struct Measured {
    pub scale: Scale,
    pub case_mix: CaseMix,
    pub overall: f64,
    /// Everybody's mix: expected outcomes on the scale of the linear predictor, and how many cases.
    everybody: Vec<(f64, f64)>,
    patterns: usize,
    cells: Cells,
}

impl Measured {
    /// Under the case mix of the factors kept, its search beginning at another of the same cases. `None`
    /// without cases, or where a share's successes are more than its cases.
    pub fn of(
        scale: Scale,
        cells: &Cells,
        patterns: &Patterns,
        kept: Kept,
        start: Option<&CaseMix>,
    ) -> Option<Self> {
        let case_mix = match scale {
            Scale::Share => logistic(cells, patterns, kept, RIDGE, start)?,
            Scale::Mean | Scale::Ratio => least_squares(cells, patterns, kept, RIDGE)?,
        };
        let counts = cells.of_patterns(patterns).into_iter();
        let expected = counts.map(|(pattern, count)| Some((case_mix.predictor(pattern)?, count)));
        let everybody = near(expected.collect::<Option<Vec<_>>>()?.into_iter(), WIDTH);
        let overall = cells.sum() / cells.count();
        Some(Self {
            scale,
            case_mix,
            overall,
            everybody,
            patterns: patterns.len(),
            cells: cells.clone(),
        })
    }

    /// An agent's cells; none where the agent has no cases.
    pub fn cells(&self, agent: usize) -> &[Cell] {
        self.cells.of_unit(agent)
    }

    /// How much of what differs between cases of one agent is explained, 0..1.
    pub fn explained(&self) -> f64 {
        self.case_mix.explained(&self.cells)
    }

    /// Cases of all agents.
    pub fn cases(&self) -> f64 {
        self.everybody.iter().map(|(_, count)| count).sum()
    }

    pub fn count(&self, agent: usize) -> f64 {
        self.cells(agent).iter().map(|cell| cell.count).sum()
    }

    pub fn mix(&self, agent: usize) -> Option<Mix> {
        self.case_mix.mix(self.cells(agent))
    }

    /// What somebody of that skill has on everybody's mix of cases; a ratio to what is usual.
    pub fn told(&self, skill: f64) -> Option<f64> {
        let shift = self.scale.sign() * skill;
        let mean = |of: fn(f64) -> f64| {
            let (sum, count) = self.everybody.iter().fold((0.0, 0.0), |sums, (at, cases)| {
                (sums.0 + cases * of(at + shift), sums.1 + cases)
            });
            (count > 0.0).then(|| (sum / count).clamp(0.0, 1.0))
        };
        match self.scale {
            Scale::Ratio => Some(shift.exp()),
            Scale::Share => mean(|log_odds| 1.0 / (1.0 + (-log_odds).exp())),
            Scale::Mean => mean(|value| value),
        }
    }

    /// The value of an agent's own cases as they were.
    pub fn own(&self, agent: usize) -> Option<f64> {
        let cells = self.cells(agent);
        let mean = cells.iter().map(|cell| cell.sum).sum::<f64>() / self.count(agent);
        (!cells.is_empty()).then(|| match self.scale {
            Scale::Ratio => (mean - self.overall).exp(),
            Scale::Share | Scale::Mean => mean,
        })
    }

    /// The skill that the agent's cases tell by themselves.
    pub fn skill(&self, agent: usize) -> Option<f64> {
        match self.scale {
            Scale::Share => {
                let own = self.case_mix.intercepts.get(agent).copied().flatten()?;
                Some(own - self.case_mix.average)
            }
            Scale::Mean | Scale::Ratio => {
                Some(self.scale.sign() * self.case_mix.residual(self.cells(agent))?.value())
            }
        }
    }

    /// Cases of some agents by pattern.
    pub fn counts<'a>(&self, agents: impl IntoIterator<Item = &'a usize>) -> Vec<f64> {
        let mut counts = vec![0.0; self.patterns];
        let cells = agents.into_iter().flat_map(|agent| self.cells(*agent));
        cells.for_each(|cell| add(&mut counts, cell));
        counts
    }

    /// What an agent's mix of cases has in common with that of the others among `all`, of whom the agent
    /// is one.
    pub fn overlap(&self, agent: usize, all: &[f64]) -> Option<f64> {
        let cells = self.cells(agent);
        let own: Vec<f64> = cells.iter().map(|cell| cell.count).collect();
        let of = |cell: &Cell| all.get(cell.pattern as usize).copied().unwrap_or(0.0);
        let mut rest: Vec<f64> =
            cells.iter().map(|cell| (of(cell) - cell.count).max(0.0)).collect();
        let elsewhere = all.iter().sum::<f64>() - cells.iter().map(of).sum::<f64>();
        rest.push(elsewhere.max(0.0));
        overlap(&own, &rest)
    }
}

/// How far apart, on the scale of the linear predictor, cases are that are thrown together.
const WIDTH: f64 = 0.01;

fn add(counts: &mut [f64], cell: &Cell) {
    if let Some(count) = counts.get_mut(cell.pattern as usize) {
        *count += cell.count;
    }
}
