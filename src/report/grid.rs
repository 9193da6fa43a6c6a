//! A table of the page: caption, headings, rows of cells.

use minijinja::{Value, context};

use super::cell::Cell;
use crate::metrics::unit;
use crate::model::Unit;

/// Most rows of a table whose rows nobody looks for by name.
pub(super) const MOST: usize = 40;

/// A table as the template `grid` shows it; the first cell of each row is the row's heading.
pub(super) struct Grid {
    pub caption: &'static str,
    /// Headings, and whether numbers stand beneath.
    pub columns: Vec<(&'static str, bool)>,
    /// Whether a reader may put the rows in another order.
    pub is_sortable: bool,
    pub rows: Vec<Vec<Cell>>,
    /// Rows that are not shown after those.
    pub more: usize,
    /// Completes "Nothing to show: …" where there are no rows.
    pub nothing: &'static str,
    /// The published table it is taken from.
    pub table: &'static str,
}

impl Grid {
    /// The same with the first [`MOST`] rows.
    pub fn cut(mut self) -> Self {
        self.more = self.rows.len().saturating_sub(MOST);
        self.rows.truncate(MOST);
        self
    }

    pub fn value(&self) -> Value {
        let columns = self.columns.iter().map(|(title, is_number)| {
            context! { title => *title, is_number => *is_number }
        });
        let rows = self.rows.iter().map(|row| row.iter().map(Cell::value).collect::<Value>());
        context! {
            caption => self.caption,
            is_sortable => self.is_sortable,
            columns => columns.collect::<Value>(),
            rows => rows.collect::<Value>(),
            more => (self.more > 0).then(|| unit::text(self.more as f64, Unit::Count)),
            nothing => self.nothing,
            table => self.table,
        }
    }
}
