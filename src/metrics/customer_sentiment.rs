//! Customer sentiment: how customers felt, by their own words.

use polars::prelude::{col, lit};

use super::column::Column;
use super::expr::{count_of, count_present, share};
use super::metric::{Measured, Metric};
use super::subject::Subject;

/// The measure.
pub struct CustomerSentiment;

impl Metric for CustomerSentiment {
    fn name(&self) -> &'static str {
        "customer_sentiment"
    }

    fn page(&self) -> &'static str {
        include_str!("customer_sentiment.md")
    }

    fn subject(&self) -> Subject {
        Subject::Said
    }

    fn measured(&self) -> Vec<Measured> {
        let count =
            |name: &str, about: &str, expr| Measured::of_rows(Column::count(name, about), expr);
        let is_unhappy = |column: &str| col(column).lt(lit(0.0));
        let both = col("start_sentiment").is_not_null().and(col("end_sentiment").is_not_null());
        let began_badly = || both.clone().and(is_unhappy("start_sentiment"));
        let ended_badly = "of the conversations whose customer's last words say how they felt that ended \
                           below 0";
        let recovered = "of the conversations that began below 0 that ended at 0 or above";
        [
            count(
                "start_sentiment_count",
                "Conversations in which words say how the customer felt before the first reply.",
                count_present("start_sentiment"),
            ),
            count(
                "end_sentiment_count",
                "Conversations in which words say how the customer felt at the end.",
                count_present("end_sentiment"),
            ),
            count(
                "unhappy_end_count",
                "Conversations at whose end the customer felt below 0.",
                count_of(is_unhappy("end_sentiment")),
            ),
        ]
        .into_iter()
        .chain(share("unhappy_end", "unhappy_end_count", "end_sentiment_count", ended_badly))
        .chain([
            count(
                "unhappy_start_count",
                "Conversations that began below 0 and whose end is known too.",
                count_of(began_badly()),
            ),
            count(
                "recovered_count",
                "Of these, those that ended at 0 or above.",
                count_of(began_badly().and(is_unhappy("end_sentiment").not())),
            ),
        ])
        .chain(share("recovered", "recovered_count", "unhappy_start_count", recovered))
        .collect()
    }
}
