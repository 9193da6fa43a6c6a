//! Next response: from each first unanswered message of a customer to the next reply by a person.

use polars::prelude::{col, len, lit};

use super::column::Column;
use super::expr::{count_of, count_present, spread};
use super::metric::{Measured, Metric};
use super::subject::Subject;
use crate::facts::WaitEnd;
use crate::model::Unit;

/// The measure.
pub struct NextResponse;

impl Metric for NextResponse {
    fn name(&self) -> &'static str {
        "next_response"
    }

    fn page(&self) -> &'static str {
        include_str!("next_response.md")
    }

    fn subject(&self) -> Subject {
        Subject::Turns
    }

    fn credit(&self) -> Option<&'static str> {
        Some("agent_id")
    }

    fn measured(&self) -> Vec<Measured> {
        let elapsed = "response_seconds";
        let business = "response_business_seconds";
        let is_open = col("ended_by").eq(lit(WaitEnd::Open.word()));
        let counts = [
            Measured::of_rows(
                Column::count("wait_count", "Waits of customers, the first ones included."),
                len(),
            )
            .impersonal(),
            Measured::of_rows(
                Column::count("open_wait_count", "Waits of customers that last."),
                count_of(is_open),
            )
            .impersonal(),
            Measured::of_rows(
                Column::count("response_count", "Waits that a person's reply ended."),
                count_present(elapsed),
            ),
        ];
        let in_hours = "time to the next reply within opening hours";
        counts
            .into_iter()
            .chain(spread("response", Unit::Seconds, elapsed, "time to the next reply"))
            .chain(spread("response_business", Unit::Seconds, business, in_hours))
            .collect()
    }
}
