//! Shares of units most of which differ little from each other, and a few much, in many measures.

use super::logit::peak;
use super::{Belief, Cases, LEAST_UNITS};
use crate::stats::{Estimate, median};

/// Steps of the search, at most, and the change after which it ends.
const MOST_STEPS: usize = 400;
const SMALL: f64 = 1e-6;

/// What the share of units that differ much is before anything is seen: one in ten, told by ten.
const FEW: (f64, f64) = (1.0, 10.0);

/// What their variance is before, in log-odds squared, told by five: an odds ratio of two.
const MUCH: (f64, f64) = (0.5, 5.0);

/// By how many units the variance of the many in one measure is as in all measures.
const AS_ALL: f64 = 10.0;

/// The farthest that a unit's cases are looked at from, in standard deviations of log-odds.
const AROUND: f64 = 1.0;

/// Skills in several measures as `(1 − π)·Normal(μ, σ²) + π·Normal(μ, ω²)`: μ and σ of each measure (σ drawn toward
/// that of all measures), the share π of units that differ much, and by how much, ω, of all measures together.
#[derive(Clone, Debug, PartialEq)]
pub struct SparseHierarchy {
    measures: Vec<Usual>,
    share: f64,
    variance: f64,
}

/// The many in one measure.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Usual {
    mean: f64,
    variance: f64,
}

impl SparseHierarchy {
    /// The likeliest values for the units of each measure, by the EM algorithm (Dempster, Laird & Rubin
    /// 1977, J. R. Stat. Soc. B 39:1) on each unit's normal likelihood. A normal spread alone takes the
    /// few for a wider spread of all, and then believes too much of what the many are by chance
    /// (Efron, Large-Scale Inference, 2010, ch. 5).
    ///
    /// `None` for a measure of fewer than four units with cases.
    pub fn fit(measures: &[&[Cases]]) -> Option<Self> {
        let units: Vec<Vec<Estimate>> = measures
            .iter()
            .map(|units| {
                let own: Option<Vec<Estimate>> = seen(units);
                own.filter(|own| own.len() >= LEAST_UNITS)
            })
            .collect::<Option<_>>()?;
        let mut at = Self {
            measures: units.iter().map(|units| start(units)).collect(),
            share: FEW.0 / FEW.1,
            variance: MUCH.0,
        };
        for _ in 0..MOST_STEPS {
            let next = at.step(&units);
            let moved = at.distance(&next);
            at = next;
            if moved < SMALL {
                break;
            }
        }
        Some(at)
    }

    fn step(&self, measures: &[Vec<Estimate>]) -> Self {
        let (mut wide, mut squares, mut count) = (0.0, 0.0, 0.0);
        let mut next = self.clone();
        let variances = self.measures.iter().map(|usual| usual.variance);
        let typical = variances.sum::<f64>() / self.measures.len() as f64;
        for ((usual, units), new) in self.measures.iter().zip(measures).zip(&mut next.measures) {
            let (mut near, mut near_squares, mut weights, mut sum) = (0.0, 0.0, 0.0, 0.0);
            for unit in units {
                let far = self.far(*usual, *unit);
                let (small, large) =
                    (after(*usual, usual.variance, *unit), after(*usual, self.variance, *unit));
                near += 1.0 - far;
                near_squares += (1.0 - far) * small;
                wide += far;
                squares += far * large;
                let weight = self.weight(*usual, *unit, far);
                weights += weight;
                sum += weight * unit.value();
                count += 1.0;
            }
            new.mean = sum / weights;
            new.variance = (near_squares + AS_ALL * typical) / (near + AS_ALL);
        }
        let most = next.measures.iter().map(|usual| usual.variance).fold(0.0, f64::max);
        next.variance = ((squares + MUCH.0 * MUCH.1) / (wide + MUCH.1)).max(most);
        next.share = (wide + FEW.0) / (count + FEW.1);
        next
    }

    /// Probability that a unit is one of the few.
    fn far(&self, usual: Usual, unit: Estimate) -> f64 {
        let density = |variance: f64| {
            let all = variance + unit.variance();
            (-(unit.value() - usual.mean).powi(2) / (2.0 * all)).exp() / all.sqrt()
        };
        let (near, far) =
            ((1.0 - self.share) * density(usual.variance), self.share * density(self.variance));
        if near + far > 0.0 { far / (near + far) } else { 1.0 }
    }

