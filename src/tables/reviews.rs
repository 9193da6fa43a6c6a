//! The table of what reviewers found, by agent, week and criterion.

use polars::prelude::{LazyFrame, PolarsResult, col};

use super::agents::{agent_columns, with_agents};
use super::scope::Scope;
use super::table::Table;
use super::weekly;
use crate::metrics::{Column, Measured, Subject, measure};

/// The table.
pub struct Reviews;

/// What is measured of the verdicts of reviewers.
pub fn measured() -> Vec<Measured> {
    weekly::of_subject(Subject::Reviews).flat_map(|metric| metric.measured()).collect()
}

/// The column that says which criterion.
pub fn criterion_column() -> Column {
    Column::text("criterion", "The criterion, as the scorecard names it.")
}

impl Table for Reviews {
    fn name(&self) -> &'static str {
        "reviews"
    }

    fn about(&self) -> &'static str {
        "One criterion of a scorecard, of the manual reviews of one agent's conversations that were \
         made in one week. Calibration counts in no share. Weeks in which nobody reviewed an agent \
         have no row; bots have none."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["agent_id", "week", "criterion"]
    }

    fn columns(&self) -> Vec<Column> {
        let first = agent_columns().into_iter().chain(weekly::columns());
        first.chain([criterion_column()]).chain(weekly::measured_columns(&measured())).collect()
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let subject = Subject::Reviews;
        let rows = weekly::filed(subject, subject.rows(&scope.facts, &[])?, scope);
        let rows = rows.filter(col("agent_id").is_not_null());
        let groups = measure(rows, &["agent_id", "week_on", "criterion"], &measured());
        let groups = with_agents(groups, scope)?;
        Ok(weekly::sorted(groups.with_columns(weekly::week_columns(scope)), self.grain()))
    }
}
