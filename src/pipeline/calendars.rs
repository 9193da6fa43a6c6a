//! Opening hours by name: read, with their changes, holidays and exceptions, and laid out.

use std::collections::BTreeMap;

use toml::Spanned;

use super::error::ConfigError;
use super::holidays;
use super::opening::{CalendarAsWritten, ChangeAsWritten};
use super::schedules;
use super::script::Script;
use super::settings::Settings;
use crate::calendar::{Calendar, Day, Hours, HoursError, read_week};
use crate::sources::nearest;

/// The calendar that is always there.
const ALWAYS: &str = "always";

/// All calendars by name, and the files that they were read from.
pub struct Calendars {
    named: BTreeMap<String, Calendar>,
    pub always: Calendar,
    pub files: Vec<Script>,
}

impl Calendars {
    /// Lays all calendars out.
    pub fn resolve(script: &Script, settings: &Settings) -> Result<Self, ConfigError> {
        let zone = settings.desk.time_zone.0;
        let always = Hours::parse("24/7", zone.name())
            .map(|hours| Calendar::new(hours).named(ALWAYS))
            .map_err(|error| {
                ConfigError::of(&script.path, error.to_string(), "correct `desk.time_zone`")
            })?;
        let named = BTreeMap::from([(ALWAYS.to_owned(), always.clone())]);
        let mut calendars = Self { named, always, files: Vec::new() };
        for (name, written) in &settings.calendars {
            if name == ALWAYS {
                let what = format!("the calendar `{ALWAYS}` is built in, open around the clock");
                return Err(script.error(written.span(), what, "give this one another name"));
            }
            let hours = calendars.hours(script, settings, written)?;
            calendars.named.insert(name.clone(), Calendar::new(hours).named(name));
        }
        Ok(calendars)
    }

    /// The calendar that a line of the settings names.
    pub fn get(&self, script: &Script, name: &Spanned<String>) -> Result<&Calendar, ConfigError> {
        self.named.get(name.get_ref()).ok_or_else(|| {
            let cure = nearest(name.get_ref(), self.named.keys().map(String::as_str));
            script.error(name.span(), format!("there is no calendar `{}`", name.get_ref()), cure)
        })
    }

    /// One calendar's hours, with all that the settings say of them.
    fn hours(
        &mut self,
        script: &Script,
        settings: &Settings,
        written: &Spanned<CalendarAsWritten>,
    ) -> Result<Hours, ConfigError> {
        let own = written.get_ref();
        let of_schedule = [
            own.schedule.as_ref().map(|name| ("schedule", name.span())),
            own.zendesk_holidays.as_ref().map(|path| ("zendesk_holidays", path.span())),
        ];
        if own.zendesk_schedules.is_none()
            && let Some((key, at)) = of_schedule.into_iter().flatten().next()
        {
            let what = format!("`{key}` says something of a file that is not named");
            return Err(script.error(at, what, "add `zendesk_schedules = \"schedules.json\"`"));
        }
        let mut hours = match (&own.hours, &own.zendesk_schedules) {
            (Some(text), None) => {
                let zone = own.time_zone.as_ref().map_or(&settings.desk.time_zone, |z| z.get_ref());
                Hours::weekly(zone.0, week(script, text)?)
            }
            (None, Some(_)) => {
                let (hours, files) = schedules::hours(script, own)?;
                self.files.extend(files);
                hours
            }
            (Some(text), Some(_)) => {
                let what = "this calendar has its hours twice: here and in `zendesk_schedules`";
                return Err(script.error(text.span(), what, "take one of the two out"));
            }
            (None, None) => {
                let what = "this calendar has no `hours`";
                let cure = "add them, as `hours = \"Mon-Fri 09:00-18:00\"`";
                return Err(script.error(written.span(), what, cure));
            }
        };
        for ChangeAsWritten { from, hours: text } in &own.changes {
            let week = week(script, text)?;
            if hours.changes.insert(from.get_ref().0, week).is_some() {
                let what = format!("a second change from {} on", from.get_ref().0);
                return Err(script.error(from.span(), what, "take one of the two out"));
            }
        }
        hours.holidays.extend(own.holidays.iter().map(|date| date.0));
        let exceptions = own.exceptions.iter();
        hours.exceptions = exceptions.map(|(date, day)| (date.0, day.0.clone())).collect();
        for file in &own.holidays_files {
            self.files.push(holidays::add(script, file, &mut hours)?);
        }
        Ok(hours)
    }
}

/// An ordinary week as a line of the settings has it.
fn week(script: &Script, text: &Spanned<String>) -> Result<[Day; 7], ConfigError> {
    read_week(text.get_ref()).map_err(|error| refusal(script, text, &error))
}

/// What is wrong with hours, with the line of the settings.
pub(super) fn refusal<T>(script: &Script, at: &Spanned<T>, error: &HoursError) -> ConfigError {
    let text = error.to_string();
    let (what, cure) = text.split_once(": ").unwrap_or((&text, "write `Mon-Fri 09:00-18:00`"));
    script.error(at.span(), what, cure)
}
