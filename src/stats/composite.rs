//! Several dimensions of one unit as one figure, with those it lacks left out.

use super::{Estimate, Interval, Level};
use statrs::distribution::{ContinuousCDF, Normal};

/// How far a standardised value may go, in standard deviations of the peers.
const FARTHEST: f64 = 3.0;

/// A shrunk value in standard deviations τ of its peers' true values, better being positive and
/// nothing beyond ±3: `(θ̂ − μ)/τ`, its variance `v/τ²` (as the group scores of CMS, Overall
/// Hospital Star Ratings, 2021, are standardised before they are weighed).
///
/// `None` where `sd` is not above zero and finite: peers that do not differ have no such scale.
pub fn standardise(
    shrunk: Estimate,
    mean: f64,
    sd: f64,
    higher_is_better: bool,
) -> Option<Estimate> {
    if !(sd > 0.0 && sd.is_finite()) {
        return None;
    }
    let t = (shrunk.value() - mean) / sd;
    let t = if higher_is_better { t } else { -t };
    Estimate::new(t.clamp(-FARTHEST, FARTHEST), shrunk.variance() / (sd * sd))
}

/// One dimension of a composite: its weight, in any unit, and its standardised value if the unit
/// has one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dimension {
    pub weight: f64,
    pub standardised: Option<Estimate>,
}

/// The weighted mean of a unit's dimensions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Composite {
    /// C, in standard deviations of the peers; 0 is the average peer.
    pub value: f64,
    /// Standard error of C, above 0.
    pub se: f64,
    /// Share of all weight that was present, above 0 and at most 1.
    pub weight_present: f64,
    /// How many dimensions of positive weight were present.
    pub present_count: usize,
}

/// `C = Σ w̃·t` and `Var C = Σ w̃²·v`, where w̃ are the weights of the dimensions present, made to
/// sum to one (missing ones' weight goes to the others in proportion, as in CMS, Overall Hospital
/// Star Ratings, 2021). The dimensions' errors are taken as independent.
///
/// `None` where a weight is negative or not finite, or no dimension of positive weight is present.
/// How many must be present, and which, is for the caller to say.
pub fn composite(dimensions: &[Dimension]) -> Option<Composite> {
    composite_with(dimensions, |_, _| 0.0)
}

/// The same with `Var C = w̃'Sw̃` for dimensions whose errors go together: `covariance` gives that
/// of two different ones by their places, and their variances are those of the dimensions.
///
/// `None` also where the covariances are more than the variances allow, so that C would have no
/// error.
pub fn composite_with(
    dimensions: &[Dimension],
    covariance: impl Fn(usize, usize) -> f64,
) -> Option<Composite> {
    if !dimensions.iter().all(|dimension| dimension.weight >= 0.0 && dimension.weight.is_finite()) {
        return None;
    }
    let present: Vec<(usize, f64, Estimate)> = dimensions
        .iter()
        .enumerate()
        .filter(|(_, dimension)| dimension.weight > 0.0)
        .filter_map(|(place, dimension)| Some((place, dimension.weight, dimension.standardised?)))
        .collect();
    let all: f64 = dimensions.iter().map(|dimension| dimension.weight).sum();
    let total: f64 = present.iter().map(|(_, weight, _)| weight).sum();
    if present.is_empty() || !all.is_finite() {
        return None;
    }
    let mut found = Composite {
        value: 0.0,
        se: 0.0,
        weight_present: total / all,
        present_count: present.len(),
    };
    let mut variance = 0.0;
    for &(place, weight, estimate) in &present {
        let w = weight / total;
        found.value += w * estimate.value();
        variance += w * w * estimate.variance();
        for &(other, peer, _) in present.iter().filter(|(other, ..)| *other != place) {
            variance += w * peer / total * covariance(place, other);
        }
    }
    found.se = variance.sqrt();
    (variance > 0.0).then_some(found)
}

