//! What the settings say of an input's tables: their shape, and which column holds which field.

use serde::Deserialize;

use super::convert::Rule;
use super::moment::TimeFormat;
use crate::model::{Instant, RecordKind, Str, Value};

/// The `table` section of an input, checked; [`Default`] where there is none.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(try_from = "toml::Table")]
pub struct Mapping {
    pub(super) shape: Shape,
    /// Empty: columns are taken by their names.
    pub(super) kinds: Vec<KindMapping>,
}

/// A `table` section that says something that cannot be: where, what, and the cure.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{at}`: {what}; {cure}")]
pub struct MappingError {
    /// The key, from `table` on.
    pub at: String,
    /// What is wrong, without a full stop.
    pub what: String,
    /// What the user can do about it, without a full stop.
    pub cure: String,
}

/// What the bytes look like, where the file does not say so itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape {
    /// Guessed from the header where missing.
    pub delimiter: Option<u8>,
    pub quote: Quote,
    /// The first one where missing.
    pub sheet: Option<String>,
    /// Lines (or a sheet's rows) before the header.
    pub before_header: u32,
    pub time_formats: Vec<TimeFormat>,
    pub decimal: Option<char>,
}

/// What encloses a cell of separated text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quote {
    Byte(u8),
    /// Quotes are text like any.
    Never,
}

impl Default for Quote {
    fn default() -> Self {
        Self::Byte(b'"')
    }
}

/// Where one record of a row comes from.
#[derive(Clone, Debug)]
pub(super) struct KindMapping {
    pub kind: RecordKind,
    /// Files that lack its columns are read without it.
    pub is_optional: bool,
    /// Number of the scorecard that this is a column of: a file has all of its columns or none.
    pub scorecard: Option<usize>,
    pub filter: Option<Filter>,
    pub fields: Vec<FieldMapping>,
}

/// Which rows hold the record.
#[derive(Clone, Debug)]
pub(super) struct Filter {
    pub column: String,
    pub words: Vec<String>,
    /// Whether rows with these words are kept or dropped.
    pub keeps: bool,
}

/// Where a field comes from.
#[derive(Clone, Debug)]
pub(super) struct FieldMapping {
    pub name: &'static str,
    pub origin: Origin,
}

#[derive(Clone, Debug)]
pub(super) enum Origin {
    Columns { names: Vec<String>, is_optional: bool, rule: Rule },
    Fixed(Fixed),
}

/// A value that stands in the settings.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Fixed {
    Text(String),
    List(Vec<String>),
    Instant(Instant),
    Number(f64),
    Flag(bool),
}

impl Fixed {
    pub fn value(&self) -> Value<'_> {
        match self {
            Fixed::Text(text) => Value::Text(Str::Borrowed(text)),
            Fixed::List(items) => Value::List(items.iter().map(|i| Str::Borrowed(i)).collect()),
            Fixed::Instant(at) => Value::Instant(*at),
            Fixed::Number(number) => Value::Number(*number),
            Fixed::Flag(flag) => Value::Flag(*flag),
        }
    }
}

impl KindMapping {
    /// A kind of which nothing is said.
    pub fn by_names(kind: RecordKind) -> Self {
        Self { kind, is_optional: false, scorecard: None, filter: None, fields: Vec::new() }
    }

    /// The mapping of that field, if it has one.
    pub fn field(&self, name: &str) -> Option<&FieldMapping> {
        self.fields.iter().find(|field| field.name == name)
    }
}

impl FieldMapping {
    /// The columns it reads; none for a fixed value.
    pub fn columns(&self) -> &[String] {
        match &self.origin {
            Origin::Columns { names, .. } => names,
            Origin::Fixed(_) => &[],
        }
    }
}
