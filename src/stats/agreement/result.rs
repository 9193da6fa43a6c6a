//! A coefficient of agreement and how far it may be off by chance.

use statrs::distribution::{ContinuousCDF, StudentsT};

use crate::stats::{Interval, Level};

/// A coefficient of agreement beyond chance: 1 where raters always agree, 0 where no more than by
/// chance, below 0 where less.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Agreement {
    pub coefficient: f64,
    /// Standard error from the spread of the units; `None` with fewer than two of them.
    pub se: Option<f64>,
    /// Observed agreement, 0..1, partial agreement counted as the scale has it.
    pub observed: f64,
    /// Agreement to be expected by chance, on the same scale.
    pub expected: f64,
    /// How many units the standard error is of.
    pub units: usize,
}

impl Agreement {
    /// Coefficient ± t·standard error with `units − 1` degrees of freedom, its ends held to −1..1
    /// (Gwet, Handbook of Inter-Rater Reliability, 4th ed., 2014, ch. 5).
    ///
    /// `None` without a standard error, or where it is 0: units that are all alike do not tell how
    /// much others may differ.
    pub fn interval(&self, level: Level) -> Option<Interval> {
        let se = self.se.filter(|se| *se > 0.0)?;
        let t = StudentsT::new(0.0, 1.0, self.units as f64 - 1.0).ok()?;
        let half = t.inverse_cdf(1.0 - level.tail()) * se;
        half.is_finite().then(|| Interval {
            low: (self.coefficient - half).max(-1.0),
            high: (self.coefficient + half).min(1.0),
        })
    }
}
