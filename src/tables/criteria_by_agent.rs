//! The table of agents' criteria.

use polars::prelude::{JoinType, LazyFrame, PolarsResult, col, lit};

use super::agents::{agent_columns, with_agents};
use super::scope::Scope;
use super::table::Table;
use super::weekly;
use crate::metrics::{Column, Measured, Subject, count_of, measure, share};
use crate::model::{Outcome, Unit};
use crate::rubric::Certainty;

/// The table.
pub struct CriteriaByAgent;

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
        count(
            "met_count",
            "Of these, those in which it was met.",
            is("verdict", Outcome::Met.word()),
        ),
        count(
            "missed_count",
            "Of these, those in which it was missed; criteria_missed shows some of them.",
            is("verdict", Outcome::Missed.word()),
        ),
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

const KEYS: [&str; 2] = ["agent_id", "criterion"];

impl Table for CriteriaByAgent {
    fn name(&self) -> &'static str {
        "criteria_by_agent"
    }

    fn about(&self) -> &'static str {
        "One criterion of the rubric in one agent's conversations over the trailing window of weeks. Not \
         adjusted for the mix of work, so not for comparing people: agent_funnel is. Sorted by agent."
    }

    fn grain(&self) -> &'static [&'static str] {
        &KEYS
    }

    fn columns(&self) -> Vec<Column> {
        let mut columns = agent_columns();
        columns.extend([
            Column::text("criterion", "The criterion's name."),
            Column::flag("is_critical", "Whether a miss is a failure by itself."),
            Column::number("weight", Unit::None, "What it weighs in a conversation's score."),
        ]);
        columns.extend(weekly::measured_columns(&measured()));
        columns
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let rows = Subject::Verdicts.rows(&scope.facts, &[])?;
        let rows = rows.filter(weekly::is_in_window("opened_at", scope));
        let rows = rows.filter(col("agent_id").is_not_null());
        let of_criterion = ["criterion", "is_critical", "weight"];
        let measured = measured();
        let rows =
            weekly::read_once(rows, &measured, of_criterion.into_iter().chain(["agent_id"]))?;
        let criteria = rows
            .clone()
            .group_by([col("criterion")])
            .agg([col("is_critical").first(), col("weight").first()]);
        let key = [col("criterion")];
        let groups = measure(rows, &KEYS, &measured);
        let groups = groups.join(criteria, key.clone(), key, JoinType::Left.into());
        Ok(weekly::sorted(with_agents(groups, scope)?, self.grain()))
    }
}
