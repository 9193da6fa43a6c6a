//! From gathered records to facts: partition by partition, on all cores.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::agents::Agents;
use super::conversations::Conversations;
use super::definitions::{Compared, compare};
use super::issues::{IssueRow, Issues};
use super::messages::{MessageRow, Messages};
use super::pen::{Inked, Pen, StoreError};
use super::promises::{PromiseRow, Promises};
use super::ratings::{RatingRow, Ratings};
use super::reviews::{ReviewRow, Reviews};
use super::roster::Roster;
use super::rules::Rules;
use super::sheet::Sheet;
use super::spans::{SpanRow, Spans};
use super::survey_responses::{SurveyResponses, SurveyRow};
use super::told::Told;
use super::topics::{TopicRow, Topics};
use super::turns::{TurnRow, Turns};
use super::verdicts::{VerdictRow, Verdicts};
use crate::gather::Gathered;
use crate::model::{Conversation, Effect, Issue};

/// What the ledger needs to know of a file.
#[derive(Clone, Debug)]
pub struct FileNote {
    /// As the ledger names it.
    pub name: String,
    /// What its places count.
    pub unit: &'static str,
    /// Lines in each of its pieces.
    pub lines: Vec<u32>,
}

/// What was written.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// Rows of each fact.
    pub rows: BTreeMap<&'static str, u64>,
    /// Of each file: records kept.
    pub kept: Vec<u64>,
    /// Of each file: records that are only in the ledger.
    pub dropped: Vec<u64>,
    /// Of each file: entries that speak against it.
    pub bad: Vec<u64>,
}

impl Written {
    fn count(&mut self, kept: &[u64], issues: &[Issue]) {
        let grown = self.kept.len().max(kept.len());
        for counts in [&mut self.kept, &mut self.dropped, &mut self.bad] {
            counts.resize(grown, 0);
        }
        for (sum, kept) in self.kept.iter_mut().zip(kept) {
            *sum += kept;
        }
        for issue in issues {
            let file = issue.place.file as usize;
            if let Some(sum) =
                self.dropped.get_mut(file).filter(|_| issue.effect == Effect::Dropped)
            {
                *sum += 1;
            }
            if let Some(sum) = self.bad.get_mut(file).filter(|_| issue.kind.is_bad()) {
                *sum += 1;
            }
        }
    }
}

/// Writes all facts into a folder, which is made. `progress` is told of each partition done.
pub fn write(
    gathered: &Gathered,
    rules: &Rules,
    files: &[FileNote],
    folder: &Path,
    progress: &(dyn Fn() + Sync),
) -> Result<Written, StoreError> {
    fs::create_dir_all(folder)?;
    let mut pen = Pen::new();
    pen.begin::<Conversations>(folder)?;
    pen.begin::<Messages>(folder)?;
    pen.begin::<Turns>(folder)?;
    pen.begin::<Promises>(folder)?;
    pen.begin::<Spans>(folder)?;
    pen.begin::<Compared>(folder)?;
    pen.begin::<Topics>(folder)?;
    pen.begin::<Verdicts>(folder)?;
    pen.begin::<Ratings>(folder)?;
    pen.begin::<SurveyResponses>(folder)?;
    pen.begin::<Reviews>(folder)?;
    pen.begin::<Agents>(folder)?;
    pen.begin::<Issues>(folder)?;

    let mut written = Written::default();
    written.count(&gathered.people_kept, &gathered.issues);
    let state = Mutex::new((written, Roster::default(), None));
    let next = AtomicUsize::new(0);
    rayon::scope(|scope| {
        for _ in 0..rayon::current_num_threads() {
            scope.spawn(|_| {
                let mut sheets = Sheets::new();
                loop {
                    let partition = next.fetch_add(1, Ordering::Relaxed);
                    if partition >= gathered.partitions() {
                        return;
                    }
                    let done = one(gathered, partition, rules, files, &mut sheets, &pen);
                    let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
                    match done {
                        Ok((kept, issues, roster)) => {
                            state.0.count(&kept, &issues);
                            state.1.merge(roster);
                        }
                        Err(error) => {
                            state.2.get_or_insert(error);
                            next.store(gathered.partitions(), Ordering::Relaxed);
                        }
                    }
                    progress();
                }
            });
        }
    });
    let (mut written, mut roster, failed) =
        state.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let Some(error) = failed {
        return Err(error);
    }
    roster.list(&gathered.people);
    let mut issues = gathered.issues.clone();
    issues.sort_by(|a, b| {
        (a.place, a.field, a.kind, &a.seen).cmp(&(b.place, b.field, b.kind, &b.seen))
    });
    let mut inked = Inked::default();
    let mut agents = Sheet::<Agents>::new();
    agents.add(roster.into_rows(&rules.redactor).iter());
    pen.ink(&mut agents, &mut inked)?;
    pen.ink(&mut ledger(&issues, files), &mut inked)?;
    pen.put(gathered.partitions(), inked)?;
    written.rows = pen.finish()?;
    Ok(written)
}

