//! The contract of a measure: what it is measured on, who is credited, and the columns it yields.

use polars::prelude::{Expr, LazyFrame, col};

use super::column::Column;
use super::subject::Subject;

/// One measure, with its page.
pub trait Metric: Sync {
    /// Its name: lower case, underscores; the name of its two files.
    fn name(&self) -> &'static str;

    /// Definition, how it is counted, worked cases, references.
    fn page(&self) -> &'static str;

    /// What one row is that it is taken over.
    fn subject(&self) -> Subject;

    /// The column that names the person credited with a row; `None` where nobody is.
    fn credit(&self) -> Option<&'static str> {
        None
    }

    /// The columns it yields for a group of rows.
    fn measured(&self) -> Vec<Measured>;

    /// The page's heading.
    fn title(&self) -> &'static str {
        let heading = self.page().lines().find_map(|line| line.strip_prefix("# "));
        heading.map_or(self.name(), str::trim)
    }

    /// The page's first sentence: the definition.
    fn definition(&self) -> &'static str {
        let mut lines = self.page().lines().map(str::trim);
        lines.find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or("")
    }
}

/// How a measured column comes about.
#[derive(Clone, Debug)]
pub enum Taken {
    /// Over the rows of a group.
    Rows(Expr),
    /// From columns measured over the rows before.
    Columns(Expr),
}

/// One column of a measure.
#[derive(Clone, Debug)]
pub struct Measured {
    pub column: Column,
    pub taken: Taken,
    /// Whether it says something of one person's rows, and not only of everybody's.
    pub is_personal: bool,
}

impl Measured {
    /// A column taken over the rows of a group.
    pub fn of_rows(column: Column, expr: Expr) -> Self {
        Self { column, taken: Taken::Rows(expr), is_personal: true }
    }

    /// A column made of columns measured before it.
    pub fn of_columns(column: Column, expr: Expr) -> Self {
        Self { column, taken: Taken::Columns(expr), is_personal: true }
    }

    /// The same, left out where rows are grouped by the person credited.
    pub fn impersonal(self) -> Self {
        Self { is_personal: false, ..self }
    }
}

/// Measures groups of rows: one row per combination of the keys, in no order, with the keys and
/// then the columns as they stand in `measured`, each of its declared type.
pub fn measure(rows: LazyFrame, keys: &[&str], measured: &[Measured]) -> LazyFrame {
    let typed = |one: &Measured, expr: &Expr| {
        expr.clone().cast(one.column.kind.data_type()).alias(one.column.name.as_str())
    };
    let over_rows = measured.iter().filter_map(|one| match &one.taken {
        Taken::Rows(expr) => Some(typed(one, expr)),
        Taken::Columns(_) => None,
    });
    let over_columns = measured.iter().filter_map(|one| match &one.taken {
        Taken::Columns(expr) => Some(typed(one, expr)),
        Taken::Rows(_) => None,
    });
    let keys: Vec<Expr> = keys.iter().map(|key| col(*key)).collect();
    let groups = match keys.is_empty() {
        true => rows.select(over_rows.collect::<Vec<_>>()),
        false => rows.group_by(&keys).agg(over_rows.collect::<Vec<_>>()),
    };
    let order = keys.into_iter().chain(measured.iter().map(|one| col(one.column.name.as_str())));
    groups.with_columns(over_columns.collect::<Vec<_>>()).select(order.collect::<Vec<_>>())
}
