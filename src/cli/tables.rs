//! `caseload tables`: what it publishes.

use std::io::Write;

use anyhow::bail;
use clap::Args;

use super::command::{Command, Exit, World};
use super::{pages, show};
use crate::facts;
use crate::sources::nearest;
use crate::tables;

/// List the published tables and the facts under them, or show the columns of one
#[derive(Args)]
pub struct Tables {
    /// Show the columns of this table; of a fact as `facts/NAME`
    name: Option<String>,
}

impl Command for Tables {
    fn run(&self, _: &World, out: &mut dyn Write) -> anyhow::Result<Exit> {
        let facts = facts::all();
        let Some(name) = self.name.as_deref() else {
            for table in tables::ALL {
                writeln!(out, "{:24} {}", table.name(), show::sentence(table.about()))?;
            }
            for fact in &facts {
                writeln!(
                    out,
                    "{:24} {}",
                    format!("facts/{}", fact.name),
                    show::sentence(fact.about)
                )?;
            }
            return Ok(Exit::Well);
        };
        let fact = name.strip_prefix("facts/");
        let fact = fact.and_then(|name| facts.iter().find(|fact| fact.name == name));
        match (tables::by_name(name), fact) {
            (Some(table), _) => write!(out, "{}", pages::table(table))?,
            (None, Some(fact)) => write!(out, "{}", pages::fact(fact))?,
            (None, None) => {
                let facts: Vec<String> =
                    facts.iter().map(|fact| format!("facts/{}", fact.name)).collect();
                let names = tables::ALL.iter().map(|table| table.name());
                let names = names.chain(facts.iter().map(String::as_str));
                bail!("there is no table `{name}`; {}", nearest(name, names));
            }
        }
        Ok(Exit::Well)
    }
}
