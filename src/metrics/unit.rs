//! The one place where numbers become text.
//!
//! A space inside of a number is U+202F, the narrow one that does not break a line; between a
//! number and its unit stands U+00A0, which does not break it either.

use chrono::Datelike;
use chrono_tz::Tz;

use crate::model::{Instant, Unit};

/// What stands where there is nothing to show.
pub const MISSING: &str = "—";

/// Between the digits of a number, three by three.
const THIN: char = '\u{202f}';
/// Between a number and its unit.
const SPACE: char = '\u{a0}';
const MINUS: char = '−';

/// A number in its unit: `1 h 12 min`, `87.4 %`, `12 345`; not finite is missing.
pub fn text(value: f64, unit: Unit) -> String {
    if !value.is_finite() {
        return MISSING.to_owned();
    }
    let size = match unit {
        Unit::Seconds => duration(value.abs()),
        Unit::Share => format!("{}{SPACE}%", decimals(100.0 * value.abs(), 1)),
        Unit::Count => count(value.abs()),
        Unit::Points => decimals(value.abs(), 2),
        Unit::Score => decimals(value.abs(), 0),
        Unit::Bytes => bytes(value.abs()),
        Unit::None => decimals(value.abs(), 2),
    };
    let is_nothing = !size.contains(|letter: char| ('1'..='9').contains(&letter));
    if value < 0.0 && !is_nothing { format!("{MINUS}{size}") } else { size }
}

/// The same as short as it can be, for the marks of an axis: `50 %`, `4`.
pub fn tick(value: f64, unit: Unit) -> String {
    let long = text(value, unit);
    let (number, word) = long.split_at(long.find(SPACE).unwrap_or(long.len()));
    let is_whole = number.contains('.') && unit != Unit::Seconds;
    let short = if is_whole { number.trim_end_matches('0').trim_end_matches('.') } else { number };
    format!("{short}{word}")
}

/// The same for a cell, which may be empty.
pub fn cell(value: Option<f64>, unit: Unit) -> String {
    value.map_or_else(|| MISSING.to_owned(), |value| text(value, unit))
}

/// A change with its sign: `+3 min`, `−1.2 pp` (percentage points), `0`.
pub fn change(value: f64, unit: Unit) -> String {
    let size = match unit {
        Unit::Share if value.is_finite() => {
            let points = decimals(100.0 * value.abs(), 1);
            let sign =
                if value < 0.0 && points != "0.0" { MINUS.to_string() } else { String::new() };
            format!("{sign}{points}{SPACE}pp")
        }
        _ => text(value, unit),
    };
    let is_nothing = !size.contains(|letter: char| ('1'..='9').contains(&letter));
    if is_nothing || size.starts_with(MINUS) { size } else { format!("+{size}") }
}

/// Minutes of the wall clock in a zone: `2026-11-09 08:15`; missing outside of the years 1 to 9999.
pub fn instant(at: Instant, zone: Tz) -> String {
    let at = at.to_utc().filter(|at| (1..=9999).contains(&at.year()));
    let local = at.map(|at| at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string());
    local.unwrap_or_else(|| MISSING.to_owned())
}

/// A stretch of opening time: from a day on in hours, for a working day has not 24 of them.
pub fn open_time(seconds: f64) -> String {
    match seconds >= 86_370.0 {
        true => format!("{}{SPACE}h", decimals(seconds / 3_600.0, 0)),
        false => text(seconds, Unit::Seconds),
    }
}

/// A duration to the second and beyond, with nothing left out and plain spaces, to be copied: `63 h 20 min 5 s`,
/// `0.25 s`.
pub fn exact(seconds: f64) -> String {
    let micros = (seconds.abs() * 1e6).round() as i64;
    let (hours, minutes) = (micros / 3_600_000_000, micros / 60_000_000 % 60);
    let rest = micros % 60_000_000;
    let mut parts = Vec::new();
    if hours > 0 {
        parts.push(format!("{hours} h"));
    }
    if minutes > 0 {
        parts.push(format!("{minutes} min"));
    }
    if rest > 0 || parts.is_empty() {
        parts.push(format!("{} s", rest as f64 / 1e6));
    }
    let size = parts.join(" ");
    if seconds < 0.0 && micros > 0 { format!("{MINUS}{size}") } else { size }
}

/// Whole numbers as they are; others to a tenth.
fn count(value: f64) -> String {
    decimals(value, usize::from(value.fract() != 0.0))
}

