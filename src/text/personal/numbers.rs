//! The numbers of a text, as people group them with spaces, hyphens, points and brackets.

use std::ops::Range;

use super::reading::Reading;

/// At most so many signs stand between two groups of one number: `8 (916) 123` has two.
const GAP: usize = 3;
/// No number looked for has fewer digits.
const SHORTEST: usize = 7;
/// Nor more.
const LONGEST: usize = 19;

/// Neighbouring groups of digits that may be one number: a stretch of what is written. It is looked at and
/// let go, so it keeps nothing that has to be allocated.
#[derive(Clone, Debug)]
pub(super) struct Number<'a> {
    /// From the first digit to the last.
    pub range: Range<usize>,
    /// What stands before and after it in the text; a number sign, normalised to `no`, is a `#`.
    pub before: Option<char>,
    pub after: Option<char>,
    text: &'a str,
    places: &'a [Range<usize>],
    digits: [u8; LONGEST],
    digit_count: usize,
    groups: [usize; LONGEST],
}

impl<'a> Number<'a> {
    /// Neighbouring groups as one number; `None` without any, or with too many digits.
    fn of(reading: &Reading<'a>, places: &'a [Range<usize>]) -> Option<Self> {
        let range = places.first()?.start..places.last()?.end;
        let (mut digits, mut digit_count) = ([0; LONGEST], 0);
        for sign in reading.text.get(range.clone())?.bytes().filter(u8::is_ascii_digit) {
            *digits.get_mut(digit_count)? = sign - b'0';
            digit_count += 1;
        }
        let mut groups = [0; LONGEST];
        groups.iter_mut().zip(places).for_each(|(group, place)| *group = place.len());
        Some(Self {
            before: before(reading.before(range.start)),
            after: reading.after(range.end).chars().next(),
            text: reading.text,
            range,
            places,
            digits,
            digit_count,
            groups,
        })
    }

    /// The digits alone, as values 0 to 9.
    pub fn digits(&self) -> &[u8] {
        self.digits.get(..self.digit_count).unwrap_or_default()
    }

    /// How many digits each group has.
    pub fn groups(&self) -> &[usize] {
        self.groups.get(..self.places.len()).unwrap_or_default()
    }

    /// The signs between each group and the next.
    pub fn gaps(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let (text, places) = (self.text, self.places);
        let next = places.get(1..).unwrap_or_default();
        places.iter().zip(next).filter_map(|(one, next)| text.get(one.end..next.start))
    }

    /// Whether the digits begin like that.
    pub fn starts_with(&self, start: &[u8]) -> bool {
        self.digits().starts_with(start)
    }

    /// Whether nothing but the given signs is between the groups, and never two of them together.
    pub fn is_joined_by(&self, signs: &[char]) -> bool {
        self.gaps().all(|gap| gap.len() == 1 && gap.starts_with(signs))
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
pub(super) fn numbers<'r, 't>(reading: &'r Reading<'t>) -> impl Iterator<Item = Number<'r>> {
    (0..reading.groups.len()).flat_map(move |first| {
        let groups = reading.groups.get(first..).unwrap_or_default();
        let (fewest, most) = counts(reading, groups);
        let stretches = (fewest..=most).rev().filter_map(move |count| groups.get(..count));
        stretches.filter_map(move |groups| Number::of(reading, groups))
    })
}

/// How many groups from the first on make the shortest number and the longest; no count fits between the
/// two where there is none.
fn counts(reading: &Reading<'_>, groups: &[Range<usize>]) -> (usize, usize) {
    let (mut fewest, mut most, mut digits) = (usize::MAX, 0, 0);
    let mut last_end = None;
    for (count, group) in (1..).zip(groups) {
        let gap = last_end.map_or(Some(""), |end| reading.text.get(end..group.start));
        digits += group.len();
        if !gap.is_some_and(is_gap) || digits > LONGEST {
            break;
        }
        if digits >= SHORTEST {
            fewest = fewest.min(count);
            most = count;
        }
        last_end = Some(group.end);
    }
    (fewest, most)
}

/// Whether signs may stand between two groups of a number.
fn is_gap(gap: &str) -> bool {
    gap.len() <= GAP && gap.bytes().all(|sign| b" -.()_".contains(&sign))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Normal;

    #[test]
    fn each_further_group_adds_as_many_numbers_as_the_one_before() {
        let count = |groups: usize| {
            let text = "1 ".repeat(groups);
            numbers(&Reading::of(&Normal::of(&text), &text).unwrap()).count()
        };
        assert_eq!(count(2_000) - count(1_000), (SHORTEST..=LONGEST).count() * 1_000);
    }
}
