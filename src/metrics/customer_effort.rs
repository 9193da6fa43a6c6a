//! Customer effort: what a matter cost the customer, as far as the words show.

use polars::prelude::{col, lit};

use super::column::Column;
use super::expr::{count_of, count_present, share, total};
use super::metric::{Measured, Metric};
use super::subject::Subject;

/// The measure.
pub struct CustomerEffort;

/// Each sign of effort: its name, the fact's column, and what completes "Conversations in which …".
const SIGNS: [(&str, &str, &str); 5] = [
    ("repeated", "repeat_count", "the customer said the same again"),
    ("again", "again_count", "the customer says it is not the first time, or goes on"),
    ("reasked", "reasked_count", "a reply asks for an identifier given or asked for before"),
    (
        "unanswered",
        "unanswered_question_count",
        "a question of the customer's has no reply after it",
    ),
    ("transferred", "transfer_count", "the customer was handed on"),
];

impl Metric for CustomerEffort {
    fn name(&self) -> &'static str {
        "customer_effort"
    }

    fn page(&self) -> &'static str {
        include_str!("customer_effort.md")
    }

    fn subject(&self) -> Subject {
        Subject::Said
    }

    fn measured(&self) -> Vec<Measured> {
        let told = Measured::of_rows(
            Column::count("told_count", "Conversations in which the customer wrote something."),
            count_present("language"),
        );
        let questions = Measured::of_rows(
            Column::count("question_count", "Sentences in which customers ask something."),
            total("question_count"),
        );
        let signs = SIGNS.iter().flat_map(|(name, column, what)| {
            let conversations = format!("{name}_conversation_count");
            let count = Measured::of_rows(
                Column::count(conversations.clone(), format!("Conversations in which {what}.")),
                count_of(col(*column).gt(lit(0i64))),
            );
            let what = format!("of the conversations in which {what}");
            std::iter::once(count).chain(share(name, &conversations, "told_count", &what))
        });
        [told, questions].into_iter().chain(signs).collect()
    }
}
