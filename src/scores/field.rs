//! A group of peers in one measure.

use rayon::prelude::*;

use super::Reason;
use super::model::{Measured, Scale};
use crate::stats::case_mix::{CaseMix, Cell, Mix};
use crate::stats::hierarchy::{Belief, Cases, LogitHierarchy, NormalHierarchy};
use crate::stats::{Estimate, median};

/// Least median reliability in a group for a measure to tell its agents apart.
const TELLING: f64 = 0.3;

/// Fewer peers than these tell nothing of how peers differ.
pub(super) const LEAST_PEERS: usize = 4;

/// One agent among the peers. Skills are such that more is better.
pub(super) struct Place {
    pub agent: usize,
    /// Cases.
    pub count: f64,
    /// What the agent's own cases tell of the skill, not shrunk.
    pub own: Estimate,
    /// What is believed of the skill before the peers' mean is taken off.
    pub absolute: Belief,
    /// What is believed of it against the peers' mean.
    pub belief: Belief,
    /// Variance of the shrunk skill that comes from the slopes of the case mix.
    pub mix_variance: f64,
}

/// What the peers are.
pub(super) struct Field {
    /// Those who have cases, in the order of the peers.
    pub places: Vec<Place>,
    /// μ, the mean of the peers' true skills.
    pub mean: f64,
    /// The mean of what is believed of the peers.
    pub centre: f64,
    /// Whether the peers differ by enough, for what is known of them, to be told apart.
    pub is_telling: bool,
}

impl Field {
    pub fn of(measured: &Measured, peers: &[usize]) -> Result<Self, Reason> {
        let known: Vec<usize> =
            peers.iter().copied().filter(|agent| measured.count(*agent) > 0.0).collect();
        if known.len() < LEAST_PEERS {
            return Err(if known.is_empty() { Reason::NoCases } else { Reason::FewPeers });
        }
        let (mean, beliefs) = match measured.scale {
            Scale::Share => shares(measured, &known),
            Scale::Mean | Scale::Ratio => means(measured, &known),
        }
        .ok_or(Reason::TooLittle)?;
        Self::with(measured, &known, mean, &beliefs).ok_or(Reason::TooLittle)
    }

    /// From μ and, for each agent with cases, what they tell and what is believed.
    pub fn with(
        measured: &Measured,
        known: &[usize],
        mean: f64,
        beliefs: &[(Estimate, Belief)],
    ) -> Option<Self> {
        let mixes: Vec<Mix> = known.iter().filter_map(|agent| measured.mix(*agent)).collect();
        let usual = Mix::mean(&mixes)?;
        let absolutes = || beliefs.iter().map(|(_, belief)| belief);
        let centre = absolutes().map(Belief::mean).sum::<f64>() / beliefs.len() as f64;
        let places: Option<Vec<Place>> = known
            .iter()
            .zip(beliefs)
            .zip(&mixes)
            .map(|((agent, (own, absolute)), mix)| {
                let error = measured.case_mix.variance_apart(mix, &usual);
                let mix_variance = error * absolute.reliability().powi(2);
                let belief = absolute.against(absolutes())?.with_error(mix_variance);
                let absolute = absolute.clone();
                let count = measured.count(*agent);
                Some(Place { agent: *agent, count, own: *own, absolute, belief, mix_variance })
            })
            .collect();
        let places = places?;
        let mut reliabilities: Vec<f64> =
            places.iter().map(|place| place.absolute.reliability()).collect();
        reliabilities.sort_by(f64::total_cmp);
        let is_telling = median(&reliabilities).is_some_and(|middle| middle >= TELLING);
        Some(Self { places, mean, centre, is_telling })
    }

    pub fn place(&self, agent: usize) -> Option<&Place> {
        self.places.iter().find(|place| place.agent == agent)
    }
}

/// μ, and of each agent what the own cases tell and what is believed.
type Found = (f64, Vec<(Estimate, Belief)>);

fn shares(measured: &Measured, known: &[usize]) -> Option<Found> {
    let cases: Option<Vec<Cases>> =
        known.iter().map(|agent| cases_of(&measured.case_mix, measured.cells(*agent))).collect();
    let cases = cases?;
    let hierarchy = LogitHierarchy::fit(&cases)?;
    let belief = |(place, cases): (usize, &Cases)| {
        let belief = hierarchy.belief(place, cases)?;
        Some((cases.estimate(belief.mean())?, belief))
    };
    let beliefs: Option<Vec<_>> = cases.par_iter().enumerate().map(belief).collect();
    Some((hierarchy.mean(), beliefs?))
}

/// The cases of cells, each with what is expected of it.
pub(super) fn cases_of(case_mix: &CaseMix, cells: &[Cell]) -> Option<Cases> {
    let told = cells.iter().map(|cell| {
        let expected = case_mix.predictor(cell.pattern as usize)?;
        Some((expected, cell.count, cell.sum))
    });
    Cases::new(told.collect::<Option<Vec<_>>>()?)
}

fn means(measured: &Measured, known: &[usize]) -> Option<Found> {
    let own: Option<Vec<Estimate>> = known
        .iter()
        .map(|agent| {
            let residual = measured.case_mix.residual(measured.cells(*agent))?;
            Estimate::new(measured.scale.sign() * residual.value(), residual.variance())
        })
        .collect();
    let own = own?;
    let hierarchy = NormalHierarchy::fit(&own)?;
    let beliefs: Option<Vec<_>> =
        own.par_iter().map(|own| Some((*own, hierarchy.belief(*own)?))).collect();
    Some((hierarchy.mean(), beliefs?))
}