impl Composite {
    /// C on the scale of the scorecard, 20..80 for standardised dimensions: 50 + 10·C.
    pub fn score(&self) -> f64 {
        on_scorecard(self.value)
    }

    /// The interval of the score, in its points.
    pub fn score_interval(&self, level: Level) -> Interval {
        let interval = Interval::normal(self.value, self.se, level);
        Interval { low: on_scorecard(interval.low), high: on_scorecard(interval.high) }
    }

    /// Probability, 0..1, that the true C is above `reference`, in standard deviations of the peers
    /// (0 for the average peer, or their median C); `None` for NaN.
    pub fn above(&self, reference: f64) -> Option<f64> {
        let z = (self.value - reference) / self.se;
        (!z.is_nan()).then(|| Normal::standard().cdf(z))
    }
}

fn on_scorecard(composite: f64) -> f64 {
    50.0 + 10.0 * composite
}

#[cfg(test)]
mod tests {
    use super::{Composite, Dimension, composite, composite_with, standardise};
    use crate::stats::{Estimate, Level};
    use proptest::prelude::*;

    fn dimension(weight: f64, t: f64, variance: f64) -> Dimension {
        Dimension { weight, standardised: Estimate::new(t, variance) }
    }

    fn missing(weight: f64) -> Dimension {
        Dimension { weight, standardised: None }
    }

    fn four_of_five() -> Composite {
        composite(&[
            dimension(0.30, 0.8, 0.25),
            dimension(0.25, -0.2, 0.16),
            dimension(0.15, 1.1, 0.09),
            missing(0.20),
            dimension(0.10, 0.4, 0.2),
        ])
        .unwrap()
    }

    /// Errors that all go together wholly make the standard errors add up as their weights do.
    #[test]
    fn covariances_of_dimensions_widen_or_narrow_the_composite() {
        let two = [dimension(1.0, 0.5, 0.25), dimension(3.0, 1.0, 0.16), missing(1.0)];
        let se = |correlation: f64| {
            composite_with(&two, |_, _| correlation * 0.5 * 0.4).map(|found| found.se)
        };
        assert_eq!(se(0.0), composite(&two).map(|found| found.se));
        assert!((se(1.0).unwrap() - (0.25 * 0.5 + 0.75 * 0.4)).abs() < 1e-12);
        let apart: f64 = 0.25 * 0.25 * 0.25 + 0.75 * 0.75 * 0.16 - 0.25 * 0.75 * 0.2;
        assert!((se(-0.5).unwrap() - apart.sqrt()).abs() < 1e-12);
        assert_eq!(se(-5.0), None);
    }

    /// Oracle: numpy and scipy `norm.cdf`, from the formula.
    #[test]
    fn four_of_five_dimensions_agree_with_the_oracle() {
        let found = four_of_five();
        assert!((found.value - 0.493750).abs() < 1e-12, "{found:?}");
        assert!((found.se - 0.238894).abs() < 5e-7, "{found:?}");
        assert!((found.above(0.0).unwrap() - 0.980624).abs() < 5e-7, "{found:?}");
        assert!((found.score() - 54.9375).abs() < 1e-10, "{found:?}");
        assert!((found.weight_present - 0.80).abs() < 1e-12, "{found:?}");
        assert_eq!(found.present_count, 4);
    }

    /// z of 80% is 1.281552, so ±3.0616 points about 54.9375.
    #[test]
    fn the_interval_is_in_points_of_the_score() {
        let found = four_of_five().score_interval(Level::P80);
        assert!((found.low - 51.8759).abs() < 1e-4, "{found:?}");
        assert!((found.high - 57.9991).abs() < 1e-4, "{found:?}");
    }

