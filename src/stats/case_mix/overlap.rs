//! How far two mixes of cases are the same.

/// The share, 0..1, that two mixes have in common: `Σ min(a, b)` over the patterns, each mix in
/// shares of its own sum (one less the distance of total variation). 1 where they are the same, 0
/// where no case of the one is like any of the other; then nothing but the model compares them.
///
/// The counts are in one order; where one ends earlier, the rest of it is 0. `None` where a mix is
/// empty, or a count is below 0 or not finite.
pub fn overlap(one: &[f64], other: &[f64]) -> Option<f64> {
    let total = |mix: &[f64]| -> Option<f64> {
        let is_told = mix.iter().all(|count| count.is_finite() && *count >= 0.0);
        let total = mix.iter().sum::<f64>();
        (is_told && total > 0.0).then_some(total)
    };
    let (all, rest) = (total(one)?, total(other)?);
    Some(one.iter().zip(other).map(|(a, b)| (a / all).min(b / rest)).sum::<f64>().min(1.0))
}

#[cfg(test)]
mod tests {
    use super::overlap;

    #[test]
    fn the_share_in_common_is_of_the_smaller_shares() {
        assert_eq!(overlap(&[3.0, 1.0], &[30.0, 10.0]), Some(1.0));
        assert_eq!(overlap(&[1.0, 0.0], &[0.0, 5.0]), Some(0.0));
        assert_eq!(overlap(&[1.0, 1.0], &[1.0, 0.0, 3.0]), Some(0.25));
        assert_eq!(overlap(&[], &[1.0]), None);
        assert_eq!(overlap(&[0.0], &[1.0]), None);
        assert_eq!(overlap(&[-1.0, 2.0], &[1.0]), None);
    }
}
