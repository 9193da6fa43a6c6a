//! Numbers and durations as people write them.

use super::cell::{Cell, trim};

/// What one of a duration stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Milliseconds,
    Seconds,
    Minutes,
    Hours,
    /// `1:02:03` or `02:03`.
    Clock,
}

impl Unit {
    pub const WORDS: &'static [&'static str] =
        &["milliseconds", "seconds", "minutes", "hours", "hh:mm:ss"];

    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "milliseconds" => Unit::Milliseconds,
            "seconds" => Unit::Seconds,
            "minutes" => Unit::Minutes,
            "hours" => Unit::Hours,
            "hh:mm:ss" => Unit::Clock,
            _ => return None,
        })
    }
}

/// The number in a cell. `decimal` is the mark the settings name: with it digits may stand in
/// groups of three.
pub(super) fn number(cell: Cell<'_>, decimal: Option<char>) -> Option<f64> {
    match cell {
        Cell::Number(number) => Some(number),
        Cell::Integer(number) => Some(number as f64),
        Cell::Text(text) => parse(trim(text), decimal),
        _ => None,
    }
}

/// The seconds in a cell.
pub(super) fn seconds(cell: Cell<'_>, unit: Unit, decimal: Option<char>) -> Option<f64> {
    if let Cell::Seconds(seconds) = cell {
        return Some(seconds);
    }
    if let Cell::Text(text) = cell {
        let is_clock = unit == Unit::Clock || text.matches(':').count() == 2;
        if is_clock {
            return clock(trim(text));
        }
    }
    let number = number(cell, decimal)?;
    match unit {
        Unit::Milliseconds => Some(number / 1000.0),
        Unit::Seconds => Some(number),
        Unit::Minutes => Some(number * 60.0),
        Unit::Hours => Some(number * 3600.0),
        Unit::Clock => None,
    }
}

fn parse(text: &str, decimal: Option<char>) -> Option<f64> {
    match decimal {
        None => text.parse().ok(),
        Some(mark) => grouped(text, mark)?.parse().ok(),
    }
}

/// The number with a decimal point and its digits together; `None` where what parts them does not
/// part them by three.
fn grouped(text: &str, mark: char) -> Option<String> {
    let (whole, fraction) = match text.rsplit_once(mark) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let separator =
        |c: char| c != mark && matches!(c, '.' | ',' | '\'' | ' ' | '\u{a0}' | '\u{202f}');
    let mut groups = whole.split(separator);
    let mut plain = groups.next()?.to_owned();
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        plain.push_str(group);
    }
    if let Some(fraction) = fraction {
        plain.push('.');
        plain.push_str(fraction);
    }
    Some(plain)
}

/// `[-]h:mm:ss[.f]` or `[-]m:ss[.f]` as seconds.
fn clock(text: &str) -> Option<f64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1.0, digits),
        None => (1.0, text),
    };
    let mut parts = digits.rsplit(':');
    let seconds: f64 = unsigned(parts.next()?)?;
    let minutes: f64 = unsigned(parts.next()?)?;
    let hours: f64 = parts.next().map_or(Some(0.0), unsigned)?;
    (seconds < 60.0 && parts.next().is_none())
        .then_some(sign * (hours * 3600.0 + minutes * 60.0 + seconds))
}

fn unsigned(text: &str) -> Option<f64> {
    text.starts_with(|c: char| c.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stated_decimal_mark_allows_groups_of_three() {
        for (text, decimal, expected) in [
            ("4.5", None, Some(4.5)),
            ("4,5", None, None),
            ("4,5", Some(','), Some(4.5)),
            ("1.234,5", Some(','), Some(1234.5)),
            ("1 234 567", Some(','), Some(1_234_567.0)),
            ("4.5", Some(','), None),
            ("1,234.5", Some('.'), Some(1234.5)),
            ("-3,25", Some(','), Some(-3.25)),
            ("four", None, None),
        ] {
            assert_eq!(parse(text, decimal), expected, "{text} {decimal:?}");
        }
    }

    #[test]
    fn durations_are_read_in_any_unit() {
        let read = |text: &'static str, unit| seconds(Cell::Text(text), unit, None);
        assert_eq!(read("90", Unit::Seconds), Some(90.0));
        assert_eq!(read("1.5", Unit::Minutes), Some(90.0));
        assert_eq!(read("1500", Unit::Milliseconds), Some(1.5));
        assert_eq!(read("0.5", Unit::Hours), Some(1800.0));
        assert_eq!(read("1:02:03", Unit::Clock), Some(3723.0));
        assert_eq!(read("02:03.5", Unit::Clock), Some(123.5));
        assert_eq!(read("-00:00:05", Unit::Clock), Some(-5.0));
        assert_eq!(read("00:02:23", Unit::Seconds), Some(143.0));
        assert_eq!(read("143", Unit::Clock), None);
        assert_eq!(read("1:2:3:4", Unit::Clock), None);
        assert_eq!(read("1:99", Unit::Clock), None);
        assert_eq!(seconds(Cell::Seconds(143.0), Unit::Minutes, None), Some(143.0));
    }
}
