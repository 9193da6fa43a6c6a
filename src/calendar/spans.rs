//! Opening hours laid out on the line of instants, through gaps and repeats of local time.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::{GapInfo, Tz};

use super::hours::Hours;

/// Elapsed microseconds; as an instant, counted from 1970-01-01T00:00Z.
pub type Micros = i64;

/// 1900-01-01T00:00Z: nothing is open before.
const EARLIEST: Micros = -2_208_988_800_000_000;
/// 2300-01-01T00:00Z: nothing is open from then on.
pub(super) const LATEST: Micros = 10_413_792_000_000_000;

impl Hours {
    /// The open spans `(start, end)` between two instants: in order, disjoint, none empty, made as
    /// they are asked for.
    pub(super) fn spans(&self, from: Micros, to: Micros) -> impl Iterator<Item = (Micros, Micros)> {
        let from = from.clamp(EARLIEST, LATEST);
        let to = to.clamp(EARLIEST, LATEST);
        // A local date may be one off the UTC date, and a shift may have started the date before.
        let last = utc_date(to) + Days::new(1);
        (utc_date(from) - Days::new(2))
            .iter_days()
            .take_while(move |date| *date <= last)
            .flat_map(|date| self.on(date).iter().map(move |shift| (date, *shift)))
            .filter_map(|(date, shift)| {
                let start = first_reads(self.zone, date, shift.start())?;
                let end = first_reads(self.zone, date, shift.end())?;
                Some((start, end))
            })
            .scan(from, move |reached, (start, end)| {
                let start = start.max(*reached);
                let end = end.min(to);
                *reached = end.max(*reached);
                Some((start, end))
            })
            .filter(|(start, end)| start < end)
    }
}

/// The first instant at which the zone's wall clock reads `minute` of `date`, or later.
///
/// A later reading never has an earlier instant, so no change of the clocks makes two shifts overlap,
/// and a date that a zone left out has no open time. RFC 5545 instead keeps a missing time as far
/// behind the gap's end as it is behind its start, which would open a left-out Friday on Saturday.
fn first_reads(zone: Tz, date: NaiveDate, minute: u16) -> Option<Micros> {
    let local = date.and_time(NaiveTime::MIN) + TimeDelta::minutes(minute.into());
    let at = zone.from_local_datetime(&local).earliest();
    let at = at.or_else(|| GapInfo::new(&local, &zone)?.end);
    at.map(|at| at.timestamp_micros())
}

/// The UTC date of an instant between `EARLIEST` and `LATEST`.
fn utc_date(at: Micros) -> NaiveDate {
    (DateTime::<Utc>::UNIX_EPOCH + TimeDelta::microseconds(at)).date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The open spans of some UTC dates, as UTC times.
    fn spans(week: &str, zone: &str, from: &str, to: &str) -> Vec<String> {
        let midnight = |date: &str| {
            let date: NaiveDate = date.parse().unwrap();
            date.and_time(NaiveTime::MIN).and_utc().timestamp_micros()
        };
        let time = |at| DateTime::from_timestamp_micros(at).unwrap().format("%d %H:%M");
        let hours = Hours::parse(week, zone).unwrap();
        let spans = hours.spans(midnight(from), midnight(to));
        let spans = spans.map(|(start, end)| format!("{} to {}", time(start), time(end)));
        spans.collect()
    }

    #[test]
    fn a_time_inside_a_gap_is_the_end_of_the_gap() {
        let spring = |week| spans(week, "Europe/Berlin", "2026-03-29", "2026-03-30");
        assert_eq!(spring("Sun 01:00-02:30"), ["29 00:00 to 29 01:00"]);
        assert_eq!(spring("Sun 02:30-04:00"), ["29 01:00 to 29 02:00"]);
        assert_eq!(spring("Sun 02:15-02:45"), [""; 0]);
        assert_eq!(spring("Sun 01:00-02:30, 03:00-04:00").len(), 2);
    }

    #[test]
    fn a_time_that_comes_twice_is_the_first() {
        let autumn = |week| spans(week, "Europe/Berlin", "2026-10-25", "2026-10-26");
        assert_eq!(autumn("Sun 01:00-02:30"), ["25 00:00 to 25 00:30"]);
        assert_eq!(autumn("Sun 02:30-04:00"), ["25 00:30 to 25 03:00"]);
        assert_eq!(autumn("Sun 02:00-03:00"), ["25 00:00 to 25 02:00"]);
    }

    #[test]
    fn lord_howe_turns_its_clocks_by_half_an_hour() {
        let night = |from, to| spans("daily 23:00-05:00", "Australia/Lord_Howe", from, to);
        assert_eq!(night("2026-04-04", "2026-04-05"), ["04 12:00 to 04 18:30"]);
        assert_eq!(night("2026-10-03", "2026-10-04"), ["03 12:30 to 03 18:00"]);
    }

    /// Apia went from Thursday 29 December 2011 straight to Saturday 31.
    #[test]
    fn a_date_that_a_zone_left_out_has_no_open_time() {
        let apia = |week| spans(week, "Pacific/Apia", "2011-12-29", "2012-01-01");
        assert_eq!(apia("Fri 09:00-17:00"), [""; 0]);
        assert_eq!(apia("Thu-Sat 09:00-17:00"), ["29 19:00 to 30 03:00", "30 19:00 to 31 03:00"]);
        assert_eq!(apia("Thu 22:00-06:00"), ["30 08:00 to 30 10:00"]);
    }

    #[test]
    fn time_that_two_dates_share_counts_once() {
        let mut hours = Hours::parse("Mon 22:00-06:00", "UTC").unwrap();
        let tuesday = "1970-01-06".parse().unwrap();
        hours.exceptions.insert(tuesday, "05:00-09:00".parse().unwrap());
        let open = hours.spans(0, 7 * 86_400_000_000).map(|(start, end)| end - start);
        assert_eq!(open.sum::<Micros>(), 11 * 3_600_000_000);
    }
}
