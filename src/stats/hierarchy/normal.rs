//! Means of units whose true means are normally spread, the spread not known.

use super::nodes::nodes;
use super::{Belief, LEAST_UNITS};
use crate::stats::Estimate;

/// A spread of the units' true means that may be, with what follows from it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Node {
    /// Probability of this spread.
    weight: f64,
    /// τ².
    between: f64,
    mean: f64,
    mean_variance: f64,
}

/// Units' true means as Normal(μ, τ²), μ and τ each weighed by how likely they make the estimates.
#[derive(Clone, Debug, PartialEq)]
pub struct NormalHierarchy {
    nodes: Vec<Node>,
}

impl NormalHierarchy {
    /// The joint posterior of μ and τ²: τ on a grid, μ given τ in closed form (Gelman, Carlin, Stern,
    /// Dunson, Vehtari & Rubin, Bayesian Data Analysis, 3rd ed., 2013, ch. 5.4). Before, μ and τ² are
    /// equally likely everywhere, Stein's harmonic prior, whose intervals hold their level for units
    /// of any volume where one even in τ is too sure of a small spread (Morris & Tang 2011, Stat.
    /// Sci. 26:271). τ goes up to four standard deviations of the estimates, which says nothing where
    /// there are more than a handful of units.
    ///
    /// `None` for fewer than four units, of which three tell nothing of a spread, or values too
    /// large for their squares.
    pub fn fit(units: &[Estimate]) -> Option<Self> {
        if units.len() < LEAST_UNITS {
            return None;
        }
        let count = units.len() as f64;
        let centre = units.iter().map(|unit| unit.value()).sum::<f64>() / count;
        let squares: f64 = units.iter().map(|unit| (unit.value() - centre).powi(2)).sum();
        let least = units.iter().map(|unit| unit.variance()).fold(f64::INFINITY, f64::min);
        let most = 4.0 * (squares / (count - 1.0)).sqrt() + least.sqrt();
        if !most.is_finite() {
            return None;
        }
        let at = |tau: f64| {
            let (height, mean, mean_variance) = restricted(units, tau * tau);
            (height + tau.ln(), (mean, mean_variance))
        };
        let nodes: Vec<Node> = nodes(most, at)
            .into_iter()
            .map(|(tau, weight, (mean, mean_variance))| Node {
                weight,
                between: tau * tau,
                mean,
                mean_variance,
            })
            .collect();
        (!nodes.is_empty()).then_some(Self { nodes })
    }

    fn over(&self, value: impl Fn(&Node) -> f64) -> f64 {
        self.nodes.iter().map(|node| node.weight * value(node)).sum()
    }

    /// μ, the mean of the average unit.
    pub fn mean(&self) -> f64 {
        self.over(|node| node.mean)
    }

    /// τ, the standard deviation of the units' true means: the root of the mean of τ².
    pub fn sd(&self) -> f64 {
        self.over(|node| node.between).sqrt()
    }

    /// What to divide by for values in standard deviations τ: `1/E(1/τ)`, with which a value of known
    /// size has its posterior mean, and the variance of `1/τ` in units of its mean squared, which is
    /// what the scale adds to the doubt of such a value, times its square.
    pub fn divisor(&self) -> (f64, f64) {
        let root = |node: &Node| node.between.max(f64::MIN_POSITIVE).sqrt();
        let first = self.over(|node| 1.0 / root(node));
        let second = self.over(|node| 1.0 / node.between.max(f64::MIN_POSITIVE));
        (1.0 / first, (second / (first * first) - 1.0).max(0.0))
    }

    /// What is believed of a unit with that estimate, one of those of the fit; a unit without cases
    /// has [`NormalHierarchy::unseen`]. `None` for values too large for their squares.
    pub fn belief(&self, unit: Estimate) -> Option<Belief> {
        let parts = self.nodes.iter().map(|node| {
            let own = node.between / (node.between + unit.variance());
            let rest = 1.0 - own;
            let mean = own * unit.value() + rest * node.mean;
            let variance = own * unit.variance() + rest * rest * node.mean_variance;
            (node.weight, mean, variance, own)
        });
        mixture(parts.collect())
    }

    /// What is believed of a unit of which nothing is known but its peers.
    pub fn unseen(&self) -> Option<Belief> {
        let parts = self
            .nodes
            .iter()
            .map(|node| (node.weight, node.mean, node.between + node.mean_variance, 0.0));
        mixture(parts.collect())
    }

