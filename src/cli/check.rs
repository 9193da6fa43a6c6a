//! `caseload check`: what a run would read, and what is wrong with it.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::command::{Command, Exit, World};
use super::progress::Progress;
use super::run::key;
use super::show;
use crate::calendar::Calendar;
use crate::facts::TargetTime;
use crate::metrics::unit;
use crate::model::{Channel, Instant, Unit};
use crate::pipeline::{self, Checked, FileCheck, Plan, Request, Unwatched, Watch};

/// Say which file is read as what, with how many records, what is wrong and the cure
#[derive(Args)]
pub struct Check {
    /// The pipeline's file of settings
    #[arg(value_name = "PIPELINE.toml")]
    pipeline: PathBuf,
}

impl Command for Check {
    fn run(&self, world: &World, out: &mut dyn Write) -> anyhow::Result<Exit> {
        let key = key(world)?;
        let request = Request { settings: self.pipeline.clone(), key, ..Request::default() };
        let plan = Plan::resolve(&request)?;
        let progress = world.is_terminal.then(Progress::new);
        let watch = progress.as_ref().map_or(&Unwatched as &dyn Watch, |progress| progress);
        let checked = pipeline::check(&plan, watch);
        drop(progress);
        desk(&plan, &checked, out)?;
        for file in &checked.files {
            self::file(&plan, file, out)?;
        }
        Ok(if checked.is_well(plan.tolerance) { Exit::Well } else { Exit::Flawed })
    }
}

/// What holds for all files.
fn desk(plan: &Plan, checked: &Checked, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "{}, weeks and hours in {}", plan.desk, plan.zone.name())?;
    let when = checked.when(plan);
    let as_of = when.map(|(as_of, _)| as_of);
    if let Some((as_of, week)) = when {
        let as_of = unit::instant(as_of, plan.zone);
        writeln!(out, "would report on {week}, as of {as_of}")?;
    }
    for channel in Channel::ALL.iter().filter(|channel| plan.channels.has(**channel)) {
        let week = open_seconds_a_week(&plan.channels.of(*channel).calendar, as_of);
        writeln!(out, "{channel}: open {} a week", unit::open_time(week))?;
    }
    for rule in &plan.channels.hours {
        let week = open_seconds_a_week(&rule.calendar, as_of);
        writeln!(out, "{rule}: open {} a week", unit::open_time(week))?;
    }
    for promised in &plan.promises {
        let target = promised.target;
        let within = match target.time {
            TargetTime::Business => unit::open_time(target.seconds),
            TargetTime::Elapsed => unit::text(target.seconds, Unit::Seconds),
        };
        let what = promised.kind.word().replace('_', " ");
        write!(out, "promised to {}: {what} within {within}", promised.rule)?;
        write!(out, ", {} time", target.time.word())?;
        if target.pauses {
            write!(out, " while it is not the customer's turn")?;
        }
        if let Some(share) = promised.share {
            write!(out, ", for {}", unit::text(share, Unit::Share))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Seconds that a calendar is open in an ordinary week of the time of the exports.
fn open_seconds_a_week(calendar: &Calendar, as_of: Option<Instant>) -> f64 {
    let hours = calendar.hours();
    let date =
        as_of.and_then(|as_of| Some(as_of.to_utc()?.with_timezone(&hours.zone).date_naive()));
    let days = date.map_or(&hours.week, |date| hours.week_on(date));
    let shifts = days.iter().flat_map(|day| day.shifts());
    shifts.map(|shift| f64::from(shift.end() - shift.start()) * 60.0).sum()
}

fn file(plan: &Plan, file: &FileCheck, out: &mut dyn Write) -> anyhow::Result<()> {
    let size = unit::text(file.bytes as f64, Unit::Bytes);
    let format = if file.format.is_empty() { "unknown" } else { file.format };
    writeln!(out, "\n{} ({size}): {format}", file.name)?;
    match &file.grounds {
        Some(grounds) => writeln!(out, "  because {}", grounds.because)?,
        None if !file.format.is_empty() => writeln!(out, "  as the settings say")?,
        None => {}
    }
    let records = file.found.records.iter();
    let records =
        records.map(|(kind, count)| show::counted(*count, &kind.word().replace('_', " ")));
    let records: Vec<String> = records.collect();
    if !records.is_empty() {
        write!(out, "  {}", records.join(", "))?;
        match file.found.latest {
            Some(latest) => writeln!(out, "; the latest at {}", unit::instant(latest, plan.zone))?,
            None => writeln!(out)?,
        }
    }
    let personal = file.found.personal.iter();
    let personal: Vec<String> = personal
        .map(|(kind, count)| format!("{} {}", show::count(count), kind.word().replace('_', " ")))
        .collect();
    if !personal.is_empty() {
        writeln!(out, "  personal data in texts: {}", personal.join(", "))?;
    }
    for (noticed, examples) in &file.found.issues {
        let tag = if noticed.kind.is_bad() { "wrong" } else { "noted" };
        let dot = if noticed.field.is_empty() { "" } else { "." };
        let place = format!("{}{dot}{}", noticed.record.word(), noticed.field);
        let times = show::count(examples.count);
        write!(out, "  {tag}: {times} × {} in {place}", noticed.kind.word())?;
        if !examples.seen.is_empty() {
            write!(out, ", first `{}`", examples.seen)?;
        }
        writeln!(out)?;
        writeln!(out, "    {} {}", noticed.kind.about(), pipeline::cure(noticed.kind))?;
    }
    if let Some(error) = &file.error {
        writeln!(out, "  cannot be read: {}; {}", error.what, error.cure)?;
    }
    Ok(())
}
