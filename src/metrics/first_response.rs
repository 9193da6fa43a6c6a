//! First response: from the customer's first message to the first public reply by a person.

use super::column::Column;
use super::expr::{count_present, spread};
use super::metric::{Measured, Metric};
use super::subject::Subject;
use crate::model::Unit;

/// The measure.
pub struct FirstResponse;

impl Metric for FirstResponse {
    fn name(&self) -> &'static str {
        "first_response"
    }

    fn page(&self) -> &'static str {
        include_str!("first_response.md")
    }

    fn subject(&self) -> Subject {
        Subject::Conversations
    }

    fn credit(&self) -> Option<&'static str> {
        Some("first_response_agent_id")
    }

    fn measured(&self) -> Vec<Measured> {
        let elapsed = "first_response_seconds";
        let business = "first_response_business_seconds";
        let counts = [
            Measured::of_rows(
                Column::count(
                    "asked_count",
                    "Conversations in which a customer asked something, as the run's rule counts.",
                ),
                count_present("first_response_began_at"),
            )
            .impersonal(),
            Measured::of_rows(
                Column::count(
                    "first_response_count",
                    "Conversations whose first question a person answered.",
                ),
                count_present(elapsed),
            ),
        ];
        let in_hours = "time to first response within opening hours";
        counts
            .into_iter()
            .chain(spread("first_response", Unit::Seconds, elapsed, "time to first response"))
            .chain(spread("first_response_business", Unit::Seconds, business, in_hours))
            .collect()
    }
}
