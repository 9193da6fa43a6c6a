//! A country's holidays, as a file has them: dates with their names, and days worked in their stead.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use super::error::ConfigError;
use super::script::Script;
use super::values::{Date, WeekdayName};
use crate::calendar::Hours;

/// A file of holidays.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidaysAsWritten {
    /// Whose holidays they are.
    #[expect(dead_code, reason = "for whoever reads the file")]
    name: String,
    #[serde(default)]
    dates: BTreeMap<Spanned<Date>, String>,
    /// Days that are worked in a holiday's stead, with the hours of an ordinary weekday.
    #[serde(default)]
    working_days: BTreeMap<Date, WeekdayName>,
}

/// Adds the holidays of a file, and the days worked in their stead where nothing else is said of
/// them.
pub(super) fn add(
    script: &Script,
    path: &Spanned<impl AsRef<Path>>,
    hours: &mut Hours,
) -> Result<Script, ConfigError> {
    let file = script.beside(path, "name a file of holidays, as `holidays/de.toml`")?;
    let written: HolidaysAsWritten = file.parse()?;
    for (date, name) in &written.dates {
        if written.working_days.contains_key(date.get_ref()) {
            let what = format!("`{name}` is also one of the `working_days`");
            return Err(file.error(date.span(), what, "take the date out of one of them"));
        }
    }
    for (date, weekday) in &written.working_days {
        let day = hours.week_on(date.0).get(weekday.0.num_days_from_monday() as usize);
        if let Some(day) = day.cloned().filter(|_| !hours.holidays.contains(&date.0)) {
            hours.exceptions.entry(date.0).or_insert(day);
        }
    }
    hours.holidays.extend(written.dates.into_keys().map(|date| date.into_inner().0));
    Ok(file)
}
