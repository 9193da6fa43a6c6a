//! Values near each other taken together.

/// More groups than these are not made: farther values are then taken together.
const MOST: f64 = 65_536.0;

/// Values with what they count for: those that round to the same multiple of `width` as one, at their mean,
/// ascending. What counts for nothing is left out; values and counts are finite, and `width` is above 0.
pub fn near(values: impl Iterator<Item = (f64, f64)> + Clone, width: f64) -> Vec<(f64, f64)> {
    let (low, high) = values
        .clone()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |ends, (at, _)| (ends.0.min(at), ends.1.max(at)));
    let width = width.max((high - low) / MOST);
    let place = |at: f64| (at / width).round();
    let groups = if high >= low { (place(high) - place(low)) as usize + 1 } else { 0 };
    let mut sums = vec![(0.0, 0.0); groups];
    for (at, count) in values {
        if let Some((sum, all)) = sums.get_mut((place(at) - place(low)) as usize) {
            *sum += at * count;
            *all += count;
        }
    }
    sums.retain(|(_, count)| *count > 0.0);
    sums.iter_mut().for_each(|(sum, count)| *sum /= *count);
    sums
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn what_rounds_to_the_same_is_one_at_its_mean() {
        let values = [(0.26, 1.0), (-1.0, 2.0), (0.34, 3.0), (0.36, 5.0), (0.3, 0.0)];
        let found = near(values.into_iter(), 0.1);
        assert_eq!(found.len(), 3);
        assert_eq!((found[0], found[2]), ((-1.0, 2.0), (0.36, 5.0)));
        assert!((found[1].0 - (0.26 + 3.0 * 0.34) / 4.0).abs() < 1e-12 && found[1].1 == 4.0);
        assert!(near([].into_iter(), 0.1).is_empty());
        let far = near([(-1e9, 1.0), (0.0, 1.0), (1e9, 1.0)].into_iter(), 0.1);
        assert_eq!(far, [(-1e9, 1.0), (0.0, 1.0), (1e9, 1.0)]);
    }
}
