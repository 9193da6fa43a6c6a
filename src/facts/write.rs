//! From gathered records to facts: partition by partition, on all cores.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::agents::{AgentRow, Agents};
use super::conversations::Conversations;
use super::issues::{IssueRow, Issues};
use super::messages::{MessageRow, Messages};
use super::pen::{Inked, Pen, StoreError};
use super::ratings::{RatingRow, Ratings};
use super::rules::Rules;
use super::survey_responses::{SurveyResponses, SurveyRow};
use super::told::Told;
use super::turns::{TurnRow, Turns};
use crate::gather::{Gathered, Whole};
use crate::model::{Effect, Issue, Role};

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

/// Agents and bots by id.
type Roster = BTreeMap<String, AgentRow>;

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
    pen.begin::<Ratings>(folder)?;
    pen.begin::<SurveyResponses>(folder)?;
    pen.begin::<Agents>(folder)?;
    pen.begin::<Issues>(folder)?;

    let mut written = Written::default();
    written.count(&gathered.people_kept, &gathered.issues);
    let state = Mutex::new((written, Roster::new(), None));
    let next = AtomicUsize::new(0);
    rayon::scope(|scope| {
        for _ in 0..rayon::current_num_threads() {
            scope.spawn(|_| {
                loop {
                    let partition = next.fetch_add(1, Ordering::Relaxed);
                    if partition >= gathered.partitions() {
                        return;
                    }
                    let done = one(gathered, partition, rules, files, &pen);
                    let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
                    match done {
                        Ok((kept, issues, roster)) => {
                            state.0.count(&kept, &issues);
                            merge(&mut state.1, roster);
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
    for (_, id, known) in gathered.people.staff() {
        let role = known.role.unwrap_or(Role::Agent);
        let name = if known.name.is_empty() { id } else { &known.name };
        let row = AgentRow { id: id.into(), role, name: name.into(), team: known.team.clone() };
        merge(&mut roster, Roster::from([(id.to_owned(), row)]));
    }
    let mut issues = gathered.issues.clone();
    issues.sort_by(|a, b| {
        (a.place, a.field, a.kind, &a.seen).cmp(&(b.place, b.field, b.kind, &b.seen))
    });
    let mut inked = Inked::default();
    pen.ink::<Agents>(&roster.into_values().collect::<Vec<_>>(), &mut inked)?;
    pen.ink::<Issues>(&issue_rows(&issues, files), &mut inked)?;
    pen.put(gathered.partitions(), inked)?;
    written.rows = pen.finish()?;
    Ok(written)
}

/// Derives, encodes and hands over one partition.
fn one(
    gathered: &Gathered,
    partition: usize,
    rules: &Rules,
    files: &[FileNote],
    pen: &Pen,
) -> Result<(Vec<u64>, Vec<Issue>, Roster), StoreError> {
    let packed = gathered.load(partition)?;
    let whole = packed.whole(gathered);
    let told: Vec<Told<'_>> = whole.conversations.iter().map(|c| Told::new(c, rules)).collect();
    let mut inked = Inked::default();
    pen.ink::<Messages>(&message_rows(&told), &mut inked)?;
    pen.ink::<Turns>(&turn_rows(&told), &mut inked)?;
    let ratings = |told| -> Vec<RatingRow<'_>> {
        let told: &Told<'_> = told;
        told.conversation.ratings.iter().map(|rating| RatingRow { told, rating }).collect()
    };
    pen.ink::<Ratings>(&told.iter().flat_map(ratings).collect::<Vec<_>>(), &mut inked)?;
    pen.ink::<SurveyResponses>(&survey_rows(&told, &whole), &mut inked)?;
    pen.ink::<Issues>(&issue_rows(&whole.issues, files), &mut inked)?;
    let roster = roster(&told);
    pen.ink::<Conversations>(&told, &mut inked)?;
    pen.put(partition, inked)?;
    Ok((whole.kept, whole.issues, roster))
}

fn message_rows<'a>(told: &'a [Told<'a>]) -> Vec<MessageRow<'a>> {
    let of = |told: &'a Told<'a>| {
        let messages = told.conversation.messages.iter().zip(1..);
        messages.map(move |(message, number)| MessageRow { told, message, number })
    };
    told.iter().flat_map(of).collect()
}

fn turn_rows<'a>(told: &'a [Told<'a>]) -> Vec<TurnRow<'a>> {
    let of = |told: &'a Told<'a>| {
        told.waits.iter().zip(1..).map(move |(wait, number)| TurnRow { told, wait, number })
    };
    told.iter().flat_map(of).collect()
}

fn survey_rows<'a>(told: &'a [Told<'a>], whole: &'a Whole<'a>) -> Vec<SurveyRow<'a>> {
    let named = told.iter().flat_map(|told| {
        let source = told.conversation.source;
        let of = move |survey| SurveyRow { source, survey, told: Some(told) };
        told.conversation.surveys.iter().map(of)
    });
    let loose =
        whole.surveys.iter().map(|(source, survey)| SurveyRow { source, survey, told: None });
    named.chain(loose).collect()
}

fn issue_rows<'a>(issues: &'a [Issue], files: &'a [FileNote]) -> Vec<IssueRow<'a>> {
    let row = |issue: &'a Issue| {
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
    issues.iter().map(row).collect()
}

/// Everybody who is seen at work in these conversations.
fn roster(told: &[Told<'_>]) -> Roster {
    let mut roster = Roster::new();
    let mut add = |id: &str, role: Role, team: &str| {
        if !id.is_empty() && !roster.contains_key(id) {
            let row = AgentRow { id: id.into(), role, name: id.into(), team: team.into() };
            roster.insert(id.to_owned(), row);
        }
    };
    for told in told {
        let mut last = None;
        for message in &told.conversation.messages {
            let author = (message.author_role, message.author_id.as_ref());
            if last == Some(author) {
                continue;
            }
            if let Some(role @ (Role::Agent | Role::Bot)) = message.author_role {
                last = Some(author);
                add(&message.author_id, role, "");
            }
        }
        for rating in &told.conversation.ratings {
            add(told.rated_agent(rating), Role::Agent, "");
        }
        told.waits.iter().for_each(|wait| add(wait.agent_id, Role::Agent, ""));
        add(told.course.resolver_id, Role::Agent, "");
    }
    roster
}

/// Adds people; what is listed says more than what is only an id.
fn merge(roster: &mut Roster, more: Roster) {
    for (id, row) in more {
        match roster.get_mut(&id) {
            None => {
                roster.insert(id, row);
            }
            Some(known) if known.name == id && row.name != id => *known = row,
            Some(known) if known.role == Role::Agent && row.role == Role::Bot => {
                known.role = row.role
            }
            Some(_) => {}
        }
    }
}
