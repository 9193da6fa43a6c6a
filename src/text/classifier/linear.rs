//! A linear model that gives texts labels.

use super::learner::{Learner, best, softmax};
use super::threshold::Expected;
use super::vocabulary::{Features, Vocabulary};
use crate::text::Normal;

/// A label that a text probably has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guess<'c> {
    pub label: &'c str,
    /// 0..1.
    pub probability: f32,
}

/// Gives texts the labels that it learnt, and nothing where it is unsure.
#[derive(Clone, Debug, PartialEq)]
pub struct Classifier {
    /// By name.
    pub(super) labels: Vec<String>,
    pub(super) vocabulary: Vocabulary,
    pub(super) rows: Rows,
    pub(super) biases: Vec<f32>,
    /// Below this probability nothing is said.
    pub(super) threshold: f32,
    pub(super) expected: Expected,
}

/// Weights in 8 bits, column by column: a step for the column, and for each label how many of them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rows {
    pub steps: Vec<f32>,
    pub weights: Vec<i8>,
}

impl Rows {
    pub fn of(learner: &Learner, columns: usize) -> Self {
        let mut rows = Self { steps: Vec::with_capacity(columns), weights: Vec::new() };
        for column in 0..columns as u32 {
            let row = learner.row(column);
            let most = row.iter().fold(0.0_f32, |most, weight| most.max(weight.abs()));
            let step = most / f32::from(i8::MAX);
            let rounded = |weight: &f32| if step > 0.0 { (weight / step).round() as i8 } else { 0 };
            rows.weights.extend(row.iter().map(rounded));
            rows.steps.push(step);
        }
        rows
    }
}

