//! The table of what reviewers found, by team, week and criterion.

use polars::prelude::{LazyFrame, PolarsResult, col};

use super::reviews::{criterion_column, measured};
use super::scope::Scope;
use super::table::Table;
use super::weekly;
use crate::metrics::{Column, Subject, measure};

/// The table.
pub struct ReviewsByTeam;

impl Table for ReviewsByTeam {
    fn name(&self) -> &'static str {
        "reviews_by_team"
    }

    fn about(&self) -> &'static str {
        "One criterion of a scorecard, of the manual reviews made in one week of the conversations \
         that one team held last. Calibration counts in no share. Conversations without a team are \
         left out."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["team", "week", "criterion"]
    }

    fn columns(&self) -> Vec<Column> {
        let team = Column::text("team", "The team that held the conversations last.");
        let first = std::iter::once(team).chain(weekly::columns()).chain([criterion_column()]);
        first.chain(weekly::measured_columns(&measured())).collect()
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let subject = Subject::Reviews;
        let rows = weekly::filed(subject, subject.rows(&scope.facts, &[])?, scope);
        let rows = rows.filter(col("team").is_not_null());
        let groups = measure(rows, &["team", "week_on", "criterion"], &measured());
        Ok(weekly::sorted(groups.with_columns(weekly::week_columns(scope)), self.grain()))
    }
}
