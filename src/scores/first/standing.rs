//! One dimension of one agent in the light of the peers.

use super::dimension::Dimension;
use super::evidence::Evidence;
use crate::stats::{
    self, BetaPrior, Estimate, Interval, Level, NormalPrior, Tally, composite, median, standardise,
};

/// Least median reliability of a dimension in a group for it to tell the group's agents apart.
const TELLING: f64 = 0.3;

/// Where an agent stands in one dimension. Values are shares, or ratios for [`Dimension::Speed`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// Pieces of evidence.
    pub count: u32,
    /// The agent's own value.
    pub value: f64,
    /// The value shrunk to the peers.
    pub shrunk: f64,
    /// 80% interval of the shrunk value.
    pub interval: Interval,
    /// The peers' average.
    pub peers: f64,
    /// How much of the shrunk value is the agent's own, 0..1.
    pub reliability: f64,
    /// The shrunk value in deviations of the peers, better being positive; `None` where the peers
    /// hardly differ.
    pub standardised: Option<Estimate>,
}

impl Standing {
    /// The shrunk value on the scale of scores; `None` where the peers do not differ.
    pub fn score(&self) -> Option<f64> {
        let alone = stats::Dimension { weight: 1.0, standardised: self.standardised };
        Some(composite(&[alone])?.score())
    }
}

/// Where each of a group of peers stands in a dimension; `None` without evidence, or without
/// another peer who has some.
///
/// A dimension in which these peers hardly differ tells nobody apart: it is shown, but stands in
/// nobody's score, so that its weight goes to those that do.
pub fn standings(dimension: Dimension, peers: &[&Evidence]) -> Vec<Option<Standing>> {
    let mut standings = match dimension {
        Dimension::Resolution => {
            shares(&peers.iter().map(|agent| agent.resolution).collect::<Vec<_>>())
        }
        Dimension::Feedback => {
            shares(&peers.iter().map(|agent| agent.feedback).collect::<Vec<_>>())
        }
        Dimension::Speed => speeds(peers),
    };
    let known = standings.iter().flatten();
    let mut reliabilities: Vec<f64> = known.map(|standing| standing.reliability).collect();
    reliabilities.sort_by(f64::total_cmp);
    if median(&reliabilities).is_none_or(|middle| middle < TELLING) {
        for standing in standings.iter_mut().flatten() {
            standing.standardised = None;
        }
    }
    standings
}

fn shares(tallies: &[Tally]) -> Vec<Option<Standing>> {
    let prior = BetaPrior::fit(tallies);
    let standing = |tally: &Tally| {
        let prior = prior.as_ref()?;
        let posterior = prior.posterior(*tally);
        let shrunk = Estimate::new(posterior.mean(), posterior.sd().powi(2))?;
        Some(Standing {
            count: tally.trials() as u32,
            value: tally.share()?,
            shrunk: posterior.mean(),
            interval: posterior.interval(Level::P80),
            peers: prior.mean(),
            reliability: posterior.reliability(),
            standardised: standardise(shrunk, prior.mean(), prior.sd(), true),
        })
    };
    tallies.iter().map(standing).collect()
}

/// Mean log times as the conversations of an agent tell them. The variance of a mean is that of one
/// reply, pooled over the peers, by the number of replies: an agent whose few replies happen to
/// agree is not the surer for it. Replies within a conversation are alike, so the pooled variance is
/// that of clusters (Liang & Zeger 1986): squares of whole conversations' deviations.
fn speeds(peers: &[&Evidence]) -> Vec<Option<Standing>> {
    let squares: f64 = peers.iter().map(|agent| agent.speed.squares()).sum();
    let replies: f64 = peers.iter().map(|agent| f64::from(agent.speed.count)).sum();
    let (clusters, agents) = peers
        .iter()
        .filter(|agent| agent.speed.count > 0)
        .fold((0.0, 0.0), |(clusters, agents), agent| {
            (clusters + f64::from(agent.speed.clusters), agents + 1.0)
        });
    let freedom = clusters - agents;
    let variance = squares / replies * clusters / freedom;
    let estimate = |agent: &&Evidence| {
        Estimate::new(agent.speed.mean()?, variance / f64::from(agent.speed.count))
    };
    let estimates: Vec<Option<Estimate>> = match freedom > 0.0 {
        true => peers.iter().map(estimate).collect(),
        false => vec![None; peers.len()],
    };
    let prior = NormalPrior::fit(&estimates.iter().copied().flatten().collect::<Vec<_>>());
    let standing = |(agent, estimate): (&&Evidence, &Option<Estimate>)| {
        let (prior, estimate) = (prior?, (*estimate)?);
        let posterior = prior.posterior(estimate);
        let shrunk = Estimate::new(posterior.mean, posterior.se.powi(2))?;
        let interval = posterior.interval(Level::P80);
        Some(Standing {
            count: agent.speed.count,
            value: estimate.value().exp(),
            shrunk: posterior.mean.exp(),
            interval: Interval { low: interval.low.exp(), high: interval.high.exp() },
            peers: prior.mean.exp(),
            reliability: posterior.reliability,
            standardised: standardise(shrunk, prior.mean, prior.between.sqrt(), false),
        })
    };
    peers.iter().zip(&estimates).map(standing).collect()
}
