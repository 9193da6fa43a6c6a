//! Shares of units whose skill is normally spread in log-odds, the spread not known.

use rayon::prelude::*;

use super::hermite::hermite;
use super::nodes::nodes;
use super::{Belief, Cases, LEAST_UNITS};

/// The farthest spread of skill that is weighed, in log-odds: an odds ratio of 20 between a unit
/// and the average one.
const MOST: f64 = 3.0;

/// A spread of exactly 0 is told as this.
const LEAST: f64 = 1e-3;

/// Nodes of the integral over one unit's skill.
const NODES: usize = 9;

/// Skills as Normal(μ, σ²) in log-odds over what is expected of each case, μ and σ each weighed by
/// how likely they make the outcomes.
#[derive(Clone, Debug, PartialEq)]
pub struct LogitHierarchy {
    nodes: Vec<Node>,
}

/// A spread and a mean that may be, and how likely they make each unit's outcomes.
#[derive(Clone, Debug, PartialEq)]
struct Node {
    /// Probability of this spread and mean.
    weight: f64,
    sd: f64,
    mean: f64,
    /// Log-likelihood of each unit, in their order.
    units: Vec<f64>,
}

impl LogitHierarchy {
    /// The joint posterior of μ and σ in the logistic model `logit p = expected + u`,
    /// `u ~ Normal(μ, σ²)`; before, μ and σ² are equally likely everywhere, σ up to 3 (as for
    /// [`NormalHierarchy`](super::NormalHierarchy)). Each unit's u is
    /// integrated out by adaptive Gauss–Hermite quadrature (Pinheiro & Bates 1995, J. Comput.
    /// Graph. Stat. 4:12); μ given σ is taken as normal around its likeliest value.
    ///
    /// `None` for fewer than four units with cases.
    pub fn fit(units: &[Cases]) -> Option<Self> {
        if units.iter().filter(|unit| unit.trials() > 0.0).count() < LEAST_UNITS {
            return None;
        }
        let quadrature = hermite(NODES);
        let mut mean = overall(units);
        let mut modes = vec![mean; units.len()];
        let found = nodes(MOST, |sd| {
            let at = likeliest(units, sd.max(LEAST), mean, &quadrature, &mut modes);
            mean = at.mean;
            (at.height + at.mean_variance.ln() / 2.0 + sd.ln(), at)
        });
        let mut nodes = Vec::new();
        for (sd, weight, at) in found {
            let sd = sd.max(LEAST);
            let step = (3.0 * at.mean_variance).sqrt();
            for (mean, share) in
                [(at.mean - step, 1.0 / 6.0), (at.mean, 2.0 / 3.0), (at.mean + step, 1.0 / 6.0)]
            {
                let units = units
                    .iter()
                    .zip(&mut modes)
                    .map(|(unit, mode)| Integral::of(unit, mean, sd, &quadrature, mode).ln);
                nodes.push(Node { weight: weight * share, sd, mean, units: units.collect() });
            }
        }
        (!nodes.is_empty()).then_some(Self { nodes })
    }

    fn over(&self, value: impl Fn(&Node) -> f64) -> f64 {
        self.nodes.iter().map(|node| node.weight * value(node)).sum()
    }

    /// μ, what the average unit adds to the expected log-odds.
    pub fn mean(&self) -> f64 {
        self.over(|node| node.mean)
    }

    /// σ, the standard deviation of skill in log-odds: the root of the mean of σ².
    pub fn sd(&self) -> f64 {
        self.over(|node| node.sd * node.sd).sqrt()
    }

