//! The table of agents' quality by the rubric.

use polars::prelude::{DataType, Expr, LazyFrame, PolarsResult, col, lit, when};

use super::agents::{agent_columns, with_agents};
use super::scope::Scope;
use super::scoring::goes_with_something;
use super::table::Table;
use super::weekly;
use crate::metrics::{Column, Measured, Subject, count_of, exact_sum, measure, missing, share};
use crate::model::{Outcome, Unit};

/// The table.
pub struct QualityByAgent;

fn measured() -> Vec<Measured> {
    let count = |name: &str, about: &str, is: Expr| {
        Measured::of_rows(Column::count(name, about), count_of(is))
    };
    let is_met = || col("verdict").eq(lit(Outcome::Met.word()));
    let is_scored = || col("is_scored");
    let weight = |is: Expr| (is.cast(DataType::Float64) * col("weight")).sum();
    let weighed = weight(is_scored());
    let score = when(weighed.clone().gt(lit(0.0)))
        .then(weight(is_scored().and(is_met())) / weighed)
        .otherwise(missing());
    let what = "of the scored criteria judged that were met, each counting once";
    [
        count(
            "scored_judged_count",
            "Scored criteria that were met or missed, over all conversations.",
            is_scored(),
        ),
        count("scored_met_count", "Of these, those that were met.", is_scored().and(is_met())),
    ]
    .into_iter()
    .chain(share("scored_met", "scored_met_count", "scored_judged_count", what))
    .chain([
        Measured::of_rows(
            Column::share("quality_share", "Weight of the scored criteria met, of those judged."),
            score,
        ),
        count(
            "descriptive_judged_count",
            "Criteria left out of quality_share, because they go with no outcome, that were judged.",
            is_scored().not().and(col("is_critical").not()),
        ),
        count(
            "critical_missed_count",
            "Critical criteria missed: a gate beside the share, in which they are not.",
            col("is_critical").and(is_met().not()),
        ),
        Measured::of_rows(
            Column::number("judged_weight", Unit::None, "Weight of all that was judged."),
            exact_sum("weight"),
        ),
    ])
    .collect()
}

impl Table for QualityByAgent {
    fn name(&self) -> &'static str {
        "quality_by_agent"
    }

    fn about(&self) -> &'static str {
        "One agent's verdicts over the trailing window of weeks. Only criteria that go with an outcome here \
         (see rubric_effects) are in quality_share, unless the settings count the descriptive ones too. \
         Not adjusted for the mix of work, so not for comparing people. Sorted by agent."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["agent_id"]
    }

    fn columns(&self) -> Vec<Column> {
        let measured = measured();
        agent_columns().into_iter().chain(weekly::measured_columns(&measured)).collect()
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let rows = Subject::Verdicts.rows(&scope.facts, &[])?;
        let rows = rows.filter(weekly::is_in_window("opened_at", scope));
        let rows = rows.filter(col("agent_id").is_not_null());
        let is_scored = col("is_critical").not().and(match scope.counts_descriptive {
            true => lit(true),
            false => goes_with_something(scope)?,
        });
        let rows = rows.with_column(is_scored.alias("is_scored"));
        let rows = with_agents(measure(rows, &["agent_id"], &measured()), scope)?;
        Ok(weekly::sorted(rows, self.grain()))
    }
}
