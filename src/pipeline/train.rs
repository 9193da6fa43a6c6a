//! A model of the vendor's own categories, learnt from the input.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::error::RunError;
use super::plan::Plan;
use super::reading;
use super::watch::{Stage, Watch};
use crate::facts::{Told, opening};
use crate::sources::ReadError;
use crate::stats::Confusion;
use crate::text::classifier::{Classifier, TrainError, Training};

/// A model, and how it did on conversations that it had not seen.
pub struct Learnt {
    pub classifier: Classifier,
    /// Categories of conversations held out, by their places in the model's labels.
    pub held_out: Confusion,
    /// Conversations with a category and words of the customer.
    pub conversations: usize,
    /// Files that could not be read, or not to their end.
    pub unreadable: Vec<ReadError>,
}

/// Why no model was learnt.
#[derive(Debug, thiserror::Error)]
pub enum LearnError {
    #[error(transparent)]
    Run(#[from] RunError),
    #[error("{0}; the vendor's category is the field `topic_label`")]
    Train(TrainError),
}

/// Reads the input of a plan and learns which category the vendor gives to which opening words of
/// customers. Personal data is struck out before anything is learnt, so none can be in the model.
pub fn train(plan: &Plan, watch: &dyn Watch) -> Result<Learnt, LearnError> {
    let spill = tempfile::tempdir().map_err(|error| RunError::Disk(std::env::temp_dir(), error))?;
    let of_disk = |error| RunError::Disk(spill.path().to_owned(), error);
    let (gathered, outcomes) =
        reading::read_all(plan, spill.path().to_owned(), watch).map_err(of_disk)?;
    let Some(as_of) = plan.as_of.or(gathered.latest) else {
        return Err(RunError::of_nothing(&outcomes).into());
    };
    let unreadable: Vec<ReadError> = outcomes.into_iter().filter_map(|one| one.error).collect();
    let rules = plan.rules(as_of);
    let examples: Mutex<Vec<(String, String, String)>> = Mutex::default();
    watch.begin(Stage::Derive, gathered.partitions() as u64);
    (0..gathered.partitions()).into_par_iter().try_for_each(|partition| {
        let mut own = Vec::new();
        let packed = gathered.load(partition).map_err(of_disk)?;
        packed.whole(&gathered, |conversation| {
            let label = conversation.state.topic_label.trim();
            if label.is_empty() {
                return;
            }
            let told = Told::new(conversation, &rules, &gathered);
            if let Some(text) = opening(&told.transcript) {
                let text = rules.redactor.redact(&text).text.into_owned();
                own.push((told.key, text, label.to_owned()));
            }
        });
        examples.lock().unwrap_or_else(PoisonError::into_inner).append(&mut own);
        watch.advance(1);
        Ok::<_, RunError>(())
    })?;
    let mut examples = examples.into_inner().unwrap_or_else(PoisonError::into_inner);
    examples.sort_unstable();
    let texts: Vec<&str> = examples.iter().map(|(_, text, _)| text.as_str()).collect();
    let labels: Vec<&str> = examples.iter().map(|(_, _, label)| label.as_str()).collect();
    let trained =
        Classifier::train(&texts, &labels, &Training::default()).map_err(LearnError::Train)?;
    let pairs = trained.held_out.iter().map(|one| (one.actual, one.given));
    let held_out = Confusion::of(trained.classifier.labels().len(), pairs);
    let conversations = examples.len();
    Ok(Learnt { classifier: trained.classifier, held_out, conversations, unreadable })
}
