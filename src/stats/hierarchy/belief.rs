//! A distribution over a unit's true value, told point by point.

use crate::stats::{Estimate, Interval, Level};

/// Points of a belief.
const POINTS: usize = 241;

/// Every how many points the density is asked for; between them it is a cubic's.
const STRIDE: usize = 4;

/// What is believed of a unit's true value, in its unit (log-odds for shares).
#[derive(Clone, Debug, PartialEq)]
pub struct Belief {
    mean: f64,
    sd: f64,
    reliability: f64,
    low: f64,
    step: f64,
    /// Probability of a value below each point, from 0 to 1.
    below: Vec<f64>,
}

impl Belief {
    /// From the density, up to a factor, over a range that holds all but a trifle of it. `None`
    /// where the range is empty, or the density is nothing or not finite.
    pub(super) fn of(
        density: impl Fn(f64) -> f64,
        low: f64,
        high: f64,
        reliability: f64,
    ) -> Option<Self> {
        let step = (high - low) / (POINTS - 1) as f64;
        let asked = (0..=POINTS / STRIDE).map(|knot| density(low + step * (knot * STRIDE) as f64));
        let asked: Vec<f64> = asked.collect();
        let (mut sum, mut first, mut last) = (0.0, 0.0, 0.0);
        let mut below = Vec::with_capacity(POINTS);
        for (point, here) in between(&asked).enumerate() {
            sum += if point > 0 { f64::midpoint(last, here) } else { 0.0 };
            first += here * point as f64;
            last = here;
            below.push(sum);
        }
        if !(sum > 0.0 && sum.is_finite() && step > 0.0 && step.is_finite()) {
            return None;
        }
        below.iter_mut().for_each(|value| *value /= sum);
        let centre = first / sum;
        let mut second = 0.0;
        let mut before = 0.0;
        for (point, share) in below.iter().enumerate() {
            second += (share - before) * ((point as f64 - 0.5 - centre).powi(2) + 1.0 / 12.0);
            before = *share;
        }
        let (mean, sd) = (low + step * centre, step * second.sqrt());
        Some(Self { mean, sd, reliability: reliability.clamp(0.0, 1.0), low, step, below })
    }

    /// Normal around an estimate, which is all the unit's own: what is believed where nothing is known of
    /// its peers. `None` for a variance too small or large for the value.
    pub fn normal(estimate: Estimate) -> Option<Self> {
        let (mean, sd) = (estimate.value(), estimate.variance().sqrt());
        let density = |x: f64| (-((x - mean) / sd).powi(2) / 2.0).exp();
        Self::of(density, mean - 6.5 * sd, mean + 6.5 * sd, 1.0)
    }

    /// The shrunk value.
    pub const fn mean(&self) -> f64 {
        self.mean
    }

    /// Its standard deviation, above 0.
    pub const fn sd(&self) -> f64 {
        self.sd
    }

    /// How much of the shrunk value is the unit's own, 0..1: the mean of `τ²/(τ² + v)`, with v the
    /// variance of what the unit's own cases tell.
    pub const fn reliability(&self) -> f64 {
        self.reliability
    }

    /// The same belief of the value less the mean of the peers' values, the unit itself among the
    /// peers: the mean is less by theirs, and the spread is that of `u − ū` for independent beliefs,
    /// `s²(1 − 2/K) + Σs²/K²`. `None` without peers.
    pub fn against<'a>(&self, peers: impl IntoIterator<Item = &'a Self>) -> Option<Self> {
        let (mut count, mut means, mut squares) = (0.0, 0.0, 0.0);
        for peer in peers {
            count += 1.0;
            means += peer.mean;
            squares += peer.sd * peer.sd;
        }
        let own = self.sd * self.sd;
        let variance = (own * (1.0 - 2.0 / count) + squares / (count * count)).max(0.0);
        let centre = means / count;
        let moved = self.stretched(variance.max(1e-6 * own));
        (count > 0.0).then_some(Self {
            mean: moved.mean - centre,
            low: moved.low - centre,
            ..moved
        })
    }

    /// The same belief of the value less the mean of others' values, the unit not among them: the
    /// variance is `s² + Σs²/K²`. `None` without others.
    pub fn apart_from<'a>(&self, others: impl IntoIterator<Item = &'a Self>) -> Option<Self> {
        let (mut count, mut means, mut squares) = (0.0, 0.0, 0.0);
        for other in others {
            count += 1.0;
            means += other.mean;
            squares += other.sd * other.sd;
        }
        let wider = self.with_error(squares / (count * count));
        let centre = means / count;
        (count > 0.0).then_some(Self {
            mean: wider.mean - centre,
            low: wider.low - centre,
            ..wider
        })
    }

    /// The same belief with an error more, of a variance that does not go away with the unit's own
    /// volume, such as that of the slopes of a case mix.
    pub fn with_error(&self, variance: f64) -> Self {
        self.stretched(self.sd * self.sd + variance.max(0.0))
    }

    /// Stretched around its mean to a variance.
    fn stretched(&self, variance: f64) -> Self {
        let factor = variance.sqrt() / self.sd;
        Self {
            sd: self.sd * factor,
            low: self.mean + (self.low - self.mean) * factor,
            step: self.step * factor,
            ..self.clone()
        }
    }

    /// Mean and variance, for ranks and composites.
    pub fn estimate(&self) -> Option<Estimate> {
        Estimate::new(self.mean, self.sd * self.sd)
    }

    /// Probability, 0..1, of a true value below one; `None` for NaN.
    pub fn below(&self, value: f64) -> Option<f64> {
        if value.is_nan() {
            return None;
        }
        let place = ((value - self.low) / self.step).clamp(0.0, (POINTS - 1) as f64);
        let at = |point: f64| self.below.get(point as usize).copied();
        let (low, high) = (at(place.floor())?, at(place.ceil())?);
        Some(low + place.fract() * (high - low))
    }

    /// The values with the same probability left out on both sides.
    pub fn interval(&self, level: Level) -> Interval {
        Interval { low: self.quantile(level.tail()), high: self.quantile(1.0 - level.tail()) }
    }

    fn quantile(&self, probability: f64) -> f64 {
        let after = self.below.partition_point(|below| *below < probability);
        let at = |point: usize| self.below.get(point).copied().unwrap_or(1.0);
        let before = after.saturating_sub(1);
        let gap = at(after) - at(before);
        let part = if gap > 0.0 { (probability - at(before)) / gap } else { 0.0 };
        self.low + self.step * (before as f64 + part.clamp(0.0, 1.0))
    }
}

