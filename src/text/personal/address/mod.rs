//! Postal addresses by their pattern: a street and a house's number, or a building and a flat's.
//!
//! Every address is looked for around a group of digits. What has no house's number is not found, and
//! of the rest precision goes before completeness: a street written in small letters, `5 days on the
//! road` or `3号到货` are none.

mod chinese;
mod code;
mod english;
mod russian;

use std::ops::Range;

use super::Found;
use super::kind::Kind;
use super::reading::Reading;

/// What finds an address around a group of digits, by the group's place among all.
type Finder = fn(&Reading<'_>, usize) -> Option<Range<usize>>;

/// Finds the addresses of a normalised text.
pub(super) fn addresses(reading: &Reading<'_>, found: &mut Vec<Found>) {
    const FINDERS: [Finder; 4] = [code::at, english::around, chinese::around, russian::around];
    let [others @ .., _] = &FINDERS;
    let finders = if russian::may_be_in(reading) { &FINDERS[..] } else { others };
    for group in 0..reading.groups.len() {
        let ranges = finders.iter().filter_map(|around| around(reading, group));
        found.extend(ranges.map(|range| Found { kind: Kind::Address, range }));
    }
}

#[cfg(test)]
mod tests {
    use crate::text::personal::{Kind, Redactor};

    /// The first address of a text.
    pub(super) fn address(text: &str) -> Option<&str> {
        let redactor = Redactor::new(&[Kind::Address], None).ok()?;
        text.get(redactor.find(text).first()?.range.clone())
    }

    pub(super) fn is_none(text: &str) {
        assert_eq!(address(text), None, "{text}");
    }
}
