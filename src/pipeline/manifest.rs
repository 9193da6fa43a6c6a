//! What a run read and made, for whoever wants to know whether two runs are the same.

use std::collections::BTreeMap;

use serde::Serialize;

use super::error::RunError;
use super::ledger::Ledger;
use super::plan::Plan;
use super::reading::Outcome;
use super::run::VERSION;
use super::script::Script;
use crate::facts::Written;
use crate::tables::{Built, ImportFile, Scope};

/// The content of `manifest.json`. It tells nothing of the machine and nothing of the clock.
#[derive(Serialize)]
pub struct Manifest<'r> {
    caseload: &'static str,
    settings: Settings,
    /// Files that the settings name: holidays, schedules.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    named_by_settings: Vec<Settings>,
    desk: &'r str,
    time_zone: &'static str,
    week: String,
    /// Weeks of the trailing window, the reported one included.
    window_weeks: u32,
    as_of: String,
    /// The rule by which first response, resolution and satisfaction are counted.
    definitions: &'static str,
    /// Whether customers have pseudonyms.
    has_key: bool,
    inputs: Vec<Input<'r>>,
    /// Rows of each fact.
    facts: &'r BTreeMap<&'static str, u64>,
    /// Rows of each published table.
    tables: BTreeMap<&'static str, usize>,
    charts: Vec<&'static str>,
    /// Pages of agents.
    agent_pages: usize,
    /// Entries of the ledger by kind.
    issues: BTreeMap<&'static str, u64>,
}

/// A file of settings.
#[derive(Serialize)]
struct Settings {
    file: String,
    blake3: String,
}

impl Settings {
    fn of(script: &Script) -> Self {
        let blake3 = blake3::hash(script.text.as_bytes()).to_hex().to_string();
        Self { file: script.name(), blake3 }
    }
}

/// One file of the input.
#[derive(Serialize)]
struct Input<'r> {
    file: &'r str,
    source: &'r str,
    format: &'r str,
    bytes: u64,
    blake3: &'r str,
    seen: u64,
    kept: u64,
    ledger: u64,
    /// Why it could not be read, or not to its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'r str>,
}

impl<'r> Manifest<'r> {
    pub fn of(
        plan: &'r Plan,
        scope: &'r Scope,
        outcomes: &'r [Outcome],
        written: &'r Written,
        tables: &[Built],
        charts: &BTreeMap<&'static str, String>,
        ledger: &Ledger,
    ) -> Self {
        let input = |(file, outcome): (&'r ImportFile, &'r Outcome)| Input {
            file: &file.name,
            source: &file.source,
            format: &file.format,
            bytes: file.bytes,
            blake3: &file.blake3,
            seen: file.seen,
            kept: file.kept,
            ledger: file.dropped,
            error: outcome.error.as_ref().map(|error| error.what.as_str()),
        };
        Self {
            caseload: VERSION,
            settings: Settings::of(&plan.script),
            named_by_settings: plan.named_files.iter().map(Settings::of).collect(),
            desk: &plan.desk,
            time_zone: plan.zone.name(),
            week: scope.week.to_string(),
            window_weeks: scope.window_weeks,
            as_of: scope.as_of.to_string(),
            definitions: plan.definition.name(),
            has_key: plan.key.is_some(),
            inputs: scope.files.iter().zip(outcomes).map(input).collect(),
            facts: &written.rows,
            tables: tables.iter().map(|built| (built.table.name(), built.frame.height())).collect(),
            charts: charts.keys().copied().collect(),
            agent_pages: 0,
            issues: ledger.entries.iter().map(|(kind, count)| (kind.word(), *count)).collect(),
        }
    }

    /// The same with so many pages of agents.
    pub fn with_agent_pages(self, agent_pages: usize) -> Self {
        Self { agent_pages, ..self }
    }

    /// As text that people can read.
    pub fn json(&self) -> Result<Vec<u8>, RunError> {
        let mut json =
            sonic_rs::to_vec_pretty(self).map_err(|error| RunError::Manifest(error.into()))?;
        json.push(b'\n');
        Ok(json)
    }
}