/// A duration in its two largest units up to a day, in days from there.
fn duration(seconds: f64) -> String {
    let whole = seconds.round();
    let two = |large: f64, large_word: &str, small: f64, small_word: &str| match small {
        0.0 => format!("{large}{SPACE}{large_word}"),
        _ => format!("{large}{SPACE}{large_word}{SPACE}{small}{SPACE}{small_word}"),
    };
    match whole {
        _ if seconds > 0.0 && seconds < 9.95 && seconds.fract() != 0.0 => {
            format!("{}{SPACE}s", decimals(seconds, 1))
        }
        s if s < 60.0 => format!("{s}{SPACE}s"),
        s if s < 600.0 => two((s / 60.0).floor(), "min", s % 60.0, "s"),
        s if s < 3_570.0 => format!("{}{SPACE}min", (s / 60.0).round()),
        s if s < 86_370.0 => {
            let minutes = (s / 60.0).round();
            two((minutes / 60.0).floor(), "h", minutes % 60.0, "min")
        }
        s if s < 99.95 * 86_400.0 => {
            let days = decimals(s / 86_400.0, 1);
            format!("{}{SPACE}d", days.strip_suffix(".0").unwrap_or(&days))
        }
        s => format!("{}{SPACE}d", decimals(s / 86_400.0, 0)),
    }
}

/// Bytes in the largest unit of 1000 that they fill.
fn bytes(value: f64) -> String {
    let steps = [(1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")];
    match steps.into_iter().find(|(step, _)| value >= *step) {
        Some((step, word)) => format!("{}{SPACE}{word}", decimals(value / step, 1)),
        None => format!("{}{SPACE}B", decimals(value, 0)),
    }
}

/// A number that is not negative, with so many decimals, its digits three by three from a thousand.
fn decimals(value: f64, places: usize) -> String {
    let plain = format!("{value:.places$}");
    let (whole, rest) = match plain.split_once('.') {
        Some((whole, rest)) => (whole, format!(".{rest}")),
        None => (plain.as_str(), String::new()),
    };
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            grouped.push(THIN);
        }
        grouped.push(digit);
    }
    grouped + &rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: String) -> String {
        text.replace([SPACE, THIN], " ")
    }

    #[test]
    fn nothing_is_left_out_of_an_exact_duration() {
        for (seconds, text) in [
            (0.0, "0 s"),
            (0.25, "0.25 s"),
            (60.0, "1 min"),
            (228_005.0, "63 h 20 min 5 s"),
            (7_200.000_001, "2 h 0.000001 s"),
            (-90.5, "−1 min 30.5 s"),
        ] {
            assert_eq!(exact(seconds), text);
        }
    }

    #[test]
    fn durations_are_told_in_the_units_people_use() {
        for (seconds, text) in [
            (0.0, "0 s"),
            (0.42, "0.4 s"),
            (9.96, "10 s"),
            (45.0, "45 s"),
            (59.6, "1 min"),
            (245.0, "4 min 5 s"),
            (3_569.0, "59 min"),
            (3_571.0, "1 h"),
            (4_320.0, "1 h 12 min"),
            (86_399.0, "1 d"),
            (276_480.0, "3.2 d"),
            (864_000_000.0, "10 000 d"),
        ] {
            assert_eq!(plain(super::text(seconds, Unit::Seconds)), text, "{seconds}");
        }
    }

    #[test]
    fn each_unit_has_its_own_shape() {
        for (value, unit, text) in [
            (0.8741, Unit::Share, "87.4 %"),
            (1_234_567.0, Unit::Count, "1 234 567"),
            (999.0, Unit::Count, "999"),
            (12.5, Unit::Count, "12.5"),
            (4.256, Unit::Points, "4.26"),
            (54.9375, Unit::Score, "55"),
            (665_000_000.0, Unit::Bytes, "665.0 MB"),
            (17.0, Unit::Bytes, "17 B"),
            (-75.0, Unit::Seconds, "−1 min 15 s"),
            (-0.0001, Unit::Share, "0.0 %"),
            (f64::NAN, Unit::Count, "—"),
        ] {
            assert_eq!(plain(super::text(value, unit)), text);
        }
        assert_eq!(cell(None, Unit::Share), "—");
    }

    #[test]
    fn the_marks_of_an_axis_have_no_needless_digits() {
        for (value, unit, text) in [
            (0.5, Unit::Share, "50 %"),
            (0.125, Unit::Share, "12.5 %"),
            (4.0, Unit::Points, "4"),
            (1_000.0, Unit::Count, "1 000"),
            (600.0, Unit::Seconds, "10 min"),
            (0.0, Unit::Share, "0 %"),
        ] {
            assert_eq!(plain(tick(value, unit)), text);
        }
    }

    #[test]
    fn a_change_shows_its_sign() {
        assert_eq!(plain(change(0.012, Unit::Share)), "+1.2 pp");
        assert_eq!(plain(change(-0.012, Unit::Share)), "−1.2 pp");
        assert_eq!(plain(change(180.0, Unit::Seconds)), "+3 min");
        assert_eq!(plain(change(-3.0, Unit::Count)), "−3");
        assert_eq!(plain(change(0.0, Unit::Count)), "0");
        assert_eq!(plain(change(-0.0001, Unit::Share)), "0.0 pp");
    }

    #[test]
    fn instants_are_told_on_the_desks_clock() {
        let at = Instant::from_rfc3339("2026-07-01T23:30:00Z").unwrap();
        assert_eq!(instant(at, chrono_tz::Europe::Moscow), "2026-07-02 02:30");
        assert_eq!(instant(Instant(8_210_266_869_600_000_000), chrono_tz::Asia::Beirut), MISSING);
    }
}
