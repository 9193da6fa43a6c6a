//! How a model is learnt, and how far it can be believed.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::corpus::Corpus;
use super::learner::{Learner, best, softmax};
use super::linear::{Classifier, Rows};
use super::threshold::threshold;
use super::vocabulary::Features;

/// Parts that are held out in turn.
const FOLDS: u64 = 3;
/// No more weights than this, columns times labels.
const MOST_WEIGHTS: usize = 1 << 23;

/// How a model is learnt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Training {
    /// Share of the labels given that should be right, 0..1; what is less sure is left without a label.
    pub precision: f64,
    /// A label of fewer texts than this is not learnt.
    pub least_texts: usize,
    /// Most runs of characters that are told apart.
    pub most_columns: usize,
    /// Most text that is learnt from, in bytes; of more, texts are taken evenly.
    pub most_bytes: usize,
}

impl Default for Training {
    fn default() -> Self {
        Self { precision: 0.9, least_texts: 10, most_columns: 1 << 17, most_bytes: 64 << 20 }
    }
}

/// A model, and what it says of each text it learnt from when it has not seen it.
#[derive(Clone, Debug)]
pub struct Trained {
    pub classifier: Classifier,
    pub held_out: Vec<HeldOut>,
}

/// How a text fared while a model learnt without its fold; the threshold that lets it say something or
/// not was chosen on all of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeldOut {
    /// Its place among the texts given.
    pub text: usize,
    /// The label as a place in [`Classifier::labels`]; `None` where the model says nothing.
    pub given: Option<usize>,
    /// The true label likewise; `None` where it has too few texts to be learnt.
    pub actual: Option<usize>,
}

/// A model cannot be learnt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TrainError {
    #[error("there are {texts} texts and {labels} labels; each text needs one")]
    Unequal { texts: usize, labels: usize },
    #[error(
        "only {labels} of the labels have {least} texts or more; at least two have to, so label more \
         texts or join labels"
    )]
    TooFewLabels { labels: usize, least: usize },
}

impl Classifier {
    /// Learns labels from texts that have them; the same input gives the same model.
    ///
    /// Each third of the texts, equal texts together, is judged by a model that learnt from the others:
    /// the threshold is the least probability, from one half on, from which enough of those judgements
    /// are right.
    /// Texts whose label is too rare to be learnt count among the wrong ones.
    ///
    /// # Errors
    /// If texts and labels are not equally many, or fewer than two labels have enough texts.
    pub fn train<T: AsRef<str> + Sync, L: AsRef<str>>(
        texts: &[T],
        labels: &[L],
        training: &Training,
    ) -> Result<Trained, TrainError> {
        if texts.len() != labels.len() {
            return Err(TrainError::Unequal { texts: texts.len(), labels: labels.len() });
        }
        let taken = taken(texts, training.most_bytes);
        let label = |&text: &usize| labels.get(text).map(AsRef::as_ref).unwrap_or_default();
        let mut counts = BTreeMap::new();
        taken.iter().for_each(|text| *counts.entry(label(text)).or_insert(0) += 1);
        let least = training.least_texts.max(1);
        counts.retain(|_, count| *count >= least);
        if counts.len() < 2 {
            return Err(TrainError::TooFewLabels { labels: counts.len(), least });
        }
        let numbers: BTreeMap<&str, usize> = counts.into_keys().zip(0..).collect();
        let actual: Vec<Option<usize>> =
            taken.iter().map(|text| numbers.get(label(text)).copied()).collect();
        let texts: Vec<&str> =
            taken.iter().filter_map(|text| Some(texts.get(*text)?.as_ref())).collect();
        let most_columns = training.most_columns.min(MOST_WEIGHTS / numbers.len()).max(1);
        let corpus = Corpus::read(&texts, most_columns);
        let learnt = learn(&corpus, numbers.len(), &actual);
        let is_right = |(guess, actual): (&Option<(usize, f32)>, &Option<usize>)| {
            guess.map(|(label, probability)| (probability, Some(label) == *actual))
        };
        let judged: Vec<_> = learnt.held_out.iter().zip(&actual).map(is_right).collect();
        let (threshold, expected) = threshold(&judged, training.precision);
        let given = |guess: Option<(usize, f32)>| {
            guess.filter(|(_, probability)| *probability >= threshold).map(|(label, _)| label)
        };
        let held_out = taken.iter().zip(&learnt.held_out).zip(&actual);
        let held_out = held_out
            .map(|((&text, guess), &actual)| HeldOut { text, given: given(*guess), actual })
            .collect();
        let classifier = Self {
            labels: numbers.into_keys().map(str::to_owned).collect(),
            rows: Rows::of(&learnt.learner, corpus.vocabulary.len()),
            biases: learnt.learner.biases().to_vec(),
            vocabulary: corpus.vocabulary,
            threshold,
            expected,
        };
        Ok(Trained { classifier, held_out })
    }
}

/// Places of texts of so many bytes together, evenly from all.
fn taken<T: AsRef<str>>(texts: &[T], most_bytes: usize) -> Vec<usize> {
    let bytes: usize = texts.iter().map(|text| text.as_ref().len()).sum();
    let share = (most_bytes as f64 / bytes.max(1) as f64).min(1.0);
    let upto = |count: usize| (count as f64 * share) as usize;
    (0..texts.len()).filter(|&at| upto(at + 1) > upto(at)).collect()
}

/// A learner of all texts, and of each text the most probable label by one that has not seen it.
struct Learnt {
    learner: Learner,
    held_out: Vec<Option<(usize, f32)>>,
}

fn learn(corpus: &Corpus, labels: usize, actual: &[Option<usize>]) -> Learnt {
    let fold = |text: usize| corpus.hash(text) % FOLDS;
    let learner = |left_out: Option<u64>| {
        let examples: Vec<(usize, usize)> = actual
            .iter()
            .enumerate()
            .filter(|(text, _)| Some(fold(*text)) != left_out)
            .filter_map(|(text, label)| Some((text, (*label)?)))
            .collect();
        Learner::learn(corpus, labels, &examples)
    };
    let judge = |left_out: u64| -> Vec<(usize, Option<(usize, f32)>)> {
        let learner = learner(Some(left_out));
        let (mut features, mut scores) = (Features::new(), Vec::new());
        let mut guess = |text: usize| {
            corpus.features(text, &mut features);
            if features.is_empty() {
                return None;
            }
            learner.score(&features, &mut scores);
            softmax(&mut scores);
            best(&scores)
        };
        let left_out = (0..actual.len()).filter(|text| fold(*text) == left_out);
        left_out.map(|text| (text, guess(text))).collect()
    };
    let (learner, judged) = rayon::join(
        || learner(None),
        || (0..FOLDS).into_par_iter().flat_map_iter(judge).collect::<Vec<_>>(),
    );
    let mut held_out = vec![None; actual.len()];
    for (text, guess) in judged {
        if let Some(place) = held_out.get_mut(text) {
            *place = guess;
        }
    }
    Learnt { learner, held_out }
}
