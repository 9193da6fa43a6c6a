//! `caseload criteria`: what a conversation is judged by.

use std::io::Write;

use anyhow::bail;
use clap::Args;

use super::command::{Command, Exit, World};
use super::show;
use crate::rubric;
use crate::sources::nearest;

/// List the criteria of the rubric, or show the page of one
#[derive(Args)]
pub struct Criteria {
    /// Show the page of this criterion: definition, how it is judged, worked cases
    name: Option<String>,
}

impl Command for Criteria {
    fn run(&self, _: &World, out: &mut dyn Write) -> anyhow::Result<Exit> {
        let Some(name) = self.name.as_deref() else {
            for criterion in rubric::ALL {
                let definition = show::sentence(criterion.definition());
                writeln!(out, "{:18} {definition}", criterion.name())?;
            }
            return Ok(Exit::Well);
        };
        match rubric::ALL.iter().find(|criterion| criterion.name() == name) {
            Some(criterion) => writeln!(out, "{}", criterion.page().trim())?,
            None => {
                let names = rubric::ALL.iter().map(|criterion| criterion.name());
                bail!("there is no criterion `{name}`; {}", nearest(name, names));
            }
        }
        Ok(Exit::Well)
    }
}
