//! `caseload formats`: what it reads.

use std::io::Write;

use anyhow::bail;
use clap::Args;

use super::command::{Command, Exit, World};
use super::show;
use crate::sources::{self, nearest};

/// List the formats that can be read, or show one format's page
#[derive(Args)]
pub struct Formats {
    /// Show this format's page: what it carries, what it loses, how to export it
    name: Option<String>,
}

impl Command for Formats {
    fn run(&self, _: &World, out: &mut dyn Write) -> anyhow::Result<Exit> {
        let names = || sources::ALL.iter().map(|source| source.name());
        match self.name.as_deref() {
            None => {
                for source in sources::ALL {
                    let mut paragraphs = source.page().split("\n\n").map(str::trim);
                    let about = paragraphs.find(|one| !one.starts_with('#')).unwrap_or_default();
                    writeln!(out, "{:16} {}", source.name(), show::sentence(about))?;
                }
            }
            Some(name) => match sources::by_name(name) {
                Some(source) => writeln!(out, "{}", source.page().trim())?,
                None => bail!("there is no format `{name}`; {}", nearest(name, names())),
            },
        }
        Ok(Exit::Well)
    }
}
