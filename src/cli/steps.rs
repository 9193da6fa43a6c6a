//! What a run is at and how long each step took, for those who asked to be told.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use crate::pipeline::{Stage, Watch};

/// Logs each stage as it ends.
pub struct Steps {
    began: Instant,
    now: Mutex<Option<(Stage, Instant)>>,
}

impl Steps {
    pub fn new() -> Self {
        Self { began: Instant::now(), now: Mutex::new(None) }
    }

    fn turn_to(&self, next: Option<Stage>) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((stage, began)) = now.take() {
            tracing::info!(seconds = rounded(began), "{} is done", stage.word());
        }
        *now = next.map(|stage| (stage, Instant::now()));
    }
}

/// Seconds since then, to a hundredth.
fn rounded(began: Instant) -> f64 {
    (began.elapsed().as_secs_f64() * 100.0).round() / 100.0
}

impl Watch for Steps {
    fn begin(&self, stage: Stage, _: u64) {
        self.turn_to(Some(stage));
    }

    fn advance(&self, _: u64) {}
}

impl Drop for Steps {
    fn drop(&mut self) {
        self.turn_to(None);
        tracing::info!(seconds = rounded(self.began), "all is done");
    }
}
