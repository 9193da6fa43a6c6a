//! Instants as files write them: by the stated formats, else the unambiguous ones.

use chrono::format::{Item, Parsed, StrftimeItems, parse};
use chrono::{Datelike, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;

use super::cell::{Cell, trim};
use crate::model::Instant;
use crate::sources::{Clock, parse_local};

/// How an instant is written.
#[derive(Clone, Debug)]
pub(super) enum TimeFormat {
    UnixSeconds,
    UnixMillis,
    /// A chrono pattern.
    Pattern(Vec<Item<'static>>),
}

/// How the instants of one field are written.
#[derive(Clone, Debug, Default)]
pub(super) struct TimeRule {
    /// Tried in order; without any, RFC 3339 and year-first local times are read.
    pub formats: Vec<TimeFormat>,
    /// The zone of times that name none, where it is not the input's.
    pub zone: Option<Tz>,
}

/// What was read: an instant, or a time that still wants a zone.
enum Moment {
    At(Instant),
    Local(NaiveDateTime),
}

impl TimeFormat {
    /// `unix_seconds`, `unix_millis` or a chrono pattern; `None` where the pattern is broken.
    pub fn from_text(text: &str) -> Option<Self> {
        match text {
            "unix_seconds" => Some(Self::UnixSeconds),
            "unix_millis" => Some(Self::UnixMillis),
            _ if text.contains('%') => {
                StrftimeItems::new(text).parse_to_owned().ok().map(Self::Pattern)
            }
            _ => None,
        }
    }

    fn read(&self, text: &str) -> Option<Moment> {
        match self {
            Self::UnixSeconds | Self::UnixMillis => {
                let number = text.parse::<i64>().map(Cell::Integer);
                let number = number.or_else(|_| text.parse().map(Cell::Number)).ok()?;
                self.number(number).map(Moment::At)
            }
            Self::Pattern(items) => by_pattern(text, items),
        }
    }

    fn number(&self, cell: Cell<'_>) -> Option<Instant> {
        let (whole, micros) = match self {
            Self::UnixSeconds => (1_000_000, 1e6),
            Self::UnixMillis => (1_000, 1e3),
            Self::Pattern(_) => return None,
        };
        match cell {
            Cell::Integer(number) => number.checked_mul(whole).map(Instant),
            Cell::Number(number) if number.abs() < 1e15 => {
                Some(Instant((number * micros).round() as i64))
            }
            _ => None,
        }
    }
}

impl TimeRule {
    /// The instant in a cell. The flag says whether the input's zone was needed.
    pub fn read(&self, cell: Cell<'_>, input: &Clock) -> Option<(Instant, bool)> {
        let moment = match cell {
            Cell::Text(text) => self.text(trim(text))?,
            Cell::Integer(_) | Cell::Number(_) => {
                Moment::At(self.formats.iter().find_map(|format| format.number(cell))?)
            }
            Cell::Instant(at) => Moment::At(at),
            Cell::Local(at) => Moment::Local(at),
            _ => return None,
        };
        match (moment, self.zone) {
            (Moment::At(at), _) => Some((at, false)),
            (Moment::Local(local), Some(zone)) => {
                Some((Clock { zone, is_stated: true }.instant(local)?, false))
            }
            (Moment::Local(local), None) => Some((input.instant(local)?, true)),
        }
    }

    fn text(&self, text: &str) -> Option<Moment> {
        if let Some(at) = Instant::from_rfc3339(text) {
            return Some(Moment::At(at));
        }
        if self.formats.is_empty() {
            return parse_local(text).map(Moment::Local);
        }
        self.formats.iter().find_map(|format| format.read(text))
    }

    /// The instant that a date's and a time's cell make together.
    pub fn read_joined(&self, cells: &[Cell<'_>], input: &Clock) -> Option<(Instant, bool)> {
        let has_typed = cells.iter().any(|cell| !matches!(cell, Cell::Text(_)));
        let texts: Vec<_> = cells.iter().filter_map(|cell| cell.into_text()).collect();
        let joined = texts.join(" ");
        self.read(Cell::Text(&joined), input).or_else(|| {
            let year_first = TimeRule { formats: Vec::new(), zone: self.zone };
            has_typed.then(|| year_first.read(Cell::Text(&joined), input)).flatten()
        })
    }
}

/// By a chrono pattern: with an offset or a count of seconds an instant, else a local time, and
/// midnight where it has none. Years before 1000 are a century that somebody left out.
fn by_pattern(text: &str, items: &[Item<'static>]) -> Option<Moment> {
    let mut parsed = Parsed::new();
    parse(&mut parsed, text, items.iter()).ok()?;
    if parsed.offset().is_some() {
        let at = parsed.to_datetime().ok()?;
        return (at.year() >= 1000).then(|| Moment::At(at.to_utc().into()));
    }
    if parsed.timestamp().is_some() {
        let at = parsed.to_naive_datetime_with_offset(0).ok()?;
        return Some(Moment::At(at.and_utc().into()));
    }
    let local = match parsed.to_naive_datetime_with_offset(0) {
        Ok(local) => local,
        Err(_) if parsed.hour_mod_12().is_none() => {
            parsed.to_naive_date().ok()?.and_time(NaiveTime::MIN)
        }
        Err(_) => return None,
    };
    (local.year() >= 1000).then_some(Moment::Local(local))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(formats: &[&str], cell: Cell<'_>) -> Option<(String, bool)> {
        let formats = formats.iter().map(|text| TimeFormat::from_text(text).unwrap()).collect();
        let clock = Clock { zone: chrono_tz::Europe::Berlin, is_stated: true };
        let rule = TimeRule { formats, zone: None };
        rule.read(cell, &clock).map(|(at, zoned)| (at.to_string(), zoned))
    }

    fn text(formats: &[&str], text: &str) -> Option<String> {
        read(formats, Cell::Text(text)).map(|(at, _)| at)
    }

    #[test]
    fn stated_formats_are_tried_in_order() {
        let formats = ["%d.%m.%Y %H:%M:%S", "%d.%m.%Y"];
        assert_eq!(text(&formats, "09.11.2026 10:00:00").as_deref(), Some("2026-11-09T09:00:00Z"));
        assert_eq!(text(&formats, "09.11.2026").as_deref(), Some("2026-11-08T23:00:00Z"));
        assert_eq!(text(&formats, "2026-11-09 10:00:00"), None);
        assert_eq!(text(&formats, "2026-11-09T10:00:00Z").as_deref(), Some("2026-11-09T10:00:00Z"));
        assert_eq!(text(&formats, "09.11.26 10:00:00"), None);
    }

    #[test]
    fn twelve_hours_and_offsets_are_patterns_like_any() {
        assert_eq!(
            text(&["%m/%d/%Y %I:%M %p"], "11/09/2026 2:05 pm").as_deref(),
            Some("2026-11-09T13:05:00Z")
        );
        assert_eq!(
            text(&["%a %b %d %H:%M:%S %z %Y"], "Wed Oct 21 23:53:04 +0000 2015").as_deref(),
            Some("2015-10-21T23:53:04Z")
        );
    }

    #[test]
    fn counts_since_1970_need_to_be_stated() {
        let at = Some(("2020-06-02T00:13:03.191Z".to_owned(), false));
        assert_eq!(read(&["unix_millis"], Cell::Integer(1_591_056_783_191)), at);
        assert_eq!(read(&["unix_millis"], Cell::Text("1591056783191")), at);
        assert_eq!(read(&["unix_seconds"], Cell::Number(1_591_056_783.191)), at);
        assert_eq!(read(&[], Cell::Integer(1_591_056_783_191)), None);
    }

    #[test]
    fn a_fields_own_zone_wins() {
        let clock = Clock { zone: chrono_tz::Europe::Berlin, is_stated: false };
        let rule = TimeRule { formats: Vec::new(), zone: Some(chrono_tz::UTC) };
        let cell = Cell::Text("2026-11-09 10:00");
        let at = Instant::from_rfc3339("2026-11-09T10:00:00Z").unwrap();
        assert_eq!(rule.read(cell, &clock), Some((at, false)));
        let berlin = TimeRule::default().read(cell, &clock).unwrap();
        assert_eq!((berlin.0.to_string().as_str(), berlin.1), ("2026-11-09T09:00:00Z", true));
    }

    #[test]
    fn a_date_and_a_time_make_one() {
        let clock = Clock { zone: chrono_tz::UTC, is_stated: true };
        let rule = TimeRule {
            formats: vec![TimeFormat::from_text("%d.%m.%Y %H:%M").unwrap()],
            zone: None,
        };
        let joined = |date: &'static str, time: Cell<'static>| {
            rule.read_joined(&[Cell::Text(date), time], &clock).map(|(at, _)| at.to_string())
        };
        let expected = Some("2026-11-09T10:30:00Z");
        assert_eq!(joined("09.11.2026", Cell::Text("10:30")).as_deref(), expected);
        assert_eq!(joined("2026-11-09", Cell::Seconds(37_800.0)).as_deref(), expected);
        assert_eq!(joined("2026-11-09", Cell::Text("10:30")), None);
    }
}
