//! One self-contained page: what a week was like, opened in a browser, printed or forwarded.
//!
//! [`render`] puts [`Inputs`] (published tables, drawn charts, the run's facts) through the
//! templates; it reads no disk and no clock. One section = one [`Page`] with its template of the
//! same name. Whatever came from outside is escaped by the templates; nothing is fetched.

mod agents;
mod cell;
mod channels;
mod definitions;
mod feedback;
mod grid;
mod handling;
mod inputs;
mod load;
mod making;
mod markdown;
mod overview;
mod page;
mod quality;
mod render;
mod tables;
mod topics;
mod waiting;
mod weeks;

#[cfg(test)]
mod tests;

pub use cell::Cell;
pub use inputs::{Inputs, ReportError};
pub use page::Page;
pub use render::render;

/// Every section, from top to bottom.
pub static ALL: &[&dyn Page] = &[
    &overview::Overview,
    &channels::Channels,
    &topics::Topics,
    &agents::Agents,
    &load::Load,
    &feedback::Feedback,
    &quality::Quality,
    &definitions::Definitions,
    &tables::Tables,
    &making::Making,
];
