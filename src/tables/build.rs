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
    build_each(super::ALL, scope, |table, frame| Ok(Built { table, frame: frame? }))
}

/// Some tables, side by side on all cores, each handed on as soon as it is there. What agents' scores say
/// is worked out once for all tables that tell of it.
pub fn build_each<T: Send, E: Send>(
    tables: &[&'static dyn Table],
    scope: &Scope,
    finish: impl Fn(&'static dyn Table, PolarsResult<DataFrame>) -> Result<T, E> + Sync,
) -> Result<Vec<T>, E> {
    let places = 0..tables.len();
    let needs = |place: &usize| tables.get(*place).is_some_and(|table| table.needs_assessed());
    let (after, first): (Vec<usize>, Vec<usize>) = places.partition(needs);
    let built = |places: &[usize], scope: &Scope| -> Result<Vec<(usize, T)>, E> {
        let one = |place: &usize| {
            let table = tables.get(*place)?;
            Some(finish(*table, build(*table, scope)).map(|built| (*place, built)))
        };
        places.par_iter().filter_map(one).collect()
    };
    let assess = || match after.is_empty() {
        true => scope.clone(),
        false => scope.assess(),
    };
    let (first, scope) = rayon::join(|| built(&first, scope), assess);
    let mut all = first?;
    all.extend(built(&after, &scope)?);
    all.sort_by_key(|(place, _)| *place);
    Ok(all.into_iter().map(|(_, built)| built).collect())
}
