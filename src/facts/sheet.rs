//! Rows of a fact as arrow arrays.

use std::borrow::{Borrow, Cow};
use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::Arc;

use arrow::array::{
    ArrayBuilder, ArrayRef, BooleanBuilder, Float64Builder, Int64Builder, StringBuilder,
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
    Text(Growing<StringBuilder>),
    Instant(Growing<TimestampMicrosecondBuilder>),
    Number(Growing<Float64Builder>),
    Count(Growing<Int64Builder>),
    Flag(Growing<BooleanBuilder>),
}

impl<F: Fact> Sheet<F> {
    pub fn new() -> Self {
        let values = |column: &Column<F>| match column.get {
            Get::Text(_) => Values::Text(Growing::default()),
            Get::Instant(_) => Values::Instant(Growing::default()),
            Get::Number(_) => Values::Number(Growing::default()),
            Get::Count(_) => Values::Count(Growing::default()),
            Get::Flag(_) => Values::Flag(Growing::default()),
        };
        Self { columns: F::COLUMNS.iter().map(values).collect(), rows: 0, fact: PhantomData }
    }

    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Adds rows, few enough to stay in cache while each column is taken from them.
    pub fn add<'a, R: Borrow<F::Row<'a>>>(
        &mut self,
        rows: impl ExactSizeIterator<Item = R> + Clone,
    ) {
        if rows.len() == 0 {
            return;
        }
        self.rows += rows.len();
        for (column, values) in F::COLUMNS.iter().zip(&mut self.columns) {
            let rows = rows.clone();
            match (&column.get, values) {
                (Get::Text(get), Values::Text(to)) => {
                    rows.for_each(|row| to.add(get(row.borrow())))
                }
                (Get::Instant(get), Values::Instant(to)) => {
                    rows.for_each(|row| to.add(get(row.borrow()).map(|at| at.0)));
                }
                (Get::Number(get), Values::Number(to)) => {
                    rows.for_each(|row| to.add(get(row.borrow())))
                }
                (Get::Count(get), Values::Count(to)) => {
                    rows.for_each(|row| to.add(get(row.borrow())))
                }
                (Get::Flag(get), Values::Flag(to)) => {
                    rows.for_each(|row| to.add(get(row.borrow())))
                }
                _ => debug_assert!(false, "{} is not what it was made for", column.name),
            }
        }
    }

    /// Takes the columns one by one, in order; the sheet is empty then, with room for as many rows
    /// again.
    pub fn take(&mut self) -> impl Iterator<Item = ArrayRef> {
        self.rows = 0;
        let array = |values: &mut Values| -> ArrayRef {
            match values {
                Values::Text(values) => Arc::new(values.take().finish()),
                Values::Instant(values) => Arc::new(values.take().finish().with_timezone("UTC")),
                Values::Number(values) => Arc::new(values.take().finish()),
                Values::Count(values) => Arc::new(values.take().finish()),
                Values::Flag(values) => Arc::new(values.take().finish()),
            }
        };
        self.columns.iter_mut().map(array)
    }
}

/// Values, and how many are missing after them: what a desk does not have is only counted.
#[derive(Default)]
struct Growing<B> {
    values: B,
    missing: usize,
}

impl<B> Growing<B> {
    fn add<V>(&mut self, value: Option<V>)
    where
        B: Grow<V>,
    {
        let Some(value) = value else {
            self.missing += 1;
            return;
        };
        if self.missing > 0 {
            self.values.add_missing(std::mem::take(&mut self.missing));
        }
        self.values.add(value);
    }

    fn take<V>(&mut self) -> B
    where
        B: Grow<V>,
    {
        self.values.add_missing(std::mem::take(&mut self.missing));
        let room = self.values.room();
        std::mem::replace(&mut self.values, room)
    }
}

/// What arrow's builders have in common.
trait Grow<V> {
    fn add(&mut self, value: V);
    fn add_missing(&mut self, count: usize);
    /// Nothing yet, with room for as much and some more: partitions are about alike.
    fn room(&self) -> Self;
}

/// Room for so much and some more.
fn ample(len: usize) -> usize {
    len + len / 8
}

macro_rules! grow {
    ($($builder:ty, $value:ty: |$full:ident| $($room:expr),+;)+) => {$(
        impl Grow<$value> for $builder {
            fn add(&mut self, value: $value) {
                self.append_value(value);
            }
            fn add_missing(&mut self, count: usize) {
                self.append_nulls(count);
            }
            fn room(&self) -> Self {
                let $full = self;
                Self::with_capacity($(ample($room)),+)
            }
        }
    )+};
}

grow! {
    StringBuilder, Cow<'_, str>: |full| full.len(), full.values_slice().len();
    TimestampMicrosecondBuilder, i64: |full| full.len();
    Float64Builder, f64: |full| full.len();
    Int64Builder, i64: |full| full.len();
    BooleanBuilder, bool: |full| full.len();
}
