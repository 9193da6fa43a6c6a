//! One conversation of the input, found and explained.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::error::RunError;
use super::plan::Plan;
use super::reading;
use super::watch::{Stage, Watch};
use crate::explain::{Explained, explain as explained};
use crate::facts::Told;
use crate::gather::Gathered;
use crate::model::Instant;

/// A conversation that was looked for.
pub struct Found {
    /// Its key in all facts: `source/id`.
    pub key: String,
    pub as_of: Instant,
    /// The latest instant that any record tells of.
    pub latest: Instant,
    pub explained: Explained,
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
    let as_of = plan.as_of.or(gathered.latest).ok_or_else(|| {
        RunError::NothingRead(outcomes.into_iter().filter_map(|one| one.error).collect())
    })?;
    let search = Search::default();
    watch.begin(Stage::Derive, gathered.partitions() as u64);
    (0..gathered.partitions()).into_par_iter().try_for_each(|partition| {
        search.look(plan, &gathered, partition, wanted, as_of).map_err(of_disk)?;
        watch.advance(1);
        Ok::<_, RunError>(())
    })?;
    search.found(wanted, &gathered.merged)
}

/// What came of looking.
#[derive(Default)]
struct Search {
    found: Mutex<Vec<Found>>,
    /// Keys that are somewhat like the one that is wanted, and the first of all.
    alike: Mutex<(Vec<String>, Option<String>)>,
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
            if id == wanted || is_key() == Some(true) {
                let told = Told::new(conversation, &rules, &gathered.people);
                let latest = gathered.latest.unwrap_or(as_of);
                let key = told.key.clone();
                let found = Found { key, as_of, latest, explained: explained(&told) };
                self.found.lock().unwrap_or_else(PoisonError::into_inner).push(found);
            } else {
                self.pass(conversation.source, id, wanted);
            }
        });
        Ok(())
    }

    /// Remembers a conversation that is not the one, if it may have been meant.
    fn pass(&self, source: &str, id: &str, wanted: &str) {
        let is_alike = !id.is_empty() && (id.contains(wanted) || wanted.contains(id));
        let mut alike = self.alike.lock().unwrap_or_else(PoisonError::into_inner);
        let is_first = |first: &String| (source, id) < first.split_once('/').unwrap_or_default();
        if alike.1.as_ref().is_none_or(is_first) {
            alike.1 = Some(format!("{source}/{id}"));
        }
        if is_alike {
            alike.0.push(format!("{source}/{id}"));
        }
    }

    /// The one that was found, or what to ask for instead.
    fn found(self, wanted: &str, merged: &[(String, String)]) -> Result<Found, RunError> {
        let mut found = self.found.into_inner().unwrap_or_else(PoisonError::into_inner);
        let (mut alike, first) = self.alike.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(exact) = found.iter().position(|one| one.key == wanted) {
            return Ok(found.swap_remove(exact));
        }
        let listed = |mut keys: Vec<String>| {
            keys.sort();
            keys.truncate(NAMED);
            keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")
        };
        let many = "several sources have it";
        let (what, cure) = match (found.pop(), found.is_empty()) {
            (Some(only), true) => return Ok(only),
            (Some(last), false) => {
                let keys = found.into_iter().map(|one| one.key).chain([last.key]).collect();
                (many, format!("ask for one of {}", listed(keys)))
            }
            (None, _) if let Some(into) = merged_into(wanted, merged) => {
                ("it was merged into another", format!("ask for `{into}`"))
            }
            (None, _) if alike.is_empty() => {
                alike.extend(first);
                ("there is none of that id", format!("ids are like {}", listed(alike)))
            }
            (None, _) => ("there is none of that id", format!("did you mean {}?", listed(alike))),
        };
        Err(RunError::NoSuchConversation { wanted: wanted.to_owned(), what, cure })
    }
}

/// The key of what a conversation was merged into.
fn merged_into<'m>(wanted: &str, merged: &'m [(String, String)]) -> Option<&'m str> {
    let is_wanted = |key: &str| {
        key == wanted || key.strip_suffix(wanted).is_some_and(|source| source.ends_with('/'))
    };
    merged.iter().find(|(from, _)| is_wanted(from)).map(|(_, into)| into.as_str())
}
