//! `caseload cases`: the conversations behind one number of an agent.

use std::io::Write;
use std::path::PathBuf;

use anyhow::anyhow;
use clap::Args;

use super::command::{Command, Exit, World};
use crate::pipeline::{self, Plan, Request};
use crate::scores::Dimension;
use crate::sources::nearest;

/// List the conversations behind one number of an agent's scorecard, as CSV, from the last run's outputs
#[derive(Args)]
pub struct Cases {
    /// The pipeline's file of settings
    #[arg(value_name = "PIPELINE.toml")]
    pipeline: PathBuf,
    /// The agent's id, as in `agent_scorecard`
    agent: String,
    /// resolution, feedback, quality, speed or efficiency
    dimension: String,
    /// The week whose outputs to look into, as 2026-W46 [default: the newest]
    #[arg(long)]
    week: Option<String>,
    /// The folder of outputs [default: `run.out` of the settings]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Command for Cases {
    fn run(&self, _: &World, out: &mut dyn Write) -> anyhow::Result<Exit> {
        let words = || Dimension::ALL.iter().map(|dimension| dimension.word());
        let dimension = Dimension::ALL.into_iter().find(|one| one.word() == self.dimension);
        let dimension = dimension.ok_or_else(|| {
            let wanted = &self.dimension;
            anyhow!("there is no dimension `{wanted}`; {}", nearest(wanted, words()))
        })?;
        let plan = Plan::resolve(&Request {
            settings: self.pipeline.clone(),
            week: self.week.clone(),
            out: self.out.clone(),
            ..Request::default()
        })?;
        let found = pipeline::cases(&plan, &self.agent, dimension)?;
        let mut table = csv::Writer::from_writer(out);
        table.write_record(["conversation_id", "opened_at", "outcome", "expected"])?;
        for case in &found.rows {
            let expected = case.expected.map(|expected| format!("{expected:.4}"));
            table.write_record([
                case.conversation_id.as_str(),
                &case.opened_at.to_string(),
                &format!("{:.4}", case.outcome),
                &expected.unwrap_or_default(),
            ])?;
        }
        table.flush()?;
        Ok(Exit::Well)
    }
}
