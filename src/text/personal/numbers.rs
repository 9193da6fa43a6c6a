//! The numbers of a text, as people group them with spaces, hyphens, points and brackets.

use std::ops::Range;

use super::reading::Reading;

/// At most so many signs stand between two groups of one number: `8 (916) 123` has two.
const GAP: usize = 3;
/// No number looked for has fewer digits.
const SHORTEST: usize = 7;
/// Nor more.
const LONGEST: usize = 19;

/// Neighbouring groups of digits that may be one number: a stretch of what is written.
#[derive(Clone, Debug)]
pub(super) struct Number<'a> {
    /// From the first digit to the last.
    pub range: Range<usize>,
    /// The digits alone, as values 0 to 9.
    pub digits: Vec<u8>,
    /// How many digits each group has.
    pub groups: Vec<usize>,
    /// The signs between each group and the next.
    pub gaps: Vec<&'a str>,
    /// What stands before and after it in the text; a number sign, normalised to `no`, is a `#`.
    pub before: Option<char>,
    pub after: Option<char>,
}

impl Number<'_> {
    /// Whether the digits begin like that.
    pub fn starts_with(&self, start: &[u8]) -> bool {
        self.digits.starts_with(start)
    }

    /// Whether nothing but the given signs is between the groups, and never two of them together.
    pub fn is_joined_by(&self, signs: &[char]) -> bool {
        self.gaps.iter().all(|gap| gap.len() == 1 && gap.starts_with(signs))
    }

    /// Whether a Latin letter or a percent sign is glued to it, as in `RA123456789RU`.
    ///
    /// Chinese characters and Cyrillic letters are no such letters: `手机138…` and `тел8916…` are
    /// written without a space, and codes have Latin letters.
    pub fn is_part_of_more(&self) -> bool {
        let is_glue = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '%');
        self.before.is_some_and(is_glue) || self.after.is_some_and(is_glue)
    }
}

/// Every stretch of neighbouring groups with 7 to 19 digits, of a normalised text, in order of where
/// they begin, the longer before the shorter.
pub(super) fn numbers<'t>(reading: &Reading<'t>) -> Vec<Number<'t>> {
    let mut found = Vec::new();
    for first in 0..reading.groups.len() {
        let groups = reading.groups.get(first..).unwrap_or_default();
        let from = found.len();
        let mut digits = 0;
        let mut last_end = None;
        for (count, group) in (1..).zip(groups) {
            let gap = last_end.map_or(Some(""), |end| reading.text.get(end..group.start));
            digits += group.len();
            if !gap.is_some_and(is_gap) || digits > LONGEST {
                break;
            }
            if digits >= SHORTEST {
                found.extend(groups.get(..count).and_then(|groups| number(reading, groups)));
            }
            last_end = Some(group.end);
        }
        if let Some(these) = found.get_mut(from..) {
            these.reverse();
        }
    }
    found
}

/// Whether signs may stand between two groups of a number.
fn is_gap(gap: &str) -> bool {
    gap.len() <= GAP && gap.bytes().all(|sign| b" -.()_".contains(&sign))
}

/// Neighbouring groups as one number.
fn number<'t>(reading: &Reading<'t>, groups: &[Range<usize>]) -> Option<Number<'t>> {
    let range = groups.first()?.start..groups.last()?.end;
    let signs = reading.text.get(range.clone())?.bytes();
    let gaps = groups.iter().zip(groups.get(1..)?);
    Some(Number {
        digits: signs.filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect(),
        groups: groups.iter().map(Range::len).collect(),
        gaps: gaps.filter_map(|(one, next)| reading.text.get(one.end..next.start)).collect(),
        before: before(reading.before(range.start)),
        after: reading.after(range.end).chars().next(),
        range,
    })
}

/// The last character of what is left of a number.
fn before(left: &str) -> Option<char> {
    match left.strip_suffix("no") {
        Some(rest) if !rest.ends_with(char::is_alphanumeric) => Some('#'),
        _ => left.chars().next_back(),
    }
}

/// The sum of digits times weights, as far as both go.
pub(super) fn weighted(digits: &[u8], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| u32::from(*digit) * weight).sum()
}

/// The last `chars` characters before a place in a text.
pub(super) fn left_of(text: &str, at: usize, chars: usize) -> &str {
    let left = text.get(..at).unwrap_or_default();
    let start =
        left.char_indices().rev().nth(chars.saturating_sub(1)).map_or(0, |(start, _)| start);
    left.get(start..).unwrap_or_default()
}
