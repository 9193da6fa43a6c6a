//! A level that wanders, seen with error week by week.

use super::Estimate;

/// The level after each week, by the local level model: `y = level + e`, `level += w`, with variances
/// `noise` and `drift` (Durbin & Koopman, Time Series Analysis by State Space Methods, 2nd ed., 2012,
/// ch. 2). With `K = P/(P + R)` the level moves by `K(y − a)`, its variance P becomes `(1 − K)P`, and
/// grows by the drift before the next week. A week without a value leaves the level as it is, less
/// sure.
///
/// `start` is what is believed of the level in the first week. `None` where a variance is negative
/// or not finite, a value not finite, or a noise not above 0.
pub fn local_level(
    weeks: impl IntoIterator<Item = Option<(f64, f64)>>,
    drift: f64,
    start: Estimate,
) -> Option<Vec<Estimate>> {
    if !(drift >= 0.0 && drift.is_finite()) {
        return None;
    }
    let (mut level, mut variance) = (start.value(), start.variance());
    let mut found = Vec::new();
    for week in weeks {
        if !found.is_empty() {
            variance += drift;
        }
        if let Some((value, noise)) = week {
            if !(value.is_finite() && noise > 0.0 && noise.is_finite()) {
                return None;
            }
            let gain = variance / (variance + noise);
            level += gain * (value - level);
            variance *= 1.0 - gain;
        }
        found.push(Estimate::new(level, variance)?);
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Oracle: statsmodels `UnobservedComponents("llevel")` with a known start.
    #[test]
    fn eight_weeks_agree_with_statsmodels() {
        let y = [4.1, 4.3, 3.9, 4.2, 4.6, 4.5, 4.7, 4.4];
        let weeks = y.map(|y| Some((y, 0.04)));
        let found = local_level(weeks, 0.01, Estimate::new(4.2, 0.1).unwrap()).unwrap();
        let levels =
            [4.128571, 4.212727, 4.079634, 4.128165, 4.314592, 4.387298, 4.509576, 4.466772];
        let variances =
            [0.028571, 0.019636, 0.017023, 0.016128, 0.015804, 0.015686, 0.015642, 0.015625];
        for (found, (level, variance)) in found.iter().zip(levels.into_iter().zip(variances)) {
            assert!((found.value() - level).abs() < 5e-7, "{found:?}");
            assert!((found.variance() - variance).abs() < 5e-7, "{found:?}");
        }
    }

    #[test]
    fn a_week_without_a_value_only_makes_less_sure() {
        let start = Estimate::new(4.2, 0.1).unwrap();
        let found = local_level([Some((4.0, 0.1)), None, None], 0.02, start).unwrap();
        assert!(found.iter().all(|week| (week.value() - 4.1).abs() < 1e-12));
        assert!((found[2].variance() - 0.09).abs() < 1e-12, "{found:?}");
        assert_eq!(local_level([], 0.0, start), Some(Vec::new()));
        assert_eq!(local_level([None], -1.0, start), None);
        assert_eq!(local_level([Some((f64::NAN, 1.0))], 0.0, start), None);
        assert_eq!(local_level([Some((1.0, 0.0))], 0.0, start), None);
    }
}