impl Classifier {
    /// The label of a text; `None` where its probability is below the threshold, or nothing of the
    /// text is known.
    pub fn classify(&self, text: &str) -> Option<Guess<'_>> {
        self.guess(text).filter(|guess| guess.probability >= self.threshold)
    }

    /// The most probable label of a text however unsure; `None` where nothing of the text is known.
    pub fn guess(&self, text: &str) -> Option<Guess<'_>> {
        let features = self.vocabulary.features(Normal::of(text).text());
        let (label, probability) = best(&self.probabilities(&features)?)?;
        Some(Guess { label: self.labels.get(label)?, probability })
    }

    /// One per label; `None` of nothing.
    fn probabilities(&self, features: &Features) -> Option<Vec<f32>> {
        if features.is_empty() {
            return None;
        }
        let mut scores = self.biases.clone();
        for &(column, value) in features {
            let start = column as usize * scores.len();
            let row = self.rows.weights.get(start..start + scores.len())?;
            let step = value * self.rows.steps.get(column as usize)?;
            for (score, weight) in scores.iter_mut().zip(row) {
                *score += step * f32::from(*weight);
            }
        }
        softmax(&mut scores);
        Some(scores)
    }

    /// The labels it knows, by name.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// Below this probability nothing is said; above 1 where no probability was good enough.
    pub fn threshold(&self) -> f32 {
        self.threshold
    }

    /// What may be expected of it on texts like those it learnt from.
    pub fn expected(&self) -> Expected {
        self.expected
    }

    /// How many texts it learnt from.
    pub fn texts(&self) -> usize {
        self.vocabulary.texts as usize
    }

    /// How many runs of characters it knows.
    pub fn columns(&self) -> usize {
        self.vocabulary.len()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{TrainError, Training};
    use super::*;

    const LABELS: [&str; 3] = ["refund", "tracking", "invoice"];

    /// Texts in three languages of three labels, 90 of them.
    fn texts() -> (Vec<String>, Vec<&'static str>) {
        let words = [
            ["i want a refund", "верните деньги", "我要退款"],
            ["where is my parcel", "где моя посылка", "快递到哪了"],
            ["send me the invoice", "пришлите чек", "开发票"],
        ];
        let text = |at: usize| {
            format!(
                "{}, nr {}",
                words[at % 3][at / 3 % 3],
                ["a", "b", "c", "d", "e", "f", "g"][at % 7]
            )
        };
        ((0..90).map(text).collect(), (0..90).map(|at| LABELS[at % 3]).collect())
    }

    #[test]
    fn it_learns_labels_and_says_nothing_of_what_it_does_not_know() {
        let (texts, labels) = texts();
        let model = Classifier::train(&texts, &labels, &Training::default()).unwrap().classifier;
        for (text, label) in [
            ("WHERE is my parcel?!", "tracking"),
            ("Пришлите, пожалуйста, чек", "invoice"),
            ("我要退款！", "refund"),
        ] {
            let guess = model.classify(text).unwrap();
            assert_eq!(guess.label, label, "{text}");
            assert!(guess.probability > 0.5 && guess.probability <= 1.0);
        }
        for unknown in ["", "😀", "zzz qqq", "ääkköset"] {
            assert_eq!(model.classify(unknown), None, "{unknown}");
        }
        assert_eq!(model.labels(), ["invoice", "refund", "tracking"]);
        assert_eq!(model.texts(), 90);
        assert!(model.threshold() < 1.0 && model.expected().precision >= 0.9);
    }

    #[test]
    fn the_same_texts_give_the_same_bytes_on_any_number_of_threads() {
        let (texts, labels) = texts();
        let train = || Classifier::train(&texts, &labels, &Training::default()).unwrap();
        let all = train();
        let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap().install(train);
        assert_eq!(all.classifier.to_bytes(), alone.classifier.to_bytes());
        assert_eq!(all.held_out, alone.held_out);
    }

    #[test]
    fn labels_that_do_not_hang_on_the_text_are_not_believed() {
        let texts: Vec<String> = (0..120)
            .map(|at| format!("hello number {}", ["one", "two", "three", "four"][at % 4]))
            .collect();
        let labels: Vec<&str> = (0..120).map(|at| LABELS[at % 3]).collect();
        let trained = Classifier::train(&texts, &labels, &Training::default()).unwrap();
        assert!(trained.classifier.threshold() > 1.0);
        assert_eq!(trained.classifier.classify("hello number one"), None);
        assert!(trained.classifier.guess("hello number one").is_some());
        assert!(trained.held_out.iter().all(|held_out| held_out.given.is_none()));
    }

    #[test]
    fn rare_labels_are_not_learnt_and_count_as_wrong() {
        let (mut texts, mut labels) = texts();
        texts.extend(["give me my bonus now".to_owned(), "bonus".to_owned()]);
        labels.extend(["bonus", "bonus"]);
        let trained = Classifier::train(&texts, &labels, &Training::default()).unwrap();
        assert_eq!(trained.classifier.labels().len(), 3);
        let rare: Vec<_> = trained.held_out.iter().filter(|one| one.actual.is_none()).collect();
        assert_eq!(rare.iter().map(|one| one.text).collect::<Vec<_>>(), [90, 91]);
    }

    #[test]
    fn what_cannot_be_learnt_is_told() {
        let train = |texts: &[&str], labels: &[&str]| {
            Classifier::train(texts, labels, &Training::default()).map(drop).unwrap_err()
        };
        assert_eq!(train(&["a"], &[]), TrainError::Unequal { texts: 1, labels: 0 });
        assert_eq!(train(&[], &[]), TrainError::TooFewLabels { labels: 0, least: 10 });
        assert_eq!(
            train(&["a"; 30], &["x"; 30]),
            TrainError::TooFewLabels { labels: 1, least: 10 }
        );
        // Nothing in the texts: learnt, and silent.
        let labels: Vec<&str> = (0..40).map(|at| LABELS[at % 2]).collect();
        let silent = Classifier::train(&[""; 40], &labels, &Training::default()).unwrap();
        assert_eq!(silent.classifier.guess("refund"), None);
    }

    #[test]
    fn of_too_much_text_some_is_taken_evenly() {
        let (texts, labels) = texts();
        let bytes: usize = texts.iter().map(String::len).sum();
        let training = Training { most_bytes: bytes / 2, ..Training::default() };
        let trained = Classifier::train(&texts, &labels, &training).unwrap();
        let taken: Vec<usize> = trained.held_out.iter().map(|one| one.text).collect();
        assert!((44..=45).contains(&taken.len()), "{}", taken.len());
        assert!(taken.windows(2).all(|pair| (1..=3).contains(&(pair[1] - pair[0]))));
    }
}
