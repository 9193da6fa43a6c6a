//! The settings as written: every key that a pipeline's TOML file may have.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use super::duration::Duration;
use super::memory::Bytes;
use super::opening::{CalendarAsWritten, CalendarOf, HoursAsWritten};
use super::rubric::RubricAsWritten;
use super::said::TextAsWritten;
use super::values::{ChannelName, Format, OneOrMany, Rule, Share, TextEncoding, Variant, Zone};
use crate::facts::TargetTime;
use crate::model::PromiseKind;
use crate::sources::Mapping;

/// A pipeline's file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub desk: Desk,
    #[serde(default)]
    pub run: Run,
    /// Hours by the name that channels call them; `always` is built in.
    #[serde(default)]
    pub calendars: BTreeMap<String, Spanned<CalendarAsWritten>>,
    /// Which conversations are under which hours, whatever their channel's; the first that fits.
    #[serde(default)]
    pub hours: Vec<Spanned<HoursAsWritten>>,
    #[serde(default)]
    pub channels: BTreeMap<ChannelName, ChannelAsWritten>,
    /// Promises to some conversations; the first that fits goes before the channel's own.
    #[serde(default)]
    pub promises: Vec<Spanned<RuleAsWritten>>,
    #[serde(default)]
    pub text: TextAsWritten,
    pub rubric: Option<Spanned<RubricAsWritten>>,
    #[serde(default)]
    pub scores: Scores,
    #[serde(default)]
    pub coaching: Coaching,
    #[serde(default)]
    pub reviews: Reviews,
    #[serde(default)]
    pub inputs: Vec<Spanned<InputAsWritten>>,
}

/// Whose desk it is, and when.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Desk {
    pub name: String,
    /// Weeks begin on Monday here; zone of times that name none.
    pub time_zone: Zone,
    /// Whose hours hold for a conversation that changes hands.
    #[serde(default)]
    pub calendar_of: CalendarOf,
    /// The instant at which the exports were taken; the latest one in them where missing.
    pub as_of: Option<Spanned<Moment>>,
    /// The week to report on; the last one that is over at `as_of` where missing.
    pub week: Option<Spanned<String>>,
}

/// A time as text or as TOML's own.
#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a time as `2026-11-16T00:00:00Z`")]
pub enum Moment {
    Text(String),
    Toml(Datetime),
}

impl Moment {
    pub fn text(&self) -> String {
        match self {
            Moment::Text(text) => text.clone(),
            Moment::Toml(at) => at.to_string(),
        }
    }
}

/// How to run and what to make.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Run {
    /// The folder of outputs, relative to the file of settings.
    pub out: PathBuf,
    /// Records held in memory before they go to disk; a quarter of the machine's where missing.
    pub memory: Option<Bytes>,
    /// Share of bad records above which the run ends with code 1.
    pub tolerance: Share,
    /// By whose rule first response, resolution and satisfaction are counted; ours where missing.
    pub definitions: Option<Rule>,
    /// Whether facts may hold the text of messages, without its personal data.
    pub keep_text: bool,
    pub charts: bool,
    /// Where missing, it is rendered if nothing is left out that it shows.
    pub report: Option<Spanned<bool>>,
    /// Whether charts are pictures for slides (PNG), too.
    pub pictures: bool,
    /// Whether to write the spreadsheet; where missing, with the report.
    pub workbook: Option<bool>,
    /// The tables to publish; all where missing.
    pub tables: Option<Spanned<Vec<String>>>,
}

impl Default for Run {
    fn default() -> Self {
        Self {
            out: PathBuf::from("out"),
            memory: None,
            tolerance: Share(0.01),
            definitions: None,
            keep_text: false,
            charts: true,
            report: None,
            pictures: false,
            workbook: None,
            tables: None,
        }
    }
}

/// Defines settings that may promise something, each kind by its own key.
macro_rules! promising {
    ($($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $field:ident: $type:ty),+ $(,)? })+) => {$(
        $(#[$about])*
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$doc])* pub $field: $type,)+
            /// An answer by a person to the customer's first question.
            first_response: Option<Spanned<PromiseAsWritten>>,
            /// An answer to each later question.
            next_response: Option<Spanned<PromiseAsWritten>>,
            /// A word from the desk at least so often, until it is resolved.
            periodic_update: Option<Spanned<PromiseAsWritten>>,
            resolution: Option<Spanned<PromiseAsWritten>>,
            /// How long the customer waits in all, over all answers.
            requester_wait: Option<Spanned<PromiseAsWritten>>,
        }

        impl $name {
            /// What is promised, by kind.
            pub fn promises(&self) -> [(PromiseKind, Option<&Spanned<PromiseAsWritten>>); 5] {
                [
                    (PromiseKind::FirstResponse, self.first_response.as_ref()),
                    (PromiseKind::NextResponse, self.next_response.as_ref()),
                    (PromiseKind::PeriodicUpdate, self.periodic_update.as_ref()),
                    (PromiseKind::Resolution, self.resolution.as_ref()),
                    (PromiseKind::RequesterWait, self.requester_wait.as_ref()),
                ]
            }
        }
    )+};
}

