//! Rows of a fact as arrow arrays.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringBuilder,
    TimestampMicrosecondArray,
};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};
use arrow::error::ArrowError;

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

/// The rows, column by column.
pub(super) fn batch<F: Fact>(
    schema: &SchemaRef,
    rows: &[F::Row<'_>],
) -> Result<RecordBatch, ArrowError> {
    let arrays = F::COLUMNS.iter().map(|column| array::<F>(column, rows)).collect();
    RecordBatch::try_new(schema.clone(), arrays)
}

fn array<F: Fact>(column: &Column<F>, rows: &[F::Row<'_>]) -> ArrayRef {
    match column.get {
        Get::Text(get) => {
            let mut texts = StringBuilder::with_capacity(rows.len(), text_bytes(rows, get));
            rows.iter().for_each(|row| texts.append_option(get(row)));
            Arc::new(texts.finish())
        }
        Get::Instant(get) => {
            let micros = rows.iter().map(|row| get(row).map(|at| at.0));
            Arc::new(TimestampMicrosecondArray::from_iter(micros).with_timezone("UTC"))
        }
        Get::Number(get) => Arc::new(Float64Array::from_iter(rows.iter().map(get))),
        Get::Count(get) => Arc::new(Int64Array::from_iter(rows.iter().map(get))),
        Get::Flag(get) => Arc::new(BooleanArray::from_iter(rows.iter().map(get))),
    }
}

/// About how many bytes the texts of all rows have, from a look at some.
fn text_bytes<R>(rows: &[R], get: impl for<'r> Fn(&'r R) -> Option<Cow<'r, str>>) -> usize {
    let step = (rows.len() / 64).max(1);
    let some = rows.iter().step_by(step);
    let bytes: usize = some.filter_map(|row| get(row).map(|text| text.len())).sum();
    bytes * step * 9 / 8
}
