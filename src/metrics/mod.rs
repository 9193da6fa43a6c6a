//! One measure = one file with its expressions and one page of words with the same name.
//!
//! A [`Metric`] says which rows it is taken over ([`Subject`]), which column names the person
//! credited, and which columns it yields for a group of rows; [`measure`] groups. Its page is the
//! definition, the footnote of the report, and the test: each of its worked cases is a transcript
//! that is told as records, gathered, written as facts and measured ([`cases`]). [`unit`] is the one
//! place where a number becomes text. What is measured where rules are set side by side, and the pages
//! on those rules, stand in [`definitions`].

mod abandonment;
mod agent_wait;
mod agent_work;
mod attainment;
mod backlog;
pub mod cases;
mod censoring;
mod column;
mod csat;
mod customer_effort;
mod customer_sentiment;
mod definitions;
mod desk;
mod expr;
mod first_contact_resolution;
mod first_response;
mod handle_time;
mod metric;
mod next_response;
mod on_hold;
mod one_touch;
mod open;
#[cfg(test)]
mod pages;
mod quality;
mod recontact;
mod reopens;
mod requester_wait;
mod resolution;
mod reviews;
mod service_level;
mod speech;
mod speed_of_answer;
mod story;
mod subject;
mod time_to_resolve;
pub mod unit;
mod volume;

pub use crate::pages::{Case, Page, PageError};

pub use column::{Column, Kind};
pub use definitions::{
    RulePage, Ruled, measured as measured_of_rules, rule_page, rule_pages, ruled,
};
pub use desk::{Desk, DeskError};
pub use expr::{
    count_of, count_present, exact_sum, instant, mean, missing, quantile, share, spread,
};
pub use first_contact_resolution::FOLLOWED_DAYS;
pub use metric::{Measured, Metric, Taken, measure};
pub use open::stretches as open_stretches;
pub use subject::Subject;

/// Every measure, in the order of its columns in tables.
pub static ALL: &[&dyn Metric] = &[
    &volume::Volume,
    &first_response::FirstResponse,
    &next_response::NextResponse,
    &resolution::Resolution,
    &time_to_resolve::TimeToResolve,
    &requester_wait::RequesterWait,
    &agent_wait::AgentWait,
    &agent_work::AgentWork,
    &on_hold::OnHold,
    &censoring::Censoring,
    &one_touch::OneTouch,
    &reopens::Reopens,
    &first_contact_resolution::FirstContactResolution,
    &csat::Csat,
    &quality::Quality,
    &customer_sentiment::CustomerSentiment,
    &customer_effort::CustomerEffort,
    &reviews::Reviews,
    &attainment::Attainment,
    &abandonment::Abandonment,
    &service_level::ServiceLevel,
    &speed_of_answer::SpeedOfAnswer,
    &handle_time::HandleTime,
    &speech::Speech,
    &backlog::Backlog,
];

/// The measure of that name.
pub fn by_name(name: &str) -> Option<&'static dyn Metric> {
    ALL.iter().copied().find(|metric| metric.name() == name)
}
