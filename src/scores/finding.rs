//! What somebody should be coached in, or could coach others in.

use super::Skill;
use crate::stats::Interval;

/// Which way somebody differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    Need,
    Strength,
}

/// Whose finding it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whose {
    /// The agent's number.
    Agent(usize),
    /// A whole team: a matter of training or of the product, not of its agents.
    Team(String),
}

/// Somebody is clearly weaker or stronger than the peers in one skill.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub side: Side,
    pub whose: Whose,
    pub skill: Skill,
    /// Cases.
    pub count: f64,
    /// The share of the own cases that succeeded, 0..1.
    pub own: f64,
    /// The share that those compared with would be expected to have of the same cases.
    pub expected: f64,
    /// By how much the true share is believed to be off the expected one, −1..1, with its 80% interval;
    /// it is less than `own − expected` by what is put down to chance.
    pub gap: f64,
    pub interval: Interval,
    /// Probability, 0..1, that the true gap is beyond half a large one.
    pub probability: f64,
    /// How much of the gap is its own, 0..1.
    pub reliability: f64,
    /// Parts of the window in which the own share is on that side, and parts with cases.
    pub parts: (usize, usize),
    /// Whether it is against the agent's own team, as the whole team is on that side already.
    pub is_against_team: bool,
    /// For a need of an agent, the number of a peer who is clearly strong in exactly this, of the same
    /// team where there is one; `None` where nobody is.
    pub mentor: Option<usize>,
}

/// All findings of a report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coaching {
    /// Needs before strengths, teams before agents, the surest first.
    pub findings: Vec<Finding>,
    /// Share of them expected to be false, 0..1: the true gap is less than half a large one.
    pub expected_false: f64,
    /// Pairs of a skill and an agent or team of whom enough is known for a finding.
    pub considered: usize,
}