promising! {
    /// How one channel is kept.
    ChannelAsWritten {
        /// Name of one of the calendars; `always` where missing.
        calendar: Option<Spanned<String>>,
        /// Of calls; the promised first response where missing.
        service_level: Option<Spanned<ServiceLevelAsWritten>>,
    }

    /// What is promised to some conversations; what is left out fits all.
    RuleAsWritten {
        /// Its name in tables; made of what it asks where missing.
        name: Option<String>,
        channel: Option<ChannelName>,
        priority: Option<String>,
        team: Option<String>,
        /// The customer's, as the source ranks them.
        tier: Option<String>,
        tag: Option<String>,
    }
}

/// Within which time calls are to be answered, and how those given up count.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceLevelAsWritten {
    pub within: Duration,
    /// `without_abandoned_in_time` where missing.
    pub variant: Option<Variant>,
    /// A caller who gives up within it did so at once; 5 s where missing.
    pub short_abandon: Option<Duration>,
    /// The share of calls that is to meet it; the promised first response's where missing.
    pub share: Option<Share>,
}

/// A promise to customers.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PromiseAsWritten {
    pub within: Duration,
    /// `business` counts only while the channel is open.
    #[serde(default)]
    pub time: Counted,
    /// The share of conversations for which it is to be kept; all of them where missing.
    pub share: Option<Share>,
    /// Whether the clock stands still while it is the customer's turn.
    #[serde(default)]
    pub pauses: bool,
}

/// Which time a promise counts in.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Counted {
    #[default]
    Business,
    Elapsed,
}

impl From<Counted> for TargetTime {
    fn from(counted: Counted) -> Self {
        match counted {
            Counted::Business => TargetTime::Business,
            Counted::Elapsed => TargetTime::Elapsed,
        }
    }
}

/// How agents' scores are made.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Scores {
    pub weights: Option<Spanned<WeightsAsWritten>>,
    /// Weeks that scores look back on, the reported one included.
    pub window_weeks: Option<Spanned<u32>>,
}

/// What is said to be coached.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Coaching {
    /// How far a share has to be off the peers' to be worth a word, 0 to 1.
    pub large_gap: Option<Spanned<f64>>,
    /// Least number of cases of a skill.
    pub least_cases: Option<Spanned<u32>>,
}

/// What each dimension counts in a score; only their ratio matters, and what is missing counts 0.
#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeightsAsWritten {
    #[serde(default)]
    pub resolution: f64,
    #[serde(default)]
    pub feedback: f64,
    #[serde(default)]
    pub quality: f64,
    #[serde(default)]
    pub speed: f64,
    #[serde(default)]
    pub efficiency: f64,
}

/// What reviewers are to read.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Reviews {
    /// Conversations of each agent in a week; 4 where missing.
    pub per_agent: Option<Spanned<u32>>,
}

/// Some files of one format, from one tool.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InputAsWritten {
    /// Its name in messages; the format's, else one made of `files`, where missing.
    pub name: Option<String>,
    /// Paths with wildcards (`*`, `**`, `?`, `[a-z]`), relative to the file of settings.
    pub files: Spanned<OneOrMany>,
    /// Recognised by content where missing.
    pub format: Option<Format>,
    /// Inputs of one source share the ids of conversations; its own name where missing.
    pub source: Option<String>,
    /// Channel of what does not say its own.
    pub channel: Option<ChannelName>,
    /// Surface of what does not say its own.
    #[serde(default)]
    pub surface: String,
    /// Zone of times that name none; the desk's where missing.
    pub time_zone: Option<Zone>,
    /// Of text files without a byte order mark; UTF-8 where missing.
    pub encoding: Option<TextEncoding>,
    /// Patterns of names or addresses, for formats that do not say who is who.
    #[serde(default)]
    pub agents: Vec<String>,
    #[serde(default)]
    pub bots: Vec<String>,
    /// Columns to fields, for format `table`.
    pub table: Option<Mapping>,
}
