//! Time to resolve: from opening to the last resolution.

use super::column::Column;
use super::expr::{count_present, spread};
use super::metric::{Measured, Metric};
use super::subject::Subject;
use crate::model::Unit;

/// The measure.
pub struct TimeToResolve;

impl Metric for TimeToResolve {
    fn name(&self) -> &'static str {
        "time_to_resolve"
    }

    fn page(&self) -> &'static str {
        include_str!("time_to_resolve.md")
    }

    fn subject(&self) -> Subject {
        Subject::Conversations
    }

    fn credit(&self) -> Option<&'static str> {
        Some("resolution_agent_id")
    }

    fn measured(&self) -> Vec<Measured> {
        let elapsed = "resolve_seconds";
        let business = "resolve_business_seconds";
        let count = Measured::of_rows(
            Column::count(
                "resolve_count",
                "Resolved conversations whose time of resolution is known.",
            ),
            count_present(elapsed),
        );
        let what = "time to resolve, of the resolved only";
        let in_hours = "time to resolve within opening hours, of the resolved only";
        std::iter::once(count)
            .chain(spread("resolve", Unit::Seconds, elapsed, what))
            .chain(spread("resolve_business", Unit::Seconds, business, in_hours))
            .collect()
    }
}
