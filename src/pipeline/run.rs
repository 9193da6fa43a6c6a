//! The run, from files to outputs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use polars::prelude::{DataFrame, Expr, PolarsResult, col, lit};
use rayon::prelude::*;

use super::disk::{NewFile, make_folder, put};
use super::error::RunError;
use super::ledger::Ledger;
use super::manifest::Manifest;
use super::outputs::Outputs;
use super::plan::Plan;
use super::reading::{self, Outcome};
use super::watch::{Stage, Watch};
use crate::charts::{self, Chart};
use crate::facts::{self, Facts, Written};
use crate::gather::Gathered;
use crate::metrics::Subject;
use crate::model::Instant;
use crate::report;
use crate::sources::ReadError;
use crate::tables::{self, Built, ImportFile, Scope, Week};
use crate::words::{Language, Words};
use crate::workbook;

/// What a run has made.
pub struct Made {
    pub week: Week,
    pub as_of: Instant,
    /// Whether the week was over at that instant.
    pub is_over: bool,
    /// The latest instant that any record tells of.
    pub latest: Instant,
    /// The week's folder.
    pub folder: PathBuf,
    /// The published tables.
    pub tables: Vec<Built>,
    pub ledger: Ledger,
    /// Files that could not be read, or not to their end.
    pub unreadable: Vec<ReadError>,
    /// Whether no conversation was opened in the reported week, though the tables would tell.
    pub is_empty: bool,
    /// Whether more of the input is bad than the settings tolerate.
    pub is_beyond_tolerance: bool,
}

/// Runs a plan. The outputs appear at the end, all at once; on an error those before stay.
pub fn run(plan: &Plan, watch: &dyn Watch) -> Result<Made, RunError> {
    let outputs = Outputs::take(&plan.out)?;
    outputs.refuse_foreign(FACTS, |name| name.ends_with(".parquet"))?;

    let (gathered, outcomes) = reading::read_all(plan, outputs.shop(), watch)
        .map_err(|error| RunError::Disk(plan.out.clone(), error))?;
    let When { latest, as_of, week } = when(plan, &gathered, &outcomes)?;
    let folder = outputs.making().join(FACTS);
    let written = derive(plan, &gathered, &outcomes, as_of, &folder, watch)?;
    drop(gathered);

    let facts = Facts::in_folder(&folder);
    let week = told_of(plan, week, as_of, &facts)
        .map_err(|error| RunError::of_table("conversations", &folder, error))?;
    outputs.refuse_foreign(&week.to_string(), |name| MADE.contains(&name))?;

    let scope = Scope {
        facts,
        zone: plan.zone,
        week,
        as_of,
        promises: plan.promises.clone(),
        service_level: plan.service_level(),
        topic_labels: plan.said.topic_labels.clone(),
        counts_descriptive: plan.counts_descriptive,
        weights: plan.weights,
        coaching: plan.coaching,
        window_weeks: plan.window_weeks,
        reviews_per_agent: plan.reviews_per_agent,
        files: import_files(&outcomes, &written),
        assessed: None,
    };
    let folder = outputs.making().join(week.to_string());
    let tables = tabulate(plan, &scope, &outputs.making(), watch)?;
    let charts = draw(plan, &tables, &folder.join(CHARTS), watch)?;
    let agent_pages = render(plan, &scope, &tables, &charts, &folder, watch)?;
    fill(plan, &scope, &tables, &folder.join(WORKBOOK), watch)?;

    let ledger = Ledger::of(&scope).map_err(|error| RunError::Table("import_issues", error))?;
    let manifest = Manifest::of(plan, &scope, &outcomes, &written, &tables, &charts, &ledger);
    let manifest = manifest.with_agent_pages(agent_pages);
    put(&folder.join(MANIFEST), &manifest.json()?)?;
    let is_empty = is_empty(&tables).map_err(|error| RunError::Table(WEEKLY, error))?;
    outputs.publish().map_err(|error| RunError::Disk(plan.out.clone(), error))?;

    let unreadable: Vec<ReadError> = outcomes.into_iter().filter_map(|one| one.error).collect();
    Ok(Made {
        week,
        as_of,
        is_over: week.ends(plan.zone).is_some_and(|ends| ends <= as_of),
        latest,
        folder: plan.out.join(week.to_string()),
        is_beyond_tolerance: !unreadable.is_empty() || ledger.bad_share() > plan.tolerance,
        is_empty,
        tables,
        ledger,
        unreadable,
    })
}

const WEEKLY: &str = "channel_weekly";

