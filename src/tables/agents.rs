//! Who the people in the tables are.

use polars::prelude::{JoinType, LazyFrame, PolarsResult, col, lit};

use super::scope::Scope;
use crate::facts::Agents;
use crate::metrics::Column;
use crate::model::Role;

/// The columns that say which agent.
pub fn agent_columns() -> Vec<Column> {
    vec![
        Column::text("agent_id", "The agent."),
        Column::text("agent_name", "Name for readers."),
        Column::text("team", "The team as listed."),
    ]
}

/// Rows of `agent_id` with name and team; what is a bot's is left out.
pub fn with_agents(rows: LazyFrame, scope: &Scope, how: JoinType) -> PolarsResult<LazyFrame> {
    let agents = scope.facts.scan::<Agents>()?.filter(col("role").neq(lit(Role::Bot.word())));
    let agents = agents.select([col("agent_id"), col("name").alias("agent_name"), col("team")]);
    Ok(rows.join(agents, [col("agent_id")], [col("agent_id")], how.into()))
}
