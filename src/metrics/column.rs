//! What a column of a published table holds: its name, type, unit and a sentence.

use polars::prelude::{DataType, TimeUnit, TimeZone};

use crate::model::Unit;

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Flag,
    /// A whole number.
    Count,
    Number,
    /// UTC, microseconds.
    Instant,
    Date,
}

impl Kind {
    /// The type's name for readers of the data dictionary.
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Flag => "boolean",
            Kind::Count => "integer",
            Kind::Number => "number",
            Kind::Instant => "instant (UTC, microseconds)",
            Kind::Date => "date",
        }
    }

    /// The type in a frame and in Parquet.
    pub fn data_type(self) -> DataType {
        match self {
            Kind::Text => DataType::String,
            Kind::Flag => DataType::Boolean,
            Kind::Count => DataType::Int64,
            Kind::Number => DataType::Float64,
            Kind::Instant => DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC)),
            Kind::Date => DataType::Date,
        }
    }
}

/// One column of a published table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub kind: Kind,
    pub unit: Unit,
    /// A sentence.
    pub about: String,
}

impl Column {
    pub fn new(name: impl Into<String>, kind: Kind, unit: Unit, about: impl Into<String>) -> Self {
        Self { name: name.into(), kind, unit, about: about.into() }
    }

    pub fn text(name: impl Into<String>, about: impl Into<String>) -> Self {
        Self::new(name, Kind::Text, Unit::None, about)
    }

    pub fn flag(name: impl Into<String>, about: impl Into<String>) -> Self {
        Self::new(name, Kind::Flag, Unit::None, about)
    }

    pub fn instant(name: impl Into<String>, about: impl Into<String>) -> Self {
        Self::new(name, Kind::Instant, Unit::None, about)
    }

    pub fn date(name: impl Into<String>, about: impl Into<String>) -> Self {
        Self::new(name, Kind::Date, Unit::None, about)
    }

    pub fn count(name: impl Into<String>, about: impl Into<String>) -> Self {
        Self::new(name, Kind::Count, Unit::Count, about)
    }

    pub fn share(name: impl Into<String>, about: impl Into<String>) -> Self {
        Self::new(name, Kind::Number, Unit::Share, about)
    }

    pub fn seconds(name: impl Into<String>, about: impl Into<String>) -> Self {
        Self::new(name, Kind::Number, Unit::Seconds, about)
    }

    pub fn number(name: impl Into<String>, unit: Unit, about: impl Into<String>) -> Self {
        Self::new(name, Kind::Number, unit, about)
    }

    /// A whole number that counts nothing: a position, an hour of the day.
    pub fn whole(name: impl Into<String>, about: impl Into<String>) -> Self {
        Self::new(name, Kind::Count, Unit::None, about)
    }
}
