//! A normalised text whose digits were found once for all kinds.

use std::ops::Range;

use crate::text::Normal;

/// A text in which every kind looks for its own.
#[derive(Clone, Debug)]
pub(super) struct Reading<'t> {
    /// In one spelling.
    pub text: &'t str,
    /// Where runs of ASCII digits stand.
    pub groups: Vec<Range<usize>>,
    /// How many digits there are.
    pub digits: usize,
    normal: &'t Normal<'t>,
    written: &'t str,
}

impl<'t> Reading<'t> {
    /// Of a text and what was written.
    pub(super) fn new(normal: &'t Normal<'t>, written: &'t str) -> Self {
        let groups = groups(normal.text());
        let digits = groups.iter().map(Range::len).sum();
        Self { text: normal.text(), groups, digits, normal, written }
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
