//! Rows of weekly tables: those of one week, and one among them.

use polars::prelude::{DataFrame, PolarsResult};

use crate::charts::{Row, rows};
use crate::tables::Week;

/// Weeks that a reader may choose from, the reported one included.
pub(super) const WEEKS: u32 = 13;

/// The weeks that a reader may choose from, the reported one first.
pub(super) fn all(last: Week) -> impl Iterator<Item = Week> {
    (0..WEEKS).map(move |back| last.minus(back))
}

/// The rows of one week.
pub(super) fn of_week(table: &DataFrame, week: Week) -> PolarsResult<Vec<Row<'_>>> {
    let mut found = Vec::new();
    for row in rows(table) {
        if row.day("week_on")? == Some(week.monday()) {
            found.push(row);
        }
    }
    Ok(found)
}

/// The first row whose columns have these words.
pub(super) fn find<'a>(rows: &[Row<'a>], words: &[(&str, &str)]) -> PolarsResult<Option<Row<'a>>> {
    for row in rows {
        let mut has_all = true;
        for (column, word) in words {
            has_all &= row.text(column)?.as_deref() == Some(*word);
        }
        if has_all {
            return Ok(Some(*row));
        }
    }
    Ok(None)
}

/// A number of a row that may not be there.
pub(super) fn number(row: Option<Row<'_>>, column: &str) -> PolarsResult<Option<f64>> {
    row.map_or(Ok(None), |row| row.number(column))
}

/// A share and the ends of its interval: the columns `NAME_share`, `NAME_low_share` and
/// `NAME_high_share`.
pub(super) fn ends(row: Row<'_>, name: &str) -> PolarsResult<[Option<f64>; 3]> {
    Ok([
        row.number(&format!("{name}_share"))?,
        row.number(&format!("{name}_low_share"))?,
        row.number(&format!("{name}_high_share"))?,
    ])
}
