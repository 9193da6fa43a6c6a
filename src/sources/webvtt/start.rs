//! The time in a recording's file name, as telephone systems write it.

use chrono::{NaiveDate, NaiveDateTime};

use super::super::time::Clock;
use crate::model::Instant;

/// When a recording began, and whether the clock's zone was needed to tell.
///
/// The first date of year, month and day, followed by a time of hours and minutes, in digits with
/// or without `-`, `_`, `.`, `T` or spaces between: `call-17_2026-10-19T09-02-11`,
/// `20261019T070211Z`, `GMT20261019-070211`. A `Z` behind it or `GMT` before it means UTC.
pub(super) fn of(stem: &str, clock: &Clock) -> Option<(Instant, bool)> {
    let starts = stem.char_indices().filter(|(at, c)| {
        let before = stem.get(..*at).and_then(|before| before.chars().next_back());
        c.is_ascii_digit() && !before.is_some_and(|before| before.is_ascii_digit())
    });
    starts.filter_map(|(at, _)| stem.split_at_checked(at)).find_map(|(before, rest)| {
        let (local, after) = local(rest)?;
        let is_utc =
            after.starts_with(['Z', 'z']) || before.ends_with("GMT") || before.ends_with("UTC");
        if is_utc {
            return Some((Instant::from(local.and_utc()), false));
        }
        Some((clock.instant(local)?, true))
    })
}

/// The local time at the beginning, and what follows it.
fn local(text: &str) -> Option<(NaiveDateTime, &str)> {
    let (year, rest) = digits(text, 4)?;
    let (month, rest) = digits(rest, 2)?;
    let (day, rest) = digits(rest, 2)?;
    let (hour, rest) = digits(rest, 2)?;
    let (minute, rest) = digits(rest, 2)?;
    let (second, rest) = digits(rest, 2).unwrap_or((0, rest));
    if !(1970..2200).contains(&year) || rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    Some((date.and_hms_opt(hour, minute, second)?, rest))
}

/// A number of so many digits, perhaps behind one separator, and what follows it.
fn digits(text: &str, count: usize) -> Option<(u32, &str)> {
    let text = text.strip_prefix(['-', '_', '.', ':', 'T', 't', ' ']).unwrap_or(text);
    let (number, rest) = text.split_at_checked(count)?;
    let is_number = number.bytes().all(|b| b.is_ascii_digit());
    Some((number.parse().ok().filter(|_| is_number)?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(stem: &str) -> Option<String> {
        let clock = Clock { zone: chrono_tz::Europe::Berlin, is_stated: true };
        of(stem, &clock).map(|(at, _)| at.to_string())
    }

    #[test]
    fn names_with_a_time() {
        for (stem, utc) in [
            ("call-1042_2026-10-19T09-02-11", "2026-10-19T07:02:11Z"),
            ("20261019T070211Z", "2026-10-19T07:02:11Z"),
            ("GMT20261019-070211_Recording.transcript", "2026-10-19T07:02:11Z"),
            ("2026-10-19 09.02.11 Anna", "2026-10-19T07:02:11Z"),
            ("20261019090211-4930231250", "2026-10-19T07:02:11Z"),
            ("rec_10423311_2026-10-19_0902", "2026-10-19T07:02:00Z"),
            ("2026-10-25T02-30-00", "2026-10-25T00:30:00Z"),
        ] {
            assert_eq!(start(stem).as_deref(), Some(utc), "{stem}");
        }
    }

    #[test]
    fn names_without() {
        for stem in [
            "",
            "call-1042",
            "2026-10-19",
            "call-493023125003",
            "2026-13-19T09-02-11",
            "99991019T070211",
        ] {
            assert_eq!(start(stem), None, "{stem}");
        }
    }
}