/// A partition's facts as they are gathered, conversation by conversation.
struct Sheets {
    conversations: Sheet<Conversations>,
    messages: Sheet<Messages>,
    turns: Sheet<Turns>,
    promises: Sheet<Promises>,
    spans: Sheet<Spans>,
    compared: Sheet<Compared>,
    topics: Sheet<Topics>,
    verdicts: Sheet<Verdicts>,
    ratings: Sheet<Ratings>,
    surveys: Sheet<SurveyResponses>,
    reviews: Sheet<Reviews>,
}

impl Sheets {
    fn new() -> Self {
        Self {
            conversations: Sheet::new(),
            messages: Sheet::new(),
            turns: Sheet::new(),
            promises: Sheet::new(),
            spans: Sheet::new(),
            compared: Sheet::new(),
            topics: Sheet::new(),
            verdicts: Sheet::new(),
            ratings: Sheet::new(),
            surveys: Sheet::new(),
            reviews: Sheet::new(),
        }
    }

    fn add(&mut self, told: &Told<'_>) {
        let Conversation { messages, ratings, surveys, reviews, .. } = told.conversation;
        let row = |(at, message)| MessageRow { told, message, number: at as i64 + 1 };
        self.messages.add(messages.iter().enumerate().map(row));
        let row = |(at, wait)| TurnRow { told, wait, number: at as i64 + 1 };
        self.turns.add(told.waits.iter().enumerate().map(row));
        self.promises.add(told.promises.iter().map(|promise| PromiseRow { told, promise }));
        self.spans.add(told.spans.iter().map(|span| SpanRow { told, span }));
        if told.rules.compares_definitions {
            self.compared.add(compare(told).iter());
        }
        let row = |(at, found)| TopicRow { told, found, number: at as i64 + 1 };
        self.topics.add(told.transcript.topics.iter().enumerate().map(row));
        let row = |(criterion, verdict)| VerdictRow { told, criterion, verdict };
        let verdicts: Vec<VerdictRow<'_>> = told.verdicts().map(row).collect();
        self.verdicts.add(verdicts.iter());
        self.ratings.add(ratings.iter().map(|rating| RatingRow { told, rating }));
        self.surveys.add(surveys.iter().map(|survey| SurveyRow::of(told, survey)));
        self.reviews.add(reviews.iter().map(|review| ReviewRow { told, review }));
        self.conversations.add(std::iter::once(told));
    }
}

/// Derives, encodes and hands over one partition.
fn one(
    gathered: &Gathered,
    partition: usize,
    rules: &Rules,
    files: &[FileNote],
    sheets: &mut Sheets,
    pen: &Pen,
) -> Result<(Vec<u64>, Vec<Issue>, Roster), StoreError> {
    let packed = gathered.load(partition)?;
    let mut roster = Roster::default();
    let rest = packed.whole(gathered, |conversation| {
        let told = Told::new(conversation, rules, gathered);
        roster.see(&told);
        sheets.add(&told);
    });
    let rows = rest.surveys.iter();
    sheets.surveys.add(rows.map(|(source, survey)| SurveyRow {
        source,
        survey,
        told: None,
        rules,
        customers: &gathered.customers,
    }));
    let mut inked = Inked::default();
    pen.ink(&mut sheets.messages, &mut inked)?;
    pen.ink(&mut sheets.turns, &mut inked)?;
    pen.ink(&mut sheets.promises, &mut inked)?;
    pen.ink(&mut sheets.spans, &mut inked)?;
    pen.ink(&mut sheets.compared, &mut inked)?;
    pen.ink(&mut sheets.topics, &mut inked)?;
    pen.ink(&mut sheets.verdicts, &mut inked)?;
    pen.ink(&mut sheets.ratings, &mut inked)?;
    pen.ink(&mut sheets.surveys, &mut inked)?;
    pen.ink(&mut sheets.reviews, &mut inked)?;
    pen.ink(&mut ledger(&rest.issues, files), &mut inked)?;
    pen.ink(&mut sheets.conversations, &mut inked)?;
    pen.put(partition, inked)?;
    Ok((rest.kept, rest.issues, roster))
}

/// Entries of the ledger with their places in words.
fn ledger(issues: &[Issue], files: &[FileNote]) -> Sheet<Issues> {
    let row = |issue| -> IssueRow<'_> {
        let issue: &Issue = issue;
        let file = files.get(issue.place.file as usize);
        let before = file.map_or(&[][..], |file| &file.lines);
        let before = before.iter().take(issue.place.piece as usize).map(|n| i64::from(*n));
        IssueRow {
            file: file.map_or("", |file| &file.name),
            unit: file.map_or("", |file| file.unit),
            at: before.sum::<i64>() + i64::from(issue.place.line) + 1,
            record: issue.record,
            field: issue.field,
            kind: issue.kind,
            effect: issue.effect,
            seen: &issue.seen,
        }
    };
    let mut sheet = Sheet::new();
    sheet.add(issues.iter().map(row));
    sheet
}