    #[test]
    fn nothing_to_weigh_has_no_composite() {
        for dimensions in [
            &[][..],
            &[missing(0.5), missing(0.5)],
            &[dimension(0.0, 1.0, 0.1), missing(1.0)],
            &[dimension(-0.1, 1.0, 0.1), dimension(0.5, 1.0, 0.1)],
            &[dimension(0.5, 1.0, 0.1), missing(f64::NAN)],
            &[dimension(f64::MAX, 1.0, 0.1), missing(f64::MAX)],
        ] {
            assert_eq!(composite(dimensions), None, "{dimensions:?}");
        }
    }

    #[test]
    fn nan_is_no_reference() {
        assert_eq!(four_of_five().above(f64::NAN), None);
    }

    #[test]
    fn standardised_values_point_to_the_better_and_stop_at_three() {
        let t = |value: f64, higher_is_better: bool| {
            standardise(Estimate::new(value, 0.02).unwrap(), 4.2, 0.2, higher_is_better).unwrap()
        };
        assert!((t(4.3, true).value() - 0.5).abs() < 1e-12);
        assert!((t(4.3, false).value() + 0.5).abs() < 1e-12);
        assert!((t(4.3, true).variance() - 0.5).abs() < 1e-12);
        assert_eq!((t(9.0, true).value(), t(9.0, false).value()), (3.0, -3.0));
    }

    #[test]
    fn peers_that_do_not_differ_give_no_scale() {
        for sd in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(standardise(Estimate::new(4.3, 0.02).unwrap(), 4.2, sd, true), None, "{sd}");
        }
    }

    fn some_dimensions() -> impl Strategy<Value = Vec<Dimension>> {
        let one = (0.01..1.0_f64, -3.0..3.0_f64, 0.001..1.0_f64, any::<bool>());
        prop::collection::vec(one, 1..8).prop_map(|rows| {
            rows.into_iter()
                .enumerate()
                .map(
                    |(i, (weight, t, variance, has))| {
                        if has || i == 0 { dimension(weight, t, variance) } else { missing(weight) }
                    },
                )
                .collect()
        })
    }

    proptest! {
        #[test]
        fn the_composite_lies_among_its_dimensions(dimensions in some_dimensions()) {
            let found = composite(&dimensions).unwrap();
            let present: Vec<Estimate> = dimensions.iter().filter_map(|one| one.standardised).collect();
            let least = present.iter().map(|t| t.value()).fold(f64::INFINITY, f64::min);
            let most = present.iter().map(|t| t.value()).fold(f64::NEG_INFINITY, f64::max);
            let widest = present.iter().map(|t| t.variance()).fold(0.0, f64::max);
            prop_assert!(least - 1e-12 <= found.value && found.value <= most + 1e-12);
            prop_assert!(found.se > 0.0 && found.se <= widest.sqrt() + 1e-12);
            prop_assert!(found.weight_present > 0.0 && found.weight_present <= 1.0);
            prop_assert_eq!(found.present_count, present.len());
        }

        #[test]
        fn only_the_ratio_of_weights_matters(
            dimensions in some_dimensions(), factor in 0.01..100.0_f64,
        ) {
            let here = composite(&dimensions).unwrap();
            let scaled: Vec<Dimension> = dimensions
                .iter()
                .map(|one| Dimension { weight: one.weight * factor, ..*one })
                .collect();
            let there = composite(&scaled).unwrap();
            prop_assert!((here.value - there.value).abs() < 1e-12);
            prop_assert!((here.se - there.se).abs() < 1e-12);
        }

        /// A missing dimension tells no more than one that was never asked for.
        #[test]
        fn missing_is_as_if_it_had_no_weight(dimensions in some_dimensions()) {
            let here = composite(&dimensions).unwrap();
            let asked: Vec<Dimension> =
                dimensions.into_iter().filter(|one| one.standardised.is_some()).collect();
            let there = composite(&asked).unwrap();
            prop_assert_eq!((here.value, here.se), (there.value, there.se));
            prop_assert_eq!(there.weight_present, 1.0);
        }
    }
}
