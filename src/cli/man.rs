//! `caseload man`: the manual's pages.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anyhow::anyhow;
use clap::{Args, CommandFactory};
use clap_mangen::{Man as Page, generate_to};

use super::command::{Command, Exit, World};
use super::commands::Arguments;
use super::show;

/// Print the manual's page, or write a page for each command
#[derive(Args)]
pub struct Man {
    /// The folder for a page of each command, as `~/.local/share/man/man1`
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

impl Command for Man {
    fn run(&self, _: &World, out: &mut dyn Write) -> anyhow::Result<Exit> {
        let program = Arguments::command();
        let Some(dir) = &self.dir else {
            Page::new(program).render(out)?;
            return Ok(Exit::Well);
        };
        let written = fs::create_dir_all(dir).and_then(|()| generate_to(program, dir));
        written.map_err(|error| anyhow!(show::refused(dir, &error)))?;
        writeln!(out, "{}", show::tidy(dir).display())?;
        Ok(Exit::Well)
    }
}