/// What was asked for with the points between by Lagrange's cubic through the two knots on either side, not
/// below 0; beyond the ends it is 0.
fn between(asked: &[f64]) -> impl Iterator<Item = f64> + '_ {
    let knot = |at: Option<usize>| at.and_then(|at| asked.get(at)).copied().unwrap_or(0.0);
    (0..POINTS).map(move |point| {
        let (at, part) = (point / STRIDE, (point % STRIDE) as f64 / STRIDE as f64);
        let [a, b, c, d] =
            [knot(at.checked_sub(1)), knot(Some(at)), knot(Some(at + 1)), knot(Some(at + 2))];
        if point.is_multiple_of(STRIDE) {
            return b;
        }
        let (low, high) = (part + 1.0, 2.0 - part);
        let inner = low * high / 2.0 * ((1.0 - part) * b + part * c);
        let outer = part * (1.0 - part) / 6.0 * (high * a + low * d);
        (inner - outer).max(0.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ContinuousCDF, Normal};

    #[test]
    fn a_normal_density_has_the_normal_distributions_figures() {
        let density = |x: f64| (-(x - 3.0_f64).powi(2) / 8.0).exp();
        let found = Belief::of(density, 3.0 - 14.0, 3.0 + 14.0, 0.4).unwrap();
        assert!((found.mean() - 3.0).abs() < 1e-9, "{}", found.mean());
        assert!((found.sd() - 2.0).abs() < 2e-3, "{}", found.sd());
        let ends = found.interval(Level::P80);
        assert!((ends.high - (3.0 + 2.0 * 1.281_551_6)).abs() < 2e-3, "{ends:?}");
        assert!((ends.low + ends.high - 6.0).abs() < 1e-9, "{ends:?}");
        let below = Normal::new(3.0, 2.0).unwrap().cdf(1.3);
        assert!((found.below(1.3).unwrap() - below).abs() < 2e-4);
        assert_eq!((found.below(-100.0), found.below(100.0)), (Some(0.0), Some(1.0)));
        assert_eq!(found.below(f64::NAN), None);
    }

    #[test]
    fn against_its_peers_a_belief_has_their_doubt_too() {
        let belief = |mean: f64, sd: f64| {
            let density = move |x: f64| (-((x - mean) / sd).powi(2) / 2.0).exp();
            Belief::of(density, mean - 7.0 * sd, mean + 7.0 * sd, 0.5).unwrap()
        };
        let peers = [belief(1.0, 0.5), belief(2.0, 1.0), belief(6.0, 2.0), belief(3.0, 0.5)];
        let found = peers[0].against(&peers).unwrap();
        assert!((found.mean() - -2.0).abs() < 1e-9);
        let expected = 0.25 * 0.5 + (0.25 + 1.0 + 4.0 + 0.25) / 16.0;
        assert!((found.sd().powi(2) - expected).abs() < 2e-3, "{}", found.sd());
        assert!((found.below(-2.0).unwrap() - 0.5).abs() < 1e-9);
        assert_eq!(found.below(-100.0), Some(0.0));
        let wider = peers[0].with_error(0.75);
        assert!((wider.sd() - 1.0).abs() < 1e-2 && (wider.mean() - 1.0).abs() < 1e-9);
        assert_eq!(peers[0].against(&[]), None);
        let apart = peers[0].apart_from(&peers[1..]).unwrap();
        assert!((apart.mean() - (1.0 - 11.0 / 3.0)).abs() < 1e-9);
        let expected = 0.25 + (1.0 + 4.0 + 0.25) / 9.0;
        assert!((apart.sd().powi(2) - expected).abs() < 2e-3, "{}", apart.sd());
        assert_eq!(peers[0].apart_from(&[]), None);
        let plain = Belief::normal(Estimate::new(1.0, 0.25).unwrap()).unwrap();
        assert!((plain.mean() - 1.0).abs() < 1e-9 && (plain.sd() - 0.5).abs() < 1e-3);
        assert_eq!(plain.reliability(), 1.0);
    }

    #[test]
    fn what_is_no_density_is_refused() {
        assert_eq!(Belief::of(|_| 0.0, 0.0, 1.0, 0.5), None);
        assert_eq!(Belief::of(|_| f64::NAN, 0.0, 1.0, 0.5), None);
        assert_eq!(Belief::of(|_| 1.0, 1.0, 1.0, 0.5), None);
    }
}
