//! A sample as it is asked for, and how it is written: made on all cores, in the order of time.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use chrono::NaiveDate;
use rayon::prelude::*;

use super::columns::{
    CONVERSATIONS, Columns, EVENTS, MESSAGES, PEOPLE, RATINGS, REVIEWS, SURVEY_RESPONSES,
};
use super::folder::{REVIEWERS_FILE, SETTINGS_FILE, TRUTH_FILE, file_name, prepare};
use super::format::{Format, Sheet};
use super::records::{Rows, people};
use super::review;
use super::roster::truth;
use super::settings::settings;
use super::world::World;

/// Chunks made at a time, for each thread.
const CHUNKS_PER_THREAD: usize = 4;

/// A synthetic support desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Desk {
    pub conversations: u64,
    /// What all chance comes from: the same seed, the same bytes.
    pub seed: u64,
    pub weeks: u32,
    pub agents: u32,
    /// The Monday after the last week.
    pub ends_on: NaiveDate,
    pub format: Format,
}

/// How many records were written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub conversations: u64,
    pub messages: u64,
    pub events: u64,
    pub ratings: u64,
    pub survey_responses: u64,
    /// Criteria judged by reviewers.
    pub reviews: u64,
    pub people: u64,
    /// Of the tables.
    pub bytes: u64,
}

impl Desk {
    /// Writes the tables, the settings of a pipeline that reads them and the planted skills.
    ///
    /// `progress` is told how many conversations have been written so far. Memory is bounded by some
    /// megabytes per thread.
    ///
    /// Errors: the desk cannot be (no agent, no week, `ends_on` no Monday), the folder holds anything
    /// but an earlier sample, or it cannot be written to.
    pub fn write(&self, dir: &Path, progress: &(dyn Fn(u64) + Sync)) -> io::Result<Summary> {
        let world = World::new(self)?;
        prepare(dir)?;
        fs::write(dir.join(TRUTH_FILE), truth(&world.agents))?;
        fs::write(dir.join(REVIEWERS_FILE), review::truth())?;
        fs::write(dir.join(SETTINGS_FILE), settings(&world, self.format))?;
        let files = Files::create(dir, self.format, &world)?;
        thread::scope(|scope| {
            let (send, receive) = sync_channel(1);
            let writer = scope.spawn(move || files.take(&receive, progress));
            let wave = CHUNKS_PER_THREAD * rayon::current_num_threads();
            for first in (0..world.chunks()).step_by(wave) {
                let chunks = first..(first + wave as u64).min(world.chunks());
                let rows: Vec<_> = chunks
                    .into_par_iter()
                    .map(|chunk| Rows::of(&world, chunk, self.format))
                    .collect();
                if send.send(rows).is_err() {
                    break;
                }
            }
            drop(send);
            writer.join().unwrap_or_else(|_| Err(io::Error::other("the writing thread broke off")))
        })
    }
}

/// The tables' files, open.
struct Files {
    conversations: Table,
    messages: Table,
    events: Table,
    ratings: Table,
    survey_responses: Table,
    reviews: Table,
    people: Table,
}

/// One table's file.
struct Table {
    file: BufWriter<File>,
    rows: u64,
    bytes: u64,
}

impl Table {
    fn create<const N: usize>(
        dir: &Path,
        columns: &Columns<N>,
        format: Format,
    ) -> io::Result<Self> {
        let mut file =
            BufWriter::new(File::create_new(dir.join(file_name(columns.table, format)))?);
        let header = Sheet::header(columns, format);
        file.write_all(&header)?;
        Ok(Self { file, rows: 0, bytes: header.len() as u64 })
    }

    fn add<const N: usize>(&mut self, sheet: &Sheet<N>) -> io::Result<()> {
        self.rows += sheet.rows;
        self.bytes += sheet.bytes.len() as u64;
        self.file.write_all(&sheet.bytes)
    }
}

impl Files {
    fn create(dir: &Path, format: Format, world: &World) -> io::Result<Self> {
        let mut files = Self {
            conversations: Table::create(dir, &CONVERSATIONS, format)?,
            messages: Table::create(dir, &MESSAGES, format)?,
            events: Table::create(dir, &EVENTS, format)?,
            ratings: Table::create(dir, &RATINGS, format)?,
            survey_responses: Table::create(dir, &SURVEY_RESPONSES, format)?,
            reviews: Table::create(dir, &REVIEWS, format)?,
            people: Table::create(dir, &PEOPLE, format)?,
        };
        files.people.add(&people(world, format))?;
        Ok(files)
    }

    /// Writes all chunks in the order in which they come.
    fn take(
        mut self,
        waves: &Receiver<Vec<Rows>>,
        progress: &(dyn Fn(u64) + Sync),
    ) -> io::Result<Summary> {
        for rows in waves.iter().flatten() {
            self.conversations.add(&rows.conversations)?;
            self.messages.add(&rows.messages)?;
            self.events.add(&rows.events)?;
            self.ratings.add(&rows.ratings)?;
            self.survey_responses.add(&rows.survey_responses)?;
            self.reviews.add(&rows.reviews)?;
            progress(self.conversations.rows);
        }
        self.finish()
    }

    fn finish(self) -> io::Result<Summary> {
        let mut bytes = 0;
        let mut rows = |mut table: Table| -> io::Result<u64> {
            table.file.flush()?;
            bytes += table.bytes;
            Ok(table.rows)
        };
        let mut summary = Summary {
            conversations: rows(self.conversations)?,
            messages: rows(self.messages)?,
            events: rows(self.events)?,
            ratings: rows(self.ratings)?,
            survey_responses: rows(self.survey_responses)?,
            reviews: rows(self.reviews)?,
            people: rows(self.people)?,
            bytes: 0,
        };
        summary.bytes = bytes;
        Ok(summary)
    }
}
