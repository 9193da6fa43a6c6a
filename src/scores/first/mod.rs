//! How an agent stands to the peers: three dimensions, each shrunk by its evidence, and one score.
//!
//! [`Evidence`] is what an agent is credited with in a window of time; [`score`] is a pure function from
//! that of all agents to a [`Card`] each. Each dimension is pulled toward the peers by
//! its reliability, standardised by how much the peers truly differ, and weighed. Where there is too
//! little evidence there is no number but a reason; agents are never ranked, bots never scored.

mod card;
mod dimension;
mod evidence;
mod standing;
#[cfg(test)]
mod tests;

pub use card::{Card, Verdict, score};
pub use dimension::{Dimension, Weights};
pub use evidence::{Evidence, Log};
pub use standing::Standing;
