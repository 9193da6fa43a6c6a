//! `caseload docs`: the generated part of the documentation.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anyhow::anyhow;
use clap::Args;

use super::command::{Command, Exit, World};
use super::{pages, show};

/// Write the generated pages: data dictionary, formats, measures, rubric
#[derive(Args)]
pub struct Docs {
    /// The folder they lie in
    #[arg(default_value = "docs")]
    dir: PathBuf,
    /// Write nothing; say which are out of date
    #[arg(long)]
    check: bool,
}

impl Command for Docs {
    fn run(&self, _: &World, out: &mut dyn Write) -> anyhow::Result<Exit> {
        let mut exit = Exit::Well;
        for doc in pages::docs() {
            let path = self.dir.join(doc.name);
            if fs::read_to_string(&path).is_ok_and(|text| text == doc.text) {
                continue;
            }
            if self.check {
                writeln!(out, "{}: out of date; run `caseload docs`", path.display())?;
                exit = Exit::Flawed;
                continue;
            }
            let folder = fs::create_dir_all(&self.dir);
            folder
                .and_then(|()| fs::write(&path, doc.text))
                .map_err(|error| anyhow!(show::refused(&path, &error)))?;
            writeln!(out, "{}", path.display())?;
        }
        Ok(exit)
    }
}
