//! The table of criteria met, by week.

use polars::prelude::{JoinType, LazyFrame, PolarsResult, col, lit};

use super::scope::Scope;
use super::table::Table;
use super::weekly;
use crate::metrics::{Column, Measured, Subject, count_of, measure, share};
use crate::model::Outcome;
use crate::model::Unit;
use crate::rubric::Certainty;

/// The table.
pub struct RubricWeekly;

fn measured() -> Vec<Measured> {
    let count =
        |name: &str, about: &str, is| Measured::of_rows(Column::count(name, about), count_of(is));
    let is = |column: &str, word: &'static str| col(column).eq(lit(word));
    let what = "of the conversations judged in which it was met";
    [
        count(
            "judged_count",
            "Conversations in which it was met or missed.",
            col("verdict").is_not_null(),
        ),
        count("met_count", "Of these, those in which it was met.", is("verdict", MET)),
        count(
            "unsure_count",
            "Of judged_count, those on which a person should look.",
            is("certainty", Certainty::Unsure.word()),
        ),
    ]
    .into_iter()
    .chain(share("met", "met_count", "judged_count", what))
    .collect()
}

const MET: &str = Outcome::Met.word();

impl Table for RubricWeekly {
    fn name(&self) -> &'static str {
        "rubric_weekly"
    }

    fn about(&self) -> &'static str {
        "One criterion of the rubric on one channel (or all of them), over the conversations that were \
         opened in one week and that it applies to. A criterion that applied to none has no row."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["channel", "week", "criterion"]
    }

    fn columns(&self) -> Vec<Column> {
        let criterion = [
            Column::text("criterion", "The criterion's name."),
            Column::flag("is_critical", "Whether a miss is a failure by itself."),
            Column::number("weight", Unit::None, "What it weighs in a conversation's score."),
        ];
        let measured = measured();
        let first = weekly::channel_columns().chain(criterion);
        first.chain(weekly::measured_columns(&measured)).collect()
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let subject = Subject::Verdicts;
        let rows = weekly::filed(subject, subject.rows(&scope.facts, &[])?, scope);
        let measured = measured();
        let group = |rows: LazyFrame, keys: &[&str]| {
            let on: Vec<_> = keys.iter().map(|key| col(*key)).collect();
            let said =
                rows.clone().group_by(&on).agg([col("is_critical").first(), col("weight").first()]);
            measure(rows, keys, &measured).join(said, on.clone(), on, JoinType::Left.into())
        };
        let groups = weekly::with_all_channels(rows, &["week_on", "criterion"], group)?;
        Ok(weekly::sorted(groups.with_columns(weekly::week_columns(scope)), self.grain()))
    }
}
