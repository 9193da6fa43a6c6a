//! Writing a text in one spelling, run by run.

use std::borrow::Cow;

use super::spelling::{fold, joins, simple};
use super::text::Step;
use crate::text::words::{Lead, char_at, lead};

/// A text in one spelling as far as it is written. What stays as it is, but for ASCII capitals, is
/// copied a run at a time.
pub(super) struct Builder<'t> {
    original: &'t str,
    text: String,
    steps: Vec<Step>,
    /// Where the run begins that is not copied yet.
    run: usize,
}

impl<'t> Builder<'t> {
    pub(super) fn new(original: &'t str) -> Self {
        Self { original, text: String::new(), steps: Vec::new(), run: 0 }
    }

    /// The text in one spelling, and where it falls out of step.
    pub(super) fn build(mut self) -> (Cow<'t, str>, Vec<Step>) {
        let bytes = self.original.as_bytes();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            if byte.is_ascii_graphic() || (byte == b' ' && !self.ends_in_space(at)) {
                at += 1;
            } else if is_small(byte, bytes.get(at + 1)) {
                at += 2;
            } else if lead(byte) == Lead::Han {
                at += 3;
            } else if let Some(c) = char_at(self.original, at) {
                at = self.push(c, at);
            } else {
                break;
            }
        }
        if self.run == 0 && self.steps.is_empty() {
            let has_capitals = bytes.iter().any(u8::is_ascii_uppercase);
            let copy = || self.original.to_ascii_lowercase();
            let text = if has_capitals { copy().into() } else { self.original.into() };
            return (text, self.steps);
        }
        self.copy(bytes.len());
        self.text.make_ascii_lowercase();
        (self.text.into(), self.steps)
    }

    /// Takes in the character at a place, with the marks that it may become one with, and says where
    /// it goes on.
    fn push(&mut self, c: char, at: usize) -> usize {
        let mut end = at + c.len_utf8();
        let next_joins = |end: usize| {
            char_at(self.original, end).filter(|next| joins(*next)).map(char::len_utf8)
        };
        let stands_alone = next_joins(end).is_none();
        if let Some(folded) = simple(c).filter(|_| stands_alone) {
            if folded == c && c != ' ' {
                return end;
            }
            self.copy(at);
            self.push_one(folded, c, at);
            self.run = end;
            return end;
        }
        while let Some(len) = next_joins(end) {
            end += len;
        }
        // A mark belongs to the character before it, which was to be copied.
        let run = self.original.get(self.run..at).unwrap_or_default();
        let before = run.chars().next_back().filter(|_| joins(c));
        let start = at - before.map_or(0, char::len_utf8);
        self.copy(start);
        let piece = self.original.get(start..end).unwrap_or_default();
        match c {
            '№' if piece == "№" => self.push_piece("no", piece, start),
            '…' if piece == "…" => self.push_piece("...", piece, start),
            _ => self.push_piece(&fold(piece), piece, start),
        }
        self.run = end;
        end
    }

    /// Copies the run up to a place.
    fn copy(&mut self, end: usize) {
        let run = self.original.get(self.run..end).unwrap_or_default();
        if !run.is_empty() {
            self.step(self.run, true);
            self.text.push_str(run);
        }
    }

    /// One character that became one.
    fn push_one(&mut self, folded: char, original: char, at: usize) {
        let closes_up = folded == ' ' && self.text.ends_with(' ');
        self.step(at, !closes_up && folded.len_utf8() == original.len_utf8());
        if !closes_up {
            self.text.push(folded);
        }
    }

    fn push_piece(&mut self, folded: &str, original: &str, at: usize) {
        let before = self.text.len();
        let step = self.steps.len();
        self.step(at, true);
        for c in folded.chars() {
            if c != ' ' || !self.text.ends_with(' ') {
                self.text.push(c);
            }
        }
        let pushed = self.text.get(before..).unwrap_or_default();
        let is_parallel = {
            let lengths = pushed.chars().map(char::len_utf8);
            lengths.eq(original.chars().map(char::len_utf8))
        };
        if !is_parallel {
            self.steps.truncate(step);
            self.steps.push(Step { normal: before, original: at, is_parallel: false });
        }
    }

    /// Notes where the next character comes from, unless it follows in step.
    fn step(&mut self, original: usize, is_parallel: bool) {
        if self.text.capacity() == 0 {
            self.text.reserve(self.original.len());
        }
        let normal = self.text.len();
        let follows = match self.steps.last() {
            Some(last) if last.is_parallel => {
                is_parallel && original - last.original == normal - last.normal
            }
            Some(_) => false,
            None => is_parallel && original == normal,
        };
        if !follows {
            self.steps.push(Step { normal, original, is_parallel });
        }
    }

    /// Whether what is written and to be copied up to a place ends in a space.
    fn ends_in_space(&self, at: usize) -> bool {
        let run = self.original.as_bytes().get(self.run..at).unwrap_or_default();
        run.last().map_or_else(|| self.text.ends_with(' '), |last| *last == b' ')
    }
}

/// Whether a Cyrillic letter of two bytes is one from `а` to `я`.
fn is_small(first: u8, second: Option<&u8>) -> bool {
    matches!((first, second), (0xD0, Some(0xB0..=0xBF)) | (0xD1, Some(0x80..=0x8F)))
}
