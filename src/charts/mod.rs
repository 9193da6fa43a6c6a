//! One chart = one file, drawn in SVG from exactly one published table.
//!
//! A [`Chart`] turns a table into a [`Plot`], which is painted on a [`Sheet`]: px in, text stays
//! text. Colours are few and mean the same everywhere ([`Ink`]); names stand beside what they name;
//! what is uncertain is drawn as a span. Same table, same bytes.

mod agent_profile;
mod agent_trend;
mod agents;
mod backlog;
mod chart;
mod criteria;
mod effects;
mod effort;
#[cfg(test)]
pub(crate) mod examples;
mod forest;
pub mod label;
mod load;
mod panel;
pub mod picture;
mod promises;
mod response_times;
mod row;
mod satisfaction;
mod sheet;
mod spark;
#[cfg(test)]
mod tests;
mod theme;
mod topics;
mod weekly_trend;
mod wrap;

pub use agents::by_name as agents_by_name;
pub use chart::{Chart, ChartError, Paint, Plot};
pub use row::{Row, by_text, frame_of, rows};
pub use sheet::{Sheet, inline};
pub use spark::spark;
pub use theme::{Ink, page_style};

/// Every chart, in the order in which the report shows them.
pub static ALL: &[&dyn Chart] = &[
    &weekly_trend::WeeklyTrend,
    &promises::Promises,
    &response_times::ResponseTimes,
    &backlog::Backlog,
    &satisfaction::Satisfaction,
    &load::Load,
    &topics::Topics,
    &effort::Effort,
    &agents::Agents,
    &criteria::Criteria,
    &effects::Effects,
];

/// Every chart of one agent, drawn from that agent's rows of its table.
pub static OF_AGENT: &[&dyn Chart] = &[&agent_profile::AgentProfile, &agent_trend::AgentTrend];

/// The chart of that name.
pub fn by_name(name: &str) -> Option<&'static dyn Chart> {
    ALL.iter().copied().find(|chart| chart.name() == name)
}
