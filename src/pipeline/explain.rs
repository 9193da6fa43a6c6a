//! One conversation of the input, found and explained.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use super::error::RunError;
use super::plan::Plan;
use super::reading;
use super::watch::{Stage, Watch};
use crate::explain::{Explained, explain as explained};
use crate::facts::{Told, shown_key};
use crate::gather::Gathered;
use crate::model::Instant;
use crate::sources::ReadError;
use crate::text::personal::Redactor;

/// A conversation that was looked for.
pub struct Found {
    /// Its key in all facts: `source/id`.
    pub key: String,
    pub as_of: Instant,
    /// The latest instant that any record tells of.
    pub latest: Instant,
    pub explained: Explained,
    /// Files that could not be read, or not to their end: they may tell more of it.
    pub unreadable: Vec<ReadError>,
}

/// How many keys a complaint names.
const NAMED: usize = 5;

/// Reads the input of a plan and explains the conversation of that key, or of that id where only one
/// source has it. It writes nothing but what the memory budget makes necessary, in the system's
/// folder for such files.
pub fn explain(plan: &Plan, wanted: &str, watch: &dyn Watch) -> Result<Found, RunError> {
    let spill = tempfile::tempdir().map_err(|error| RunError::Disk(std::env::temp_dir(), error))?;
    let of_disk = |error| RunError::Disk(spill.path().to_owned(), error);
    let (gathered, outcomes) =
        reading::read_all(plan, spill.path().to_owned(), watch).map_err(of_disk)?;
    let Some(as_of) = plan.as_of.or(gathered.latest) else {
        return Err(RunError::of_nothing(&outcomes));
    };
    let unreadable: Vec<ReadError> = outcomes.into_iter().filter_map(|one| one.error).collect();
    let search = Search::default();
    watch.begin(Stage::Derive, gathered.partitions() as u64);
    (0..gathered.partitions()).into_par_iter().try_for_each(|partition| {
        search.look(plan, &gathered, partition, wanted, as_of).map_err(of_disk)?;
        watch.advance(1);
        Ok::<_, RunError>(())
    })?;
    let found = search.found(wanted, &gathered.merged, unreadable.len(), &plan.said.redactor)?;
    Ok(Found { unreadable, ..found })
}

/// What came of looking.
#[derive(Default)]
struct Search {
    found: Mutex<Vec<Found>>,
    /// The first keys that are somewhat like the one that is wanted.
    alike: Mutex<BTreeSet<String>>,
    /// The first key of all.
    first: Mutex<Option<String>>,
}

impl Search {
    /// Goes through a partition.
    fn look(
        &self,
        plan: &Plan,
        gathered: &Gathered,
        partition: usize,
        wanted: &str,
        as_of: Instant,
    ) -> std::io::Result<()> {
        let rules = plan.rules(as_of);
        let packed = gathered.load(partition)?;
        packed.whole(gathered, |conversation| {
            let id: &str = &conversation.state.conversation_id;
            let is_key = || {
                wanted
                    .strip_suffix(id)?
                    .strip_suffix('/')
                    .map(|source| source == conversation.source)
            };
            let key = shown_key(conversation, &rules, gathered);
            if id == wanted || key == wanted || is_key() == Some(true) {
                let told = Told::new(conversation, &rules, gathered);
                let latest = gathered.latest.unwrap_or(as_of);
                let (explained, unreadable) = (explained(&told), Vec::new());
                let found = Found { key, as_of, latest, explained, unreadable };
                held(&self.found).push(found);
            } else {
                self.pass(key, id, wanted);
            }
        });
        Ok(())
    }

    /// Remembers a conversation that is not the one, if it may have been meant.
    fn pass(&self, key: String, id: &str, wanted: &str) {
        if !id.is_empty() && (id.contains(wanted) || wanted.contains(id)) {
            let mut alike = held(&self.alike);
            alike.insert(key.clone());
            if alike.len() > NAMED {
                alike.pop_last();
            }
        }
        let mut first = held(&self.first);
        let is_before = |first: &String| key.split_once('/') < first.split_once('/');
        if first.as_ref().is_none_or(is_before) {
            *first = Some(key);
        }
    }

    /// The one that was found, or what to ask for instead.
    fn found(
        self,
        wanted: &str,
        merged: &[(String, String)],
        unreadable: usize,
        redactor: &Redactor,
    ) -> Result<Found, RunError> {
        let mut found = std::mem::take(&mut *held(&self.found));
        if let Some(exact) = found.iter().position(|one| one.key == wanted) {
            return Ok(found.swap_remove(exact));
        }
        let none = if unreadable > 0 {
            "there is none of that id in what could be read (see `caseload check`)"
        } else {
            "there is none of that id"
        };
        let alike = listed(held(&self.alike).iter());
        let (what, cure) = match (found.pop(), found.is_empty()) {
            (Some(only), true) => return Ok(only),
            (Some(last), false) => {
                let keys: BTreeSet<String> =
                    found.into_iter().chain([last]).map(|one| one.key).collect();
                ("several sources have it", format!("ask for one of {}", listed(keys.iter())))
            }
            (None, _) if let Some(into) = merged_into(wanted, merged) => {
                let into = redactor.redact_name(into);
                ("it was merged into another", format!("ask for `{into}`"))
            }
            (None, _) if alike.is_empty() => {
                (none, format!("ids are like {}", listed(held(&self.first).iter())))
            }
            (None, _) => (none, format!("did you mean {alike}?")),
        };
        Err(RunError::NoSuchConversation { wanted: wanted.to_owned(), what, cure })
    }
}

/// What a lock holds, whatever became of others who held it.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

fn listed<'k>(keys: impl Iterator<Item = &'k String>) -> String {
    keys.map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")
}

/// The key of what a conversation was merged into.
fn merged_into<'m>(wanted: &str, merged: &'m [(String, String)]) -> Option<&'m str> {
    let is_wanted = |key: &str| {
        key == wanted || key.strip_suffix(wanted).is_some_and(|source| source.ends_with('/'))
    };
    merged.iter().find(|(from, _)| is_wanted(from)).map(|(_, into)| into.as_str())
}
