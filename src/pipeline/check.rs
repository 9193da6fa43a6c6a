//! A look at the input: which file is read as what, how many records it has, and what is wrong.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::inputs::InputFile;
use super::plan::Plan;
use super::watch::{Stage, Watch};
use crate::gather::shown;
use crate::model::{Effect, Instant, IssueKind, Record, RecordKind};
use crate::sources::{Grounds, ReadError, Sink, open};
use crate::tables::Week;
use crate::text::personal::{Counts, Redactor};

/// What was found, file by file, in the plan's order.
pub struct Checked {
    pub files: Vec<FileCheck>,
}

/// What one file is.
pub struct FileCheck {
    pub name: String,
    /// Bytes on disk.
    pub bytes: u64,
    /// Name of the format; empty where none could be told.
    pub format: &'static str,
    /// Why it was taken for this format; `None` where the settings say so.
    pub grounds: Option<Grounds>,
    /// What its places count.
    pub unit: &'static str,
    pub found: Found,
    /// Why it could not be read, or not to its end.
    pub error: Option<ReadError>,
}

/// What a file's records say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    pub records: BTreeMap<RecordKind, u64>,
    /// Records that a run would drop.
    pub dropped: u64,
    /// The latest instant that it tells of.
    pub latest: Option<Instant>,
    /// When the first of its conversations was opened, as far as single records tell.
    pub opened: Option<Instant>,
    pub issues: BTreeMap<Noticed, Examples>,
    /// Personal data in what people wrote.
    pub personal: Counts,
}

/// What was noticed, and in which field of which record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Noticed {
    pub kind: IssueKind,
    pub record: RecordKind,
    pub field: &'static str,
}

/// How often, and the first of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examples {
    pub count: u64,
    /// Piece and line of the first.
    first: (u32, u32),
    /// What stood there, without what could name a customer.
    pub seen: String,
}

impl Found {
    /// Records met, good or bad.
    pub fn seen(&self) -> u64 {
        self.records.values().sum::<u64>() + self.dropped
    }

    /// Entries that speak against the file.
    pub fn bad(&self) -> u64 {
        let bad = self.issues.iter().filter(|(noticed, _)| noticed.kind.is_bad());
        bad.map(|(_, examples)| examples.count).sum()
    }

    fn add(&mut self, other: Self) {
        for (kind, count) in other.records {
            *self.records.entry(kind).or_default() += count;
        }
        self.dropped += other.dropped;
        self.latest = self.latest.max(other.latest);
        self.opened = earlier(self.opened, other.opened);
        self.personal.merge(&other.personal);
        for (noticed, examples) in other.issues {
            self.note(noticed, examples);
        }
    }

    fn note(&mut self, noticed: Noticed, more: Examples) {
        match self.issues.get_mut(&noticed) {
            None => {
                self.issues.insert(noticed, more);
            }
            Some(known) => {
                known.count += more.count;
                if more.first < known.first {
                    known.first = more.first;
                    known.seen = more.seen;
                }
            }
        }
    }
}

/// The earlier of two instants, as far as they are known.
fn earlier(one: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    one.into_iter().chain(other).min()
}

impl Checked {
    /// When the exports were taken, and the week that a run would report on: where all was opened
    /// since the last week that is over, the newest one.
    pub fn when(&self, plan: &Plan) -> Option<(Instant, Week)> {
        let found = || self.files.iter().map(|file| &file.found);
        let latest = found().filter_map(|found| found.latest).max();
        let as_of = plan.as_of.or(latest)?;
        let last = Week::last_complete(as_of, plan.zone)?;
        let opened = found().filter_map(|found| found.opened).min();
        let is_later = last.ends(plan.zone).zip(opened).is_some_and(|(ends, at)| at >= ends);
        let newest = if is_later { Week::holding(as_of, plan.zone)? } else { last };
        Some((as_of, plan.week.unwrap_or(newest)))
    }

    /// Whether every file could be read to its end and no more of the records is bad than is
    /// tolerated.
    pub fn is_well(&self, tolerance: f64) -> bool {
        let (seen, bad) = self
            .files
            .iter()
            .fold((0, 0), |(seen, bad), file| (seen + file.found.seen(), bad + file.found.bad()));
        self.files.iter().all(|file| file.error.is_none()) && bad as f64 <= tolerance * seen as f64
    }
}

