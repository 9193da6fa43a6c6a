//! What tables are built from: the facts, the desk's zone and week, its promises, the input's files.

use chrono_tz::Tz;

use super::week::Week;
use crate::facts::{Facts, ServiceLevelVariant, Target};
use crate::model::{Channel, Instant};
use crate::scores::Weights;

/// Everything that a table may depend on.
#[derive(Clone, Debug)]
pub struct Scope {
    pub facts: Facts,
    /// The zone in which weeks begin and hours are told.
    pub zone: Tz,
    /// The week reported on.
    pub week: Week,
    /// The instant at which the input's state was taken.
    pub as_of: Instant,
    /// What the desk promises; channels without promises may be left out.
    pub promises: Vec<ChannelPromises>,
    /// The variant of the service level of calls, where there is one.
    pub service_level: Option<ServiceLevelVariant>,
    /// How the dimensions of an agent's score are weighed.
    pub weights: Weights,
    /// Weeks that scores and loads look back on, the reported one included.
    pub window_weeks: u32,
    pub files: Vec<ImportFile>,
}

/// What is promised on a channel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChannelPromises {
    pub channel: Channel,
    pub first_response: Option<Promise>,
    pub resolution: Option<Promise>,
}

/// A promise: within how long, and for how many of all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Promise {
    pub target: Target,
    /// Share of conversations, 0..1, for which it is meant to be kept; `None` if that is not said.
    pub share: Option<f64>,
}

/// One file of the input and what became of its records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportFile {
    /// As the ledger names it.
    pub name: String,
    /// The source it belongs to.
    pub source: String,
    /// The format it was read as.
    pub format: String,
    /// Size on disk.
    pub bytes: u64,
    /// Records seen; those kept and those in the ledger together.
    pub seen: u64,
    pub kept: u64,
    /// Records that are only in the ledger.
    pub dropped: u64,
    /// Entries of the ledger that speak against the file.
    pub bad: u64,
    /// Hash of its bytes, in hexadecimal.
    pub blake3: String,
}

impl Scope {
    /// Length of the default window: methods for weekly scores pool a quarter of a year.
    pub const WINDOW_WEEKS: u32 = 13;

    /// A scope without promises and files, with the default weights and window.
    pub fn new(facts: Facts, zone: Tz, week: Week, as_of: Instant) -> Self {
        Self {
            facts,
            zone,
            week,
            as_of,
            promises: Vec::new(),
            service_level: None,
            weights: Weights::default(),
            window_weeks: Self::WINDOW_WEEKS,
            files: Vec::new(),
        }
    }

    /// The promises of a channel.
    pub fn promises(&self, channel: Channel) -> Option<&ChannelPromises> {
        self.promises.iter().find(|promises| promises.channel == channel)
    }

    /// The first week of the trailing window.
    pub fn window_from(&self) -> Week {
        self.week.minus(self.window_weeks.saturating_sub(1))
    }
}
