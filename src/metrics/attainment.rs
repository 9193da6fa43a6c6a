//! Attainment: the share of promises to customers that were kept.

use polars::prelude::{col, len, lit};

use super::column::Column;
use super::expr::{count_of, count_present, share};
use super::metric::{Measured, Metric};
use super::subject::Subject;

/// The measure.
pub struct Attainment;

impl Metric for Attainment {
    fn name(&self) -> &'static str {
        "attainment"
    }

    fn page(&self) -> &'static str {
        include_str!("attainment.md")
    }

    fn subject(&self) -> Subject {
        Subject::Promises
    }

    fn measured(&self) -> Vec<Measured> {
        let count =
            |name: &str, about: &str, expr| Measured::of_rows(Column::count(name, about), expr);
        let counts = [
            count("promise_count", "Promises that conversations were under.", len()),
            count("kept_count", "Promises that were kept.", count_of(col("is_kept"))),
            count(
                "broken_count",
                "Promises that were broken, whether or not what was promised came later.",
                count_of(col("is_kept").eq(lit(false))),
            ),
            count("pending_count", "Promises that are not due yet.", count_of(col("is_pending"))),
            count(
                "due_count",
                "Promises kept or broken, out of which the share is.",
                count_present("is_kept"),
            ),
        ];
        let what = "of the due promises that were kept";
        counts.into_iter().chain(share("attainment", "kept_count", "due_count", what)).collect()
    }
}
