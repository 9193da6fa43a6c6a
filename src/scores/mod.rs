//! How an agent stands to the peers, and what an agent should be coached in.
//!
//! A [`Desk`] is what a window of time tells of the agents: their cases by what was so before they did
//! anything. [`assess`] sets each against the peers in five dimensions, on the same mix of cases and
//! shrunk by how much is known, and makes them one score with its interval; [`funnels`] shows where
//! shares lie beyond what chance does; [`coach`] finds in what single skill an agent, or a whole team,
//! is clearly weaker or stronger. All are pure functions. Where too little is known there is no number
//! but a [`Reason`]; agents are never ranked, bots never scored.

mod assess;
mod candidate;
mod card;
mod coach;
mod composite;
mod desk;
mod dimension;
mod field;
mod finding;
mod funnels;
mod model;
mod peers;
mod practised;
mod rules;
mod stretch;
mod teams;
#[cfg(test)]
mod tests;
mod without;
mod yardstick;

pub use assess::{Assessment, assess, without};
pub use card::{Card, Reason, Score, Standing};
pub use coach::coach;
pub use desk::{Agent, Circumstances, Desk, Factor, Practice, Shared, Skill};
pub use dimension::{Dimension, Weights};
pub use finding::{Coaching, Finding, Side, Whose};
pub use funnels::{FunnelPoint, Funnelled, ShareFunnel, funnels};
pub use model::{Model, NamedEffect, SkillModels};
pub use peers::PeerGroup;
pub use rules::{CoachRules, ScoreRules};
pub use stretch::Stretch;
pub use without::{WeightChange, Without};
