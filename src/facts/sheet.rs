//! Rows of a fact as arrow arrays.

use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanBuilder, Float64Builder, Int64Builder, StringBuilder,
    TimestampMicrosecondBuilder,
};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};

use super::fact::{Column, Fact, Get};

/// The arrow schema of a fact: a description and a unit in each column's metadata.
pub(super) fn schema<F: Fact>() -> SchemaRef {
    let field = |column: &Column<F>| {
        let kind = match column.get {
            Get::Text(_) => DataType::Utf8,
            Get::Instant(_) => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
            Get::Number(_) => DataType::Float64,
            Get::Count(_) => DataType::Int64,
            Get::Flag(_) => DataType::Boolean,
        };
        let notes = [("description", column.about), ("unit", column.unit.word())];
        let notes = notes.map(|(key, value)| (key.to_owned(), value.to_owned()));
        Field::new(column.name, kind, true).with_metadata(HashMap::from(notes))
    };
    Arc::new(Schema::new(F::COLUMNS.iter().map(field).collect::<Vec<_>>()))
}

/// Rows of a fact on their way to Parquet, taken apart into columns as they come.
pub(super) struct Sheet<F: Fact> {
    columns: Vec<Values>,
    rows: usize,
    fact: PhantomData<F>,
}

/// A column that grows.
enum Values {
    Text(StringBuilder),
    Instant(TimestampMicrosecondBuilder),
    Number(Float64Builder),
    Count(Int64Builder),
    Flag(BooleanBuilder),
}

impl<F: Fact> Sheet<F> {
    pub fn new() -> Self {
        let values = |column: &Column<F>| match column.get {
            Get::Text(_) => Values::Text(StringBuilder::new()),
            Get::Instant(_) => Values::Instant(TimestampMicrosecondBuilder::new()),
            Get::Number(_) => Values::Number(Float64Builder::new()),
            Get::Count(_) => Values::Count(Int64Builder::new()),
            Get::Flag(_) => Values::Flag(BooleanBuilder::new()),
        };
        Self { columns: F::COLUMNS.iter().map(values).collect(), rows: 0, fact: PhantomData }
    }

    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Adds rows, few enough to stay in cache while each column is taken from them.
    pub fn add(&mut self, rows: &[F::Row<'_>]) {
        for (column, values) in F::COLUMNS.iter().zip(&mut self.columns) {
            match (&column.get, values) {
                (Get::Text(get), Values::Text(to)) => {
                    rows.iter().for_each(|row| to.append_option(get(row)));
                }
                (Get::Instant(get), Values::Instant(to)) => {
                    rows.iter().for_each(|row| to.append_option(get(row).map(|at| at.0)));
                }
                (Get::Number(get), Values::Number(to)) => {
                    rows.iter().for_each(|row| to.append_option(get(row)));
                }
                (Get::Count(get), Values::Count(to)) => {
                    rows.iter().for_each(|row| to.append_option(get(row)));
                }
                (Get::Flag(get), Values::Flag(to)) => {
                    rows.iter().for_each(|row| to.append_option(get(row)));
                }
                _ => debug_assert!(false, "{} is not what it was made for", column.name),
            }
        }
        self.rows += rows.len();
    }

    /// The columns in order.
    pub fn finish(self) -> Vec<ArrayRef> {
        let array = |values| -> ArrayRef {
            match values {
                Values::Text(mut values) => Arc::new(values.finish()),
                Values::Instant(mut values) => Arc::new(values.finish().with_timezone("UTC")),
                Values::Number(mut values) => Arc::new(values.finish()),
                Values::Count(mut values) => Arc::new(values.finish()),
                Values::Flag(mut values) => Arc::new(values.finish()),
            }
        };
        self.columns.into_iter().map(array).collect()
    }
}
