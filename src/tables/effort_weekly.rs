//! The table of what customers had to do, and how they felt, by channel and week.

use polars::prelude::{LazyFrame, PolarsResult};

use super::scope::Scope;
use super::table::Table;
use super::weekly;
use crate::metrics::{Column, Measured, Subject};

/// The table.
pub struct EffortWeekly;

fn measured() -> Vec<Measured> {
    weekly::of_subject(Subject::Said).flat_map(|metric| metric.measured()).collect()
}

impl Table for EffortWeekly {
    fn name(&self) -> &'static str {
        "effort_weekly"
    }

    fn about(&self) -> &'static str {
        "What customers wrote on one channel (or all of them) in conversations opened in one week: the \
         effort they were put to, and how they felt. A week in which no customer wrote has no row."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["channel", "week"]
    }

    fn columns(&self) -> Vec<Column> {
        weekly::channel_columns().chain(weekly::measured_columns(&measured())).collect()
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let subject = Subject::Said;
        let rows = weekly::filed(subject, subject.rows(&scope.facts, &[])?, scope);
        let measured = measured();
        let groups = weekly::measured_by_channel(rows, &["week_on"], &measured)?;
        Ok(weekly::sorted(groups.with_columns(weekly::week_columns(scope)), self.grain()))
    }
}
