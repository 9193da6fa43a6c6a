//! The settings of opening hours as written: calendars, and which conversations are under which.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;
use toml::Spanned;

use super::values::{ChannelName, Date, DayHours, OneOrMany, Zone};
use crate::facts;

/// Opening hours: written here, or those of a schedule in Zendesk.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarAsWritten {
    /// An ordinary week, as `Mon-Fri 09:00-18:00; Sat 10:00-15:00`.
    pub hours: Option<Spanned<String>>,
    /// The desk's where missing.
    pub time_zone: Option<Spanned<Zone>>,
    /// Ordinary weeks from later dates on.
    #[serde(default)]
    pub changes: Vec<ChangeAsWritten>,
    #[serde(default)]
    pub holidays: Vec<Date>,
    /// Files of holidays, relative to the file of settings.
    #[serde(default)]
    pub holidays_files: Vec<Spanned<PathBuf>>,
    /// Dates with hours of their own.
    #[serde(default)]
    pub exceptions: BTreeMap<Date, DayHours>,
    /// What Zendesk answers to `/api/v2/business_hours/schedules.json`, in place of `hours`.
    pub zendesk_schedules: Option<Spanned<PathBuf>>,
    /// What it answers to `/api/v2/business_hours/schedules/ID/holidays.json`.
    pub zendesk_holidays: Option<Spanned<PathBuf>>,
    /// Name of the schedule; may be left out where there is only one.
    pub schedule: Option<Spanned<String>>,
}

/// A week that holds from a date on, until the next.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeAsWritten {
    pub from: Spanned<Date>,
    pub hours: Spanned<String>,
}

/// Conversations that meet all of the conditions are under this calendar.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoursAsWritten {
    /// Name of one of the calendars.
    pub calendar: Spanned<String>,
    pub channel: Option<Spanned<OneOrMany<ChannelName>>>,
    /// As the export calls them.
    pub team: Option<Spanned<OneOrMany>>,
    pub priority: Option<Spanned<OneOrMany>>,
}

/// Whose hours hold for a conversation that changes hands.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CalendarOf {
    /// Those of the team that it was opened with, for its whole life.
    Opening,
    /// Those of the team that held it at the time.
    #[default]
    Holder,
}

impl From<CalendarOf> for facts::CalendarOf {
    fn from(written: CalendarOf) -> Self {
        match written {
            CalendarOf::Opening => facts::CalendarOf::Opening,
            CalendarOf::Holder => facts::CalendarOf::Holder,
        }
    }
}
