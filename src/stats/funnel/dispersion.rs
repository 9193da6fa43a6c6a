//! How much more units differ than by chance, and the limits that allow for it.

use statrs::distribution::{ContinuousCDF, Normal};

use super::{Point, Scale};
use crate::stats::{Interval, quantile};

/// The share of units at each end whose distance is drawn in before the spread is learnt.
const WINSORISED: f64 = 0.1;

/// Which limits of a funnel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// One unit in twenty lies outside by chance.
    P95,
    /// One in five hundred.
    P998,
}

impl Limit {
    /// Standard deviations from the target: 1.96 and 3.09.
    pub fn z(self) -> f64 {
        Normal::standard().inverse_cdf(1.0 - self.tail())
    }

    /// Share outside at each side.
    pub const fn tail(self) -> f64 {
        match self {
            Self::P95 => 0.025,
            Self::P998 => 0.001,
        }
    }
}

/// A target, and how units differ around it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Funnel {
    pub scale: Scale,
    /// On the scale.
    pub target: f64,
    /// φ, the mean squared distance in standard errors after the farthest tenth on each side is
    /// drawn in; 1 where units differ as by chance.
    pub dispersion: f64,
    /// τ², the variance of the units' true values on the scale; 0 where chance explains them.
    pub between: f64,
}

impl Funnel {
    /// φ and τ² of units around a target on their scale, by Spiegelhalter's additive model (2005,
    /// Qual. Saf. Health Care 14:347): distances z in standard errors are drawn in to their 10% and
    /// 90% quantiles, `φ = Σz²/K`, and with `w = 1/s²`
    /// `τ² = max(0, (Kφ − (K−1))/(Σw − Σw²/Σw))`.
    ///
    /// `None` for fewer than two units, units of different scales, or a target or unit that is not
    /// finite.
    pub fn of(units: &[Point], target: f64) -> Option<Self> {
        let scale = units.first()?.scale;
        let is_told = |unit: &Point| {
            unit.scale == scale && unit.y.is_finite() && unit.se > 0.0 && unit.se.is_finite()
        };
        if units.len() < 2 || !target.is_finite() || !units.iter().all(is_told) {
            return None;
        }
        let distances: Vec<f64> = units.iter().map(|unit| (unit.y - target) / unit.se).collect();
        let mut sorted = distances.clone();
        sorted.sort_by(f64::total_cmp);
        let (low, high) = (quantile(&sorted, WINSORISED)?, quantile(&sorted, 1.0 - WINSORISED)?);
        let count = units.len() as f64;
        let squares: f64 = distances.iter().map(|z| z.clamp(low, high).powi(2)).sum();
        let least = units.iter().map(|unit| unit.se).fold(f64::INFINITY, f64::min);
        let weights = || units.iter().map(|unit| (least / unit.se).powi(2));
        let total: f64 = weights().sum();
        let room = total - weights().map(|w| w * w).sum::<f64>() / total;
        let excess = (squares - (count - 1.0)).max(0.0);
        Some(Self {
            scale,
            target,
            dispersion: squares / count,
            between: excess / room * least * least,
        })
    }

    /// The funnel around the share that all units have together; `None` as for [`Funnel::of`].
    pub fn of_shares(units: &[crate::stats::Tally]) -> Option<Self> {
        let (successes, trials) =
            units.iter().fold((0.0, 0.0), |(x, n), unit| (x + unit.successes(), n + unit.trials()));
        let points: Vec<Point> = units.iter().copied().filter_map(Point::share).collect();
        Self::of(&points, (successes / trials).sqrt().asin())
    }

    /// The unit's distance from the target in standard deviations of units like all others:
    /// `(Y − θ₀)/√(s² + τ²)`. Without over-dispersion it is the distance in standard errors.
    pub fn distance(&self, unit: Point) -> f64 {
        (unit.y - self.target) / self.spread(unit.se)
    }

    fn spread(&self, se: f64) -> f64 {
        (se * se + self.between).sqrt()
    }

