//! The table of conversations in which agents missed criteria.

use polars::prelude::{DataType, LazyFrame, PolarsResult, SortMultipleOptions, col, lit};

use super::agents::{agent_columns, with_agents};
use super::scope::Scope;
use super::table::Table;
use super::weekly;
use crate::metrics::{Column, Subject};
use crate::model::Outcome;
use crate::rubric::Certainty;

/// The table.
pub struct CriteriaMissed;

/// Conversations that are shown for an agent's criterion.
const MOST: i64 = 3;

/// How unsure a verdict is, the surest first.
const DOUBT: [(&str, i64); 3] =
    [(Certainty::Sure.word(), 0), (Certainty::Likely.word(), 1), (Certainty::Unsure.word(), 2)];

impl Table for CriteriaMissed {
    fn name(&self) -> &'static str {
        "criteria_missed"
    }

    fn about(&self) -> &'static str {
        "One conversation in which an agent missed a criterion of the rubric, up to three for each agent and \
         criterion over the trailing window: those judged most surely, the newest of these first. \
         criteria_by_agent counts all of them."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["agent_id", "criterion", "example"]
    }

    fn columns(&self) -> Vec<Column> {
        let mut columns = agent_columns();
        columns.extend([
            Column::text("criterion", "The criterion's name."),
            Column::whole("example", "1 for the conversation that shows it best."),
            Column::text("conversation_id", "The conversation; `caseload explain` tells it."),
            Column::instant("opened_at", "When it was opened."),
            Column::text("certainty", "How far the words decide it: sure, likely or unsure."),
            Column::whole(
                "message_number",
                "The message that should have been otherwise, where it is one.",
            ),
        ]);
        columns
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let rows = Subject::Verdicts.rows(&scope.facts, &[])?;
        let rows = rows.filter(weekly::is_in_window("opened_at", scope));
        let is_missed = col("verdict").eq(lit(Outcome::Missed.word()));
        let rows = rows.filter(is_missed.and(col("agent_id").is_not_null()));
        let rows = rows.select([
            col("agent_id"),
            col("criterion"),
            col("conversation_id"),
            col("opened_at"),
            col("certainty"),
            col("message_number"),
            weekly::by_word("certainty", DOUBT).alias("doubt"),
        ]);
        let order = SortMultipleOptions::default();
        let rows = rows.sort(
            ["agent_id", "criterion", "doubt", "opened_at", "conversation_id"],
            order.with_order_descending_multi([false, false, false, true, false]),
        );
        let number =
            col("conversation_id").cum_count(false).over([col("agent_id"), col("criterion")])?;
        let rows = rows.with_column(number.cast(DataType::Int64).alias("example"));
        let rows = with_agents(rows.filter(col("example").lt_eq(lit(MOST))), scope)?;
        Ok(weekly::sorted(rows, self.grain()))
    }
}
