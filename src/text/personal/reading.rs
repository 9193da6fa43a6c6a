//! A normalised text whose digits were found once for all kinds.

use std::ops::Range;

use crate::text::{Normal, Signs};

/// A text in which every kind looks for its own.
#[derive(Clone, Debug)]
pub(super) struct Reading<'t> {
    /// In one spelling.
    pub text: &'t str,
    /// Where runs of ASCII digits stand.
    pub groups: Vec<Range<usize>>,
    /// How many digits there are.
    pub digits: usize,
    /// Whether there is an at sign.
    pub has_at: bool,
    /// Whether there is a slash or a `ww`, one of which every link has.
    pub has_link: bool,
    normal: &'t Normal<'t>,
    written: &'t str,
}

impl<'t> Reading<'t> {
    /// Of a text and what was written; `None` if there is no digit, at sign or sign of a link, and so
    /// nothing to find.
    pub(super) fn of(normal: &'t Normal<'t>, written: &'t str) -> Option<Self> {
        let (text, signs) = (normal.text(), normal.signs());
        let has_at = signs.has(Signs::AT);
        let has_link = signs.has(Signs::SLASH) || (signs.has(Signs::W) && text.contains("ww"));
        let has_digit = signs.has(Signs::DIGIT);
        if !(has_digit || has_at || has_link) {
            return None;
        }
        let groups = if has_digit { groups(text) } else { Vec::new() };
        let digits = groups.iter().map(Range::len).sum();
        Some(Self { text, groups, digits, has_at, has_link, normal, written })
    }

    /// What stands before a place.
    pub(super) fn before(&self, at: usize) -> &'t str {
        self.text.get(..at).unwrap_or_default()
    }

    /// What stands from a place on.
    pub(super) fn after(&self, at: usize) -> &'t str {
        self.text.get(at..).unwrap_or_default()
    }

    /// A part as it was written, with its capitals.
    pub(super) fn written(&self, part: Range<usize>) -> &'t str {
        self.written.get(self.normal.origin(part)).unwrap_or_default()
    }
}

/// Whether a text as written may hold what [`Reading::of`] looks for once it is normalised.
pub(super) fn may_hold_any(written: &str) -> bool {
    let is_wide = |byte: u8| (byte >= 0xC2) & !matches!(byte, 0xD0..=0xD3 | 0xE4..=0xE9);
    let bytes = written.as_bytes();
    let signs = Signs::DIGIT.or(Signs::AT).or(Signs::SLASH);
    if Signs::of(written).has(signs) || bytes.contains(&b'W') || written.contains("ww") {
        return true;
    }
    bytes.iter().fold(false, |any, byte| any | is_wide(*byte)) && written.chars().any(is_other_form)
}

/// Whether a character may become a digit or a sign of an address.
fn is_other_form(c: char) -> bool {
    let is_plain = matches!(c, '\0'..='\u{7F}' | '\u{400}'..='\u{52F}' | '\u{3000}'..='\u{3003}'
        | '\u{4000}'..='\u{9FFF}');
    !is_plain && (c.is_numeric() || matches!(c, '＠' | '﹫' | '：' | '／' | 'ｗ' | 'Ｗ'))
}

/// Where runs of ASCII digits stand.
fn groups(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    let next = |at: usize, is_digit: bool| {
        let rest = bytes.get(at..)?;
        Some(at + rest.iter().position(|byte| byte.is_ascii_digit() == is_digit)?)
    };
    while let Some(start) = next(at, true) {
        at = next(start, false).unwrap_or(bytes.len());
        found.push(start..at);
    }
    found
}
