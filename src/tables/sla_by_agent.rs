//! The table of promises kept, by the agent who kept or broke them and week.

use polars::prelude::{LazyFrame, PolarsResult, col};

use super::agents::{agent_columns, with_agents};
use super::scope::Scope;
use super::sla_attainment::{measured, promise_column};
use super::table::Table;
use super::weekly;
use crate::metrics::{Column, Subject, measure};

/// The table.
pub struct SlaByAgent;

impl Table for SlaByAgent {
    fn name(&self) -> &'static str {
        "sla_by_agent"
    }

    fn about(&self) -> &'static str {
        "One promise, of those whose clock began in one week and which one agent ended, in time or \
         late: the replies and updates they sent, the resolutions after their last reply. A promise \
         that nobody has ended yet is nobody's. Bots have no rows."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["agent_id", "week", "promise"]
    }

    fn columns(&self) -> Vec<Column> {
        let first = agent_columns().into_iter().chain(weekly::columns()).chain([promise_column()]);
        first.chain(weekly::measured_columns(&measured())).collect()
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let subject = Subject::Promises;
        let rows = weekly::filed(subject, subject.rows(&scope.facts, &[])?, scope);
        let rows = rows.filter(col("agent_id").is_not_null());
        let groups = measure(rows, &["agent_id", "week_on", "promise"], &measured());
        let groups = with_agents(groups, scope)?;
        Ok(weekly::sorted(groups.with_columns(weekly::week_columns(scope)), self.grain()))
    }
}
