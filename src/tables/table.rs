//! The contract of a published table: its grain, its columns with a sentence each, and its query.

use polars::prelude::{LazyFrame, PolarsResult};

use super::scope::Scope;
use crate::metrics::Column;

/// One published table.
pub trait Table: Sync {
    /// Name of its Parquet file: lower case, underscores.
    fn name(&self) -> &'static str;

    /// What one row is, and which rows there are, in a sentence or two.
    fn about(&self) -> &'static str;

    /// Columns that tell rows apart and are never missing; rows are sorted by them unless the
    /// table says otherwise.
    fn grain(&self) -> &'static [&'static str];

    /// Its columns in order.
    fn columns(&self) -> Vec<Column>;

    /// Whether it is told from [`Scope::assessed`].
    fn needs_assessed(&self) -> bool {
        false
    }

    /// The query. It yields at least the declared columns, in the order of rows to publish.
    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame>;
}
