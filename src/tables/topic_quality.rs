//! The table of topics against the vendor's own categories.

use polars::prelude::{
    DataType, Expr, JoinType, LazyFrame, PolarsResult, UnionArgs, col, concat, len, lit,
};

use super::scope::Scope;
use super::table::Table;
use super::topics_weekly::{UNKNOWN, told};
use super::weekly;
use crate::metrics::{Column, Measured, share};

/// The table.
pub struct TopicQuality;

/// The word for conversations that the vendor gives no category.
const NO_LABEL: &str = "none";
/// How a topic is found.
pub const LEXICON: &str = "lexicon";
pub const MODEL: &str = "model";

fn shared() -> Vec<Measured> {
    share(
        "found",
        "conversation_count",
        "label_count",
        "of the category's conversations for which it is found",
    )
}

impl Table for TopicQuality {
    fn name(&self) -> &'static str {
        "topic_quality"
    }

    fn about(&self) -> &'static str {
        "One category of the vendor's and one topic found for its conversations, over the trailing window: a \
         table of confusion. `lexicon` finds families of topics, `model` what was learnt from the vendor's \
         own categories, where the settings name one; `unknown` is what nothing was found for, so its share \
         less than 1 is the coverage. On conversations that a model learnt from it looks better than it is: \
         `caseload train-topics` tells how it does on others."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["method", "topic_label", "topic"]
    }

    fn columns(&self) -> Vec<Column> {
        let first = [
            Column::text("method", "What found the topic: lexicon or model."),
            Column::text("topic_label", "The vendor's own category, or `none`."),
            Column::text(
                "topic",
                "What was found: the family of the main topic, or the model's category, or `unknown`.",
            ),
            Column::count("conversation_count", "Conversations with both."),
            Column::count(
                "label_count",
                "Conversations of the category in which the customer wrote something.",
            ),
        ];
        first
            .into_iter()
            .chain(weekly::measured_columns(&shared()))
            .chain([Column::flag(
                "is_most_found",
                "Whether it is what is found most often for the category: by itself no proof that both mean \
                 the same.",
            )])
            .collect()
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let rows = told(scope)?.filter(weekly::is_in_window("opened_at", scope));
        let rows = rows.with_column(col("topic_label").fill_null(lit(NO_LABEL)));
        let found = |method: &str, topic: Expr, rows: LazyFrame| {
            rows.select([
                lit(method.to_owned()).alias("method"),
                col("topic_label"),
                topic.fill_null(lit(UNKNOWN)).alias("topic"),
            ])
        };
        let has_model = col("learnt_topic").is_not_null().any(true);
        let by_model = rows.clone().filter(has_model);
        let all = concat(
            [
                found(LEXICON, col("topic_family"), rows),
                found(MODEL, col("learnt_topic"), by_model),
            ],
            UnionArgs::default(),
        )?;
        let count = |name: &str| len().cast(DataType::Int64).alias(name);
        let labels = [col("method"), col("topic_label")];
        let whole = all.clone().group_by(labels.clone()).agg([count("label_count")]);
        let pairs = all
            .group_by([col("method"), col("topic_label"), col("topic")])
            .agg([count("conversation_count")]);
        let rows = pairs.join(whole, labels.clone(), labels, JoinType::Inner.into());
        let most = col("conversation_count").max().over([col("method"), col("topic_label")])?;
        let rows = rows.with_column(col("conversation_count").eq(most).alias("is_most_found"));
        Ok(weekly::sorted(weekly::with_measured(rows, &shared()), self.grain()))
    }
}
