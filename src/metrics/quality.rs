//! Quality: the criteria of the rubric that were met.

use polars::prelude::{col, lit};

use super::column::Column;
use super::expr::{count_of, share};
use super::metric::{Measured, Metric};
use super::subject::Subject;
use crate::model::Outcome;
use crate::rubric::Certainty;

/// The measure.
pub struct Quality;

impl Metric for Quality {
    fn name(&self) -> &'static str {
        "quality"
    }

    fn page(&self) -> &'static str {
        include_str!("quality.md")
    }

    fn subject(&self) -> Subject {
        Subject::Verdicts
    }

    fn credit(&self) -> Option<&'static str> {
        Some("agent_id")
    }

    fn measured(&self) -> Vec<Measured> {
        let is = |column: &str, word: &'static str| col(column).eq(lit(word));
        let is_scored = || col("is_critical").not().and(col("weight").gt(lit(0.0)));
        let count = |name: &str, about: &str, is| {
            Measured::of_rows(Column::count(name, about), count_of(is))
        };
        let counts = [
            count(
                "criterion_judged_count",
                "Criteria with a weight, the critical left out, that were met or missed.",
                is_scored(),
            ),
            count(
                "criterion_met_count",
                "Of these, those that were met.",
                is_scored().and(is("verdict", Outcome::Met.word())),
            ),
            count(
                "verdict_unsure_count",
                "Verdicts of any kind on which a person should look.",
                is("certainty", Certainty::Unsure.word()),
            ),
            count(
                "critical_judged_count",
                "Critical criteria that were met or missed.",
                col("is_critical"),
            ),
            count(
                "critical_missed_count",
                "Critical criteria that were missed.",
                col("is_critical").and(is("verdict", Outcome::Missed.word())),
            ),
        ];
        let what = "of the criteria judged that were met, each counting once";
        counts
            .into_iter()
            .chain(share("criterion_met", "criterion_met_count", "criterion_judged_count", what))
            .collect()
    }
}
