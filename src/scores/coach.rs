//! In what single skills agents and teams are clearly weaker or stronger than their peers.

use super::{CoachRules, Coaching, Desk};

/// Needs and strengths of every agent and team in every skill of a desk.
pub fn coach(desk: &Desk, rules: &CoachRules) -> Coaching {
    let _ = (desk, rules);
    Coaching::default()
}
