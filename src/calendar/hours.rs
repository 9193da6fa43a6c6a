//! Opening hours as they are written: shifts by weekday, holidays, exceptions and a zone.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;

/// Minutes in a day of the wall clock.
pub(super) const DAY: u16 = 24 * 60;

/// One stretch of open time on the wall clock, owned by the date it starts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shift {
    start: u16,
    end: u16,
}

impl Shift {
    /// A shift between two minutes counted from the midnight its date begins with.
    ///
    /// The end may lie in the next date (22:00 to 06:00 is 1320 to 1800). `None` where the start is
    /// not before 24:00 (1440), or the shift lasts no time or more than a day.
    pub fn new(start: u16, end: u16) -> Option<Shift> {
        let lasts = end.checked_sub(start)?;
        (start < DAY && (1..=DAY).contains(&lasts)).then_some(Shift { start, end })
    }

    /// The minute it opens, 0 to 1439.
    pub fn start(self) -> u16 {
        self.start
    }

    /// The minute it closes, 1 to 2879; past 1440 it is in the next date.
    pub fn end(self) -> u16 {
        self.end
    }
}

/// The shifts that start on one date, in order; a day without any is closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Day(Vec<Shift>);

impl Day {
    /// The shifts, by their start.
    pub fn shifts(&self) -> &[Shift] {
        &self.0
    }
}

impl FromIterator<Shift> for Day {
    fn from_iter<I: IntoIterator<Item = Shift>>(shifts: I) -> Day {
        let mut shifts: Vec<Shift> = shifts.into_iter().collect();
        shifts.sort_unstable();
        Day(shifts)
    }
}

/// When a desk is open, in the local time of its zone.
///
/// A day is looked up as an exception, then as a holiday, then by its weekday in the week that holds
/// then. A shift belongs to the date it starts on: the night before a holiday is worked to its end,
/// the holiday's own is not, and the last night of old hours ends as it always did. Where shifts
/// overlap, the time they share counts once.
///
/// When the clocks change, a time of day that comes twice is the first of the two, one that never
/// comes is the end of the gap, and a shift across the change is as long as it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    /// The zone whose wall clock the shifts are read on.
    pub zone: Tz,
    /// An ordinary week, Monday first; until the first change, where there is one.
    pub week: [Day; 7],
    /// Ordinary weeks by the date from which each holds, until the next.
    pub changes: BTreeMap<NaiveDate, [Day; 7]>,
    /// Dates on which no shift starts.
    pub holidays: BTreeSet<NaiveDate>,
    /// Dates with hours of their own, in place of the weekday's and in spite of a holiday.
    pub exceptions: BTreeMap<NaiveDate, Day>,
}

impl Hours {
    /// An ordinary week without changes, holidays or exceptions.
    pub fn weekly(zone: Tz, week: [Day; 7]) -> Hours {
        let (changes, exceptions) = (BTreeMap::new(), BTreeMap::new());
        Hours { zone, week, changes, holidays: BTreeSet::new(), exceptions }
    }

    /// The ordinary week that holds on a date.
    pub fn week_on(&self, date: NaiveDate) -> &[Day; 7] {
        self.changes.range(..=date).next_back().map_or(&self.week, |(_, week)| week)
    }

    /// Every ordinary week, in the order in which they hold.
    pub fn weeks(&self) -> impl Iterator<Item = &[Day; 7]> {
        std::iter::once(&self.week).chain(self.changes.values())
    }

    /// The shifts that start on a date.
    pub fn on(&self, date: NaiveDate) -> &[Shift] {
        let day = match self.exceptions.get(&date) {
            None if self.holidays.contains(&date) => None,
            None => self.week_on(date).get(date.weekday().num_days_from_monday() as usize),
            own => own,
        };
        day.map_or(&[], Day::shifts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shift_starts_on_its_date_and_lasts_up_to_a_day() {
        for (start, end) in [(0, 1), (0, 1440), (1439, 1440), (1439, 2879)] {
            let shift = Shift::new(start, end).map(|shift| (shift.start(), shift.end()));
            assert_eq!(shift, Some((start, end)));
        }
        for (start, end) in [(0, 0), (60, 59), (1440, 1500), (0, 1441), (1439, 2880)] {
            assert_eq!(Shift::new(start, end), None);
        }
    }

    #[test]
    fn an_exception_goes_before_a_holiday_and_a_holiday_before_the_weekday() {
        let mut hours = Hours::parse("Mon-Fri 09:00-17:00", "UTC").unwrap();
        let [christmas, boxing_day, sunday]: [NaiveDate; 3] =
            ["2025-12-25", "2025-12-26", "2025-12-28"].map(|date| date.parse().unwrap());
        hours.holidays.extend([christmas, boxing_day]);
        hours.exceptions.insert(boxing_day, "10:00-12:00".parse().unwrap());
        hours.exceptions.insert(sunday, "11:00-12:00, 09:00-10:00".parse().unwrap());

        let on = |day: u32| -> Vec<(u16, u16)> {
            let shifts = hours.on(NaiveDate::from_ymd_opt(2025, 12, day).unwrap());
            shifts.iter().map(|shift| (shift.start() / 60, shift.end() / 60)).collect()
        };
        assert_eq!(on(24), [(9, 17)]);
        assert_eq!(on(25), []);
        assert_eq!(on(26), [(10, 12)]);
        assert_eq!(on(27), []);
        assert_eq!(on(28), [(9, 10), (11, 12)]);
    }

    #[test]
    fn a_change_holds_from_its_date_until_the_next() {
        let mut hours = Hours::parse("Mon-Fri 09:00-17:00", "UTC").unwrap();
        let week = |text| Hours::parse(text, "UTC").unwrap().week;
        let [july, september]: [NaiveDate; 2] =
            ["2026-07-01", "2026-09-01"].map(|date| date.parse().unwrap());
        hours.changes.insert(september, week("Mon-Fri 10:00-16:00"));
        hours.changes.insert(july, week("daily 08:00-20:00"));
        let [wednesday, sunday]: [NaiveDate; 2] =
            ["2026-07-22", "2026-07-26"].map(|date| date.parse().unwrap());
        hours.holidays.insert(wednesday);
        let on =
            |date: NaiveDate| hours.on(date).iter().map(|s| s.start() / 60).collect::<Vec<_>>();
        assert_eq!(on(july.pred_opt().unwrap()), [9]);
        assert_eq!(on(july), [8]);
        assert!(on(wednesday).is_empty());
        assert_eq!(on(sunday), [8]);
        assert_eq!(on(september.pred_opt().unwrap()), [8]);
        assert_eq!(on(september), [10]);
        assert_eq!(hours.weeks().count(), 3);
    }
}
