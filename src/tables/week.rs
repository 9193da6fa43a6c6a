//! A week of the ISO calendar, from Monday to Sunday.

use std::ops::Range;

use chrono::{Datelike, Days, IsoWeek, NaiveDate, Weekday};
use chrono_tz::Tz;

use super::day;
use crate::model::Instant;

/// The years 1 to 9999: instants that have a week.
pub const CALENDAR: Range<i64> = -62_135_596_800_000_000..253_402_300_800_000_000;

/// A week, known by its Monday. It is written `2026-W46`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week(NaiveDate);

impl Week {
    /// The week that holds a date.
    pub fn of(date: NaiveDate) -> Self {
        let since_monday = u64::from(date.weekday().num_days_from_monday());
        Self(date.checked_sub_days(Days::new(since_monday)).unwrap_or(date))
    }

    /// The week that holds an instant in a zone; `None` outside of the years 1 to 9999.
    pub fn holding(at: Instant, zone: Tz) -> Option<Self> {
        let at = at.to_utc().filter(|_| CALENDAR.contains(&at.0))?;
        Some(Self::of(at.with_timezone(&zone).date_naive()))
    }

    /// The last week that is over at an instant.
    pub fn last_complete(at: Instant, zone: Tz) -> Option<Self> {
        Some(Self::holding(at, zone)?.minus(1))
    }

    /// Reads `2026-W46`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, week) = text.split_once("-W")?;
        let is_plain = year.len() == 4 && week.len() == 2;
        let (year, week) = (year.parse().ok()?, week.parse().ok()?);
        is_plain.then(|| NaiveDate::from_isoywd_opt(year, week, Weekday::Mon).map(Self))?
    }

    pub fn monday(self) -> NaiveDate {
        self.0
    }

    /// So many weeks earlier.
    pub fn minus(self, weeks: u32) -> Self {
        Self(self.0.checked_sub_days(Days::new(7 * u64::from(weeks))).unwrap_or(self.0))
    }

    /// So many weeks later.
    pub fn plus(self, weeks: u32) -> Self {
        Self(self.0.checked_add_days(Days::new(7 * u64::from(weeks))).unwrap_or(self.0))
    }

    /// The instant at which it begins in a zone.
    pub fn begins(self, zone: Tz) -> Option<Instant> {
        day::begins(self.0, zone)
    }

    /// The instant at which it is over in a zone: the next one's beginning.
    pub fn ends(self, zone: Tz) -> Option<Instant> {
        self.plus(1).begins(zone)
    }

    fn iso(self) -> IsoWeek {
        self.0.iso_week()
    }
}

impl std::fmt::Display for Week {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-W{:02}", self.iso().year(), self.iso().week())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> Instant {
        Instant::from_rfc3339(text).unwrap()
    }

    #[test]
    fn weeks_belong_to_the_year_of_their_thursday() {
        for (date, text) in
            [("2026-11-15", "2026-W46"), ("2027-01-03", "2026-W53"), ("2027-01-04", "2027-W01")]
        {
            let week = Week::of(date.parse().unwrap());
            assert_eq!(week.to_string(), text);
            assert_eq!(Week::parse(text), Some(week));
        }
        for wrong in ["2026-W54", "2026-46", "26-W46", "2026-W6", "2025-W53"] {
            assert_eq!(Week::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_week_begins_at_midnight_where_the_desk_is() {
        let week = Week::parse("2026-W43").unwrap();
        let london = chrono_tz::Europe::London;
        assert_eq!(week.begins(london), Some(utc("2026-10-18T23:00:00Z")));
        assert_eq!(week.ends(london), Some(utc("2026-10-26T00:00:00Z")));
        assert_eq!(Week::holding(utc("2026-10-18T23:00:00Z"), london), Some(week));
        assert_eq!(Week::holding(utc("2026-10-18T22:59:59Z"), london), Some(week.minus(1)));
        assert_eq!(Week::last_complete(utc("2026-10-26T00:00:00Z"), london), Some(week));
        assert_eq!(Week::last_complete(utc("2026-10-25T23:59:59Z"), london), Some(week.minus(1)));
    }

    #[test]
    fn where_midnight_is_skipped_the_week_begins_after_it() {
        // In Tehran the clocks went from 00:00 on Monday, 22 March 2021, to 01:00.
        let tehran = chrono_tz::Asia::Tehran;
        let week = Week::of("2021-03-22".parse().unwrap());
        assert_eq!(week.begins(tehran), Some(utc("2021-03-21T20:30:00Z")));
        assert_eq!(Week::holding(utc("2021-03-21T20:29:59Z"), tehran), Some(week.minus(1)));
        // In Apia there was no Friday, 30 December 2011.
        let apia = chrono_tz::Pacific::Apia;
        let week = Week::of("2011-12-30".parse().unwrap());
        let length = week.ends(apia).unwrap().seconds_since(week.begins(apia).unwrap());
        assert_eq!(length, 6.0 * 86_400.0);
    }
}
