//! The table of how long things take with those still open, by channel and week.

use polars::prelude::{LazyFrame, PolarsResult};

use super::scope::Scope;
use super::table::Table;
use super::weekly;
use crate::metrics::{Column, Measured, Subject, measure};

/// The table.
pub struct SurvivalWeekly;

fn measured() -> Vec<Measured> {
    weekly::of_subject(Subject::Followed).flat_map(|metric| metric.measured()).collect()
}

impl Table for SurvivalWeekly {
    fn name(&self) -> &'static str {
        "survival_weekly"
    }

    fn about(&self) -> &'static str {
        "How long first responses and resolutions take on one channel (or all of them), of the \
         conversations opened in one week, those still waiting included (Kaplan–Meier), and beside \
         it the naive figure without them. Weeks in which nothing was waited for have no row."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["channel", "week", "what"]
    }

    fn columns(&self) -> Vec<Column> {
        let first = std::iter::once(weekly::channel_column()).chain(weekly::columns());
        let what = Column::text("what", "What was waited for: first_response or resolution.");
        first.chain([what]).chain(weekly::measured_columns(&measured())).collect()
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let subject = Subject::Followed;
        let rows = subject.rows(&scope.facts, &[scope.as_of])?;
        let rows = weekly::filed(subject, rows, scope);
        let measured = measured();
        let group = |rows, keys: &[&str]| measure(rows, keys, &measured);
        let groups = weekly::with_all_channels(rows, &["week_on", "what"], group)?;
        Ok(weekly::sorted(groups.with_columns(weekly::week_columns(scope)), self.grain()))
    }
}
