//! The table of topics by week.

use polars::prelude::{JoinType, LazyFrame, PolarsResult, col, lit};

use super::scope::Scope;
use super::table::Table;
use super::weekly;
use crate::facts::Conversations;
use crate::metrics::{Column, Measured, Subject, measure};

/// The table.
pub struct TopicWeekly;

const KEYS: [&str; 2] = ["topic", "week_on"];

/// The word for conversations without a topic.
const NO_TOPIC: &str = "no topic";

/// What it measures, by what it is taken over.
fn measured() -> Vec<(Subject, Vec<Measured>)> {
    let of = |subject| {
        let measured = weekly::of_subject(subject).flat_map(|metric| metric.measured());
        (subject, measured.collect::<Vec<_>>())
    };
    [Subject::Conversations, Subject::Ratings].map(of).into()
}

impl Table for TopicWeekly {
    fn name(&self) -> &'static str {
        "topic_weekly"
    }

    fn about(&self) -> &'static str {
        "One topic, on all channels, in one week. Conversations are filed under the week they were \
         opened in, ratings under the week they were given in. A week in which a topic had neither \
         has no row."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["topic", "week"]
    }

    fn columns(&self) -> Vec<Column> {
        let measured = measured().into_iter().flat_map(|(_, measured)| measured);
        let measured: Vec<Measured> = measured.collect();
        let topic = Column::text("topic", "The vendor's own category, or `no topic`.");
        let first = std::iter::once(topic).chain(weekly::columns());
        first.chain(weekly::measured_columns(&measured)).collect()
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let topic = col("topic_label").fill_null(lit(NO_TOPIC)).alias("topic");
        let topics =
            scope.facts.scan::<Conversations>()?.select([col("conversation_id"), topic.clone()]);
        let mut groups = Vec::new();
        for (subject, measured) in measured() {
            let rows = subject.rows(&scope.facts, &[])?;
            let rows = match subject {
                Subject::Conversations => rows.with_column(topic.clone()),
                _ => {
                    let id = [col("conversation_id")];
                    rows.join(topics.clone(), id.clone(), id, JoinType::Inner.into())
                }
            };
            groups.push(measure(weekly::filed(subject, rows, scope), &KEYS, &measured));
        }
        let measured: Vec<Measured> = measured().into_iter().flat_map(|(_, one)| one).collect();
        let rows = weekly::side_by_side(groups, &KEYS, &measured);
        Ok(weekly::sorted(rows.with_columns(weekly::week_columns(scope)), self.grain()))
    }
}
