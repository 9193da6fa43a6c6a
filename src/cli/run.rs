//! `caseload run`: the main job.

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::anyhow;
use clap::Args;
use tracing_subscriber::filter::LevelFilter;

use super::command::{Command, Exit, World};
use super::progress::Progress;
use super::show;
use super::steps::Steps;
use super::summary;
use crate::metrics::unit;
use crate::model::Unit;
use crate::pipeline::{self, Made, Plan, Request, Unwatched, Watch};

/// Read the exports a pipeline names, and write facts, tables, charts and the report
#[derive(Args)]
#[command(
    after_help = "Environment:\n  CASELOAD_KEY  A secret under which customers get pseudonyms \
                        that stay the same from week to week;\n                without it they \
                        are numbered by first contact, anew in each run"
)]
pub struct Run {
    /// The pipeline's file of settings
    #[arg(value_name = "PIPELINE.toml")]
    pipeline: PathBuf,
    /// The week to report on, as 2026-W46 [default: the last one that is over]
    #[arg(long)]
    week: Option<String>,
    /// When the exports were taken [default: the latest instant in them]
    #[arg(long, value_name = "INSTANT")]
    as_of: Option<String>,
    /// The folder of outputs [default: `run.out` of the settings]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Say nothing unless something is wrong
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,
    /// Tell of each step with its time, each file read and each table built
    #[arg(short, long)]
    verbose: bool,
}

impl Command for Run {
    fn run(&self, world: &World, out: &mut dyn Write) -> anyhow::Result<Exit> {
        if self.verbose {
            let log = tracing_subscriber::fmt().with_max_level(LevelFilter::INFO);
            let log = log.with_writer(io::stderr).with_ansi(world.has_color && world.is_terminal);
            log.without_time().with_target(false).init();
        }
        let plan = Plan::resolve(&Request {
            settings: self.pipeline.clone(),
            week: self.week.clone(),
            as_of: self.as_of.clone(),
            out: self.out.clone(),
            key: key(world)?,
        })?;
        let shows_progress = world.is_terminal && !self.quiet && !self.verbose;
        let progress = shows_progress.then(Progress::new);
        let steps = self.verbose.then(Steps::new);
        let watch: &dyn Watch = match (&progress, &steps) {
            (Some(progress), _) => progress,
            (None, Some(steps)) => steps,
            (None, None) => &Unwatched,
        };
        let made = pipeline::run(&plan, watch);
        drop((progress, steps));
        let made = made?;
        for complaint in self.complaints(&plan, &made) {
            writeln!(io::stderr(), "caseload: {complaint}")?;
        }
        if !self.quiet {
            summary::write(&plan, &made, world, out)?;
        }
        let is_well = !made.is_empty && !made.is_beyond_tolerance;
        Ok(if is_well { Exit::Well } else { Exit::Flawed })
    }
}

impl Run {
    /// What is not as it should be, each with its cure.
    fn complaints(&self, plan: &Plan, made: &Made) -> Vec<String> {
        let mut all: Vec<String> = made.unreadable.iter().map(show::read_error).collect();
        if made.is_beyond_tolerance {
            all.push(self.beyond_tolerance(plan, made));
        }
        let as_of = unit::instant(made.as_of, plan.zone);
        if made.is_empty {
            all.push(format!(
                "no conversation was opened in {}; if the exports were not taken at {as_of}, give \
                 `--as-of`, else ask for another `--week`",
                made.week
            ));
        }
        if made.as_of < made.latest {
            let latest = unit::instant(made.latest, plan.zone);
            all.push(format!(
                "the input tells of {latest}, which is later than {as_of}, when it is said to have \
                 been taken; correct `--as-of` (or `run.as_of`), or mend the record's date"
            ));
        }
        all
    }

    /// Why the run counts as flawed: how much is bad, where to look first, and the cure.
    fn beyond_tolerance(&self, plan: &Plan, made: &Made) -> String {
        let share = |share| unit::text(share, Unit::Share);
        let ledger = &made.ledger;
        let mut told = Vec::new();
        if !made.unreadable.is_empty() {
            let files = show::counted(made.unreadable.len() as u64, "file");
            told.push(format!("{files} could not be read whole, and the figures lack the rest"));
        }
        if ledger.bad_share() > plan.tolerance {
            let faults = show::counted(ledger.bad, "fault");
            let records = show::counted(ledger.seen, "record");
            let (bad, tolerated) = (share(ledger.bad_share()), share(plan.tolerance));
            told.push(format!(
                "the input has {faults} in {records}, {bad} where {tolerated} is tolerated"
            ));
            if let Some((kind, first)) = ledger.commonest_fault() {
                let place = match first.unit.as_str() {
                    "file" => String::new(),
                    unit => format!(", {unit} {}", first.place),
                };
                told.push(format!("most often {}, first in {}{place}", kind.word(), first.file));
            }
        }
        let cure =
            format!("`caseload check {}` shows all kinds and their cures", self.pipeline.display());
        format!("{}; {cure}", told.join("; "))
    }
}

/// The key of pseudonyms as text.
pub(super) fn key(world: &World) -> anyhow::Result<Option<String>> {
    let key = world.key.clone().map(|key| key.into_string()).transpose();
    key.map_err(|_| anyhow!("CASELOAD_KEY: it is not text in UTF-8; set it to one"))
}
