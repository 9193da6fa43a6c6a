//! Service level: the share of calls that were answered in the promised time.

use polars::prelude::col;

use super::column::Column;
use super::expr::{count_of, count_present, share};
use super::metric::{Measured, Metric};
use super::subject::Subject;

/// The measure.
pub struct ServiceLevel;

impl Metric for ServiceLevel {
    fn name(&self) -> &'static str {
        "service_level"
    }

    fn page(&self) -> &'static str {
        include_str!("service_level.md")
    }

    fn subject(&self) -> Subject {
        Subject::Conversations
    }

    fn measured(&self) -> Vec<Measured> {
        let is_met = "is_service_level_met";
        let counts = [
            Measured::of_rows(
                Column::count(
                    "service_level_call_count",
                    "Calls that the settings' variant of the service level counts.",
                ),
                count_present(is_met),
            ),
            Measured::of_rows(
                Column::count(
                    "service_level_met_count",
                    "Those of them that met it: answered in time, or given up where the variant \
                     has that count as answered.",
                ),
                count_of(col(is_met)),
            ),
        ];
        let what = "of the calls that met the service level, in the settings' variant; unless they \
                    name one, answered in time ÷ (all − given up in time)";
        let shares =
            share("service_level", "service_level_met_count", "service_level_call_count", what);
        counts.into_iter().chain(shares).collect()
    }
}