    /// The variance of a unit's own estimate at which it reaches a reliability, so the volume it
    /// needs: `τ²(1−R)/R`. `None` unless 0 < R < 1.
    pub fn variance_for(&self, reliability: f64) -> Option<f64> {
        (reliability > 0.0 && reliability < 1.0)
            .then(|| self.over(|node| node.between) * (1.0 - reliability) / reliability)
    }
}

/// The restricted log-likelihood of τ², μ integrated out, with the mean and variance of μ given it.
fn restricted(units: &[Estimate], between: f64) -> (f64, f64, f64) {
    let weights = || units.iter().map(|unit| 1.0 / (unit.variance() + between));
    let total: f64 = weights().sum();
    let mean = units.iter().zip(weights()).map(|(y, w)| w * y.value()).sum::<f64>() / total;
    let height: f64 = units
        .iter()
        .zip(weights())
        .map(|(unit, w)| (w.ln() - w * (unit.value() - mean).powi(2)) / 2.0)
        .sum();
    (height - total.ln() / 2.0, mean, 1.0 / total)
}

/// Of parts (probability, mean, variance, reliability).
fn mixture(parts: Vec<(f64, f64, f64, f64)>) -> Option<Belief> {
    let mean: f64 = parts.iter().map(|part| part.0 * part.1).sum();
    let square = |part: &(f64, f64, f64, f64)| part.0 * (part.2 + (part.1 - mean).powi(2));
    let sd = parts.iter().map(square).sum::<f64>().sqrt();
    let reliability = parts.iter().map(|part| part.0 * part.3).sum();
    let density = |x: f64| -> f64 {
        parts
            .iter()
            .map(|(weight, mean, variance, _)| {
                weight * (-(x - mean).powi(2) / (2.0 * variance)).exp() / variance.sqrt()
            })
            .sum()
    };
    Belief::of(density, mean - 6.5 * sd, mean + 6.5 * sd, reliability)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::stats::{Level, NormalPrior};

    const MEAN: f64 = 8.123200773052057;
    const SCHOOLS: [(f64, f64, f64); 8] = [
        (14.606539, 10.412812, 0.355617),
        (8.001278, 7.469798, 0.613515),
        (4.652460, 9.911857, 0.712088),
        (7.565949, 7.914164, 0.628758),
        (3.358251, 7.318178, 0.822487),
        (4.922457, 8.077172, 0.739270),
        (12.762090, 7.911845, 0.382075),
        (9.116583, 10.223559, 0.554490),
    ];

    fn estimates(pairs: &[(f64, f64)]) -> Vec<Estimate> {
        pairs.iter().map(|(y, se)| Estimate::new(*y, se * se).unwrap()).collect()
    }

    /// The eight schools of Rubin (1981). Oracle: scipy 1.12 `quad` over τ from 0 to the same end.
    #[test]
    fn the_eight_schools_agree_with_scipy() {
        let units = estimates(&[
            (28.0, 15.0),
            (8.0, 10.0),
            (-3.0, 16.0),
            (7.0, 11.0),
            (-1.0, 9.0),
            (1.0, 11.0),
            (18.0, 10.0),
            (12.0, 18.0),
        ]);
        let found = NormalHierarchy::fit(&units).unwrap();
        assert!((found.mean() - MEAN).abs() < 0.01, "{}", found.mean());
        for (unit, (mean, sd, below)) in units.into_iter().zip(SCHOOLS) {
            let belief = found.belief(unit).unwrap();
            assert!((belief.mean() - mean).abs() < 0.02, "{} for {mean}", belief.mean());
            assert!((belief.sd() - sd).abs() < 0.03, "{} for {sd}", belief.sd());
            let ten = belief.below(10.0).unwrap();
            assert!((ten - below).abs() < 0.001, "{ten} for {below}");
        }
    }

    /// Oracle: R metafor `rma(method = "REML")`, whose τ² is where the restricted likelihood is
    /// highest.
    #[test]
    fn the_restricted_likelihood_is_highest_where_metafor_finds_it() {
        let y = [4.42, 4.10, 3.85, 4.55, 3.60, 4.20, 4.70, 3.95];
        let n = [60.0, 45.0, 30.0, 80.0, 12.0, 25.0, 100.0, 20.0];
        let units: Vec<Estimate> =
            y.into_iter().zip(n).map(|(y, n)| Estimate::new(y, 0.9 / n).unwrap()).collect();
        let height = |between: f64| restricted(&units, between).0;
        let step = 1e-5;
        let slope = |at: f64| (height(at + step) - height(at - step)) / (2.0 * step);
        assert!(slope(0.10396033 - 1e-5) > 0.0 && slope(0.10396033 + 1e-5) < 0.0);
        assert!((restricted(&units, 0.10396033).1 - 4.21417).abs() < 5e-6);
        // Of the same likelihood without the mean's own doubt, `method = "ML"`.
        let plain = |between: f64| height(between) - restricted(&units, between).2.ln() / 2.0;
        let slope = |at: f64| (plain(at + step) - plain(at - step)) / (2.0 * step);
        assert!(slope(0.087116835 - 1e-5) > 0.0 && slope(0.087116835 + 1e-5) < 0.0);
        // Cochran's Q around the mean without spread, and 7 with that of Paule and Mandel, as near as metafor
        // solves for it.
        for (between, expected, within) in [(0.0, 40.431386, 5e-6), (0.10578904, 7.0, 2e-3)] {
            let mean = restricted(&units, between).1;
            let distance =
                |unit: &Estimate| (unit.value() - mean).powi(2) / (unit.variance() + between);
            let q: f64 = units.iter().map(distance).sum();
            assert!((q - expected).abs() < within, "{q}");
        }
    }

    /// With many units of one size the spread is as good as known, and nothing is left to weigh.
    #[test]
    fn many_units_have_what_empirical_bayes_gives() {
        let units: Vec<Estimate> = (0..4000)
            .map(|place| {
                let y = f64::from(place * 7919 % 4001) / 4001.0 * 6.0 - 3.0;
                Estimate::new(y, 0.5).unwrap()
            })
            .collect();
        let (full, plain) =
            (NormalHierarchy::fit(&units).unwrap(), NormalPrior::fit(&units).unwrap());
        let (belief, posterior) = (full.belief(units[10]).unwrap(), plain.posterior(units[10]));
        assert!((belief.mean() - posterior.mean).abs() < 2e-3);
        assert!((belief.sd() - posterior.se).abs() < 2e-3);
        assert!((belief.reliability() - posterior.reliability).abs() < 2e-3);
    }

    /// Without errors to speak of, τ² is inverse gamma with shape (K − 3)/2, and its root's inverse has
    /// the mean `√(2/S)·Γ(a + ½)/Γ(a)` and mean square `2a/S`.
    #[test]
    fn the_divisor_is_that_of_a_known_posterior() {
        let units: Vec<Estimate> =
            (0..30).map(|place| Estimate::new(f64::from(place), 1e-6).unwrap()).collect();
        let (a, squares) = (13.5_f64, 30.0 * 899.0 / 12.0);
        let first = (2.0_f64 / squares).sqrt()
            * (statrs::function::gamma::ln_gamma(a + 0.5) - statrs::function::gamma::ln_gamma(a))
                .exp();
        let (divisor, doubt) = NormalHierarchy::fit(&units).unwrap().divisor();
        assert!((divisor * first - 1.0).abs() < 1e-3, "{divisor}");
        let expected = 2.0 * a / squares / (first * first) - 1.0;
        assert!((doubt - expected).abs() < 1e-3, "{doubt} for {expected}");
    }

    #[test]
    fn three_units_tell_nothing_of_a_spread_and_equal_ones_little() {
        assert_eq!(NormalHierarchy::fit(&estimates(&[(1.0, 1.0); 3])), None);
        let same = estimates(&[(1.0, 0.5); 5]);
        let found = NormalHierarchy::fit(&same).unwrap();
        assert!(found.sd() < 0.6 && (found.mean() - 1.0).abs() < 1e-9);
        let unseen = found.unseen().unwrap();
        assert_eq!(unseen.reliability(), 0.0);
        assert!((unseen.sd() - (found.sd().powi(2) + 0.05).sqrt()).abs() < 0.15);
        assert_eq!(found.variance_for(1.0), None);
        let half = found.variance_for(0.5).unwrap();
        assert!((half - found.sd().powi(2)).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn a_belief_lies_between_the_unit_and_its_peers(
            pairs in prop::collection::vec((-5.0..5.0_f64, 0.05..3.0_f64), 4..20),
        ) {
            let units = estimates(&pairs);
            let found = NormalHierarchy::fit(&units).unwrap();
            let (least, most) = pairs
                .iter()
                .fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), (y, _)| (a.min(*y), b.max(*y)));
            for unit in units {
                let belief = found.belief(unit).unwrap();
                let ends = belief.interval(Level::P80);
                prop_assert!(least - 1e-6 <= belief.mean() && belief.mean() <= most + 1e-6);
                prop_assert!(ends.low < belief.mean() && belief.mean() < ends.high);
                prop_assert!((0.0..=1.0).contains(&belief.reliability()));
                prop_assert!(belief.sd() > 0.0);
            }
        }
    }
}
