//! What a spreadsheet holds of a value: text that is never a formula, numbers of days, dates.

use std::borrow::Cow;

use chrono::NaiveDateTime;
use chrono_tz::Tz;

use crate::metrics::{Column, Kind};
use crate::model::{Instant, Unit};

/// Most characters of a cell, counted as UTF-16 has them.
pub const MOST_LETTERS: usize = 32_767;

/// How the values of a column are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    Text,
    Flag,
    /// A number of things.
    Count,
    /// A whole number that counts nothing.
    Whole,
    Number,
    Share,
    /// Seconds, kept as the fraction of a day that spreadsheets reckon with.
    Duration,
    Score,
    Day,
    Instant,
}

impl Shape {
    pub fn of(column: &Column) -> Self {
        match column.kind {
            Kind::Text => Shape::Text,
            Kind::Flag => Shape::Flag,
            Kind::Date => Shape::Day,
            Kind::Instant => Shape::Instant,
            Kind::Count if column.unit == Unit::None => Shape::Whole,
            Kind::Count | Kind::Number => Shape::of_unit(column.unit),
        }
    }

    /// Of numbers in that unit.
    pub fn of_unit(unit: Unit) -> Self {
        match unit {
            Unit::Seconds => Shape::Duration,
            Unit::Share => Shape::Share,
            Unit::Count | Unit::Bytes => Shape::Count,
            Unit::Score => Shape::Score,
            Unit::Points | Unit::None => Shape::Number,
        }
    }

    /// What a spreadsheet keeps of a number, and what makes the number of it again.
    pub fn kept(self, value: f64) -> f64 {
        if self == Shape::Duration { value / SECONDS_A_DAY } else { value }
    }
}

/// What a duration is multiplied by to be seconds.
pub const SECONDS_A_DAY: f64 = 86_400.0;

/// Text as a cell can hold it: what XML cannot carry is replaced, what is too long is cut and says so.
pub fn text(value: &str) -> Cow<'_, str> {
    let is_lost = |letter: char| matches!(letter, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    let text = match value.contains(is_lost) {
        true => Cow::Owned(value.replace(is_lost, "\u{fffd}")),
        false => Cow::Borrowed(value),
    };
    if text.len() <= MOST_LETTERS || text.encode_utf16().count() <= MOST_LETTERS {
        return text;
    }
    let mut room = MOST_LETTERS - 1;
    let fits = |letter: &char| {
        let rest = room.checked_sub(letter.len_utf16());
        room = rest.unwrap_or(0);
        rest.is_some()
    };
    let mut cut: String = text.chars().take_while(fits).collect();
    cut.push('…');
    Cow::Owned(cut)
}

/// Whether a spreadsheet that is told to read the text anew would take it for a formula.
pub fn looks_like_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// An instant on the desk's clock as a number of days; `None` where spreadsheets have no such day.
pub fn instant(at: Instant, zone: Tz) -> Option<f64> {
    let local = at.to_utc()?.with_timezone(&zone).naive_local();
    days(local)
}

/// Days since the day before 1900 began, as spreadsheets count them from March 1900 to 9999.
pub fn days(at: NaiveDateTime) -> Option<f64> {
    const EPOCH: f64 = 25_569.0;
    let days = at.and_utc().timestamp_micros() as f64 / (SECONDS_A_DAY * 1e6) + EPOCH;
    (61.0..2_958_466.0).contains(&days).then_some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_keeps_what_a_cell_can_hold() {
        assert_eq!(text("a\u{0}b\tc\nd\u{1f}\u{ffff}"), "a\u{fffd}b\tc\nd\u{fffd}\u{fffd}");
        assert_eq!(text("=HYPERLINK(\"x\")"), "=HYPERLINK(\"x\")");
        let whole = "я".repeat(MOST_LETTERS);
        assert_eq!(text(&whole), whole);
        for letter in ["я", "😀", "a"] {
            let cut = text(&letter.repeat(40_000)).into_owned();
            let length = cut.encode_utf16().count();
            assert!(cut.ends_with('…') && (MOST_LETTERS - 1..=MOST_LETTERS).contains(&length));
        }
    }

    #[test]
    fn what_a_spreadsheet_might_reckon_is_known() {
        for risky in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1"] {
            assert!(looks_like_formula(risky), "{risky:?}");
        }
        assert!(!looks_like_formula("Anna = Маша") && !looks_like_formula(""));
    }

    #[test]
    fn days_are_those_of_spreadsheets() {
        let at = |text: &str| days(text.parse().unwrap());
        assert_eq!(at("2026-11-16T12:00:00"), Some(46_342.5));
        assert_eq!(at("1900-03-01T00:00:00"), Some(61.0));
        assert_eq!(at("1899-12-31T00:00:00"), None);
        let noon = Instant::from_rfc3339("2026-11-16T09:00:00Z").unwrap();
        assert_eq!(instant(noon, chrono_tz::Europe::Moscow), Some(46_342.5));
    }
}
