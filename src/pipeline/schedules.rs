//! Opening hours from Zendesk: one of its schedules, with the holidays that go with it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::Spanned;

use super::error::ConfigError;
use super::opening::CalendarAsWritten;
use super::rails_zones;
use super::script::Script;
use crate::calendar::{Day, Hours, Shift};
use crate::sources::nearest;

const DAY: u32 = 24 * 60;
const WEEK: u32 = 7 * DAY;

/// What `/api/v2/business_hours/schedules.json` answers, of which only this matters.
#[derive(Deserialize)]
struct Schedules {
    schedules: Vec<Schedule>,
}

#[derive(Deserialize)]
struct Schedule {
    name: String,
    time_zone: String,
    intervals: Vec<Interval>,
}

/// Minutes from the midnight with which Sunday begins.
#[derive(Clone, Copy, Deserialize)]
struct Interval {
    start_time: u32,
    end_time: u32,
}

/// What `/api/v2/business_hours/schedules/ID/holidays.json` answers.
#[derive(Deserialize)]
struct Holidays {
    holidays: Vec<Holiday>,
}

/// Days that are closed, from the first to the last.
#[derive(Deserialize)]
struct Holiday {
    name: String,
    start_date: NaiveDate,
    end_date: NaiveDate,
}

/// The hours of the schedule that a calendar names, and the files that say so.
pub(super) fn hours(
    script: &Script,
    written: &CalendarAsWritten,
) -> Result<(Hours, Vec<Script>), ConfigError> {
    let Some(path) = &written.zendesk_schedules else {
        let cure = "add `hours` to the calendar";
        return Err(ConfigError::of(&script.path, "no schedule is named", cure));
    };
    if let Some(zone) = &written.time_zone {
        let what = "a schedule has its own time zone";
        return Err(script.error(zone.span(), what, "take `time_zone` out"));
    }
    let file =
        script.beside(path, "save Zendesk's answer to business_hours/schedules.json there")?;
    let schedules: Schedules = read(&file, "schedules")?;
    let schedule = choose(script, path, written.schedule.as_ref(), &schedules.schedules)?;
    let zone = rails_zones::zone(&schedule.time_zone).ok_or_else(|| {
        let what = format!("`{}` is not a time zone of Zendesk", schedule.time_zone);
        let names = rails_zones::NAMES.iter().map(|(name, _)| *name);
        ConfigError::of(&file.path, what, nearest(&schedule.time_zone, names))
    })?;
    let week = week(&schedule.intervals).ok_or_else(|| {
        let what = format!("an interval of `{}` is none of the week", schedule.name);
        let cure = "export it again: `start_time` is before `end_time`, and that at most 10080";
        ConfigError::of(&file.path, what, cure)
    })?;
    let mut hours = Hours::weekly(zone, week);
    let mut files = vec![file];
    if let Some(path) = &written.zendesk_holidays {
        let file = script.beside(path, "save Zendesk's answer to …/holidays.json there")?;
        hours.holidays = dates(&file, read(&file, "holidays")?)?;
        files.push(file);
    }
    Ok((hours, files))
}

fn read<T: DeserializeOwned>(file: &Script, what: &str) -> Result<T, ConfigError> {
    sonic_rs::from_str(&file.text).map_err(|error| {
        let error = error.to_string();
        let reason = error.lines().next().unwrap_or_default();
        let what = format!("these are no {what} of Zendesk ({reason})");
        ConfigError::of(&file.path, what, "save the answer of its API as it is")
    })
}

/// The schedule of that name, or the only one.
fn choose<'s>(
    script: &Script,
    path: &Spanned<impl Sized>,
    name: Option<&Spanned<String>>,
    schedules: &'s [Schedule],
) -> Result<&'s Schedule, ConfigError> {
    let names = || schedules.iter().map(|schedule| schedule.name.as_str());
    match (name, schedules) {
        (Some(name), _) => {
            let found = schedules.iter().find(|schedule| schedule.name == *name.get_ref());
            found.ok_or_else(|| {
                let what = format!("there is no schedule `{}`", name.get_ref());
                script.error(name.span(), what, nearest(name.get_ref(), names()))
            })
        }
        (None, [only]) => Ok(only),
        (None, _) => {
            let what = format!("the file has {} schedules", schedules.len());
            let first = names().next().unwrap_or("Support");
            let cure = format!("name one, as `schedule = \"{first}\"`");
            Err(script.error(path.span(), what, cure))
        }
    }
}

/// The week, Monday first. Hours are parted at midnight, as Zendesk's holidays close whole dates.
fn week(intervals: &[Interval]) -> Option<[Day; 7]> {
    let mut days: [Vec<Shift>; 7] = Default::default();
    for Interval { start_time, end_time } in intervals {
        if start_time >= end_time || *end_time > WEEK {
            return None;
        }
        for (sunday_first, midnight) in (0..7).zip((0..).step_by(DAY as usize)) {
            let start = (*start_time).clamp(midnight, midnight + DAY) - midnight;
            let end = (*end_time).clamp(midnight, midnight + DAY) - midnight;
            if start < end {
                let shift = Shift::new(u16::try_from(start).ok()?, u16::try_from(end).ok()?)?;
                days.get_mut((sunday_first + 6) % 7)?.push(shift);
            }
        }
    }
    Some(days.map(Day::from_iter))
}

/// The dates of all holidays.
fn dates(file: &Script, holidays: Holidays) -> Result<BTreeSet<NaiveDate>, ConfigError> {
    let mut dates = BTreeSet::new();
    for Holiday { name, start_date, end_date } in holidays.holidays {
        if end_date < start_date || (end_date - start_date).num_days() > 731 {
            let what = format!("the holiday `{name}` lasts from {start_date} to {end_date}");
            return Err(ConfigError::of(&file.path, what, "correct its dates"));
        }
        dates.extend(start_date.iter_days().take_while(|date| *date <= end_date));
    }
    Ok(dates)
}
