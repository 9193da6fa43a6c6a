//! How far a run has come, on a terminal.

use indicatif::{ProgressBar, ProgressStyle};

use crate::pipeline::{Stage, Watch};

/// A bar that is gone when it is dropped.
pub struct Progress(ProgressBar);

impl Progress {
    pub fn new() -> Self {
        let style = ProgressStyle::with_template("{msg:22} [{bar:40}] {percent:>3} %");
        let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
        Self(ProgressBar::no_length().with_style(style.progress_chars("=> ")))
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
