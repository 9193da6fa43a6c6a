//! `caseload metrics`: what it measures.

use std::io::Write;

use anyhow::bail;
use clap::Args;

use super::command::{Command, Exit, World};
use super::show;
use crate::metrics;
use crate::sources::nearest;

/// List the measures and the rules they can be counted by, or show the page of one
#[derive(Args)]
pub struct Metrics {
    /// Show the page of this measure or rule: definition, how it is counted, worked cases
    name: Option<String>,
}

impl Command for Metrics {
    fn run(&self, _: &World, out: &mut dyn Write) -> anyhow::Result<Exit> {
        let measures = metrics::ALL.iter().map(|metric| metric.name());
        let names = measures.chain(metrics::rule_pages().map(|page| page.name));
        match self.name.as_deref() {
            None => {
                for metric in metrics::ALL {
                    let definition = show::sentence(metric.definition());
                    writeln!(out, "{:16} {definition}", metric.name())?;
                }
                for page in metrics::rule_pages() {
                    writeln!(out, "{:16} {}", page.name, show::sentence(page.definition()))?;
                }
            }
            Some(name) => {
                let measure = metrics::by_name(name).map(|metric| metric.page());
                match measure.or_else(|| metrics::rule_page(name).map(|page| page.text)) {
                    Some(page) => writeln!(out, "{}", page.trim())?,
                    None => bail!("there is no measure `{name}`; {}", nearest(name, names)),
                }
            }
        }
        Ok(Exit::Well)
    }
}
