//! One conversation explained: what happened, which clocks ran meanwhile, and how each number of its
//! rows comes of it.
//!
//! A [`Timeline`] lists what happened, each entry with its number. [`Clock`]s ran in stretches between
//! entries. A [`Row`] of facts has its values, each with the [`How`]: pieces of time that add up to
//! it, entries that are counted, a limit that it is held against. The pieces are taken from the hours
//! themselves and not from the sums that the run looks up, so that the two ways check each other.

mod clock;
mod conversation;
mod how;
mod json;
mod judged;
mod rows;
mod said;
mod timeline;

pub use clock::Clock;
pub use how::{How, Piece};
pub use json::json;
pub use rows::{Published, Row, Value};
pub use timeline::{Entry, Timeline, one_line};

use chrono::Datelike;
use chrono_tz::Tz;

use crate::facts::Told;
use crate::metrics::unit;
use crate::model::Instant;

/// A conversation explained.
pub struct Explained {
    pub timeline: Timeline,
    pub clocks: Vec<Clock>,
    /// Its row of `conversations`, then those of every other fact that tells of conversations.
    pub rows: Vec<Row>,
}

/// Explains a conversation.
pub fn explain(told: &Told<'_>) -> Explained {
    let clocks = clock::clocks(told);
    let timeline = Timeline::of(told, &clocks);
    let rows = rows::rows(told, &timeline);
    Explained { timeline, clocks, rows }
}

/// An instant on the wall clock of a zone, with its weekday and the zone's distance from UTC:
/// `Mon 2026-11-09 09:15:00 +01:00`; missing outside of the years that calendars know.
pub fn local(at: Instant, zone: Tz) -> String {
    let at = at.to_utc().filter(|at| (1..=9999).contains(&at.year()));
    let local = at.map(|at| at.with_timezone(&zone).format("%a %Y-%m-%d %H:%M:%S%.f %:z"));
    local.map_or_else(|| unit::MISSING.to_owned(), |local| local.to_string())
}