    /// What is believed of the skill, in log-odds over what is expected, of the unit that was
    /// given in that place. A unit without cases is believed to be like its peers, with reliability
    /// 0. `None` for a place that no unit has.
    pub fn belief(&self, place: usize, unit: &Cases) -> Option<Belief> {
        let parts: Vec<(f64, &Node)> = self
            .nodes
            .iter()
            .map(|node| Some((node.weight.ln() - node.units.get(place)?, node)))
            .collect::<Option<_>>()?;
        let (mut mean, mut square, mut reliability) = (0.0, 0.0, 0.0);
        let mut mode = self.mean();
        for (_, node) in &parts {
            mode = peak(unit, node.mean, node.sd, mode);
            let own = unit.slope(mode).1;
            let variance = 1.0 / (own + 1.0 / (node.sd * node.sd));
            mean += node.weight * mode;
            square += node.weight * (variance + mode * mode);
            reliability += node.weight * variance * own;
        }
        let sd = (square - mean * mean).max(1e-12).sqrt();
        let top = unit.likelihood(mean);
        let density = |u: f64| -> f64 {
            let own = unit.likelihood(u) - top;
            parts
                .iter()
                .map(|(ln, node)| {
                    let z = (u - node.mean) / node.sd;
                    (ln + top + own - z * z / 2.0).exp() / node.sd
                })
                .sum()
        };
        Belief::of(density, mean - 6.5 * sd, mean + 6.5 * sd, reliability)
    }
}

/// The shift with which the successes of all units are as many as expected, between ±20.
fn overall(units: &[Cases]) -> f64 {
    let successes: f64 = units.iter().map(Cases::successes).sum();
    let missing =
        |shift: f64| successes - units.iter().map(|unit| unit.expected(shift)).sum::<f64>();
    crate::stats::crossing::crossing(missing, -20.0, 20.0)
}

/// The likeliest mean for a spread.
#[derive(Clone, Copy, Debug)]
struct Likeliest {
    mean: f64,
    mean_variance: f64,
    height: f64,
}

/// Newton's steps in μ; the slopes are those of the integrals, by the mean and variance of each
/// unit's u.
fn likeliest(
    units: &[Cases],
    sd: f64,
    start: f64,
    quadrature: &[(f64, f64)],
    modes: &mut [f64],
) -> Likeliest {
    let mut found = Likeliest { mean: start, mean_variance: sd * sd, height: f64::NAN };
    for _ in 0..30 {
        let (mut height, mut slope, mut curvature) = (0.0, 0.0, 0.0);
        for integral in integrals(units, found.mean, sd, quadrature, modes) {
            height += integral.ln;
            slope += integral.first / sd;
            curvature += (1.0 - (integral.second - integral.first * integral.first)) / (sd * sd);
        }
        let curvature = curvature.max(1e-9);
        let step = (slope / curvature).clamp(-1.0, 1.0);
        found.height = height;
        found.mean_variance = 1.0 / curvature;
        if step.abs() < 1e-4 * found.mean_variance.sqrt() {
            break;
        }
        found.mean += step;
    }
    found
}

/// Of each unit, in their order, which the sums over them are taken in.
fn integrals(
    units: &[Cases],
    mean: f64,
    sd: f64,
    quadrature: &[(f64, f64)],
    modes: &mut [f64],
) -> Vec<Integral> {
    units
        .par_iter()
        .zip(modes)
        .with_min_len(16)
        .map(|(unit, mode)| Integral::of(unit, mean, sd, quadrature, mode))
        .collect()
}

/// `∫ L(u)·φ(u; μ, σ) du` of one unit, and the mean and mean square of `(u − μ)/σ` under it.
struct Integral {
    ln: f64,
    first: f64,
    second: f64,
}

impl Integral {
    /// With the quadrature around the peak of the integrand; one node is Laplace's approximation.
    /// `mode` is where the search begins, and where it ended.
    fn of(unit: &Cases, mean: f64, sd: f64, quadrature: &[(f64, f64)], mode: &mut f64) -> Self {
        *mode = peak(unit, mean, sd, *mode);
        let width = 1.0 / (unit.slope(*mode).1 + 1.0 / (sd * sd)).sqrt();
        let ln = |u: f64| {
            let z = (u - mean) / sd;
            unit.likelihood(u) - z * z / 2.0
        };
        let top = ln(*mode);
        let (mut sum, mut first, mut second) = (0.0, 0.0, 0.0);
        for (x, weight) in quadrature {
            let u = *mode + width * x;
            let share = weight * (ln(u) - top + x * x / 2.0).exp();
            let z = (u - mean) / sd;
            sum += share;
            first += share * z;
            second += share * z * z;
        }
        let ln = top + (width / sd).ln() + sum.ln();
        Self { ln, first: first / sum, second: second / sum }
    }
}

