//! Where readers pour records: one buffer per partition, bounded by the memory budget.

use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::TempDir;
use twox_hash::XxHash3_64;

use super::customers::Customers;
use super::merges::{self, Merge};
use super::people::People;
use super::spill::Shelf;
use super::threads;
use super::whole::Partition;
use crate::model::{Effect, Instant, Issue, IssueKind, Place, Record, RecordKind, Wire};
use crate::sources::Sink;
use crate::text::personal::Redactor;

/// What gathering may use.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of packed records held in memory before they go to disk.
    pub memory: usize,
    /// Folder in which a temporary one is made when they do.
    pub spill_in: PathBuf,
    /// Parts into which conversations are divided; the unit of parallel work.
    pub partitions: usize,
    /// Whether customers are to be numbered, for a run without a key of pseudonyms.
    pub numbers_customers: bool,
}

impl Limits {
    /// Partitions for an input of that size: one per 32 MB, so that one is small against memory
    /// and large enough to be a row group; of a small input up to eight, so that all cores have
    /// work. Never depending on the machine, so that outputs don't.
    pub fn partitions_for(input_bytes: u64) -> usize {
        let mb = usize::try_from(input_bytes / 1_000_000).unwrap_or(usize::MAX);
        (mb / 32).max((mb / 4).min(8)).clamp(1, 2048)
    }
}

/// Takes records from many readers at once.
pub struct Gather {
    limits: Limits,
    /// Name of the source that each file belongs to.
    sources: Vec<String>,
    shelves: Vec<Mutex<Shelf>>,
    /// Messages that have no conversation yet.
    threaded: Mutex<Shelf>,
    held: AtomicUsize,
    spill: Mutex<Option<TempDir>>,
    /// Buffers of sinks that are done, for the next sink.
    spare: Mutex<Vec<Buffers>>,
    people: Mutex<People>,
    customers: Mutex<Customers>,
    redactor: Redactor,
    merges: Mutex<Vec<Merge>>,
    pub(super) issues: Mutex<Vec<Issue>>,
    seen: Vec<AtomicU64>,
    latest: AtomicI64,
    failed: Mutex<Option<io::Error>>,
}

/// All that was poured, ready to be taken partition by partition.
pub struct Gathered {
    shelves: Vec<Mutex<Shelf>>,
    _spill: Option<TempDir>,
    pub sources: Vec<String>,
    pub people: People,
    /// Empty unless they were to be numbered.
    pub customers: Customers,
    /// What readers and threading noticed.
    pub issues: Vec<Issue>,
    /// Records seen in each file, good or bad.
    pub seen: Vec<u64>,
    /// The latest instant that any record tells of.
    pub latest: Option<Instant>,
    /// Keys of merged conversations, `source/id`, each with that of its target.
    pub merged: Vec<(String, String)>,
    /// Records of people kept from each file; all others are counted by [`super::Rest`].
    pub people_kept: Vec<u64>,
}

/// Packed records on their way to the shelves.
pub(super) struct Buffers {
    /// One per partition and, last, one for messages without conversation.
    slots: Vec<Vec<u8>>,
    /// The entry that is being packed.
    entry: Vec<u8>,
    /// Whom the records told of.
    customers: Customers,
}

impl Buffers {
    fn new(partitions: usize) -> Self {
        let slots = vec![Vec::new(); partitions + 1];
        Self { slots, entry: Vec::new(), customers: Customers::default() }
    }

    /// Packs a record under the hash of its conversation's key; none means that it has none yet.
    pub(super) fn pack(
        &mut self,
        gather: &Gather,
        hash: Option<u64>,
        place: Place,
        record: &Record<'_>,
    ) {
        let partitions = gather.limits.partitions;
        let slot = hash.map_or(partitions, |hash| (hash % partitions as u64) as usize);
        let Some(buffer) = self.slots.get_mut(slot) else {
            return;
        };
        self.entry.clear();
        put_entry(place, record, &mut self.entry);
        if buffer.capacity() - buffer.len() < self.entry.len() {
            gather.shelve(slot, std::mem::take(buffer));
            buffer.reserve_exact(gather.chunk().max(self.entry.len()));
        }
        buffer.extend_from_slice(&self.entry);
    }

