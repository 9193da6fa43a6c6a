//! `caseload explain`: one conversation, its clocks, and how each of its numbers comes about.

use std::io::{self, Write};
use std::path::PathBuf;

use chrono_tz::Tz;
use clap::Args;

use super::command::{Command, Exit, World};
use super::progress::Progress;
use super::run::key;
use super::show;
use crate::explain::{self, Clock, Explained, How, Piece, Published, Row, Value, local, one_line};
use crate::facts::TargetTime;
use crate::metrics::unit;
use crate::model::{Instant, Unit};
use crate::pipeline::{self, Found, Plan, Request, Unwatched, Watch};

/// Show one conversation's timeline, its clocks, and the arithmetic behind each of its numbers
#[derive(Args)]
pub struct Explain {
    /// The pipeline's file of settings
    #[arg(value_name = "PIPELINE.toml")]
    pipeline: PathBuf,
    /// Its id, as in the export, or as in the tables: `source/id`
    conversation: String,
    /// When the exports were taken [default: the latest instant in them]
    #[arg(long, value_name = "INSTANT")]
    as_of: Option<String>,
    /// Write JSON, for other programs
    #[arg(long)]
    json: bool,
}

impl Command for Explain {
    fn run(&self, world: &World, out: &mut dyn Write) -> anyhow::Result<Exit> {
        let plan = Plan::resolve(&Request {
            settings: self.pipeline.clone(),
            as_of: self.as_of.clone(),
            key: key(world)?,
            ..Request::default()
        })?;
        let progress = world.is_terminal.then(Progress::new);
        let watch = progress.as_ref().map_or(&Unwatched as &dyn Watch, |progress| progress);
        let found = pipeline::explain(&plan, &self.conversation, watch);
        drop(progress);
        let found = found?;
        for error in &found.unreadable {
            writeln!(io::stderr(), "caseload: {}", show::read_error(error))?;
        }
        if self.json {
            writeln!(
                out,
                "{}",
                explain::json(&found.key, found.as_of, plan.zone, &found.explained)?
            )?;
        } else {
            Shown { plan: &plan, found: &found, zone: plan.zone }.write(out)?;
        }
        Ok(if found.unreadable.is_empty() { Exit::Well } else { Exit::Flawed })
    }
}

/// Pieces of a sum that are shown before the rest is only counted.
const PIECES: usize = 6;

/// A conversation as a terminal shows it.
struct Shown<'f> {
    plan: &'f Plan,
    found: &'f Found,
    zone: Tz,
}

