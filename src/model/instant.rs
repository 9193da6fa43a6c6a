//! A point in time, and how text says one.

use chrono::{DateTime, SecondsFormat, Utc};

/// Microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub i64);

impl Instant {
    /// From whole seconds since 1970, as most vendors' JSON has it.
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        seconds.checked_mul(1_000_000).map(Self)
    }

    /// From milliseconds since 1970.
    pub fn from_unix_millis(millis: i64) -> Option<Self> {
        millis.checked_mul(1_000).map(Self)
    }

    /// Seconds from `earlier` to here; negative where `earlier` is later.
    pub fn seconds_since(self, earlier: Instant) -> f64 {
        self.0.saturating_sub(earlier.0) as f64 / 1e6
    }

    /// So many seconds later.
    pub fn plus_seconds(self, seconds: f64) -> Self {
        Self(self.0.saturating_add((seconds * 1e6) as i64))
    }

    /// RFC 3339 as exports write it: `2026-11-09T08:15:00[.123456](Z|±hh[:]mm)`, the `T` may be a
    /// space. `None` where the text is anything else or names no offset.
    pub fn from_rfc3339(text: &str) -> Option<Self> {
        let b = text.as_bytes();
        let (date, rest) = b.split_at_checked(19)?;
        let [
            y0,
            y1,
            y2,
            y3,
            b'-',
            m0,
            m1,
            b'-',
            d0,
            d1,
            b'T' | b't' | b' ',
            h0,
            h1,
            b':',
            i0,
            i1,
            b':',
            s0,
            s1,
        ] = *date
        else {
            return None;
        };
        let two = |a: u8, b: u8| Some(i64::from(digit(a)?) * 10 + i64::from(digit(b)?));
        let year = two(y0, y1)? * 100 + two(y2, y3)?;
        let (month, day) = (two(m0, m1)?, two(d0, d1)?);
        let (hour, minute, second) = (two(h0, h1)?, two(i0, i1)?, two(s0, s1)?);
        if !(1..=12).contains(&month) || day < 1 || day > days_in_month(year, month) {
            return None;
        }
        if hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let (micros, zone) = fraction(rest)?;
        let offset = offset_seconds(zone)?;
        let seconds =
            days_from_civil(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second;
        Some(Self((seconds - offset) * 1_000_000 + micros))
    }

    /// The same instant for chrono; `None` beyond its range (some 262,000 years).
    pub fn to_utc(self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp_micros(self.0)
    }
}

impl From<DateTime<Utc>> for Instant {
    fn from(at: DateTime<Utc>) -> Self {
        Self(at.timestamp_micros())
    }
}

impl std::fmt::Display for Instant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.to_utc() {
            Some(at) => f.write_str(&at.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
            None => write!(f, "{} µs", self.0),
        }
    }
}

fn digit(byte: u8) -> Option<u8> {
    byte.is_ascii_digit().then(|| byte - b'0')
}

fn fraction(rest: &[u8]) -> Option<(i64, &[u8])> {
    let [b'.' | b',', digits @ ..] = rest else {
        return Some((0, rest));
    };
    let len = digits.iter().take_while(|b| b.is_ascii_digit()).count();
    let (digits, zone) = digits.split_at_checked(len)?;
    if digits.is_empty() {
        return None;
    }
    let micros =
        (0..6).fold(0, |sum, i| sum * 10 + digits.get(i).map_or(0, |b| i64::from(b - b'0')));
    Some((micros, zone))
}

fn offset_seconds(zone: &[u8]) -> Option<i64> {
    let (sign, digits) = match zone {
        [b'Z' | b'z'] => return Some(0),
        [b' ', b'U', b'T', b'C'] => return Some(0),
        [b'+', digits @ ..] => (1, digits),
        [b'-', digits @ ..] => (-1, digits),
        _ => return None,
    };
    let (h0, h1, m0, m1) = match *digits {
        [h0, h1, b':', m0, m1] | [h0, h1, m0, m1] => (h0, h1, m0, m1),
        [h0, h1] => (h0, h1, b'0', b'0'),
        _ => return None,
    };
    let hours = i64::from(digit(h0)?) * 10 + i64::from(digit(h1)?);
    let minutes = i64::from(digit(m0)?) * 10 + i64::from(digit(m1)?);
    (hours <= 15 && minutes <= 59).then_some(sign * (hours * 3_600 + minutes * 60))
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days since 1970-01-01 of a date in the Gregorian calendar, years 0..=9999 (Hinnant, "chrono-Compatible
/// Low-Level Date Algorithms").
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let yoe = y - era * 400;
    let doy = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn offsets_and_fractions_are_read() {
        let z = Instant::from_rfc3339("2026-11-09T08:15:00Z");
        assert_eq!(z, Some(Instant(1_794_212_100_000_000)));
        assert_eq!(Instant::from_rfc3339("2026-11-09 11:15:00+03:00"), z);
        assert_eq!(Instant::from_rfc3339("2026-11-09T02:45:00.000-0530"), z);
        let micros = Instant::from_rfc3339("2026-11-09T08:15:00.1234567Z");
        assert_eq!(micros, Some(Instant(1_794_212_100_123_456)));
    }

    #[test]
    fn what_is_not_an_instant_is_refused() {
        for text in [
            "",
            "2026-11-09",
            "2026-11-09T08:15:00",
            "2026-13-09T08:15:00Z",
            "2026-02-29T08:15:00Z",
            "2026-11-09T24:15:00Z",
            "2026-11-09T08:15:00.Z",
            "2026-11-09T08:15:00+3",
            "RANDOM",
        ] {
            assert_eq!(Instant::from_rfc3339(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn agrees_with_chrono(micros in -62_000_000_000_000_000i64..250_000_000_000_000_000, hours in -12i32..=14) {
            let zone = chrono::FixedOffset::east_opt(hours * 3600).unwrap();
            let text = Instant(micros).to_utc().unwrap().with_timezone(&zone).to_rfc3339();
            prop_assert_eq!(Instant::from_rfc3339(&text), Some(Instant(micros)));
        }

        #[test]
        fn never_panics(text in "\\PC{0,40}") {
            let _ = Instant::from_rfc3339(&text);
        }
    }
}
