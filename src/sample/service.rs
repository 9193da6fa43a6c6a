//! The contract between a channel and the desk: its load, its hours, and how a contact goes.

use super::draw::Draw;
use super::scene::Scene;
use super::verdict::Outcome;
use crate::model::Channel;

/// A channel that the desk answers on.
pub(super) trait Service: Sync {
    fn channel(&self) -> Channel;

    /// Share of all contacts.
    fn share(&self) -> f64;

    /// How many contacts arrive in an hour of a local day, Monday being 0, against other hours.
    fn load(&self, weekday: usize, hour: usize) -> f64;

    /// When it is answered, in the desk's local time; around the clock where missing.
    fn hours(&self) -> Option<Opening> {
        None
    }

    /// Whether customers wait longer where more of them come per agent on duty.
    fn queues(&self) -> bool {
        false
    }

    /// Where within the channel a speaker of that language writes, and whether everybody can read
    /// it there.
    fn surface(&self, tongue: &str, draw: &mut Draw) -> (&'static str, Option<bool>);

    /// What stands between the sentences of a message where the language needs something.
    fn joint(&self) -> &'static str {
        " "
    }

    /// Plays a contact out, to its end or beyond the end of the period.
    fn play(&self, scene: &mut Scene<'_>) -> Outcome;
}

/// Opening hours under the name that the settings give them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Opening {
    pub name: &'static str,
    pub hours: &'static str,
}

/// Weekdays in working hours.
pub(super) const OFFICE: Opening = Opening { name: "office", hours: "Mon-Fri 09:00-18:00" };
/// Every day until the evening.
pub(super) const DAILY: Opening = Opening { name: "daily", hours: "daily 09:00-21:00" };
