//! The numbers of a text, as people group them with spaces, hyphens, points and brackets.

use std::ops::Range;

/// At most so many signs stand between two groups of one number: `8 (916) 123` has two.
const GAP: usize = 3;
/// No number looked for has more digits.
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
pub(super) fn numbers(text: &str) -> Vec<Number<'_>> {
    let groups = groups(text);
    let mut found = Vec::new();
    for (first, start) in groups.iter().enumerate() {
        let from = found.len();
        let mut digits = Vec::new();
        let mut sizes = Vec::new();
        let mut gaps = Vec::new();
        let mut last_end = start.start;
        for group in groups.get(first..).unwrap_or_default() {
            let gap = text.get(last_end..group.start).unwrap_or_default();
            let joins = gap.len() <= GAP && gap.bytes().all(|sign| b" -.()".contains(&sign));
            if !joins || digits.len() + group.len() > LONGEST {
                break;
            }
            if !sizes.is_empty() {
                gaps.push(gap);
            }
            digits.extend(
                text.get(group.clone()).unwrap_or_default().bytes().map(|digit| digit - b'0'),
            );
            sizes.push(group.len());
            last_end = group.end;
            if digits.len() >= 7 {
                found.push(Number {
                    range: start.start..group.end,
                    digits: digits.clone(),
                    groups: sizes.clone(),
                    gaps: gaps.clone(),
                    before: before(text.get(..start.start).unwrap_or_default()),
                    after: text.get(group.end..).and_then(|text| text.chars().next()),
                });
            }
        }
        if let Some(these) = found.get_mut(from..) {
            these.reverse();
        }
    }
    found
}

/// The last character of what is left of a number.
fn before(left: &str) -> Option<char> {
    match left.strip_suffix("no") {
        Some(rest) if !rest.ends_with(char::is_alphanumeric) => Some('#'),
        _ => left.chars().next_back(),
    }
}

/// Where runs of ASCII digits stand.
fn groups(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        if !byte.is_ascii_digit() {
            continue;
        }
        match found.last_mut() {
            Some(last) if last.end == at => last.end = at + 1,
            _ => found.push(at..at + 1),
        }
    }
    found
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

/// Whether what is left of a number calls it by one of these words, with at most a few signs or short
/// words between, and no other number or end of a sentence.
pub(super) fn is_called(left: &str, words: &[&str]) -> bool {
    words.iter().any(|word| {
        let Some((before, between)) = left.rsplit_once(word) else { return false };
        // A full stop right after the word only shortens it: "tel. 123-45-67".
        let between = between.strip_prefix('.').unwrap_or(between);
        !before.ends_with(is_spaced_letter)
            && !between.starts_with(is_spaced_letter)
            && between.chars().count() <= 16
            && !between.contains(['.', '?', '!', '。'])
            && !between.contains(|c: char| c.is_ascii_digit())
    })
}

/// A letter of a language that puts spaces between words.
fn is_spaced_letter(c: char) -> bool {
    c.is_alphabetic() && !('\u{3040}'..='\u{9FFF}').contains(&c)
}