/// Where the likelihood of a unit times the normal density of skill is highest.
pub(super) fn peak(unit: &Cases, mean: f64, sd: f64, start: f64) -> f64 {
    let precision = 1.0 / (sd * sd);
    let mut at = start;
    for _ in 0..60 {
        let (slope, curvature) = unit.slope(at);
        let step = (slope - precision * (at - mean)) / (curvature + precision);
        at += step.clamp(-2.0, 2.0);
        if step.abs() < 1e-9 {
            break;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::stats::case_mix::examples::eight_agents;
    use crate::stats::{Level, Tally};

    const SCIPY: [(f64, f64, f64, f64, f64); 5] = [
        (10.0, 9.0, 1.0, 0.5, -4.065097578859362),
        (3.0, 3.0, 0.5, 2.0, -1.059146820363113),
        (200.0, 150.0, 0.0, 0.4, -116.71397146333685),
        (1.0, 0.0, 2.0, 1.5, -1.6604496843021863),
        (40.0, 40.0, 1.0, 1.0, -4.46417996519711),
    ];

    /// The made-up desk under the fixed effects that R lme4 `glmer(nAGQ=1)` found.
    fn desk() -> Vec<Cases> {
        let rows = eight_agents();
        let unit = |agent: u32| {
            rows.iter().filter(move |row| row.agent == agent).map(|row| {
                let at = 1.72747293 - 1.12334095 * f64::from(row.hard)
                    + 0.05795620 * f64::from(row.phone);
                (at, 1.0, f64::from(u8::from(row.is_resolved)))
            })
        };
        (0..8).map(|agent| Cases::new(unit(agent)).unwrap()).collect()
    }

    /// Oracle: R lme4. Laplace's approximation is one node. Columns: the mixed model's expected
    /// successes, P/E, û and the standardised share.
    #[test]
    fn skills_and_ratios_agree_with_lme4() {
        let (units, sd) = (desk(), 0.36722228);
        let laplace = hermite(1);
        let height = |mean: f64, sd: f64| -> f64 {
            units.iter().map(|unit| Integral::of(unit, mean, sd, &laplace, &mut 0.0).ln).sum()
        };
        let found = height(0.0, sd);
        assert!((found - -212.11035).abs() < 5e-5, "{found}");
        for (mean, near) in [(0.0, 0.9), (0.0, 1.1), (-0.05, 1.0), (0.05, 1.0)] {
            assert!(height(mean, sd * near) < found, "{mean} {near}");
        }
        for (agent, expected, ratio, skill, share) in [
            (0, 32.911724, 0.93173525, -0.35938287, 0.70346011),
            (1, 43.119940, 0.89683667, -0.36026357, 0.67711169),
            (5, 48.776000, 1.10789143, 0.39936314, 0.83645803),
            (6, 12.184235, 0.99653216, -0.01914655, 0.75238178),
        ] {
            let unit = &units[agent];
            let mode = peak(unit, 0.0, sd, 0.0);
            let predicted = unit.expected(mode) / unit.expected(0.0);
            assert!((mode - skill).abs() < 2e-6, "{agent}: {mode}");
            assert!((unit.expected(0.0) - expected).abs() < 2e-6, "{agent}");
            assert!((predicted - ratio).abs() < 1e-6, "{agent}: {predicted}");
            assert!((predicted * 302.0 / 400.0 - share).abs() < 1e-6, "{agent}");
        }
    }

    /// Oracle: scipy 1.12 `quad` of the same integral.
    #[test]
    fn the_integral_agrees_with_scipy() {
        let quadrature = hermite(NODES);
        for (trials, successes, mean, sd, expected) in SCIPY {
            let unit = Cases::new([(0.0, trials, successes)]).unwrap();
            let found = Integral::of(&unit, mean, sd, &quadrature, &mut 0.0).ln;
            assert!((found - expected).abs() < 2e-4, "{trials} {sd}: {found} for {expected}");
        }
    }

    /// Where units are far apart hardly anything is shared, so each has nearly its own posterior
    /// under an even prior of log-odds: Beta(s, n − s), of Haldane.
    #[test]
    fn far_apart_units_keep_their_own_shares() {
        let units: Vec<Cases> = [(990.0, 10.0), (500.0, 500.0), (10.0, 990.0), (900.0, 100.0)]
            .map(|(s, f)| Cases::new([(0.0, s + f, s)]).unwrap())
            .to_vec();
        let found = LogitHierarchy::fit(&units).unwrap();
        let belief = found.belief(1, &units[1]).unwrap();
        assert!(
            belief.mean().abs() < 0.01 && (belief.sd() - 0.0633).abs() < 0.001,
            "{}",
            belief.sd()
        );
        assert!(belief.reliability() > 0.99);
    }

    #[test]
    fn alike_units_share_what_they_know_and_one_without_cases_has_it_all_from_them() {
        let mut units = vec![Cases::new([(0.0, 40.0, 30.0)]).unwrap(); 30];
        units.push(Cases::new([]).unwrap());
        units.push(Cases::new([(0.0, 3.0, 3.0)]).unwrap());
        let found = LogitHierarchy::fit(&units).unwrap();
        assert!(found.sd() < 0.3, "{}", found.sd());
        let share = 1.0 / (1.0 + (-found.mean()).exp());
        assert!((share - 0.75).abs() < 0.01, "{share}");
        let unseen = found.belief(30, &units[30]).unwrap();
        assert_eq!(unseen.reliability(), 0.0);
        assert!((unseen.mean() - found.mean()).abs() < 0.01);
        let all = found.belief(31, &units[31]).unwrap();
        assert!(all.mean() > found.mean() && all.mean() < found.mean() + 0.3);
        assert_eq!(found.belief(32, &units[0]), None);
        assert_eq!(LogitHierarchy::fit(&units[29..31]), None);
    }

    #[test]
    fn all_or_no_successes_everywhere_stay_finite() {
        for successes in [0.0, 12.0] {
            let units = vec![Cases::new([(0.3, 12.0, successes)]).unwrap(); 5];
            let found = LogitHierarchy::fit(&units).unwrap();
            let belief = found.belief(0, &units[0]).unwrap();
            assert!(belief.mean().is_finite() && belief.sd().is_finite(), "{successes}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn beliefs_are_in_order_of_shares_of_equal_trials(
            tallies in prop::collection::vec(crate::stats::tally::examples::any_tally(40), 4..12),
        ) {
            let units: Vec<Cases> = tallies
                .iter()
                .map(|one: &Tally| Cases::new([(0.0, one.trials(), one.successes())]).unwrap())
                .collect();
            if let Some(found) = LogitHierarchy::fit(&units) {
                let beliefs: Vec<_> =
                    (0..units.len()).map(|at| found.belief(at, &units[at]).unwrap()).collect();
                for (one, a) in tallies.iter().zip(&beliefs) {
                    let ends = a.interval(Level::P95);
                    prop_assert!(ends.low < ends.high && a.sd().is_finite());
                    for (other, b) in tallies.iter().zip(&beliefs) {
                        if one.trials() == other.trials() && one.successes() > other.successes() {
                            prop_assert!(a.mean() >= b.mean() - 1e-6);
                        }
                    }
                }
            }
        }
    }
}
