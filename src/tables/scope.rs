//! What tables are built from: the facts, the desk's zone and week, its promises, the input's files.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use chrono_tz::Tz;
use polars::prelude::PolarsResult;

use super::scoring::Assessed;
use super::week::Week;
use crate::facts::{Facts, Promised, ServiceLevel};
use crate::model::{Channel, Instant, PromiseKind};
use crate::scores::{CoachRules, Weights};

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
    /// What the desk promises; the first of a kind that fits a conversation counts.
    pub promises: Vec<Promised>,
    /// The service level of calls as the settings have it; without one, the promised first response
    /// is it.
    pub service_level: Option<ServiceLevel>,
    /// The family of topics that each of the vendor's own categories means.
    pub topic_labels: BTreeMap<String, String>,
    /// Whether criteria that go with no outcome count in agents' quality.
    pub counts_descriptive: bool,
    /// How the dimensions of an agent's score are weighed.
    pub weights: Weights,
    /// When somebody is said to be weak or strong in a skill.
    pub coaching: CoachRules,
    /// Weeks that scores and loads look back on, the reported one included.
    pub window_weeks: u32,
    /// Conversations of each agent that are to be read by reviewers in a week.
    pub reviews_per_agent: u32,
    pub files: Vec<ImportFile>,
    /// Agents against their peers, where that was worked out already; see [`Scope::assess`].
    pub assessed: Option<Arc<Assessed>>,
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

    /// Reviews of each agent in a week, where the settings do not say: the few that desks manage.
    pub const REVIEWS_PER_AGENT: u32 = 4;

    /// A scope without promises and files, with the default weights and window.
    pub fn new(facts: Facts, zone: Tz, week: Week, as_of: Instant) -> Self {
        Self {
            facts,
            zone,
            week,
            as_of,
            promises: Vec::new(),
            service_level: None,
            topic_labels: BTreeMap::new(),
            counts_descriptive: false,
            weights: Weights::default(),
            coaching: CoachRules::default(),
            window_weeks: Self::WINDOW_WEEKS,
            reviews_per_agent: Self::REVIEWS_PER_AGENT,
            files: Vec::new(),
            assessed: None,
        }
    }

    /// The same scope with agents set against their peers, so that several tables need not do it each.
    /// Where that fails, it fails again in each of them.
    pub fn assess(&self) -> Self {
        let assessed = self.assessed().ok().flatten();
        Self { assessed, ..self.clone() }
    }

    /// Agents against their peers over the trailing window; `None` where it lies beyond the calendar.
    pub(super) fn assessed(&self) -> PolarsResult<Option<Arc<Assessed>>> {
        match &self.assessed {
            Some(assessed) => Ok(Some(Arc::clone(assessed))),
            None => Ok(Assessed::of(self)?.map(Arc::new)),
        }
    }

    /// What is promised on whole channels, whatever the conversation.
    pub fn channel_promises(
        &self,
        kind: PromiseKind,
    ) -> impl Iterator<Item = (Channel, &Promised)> {
        let of_kind = self.promises.iter().filter(move |promised| promised.kind == kind);
        of_kind.filter_map(|promised| Some((promised.when.only_channel()?, promised)))
    }

    /// The trailing window; `None` where it lies beyond the calendar.
    pub fn window(&self) -> Option<Range<Instant>> {
        let ends = self.window_from().begins(self.zone).zip(self.week.ends(self.zone));
        ends.map(|(from, to)| from..to)
    }

    /// The first week of the trailing window.
    pub fn window_from(&self) -> Week {
        self.week.minus(self.window_weeks.saturating_sub(1))
    }
}
