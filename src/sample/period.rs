//! The weeks that are told of, hour by hour of the desk's local time.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, TimeZone, Timelike, Weekday};
use chrono_tz::Tz;

/// Seconds since 1970-01-01T00:00Z.
pub(super) type Second = i64;

pub(super) const MINUTE: Second = 60;
pub(super) const HOUR: Second = 3_600;
pub(super) const DAY: Second = 24 * HOUR;
/// Hours of a week.
pub(super) const WEEK: usize = 168;

/// Whole weeks of local time.
pub(super) struct Period {
    pub start: Second,
    /// The Monday after the last week; nothing is known from here on.
    pub end: Second,
    pub weeks: u32,
    /// Local hour of the week of each elapsed hour from `start` on; a day on which the clocks
    /// change has 23 or 25.
    hours: Vec<u8>,
    zone: Tz,
}

impl Period {
    /// `None` where `ends_on` is no Monday, no week is asked for, or the calendar ends before.
    pub fn new(zone: Tz, ends_on: NaiveDate, weeks: u32) -> Option<Self> {
        let midnight = |date: NaiveDate| {
            Some(zone.from_local_datetime(&date.and_time(NaiveTime::MIN)).earliest()?.timestamp())
        };
        let starts_on = ends_on.checked_sub_days(Days::new(u64::from(weeks) * 7))?;
        let (start, end) = (midnight(starts_on)?, midnight(ends_on)?);
        if weeks == 0 || ends_on.weekday() != Weekday::Mon {
            return None;
        }
        let hour = |at: Second| {
            let local = zone.timestamp_opt(at, 0).single()?;
            Some((local.weekday().num_days_from_monday() * 24 + local.hour()) as u8)
        };
        let hours = (start..end).step_by(HOUR as usize).map(hour).collect::<Option<_>>()?;
        Some(Self { start, end, weeks, hours, zone })
    }

    /// How much of the weeks has passed at an instant: 0 at their start, 1 at their end.
    pub fn elapsed(&self, at: Second) -> f64 {
        (at - self.start) as f64 / (self.end - self.start) as f64
    }

    /// How many elapsed hours it has.
    pub fn hours(&self) -> usize {
        self.hours.len()
    }

    /// The number of the elapsed hour that an instant lies in.
    pub fn slot(&self, at: Second) -> usize {
        ((at - self.start) / HOUR).max(0) as usize
    }

    /// The local hour of the week of an elapsed hour; after the end the last week is repeated.
    pub fn hour_of_week(&self, slot: usize) -> usize {
        let last = || {
            let over = slot.saturating_sub(self.hours.len()) % WEEK;
            self.hours.get((self.hours.len() + over).saturating_sub(WEEK))
        };
        self.hours.get(slot).or_else(last).copied().map_or(0, usize::from)
    }

    /// The local date of an instant.
    pub fn date(&self, at: Second) -> NaiveDate {
        self.zone.timestamp_opt(at, 0).single().map_or(NaiveDate::MIN, |local| local.date_naive())
    }

    /// The end with its offset from UTC, as settings write it.
    pub fn end_as_written(&self) -> String {
        let end = self.zone.timestamp_opt(self.end, 0).single();
        end.map_or_else(String::new, |end| end.to_rfc3339())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Europe::Berlin;

    fn monday(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_week_of_the_clock_change_has_an_hour_more() {
        let autumn = Period::new(Berlin, monday("2026-10-26"), 1).unwrap();
        assert_eq!(autumn.hours(), 169);
        let sunday = 6 * 24;
        let hours: Vec<_> = (sunday..sunday + 5).map(|slot| autumn.hour_of_week(slot)).collect();
        assert_eq!(hours, [144, 145, 146, 146, 147]);
        assert_eq!(Period::new(Berlin, monday("2026-03-30"), 1).unwrap().hours(), 167);
    }

    #[test]
    fn after_the_end_the_week_goes_on() {
        let period = Period::new(Berlin, monday("2026-11-16"), 2).unwrap();
        assert_eq!(period.slot(period.end), 336);
        assert_eq!(period.hour_of_week(336), 0);
        assert_eq!(period.hour_of_week(336 + 170), 2);
        assert_eq!(period.end_as_written(), "2026-11-16T00:00:00+01:00");
    }

    #[test]
    fn only_mondays_end_a_week() {
        assert!(Period::new(Berlin, monday("2026-11-17"), 1).is_none());
        assert!(Period::new(Berlin, monday("2026-11-16"), 0).is_none());
        assert!(Period::new(Berlin, monday("2026-11-16"), u32::MAX).is_none());
    }
}
