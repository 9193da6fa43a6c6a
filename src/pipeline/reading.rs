//! All files of the input, read into one gathering; a bad file does not stop the others.

use std::io;
use std::path::PathBuf;

use rayon::prelude::*;

use super::inputs::InputFile;
use super::plan::Plan;
use super::watch::{Stage, Watch};
use crate::facts::FileNote;
use crate::gather::{Gather, Gathered, Limits};
use crate::model::{Effect, IssueKind, RecordKind};
use crate::sources::{Opened, ReadError, open};

/// One file after it was read.
pub struct Outcome {
    /// Its name, and how its places are told.
    pub note: FileNote,
    pub source: String,
    /// Name of the format; empty where none could be told.
    pub format: &'static str,
    /// Bytes on disk.
    pub bytes: u64,
    /// In hexadecimal; empty where the file could not be read to its end.
    pub blake3: String,
    /// Records met in it.
    pub seen: u64,
    /// Why it could not be read, or not to its end.
    pub error: Option<ReadError>,
}

/// Reads all files. The error is that of the disk which the memory budget made necessary.
pub fn read_all(
    plan: &Plan,
    spill_in: PathBuf,
    watch: &dyn Watch,
) -> io::Result<(Gathered, Vec<Outcome>)> {
    let sizes =
        plan.files.iter().map(|file| file.file.path.metadata().map_or(0, |meta| meta.len()));
    let bytes: u64 = sizes.sum();
    let source = |file| plan.input(file).map_or_else(String::new, |input| input.source.clone());
    let limits = Limits {
        memory: plan.memory,
        spill_in,
        partitions: Limits::partitions_for(bytes),
        numbers_customers: plan.key.is_none(),
    };
    let gather = Gather::new(plan.files.iter().map(source).collect(), limits)
        .redacting(plan.said.redactor.clone());
    watch.begin(Stage::Read, bytes);
    let files = plan.files.par_iter().enumerate().with_max_len(1);
    let read = |(number, file)| read(plan, file, number as u32, &gather, watch);
    let mut outcomes: Vec<Outcome> = files.map(read).collect();
    let gathered = gather.finish()?;
    for (outcome, seen) in outcomes.iter_mut().zip(&gathered.seen) {
        outcome.seen = *seen;
    }
    Ok((gathered, outcomes))
}

/// One file, opened and read.
fn read(plan: &Plan, file: &InputFile, number: u32, gather: &Gather, watch: &dyn Watch) -> Outcome {
    let path = file.file.path.as_path();
    let mut outcome = Outcome {
        note: FileNote { name: file.file.name.clone(), unit: "file", lines: Vec::new() },
        source: String::new(),
        format: "",
        bytes: path.metadata().map_or(0, |metadata| metadata.len()),
        blake3: String::new(),
        seen: 0,
        error: None,
    };
    let Some(input) = plan.input(file) else {
        return outcome;
    };
    outcome.source.clone_from(&input.source);
    outcome.format = input.format.map_or("", |format| format.name());
    let end = open(path, input.format, &input.options).and_then(|opened: Opened| {
        outcome.note.unit = opened.unit();
        outcome.format = opened.source().name();
        outcome.bytes = opened.len();
        let progress = |bytes| watch.advance(bytes);
        let read = opened.read(&|piece| gather.sink(number, piece), &progress);
        outcome.note.lines = read.lines;
        read.end
    });
    match end {
        Ok(blake3) => outcome.blake3 = blake3.to_hex().to_string(),
        Err(error) => {
            let error = plan.said.redacted(error);
            // The file stands in the ledger as one record that was dropped.
            let (kind, effect) = (IssueKind::Unreadable, Effect::Dropped);
            gather.sink(number, 0).issue(
                0,
                RecordKind::Conversation,
                "",
                kind,
                effect,
                &error.what,
            );
            outcome.error = Some(error);
        }
    }
    tracing::info!(file = outcome.note.name, format = outcome.format, "read");
    outcome
}
