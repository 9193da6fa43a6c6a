//! `caseload train-topics`: a model of the vendor's own categories.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::command::{Command, Exit, World};
use super::progress::Progress;
use super::run::key;
use super::show;
use crate::metrics::unit;
use crate::model::Unit;
use crate::pipeline::{self, Learnt, Plan, Request, Unwatched, Watch};

/// Learn the vendor's own categories from what customers first wrote, and write the model to one file
#[derive(Args)]
pub struct TrainTopics {
    /// The pipeline's file of settings
    #[arg(value_name = "PIPELINE.toml")]
    pipeline: PathBuf,
    /// The file of the model, for `[text] topic_model`
    #[arg(long, value_name = "FILE", default_value = "topics.model")]
    out: PathBuf,
}

impl Command for TrainTopics {
    fn run(&self, world: &World, out: &mut dyn Write) -> anyhow::Result<Exit> {
        let settings = self.pipeline.clone();
        let plan = Plan::resolve(&Request { settings, key: key(world)?, ..Request::default() })?;
        let progress = world.is_terminal.then(Progress::new);
        let watch = progress.as_ref().map_or(&Unwatched as &dyn Watch, |progress| progress);
        let learnt = pipeline::train(&plan, watch);
        drop(progress);
        let learnt = learnt?;
        for error in &learnt.unreadable {
            writeln!(io::stderr(), "caseload: {}", show::read_error(error))?;
        }
        let bytes = learnt.classifier.to_bytes();
        fs::write(&self.out, &bytes)
            .with_context(|| format!("`{}` cannot be written", self.out.display()))?;
        told(&learnt, out)?;
        let size = unit::text(bytes.len() as f64, Unit::Bytes);
        writeln!(out, "written to {} ({size})", self.out.display())?;
        Ok(if learnt.unreadable.is_empty() { Exit::Well } else { Exit::Flawed })
    }
}

/// What was learnt, and how it did on what it had not seen.
fn told(learnt: &Learnt, out: &mut dyn Write) -> io::Result<()> {
    let share = |share: Option<f64>| {
        share.map_or_else(|| "-".to_owned(), |share| unit::text(share, Unit::Share))
    };
    let Learnt { classifier, held_out, conversations, .. } = learnt;
    let labels = classifier.labels();
    writeln!(
        out,
        "learnt {} categories from {}; each third was judged by a model that had not seen it:",
        labels.len(),
        show::counted(*conversations as u64, "conversation")
    )?;
    writeln!(out, "{:>10} {:>10} {:>10}  category", "of it", "found", "right")?;
    for (place, label) in labels.iter().enumerate() {
        let class = held_out.of_class(place);
        let actual = show::count(class.actual);
        writeln!(
            out,
            "{actual:>10} {:>10} {:>10}  {label}",
            share(class.recall),
            share(class.precision)
        )?;
    }
    writeln!(
        out,
        "macro-F1 {}, said something of {}",
        held_out.macro_f1().map_or_else(|| "-".to_owned(), |f1| format!("{f1:.3}")),
        share(held_out.coverage())
    )
}