    /// Where a unit of that standard error is to be predicted if it is like all others, in what is
    /// measured: `θ₀ ± z·√(s² + τ²)`, transformed back. They are limits of prediction, not an
    /// interval for the target (Seaton & Manktelow 2012).
    pub fn limits(&self, se: f64, limit: Limit) -> Interval {
        let half = limit.z() * self.spread(se);
        self.scale.back_interval(Interval { low: self.target - half, high: self.target + half })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::stats::tally::examples::{TEN_UNITS, tallies};
    use crate::stats::{Estimate, ObservedExpected};

    const OBSERVED: [f64; 10] = [52.0, 40.0, 75.0, 31.0, 22.0, 90.0, 64.0, 18.0, 47.0, 110.0];
    const EXPECTED: [f64; 10] = [60.2, 33.1, 70.4, 40.9, 20.3, 71.5, 66.0, 25.7, 38.8, 101.1];

    fn ratios() -> Vec<ObservedExpected> {
        let pairs = OBSERVED.into_iter().zip(EXPECTED);
        pairs.map(|(o, e)| ObservedExpected::new(o, e, e).unwrap()).collect()
    }

    fn near(found: f64, expected: f64, within: f64) {
        assert!((found - expected).abs() < within, "{found} for {expected}");
    }

    /// Oracle: the R package FunnelPlotR (its SHMI method).
    #[test]
    fn log_ratios_agree_with_funnelplotr() {
        let points: Vec<Point> = ratios().into_iter().filter_map(Point::log_ratio).collect();
        let funnel = Funnel::of(&points, 0.0).unwrap();
        near(funnel.dispersion, 1.3005231, 5e-8);
        near(funnel.between, 0.0086257701, 5e-11);
        let mut z: Vec<f64> = points.iter().map(|point| point.y / point.se).collect();
        for (place, expected) in [(0, -1.13612013), (5, 1.94577538), (7, -1.80535242)] {
            near(z[place], expected, 5e-9);
        }
        z.sort_by(f64::total_cmp);
        near(funnel.distance(points[7]), -1.63336352, 5e-9);
        near(quantile(&z, 1.0 - WINSORISED).unwrap(), 1.26941416, 5e-9);
        near(funnel.distance(points[0]), -0.92173606, 5e-9);
        near(funnel.distance(points[5]), 1.53028481, 5e-9);
        let fifty = 1.0 / 50_f64.sqrt();
        for (limit, low, high) in
            [(Limit::P95, 0.71776771, 1.3932084), (Limit::P998, 0.59283388, 1.6868132)]
        {
            let ends = funnel.limits(fifty, limit);
            near(ends.low, low, 5e-8);
            near(ends.high, high, 1e-7);
        }
    }

    /// Oracle: FunnelPlotR (its CQC method).
    #[test]
    fn root_ratios_agree_with_funnelplotr() {
        let points: Vec<Point> = ratios().into_iter().map(Point::root_ratio).collect();
        let funnel = Funnel::of(&points, 1.0).unwrap();
        near(funnel.dispersion, 1.2567282, 5e-8);
        near(funnel.between, 0.0019206481, 5e-11);
        near(funnel.distance(points[5]), 1.65671510, 5e-9);
    }

    /// Oracle: FunnelPlotR (its method for proportions). The seventh unit is beyond every limit of
    /// chance, and within those of over-dispersion.
    #[test]
    fn shares_agree_with_funnelplotr() {
        let units = tallies(&TEN_UNITS);
        let funnel = Funnel::of_shares(&units).unwrap();
        near(funnel.target, 1.11497, 5e-6);
        near(funnel.dispersion, 2.5190097, 5e-8);
        near(funnel.between, 0.011220009, 5e-10);
        let seventh = Point::share(units[6]).unwrap();
        near((seventh.y - funnel.target) / seventh.se, 3.52695003, 5e-9);
        near(funnel.distance(seventh), 1.53729683, 5e-9);
        assert!(funnel.limits(seventh.se, Limit::P95).high > 88.0 / 95.0);
    }

    #[test]
    fn what_is_no_funnel_is_refused() {
        let share = Point::share(tallies(&[(1, 2)])[0]).unwrap();
        let mean = Point::mean(Estimate::new(0.3, 0.1).unwrap());
        assert_eq!(Funnel::of(&[], 0.0), None);
        assert_eq!(Funnel::of(&[share], 0.0), None);
        assert_eq!(Funnel::of(&[share, mean], 0.0), None);
        assert_eq!(Funnel::of(&[mean, mean], f64::NAN), None);
        assert_eq!(Funnel::of_shares(&tallies(&[(0, 0), (0, 0)])), None);
        assert_eq!(Point::log_ratio(ObservedExpected::new(0.0, 1.0, 1.0).unwrap()), None);
    }

    proptest! {
        #[test]
        fn a_funnel_of_more_spread_is_never_narrower(
            pairs in prop::collection::vec((0..50_u32, 50..80_u32), 2..20), n in 1.0..1e6_f64,
        ) {
            let funnel = Funnel::of_shares(&tallies(&pairs)).unwrap();
            let chance = Funnel { between: 0.0, ..funnel };
            let se = Point::share_error(n).unwrap();
            let (inner, outer) = (funnel.limits(se, Limit::P95), funnel.limits(se, Limit::P998));
            let alone = chance.limits(se, Limit::P95);
            prop_assert!(outer.low <= inner.low && inner.high <= outer.high);
            prop_assert!(inner.low <= alone.low && alone.high <= inner.high);
            prop_assert!(0.0 <= outer.low && outer.high <= 1.0);
        }
    }
}
