//! A unit in a funnel: its value on a scale where chance has one shape, and its standard error.

use crate::stats::{Estimate, Interval, ObservedExpected, Tally};

/// The scale on which a funnel is drawn (Spiegelhalter 2005, Stat. Med. 24:1185).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// `ln(O/E)`, standard error `1/√E`.
    LogRatio,
    /// `√(O/E)`, standard error `1/(2√E)`; has a place for no successes.
    RootRatio,
    /// `asin √p`, standard error `1/(2√n)`, for shares.
    ArcsineShare,
    /// The value itself, for means.
    Mean,
}

impl Scale {
    /// From the scale back to what is measured: a ratio, a share 0..1, or a mean.
    pub fn back(self, y: f64) -> f64 {
        match self {
            Self::LogRatio => y.exp(),
            Self::RootRatio => y.max(0.0).powi(2),
            Self::ArcsineShare => y.clamp(0.0, std::f64::consts::FRAC_PI_2).sin().powi(2),
            Self::Mean => y,
        }
    }

    /// Both ends of an interval on the scale.
    pub fn back_interval(self, ends: Interval) -> Interval {
        Interval { low: self.back(ends.low), high: self.back(ends.high) }
    }
}

/// One unit's value on a scale, and its standard error there, above 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub scale: Scale,
    pub y: f64,
    pub se: f64,
}

impl Point {
    /// Of a share; `None` without trials.
    pub fn share(unit: Tally) -> Option<Self> {
        let y = unit.share()?.sqrt().asin();
        Some(Self { scale: Scale::ArcsineShare, y, se: Self::share_error(unit.trials())? })
    }

    /// The standard error of a share of so many trials; `None` of none.
    pub fn share_error(trials: f64) -> Option<f64> {
        (trials > 0.0).then(|| 1.0 / (2.0 * trials.sqrt()))
    }

    /// Of a ratio, on a log scale; `None` without successes.
    pub fn log_ratio(unit: ObservedExpected) -> Option<Self> {
        let se = 1.0 / unit.expected().sqrt();
        let y = unit.ratio().ln();
        y.is_finite().then_some(Self { scale: Scale::LogRatio, y, se })
    }

    /// Of a ratio, on the scale of its root.
    pub fn root_ratio(unit: ObservedExpected) -> Self {
        let se = 1.0 / (2.0 * unit.expected().sqrt());
        Self { scale: Scale::RootRatio, y: unit.ratio().sqrt(), se }
    }

    /// Of a mean.
    pub fn mean(unit: Estimate) -> Self {
        Self { scale: Scale::Mean, y: unit.value(), se: unit.variance().sqrt() }
    }
}
