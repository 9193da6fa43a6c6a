//! The table of promises kept, by team and week.

use polars::prelude::{LazyFrame, PolarsResult, col};

use super::scope::Scope;
use super::sla_attainment::{measured, promise_column};
use super::table::Table;
use super::weekly;
use crate::metrics::{Column, Subject, measure};

/// The table.
pub struct SlaByTeam;

impl Table for SlaByTeam {
    fn name(&self) -> &'static str {
        "sla_by_team"
    }

    fn about(&self) -> &'static str {
        "One promise to the conversations that one team held last, of those whose clock began in \
         one week. Conversations without a team are left out."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["team", "week", "promise"]
    }

    fn columns(&self) -> Vec<Column> {
        let team = Column::text("team", "The team that held the conversations last.");
        let first = std::iter::once(team).chain(weekly::columns()).chain([promise_column()]);
        first.chain(weekly::measured_columns(&measured())).collect()
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let subject = Subject::Promises;
        let rows = weekly::filed(subject, subject.rows(&scope.facts, &[])?, scope);
        let rows = rows.filter(col("team").is_not_null());
        let groups = measure(rows, &["team", "week_on", "promise"], &measured());
        Ok(weekly::sorted(groups.with_columns(weekly::week_columns(scope)), self.grain()))
    }
}
