//! What a process does by itself from one week to the next, and what a change of a share may be.

use super::Interval;

/// Standard deviations of a normal process to one mean moving range: the constant d₂ of two.
const MOVING_RANGE: f64 = 1.128;

/// The mean of values in the order of time, and the limits that a process which only varies by
/// itself stays within: an XmR chart (Shewhart 1931; Wheeler, *Understanding Variation*, 1993),
/// `mean ± 3·MR̄/1.128` with `MR̄` the mean of the steps from each value to the next. `None` of fewer
/// than two values, or one that is not finite.
pub fn natural_limits(values: &[f64]) -> Option<(f64, Interval)> {
    let steps = values.iter().zip(values.iter().skip(1)).map(|(a, b)| (b - a).abs());
    let count = values.len();
    if count < 2 {
        return None;
    }
    let mean = values.iter().sum::<f64>() / count as f64;
    let range = steps.sum::<f64>() / (count - 1) as f64;
    let half = 3.0 * range / MOVING_RANGE;
    let limits = Interval { low: mean - half, high: mean + half };
    (limits.low.is_finite() && limits.high.is_finite()).then_some((mean, limits))
}

/// The interval of the difference of two shares, `after − before`, from both their Wilson intervals
/// of one level: Newcombe's method 10 (Statistics in Medicine 17, 1998).
pub fn share_difference(after: (f64, Interval), before: (f64, Interval)) -> Interval {
    let ((p, p_ends), (q, q_ends)) = (after, before);
    Interval {
        low: (p - q) - (p - p_ends.low).hypot(q_ends.high - q),
        high: (p - q) + (p_ends.high - p).hypot(q - q_ends.low),
    }
}

#[cfg(test)]
mod tests {
    use super::{natural_limits, share_difference};
    use crate::stats::{Level, Tally, wilson};

    /// Twelve weeks of an XmR chart worked by the R package qicharts2.
    #[test]
    fn limits_are_those_of_an_xmr_chart() {
        let weeks = [22.1, 23.4, 21.8, 24.0, 22.9, 23.1, 22.5, 25.9, 23.3, 22.7, 24.4, 31.2];
        let (mean, limits) = natural_limits(&weeks).unwrap();
        assert!((mean - 23.941667).abs() < 1e-6, "{mean}");
        assert!((limits.low - 18.59834).abs() < 1e-5, "{limits:?}");
        assert!((limits.high - 29.284994).abs() < 1e-5, "{limits:?}");
        assert_eq!(natural_limits(&[1.0]), None);
        assert_eq!(natural_limits(&[1.0, f64::NAN]), None);
        assert_eq!(
            natural_limits(&[2.0, 2.0]).map(|(mean, ends)| (mean, ends.low)),
            Some((2.0, 2.0))
        );
    }

    /// Newcombe's example (a): 56/70 against 48/80 gives 0.0524 to 0.3339.
    #[test]
    fn the_difference_of_shares_is_newcombes() {
        let of = |part, whole| {
            let tally = Tally::new(part, whole).unwrap();
            (tally.share().unwrap(), wilson(tally, Level::P95).unwrap())
        };
        let ends = share_difference(of(56, 70), of(48, 80));
        assert!((ends.low - 0.0524).abs() < 5e-5 && (ends.high - 0.3339).abs() < 5e-5, "{ends:?}");
    }
}
