//! Columns of a frame from rows of any kind.

use polars::prelude::{
    Column as Values, DataFrame, DataType, IntoColumn, NamedFrom, PolarsResult, Series, TimeUnit,
    TimeZone,
};

use crate::model::Instant;

/// Rows that columns are taken from, one after the other.
pub struct Rows<'r, T> {
    rows: &'r [T],
    columns: Vec<Values>,
}

impl<'r, T> Rows<'r, T> {
    pub const fn of(rows: &'r [T]) -> Self {
        Self { rows, columns: Vec::new() }
    }

    pub fn text<S: AsRef<str>>(self, name: &str, of: impl Fn(&'r T) -> Option<S>) -> Self {
        let values: Vec<Option<S>> = self.rows.iter().map(of).collect();
        let values: Vec<Option<&str>> =
            values.iter().map(|value| value.as_ref().map(AsRef::as_ref)).collect();
        self.with(Series::new(name.into(), values))
    }

    pub fn number(self, name: &str, of: impl Fn(&'r T) -> Option<f64>) -> Self {
        let values: Vec<Option<f64>> = self.rows.iter().map(of).collect();
        self.with(Series::new(name.into(), values))
    }

    /// Whole numbers; what does not fit is missing.
    pub fn count<N: TryInto<i64>>(self, name: &str, of: impl Fn(&'r T) -> Option<N>) -> Self {
        let values: Vec<Option<i64>> =
            self.rows.iter().map(|row| of(row).and_then(|count| count.try_into().ok())).collect();
        self.with(Series::new(name.into(), values))
    }

    pub fn flag(self, name: &str, of: impl Fn(&'r T) -> Option<bool>) -> Self {
        let values: Vec<Option<bool>> = self.rows.iter().map(of).collect();
        self.with(Series::new(name.into(), values))
    }

    /// Errors: none that instants can cause.
    pub fn instant(self, name: &str, of: impl Fn(&'r T) -> Option<Instant>) -> PolarsResult<Self> {
        let values: Vec<Option<i64>> = self.rows.iter().map(|row| Some(of(row)?.0)).collect();
        let utc = DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC));
        let values = Series::new(name.into(), values).cast(&utc)?;
        Ok(self.with(values))
    }

    /// Days since 1970-01-01. Errors: none that numbers can cause.
    pub fn day(self, name: &str, of: impl Fn(&'r T) -> Option<i32>) -> PolarsResult<Self> {
        let values: Vec<Option<i32>> = self.rows.iter().map(of).collect();
        let values = Series::new(name.into(), values).cast(&DataType::Date)?;
        Ok(self.with(values))
    }

    fn with(mut self, values: Series) -> Self {
        self.columns.push(values.into_column());
        self
    }

    /// Errors: two columns have one name.
    pub fn frame(self) -> PolarsResult<DataFrame> {
        DataFrame::new(self.rows.len(), self.columns)
    }
}
