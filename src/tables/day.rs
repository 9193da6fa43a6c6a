//! A day of the desk's calendar.

use chrono::{LocalResult, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use crate::model::Instant;

/// The instant at which a date begins in a zone: midnight, or the first time that there is where the
/// clocks skip it; `None` where they skip the whole day.
pub fn begins(date: NaiveDate, zone: Tz) -> Option<Instant> {
    let midnight = date.and_time(NaiveTime::MIN);
    let hours = (0..24).map(|hour| midnight + TimeDelta::hours(hour));
    let mut there = hours.filter_map(|local| match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at.with_timezone(&Utc)),
        LocalResult::None => None,
    });
    there.next().map(Instant::from)
}

/// The instant at which it is over: the beginning of the next one that there is.
pub fn ends(date: NaiveDate, zone: Tz) -> Option<Instant> {
    date.iter_days().skip(1).take(2).find_map(|next| begins(next, zone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_the_clocks_skip_has_no_beginning() {
        // In Apia there was no Friday, 30 December 2011.
        let apia = chrono_tz::Pacific::Apia;
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(begins(date("2011-12-30"), apia), None);
        let thursday = ends(date("2011-12-29"), apia);
        assert_eq!(thursday, Instant::from_rfc3339("2011-12-30T10:00:00Z"));
        assert_eq!(thursday, begins(date("2011-12-31"), apia));
    }

    #[test]
    fn a_day_is_as_long_as_the_clocks_make_it() {
        let berlin = chrono_tz::Europe::Berlin;
        let hours = |text: &str| {
            let date = text.parse::<NaiveDate>().unwrap();
            ends(date, berlin).unwrap().seconds_since(begins(date, berlin).unwrap()) / 3_600.0
        };
        assert_eq!(["2026-03-29", "2026-10-24", "2026-10-25"].map(hours), [23.0, 24.0, 25.0]);
    }
}
