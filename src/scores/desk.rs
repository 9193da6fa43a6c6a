//! What the agents of a desk did, in cells of like cases.

use super::dimension::Dimension;
use crate::model::Channel;
use crate::stats::case_mix::{Cells, Patterns};

/// An agent, and whom the agent is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    pub agent_id: String,
    pub team: Option<String>,
    /// Where most of the agent's conversations are.
    pub channel: Option<Channel>,
    /// The line of support, where the desk has several.
    pub tier: Option<String>,
}

/// Something that was so before the agent did anything, such as the channel, and the values it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factor {
    pub name: &'static str,
    pub levels: Vec<String>,
}

/// Everything that was so before the agent did anything, and the patterns it comes in.
#[derive(Clone, Debug, PartialEq)]
pub struct Circumstances {
    pub factors: Vec<Factor>,
    /// Levels of the factors, in their order.
    pub patterns: Patterns,
}

/// What an agent can be good or bad at, more closely than a dimension; always a share of cases.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Skill {
    /// Conversations about a topic on a channel that are resolved.
    Topic { topic: String, channel: Channel },
    /// Conversations in which a criterion of the rubric is met.
    Criterion(String),
    /// Promises of a name that are kept.
    Promise(String),
}

/// Cases in which a skill showed, in the three parts of the window, the earliest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Practice {
    pub skill: Skill,
    pub parts: [Cells; 3],
}

/// The conversations of one agent that count in two dimensions: what makes their errors go together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shared {
    /// The agent's number.
    pub unit: u32,
    pub dimensions: (Dimension, Dimension),
    pub count: f64,
    /// Sums of the outcome of the one, of the other, and of their product.
    pub sums: (f64, f64),
    pub products: f64,
}

/// What a window of time tells of the agents of a desk. Units of cells are numbers of agents.
#[derive(Clone, Debug, PartialEq)]
pub struct Desk {
    pub agents: Vec<Agent>,
    pub circumstances: Circumstances,
    /// In the order of [`Dimension::ALL`]: successes for shares, sums and squares for the others.
    pub dimensions: Vec<Cells>,
    pub shared: Vec<Shared>,
    pub practices: Vec<Practice>,
    /// By agent: conversations with a critical criterion missed, and all that were judged.
    pub critical: Vec<(u32, u32)>,
}

impl Practice {
    /// The three parts in one.
    pub(super) fn together(&self) -> Cells {
        Cells::together(&self.parts)
    }
}