/// Whether the reported week has no conversation; what is not published is not known to be empty.
fn is_empty(tables: &[Built]) -> Result<bool, Box<dyn std::error::Error + Send + Sync>> {
    let Some(weekly) = tables.iter().find(|built| built.table.name() == WEEKLY) else {
        return Ok(false);
    };
    for row in charts::rows(&weekly.frame) {
        if row.is("is_report_week")? && row.number("conversation_count")? > Some(0.0) {
            return Ok(false);
        }
    }
    Ok(true)
}

pub(super) const FACTS: &str = "facts";
const TABLES: &str = "tables";
const CHARTS: &str = "charts";
const PAGE: &str = "index.html";
const WORKBOOK: &str = "report.xlsx";
pub(super) const MANIFEST: &str = "manifest.json";
/// Whatever a run may put into a week's folder.
const MADE: [&str; 6] = [TABLES, CHARTS, PAGE, report::AGENTS, MANIFEST, WORKBOOK];

/// What is known of the time before conversations are followed.
struct When {
    latest: Instant,
    as_of: Instant,
    /// The week asked for, else the last one that is over.
    week: Week,
}

/// When the input was taken, and the week to report on.
fn when(plan: &Plan, gathered: &Gathered, outcomes: &[Outcome]) -> Result<When, RunError> {
    let nothing = || RunError::of_nothing(outcomes);
    let latest = gathered.latest.ok_or_else(nothing)?;
    let as_of = plan.as_of.unwrap_or(latest);
    let week = plan.week.or_else(|| Week::last_complete(as_of, plan.zone)).ok_or_else(nothing)?;
    match week.begins(plan.zone) {
        Some(begins) if begins < as_of => Ok(When { latest, as_of, week }),
        _ => Err(RunError::TooEarly { week, as_of }),
    }
}

/// The week to report on: the one asked for. Where nobody asked for one and nothing was opened in
/// the last week that is over, it is the newest in which something was, which goes on.
///
/// An opening that lies further from all others than a report looks back is a slip of the pen: it
/// makes no week.
fn told_of(plan: &Plan, week: Week, as_of: Instant, facts: &Facts) -> PolarsResult<Week> {
    let back = week.minus(plan.window_weeks).begins(plan.zone);
    let (Some(back), Some(begins), Some(ends)) =
        (back, week.begins(plan.zone), week.ends(plan.zone))
    else {
        return Ok(week);
    };
    if plan.week.is_some() {
        return Ok(week);
    }
    let at = |instant: Instant| lit(instant.0);
    let micros = col(Subject::Conversations.filed_at()).to_physical();
    let before = |instant: Instant| micros.clone().lt(at(instant));
    let newest = |rows: Expr, name: &str| micros.clone().filter(rows).max().alias(name);
    let found = Subject::Conversations
        .rows(facts, &[])?
        .select([
            newest(before(begins), "before"),
            newest(before(ends).and(before(begins).not()), "within"),
            newest(micros.clone().lt_eq(at(as_of)), "newest"),
        ])
        .collect()?;
    let Some(row) = charts::rows(&found).next() else {
        return Ok(week);
    };
    let instant = |name| row.number(name).map(|at| at.map(|at| Instant(at as i64)));
    let is_alone = instant("before")?.is_some_and(|before| before < back);
    let newest = instant("newest")?.filter(|newest| *newest >= ends && !is_alone);
    Ok(match (instant("within")?, newest) {
        (None, Some(newest)) => Week::holding(newest, plan.zone).unwrap_or(week),
        _ => week,
    })
}

/// Follows every conversation and writes what happened.
fn derive(
    plan: &Plan,
    gathered: &Gathered,
    outcomes: &[Outcome],
    as_of: Instant,
    folder: &Path,
    watch: &dyn Watch,
) -> Result<Written, RunError> {
    watch.begin(Stage::Derive, gathered.partitions() as u64);
    let notes: Vec<_> = outcomes.iter().map(|outcome| outcome.note.clone()).collect();
    let progress = || watch.advance(1);
    facts::write(gathered, &plan.rules(as_of), &notes, folder, &progress)
        .map_err(|error| RunError::of_store(folder, error))
}

/// What became of each file's records.
fn import_files(outcomes: &[Outcome], written: &Written) -> Vec<ImportFile> {
    let count = |counts: &[u64], file: usize| counts.get(file).copied().unwrap_or(0);
    let file = |(number, outcome): (usize, &Outcome)| {
        let (kept, dropped) = (count(&written.kept, number), count(&written.dropped, number));
        ImportFile {
            name: outcome.note.name.clone(),
            source: outcome.source.clone(),
            format: outcome.format.to_owned(),
            bytes: outcome.bytes,
            seen: outcome.seen,
            kept,
            dropped,
            bad: count(&written.bad, number),
            blake3: outcome.blake3.clone(),
        }
    };
    outcomes.iter().enumerate().map(file).collect()
}

