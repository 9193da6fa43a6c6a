//! When a call was: its file knows only by its names.

use crate::model::Instant;

/// When an agent answered, as the file's name says: `<id>_analysis_2026-10-19T07:02:11Z.json`,
/// whatever a download made of the colons.
pub(super) fn answered(name: &str) -> Option<Instant> {
    let (_, stamp) = name.split_once("_analysis_")?;
    instant(stamp.strip_prefix("redacted_").unwrap_or(stamp))
}

/// When a recording began, to the minute, as its address says: `…/<id>_20261019T07:02_UTC.wav`.
pub(super) fn recorded(address: &str) -> Option<Instant> {
    let (before, _) = address.rsplit_once("_UTC")?;
    instant(before.rsplit_once('_')?.1)
}

/// The instant that the first fourteen (or twelve) digits name.
fn instant(stamp: &str) -> Option<Instant> {
    let mut digits: String = stamp.chars().filter(char::is_ascii_digit).take(14).collect();
    if digits.len() == 12 {
        digits.push_str("00");
    }
    let part = |from: usize, to: usize| digits.get(from..to);
    let (year, month, day) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
    let (hour, minute, second) = (part(8, 10)?, part(10, 12)?, part(12, 14)?);
    Instant::from_rfc3339(&format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z"))
}
