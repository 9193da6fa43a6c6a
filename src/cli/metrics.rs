//! `caseload metrics`: what it measures.

use std::io::Write;

use anyhow::bail;
use clap::Args;

use super::command::{Command, Exit, World};
use super::show;
use crate::metrics;
use crate::sources::nearest;

/// List the measures with their definitions, or show one measure's page
#[derive(Args)]
pub struct Metrics {
    /// Show this measure's page: definition, how it is counted, worked cases
    name: Option<String>,
}

impl Command for Metrics {
    fn run(&self, _: &World, out: &mut dyn Write) -> anyhow::Result<Exit> {
        let names = || metrics::ALL.iter().map(|metric| metric.name());
        match self.name.as_deref() {
            None => {
                for metric in metrics::ALL {
                    let definition = show::sentence(metric.definition());
                    writeln!(out, "{:16} {definition}", metric.name())?;
                }
            }
            Some(name) => match metrics::by_name(name) {
                Some(metric) => writeln!(out, "{}", metric.page().trim())?,
                None => bail!("there is no measure `{name}`; {}", nearest(name, names())),
            },
        }
        Ok(Exit::Well)
    }
}