    /// Shelves all that is left.
    pub(super) fn flush(mut self, gather: &Gather) {
        lock(&gather.customers).append(&mut self.customers);
        for (slot, buffer) in self.slots.into_iter().enumerate() {
            gather.shelve(slot, buffer);
        }
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Packs an entry: the length of what follows, its place and the record.
fn put_entry(place: Place, record: &Record<'_>, out: &mut Vec<u8>) {
    out.extend_from_slice(&[0; 4]);
    for number in [place.file, place.piece, place.line] {
        u64::from(number).put(out);
    }
    record.put(out);
    let len = out.len() as u32 - 4;
    if let Some(head) = out.first_chunk_mut::<4>() {
        *head = len.to_le_bytes();
    }
}

/// Unpacks what [`put_entry`] packed, the record still as bytes.
pub(super) fn get_entry<'p>(bytes: &mut &'p [u8]) -> Option<(Place, &'p [u8])> {
    let (len, rest) = bytes.split_first_chunk::<4>()?;
    let (mut entry, rest) = rest.split_at_checked(u32::from_le_bytes(*len) as usize)?;
    *bytes = rest;
    let mut number = || u32::try_from(u64::get(&mut entry)?).ok();
    let place = Place { file: number()?, piece: number()?, line: number()? };
    Some((place, entry))
}

/// The hash of an id within a source. It decides the partition, so it must never change.
pub(super) fn key(source: &str, id: &str) -> u64 {
    XxHash3_64::oneshot_with_seed(XxHash3_64::oneshot(source.as_bytes()), id.as_bytes())
}

impl Gather {
    /// `sources` names for each file of the run the source it belongs to: conversations of one
    /// source share their ids across files.
    pub fn new(sources: Vec<String>, limits: Limits) -> Self {
        let limits = Limits { partitions: limits.partitions.max(1), ..limits };
        Self {
            shelves: (0..limits.partitions).map(|_| Mutex::default()).collect(),
            seen: sources.iter().map(|_| AtomicU64::new(0)).collect(),
            limits,
            sources,
            threaded: Mutex::default(),
            held: AtomicUsize::new(0),
            spill: Mutex::default(),
            spare: Mutex::default(),
            people: Mutex::default(),
            customers: Mutex::default(),
            redactor: Redactor::default(),
            merges: Mutex::default(),
            issues: Mutex::default(),
            latest: AtomicI64::new(i64::MIN),
            failed: Mutex::default(),
        }
    }

    /// With what strikes personal data out of the ledger; all kinds but orders where this is not
    /// called.
    pub fn redacting(self, redactor: Redactor) -> Self {
        Self { redactor, ..self }
    }

    /// The sink for one piece of one file. What it takes is poured when it is dropped.
    pub fn sink(&self, file: u32, piece: u32) -> Box<dyn Sink + '_> {
        let buffers = self.buffers();
        let source = self.sources.get(file as usize).map_or("", String::as_str);
        let seed = XxHash3_64::oneshot(source.as_bytes());
        Box::new(Piece {
            gather: self,
            at: Place { file, piece, line: 0 },
            seed,
            buffers,
            seen: 0,
            latest: None,
            issues: Vec::new(),
            merges: Vec::new(),
            people: People::default(),
        })
    }

    /// Empty or half-filled buffers for one thread's use.
    pub(super) fn buffers(&self) -> Buffers {
        let spare = lock(&self.spare).pop();
        spare.unwrap_or_else(|| Buffers::new(self.limits.partitions))
    }

    /// Ends the pouring. An error is that of the disk that the budget made necessary.
    pub fn finish(mut self) -> io::Result<Gathered> {
        for buffers in lock(&self.spare).drain(..).collect::<Vec<_>>() {
            buffers.flush(&self);
        }
        let threaded = lock(&self.threaded).take()?;
        threads::weave(&self, &threaded);
        drop(threaded);
        let merges = std::mem::take(&mut *lock(&self.merges));
        let merged = merges.iter().map(|merge| merge.keys(&self)).collect();
        merges::join(&self, merges)?;
        if let Some(error) = lock(&self.failed).take() {
            return Err(error);
        }
        let mut people = std::mem::take(&mut *lock(&self.people));
        let people_kept = people.settle(&mut lock(&self.issues), self.sources.len());
        let mut customers = std::mem::take(&mut *lock(&self.customers));
        customers.settle();
        Ok(Gathered {
            customers,
            shelves: std::mem::take(&mut self.shelves),
            _spill: lock(&self.spill).take(),
            people,
            people_kept,
            merged,
            latest: Some(Instant(self.latest.into_inner())).filter(|at| at.0 > i64::MIN),
            issues: std::mem::take(&mut *lock(&self.issues)),
            seen: self.seen.iter().map(|seen| seen.load(Ordering::Relaxed)).collect(),
            sources: std::mem::take(&mut self.sources),
        })
    }

    /// Name of the source that a file belongs to.
    pub(super) fn source(&self, file: u32) -> &str {
        self.sources.get(file as usize).map_or("", String::as_str)
    }

    /// Bytes at which a sink's buffer goes to its shelf.
    fn chunk(&self) -> usize {
        ((16 << 20) / self.limits.partitions).clamp(4 << 10, 64 << 10)
    }

    pub(super) fn partitions(&self) -> usize {
        self.shelves.len()
    }

    /// Takes all of a partition off its shelf.
    pub(super) fn unshelve(&self, partition: usize) -> io::Result<Vec<Vec<u8>>> {
        let Some(shelf) = self.shelves.get(partition) else { return Ok(Vec::new()) };
        let mut shelf = lock(shelf);
        self.held.fetch_sub(shelf.held(), Ordering::Relaxed);
        shelf.take()
    }

