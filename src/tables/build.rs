//! Tables as published: the declared columns, in their order and types.

use polars::prelude::{DataFrame, Expr, LazyFrame, PolarsResult, col};
use rayon::prelude::*;

use super::scope::Scope;
use super::table::Table;

/// A table and its rows.
pub struct Built {
    pub table: &'static dyn Table,
    pub frame: DataFrame,
}

/// The query of a table, ending in its declared columns.
fn declared(table: &dyn Table, scope: &Scope) -> PolarsResult<LazyFrame> {
    let columns = table.columns();
    let typed = |column: &crate::metrics::Column| -> Expr {
        col(column.name.as_str()).cast(column.kind.data_type())
    };
    Ok(table.build(scope)?.select(columns.iter().map(typed).collect::<Vec<_>>()))
}

/// One table.
pub fn build(table: &dyn Table, scope: &Scope) -> PolarsResult<DataFrame> {
    declared(table, scope)?.collect()
}

/// Every table, in the order of [`super::ALL`]; built side by side on all cores.
pub fn build_all(scope: &Scope) -> PolarsResult<Vec<Built>> {
    let built =
        |table: &&'static dyn Table| Ok(Built { table: *table, frame: build(*table, scope)? });
    super::ALL.par_iter().map(built).collect()
}
