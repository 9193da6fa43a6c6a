//! The table of what customers write about, by week.

use polars::prelude::{
    DataType, Expr, JoinType, LazyFrame, PolarsResult, UnionArgs, col, concat, len, lit,
};

use super::scope::Scope;
use super::table::Table;
use super::weekly;
use crate::facts::{Conversations, Topics};
use crate::metrics::{Column, Measured, count_of, share};

/// The table.
pub struct TopicsWeekly;

/// The word for all topics of a family.
const ALL_TOPICS: &str = "all";
/// The family of conversations in which nothing known was found.
pub const UNKNOWN: &str = "unknown";

const FILED_AT: &str = "opened_at";

/// What is counted of a family or a topic.
fn counted() -> Vec<Measured> {
    let count = |name: &str, about: &str, is: Expr| {
        Measured::of_rows(Column::count(name, about), count_of(is))
    };
    vec![
        count(
            "conversation_count",
            "Conversations whose main topic it is.",
            col("topic_number").eq(lit(1i64)),
        ),
        Measured::of_rows(
            Column::count(
                "mention_count",
                "Conversations in which it is found, as the main topic or another.",
            ),
            len(),
        ),
    ]
}

/// The share, once the week's conversations are known.
fn shared() -> Vec<Measured> {
    share(
        "topic",
        "conversation_count",
        "told_count",
        "of the conversations in which the customer wrote something",
    )
}

impl Table for TopicsWeekly {
    fn name(&self) -> &'static str {
        "topics_weekly"
    }

    fn about(&self) -> &'static str {
        "One topic of the lexicon on one channel (or all of them) in one week, by when the conversation \
         was opened; `all` topics of a family together are a row of their own. Conversations in which \
         nothing known was found are the family `unknown`."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["channel", "week", "family", "sub_topic"]
    }

    fn columns(&self) -> Vec<Column> {
        let topic = [
            Column::text("family", "The family of topics, or `unknown`."),
            Column::text(
                "sub_topic",
                "The topic in it, `none` where only the family shows; `all` for the whole family: not to be added to the others.",
            ),
        ];
        let counted = counted();
        weekly::channel_columns()
            .chain(topic)
            .chain(weekly::measured_columns(&counted))
            .chain([Column::count(
                "told_count",
                "Conversations on the channel in the week in which the customer wrote something.",
            )])
            .chain(weekly::measured_columns(&shared()))
            .collect()
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let rows = weekly::filed_under(FILED_AT, rows(scope)?, scope);
        let counted = counted();
        let groups =
            weekly::measured_by_channel(rows, &["week_on", "family", "sub_topic"], &counted)?;
        let told = weekly::filed_under(FILED_AT, told(scope)?, scope);
        let count = [Measured::of_rows(Column::count("told_count", ""), len())];
        let told = weekly::measured_by_channel(told, &["week_on"], &count)?;
        let on = [col("channel"), col("week_on")];
        let joined = groups.join(told, on.clone(), on, JoinType::Inner.into());
        let shares = weekly::with_measured(joined, &shared());
        Ok(weekly::sorted(shares.with_columns(weekly::week_columns(scope)), self.grain()))
    }
}

/// Conversations in which the customer wrote something.
pub fn told(scope: &Scope) -> PolarsResult<LazyFrame> {
    Ok(scope.facts.scan::<Conversations>()?.filter(col("language").is_not_null()))
}

/// One row per conversation and topic, and one more per conversation and family.
fn rows(scope: &Scope) -> PolarsResult<LazyFrame> {
    let found = scope.facts.scan::<Topics>()?.select([
        col("channel"),
        col(FILED_AT),
        col("family"),
        col("sub_topic").fill_null(lit(NO_SUB_TOPIC)),
        col("topic_number"),
        col("conversation_id"),
    ]);
    // Of several topics of one family the first stands for it.
    let families = found
        .clone()
        .group_by([col("conversation_id"), col("family")])
        .agg([col("channel").first(), col(FILED_AT).first(), col("topic_number").min()])
        .with_column(lit(ALL_TOPICS).alias("sub_topic"));
    let unknown = told(scope)?.filter(col("topic_family").is_null()).select([
        col("channel"),
        col(FILED_AT),
        lit(UNKNOWN).alias("family"),
        lit(ALL_TOPICS).alias("sub_topic"),
        lit(1i64).cast(DataType::Int64).alias("topic_number"),
    ]);
    let columns = ["channel", FILED_AT, "family", "sub_topic", "topic_number"].map(col);
    concat(
        [found, families, unknown].map(|rows| rows.select(columns.clone())),
        UnionArgs::default(),
    )
}

/// The word for a family without one of its topics.
const NO_SUB_TOPIC: &str = "none";
