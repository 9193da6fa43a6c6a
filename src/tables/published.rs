//! Facts published as they are, with the week they are filed under.

use polars::prelude::{LazyFrame, PolarsResult, col};

use super::scope::Scope;
use super::weekly;
use crate::facts::{self, Fact, Get};
use crate::metrics::{Column, Kind, Subject};

/// The columns of a fact but for those left out, then those that say which week.
pub fn columns<F: Fact>(left_out: &[&str]) -> Vec<Column> {
    let kind = |get: &Get<F>| match get {
        Get::Text(_) => Kind::Text,
        Get::Instant(_) => Kind::Instant,
        Get::Number(_) => Kind::Number,
        Get::Count(_) => Kind::Count,
        Get::Flag(_) => Kind::Flag,
    };
    let kept = F::COLUMNS.iter().filter(|column| !left_out.contains(&column.name));
    let own = kept.map(|column: &facts::Column<F>| {
        Column::new(column.name, kind(&column.get), column.unit, column.about)
    });
    own.chain(weekly::columns()).collect()
}

/// The rows of a fact in its own order.
pub fn rows<F: Fact>(subject: Subject, scope: &Scope) -> PolarsResult<LazyFrame> {
    let rows = scope.facts.scan::<F>()?.with_column(weekly::week_on(subject.filed_at(), scope));
    Ok(rows.with_columns(weekly::week_columns(scope)).with_column(col("week_on")))
}