impl Shown<'_> {
    fn write(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        let Explained { timeline, clocks, rows } = &self.found.explained;
        let as_of = local(self.found.as_of, self.zone);
        writeln!(out, "{}", one_line(&self.found.key))?;
        writeln!(out, "{}, as of {as_of}", self.plan.desk)?;
        let rule = self.plan.definition.title();
        writeln!(out, "{}. Counted by: {rule}.", self.plan.calendar_of.about())?;
        if self.found.latest > self.found.as_of {
            let latest = local(self.found.latest, self.zone);
            writeln!(out, "The input tells of later instants, until {latest}.")?;
        }
        if let Some(own) = rows.first() {
            let texts = own.values.iter().filter_map(|value| match &value.value {
                Published::Text(text) => Some(format!("{} {}", value.column, one_line(text))),
                _ => None,
            });
            writeln!(out, "{}", texts.collect::<Vec<_>>().join(" · "))?;
        }

        let zone = if self.zone == Tz::UTC { "" } else { " and UTC" };
        writeln!(out, "\nTimeline, {}{zone}", self.zone.name())?;
        for entry in &timeline.entries {
            let (here, utc) = (local(entry.at, self.zone), entry.at);
            let mut lines = entry.clocks.iter();
            let what = match entry.what.is_empty() {
                true => lines.next().map_or("", String::as_str),
                false => &entry.what,
            };
            writeln!(out, "{:>4}  {here}  {utc}  {}", entry.number, one_line(what))?;
            for clock in lines {
                writeln!(out, "{:>6}{}", "", one_line(clock))?;
            }
        }

        writeln!(out, "\nClocks; `caseload metrics PAGE` says how each counts")?;
        for clock in clocks {
            let (elapsed, open) = (unit::exact(clock.seconds.0), unit::exact(clock.seconds.1));
            let Clock { name, page, result, .. } = clock;
            write!(out, "  {name} [{page}]: {elapsed}, of it open {open}; {}", one_line(result))?;
            match &clock.rule {
                Some(rule) => writeln!(out, "; rule {rule}")?,
                None => writeln!(out)?,
            }
        }

        for row in rows {
            self.row(row, out)?;
        }
        Ok(())
    }

    fn row(&self, row: &Row, out: &mut dyn Write) -> anyhow::Result<()> {
        writeln!(out, "\nfacts/{}, row {} of this conversation", row.fact, row.number)?;
        let mut missing: Vec<(&str, Vec<&str>)> = Vec::new();
        for value in &row.values {
            match (&value.value, &value.how) {
                (Published::Text(_), How::Stated) => {}
                (Published::Missing, How::Missing(why) | How::Because(why)) => {
                    match missing.iter_mut().find(|(reason, _)| reason == why) {
                        Some((_, columns)) => columns.push(value.column),
                        None => missing.push((why, vec![value.column])),
                    }
                }
                _ => {
                    let page = value.page.map_or_else(String::new, |page| format!("  [{page}]"));
                    let (shown, how) = (self.published(value), self.how(value));
                    writeln!(out, "  {:32} {shown}  {how}{page}", value.column)?;
                }
            }
        }
        for (why, columns) in missing {
            writeln!(out, "  {} {why}: {}", unit::MISSING, columns.join(", "))?;
        }
        Ok(())
    }

    /// A value in the unit of its table, and for people.
    fn published(&self, value: &Value) -> String {
        match &value.value {
            Published::Missing => unit::MISSING.to_owned(),
            Published::Text(text) => one_line(text),
            Published::At(at) => at.to_string(),
            Published::Number(number) if value.unit == Unit::Seconds => format!("{number} s"),
            Published::Number(number) => number.to_string(),
            Published::Count(count) => count.to_string(),
            Published::Flag(flag) => flag.to_string(),
        }
    }

    /// The arithmetic in one line; empty where there is nothing to say.
    fn how(&self, value: &Value) -> String {
        let listed = |entries: &[usize]| {
            let entries: Vec<String> = entries.iter().map(usize::to_string).collect();
            entries.join(", ")
        };
        match &value.how {
            How::Stated => "as the export has it".to_owned(),
            How::Entry(entry) => format!("at {entry}"),
            How::Entries(entries) if entries.is_empty() => "there are none".to_owned(),
            How::Entries(entries) => format!("at {}", listed(entries)),
            How::Time(TargetTime::Business, pieces) if pieces.is_empty() => {
                "closed all the while, or no time at all".to_owned()
            }
            How::Time(_, pieces) if pieces.is_empty() => "no time at all".to_owned(),
            How::Time(_, pieces) => format!("= {}", self.pieces(pieces)),
            How::Longest(pieces) if pieces.is_empty() => "there are none".to_owned(),
            How::Longest(pieces) => format!("the longest of {}", self.pieces(pieces)),
            How::Sum(parts) => {
                let parts = parts.iter().map(|(name, value)| format!("{name} {value}"));
                format!("= {}", parts.collect::<Vec<_>>().join(" + "))
            }
            How::Over { spent, limit } => format!("= {spent} − {limit}"),
            How::Within { spent, limit } => {
                let sign = if spent <= limit { '≤' } else { '>' };
                format!("{spent} {sign} {limit}")
            }
            How::Because(reason) | How::Missing(reason) => reason.clone(),
        }
    }

    /// Pieces of time, added up.
    fn pieces(&self, pieces: &[Piece]) -> String {
        let shown = if pieces.len() > PIECES + 1 { PIECES } else { pieces.len() };
        let mut terms: Vec<String> =
            pieces.iter().take(shown).map(|piece| self.piece(piece)).collect();
        let rest = pieces.get(shown..).unwrap_or_default();
        if !rest.is_empty() {
            let seconds: f64 = rest.iter().map(Piece::seconds).sum();
            terms.push(format!("{} more pieces, {}", rest.len(), unit::exact(seconds)));
        }
        terms.join(" + ")
    }

    fn piece(&self, piece: &Piece) -> String {
        let under = piece.calendar.as_deref().filter(|name| !name.is_empty());
        let under = under.map_or_else(String::new, |name| format!(" `{name}`"));
        let (from, to) = (self.clock(piece.from), self.clock(piece.to));
        let (before, after) = (self.offset(piece.from), self.offset(piece.to));
        let change = match before == after {
            true => String::new(),
            false => format!(", the clocks changing from {before} to {after}"),
        };
        format!("{} ({from} – {to}{under}{change})", unit::exact(piece.seconds()))
    }

    /// How far the wall clock is ahead of UTC.
    fn offset(&self, at: Instant) -> String {
        let local = at.to_utc().map(|at| at.with_timezone(&self.zone));
        local.map_or_else(String::new, |at| at.format("%:z").to_string())
    }

    /// The wall clock, without its year.
    fn clock(&self, at: Instant) -> String {
        let local = at.to_utc().map(|at| at.with_timezone(&self.zone));
        local.map_or_else(String::new, |at| at.format("%a %m-%d %H:%M:%S%.f").to_string())
    }
}