    fn distance(&self, other: &Self) -> f64 {
        let pairs = self.measures.iter().zip(&other.measures);
        let each = pairs.map(|(a, b)| (a.mean - b.mean).abs().max((a.variance - b.variance).abs()));
        each.fold((self.share - other.share).abs(), f64::max)
            .max((self.variance - other.variance).abs())
    }

    /// μ of a measure; `None` for one that it has not.
    pub fn mean(&self, measure: usize) -> Option<f64> {
        Some(self.measures.get(measure)?.mean)
    }

    /// The likeliest mean of some units of a measure, such as a team, if they differ from it as all differ
    /// from theirs, with its variance: a unit far from the rest hardly moves it. `None` without cases,
    /// or for a measure that it has not.
    pub fn mean_of(&self, measure: usize, units: &[Cases]) -> Option<Estimate> {
        let mut usual = *self.measures.get(measure)?;
        let units = seen(units)?;
        let mut middle: Vec<f64> = units.iter().map(|unit| unit.value()).collect();
        middle.sort_by(f64::total_cmp);
        usual.mean = median(&middle)?;
        let mut weights = 0.0;
        for _ in 0..MOST_STEPS {
            let mut sum = 0.0;
            weights = 0.0;
            for unit in &units {
                let weight = self.weight(usual, *unit, self.far(usual, *unit));
                weights += weight;
                sum += weight * unit.value();
            }
            let moved = (sum / weights - usual.mean).abs();
            usual.mean = sum / weights;
            if moved < SMALL {
                break;
            }
        }
        Estimate::new(usual.mean, 1.0 / weights)
    }

    /// What a unit weighs in the mean, if it is so likely one of the few.
    fn weight(&self, usual: Usual, unit: Estimate, far: f64) -> f64 {
        (1.0 - far) / (usual.variance + unit.variance()) + far / (self.variance + unit.variance())
    }

    /// The standard deviation of all units' skills in a measure, the few among them.
    pub fn sd(&self, measure: usize) -> Option<f64> {
        let usual = self.measures.get(measure)?;
        Some(((1.0 - self.share) * usual.variance + self.share * self.variance).sqrt())
    }

    /// The share of units that differ much, 0..1, and the standard deviation of their skills.
    pub fn few(&self) -> (f64, f64) {
        (self.share, self.variance.sqrt())
    }

    /// What is believed of the skill of a unit with those cases, by their exact likelihood. Its
    /// reliability is `τ²/(τ² + v)` with τ the standard deviation of all units. `None` for a measure
    /// that it has not.
    pub fn belief(&self, measure: usize, unit: &Cases) -> Option<Belief> {
        self.belief_around(measure, self.mean(measure)?, unit)
    }

    /// The same with another mean, such as that of the unit's own team.
    pub fn belief_around(&self, measure: usize, mean: f64, unit: &Cases) -> Option<Belief> {
        let usual = Usual { mean, ..*self.measures.get(measure)? };
        let sd = self.sd(measure)?;
        let (near, far) = (usual.variance.max(1e-6).sqrt(), self.variance.sqrt());
        let ends = [near, far].map(|sd| {
            let at = peak(unit, usual.mean, sd, usual.mean);
            (at, 1.0 / (unit.slope(at).1 + 1.0 / (sd * sd)).sqrt())
        });
        let [(small, small_sd), (large, large_sd)] = ends;
        let low = (small - 6.5 * small_sd).min(large - 6.5 * large_sd);
        let high = (small + 6.5 * small_sd).max(large + 6.5 * large_sd);
        let top = unit.likelihood(large);
        let density = |u: f64| {
            let normal = |sd: f64| (-((u - usual.mean) / sd).powi(2) / 2.0).exp() / sd;
            let prior = (1.0 - self.share) * normal(near) + self.share * normal(far);
            (unit.likelihood(u) - top).exp() * prior
        };
        let own = unit.slope(large).1;
        Belief::of(density, low, high, own / (own + 1.0 / (sd * sd)))
    }
}

/// What the cases of each unit tell by themselves, seen from near the likeliest skill.
fn seen(units: &[Cases]) -> Option<Vec<Estimate>> {
    let known = || units.iter().filter(|unit| unit.trials() > 0.0);
    let (successes, trials) =
        known().fold((0.5, 1.0), |(s, n), unit| (s + unit.successes(), n + unit.trials()));
    let expected: f64 = known().map(|unit| unit.expected(0.0)).sum::<f64>() + 0.5;
    let odds = |sum: f64| (sum / (trials - sum)).ln();
    let centre = odds(successes) - odds(expected);
    known().map(|unit| unit.estimate(peak(unit, centre, AROUND, centre))).collect()
}