    pub(super) fn shelve(&self, partition: usize, chunk: Vec<u8>) {
        if chunk.is_empty() {
            return;
        }
        let held = self.held.fetch_add(chunk.len(), Ordering::Relaxed) + chunk.len();
        lock(self.shelves.get(partition).unwrap_or(&self.threaded)).push(chunk);
        if held > self.limits.memory
            && let Err(error) = self.spill_all()
        {
            lock(&self.failed).get_or_insert(error);
        }
    }

    fn spill_all(&self) -> io::Result<()> {
        let mut folder = lock(&self.spill);
        if self.held.load(Ordering::Relaxed) <= self.limits.memory {
            return Ok(());
        }
        let path = match &*folder {
            Some(folder) => folder.path().to_owned(),
            None => {
                let made = tempfile::Builder::new()
                    .prefix(".caseload-spill-")
                    .tempdir_in(&self.limits.spill_in)?;
                folder.insert(made).path().to_owned()
            }
        };
        for (number, shelf) in self.shelves.iter().chain([&self.threaded]).enumerate() {
            let freed = lock(shelf).spill(|| path.join(number.to_string()))?;
            self.held.fetch_sub(freed, Ordering::Relaxed);
        }
        Ok(())
    }
}

/// What stood in a field as the ledger may show it: shortened, and without personal data.
pub fn shown(seen: &str, redactor: &Redactor) -> String {
    Issue::shown(&redactor.redact(seen).text)
}

impl Gathered {
    pub fn partitions(&self) -> usize {
        self.shelves.len()
    }

    /// Takes a partition's records into memory; the second time it is empty.
    pub fn load(&self, partition: usize) -> io::Result<Partition> {
        let chunks = match self.shelves.get(partition) {
            Some(shelf) => lock(shelf).take()?,
            None => Vec::new(),
        };
        Ok(Partition { chunks })
    }
}

/// The sink of one piece.
struct Piece<'g> {
    gather: &'g Gather,
    at: Place,
    /// Hash of the source's name.
    seed: u64,
    buffers: Buffers,
    seen: u64,
    latest: Option<Instant>,
    issues: Vec<Issue>,
    merges: Vec<Merge>,
    people: People,
}

impl Piece<'_> {
    fn place(&self, line: u32) -> Place {
        Place { line, ..self.at }
    }
}

impl Sink for Piece<'_> {
    fn record(&mut self, line: u32, record: Record<'_>) {
        let missing = match &record {
            Record::Message(message) if message.sent_at.is_none() => Some("sent_at"),
            Record::Message(message) if message.conversation_id.is_empty() => {
                message.message_id.is_empty().then_some("conversation_id")
            }
            Record::Event(event) if event.at.is_none() => Some("at"),
            Record::Event(event) if event.kind.is_none() => Some("kind"),
            Record::Review(review) if review.criterion.is_empty() => Some("criterion"),
            Record::Review(review) if review.verdict.is_none() => Some("verdict"),
            Record::Person(person) => person.person_id.is_empty().then_some("person_id"),
            other => other.belongs_to().is_empty().then_some("conversation_id"),
        };
        if let Some(field) = missing {
            let kind = IssueKind::MissingField;
            return self.issue(line, record.kind(), field, kind, Effect::Dropped, "");
        }
        self.seen += 1;
        self.latest = self.latest.max(record.latest());
        if let Record::Person(person) = &record {
            let source = self.gather.source(self.at.file);
            self.people.add(source, self.place(line), person);
            return;
        }
        if self.gather.limits.numbers_customers {
            let place = self.place(line);
            self.buffers.customers.meet(&record, place);
        }
        self.merges.extend(Merge::told_by(&record, self.at.file));
        let id = record.belongs_to();
        let hash = XxHash3_64::oneshot_with_seed(self.seed, id.as_bytes());
        let hash = (!id.is_empty()).then_some(hash);
        self.buffers.pack(self.gather, hash, self.place(line), &record);
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
        if effect == Effect::Dropped {
            self.seen += 1;
        }
        let place = self.place(line);
        let seen = shown(seen, &self.gather.redactor);
        self.issues.push(Issue { place, record, field, kind, effect, seen });
    }
}

impl Drop for Piece<'_> {
    fn drop(&mut self) {
        if let Some(seen) = self.gather.seen.get(self.at.file as usize) {
            seen.fetch_add(self.seen, Ordering::Relaxed);
        }
        if let Some(at) = self.latest {
            self.gather.latest.fetch_max(at.0, Ordering::Relaxed);
        }
        lock(&self.gather.issues).append(&mut self.issues);
        if !self.merges.is_empty() {
            lock(&self.gather.merges).append(&mut self.merges);
        }
        lock(&self.gather.people).append(&mut self.people);
        let buffers = std::mem::replace(&mut self.buffers, Buffers::new(0));
        lock(&self.gather.spare).push(buffers);
    }
}
