//! Who the people in the tables are.

use polars::prelude::{JoinType, LazyFrame, PolarsResult, coalesce, col, lit};

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
pub fn with_agents(rows: LazyFrame, scope: &Scope) -> PolarsResult<LazyFrame> {
    let agents = scope.facts.scan::<Agents>()?;
    let id = [col("agent_id")];
    let rows = rows.join(agents, id.clone(), id, JoinType::Left.into());
    let name = coalesce(&[col("name"), col("agent_id")]);
    let is_bot = col("role").eq_missing(lit(Role::Bot.word()));
    Ok(rows.filter(is_bot.not()).with_column(name.alias("agent_name")))
}
