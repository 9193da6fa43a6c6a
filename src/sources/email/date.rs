//! Dates as mails have them: RFC 5322's, its obsolete forms, asctime's, and the usual mistakes.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::super::time::Clock;
use crate::model::Instant;

/// What a date says of its zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Zone {
    /// Seconds east of Greenwich. `-0000` is a time in UTC, written somewhere unknown.
    Offset(i64),
    Missing,
    /// A name that mail does not know, or an offset that no place on earth has.
    Unusable,
}

/// A date as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Written {
    local: NaiveDateTime,
    zone: Zone,
}

/// An instant, and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Read {
    Exact(Instant),
    /// No zone was written, so the clock's was taken.
    Zoneless(Instant),
    /// The zone that was written is none, so the clock's was taken.
    BadZone(Instant),
}

impl Written {
    /// A `Date` header. `None` where it is no date.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text.len() > 200 {
            return None;
        }
        let text = without_comments(text);
        let words =
            || text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
        Parts::of(words()).and_then(Parts::finish).or_else(|| iso(text.trim()))
    }

    /// The date at the end of an mbox separator: `From ann@shop.example  Mon Oct 19 08:15:00 2026`.
    /// `None` where there is none.
    pub(super) fn parse_separator(line: &str) -> Option<Self> {
        let words: Vec<&str> = line.split_ascii_whitespace().collect();
        let at = words.windows(2).rposition(
            |pair| matches!(pair, [day, next] if is_weekday(day) && month(next).is_some()),
        )?;
        Parts::of(words.get(at..)?.iter().copied())?.finish()
    }

    /// The instant; in the clock's zone where no usable one is written.
    pub(super) fn read(self, clock: &Clock) -> Option<Read> {
        Some(match self.zone {
            Zone::Offset(_) => Read::Exact(self.in_utc()?),
            Zone::Missing => Read::Zoneless(clock.instant(self.local)?),
            Zone::Unusable => Read::BadZone(clock.instant(self.local)?),
        })
    }

    /// The instant; in UTC where no usable zone is written.
    pub(super) fn in_utc(self) -> Option<Instant> {
        let offset = if let Zone::Offset(offset) = self.zone { offset } else { 0 };
        Instant::from_unix_seconds(self.local.and_utc().timestamp() - offset)
    }
}

/// What the words of a date say, in whatever order.
#[derive(Default)]
struct Parts {
    day: Option<u32>,
    month: Option<u32>,
    year: Option<i32>,
    time: Option<NaiveTime>,
    zone: Option<Zone>,
}

impl Parts {
    /// `None` where a word has no place in a date.
    fn of<'a>(words: impl Iterator<Item = &'a str>) -> Option<Self> {
        let mut parts = Self::default();
        for (at, word) in words.enumerate() {
            if at == 0 && is_weekday(word) {
                continue;
            }
            parts.take(word)?;
        }
        Some(parts)
    }

    fn take(&mut self, word: &str) -> Option<()> {
        let is_number = word.bytes().all(|b| b.is_ascii_digit());
        if let Some(time) = time(word) {
            return put(&mut self.time, time);
        }
        if self.time.is_some() && (!is_number || self.year.is_some()) {
            let zone = zone(word)?;
            if !matches!(self.zone, Some(Zone::Offset(_))) {
                self.zone = Some(zone);
            }
            return Some(());
        }
        if is_number && self.day.is_none() && word.len() <= 2 {
            return put(&mut self.day, word.parse().ok()?);
        }
        if is_number {
            return put(&mut self.year, year(word)?);
        }
        if let Some(month) = month(word) {
            return put(&mut self.month, month);
        }
        let mut dashed = word.split('-');
        put(&mut self.day, dashed.next()?.parse().ok()?)?;
        put(&mut self.month, month(dashed.next()?)?)?;
        put(&mut self.year, year(dashed.next()?)?)
    }

    fn finish(self) -> Option<Written> {
        let date = NaiveDate::from_ymd_opt(self.year?, self.month?, self.day?)?;
        Some(Written { local: date.and_time(self.time?), zone: self.zone.unwrap_or(Zone::Missing) })
    }
}

/// Fills an empty slot; `None` where it is not empty.
fn put<T>(slot: &mut Option<T>, value: T) -> Option<()> {
    slot.is_none().then(|| *slot = Some(value))
}

fn is_weekday(word: &str) -> bool {
    let is_day = |day: &str| word.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(day));
    word.bytes().all(|b| b.is_ascii_alphabetic())
        && ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].into_iter().any(is_day)
}

fn month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    let at = MONTHS.iter().position(|month| word.len() >= 3 && month.starts_with(&word))?;
    u32::try_from(at + 1).ok()
}

/// RFC 5322, section 4.3: two digits are of this century up to 49, three count from 1900.
fn year(word: &str) -> Option<i32> {
    let number: i32 = word.parse().ok()?;
    match word.len() {
        2 if number < 50 => Some(2000 + number),
        2 | 3 => Some(1900 + number),
        4 => Some(number),
        _ => None,
    }
}

/// `8:15` or `08:15:00[.5]`; a leap second is the second before it.
fn time(word: &str) -> Option<NaiveTime> {
    let (hour, rest) = word.split_once(':').filter(|_| !word.starts_with(['+', '-']))?;
    let (minute, second) = rest.split_once(':').unwrap_or((rest, "0"));
    let second: u32 = second.split('.').next()?.parse().ok()?;
    let is_leap = second == 60;
    NaiveTime::from_hms_opt(hour.parse().ok()?, minute.parse().ok()?, second - u32::from(is_leap))
}

