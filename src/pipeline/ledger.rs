//! What the ledger holds, summed up.

use std::collections::BTreeMap;

use crate::charts::rows;
use crate::model::IssueKind;
use crate::tables::{self, Scope};

/// Records and what was noticed in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Records met in all files.
    pub seen: u64,
    pub kept: u64,
    /// Records that are only in the ledger.
    pub dropped: u64,
    /// Entries that speak against the input.
    pub bad: u64,
    /// How many entries there are of each kind.
    pub entries: BTreeMap<IssueKind, u64>,
    /// Where each kind was first noticed.
    first: BTreeMap<IssueKind, Spotted>,
}

/// A place in the input.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spotted {
    /// As the ledger names it.
    pub file: String,
    /// From 1.
    pub place: u64,
    /// What the place counts; `file` where the whole of it is meant.
    pub unit: String,
}

impl Ledger {
    /// Sums up the files and the entries of a run.
    pub fn of(scope: &Scope) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let mut ledger = Self::default();
        for file in &scope.files {
            ledger.seen += file.seen;
            ledger.kept += file.kept;
            ledger.dropped += file.dropped;
            ledger.bad += file.bad;
        }
        if let Some(table) = tables::by_name("import_issues") {
            for row in rows(&tables::build(table, scope)?) {
                let word = row.text("kind")?.unwrap_or_default();
                let kind = IssueKind::ALL.iter().find(|kind| kind.word() == word);
                if let (Some(kind), Some(count)) = (kind, row.number("issue_count")?) {
                    *ledger.entries.entry(*kind).or_default() += count as u64;
                    let file = row.text("file")?.unwrap_or_default();
                    let place = row.number("first_place")?.unwrap_or_default() as u64;
                    let unit = row.text("place_unit")?.unwrap_or_default();
                    let spotted = Spotted { file, place, unit };
                    let first = ledger.first.entry(*kind).or_insert_with(|| spotted.clone());
                    *first = spotted.min(first.clone());
                }
            }
        }
        Ok(ledger)
    }

    /// The kind of fault that the input has most of, and where it has the first of them.
    pub fn commonest_fault(&self) -> Option<(IssueKind, &Spotted)> {
        let faults = self.entries.iter().filter(|(kind, _)| kind.is_bad());
        let (kind, _) = faults.max_by_key(|(kind, count)| (**count, std::cmp::Reverse(**kind)))?;
        Some((*kind, self.first.get(kind)?))
    }

    /// Entries that speak against the input, for each record of it.
    pub fn bad_share(&self) -> f64 {
        if self.seen == 0 { 0.0 } else { self.bad as f64 / self.seen as f64 }
    }
}
