//! How far a run has come, on a terminal.

use indicatif::{ProgressBar, ProgressStyle};

use crate::pipeline::{Stage, Watch};

/// A bar that is gone when it is dropped.
pub struct Progress(ProgressBar);

/// What is counted.
const STEPS: &str = "{pos} of {len}";
const BYTES: &str = "{bytes} of {total_bytes}";

fn style(counted: &str) -> ProgressStyle {
    let bar = format!("{{msg:23}} [{{bar:24}}] {counted}");
    let style = ProgressStyle::with_template(&bar);
    style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("=> ")
}

impl Progress {
    pub fn new() -> Self {
        Self(ProgressBar::no_length().with_style(style(STEPS)))
    }

    /// A bar for work that is no stage of a run.
    pub fn named(what: &'static str, steps: u64) -> Self {
        let progress = Self::new();
        progress.0.set_message(what);
        progress.0.set_length(steps.max(1));
        progress
    }

    /// So many steps are done in all.
    pub fn reach(&self, done: u64) {
        self.0.set_position(done);
    }
}

impl Watch for Progress {
    fn begin(&self, stage: Stage, steps: u64) {
        self.0.set_style(style(if stage == Stage::Read { BYTES } else { STEPS }));
        self.0.set_position(0);
        self.0.set_length(steps.max(1));
        self.0.set_message(stage.word());
    }

    fn advance(&self, steps: u64) {
        self.0.inc(steps);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
