//! What scores owe to the weights and to the case mix.

use super::composite::Drawn;
use super::{Dimension, ScoreRules};
use crate::stats::{self, Sensitivity, sensitivity, spearman};

/// What another weight of one dimension does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightChange {
    /// The dimension whose weight was changed; `None` for equal weights.
    pub dimension: Option<Dimension>,
    /// By what its weight was multiplied.
    pub factor: f64,
    /// Spearman's rank correlation with the scores under the given weights, −1..1.
    pub correlation: f64,
    /// The largest move of a score, in its points.
    pub largest: f64,
    /// The number of the agent whose it is.
    pub agent: usize,
}

/// The scores with less of the case mix.
#[derive(Clone, Debug, PartialEq)]
pub struct Without {
    /// The number of the factor left out; `None` for all of them.
    pub factor: Option<usize>,
    /// By agent; `None` where there is no score.
    pub scores: Vec<Option<f64>>,
    /// Spearman's rank correlation with the scores, −1..1; `None` where fewer than three agents have one.
    pub correlation: Option<f64>,
}

impl Without {
    pub(super) fn of(
        factor: Option<usize>,
        scores: Vec<Option<f64>>,
        given: &[Option<f64>],
    ) -> Self {
        let both = given.iter().zip(&scores).filter_map(|(a, b)| Some(((*a)?, (*b)?)));
        let (one, other): (Vec<f64>, Vec<f64>) = both.unzip();
        let correlation = spearman(&one, &other);
        Self { factor, scores, correlation }
    }
}

/// Each weight halved and raised by half in turn, then all equal, over the agents who have a score.
pub(super) fn weight_changes(drawn: &[&Drawn], rules: &ScoreRules) -> Vec<WeightChange> {
    let scored: Vec<&Drawn> =
        drawn.iter().copied().filter(|drawn| drawn.composite.is_ok()).collect();
    let units: Vec<Vec<stats::Dimension>> = scored
        .iter()
        .map(|drawn| {
            let pairs = Dimension::ALL.into_iter().zip(drawn.standardised);
            pairs
                .map(|(dimension, standardised)| stats::Dimension {
                    weight: rules.weights.of(dimension),
                    standardised,
                })
                .collect()
        })
        .collect();
    let named = |change: Sensitivity| {
        let (by, place) = change.largest;
        Some(WeightChange {
            dimension: match change.dimension {
                Some(number) => Some(*Dimension::ALL.get(number)?),
                None => None,
            },
            factor: change.factor,
            correlation: change.correlation,
            largest: 10.0 * by,
            agent: scored.get(place)?.agent,
        })
    };
    sensitivity(&units).into_iter().filter_map(named).collect()
}
