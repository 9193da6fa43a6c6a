//! Quantiles of a sorted sample, interpolated.

/// The value below which the share `q` of a sorted sample lies, in the sample's unit.
///
/// Type 7 of Hyndman & Fan (1996), as in R, numpy and spreadsheets: straight between the two
/// neighbours of position `(n − 1)·q`. `None` for an empty sample, one not in ascending order, one
/// whose ends are not finite or too far apart for a `f64`, or a `q` outside 0..1.
pub fn quantile(sorted: &[f64], q: f64) -> Option<f64> {
    let range = sorted.last()? - sorted.first()?;
    if !range.is_finite() || !sorted.is_sorted() || !(0.0..=1.0).contains(&q) {
        return None;
    }
    let position = (sorted.len() - 1) as f64 * q;
    let low = *sorted.get(position.floor() as usize)?;
    let high = *sorted.get(position.ceil() as usize)?;
    Some((low + position.fract() * (high - low)).min(high))
}

/// The middle of a sorted sample; `None` as for [`quantile`].
pub fn median(sorted: &[f64]) -> Option<f64> {
    quantile(sorted, 0.5)
}

#[cfg(test)]
mod tests {
    use super::{median, quantile};
    use proptest::prelude::*;

    /// Oracle: numpy `quantile(method="linear")`.
    #[test]
    fn type_7_agrees_with_numpy() {
        let sample = [3.0, 7.0, 8.0, 12.0, 13.0, 14.0, 18.0, 21.0, 40.0, 95.0];
        assert_eq!(median(&sample), Some(13.5));
        for (q, expected) in [(0.90, 45.5), (0.95, 70.25), (0.0, 3.0), (1.0, 95.0)] {
            assert!((quantile(&sample, q).unwrap() - expected).abs() < 1e-12, "{q}");
        }
    }

    #[test]
    fn one_value_is_all_its_quantiles() {
        for q in [0.0, 0.37, 1.0] {
            assert_eq!(quantile(&[5.0], q), Some(5.0));
        }
    }

    #[test]
    fn a_sample_that_has_no_order_has_no_quantile() {
        for sample in [
            &[][..],
            &[f64::NAN],
            &[2.0, 1.0],
            &[1.0, f64::NAN, 2.0],
            &[1.0, f64::INFINITY],
            &[f64::MIN, f64::MAX],
        ] {
            assert_eq!(median(sample), None, "{sample:?}");
        }
        for q in [-0.1, 1.1, 90.0, f64::NAN] {
            assert_eq!(quantile(&[1.0, 2.0], q), None, "{q}");
        }
    }

    fn sample() -> impl Strategy<Value = Vec<f64>> {
        prop::collection::vec(-1e9..1e9_f64, 1..60).prop_map(|mut values| {
            values.sort_by(f64::total_cmp);
            values
        })
    }

    proptest! {
        #[test]
        fn a_larger_share_is_never_a_smaller_value(
            sample in sample(), a in 0.0..=1.0_f64, b in 0.0..=1.0_f64,
        ) {
            let low = quantile(&sample, a.min(b)).unwrap();
            let high = quantile(&sample, a.max(b)).unwrap();
            prop_assert!(low <= high);
            prop_assert!(sample[0] <= low && high <= sample[sample.len() - 1]);
        }

        #[test]
        fn every_member_is_the_quantile_of_its_own_place(sample in sample()) {
            let last = (sample.len() - 1).max(1) as f64;
            for (place, value) in sample.iter().enumerate() {
                let found = quantile(&sample, place as f64 / last).unwrap();
                prop_assert!((found - value).abs() < 1e-5, "{place}: {found} for {value}");
            }
        }

        #[test]
        fn a_mirrored_sample_has_the_mirrored_median(sample in sample()) {
            let mirrored: Vec<f64> = sample.iter().rev().map(|value| -value).collect();
            prop_assert!((median(&sample).unwrap() + median(&mirrored).unwrap()).abs() < 1e-6);
        }
    }
}
