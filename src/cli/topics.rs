//! `caseload topics`: the lexicon of topics that is built in.

use std::io::Write;

use clap::Args;

use super::command::{Command, Exit, World};
use crate::text::TopicLexicon;

/// Print the built-in lexicon of topics, to start your own from (`[text] topics = "topics.toml"`)
#[derive(Args)]
pub struct Topics {}

impl Command for Topics {
    fn run(&self, _: &World, out: &mut dyn Write) -> anyhow::Result<Exit> {
        out.write_all(TopicLexicon::built_in_text().as_bytes())?;
        Ok(Exit::Well)
    }
}
