//! Multinomial logistic regression, learnt one text after another.

use super::corpus::Corpus;
use super::vocabulary::Features;

/// Step of the first text; it goes down evenly to 0 by the last.
const FIRST_STEP: f32 = 4.0;
/// How strongly weights are held to 0: the penalty is `‖W‖²/(2·LOOSE·n)`.
const LOOSE: f32 = 30.0;
/// About so many texts are gone through, in whole rounds.
const STEPS: usize = 300_000;
const ROUNDS: std::ops::RangeInclusive<usize> = 3..=40;

/// Weights of every label for every column, and each label's own.
pub(super) struct Learner {
    labels: usize,
    /// Column by column.
    weights: Vec<f32>,
    biases: Vec<f32>,
    /// What all weights are to be multiplied by.
    scale: f32,
}

impl Learner {
    /// Learns from the texts at some places of a corpus, each with its label.
    ///
    /// Stochastic gradient descent on the mean log loss with an L2 penalty (Bottou 2012, "Stochastic
    /// Gradient Descent Tricks"), in an order that is fixed: neighbours in the corpus are far apart in it,
    /// whatever it is sorted by.
    pub fn learn(corpus: &Corpus, labels: usize, examples: &[(usize, usize)]) -> Self {
        let weights = vec![0.0; corpus.vocabulary.len() * labels];
        let mut learner = Self { labels, weights, biases: vec![0.0; labels], scale: 1.0 };
        let count = examples.len();
        let rounds = (STEPS / count.max(1)).clamp(*ROUNDS.start(), *ROUNDS.end());
        let penalty = 1.0 / (LOOSE * count.max(1) as f32);
        let stride = stride(count);
        let (mut features, mut scores) = (Features::new(), Vec::new());
        let mut at = 0;
        for step in 0..rounds * count {
            at = (at + stride) % count;
            let Some(&(text, label)) = examples.get(at) else { continue };
            corpus.features(text, &mut features);
            let rate = FIRST_STEP * (1.0 - step as f32 / (rounds * count) as f32);
            learner.step(&features, label, rate, penalty, &mut scores);
        }
        learner.settle();
        learner
    }

    /// Moves the weights by one text.
    fn step(
        &mut self,
        features: &Features,
        label: usize,
        rate: f32,
        penalty: f32,
        scores: &mut Vec<f32>,
    ) {
        self.score(features, scores);
        softmax(scores);
        for (at, score) in scores.iter_mut().enumerate() {
            *score -= f32::from(u8::from(at == label));
        }
        // The penalty shrinks all weights alike, so they are shrunk together.
        self.scale *= 1.0 - rate * penalty;
        if self.scale < 1e-4 {
            self.settle();
        }
        let rate_of_weights = rate / self.scale;
        for &(column, value) in features {
            let step = rate_of_weights * value;
            for (weight, slope) in self.row_mut(column).iter_mut().zip(scores.iter()) {
                *weight -= step * slope;
            }
        }
        for (bias, slope) in self.biases.iter_mut().zip(scores.iter()) {
            *bias -= 0.1 * rate * slope;
        }
    }

    /// Multiplies the weights out.
    fn settle(&mut self) {
        self.weights.iter_mut().for_each(|weight| *weight *= self.scale);
        self.scale = 1.0;
    }

    /// The score of each label.
    pub fn score(&self, features: &Features, scores: &mut Vec<f32>) {
        scores.clear();
        scores.resize(self.labels, 0.0);
        for &(column, value) in features {
            for (score, weight) in scores.iter_mut().zip(self.row(column)) {
                *score += value * weight;
            }
        }
        for (score, bias) in scores.iter_mut().zip(&self.biases) {
            *score = *score * self.scale + bias;
        }
    }

    /// The weights of a column, label by label.
    pub fn row(&self, column: u32) -> &[f32] {
        let start = column as usize * self.labels;
        self.weights.get(start..start + self.labels).unwrap_or_default()
    }

    fn row_mut(&mut self, column: u32) -> &mut [f32] {
        let start = column as usize * self.labels;
        self.weights.get_mut(start..start + self.labels).unwrap_or_default()
    }

    pub fn biases(&self) -> &[f32] {
        &self.biases
    }
}

/// Scores as probabilities.
pub(super) fn softmax(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - most).exp();
        sum += *score;
    }
    scores.iter_mut().for_each(|score| *score /= sum);
}

/// The most probable label and its probability, of equals the first.
pub(super) fn best(probabilities: &[f32]) -> Option<(usize, f32)> {
    let mut best = None;
    for (label, &probability) in probabilities.iter().enumerate() {
        if best.is_none_or(|(_, most)| probability > most) {
            best = Some((label, probability));
        }
    }
    best
}

/// A stride that goes through all of so many places before it comes back, near the golden section of
/// them, so that the places of any few steps are spread over all.
fn stride(count: usize) -> usize {
    let golden = (count as f64 * 0.618_033_988_749_895) as usize;
    (golden.max(1)..).find(|stride| divisor(*stride, count) == 1).unwrap_or(1)
}

/// The greatest common divisor.
fn divisor(one: usize, other: usize) -> usize {
    if other == 0 { one } else { divisor(other, one % other) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stride_reaches_every_place_and_spreads() {
        for count in 1..200 {
            let stride = stride(count);
            let mut seen = vec![false; count];
            let mut at = 0;
            for _ in 0..count {
                at = (at + stride) % count;
                assert!(!std::mem::replace(&mut seen[at], true));
            }
        }
    }

    /// By hand: e^0 = 1, e^{ln 3} = 3.
    #[test]
    fn probabilities_add_up() {
        let mut scores = vec![0.0, 3.0_f32.ln()];
        softmax(&mut scores);
        assert!((scores[0] - 0.25).abs() < 1e-6 && (scores[1] - 0.75).abs() < 1e-6);
        assert_eq!(best(&[0.2, 0.4, 0.4]), Some((1, 0.4)));
        assert_eq!(best(&[]), None);
        let mut large = vec![1e30, 0.0];
        softmax(&mut large);
        assert_eq!(large, [1.0, 0.0]);
    }
}
