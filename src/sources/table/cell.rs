//! What stands in one cell, whatever the file's format.

use std::borrow::Cow;

use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime};

use crate::model::{Instant, Str};

/// One cell of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cell<'a> {
    Empty,
    Text(&'a str),
    Integer(i64),
    Number(f64),
    Flag(bool),
    Instant(Instant),
    /// A time that names no zone.
    Local(NaiveDateTime),
    /// A time of day or a duration.
    Seconds(f64),
    List(&'a [Str<'a>]),
    /// Something that no field can hold: an object, a spreadsheet's error.
    Other(&'static str),
}

/// One row of a file.
pub(super) trait Row {
    /// The cell of that column; empty where there is none.
    fn cell(&self, column: usize) -> Cell<'_>;
}

/// Words that exports write where there is nothing.
const NOTHING: &[&str] = &["null", "none", "nan", "n/a", "#n/a", "\\n"];

/// Whether exports mean nothing by that text.
pub(super) fn is_nothing(text: &str) -> bool {
    text.is_empty()
        || text.len() <= 4 && NOTHING.iter().any(|nothing| text.eq_ignore_ascii_case(nothing))
}

/// The text without white space around it.
pub(super) fn trim(text: &str) -> &str {
    match text.as_bytes() {
        [b'!'..=b'~', .., b'!'..=b'~'] => text,
        _ => text.trim(),
    }
}

impl<'a> Cell<'a> {
    /// Whether there is nothing in it, or a word that stands for nothing.
    pub fn is_blank(self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => is_nothing(trim(text)),
            Cell::List(items) => items.is_empty(),
            _ => false,
        }
    }

    /// As text: whole numbers without a fraction, local times year first, list items parted by
    /// spaces. `None` for what has no text.
    pub fn into_text(self) -> Option<Str<'a>> {
        Some(match self {
            Cell::Text(text) => Cow::Borrowed(text),
            Cell::Integer(number) => Cow::Owned(number.to_string()),
            Cell::Number(number) => Cow::Owned(number.to_string()),
            Cell::Flag(flag) => Cow::Borrowed(if flag { "true" } else { "false" }),
            Cell::Instant(at) => Cow::Owned(at.to_string()),
            Cell::Local(at) if at.time() == NaiveTime::MIN => Cow::Owned(at.date().to_string()),
            Cell::Local(at) => Cow::Owned(at.format("%Y-%m-%d %H:%M:%S%.f").to_string()),
            Cell::Seconds(seconds) => Cow::Owned(clock_face(seconds)?),
            Cell::List(items) => Cow::Owned(items.join(" ")),
            Cell::Empty | Cell::Other(_) => return None,
        })
    }

    /// A duration that a spreadsheet counts in days, to the millisecond.
    pub fn duration_of_days(days: f64) -> Cell<'static> {
        Cell::Seconds((days * 86_400_000.0).round() / 1000.0)
    }

    /// From a spreadsheet's count of days since 1899-12-30, of which the first is only a time.
    pub fn from_days(days: f64) -> Cell<'static> {
        if days < 1.0 {
            return Cell::duration_of_days(days);
        }
        let millis = (days * 86_400_000.0).round();
        NaiveDate::from_ymd_opt(1899, 12, 30)
            .map(|epoch| epoch.and_time(NaiveTime::MIN))
            .and_then(|epoch| epoch.checked_add_signed(Duration::try_milliseconds(millis as i64)?))
            .map_or(Cell::Other("a date beyond the calendar"), Cell::Local)
    }
}

/// `09:12:58`, `125:00:00.250`; `None` for what is no number of seconds or negative.
fn clock_face(seconds: f64) -> Option<String> {
    if !(0.0..1e12).contains(&seconds) {
        return None;
    }
    let millis = (seconds * 1000.0).round() as u64;
    let (seconds, millis) = (millis / 1000, millis % 1000);
    let face = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    Some(if millis == 0 { face } else { format!("{face}.{millis:03}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(cell: Cell<'_>) -> String {
        cell.into_text().unwrap().into_owned()
    }

    #[test]
    fn numbers_that_are_whole_show_no_fraction() {
        assert_eq!(text(Cell::Number(12345.0)), "12345");
        assert_eq!(text(Cell::Number(4.5)), "4.5");
        assert_eq!(text(Cell::Integer(370295712714)), "370295712714");
    }

    #[test]
    fn days_of_a_spreadsheet_are_dates_and_times() {
        assert_eq!(text(Cell::from_days(0.384_004_629_629_629_6)), "09:12:58");
        assert_eq!(text(Cell::from_days(44_197.0)), "2021-01-01");
        assert_eq!(text(Cell::from_days(44_197.5)), "2021-01-01 12:00:00");
        assert_eq!(Cell::from_days(f64::MAX), Cell::Other("a date beyond the calendar"));
    }

    #[test]
    fn words_for_nothing_are_blank() {
        for nothing in ["", "  ", "NULL", "\\N", "NaN", "#N/A"] {
            assert!(Cell::Text(nothing).is_blank(), "{nothing}");
        }
        assert!(!Cell::Text("0").is_blank());
    }
}