/// `None` where the word is no zone at all.
fn zone(word: &str) -> Option<Zone> {
    let named = |hours: i64| Some(Zone::Offset(hours * 3_600));
    match word.to_ascii_uppercase().as_str() {
        "UT" | "UTC" | "GMT" | "Z" => return named(0),
        "EDT" => return named(-4),
        "EST" | "CDT" => return named(-5),
        "CST" | "MDT" => return named(-6),
        "MST" | "PDT" => return named(-7),
        "PST" => return named(-8),
        _ => {}
    }
    let offset = word.strip_prefix("GMT").or_else(|| word.strip_prefix("UTC")).unwrap_or(word);
    if let Some(digits) = offset.strip_prefix(['+', '-']) {
        let sign = if offset.starts_with('-') { -1 } else { 1 };
        return Some(
            offset_of(&digits.replace(':', "")).map_or(Zone::Unusable, |s| Zone::Offset(sign * s)),
        );
    }
    word.bytes().all(|b| b.is_ascii_alphabetic()).then_some(Zone::Unusable)
}

/// Seconds of `hhmm`, at most fourteen hours.
fn offset_of(digits: &str) -> Option<i64> {
    let (hours, minutes) = digits.split_at_checked(2).filter(|_| digits.len() == 4)?;
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 14 && minutes < 60).then_some(hours * 3_600 + minutes * 60)
}

/// `2026-10-19T08:15:00[+02:00]`, as some programs write.
fn iso(text: &str) -> Option<Written> {
    if let Some(at) = Instant::from_rfc3339(text) {
        return Some(Written { local: at.to_utc()?.naive_utc(), zone: Zone::Offset(0) });
    }
    Some(Written { local: super::super::time::parse_local(text)?, zone: Zone::Missing })
}

/// The text without what stands in parentheses.
fn without_comments(text: &str) -> String {
    let mut depth = 0_usize;
    let outside = |c: &char| {
        match c {
            '(' => depth += 1,
            ')' => {
                depth = depth.saturating_sub(1);
                return false;
            }
            _ => {}
        }
        depth == 0
    };
    text.chars().filter(outside).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Read> {
        Written::parse(text)?.read(&Clock { zone: chrono_tz::Europe::Berlin, is_stated: true })
    }

    fn at(text: &str) -> Instant {
        Instant::from_rfc3339(text).unwrap()
    }

    #[test]
    fn dates_with_a_usable_zone_are_exact() {
        for (text, utc) in [
            ("Mon, 19 Oct 2026 10:15:00 +0200", "2026-10-19T08:15:00Z"),
            ("19 Oct 2026 10:15 +02:00 (CEST)", "2026-10-19T08:15:00Z"),
            ("Mon, 19 Oct 2026 08:15:00 -0000", "2026-10-19T08:15:00Z"),
            ("Sun, 19 Oct 26 03:15:00 EST", "2026-10-19T08:15:00Z"),
            ("Monday, 19-Oct-2026 08:15:00 GMT", "2026-10-19T08:15:00Z"),
            ("Mon Oct 19 08:15:00 UTC 2026", "2026-10-19T08:15:00Z"),
            ("Mon,19 Oct 2026 10:15:00 +0200 CEST", "2026-10-19T08:15:00Z"),
            ("Mon, 19 Oct 2026 10:15:00 GMT+0200", "2026-10-19T08:15:00Z"),
            ("2026-10-19T10:15:00+02:00", "2026-10-19T08:15:00Z"),
            ("Thu, 1 Jan 99 00:00:60 +0000", "1999-01-01T00:00:59Z"),
            ("Wed, 21 Sep 3016 22:42:07 +0300", "3016-09-21T19:42:07Z"),
        ] {
            assert_eq!(read(text), Some(Read::Exact(at(utc))), "{text}");
        }
    }

    #[test]
    fn a_zone_that_is_none_leaves_it_to_the_clock() {
        let eight = at("2026-10-19T06:15:00Z");
        for text in [
            "Mon, 19 Oct 2026 08:15:00 +51800",
            "19 Oct 2026 08:15:00 -4848",
            "19 Oct 2026 08:15 MSK",
        ] {
            assert_eq!(read(text), Some(Read::BadZone(eight)), "{text}");
        }
        assert_eq!(read("Mon, 19 Oct 2026 08:15:00"), Some(Read::Zoneless(eight)));
        assert_eq!(read("2026-10-19 08:15"), Some(Read::Zoneless(eight)));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "RANDOM_Wed, 21 Sep 2016 22:42:07 +0300",
            "Mon, 32 Oct 2026 08:15:00 +0000",
            "now",
            "19 Oct 2026",
            "Mon, 19 Oct 2026 25:15:00 +0000",
            "19 20 2026 08:15:00 +0000",
        ] {
            assert_eq!(Written::parse(text), None, "{text}");
        }
    }

    #[test]
    fn separators_end_in_a_date() {
        for line in [
            "From ann@shop.example  Mon Oct 19 08:15:00 2026",
            "From ann at shop.example Mon Oct 19 08:15:00 2026",
            "From 17@xxx Mon Oct 19 10:15:00 +0200 2026",
            "From - Mon Oct 19 08:15 2026",
            "From “odd” Mon Oct 19 08:15:00 CEST 2026",
        ] {
            let date = Written::parse_separator(line).and_then(Written::in_utc);
            assert_eq!(date, Some(at("2026-10-19T08:15:00Z")), "{line}");
        }
        assert_eq!(Written::parse_separator("From Mon to Fri we are open"), None);
    }
}
