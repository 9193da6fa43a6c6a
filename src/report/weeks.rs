//! The reported week's row of a weekly table, and the one before it.

use polars::prelude::{DataFrame, PolarsResult};

use crate::charts::{Row, rows};
use crate::tables::Week;

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

/// A change between two shares as far as chance goes: the 95% interval of the difference, by
/// Newcombe's method 10 (Statistics in Medicine 17, 1998) from both Wilson intervals; each share
/// with its lower and upper end.
pub(super) fn difference(now: [f64; 3], before: [f64; 3]) -> (f64, f64) {
    let [p, p_low, p_high] = now;
    let [q, q_low, q_high] = before;
    let low = (p - q) - (p - p_low).hypot(q_high - q);
    let high = (p - q) + (p_high - p).hypot(q - q_low);
    (low, high)
}

#[cfg(test)]
mod tests {
    use super::difference;

    /// Newcombe's example (a): 56/70 against 48/80 gives 0.0524 to 0.3339.
    #[test]
    fn the_difference_of_shares_is_newcombes() {
        use crate::stats::{Level, Tally, wilson};
        let ends = |part, whole| {
            let tally = Tally::new(part, whole).unwrap();
            let ends = wilson(tally, Level::P95).unwrap();
            [tally.share().unwrap(), ends.low, ends.high]
        };
        let (low, high) = difference(ends(56, 70), ends(48, 80));
        assert!((low - 0.0524).abs() < 5e-5 && (high - 0.3339).abs() < 5e-5, "{low} {high}");
    }
}
