//! The contract of a fact: one row per thing that happened, its columns each defined once.

use std::borrow::Cow;

use crate::model::{Instant, Unit};

/// A table of facts.
pub trait Fact: Sync + Send + 'static {
    /// What a row is made of.
    type Row<'a>;
    /// Name of its Parquet file.
    const NAME: &'static str;
    /// What one row is.
    const ABOUT: &'static str;
    /// Columns that tell rows apart.
    const GRAIN: &'static [&'static str];
    /// Its columns in order.
    const COLUMNS: &'static [Column<Self>];
}

/// One column: its name, what it says, and how it is taken from a row.
pub struct Column<F: Fact + ?Sized> {
    pub name: &'static str,
    pub unit: Unit,
    pub about: &'static str,
    pub get: Get<F>,
    /// Whether values are many, as instants, seconds, texts and ids are, so that a dictionary of them
    /// would only cost.
    pub is_diverse: bool,
}

/// How a value is taken from a row, by type.
pub enum Get<F: Fact + ?Sized> {
    Text(for<'r, 'a> fn(&'r F::Row<'a>) -> Option<Cow<'r, str>>),
    Instant(for<'r, 'a> fn(&'r F::Row<'a>) -> Option<Instant>),
    Number(for<'r, 'a> fn(&'r F::Row<'a>) -> Option<f64>),
    Count(for<'r, 'a> fn(&'r F::Row<'a>) -> Option<i64>),
    Flag(for<'r, 'a> fn(&'r F::Row<'a>) -> Option<bool>),
}

impl<F: Fact + ?Sized> Get<F> {
    /// The type's name for readers of the data dictionary.
    pub const fn type_name(&self) -> &'static str {
        match self {
            Get::Text(_) => "text",
            Get::Instant(_) => "instant (UTC, microseconds)",
            Get::Number(_) => "number",
            Get::Count(_) => "integer",
            Get::Flag(_) => "boolean",
        }
    }
}

impl<F: Fact + ?Sized> Column<F> {
    pub const fn text(
        name: &'static str,
        about: &'static str,
        get: for<'r, 'a> fn(&'r F::Row<'a>) -> Option<Cow<'r, str>>,
    ) -> Self {
        Self { name, unit: Unit::None, about, get: Get::Text(get), is_diverse: false }
    }

    /// Text of many values.
    pub const fn diverse_text(
        name: &'static str,
        about: &'static str,
        get: for<'r, 'a> fn(&'r F::Row<'a>) -> Option<Cow<'r, str>>,
    ) -> Self {
        Self { is_diverse: true, ..Self::text(name, about, get) }
    }

    pub const fn instant(
        name: &'static str,
        about: &'static str,
        get: for<'r, 'a> fn(&'r F::Row<'a>) -> Option<Instant>,
    ) -> Self {
        Self { name, unit: Unit::None, about, get: Get::Instant(get), is_diverse: true }
    }

    pub const fn seconds(
        name: &'static str,
        about: &'static str,
        get: for<'r, 'a> fn(&'r F::Row<'a>) -> Option<f64>,
    ) -> Self {
        Self { name, unit: Unit::Seconds, about, get: Get::Number(get), is_diverse: true }
    }

    pub const fn number(
        name: &'static str,
        unit: Unit,
        about: &'static str,
        get: for<'r, 'a> fn(&'r F::Row<'a>) -> Option<f64>,
    ) -> Self {
        Self { name, unit, about, get: Get::Number(get), is_diverse: true }
    }

    pub const fn count(
        name: &'static str,
        about: &'static str,
        get: for<'r, 'a> fn(&'r F::Row<'a>) -> Option<i64>,
    ) -> Self {
        Self { name, unit: Unit::Count, about, get: Get::Count(get), is_diverse: false }
    }

    pub const fn flag(
        name: &'static str,
        about: &'static str,
        get: for<'r, 'a> fn(&'r F::Row<'a>) -> Option<bool>,
    ) -> Self {
        Self { name, unit: Unit::None, about, get: Get::Flag(get), is_diverse: false }
    }
}

/// Borrowed text for a cell; empty text is a missing value.
pub(super) fn text(value: &str) -> Option<Cow<'_, str>> {
    (!value.is_empty()).then_some(Cow::Borrowed(value))
}

/// A word of a closed vocabulary for a cell.
pub(super) fn word(value: &'static str) -> Option<Cow<'static, str>> {
    Some(Cow::Borrowed(value))
}

/// What a listing says of a fact, whatever its rows.
#[derive(Clone, Debug)]
pub struct Described {
    pub name: &'static str,
    pub about: &'static str,
    pub grain: &'static [&'static str],
    pub columns: Vec<DescribedColumn>,
}

/// What a listing says of a column.
#[derive(Clone, Debug)]
pub struct DescribedColumn {
    pub name: &'static str,
    pub type_name: &'static str,
    pub unit: Unit,
    pub about: &'static str,
}

/// The fact's page in the data dictionary.
pub fn describe<F: Fact>() -> Described {
    let column = |column: &'static Column<F>| DescribedColumn {
        name: column.name,
        type_name: column.get.type_name(),
        unit: column.unit,
        about: column.about,
    };
    Described {
        name: F::NAME,
        about: F::ABOUT,
        grain: F::GRAIN,
        columns: F::COLUMNS.iter().map(column).collect(),
    }
}
