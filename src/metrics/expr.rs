//! The expressions that measures share: how a time is summed up, how sure a share is.

use polars::prelude::{
    Column as Values, DataType, Expr, Field, Float64Chunked, NULL, NewChunkedArray, PlSmallStr,
    PolarsResult, QuantileMethod, RoundMode, col, lit, map_multiple, when,
};

use super::column::{Column, Kind};
use super::metric::Measured;
use crate::model::{Instant, Unit};
use crate::stats::{Level, Tally, wilson};

/// Parts of a second (or of a mark) in which sums are counted, so that a sum is a whole number and
/// the same whatever order its parts are added in.
const PARTS: f64 = 1e6;

/// An instant to compare with a column.
pub fn instant(at: Instant) -> Expr {
    lit(at.0).cast(Kind::Instant.data_type())
}

/// A missing value.
pub fn missing() -> Expr {
    lit(NULL)
}

/// Rows where it holds; missing is no.
pub fn count_of(is: Expr) -> Expr {
    is.sum()
}

/// Values that are not missing.
pub fn count_present(of: &str) -> Expr {
    col(of).is_not_null().sum()
}

/// How many values are there, and their spread: `{name}_count` and so on. `of_what` completes "Calls
/// …".
pub fn counted_spread(name: &str, of: &Expr, of_what: &str, what: &str) -> Vec<Measured> {
    let count = Column::count(format!("{name}_count"), format!("Calls {of_what}."));
    std::iter::once(Measured::of_rows(count, of.clone().is_not_null().sum()))
        .chain(spread_of(name, Unit::Seconds, of, what))
        .collect()
}

/// Both times of the resolved conversations, by the clock and within opening hours, with their number: the
/// columns `{name}_seconds` and `{name}_business_seconds`. `what` completes "Mean …".
pub fn of_the_resolved(name: &str, what: &str) -> Vec<Measured> {
    let of = |column: String| when(col("is_resolved")).then(col(column)).otherwise(lit(NULL));
    let elapsed = of(format!("{name}_seconds"));
    let business = of(format!("{name}_business_seconds"));
    let about = format!("Resolved conversations of which the {what} is known.");
    let count = Column::count(format!("{name}_count"), about);
    let in_hours = format!("{what} within opening hours, of the resolved only");
    std::iter::once(Measured::of_rows(count, elapsed.clone().is_not_null().sum()))
        .chain(spread_of(name, Unit::Seconds, &elapsed, &format!("{what}, of the resolved only")))
        .chain(spread_of(&format!("{name}_business"), Unit::Seconds, &business, &in_hours))
        .collect()
}

/// Sum of a count, where missing ones are none.
pub fn total(of: &str) -> Expr {
    col(of).sum()
}

/// Sum of a number in whole parts.
fn parts(of: &Expr) -> Expr {
    let parts = of.clone() * lit(PARTS);
    parts.round(0, RoundMode::HalfAwayFromZero).cast(DataType::Int64).sum().cast(DataType::Float64)
}

/// Sum of a number, exact to a millionth.
pub fn exact_sum(of: &str) -> Expr {
    parts(&col(of)) / lit(PARTS)
}

/// The mean, exact to a millionth.
pub fn mean(of: &Expr) -> Expr {
    let present = of.clone().count().cast(DataType::Float64);
    let mean = parts(of) / (present.clone() * lit(PARTS));
    when(present.gt(lit(0.0))).then(mean).otherwise(lit(NULL))
}

/// A quantile of a column by Hyndman & Fan's type 7.
pub fn quantile(of: &str, q: f64) -> Expr {
    quantile_of(col(of), q)
}

fn quantile_of(of: Expr, q: f64) -> Expr {
    of.drop_nulls().quantile(lit(q), QuantileMethod::Linear)
}

/// Mean, median and 90th percentile of a column: `{name}_mean_seconds` and so on. `what` completes
/// "Mean …".
pub fn spread(name: &str, unit: Unit, of: &str, what: &str) -> Vec<Measured> {
    spread_of(name, unit, &col(of), what)
}

/// The same of a value that is made of columns.
pub fn spread_of(name: &str, unit: Unit, of: &Expr, what: &str) -> Vec<Measured> {
    let one = |word: &str, about: &str, expr| {
        let name = format!("{name}_{word}_{unit}");
        Measured::of_rows(Column::new(name, Kind::Number, unit, format!("{about} {what}.")), expr)
    };
    vec![
        one("mean", "Mean", mean(of)),
        one("median", "Median", quantile_of(of.clone(), 0.5)),
        one("p90", "90th percentile of the", quantile_of(of.clone(), 0.9)),
    ]
}

/// A share of two measured counts with its 95% Wilson interval: `{name}_share`, `{name}_low_share`,
/// `{name}_high_share`; missing where the whole is none. `what` completes "Share …".
pub fn share(name: &str, part: &str, whole: &str, what: &str) -> Vec<Measured> {
    let end = |which: fn(Tally) -> Option<f64>| of_tally(part, whole, which);
    let one = |word: &str, about: String, expr| {
        Measured::of_columns(Column::share(format!("{name}_{word}"), about), expr)
    };
    vec![
        one("share", format!("Share {what}."), end(Tally::share)),
        one(
            "low_share",
            format!("Lower end of the 95% Wilson interval of {name}_share."),
            end(|tally| Some(wilson(tally, Level::P95)?.low)),
        ),
        one(
            "high_share",
            format!("Upper end of the 95% Wilson interval of {name}_share."),
            end(|tally| Some(wilson(tally, Level::P95)?.high)),
        ),
    ]
}

/// A number for each pair of counts; missing where they are no tally.
fn of_tally(part: &str, whole: &str, number: fn(Tally) -> Option<f64>) -> Expr {
    let each = move |columns: &mut [Values]| -> PolarsResult<Values> {
        let [part, whole] = columns else {
            return Ok(Values::new_empty(PlSmallStr::EMPTY, &DataType::Float64));
        };
        let pairs = part.i64()?.iter().zip(whole.i64()?.iter());
        let numbers = pairs.map(|(part, whole)| {
            number(Tally::new(u32::try_from(part?).ok()?, u32::try_from(whole?).ok()?)?)
        });
        let numbers = Float64Chunked::from_iter_options(part.name().clone(), numbers);
        Ok(polars::prelude::IntoColumn::into_column(numbers))
    };
    let field = |_: &_, fields: &[Field]| {
        let name = fields.first().map_or(PlSmallStr::EMPTY, |field| field.name.clone());
        Ok(Field::new(name, DataType::Float64))
    };
    map_multiple(each, [col(part), col(whole)], field)
}
