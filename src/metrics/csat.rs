//! Customer satisfaction: the share of ratings in the top two fifths of their scale.

use polars::prelude::{DataType, NULL, col, len, lit, when};

use super::column::Column;
use super::expr::{count_of, count_present, share, spread};
use super::metric::{Measured, Metric};
use super::subject::Subject;
use crate::model::Unit;

/// The measure.
pub struct Csat;

impl Metric for Csat {
    fn name(&self) -> &'static str {
        "csat"
    }

    fn page(&self) -> &'static str {
        include_str!("csat.md")
    }

    fn subject(&self) -> Subject {
        Subject::Ratings
    }

    fn credit(&self) -> Option<&'static str> {
        Some("agent_id")
    }

    fn measured(&self) -> Vec<Measured> {
        let count =
            |name: &str, about: &str, expr| Measured::of_rows(Column::count(name, about), expr);
        let tells_of_offers = col("offered_at").is_not_null().or(col("score").is_null());
        let answered =
            count_present("points").cast(DataType::Float64) / len().cast(DataType::Float64);
        let response = when(tells_of_offers.any(true)).then(answered).otherwise(lit(NULL));
        let before = [
            count("rating_offered_count", "Ratings offered, the given ones included.", len()),
            count("rating_count", "Ratings given.", count_present("points")),
            count(
                "satisfied_count",
                "Ratings given in the top two fifths of their scale.",
                count_of(col("is_satisfied")),
            ),
        ];
        let response = Measured::of_rows(
            Column::share(
                "rating_response_share",
                "Share of the ratings offered that were given; missing where only given ones are told of.",
            ),
            response,
        );
        let what = "of the ratings given that lie in the top two fifths";
        before
            .into_iter()
            .chain(share("csat", "satisfied_count", "rating_count", what))
            .chain([response])
            .chain(spread("rating", Unit::Points, "points", "mark on the scale from 1 to 5"))
            .collect()
    }
}
