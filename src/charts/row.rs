//! Rows of a published table as plain values.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate};
use polars::prelude::{AnyValue, DataFrame, IdxCa, IdxSize, PlSmallStr, PolarsResult, TimeUnit};

use crate::model::Instant;

/// One row of a table. A value that is asked for by a name or a type that the table does not have
/// is an error or missing, respectively.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    table: &'a DataFrame,
    index: usize,
}

/// The rows of a table, in its order.
pub fn rows(table: &DataFrame) -> impl Iterator<Item = Row<'_>> {
    (0..table.height()).map(move |index| Row { table, index })
}

/// The rows of a table by the word in a column; those without one are left out.
pub fn by_text<'a>(
    table: &'a DataFrame,
    column: &str,
) -> PolarsResult<BTreeMap<String, Vec<Row<'a>>>> {
    let mut found: BTreeMap<String, Vec<Row<'a>>> = BTreeMap::new();
    for (row, word) in rows(table).zip(table.column(column)?.str()?.iter()) {
        let Some(word) = word else { continue };
        match found.get_mut(word) {
            Some(known) => known.push(row),
            None => {
                found.insert(word.to_owned(), vec![row]);
            }
        }
    }
    Ok(found)
}

/// A table of some rows of another one, which may be none.
pub fn frame_of(table: &DataFrame, rows: &[Row<'_>]) -> PolarsResult<DataFrame> {
    let places = rows.iter().filter_map(|row| IdxSize::try_from(row.index).ok());
    table.take(&IdxCa::from_vec(PlSmallStr::EMPTY, places.collect()))
}

impl<'a> Row<'a> {
    fn value(self, column: &str) -> PolarsResult<AnyValue<'a>> {
        self.table.column(column)?.get(self.index)
    }

    pub fn text(self, column: &str) -> PolarsResult<Option<String>> {
        let value = self.value(column)?;
        Ok(value.get_str().map(str::to_owned))
    }

    /// A number of any type; missing where it is not finite.
    pub fn number(self, column: &str) -> PolarsResult<Option<f64>> {
        let number: Option<f64> = self.value(column)?.extract();
        Ok(number.filter(|number| number.is_finite()))
    }

    /// Whether it is so; what is missing is not.
    pub fn is(self, column: &str) -> PolarsResult<bool> {
        Ok(matches!(self.value(column)?, AnyValue::Boolean(true)))
    }

    pub fn instant(self, column: &str) -> PolarsResult<Option<Instant>> {
        Ok(match self.value(column)? {
            AnyValue::Datetime(micros, TimeUnit::Microseconds, _) => Some(Instant(micros)),
            AnyValue::DatetimeOwned(micros, TimeUnit::Microseconds, _) => Some(Instant(micros)),
            _ => None,
        })
    }

    pub fn day(self, column: &str) -> PolarsResult<Option<NaiveDate>> {
        let AnyValue::Date(days) = self.value(column)? else { return Ok(None) };
        Ok(DateTime::from_timestamp(i64::from(days) * 86_400, 0).map(|at| at.date_naive()))
    }
}

#[cfg(test)]
mod tests {
    use super::rows;
    use polars::prelude::{DataType, df};

    #[test]
    fn values_are_read_by_type_and_nan_is_missing() {
        let mut table = df!(
            "name" => [Some("Анна"), None],
            "mean" => [f64::NAN, 1.5],
            "count" => [3_i64, 4],
            "on" => [20_766_i32, 20_773],
            "is_last" => [Some(true), None],
        )
        .unwrap();
        let days = table.column("on").unwrap().cast(&DataType::Date).unwrap();
        table.with_column(days).unwrap();
        let [first, last] = rows(&table).collect::<Vec<_>>().try_into().ok().unwrap();
        assert_eq!(first.text("name").unwrap().as_deref(), Some("Анна"));
        assert_eq!(last.text("name").unwrap(), None);
        assert_eq!(first.number("mean").unwrap(), None);
        assert_eq!(last.number("mean").unwrap(), Some(1.5));
        assert_eq!(last.number("count").unwrap(), Some(4.0));
        assert_eq!(
            first.day("on").unwrap().map(|on| on.to_string()).as_deref(),
            Some("2026-11-09")
        );
        assert!(first.is("is_last").unwrap() && !last.is("is_last").unwrap());
        assert!(first.number("median").is_err());
    }
}
