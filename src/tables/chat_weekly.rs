//! The table of what chats take of all agents together.

use polars::prelude::{DataType, LazyFrame, PolarsResult, col, len, lit, when};

use super::chat_handling_weekly::ChatHandlingWeekly;
use super::scope::Scope;
use super::table::Table;
use super::weekly;
use crate::metrics::{Column, exact_sum};
use crate::model::Unit;

/// The table.
pub struct ChatWeekly;

impl Table for ChatWeekly {
    fn name(&self) -> &'static str {
        "chat_weekly"
    }

    fn about(&self) -> &'static str {
        "What the chats that began in one week took of all agents together: chat_handling_weekly added up. A chat \
         that two agents replied in counts for both."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["week"]
    }

    fn columns(&self) -> Vec<Column> {
        let own = [
            Column::count("agent_count", "Agents who replied in a chat."),
            Column::count("chat_count", "Chats, once for each agent who replied in them."),
            Column::seconds("raw_handle_seconds", "Time in which they were open, added up."),
            Column::seconds(
                "busy_seconds",
                "Time in which an agent had at least one open, added up.",
            ),
            Column::seconds("raw_handle_mean_seconds", "Mean time in which a chat was open."),
            Column::seconds(
                "handle_mean_seconds",
                "Mean handle time: a chat's part of busy_seconds.",
            ),
            Column::number(
                "concurrency",
                Unit::None,
                "Chats open at once for an agent while any was: raw_handle_seconds ÷ busy_seconds.",
            ),
        ];
        weekly::columns().into_iter().chain(own).collect()
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let per_chat = |seconds: &str| col(seconds) / col("chat_count").cast(DataType::Float64);
        let ratio = col("raw_handle_seconds") / col("busy_seconds");
        let is_busy = col("busy_seconds").gt(lit(0.0));
        let rows = ChatHandlingWeekly
            .build(scope)?
            .group_by([col("week_on")])
            .agg([
                len().alias("agent_count"),
                col("chat_count").sum(),
                exact_sum("raw_handle_seconds").alias("raw_handle_seconds"),
                exact_sum("busy_seconds").alias("busy_seconds"),
            ])
            .with_columns([
                per_chat("raw_handle_seconds").alias("raw_handle_mean_seconds"),
                per_chat("busy_seconds").alias("handle_mean_seconds"),
                when(is_busy).then(ratio).otherwise(weekly::missing()).alias("concurrency"),
            ])
            .with_columns(weekly::week_columns(scope));
        Ok(weekly::sorted(rows, self.grain()))
    }
}

#[cfg(test)]
mod tests {
    use super::ChatWeekly;
    use crate::metrics::Desk;
    use crate::model::EventKind;
    use crate::tables::{build, sample};

    #[test]
    fn a_week_is_the_sum_of_its_agents() {
        let chat = |desk: Desk, name: &str, agent: &str, from: &str, to: &str| {
            desk.conversation(name)
                .customer("09:00", "Where is my order?")
                .agent(agent, from, "One moment")
                .event(to, EventKind::Resolved, "")
        };
        let desk = chat(Desk::new(), "a", "ann", "09:10", "09:20");
        let desk = chat(desk, "b", "ann", "09:10", "09:20");
        let desk = chat(desk, "c", "boris", "09:30", "09:50");
        let (_folder, scope) = sample::scope(&desk, 1);
        let found = build(&ChatWeekly, &scope).unwrap();
        assert_eq!(found.height(), 1);
        for (name, expected) in [
            ("agent_count", 2.0),
            ("chat_count", 3.0),
            ("raw_handle_seconds", 2_400.0),
            ("busy_seconds", 1_800.0),
            ("raw_handle_mean_seconds", 800.0),
            ("handle_mean_seconds", 600.0),
            ("concurrency", 4.0 / 3.0),
        ] {
            let value = found.column(name).unwrap().get(0).unwrap().extract::<f64>();
            assert_eq!(value, Some(expected), "{name}");
        }
    }
}
