//! What is said of one agent.

use std::fmt;

use super::Dimension;
use crate::stats::ranks::RankSet;
use crate::stats::{Estimate, Interval, Verdict};

/// Where an agent stands in one dimension. Values are shares of 0..1 or, where the dimension
/// [`is_ratio`](Dimension::is_ratio), multiples of what is usual on the desk.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Cases.
    pub count: f64,
    /// The value of the agent's own cases as they were.
    pub own: f64,
    /// What it would be on everybody's mix of cases.
    pub adjusted: f64,
    /// The adjusted value, shrunk to the peers.
    pub shrunk: f64,
    /// 80% and 95% intervals of the shrunk value against the peers', theirs being taken as it is.
    pub interval_80: Interval,
    pub interval_95: Interval,
    /// What the peers have, on everybody's mix of cases.
    pub peers: f64,
    /// How many agents of the group have cases, this one included.
    pub peer_count: usize,
    /// How much of the shrunk value is the agent's own, 0..1.
    pub reliability: f64,
    /// Probability, 0..1, that the agent is truly better than the peers' mean.
    pub above: f64,
    pub verdict: Verdict,
    /// How far the agent is better than the peers' mean: in log-odds, in shares of the rubric, or in
    /// logarithms of the ratio.
    pub skill: Estimate,
    /// The same in standard deviations of the peers' true values, with what the agent's other
    /// dimensions tell of it, as it stands in the composite; `None` where the peers hardly differ, so
    /// that it stands in nobody's.
    pub standardised: Option<Estimate>,
    /// `standardised` on the scale of scores, of this dimension alone and nothing said by the others;
    /// `None` where the peers hardly differ.
    pub score: Option<f64>,
    /// Its 80% and its 95% interval.
    pub score_intervals: Option<(Interval, Interval)>,
    /// The same without case mix: every case as hard as every other.
    pub unadjusted: Option<f64>,
    /// What the agent's mix of cases has in common with that of the other peers, 0..1; `None` where
    /// they have none.
    pub overlap: Option<f64>,
}

/// One number, with what it is worth: 50 for the peers' average, 10 per standard deviation of theirs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    pub value: f64,
    pub interval_80: Interval,
    pub interval_95: Interval,
    /// Probability, 0..1, that the true score is above the peers' median.
    pub above: f64,
    /// Expected rank among the peers who have a score, 1 for the best.
    pub expected_rank: f64,
    /// The ranks that the agent's own cases do not exclude, with 95% for all peers at once.
    pub ranks: RankSet,
    /// How many of the group have a score, this one included.
    pub ranked: usize,
}

/// Why there is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    NoCases,
    FewPeers,
    Alike,
    FewDimensions,
    NoOutcome,
    TooLittle,
}

impl Reason {
    pub const fn text(self) -> &'static str {
        match self {
            Self::NoCases => "no cases in the window",
            Self::FewPeers => "too few peers with cases to compare with",
            Self::Alike => "the peers hardly differ in what is known of the agent",
            Self::FewDimensions => "too few dimensions are known",
            Self::NoOutcome => "neither resolution nor feedback is known",
            Self::TooLittle => "too little evidence to tell the agent from the peers",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text())
    }
}

/// What is said of one agent.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// The agent's number.
    pub agent: usize,
    /// The number of the group whose agents are the peers.
    pub group: usize,
    /// In the order of [`Dimension::ALL`].
    pub standings: [Result<Standing, Reason>; 5],
    /// The part of each dimension in the composite, summing to 1; 0 for what is missing.
    pub parts: [f64; 5],
    /// Share of all weight whose dimensions are known.
    pub weight_present: f64,
    /// How much of the composite is the agent's own, 0..1; 0 where there is none.
    pub reliability: f64,
    pub score: Result<Score, Reason>,
    pub verdict: Verdict,
    /// The score without case mix: every case as hard as every other. `None` where there is none.
    pub unadjusted: Option<f64>,
    /// Conversations with a critical criterion missed, and all that were judged. They are a gate beside
    /// the score and in no part of it.
    pub critical: (u32, u32),
}

impl Card {
    /// Where the agent stands in a dimension, or why that is not said.
    pub fn standing(&self, dimension: Dimension) -> Result<&Standing, Reason> {
        let [resolution, feedback, quality, speed, efficiency] = &self.standings;
        let standing = match dimension {
            Dimension::Resolution => resolution,
            Dimension::Feedback => feedback,
            Dimension::Quality => quality,
            Dimension::Speed => speed,
            Dimension::Efficiency => efficiency,
        };
        standing.as_ref().map_err(|reason| *reason)
    }
}