/// Builds the tables and publishes them in the week's folder.
fn tabulate(
    plan: &Plan,
    scope: &Scope,
    making: &Path,
    watch: &dyn Watch,
) -> Result<Vec<Built>, RunError> {
    watch.begin(Stage::Tabulate, plan.tables.len() as u64);
    let (facts, folder) = (making.join(FACTS), making.join(scope.week.to_string()).join(TABLES));
    make_folder(&folder)?;
    let one = |table: &'static dyn tables::Table, frame: PolarsResult<DataFrame>| {
        let failed = |error| RunError::of_table(table.name(), &facts, error);
        let mut frame = frame.map_err(failed)?;
        let path = folder.join(format!("{}.parquet", table.name()));
        let mut out = NewFile::create(&path)?;
        let written = tables::write(table, &mut frame, &mut out);
        out.finish(written.map(|_| ()).map_err(failed))?;
        tracing::info!(table = table.name(), rows = frame.height(), "built");
        watch.advance(1);
        Ok(Built { table, frame })
    };
    tables::build_each(&plan.tables, scope, one)
}

/// Draws the charts of the tables that are there, side by side on all cores.
fn draw(
    plan: &Plan,
    tables: &[Built],
    folder: &Path,
    watch: &dyn Watch,
) -> Result<BTreeMap<&'static str, String>, RunError> {
    if !plan.charts {
        return Ok(BTreeMap::new());
    }
    watch.begin(Stage::Draw, charts::ALL.len() as u64);
    make_folder(folder)?;
    let draw = |chart: &&'static dyn Chart| {
        let failed = |error| RunError::Chart(chart.name(), error);
        let Some(built) = tables.iter().find(|built| built.table.name() == chart.table()) else {
            watch.advance(1);
            return Ok(None);
        };
        let svg = chart.draw(&built.frame).map_err(failed)?;
        put(&folder.join(format!("{}.svg", chart.name())), svg.as_bytes())?;
        if plan.pictures {
            let picture = charts::picture::png(&svg).map_err(failed)?;
            put(&folder.join(format!("{}.png", chart.name())), &picture)?;
        }
        watch.advance(1);
        Ok(Some((chart.name(), svg)))
    };
    let drawn: Result<Vec<_>, RunError> = charts::ALL.par_iter().map(draw).collect();
    Ok(drawn?.into_iter().flatten().collect())
}

/// Renders the report and the pages of agents; how many of these there are.
fn render(
    plan: &Plan,
    scope: &Scope,
    tables: &[Built],
    charts: &BTreeMap<&'static str, String>,
    folder: &Path,
    watch: &dyn Watch,
) -> Result<usize, RunError> {
    if !plan.report {
        return Ok(0);
    }
    let agents = tables.iter().find(|built| built.table.name() == "agent_scorecard");
    watch.begin(Stage::Render, 1 + agents.map_or(0, |built| built.frame.height() as u64));
    let settings = plan.script.name();
    let inputs = report::Inputs {
        desk: &plan.desk,
        say: Words::of(Language::default()),
        week: scope.week,
        zone: scope.zone,
        as_of: scope.as_of,
        version: VERSION,
        settings: &settings,
        calendar_of: plan.calendar_of,
        definition: plan.definition,
        tables: tables.iter().map(|built| (built.table.name(), built.frame.clone())).collect(),
        charts: charts.clone(),
    };
    put(&folder.join(PAGE), report::render(&inputs)?.as_bytes())?;
    watch.advance(1);
    let folder = folder.join(report::AGENTS);
    make_folder(&folder)?;
    report::agent_pages(&inputs, |file, page| {
        put(&folder.join(file), page.as_bytes())?;
        watch.advance(1);
        Ok(())
    })
}

/// Writes the spreadsheet.
fn fill(
    plan: &Plan,
    scope: &Scope,
    tables: &[Built],
    path: &Path,
    watch: &dyn Watch,
) -> Result<(), RunError> {
    if !plan.workbook {
        return Ok(());
    }
    watch.begin(Stage::Tell, 1);
    let book = workbook::write(&workbook::Inputs {
        desk: &plan.desk,
        say: Words::of(Language::default()),
        week: scope.week,
        zone: scope.zone,
        as_of: scope.as_of,
        version: VERSION,
        rule: plan.definition.title(),
        tables: tables.iter().map(|built| (built.table.name(), built.frame.clone())).collect(),
    })?;
    put(path, &book)?;
    watch.advance(1);
    Ok(())
}

/// The program's version.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
