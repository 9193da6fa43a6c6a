//! Reads one file into memory, record by record: for `check`, for tests, for a look at a format.

use std::path::Path;
use std::sync::Mutex;

use super::file::open;
use super::source::{Options, ReadError, Sink, Source};
use crate::model::{Effect, Issue, IssueKind, Place, Record, RecordKind, Wire};

/// All that a file yields, in its own order.
#[derive(Debug, Default)]
pub struct Collected {
    packed: Vec<(Place, Vec<u8>)>,
    pub issues: Vec<Issue>,
    /// Why it could not be read to its end.
    pub broken: Option<ReadError>,
}

impl Collected {
    /// The records with their places, in the order of the file.
    pub fn records(&self) -> impl Iterator<Item = (Place, Record<'_>)> {
        self.packed
            .iter()
            .filter_map(|(place, bytes)| Some((*place, Record::get(&mut bytes.as_slice())?)))
    }

    /// Records that were met, good or bad.
    pub fn seen(&self) -> usize {
        let dropped = self.issues.iter().filter(|issue| issue.effect == Effect::Dropped);
        self.packed.len() + dropped.count()
    }
}

/// Reads a file with the source named, or with the one that recognises it, as far as it goes.
pub fn collect(
    path: &Path,
    format: Option<&'static dyn Source>,
    options: &Options,
) -> Result<Collected, ReadError> {
    let all = Mutex::new(Collected::default());
    let opened = open(path, format, options)?;
    let sink = |piece| {
        Box::new(Collector { piece, own: Collected::default(), all: &all }) as Box<dyn Sink>
    };
    let read = opened.read(&sink, &|_| ());
    let mut all = all.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    all.broken = read.end.err();
    all.packed.sort_by_key(|(place, _)| *place);
    all.issues.sort_by_key(|issue| issue.place);
    Ok(all)
}

struct Collector<'c> {
    piece: u32,
    own: Collected,
    all: &'c Mutex<Collected>,
}

impl Collector<'_> {
    fn place(&self, line: u32) -> Place {
        Place { file: 0, piece: self.piece, line }
    }
}

impl Sink for Collector<'_> {
    fn record(&mut self, line: u32, record: Record<'_>) {
        let mut bytes = Vec::new();
        record.put(&mut bytes);
        self.own.packed.push((self.place(line), bytes));
    }

    fn issue(
        &mut self,
        line: u32,
        record: RecordKind,
        field: &'static str,
        kind: IssueKind,
        effect: Effect,
        seen: &str,
    ) {
        let place = self.place(line);
        let seen = Issue::shown(seen);
        self.own.issues.push(Issue { place, record, field, kind, effect, seen });
    }
}

impl Drop for Collector<'_> {
    fn drop(&mut self) {
        let mut all = self.all.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        all.packed.append(&mut self.own.packed);
        all.issues.append(&mut self.own.issues);
    }
}