/// What can be done about a kind of issue.
pub const fn cure(kind: IssueKind) -> &'static str {
    match kind {
        IssueKind::Unreadable => "Export the file again, or name its true `format`.",
        IssueKind::MissingField => "Export the field too, or map its column.",
        IssueKind::BadTime => "State the times' format (`table.time_format`), or mend the export.",
        IssueKind::BadNumber => "State the decimal mark (`table.decimal`), or mend the export.",
        IssueKind::UnknownWord => {
            "Map the value to one of the field's words (`values` in `table`)."
        }
        IssueKind::NegativeTime => "Look whether two columns are mixed up, or their zones differ.",
        IssueKind::BadEncoding => "Name the input's `encoding`.",
        IssueKind::NoZone => "Name the input's `time_zone`.",
        IssueKind::GuessedRole => "Name the input's `agents` and `bots`, or add the list of users.",
        IssueKind::GuessedChannel => "Name the input's `channel`.",
        IssueKind::Repeat | IssueKind::Superseded | IssueKind::NotSupport => {
            "Nothing is to be done."
        }
        IssueKind::Orphan => "Add the export that has the conversations.",
    }
}

/// Reads every file and writes nothing.
pub fn check(plan: &Plan, watch: &dyn Watch) -> Checked {
    let sizes =
        plan.files.iter().map(|file| file.file.path.metadata().map_or(0, |meta| meta.len()));
    watch.begin(Stage::Read, sizes.sum());
    let files = plan.files.par_iter().with_max_len(1);
    Checked { files: files.map(|file| one(plan, file, watch)).collect() }
}

fn one(plan: &Plan, file: &InputFile, watch: &dyn Watch) -> FileCheck {
    let path = file.file.path.as_path();
    let mut checked = FileCheck {
        name: file.file.name.clone(),
        bytes: path.metadata().map_or(0, |metadata| metadata.len()),
        format: "",
        grounds: None,
        unit: "",
        found: Found::default(),
        error: None,
    };
    let Some(input) = plan.input(file) else {
        return checked;
    };
    checked.format = input.format.map_or("", |format| format.name());
    let found = Mutex::new(Found::default());
    let read = open(path, input.format, &input.options).and_then(|opened| {
        checked.format = opened.source().name();
        checked.grounds = opened.grounds().cloned();
        checked.unit = opened.unit();
        let sink = |piece| {
            let redactor = &plan.said.redactor;
            Box::new(Counter { piece, redactor, own: Found::default(), all: &found })
                as Box<dyn Sink>
        };
        opened.read(&sink, &|bytes| watch.advance(bytes)).end
    });
    checked.error = read.err().map(|error| plan.said.redacted(error));
    checked.found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    checked
}

/// Counts what one piece holds.
struct Counter<'c> {
    piece: u32,
    redactor: &'c Redactor,
    own: Found,
    all: &'c Mutex<Found>,
}

impl Sink for Counter<'_> {
    fn record(&mut self, _: u32, record: Record<'_>) {
        *self.own.records.entry(record.kind()).or_default() += 1;
        self.own.latest = self.own.latest.max(record.latest());
        let at = match &record {
            Record::Conversation(state) => state.opened_at,
            Record::Message(message) => message.sent_at,
            Record::Event(event) => event.at,
            _ => None,
        };
        self.own.opened = earlier(self.own.opened, at);
        let written = match &record {
            Record::Conversation(state) => &state.subject,
            Record::Message(message) => &message.text,
            Record::Rating(rating) => &rating.comment,
            Record::Survey(survey) => &survey.comment,
            Record::Review(review) => &review.comment,
            _ => return,
        };
        for found in self.redactor.find(written) {
            self.own.personal.add(found.kind);
        }
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
        self.own.dropped += u64::from(effect == Effect::Dropped);
        let noticed = Noticed { kind, record, field };
        let is_known = self.own.issues.contains_key(&noticed);
        let seen = if is_known { String::new() } else { shown(seen, self.redactor) };
        self.own.note(noticed, Examples { count: 1, first: (self.piece, line), seen });
    }
}

impl Drop for Counter<'_> {
    fn drop(&mut self) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.add(std::mem::take(&mut self.own));
    }
}
