//! Tables from plain values.

use chrono::NaiveDate;
use polars::prelude::{Column, DataFrame, DataType, IntoColumn, NamedFrom, Series};

use crate::metrics::Kind;
use crate::model::Instant;

/// Values of one column.
pub(super) enum Values {
    Texts(Vec<Option<String>>),
    Numbers(Vec<Option<f64>>),
    Counts(Vec<Option<i64>>),
    Flags(Vec<Option<bool>>),
    Days(Vec<NaiveDate>),
    Instants(Vec<Option<Instant>>),
}

impl From<Vec<&str>> for Values {
    fn from(values: Vec<&str>) -> Self {
        Values::Texts(values.into_iter().map(|text| Some(text.to_owned())).collect())
    }
}

impl From<Vec<String>> for Values {
    fn from(values: Vec<String>) -> Self {
        Values::Texts(values.into_iter().map(Some).collect())
    }
}

impl From<Vec<Option<String>>> for Values {
    fn from(values: Vec<Option<String>>) -> Self {
        Values::Texts(values)
    }
}

impl From<Vec<f64>> for Values {
    fn from(values: Vec<f64>) -> Self {
        Values::Numbers(values.into_iter().map(Some).collect())
    }
}

impl From<Vec<Option<f64>>> for Values {
    fn from(values: Vec<Option<f64>>) -> Self {
        Values::Numbers(values)
    }
}

impl From<Vec<i64>> for Values {
    fn from(values: Vec<i64>) -> Self {
        Values::Counts(values.into_iter().map(Some).collect())
    }
}

impl From<Vec<bool>> for Values {
    fn from(values: Vec<bool>) -> Self {
        Values::Flags(values.into_iter().map(Some).collect())
    }
}

impl From<Vec<Option<Instant>>> for Values {
    fn from(values: Vec<Option<Instant>>) -> Self {
        Values::Instants(values)
    }
}

impl From<Vec<NaiveDate>> for Values {
    fn from(values: Vec<NaiveDate>) -> Self {
        Values::Days(values)
    }
}

/// A table of named columns.
pub(super) fn frame(columns: Vec<(&str, Values)>) -> DataFrame {
    let column = |(name, values): (&str, Values)| -> Column {
        let name = name.into();
        let epoch = NaiveDate::default();
        match values {
            Values::Texts(values) => Series::new(name, values).into_column(),
            Values::Numbers(values) => Series::new(name, values).into_column(),
            Values::Counts(values) => Series::new(name, values).into_column(),
            Values::Flags(values) => Series::new(name, values).into_column(),
            Values::Days(values) => {
                let days = values.iter().map(|on| (*on - epoch).num_days() as i32);
                let days = Series::new(name, days.collect::<Vec<_>>());
                days.cast(&DataType::Date).unwrap().into_column()
            }
            Values::Instants(values) => {
                let micros = values.iter().map(|at| at.map(|at| at.0));
                let micros = Series::new(name, micros.collect::<Vec<_>>());
                micros.cast(&Kind::Instant.data_type()).unwrap().into_column()
            }
        }
    };
    DataFrame::new_infer_height(columns.into_iter().map(column).collect()).unwrap()
}
