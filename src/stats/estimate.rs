//! A value and how far it may be off by chance.

/// An estimated value (any unit) and its sampling variance (that unit squared).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    value: f64,
    variance: f64,
}

impl Estimate {
    /// `None` unless the value is finite and the variance is finite and above zero.
    ///
    /// Where a unit's own spread happens to be nil (five ratings of 5), give it the spread pooled
    /// over its peers, divided by its own count.
    pub fn new(value: f64, variance: f64) -> Option<Self> {
        (value.is_finite() && variance.is_normal() && variance > 0.0)
            .then_some(Self { value, variance })
    }

    pub fn value(self) -> f64 {
        self.value
    }

    pub fn variance(self) -> f64 {
        self.variance
    }
}

#[cfg(test)]
mod tests {
    use super::Estimate;

    #[test]
    fn what_cannot_be_weighed_is_refused() {
        for (value, variance) in [
            (f64::NAN, 1.0),
            (f64::INFINITY, 1.0),
            (4.2, 0.0),
            (4.2, -1.0),
            (4.2, f64::NAN),
            (4.2, f64::INFINITY),
            (4.2, 1e-310),
        ] {
            assert_eq!(Estimate::new(value, variance), None, "{value} ± {variance}");
        }
        assert!(Estimate::new(-4.2, 0.01).is_some());
    }
}
