//! What has to be known before something is said.

use super::Weights;
use crate::stats::PUBLISHABLE;

/// When an agent has a score, and what goes into it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoreRules {
    pub weights: Weights,
    /// Least reliability of a score, 0..1.
    pub least_reliability: f64,
    /// Least number of dimensions in a score.
    pub least_dimensions: usize,
    /// Least number of agents who are compared with each other alone.
    pub least_peers: usize,
}

impl Default for ScoreRules {
    fn default() -> Self {
        Self {
            weights: Weights::default(),
            least_reliability: PUBLISHABLE,
            least_dimensions: 3,
            least_peers: 5,
        }
    }
}

/// When an agent or a team is said to be weak or strong in a skill.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CoachRules {
    /// Least number of an agent's cases of a skill.
    pub least_cases: f64,
    /// Least reliability, 0..1.
    pub least_reliability: f64,
    /// By how much the share of an agent's own cases has to be off the peers', 0..1; half of it has to
    /// be believed.
    pub large: f64,
    /// Least probability, 0..1, that half of it is true: each finding is likely by itself, as one that
    /// is not would hide among sure ones.
    pub least_probability: f64,
    /// Most of all findings of a report that may be expected to be false, 0..1.
    pub false_share: f64,
    /// Parts of the window in which the agent's own share has to be on that side.
    pub least_parts: usize,
    /// Least number of agents who are compared with each other alone.
    pub least_peers: usize,
}

impl Default for CoachRules {
    fn default() -> Self {
        Self {
            least_cases: 20.0,
            least_reliability: PUBLISHABLE,
            large: 0.10,
            least_probability: 0.80,
            false_share: 0.10,
            least_parts: 2,
            least_peers: 5,
        }
    }
}
