//! Manual reviews: the share of judged criteria that were met.

use polars::prelude::{Expr, NULL, col, lit, when};

use super::column::Column;
use super::expr::{count_of, share};
use super::metric::{Measured, Metric};
use super::subject::Subject;
use crate::model::Outcome;

/// The measure.
pub struct Reviews;

/// A column of the reviews that count for an agent; missing elsewhere.
fn counted(of: Expr) -> Expr {
    when(is_calibration().not()).then(of).otherwise(lit(NULL))
}

fn is_calibration() -> Expr {
    col("is_calibration").eq_missing(lit(true))
}

impl Metric for Reviews {
    fn name(&self) -> &'static str {
        "reviews"
    }

    fn page(&self) -> &'static str {
        include_str!("reviews.md")
    }

    fn subject(&self) -> Subject {
        Subject::Reviews
    }

    fn measured(&self) -> Vec<Measured> {
        let count =
            |name: &str, about: &str, expr| Measured::of_rows(Column::count(name, about), expr);
        let is_not_applicable = col("verdict").eq_missing(lit(Outcome::NotApplicable.word()));
        let counts = [
            count(
                "review_count",
                "Verdicts of reviewers, those of calibration left out.",
                is_calibration().not().sum(),
            ),
            count(
                "review_applicable_count",
                "Of these, met or missed.",
                counted(col("is_met")).is_not_null().sum(),
            ),
            count("review_met_count", "Of these, met.", count_of(counted(col("is_met")))),
            count(
                "review_not_applicable_count",
                "Verdicts that the criterion was not applicable.",
                count_of(counted(is_not_applicable)),
            ),
            count(
                "calibration_count",
                "Verdicts of calibration, which count nowhere else.",
                count_of(col("is_calibration")),
            ),
        ];
        let what = "of the applicable criteria that reviewers found met";
        let (part, whole) = ("review_met_count", "review_applicable_count");
        counts.into_iter().chain(share("review_met", part, whole, what)).collect()
    }
}
