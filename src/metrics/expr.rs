//! The expressions that measures share: how a time is summed up, how sure a share is.

use polars::prelude::arity::unary_elementwise;
use polars::prelude::{
    Column as Values, DataType, Expr, Field, Float64Chunked, Int64Chunked, IntoColumn, NULL,
    NewChunkedArray, PlSmallStr, PolarsResult, QuantileMethod, Schema, col, lit, map_multiple,
    when,
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
    let kind = |_: &Schema, field: &Field| Ok(Field::new(field.name().clone(), DataType::Int64));
    of.clone().map(|values| whole_parts(&values), kind).sum().cast(DataType::Float64)
}

/// Each number in whole parts, the half ones away from zero; missing where they are more than can be
/// counted.
fn whole_parts(values: &Values) -> PolarsResult<Values> {
    let values = values.cast(&DataType::Float64)?;
    let parts: Int64Chunked =
        unary_elementwise(values.f64()?, |value: Option<f64>| rounded(value? * PARTS));
    Ok(parts.into_column())
}

/// The nearest whole number, of two the one further from zero.
fn rounded(number: f64) -> Option<i64> {
    // Every number so large is whole, and every smaller one parts into whole and rest without error.
    const LARGEST: f64 = i64::MAX as f64;
    if !(-LARGEST..LARGEST).contains(&number) {
        return None;
    }
    let whole = number as i64;
    let rest = number - whole as f64;
    Some(whole + i64::from(rest >= 0.5) - i64::from(rest <= -0.5))
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
        Ok(numbers.into_column())
    };
    let field = |_: &_, fields: &[Field]| {
        let name = fields.first().map_or(PlSmallStr::EMPTY, |field| field.name.clone());
        Ok(Field::new(name, DataType::Float64))
    };
    map_multiple(each, [col(part), col(whole)], field)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_number_is_rounded_as_the_standard_library_does(
            number in prop_oneof![any::<f64>(), -1e7..1e7f64, (-1_000_000..1_000_000i64).prop_map(|n| n as f64 / 2.0)],
        ) {
            let whole = number.round();
            let expected = (whole.abs() < i64::MAX as f64).then_some(whole as i64);
            prop_assert_eq!(rounded(number), expected);
        }
    }

    #[test]
    fn what_cannot_be_counted_is_missing() {
        let below_half = 0.499_999_999_999_999_94;
        for (number, whole) in [
            (0.5, Some(1)),
            (-2.5, Some(-3)),
            (below_half, Some(0)),
            (-below_half, Some(0)),
            (f64::NAN, None),
            (f64::INFINITY, None),
            (1e19, None),
        ] {
            assert_eq!(rounded(number), whole, "{number}");
        }
    }
}
