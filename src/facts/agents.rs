//! One row per agent or bot: everybody the input lists as such or shows at work.

use super::fact::{Column, Fact, text, word};
use crate::model::Role;

/// The `agents` fact.
pub struct Agents;

/// Somebody who answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgentRow {
    pub id: String,
    pub role: Role,
    /// As a list of users has it, else the id.
    pub name: String,
    pub team: String,
    pub support_tier: String,
}

impl Fact for Agents {
    type Row<'a> = AgentRow;
    const NAME: &'static str = "agents";
    const ABOUT: &'static str = "One agent or bot.";
    const GRAIN: &'static [&'static str] = &["agent_id"];
    const COLUMNS: &'static [Column<Self>] = &[
        Column::text("agent_id", "The id under which work is credited.", |r| text(&r.id)),
        Column::text("name", "Name for readers.", |r| text(&r.name)),
        Column::text("role", "agent or bot.", |r| word(r.role.word())),
        Column::text("team", "The team as listed.", |r| text(&r.team)),
        Column::text("support_tier", "The line of support as listed.", |r| text(&r.support_tier)),
    ];
}
