//! Self-contained pages: what a week was like, opened in a browser, printed or forwarded.
//!
//! [`render`] puts [`Inputs`] (published tables, drawn charts, the run's facts) through the
//! templates; it reads no disk and no clock. One view = one [`Page`] with its template of the same
//! name; every word of them stands in the catalogue of [`crate::words`]. Whatever came from outside
//! is escaped by the templates; nothing is fetched.
//!
//! Each agent has a page of its own beside it ([`agent_pages`]), to be opened, printed or sent without
//! showing anybody else's; it has no script.
//!
//! With its script the page shows one view at a time, filtered, searched and sorted as its address
//! says; without, all views stand one under the other.

mod agent_pages;
mod agents;
mod analysts;
mod calls;
mod cell;
mod channels;
mod coaching;
mod command;
mod definitions;
mod feedback;
mod filters;
mod grid;
mod handling;
mod headlines;
mod inputs;
mod markdown;
mod needs;
mod overview;
mod page;
mod person;
mod person_grids;
mod person_said;
#[cfg(test)]
mod person_tests;
mod promised;
mod quality;
mod render;
mod reviews;
pub mod snippets;
mod topics;
#[cfg(test)]
mod views_tests;
mod waiting;
mod weeks;

#[cfg(test)]
mod tests;

pub use agent_pages::{FOLDER as AGENTS, agent_pages, file as agent_file};
pub use cell::Cell;
pub use inputs::{Inputs, ReportError};
pub use page::Page;
pub use render::render;

/// Every view, in the order of the navigation.
pub static ALL: &[&dyn Page] = &[
    &overview::Overview,
    &channels::Channels,
    &topics::Topics,
    &agents::Agents,
    &coaching::Coaching,
    &feedback::Feedback,
    &quality::Quality,
    &definitions::Definitions,
    &analysts::Analysts,
];
