//! A sink that stands at one line, with the times of its records read by the input's clock.

use super::source::Sink;
use super::time::Clock;
use crate::model::{Effect, Instant, IssueKind, Record, RecordKind, Str};

/// The bytes as text; where they are not UTF-8, the wrong ones are replaced.
pub(super) fn lossy(bytes: &[u8]) -> Str<'_> {
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Str::Borrowed)
}

/// Where the records of one piece go.
pub(super) struct Out<'s> {
    sink: &'s mut dyn Sink,
    clock: Clock,
    /// The line (row, item) that is being read.
    pub line: u32,
    has_told_zone: bool,
}

impl<'s> Out<'s> {
    pub(super) fn new(sink: &'s mut dyn Sink, clock: Clock) -> Self {
        Self { sink, clock, line: 0, has_told_zone: false }
    }

    pub(super) fn put<'r>(&mut self, record: impl Into<Record<'r>>) {
        self.sink.record(self.line, record.into());
    }

    /// The record is left out: because of `field`, or as a whole where that is empty.
    pub(super) fn drop(
        &mut self,
        record: RecordKind,
        field: &'static str,
        kind: IssueKind,
        seen: &str,
    ) {
        self.sink.issue(self.line, record, field, kind, Effect::Dropped, seen);
    }

    /// The record is kept without `field`.
    pub(super) fn empty(
        &mut self,
        record: RecordKind,
        field: &'static str,
        kind: IssueKind,
        seen: &str,
    ) {
        self.sink.issue(self.line, record, field, kind, Effect::Emptied, seen);
    }

    /// The record is kept with `field` mended or guessed.
    pub(super) fn keep(
        &mut self,
        record: RecordKind,
        field: &'static str,
        kind: IssueKind,
        seen: &str,
    ) {
        self.sink.issue(self.line, record, field, kind, Effect::Kept, seen);
    }

    /// An optional time; where text can't be read as one, the field stays empty and the ledger
    /// says so.
    pub(super) fn time(
        &mut self,
        record: RecordKind,
        field: &'static str,
        text: &str,
    ) -> Option<Instant> {
        if text.is_empty() {
            return None;
        }
        let at = self.read(record, field, text);
        if at.is_none() {
            self.empty(record, field, IssueKind::BadTime, text);
        }
        at
    }

    /// A time without which the record says nothing: where it is missing or can't be read, the
    /// record is dropped here.
    pub(super) fn needed_time(
        &mut self,
        record: RecordKind,
        field: &'static str,
        text: &str,
    ) -> Option<Instant> {
        let at = self.read(record, field, text);
        if at.is_none() {
            let is_missing = text.is_empty();
            let kind = if is_missing { IssueKind::MissingField } else { IssueKind::BadTime };
            self.drop(record, field, kind, text);
        }
        at
    }

    /// Says once per piece that the zone of a local time was guessed.
    pub(super) fn zone_used(&mut self, record: RecordKind, field: &'static str) {
        if !self.clock.is_stated && !self.has_told_zone {
            self.has_told_zone = true;
            let zone = self.clock.zone.name();
            self.keep(record, field, IssueKind::NoZone, zone);
        }
    }

    fn read(&mut self, record: RecordKind, field: &'static str, text: &str) -> Option<Instant> {
        let (at, needed_zone) = self.clock.read(text)?;
        if needed_zone {
            self.zone_used(record, field);
        }
        Some(at)
    }
}
