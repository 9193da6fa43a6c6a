//! `caseload sample`: a made-up desk to try the program on.

use std::io::Write;
use std::path::PathBuf;

use anyhow::anyhow;
use chrono::NaiveDate;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::command::{Command, Exit, World};
use super::progress::Progress;
use super::show;
use crate::metrics::unit;
use crate::model::Unit;
use crate::sample::{Desk, Format, SETTINGS_FILE};

/// Write a made-up support desk of any size, with known skills planted in its agents
#[derive(Args)]
pub struct Sample {
    /// The folder to write: new, empty, or with an earlier sample in it
    dir: PathBuf,
    /// How many conversations; seven messages each, on average
    #[arg(long, value_name = "COUNT", default_value_t = 20_000)]
    conversations: u64,
    /// What all chance comes from; the same seed gives the same bytes
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// How many weeks the conversations are spread over
    #[arg(long, value_name = "COUNT", default_value_t = 13)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=1_000))]
    weeks: u32,
    /// How many agents answer them
    #[arg(long, value_name = "COUNT", default_value_t = 40)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=10_000))]
    agents: u32,
    /// The Monday after the last week
    #[arg(long, value_name = "DATE", default_value = "2026-11-16")]
    ends_on: NaiveDate,
    /// How tables are written
    #[arg(long, default_value = Format::Ndjson.word(), value_parser = formats())]
    format: Format,
}

fn formats() -> impl TypedValueParser<Value = Format> {
    let words = Format::ALL.iter().map(|format| format.word());
    PossibleValuesParser::new(words)
        .try_map(|word| Format::from_word(&word).ok_or("there is no such format"))
}

impl Command for Sample {
    fn run(&self, world: &World, out: &mut dyn Write) -> anyhow::Result<Exit> {
        let desk = Desk {
            conversations: self.conversations,
            seed: self.seed,
            weeks: self.weeks,
            agents: self.agents,
            ends_on: self.ends_on,
            format: self.format,
        };
        let progress =
            world.is_terminal.then(|| Progress::named("writing a sample", self.conversations));
        let done = |done| progress.iter().for_each(|progress| progress.reach(done));
        let written = desk.write(&self.dir, &done);
        drop(progress);
        let written = written.map_err(|error| match error.raw_os_error() {
            Some(_) => anyhow!("no sample was written: {}", show::refused(&self.dir, &error)),
            None => anyhow!("no sample was written: {error}"),
        })?;
        let counts = [
            show::counted(written.conversations, "conversation"),
            show::counted(written.messages, "message"),
            show::counted(written.events, "event"),
            show::counted(written.ratings, "rating"),
            show::counted(written.survey_responses, "survey response"),
            show::counted(written.reviews, "review"),
        ];
        let size = unit::text(written.bytes as f64, Unit::Bytes);
        writeln!(out, "{} ({size})", counts.join(", "))?;
        let settings = show::tidy(&self.dir.join(SETTINGS_FILE));
        writeln!(out, "now: caseload run {}", settings.display())?;
        Ok(Exit::Well)
    }
}
