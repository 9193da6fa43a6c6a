//! The table of customer satisfaction by channel and week.

use polars::prelude::{LazyFrame, PolarsResult};

use super::scope::Scope;
use super::table::Table;
use super::weekly;
use crate::metrics::{Column, Measured, Subject};

/// The table.
pub struct CsatWeekly;

fn measured() -> Vec<Measured> {
    weekly::of_subject(Subject::Ratings).flat_map(|metric| metric.measured()).collect()
}

impl Table for CsatWeekly {
    fn name(&self) -> &'static str {
        "csat_weekly"
    }

    fn about(&self) -> &'static str {
        "The ratings of one channel (or all of them) given in one week. A week without ratings, \
         given or offered, has no row."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["channel", "week"]
    }

    fn columns(&self) -> Vec<Column> {
        let first = weekly::channel_columns();
        first.chain(weekly::measured_columns(&measured())).collect()
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let subject = Subject::Ratings;
        let rows = weekly::filed(subject, subject.rows(&scope.facts, &[])?, scope);
        let measured = measured();
        let groups = weekly::measured_by_channel(rows, &["week_on"], &measured)?;
        Ok(weekly::sorted(groups.with_columns(weekly::week_columns(scope)), self.grain()))
    }
}
