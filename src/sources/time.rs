//! Times that name no zone, and the zone that makes instants of them.

use chrono::{Datelike, Duration, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use chrono_tz::Tz;

use crate::model::Instant;

/// The zone of times that name none.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    pub zone: Tz,
    /// Whether the input's settings name the zone; if not, a source says once per file that the
    /// desk's was taken (`no_zone`).
    pub is_stated: bool,
}

impl Clock {
    /// The instant of a local time. Where a clock change repeats it, the first; where it skips it,
    /// as much later as the clock was moved (RFC 5545, section 3.3.5).
    pub fn instant(&self, local: NaiveDateTime) -> Option<Instant> {
        match self.zone.from_local_datetime(&local) {
            LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => {
                Some(Instant(at.timestamp_micros()))
            }
            LocalResult::None => {
                let before = local.checked_sub_signed(Duration::days(1))?;
                let before = self.zone.from_local_datetime(&before).earliest()?;
                Some(Instant(before.timestamp_micros() + 86_400_000_000))
            }
        }
    }

    /// The instant that `text` names: RFC 3339 with its own offset, else a local time in this
    /// clock's zone. The flag says whether the clock's zone was needed.
    pub fn read(&self, text: &str) -> Option<(Instant, bool)> {
        let text = text.trim();
        if let Some(at) = Instant::from_rfc3339(text) {
            return Some((at, false));
        }
        Some((self.instant(parse_local(text)?)?, true))
    }
}

/// A local time in the unambiguous year-first forms: `2026-11-09`, `2026-11-09 08:15`,
/// `2026/11/09T08:15:30.5`. Forms that need a rule (day or month first) need a stated format.
pub fn parse_local(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim();
    let (date, time) = match text.split_once(['T', ' ']) {
        Some((date, time)) => (date, time.trim()),
        None => (text, ""),
    };
    let date = NaiveDate::parse_from_str(date, "%Y-%m-%d")
        .or_else(|_| NaiveDate::parse_from_str(date, "%Y/%m/%d"))
        .or_else(|_| NaiveDate::parse_from_str(date, "%Y.%m.%d"))
        .ok()
        .filter(|date| date.year() >= 1000)?;
    if time.is_empty() {
        return Some(date.and_time(NaiveTime::MIN));
    }
    let time = NaiveTime::parse_from_str(time, "%H:%M:%S%.f")
        .or_else(|_| NaiveTime::parse_from_str(time, "%H:%M"))
        .ok()?;
    Some(date.and_time(time))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn berlin(text: &str) -> Option<Instant> {
        let clock = Clock { zone: chrono_tz::Europe::Berlin, is_stated: true };
        clock.read(text).map(|(at, _)| at)
    }

    #[test]
    fn a_repeated_hour_is_the_first_and_a_skipped_one_moves_forward() {
        assert_eq!(berlin("2026-10-25 02:30"), Instant::from_rfc3339("2026-10-25T00:30:00Z"));
        assert_eq!(berlin("2026-03-29 02:30"), Instant::from_rfc3339("2026-03-29T01:30:00Z"));
        assert_eq!(berlin("2026-03-29T03:30:00"), Instant::from_rfc3339("2026-03-29T01:30:00Z"));
    }

    #[test]
    fn a_stated_offset_wins() {
        assert_eq!(berlin("2026-10-25T02:30:00Z"), Instant::from_rfc3339("2026-10-25T02:30:00Z"));
        assert_eq!(berlin("09/11/2026 10:00"), None);
        assert_eq!(berlin("09/11/20 10:00"), None);
    }
}
