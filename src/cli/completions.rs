//! `caseload completions`: what a shell needs to complete the command line.

use std::io::Write;

use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};

use super::command::{Command, Exit, World};
use super::commands::Arguments;

/// Print a script that completes commands and options in a shell
#[derive(Args)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Command for Completions {
    fn run(&self, _: &World, out: &mut dyn Write) -> anyhow::Result<Exit> {
        // What writes the script does not say where the writing failed, and gives up: it writes to memory.
        let mut script = Vec::new();
        generate(self.shell, &mut Arguments::command(), "caseload", &mut script);
        out.write_all(&script)?;
        Ok(Exit::Well)
    }
}