/// The mean, and half of what is left of the variance without the errors.
fn start(units: &[Estimate]) -> Usual {
    let count = units.len() as f64;
    let mean = units.iter().map(|unit| unit.value()).sum::<f64>() / count;
    let left = units.iter().map(|unit| (unit.value() - mean).powi(2) - unit.variance());
    Usual { mean, variance: (left.sum::<f64>() / count / 2.0).max(0.01) }
}

/// Mean square of a unit's distance from μ, if its skill has that variance.
fn after(usual: Usual, variance: f64, unit: Estimate) -> f64 {
    let own = variance / (variance + unit.variance());
    (own * (unit.value() - usual.mean)).powi(2) + own * unit.variance()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Level;

    /// Units of 200 cases: most at 4 in 5, each twentieth at 6 in 10, their successes spread as by chance.
    fn units(few: bool) -> Vec<Cases> {
        (0..100_u32)
            .map(|place| {
                let is_far = few && place % 20 == 0;
                let chance = f64::from(place * 37 % 100) / 100.0 - 0.495;
                let share = if is_far { 0.6 } else { 0.8 };
                let sd = (200.0_f64 * share * (1.0 - share)).sqrt();
                let successes = (200.0 * share + 3.46 * sd * chance).round();
                Cases::new([(0.0, 200.0, successes)]).unwrap()
            })
            .collect()
    }

    #[test]
    fn the_few_are_told_from_the_many() {
        let units = units(true);
        let found = SparseHierarchy::fit(&[&units]).unwrap();
        let (share, sd) = found.few();
        assert!((0.02..0.15).contains(&share) && (0.5..1.3).contains(&sd), "{found:?}");
        let mean = found.mean(0).unwrap();
        assert!((mean - 4.0_f64.ln()).abs() < 0.1, "{mean}");
        let far = found.belief(0, &units[20]).unwrap();
        assert!(far.below(mean - 0.5).unwrap() > 0.95, "{far:?}");
        let near = found.belief(0, &units[1]).unwrap();
        let ends = near.interval(Level::P95);
        assert!(ends.low < mean && mean < ends.high && ends.high - ends.low < 0.7, "{ends:?}");
        assert!(near.below(mean - 0.5).unwrap() < 0.02);
        assert!((0.3..0.9).contains(&near.reliability()), "{}", near.reliability());
    }

    #[test]
    fn where_all_are_alike_nobody_is_far() {
        let units = units(false);
        let found = SparseHierarchy::fit(&[&units, &units[..50]]).unwrap();
        assert!(found.few().0 < 0.03, "{found:?}");
        let mean = found.mean(1).unwrap();
        for unit in &units {
            assert!(found.belief(1, unit).unwrap().below(mean - 0.4).unwrap() < 0.1);
        }
        assert_eq!(found.belief(2, &units[0]), None);
        assert_eq!(SparseHierarchy::fit(&[&units[..3]]), None);
    }

    #[test]
    fn one_far_unit_hardly_moves_the_mean_of_some_and_all_of_them_do() {
        let units = units(true);
        let found = SparseHierarchy::fit(&[&units]).unwrap();
        let some = |places: [usize; 4]| {
            let some = places.map(|place| units[place].clone());
            found.mean_of(0, &some).unwrap().value()
        };
        let usual = some([41, 52, 63, 74]);
        assert!((some([41, 52, 63, 20]) - usual).abs() < 0.15, "{usual}");
        assert!((some([0, 20, 40, 60]) - 1.5_f64.ln()).abs() < 0.2);
        assert_eq!(found.mean_of(0, &[]), None);
    }

    #[test]
    fn all_successes_are_no_endless_skill() {
        let mut units = units(false);
        units[0] = Cases::new([(0.0, 200.0, 200.0)]).unwrap();
        let found = SparseHierarchy::fit(&[&units]).unwrap();
        let belief = found.belief(0, &units[0]).unwrap();
        assert!(belief.mean().is_finite() && belief.mean() > found.mean(0).unwrap() + 0.5);
    }
}
