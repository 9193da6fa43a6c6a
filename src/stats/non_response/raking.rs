//! Weights that give a sample the make-up of everybody.

/// Rounds after which the margins are taken not to settle.
const ROUNDS: usize = 1000;

/// A table of counts brought to given sums of its rows and columns, by scaling rows and columns in
/// turn (Deming & Stephan 1940, Ann. Math. Stat. 11:427), row by row as it came. The weight of an
/// answer is its cell's value over its count.
///
/// `None` where the table is not of as many cells as there are rows times columns, a number is
/// negative or not finite, the two margins' sums differ by more than a millionth, a row or column
/// that should have a sum has no count, or the margins have not settled to 10⁻⁹ of their sum after a
/// thousand rounds.
pub fn rake(counts: &[f64], rows: &[f64], columns: &[f64]) -> Option<Vec<f64>> {
    let total: f64 = rows.iter().sum();
    let is_told = |values: &[f64]| values.iter().all(|value| value.is_finite() && *value >= 0.0);
    let is_same = (total - columns.iter().sum::<f64>()).abs() <= 1e-6 * total;
    let is_whole = counts.len() == rows.len() * columns.len() && !columns.is_empty();
    if !is_whole || !is_same || ![counts, rows, columns].into_iter().all(is_told) {
        return None;
    }
    let width = columns.len();
    let mut cells = counts.to_vec();
    for _ in 0..ROUNDS {
        for (row, goal) in cells.chunks_exact_mut(width).zip(rows) {
            let factor = factor(*goal, row.iter().sum())?;
            row.iter_mut().for_each(|cell| *cell *= factor);
        }
        let mut apart = 0.0_f64;
        for (column, goal) in columns.iter().enumerate() {
            let sum: f64 = cells.iter().skip(column).step_by(width).sum();
            apart = apart.max((sum - goal).abs());
            let factor = factor(*goal, sum)?;
            cells.iter_mut().skip(column).step_by(width).for_each(|cell| *cell *= factor);
        }
        if apart <= 1e-9 * total {
            return Some(cells);
        }
    }
    None
}

/// What brings a sum to a goal; `None` where nothing can.
fn factor(goal: f64, sum: f64) -> Option<f64> {
    if goal == 0.0 {
        return Some(0.0);
    }
    (sum > 0.0).then(|| goal / sum)
}

/// As how many answers of equal weight weighted ones tell: `(Σw)²/Σw²` (Kish, Survey Sampling, 1965).
/// From pairs of a weight and how many answers have it. `None` where a number is negative or not
/// finite, or there is no weight.
pub fn effective_count(weights: impl IntoIterator<Item = (f64, f64)>) -> Option<f64> {
    let (mut sum, mut squares) = (0.0, 0.0);
    for (weight, count) in weights {
        if !(weight >= 0.0 && weight.is_finite() && count >= 0.0 && count.is_finite()) {
            return None;
        }
        sum += weight * count;
        squares += weight * weight * count;
    }
    (squares > 0.0).then(|| sum * sum / squares)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Oracle: the Python package ipfn; R `survey::rake` agrees.
    #[test]
    fn a_sample_is_raked_as_by_ipfn() {
        let counts = [30.0, 10.0, 20.0, 40.0, 5.0, 15.0];
        let found = rake(&counts, &[500.0, 300.0, 200.0], &[450.0, 550.0]).unwrap();
        let expected = [336.307137, 163.692862, 76.522467, 223.477534, 37.170397, 162.829604];
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 5e-6, "{found} for {expected}");
        }
        let shares = [0.9, 0.7, 0.8, 0.75, 0.6, 0.5];
        let mean = |cells: &[f64]| {
            let sum: f64 = cells.iter().zip(shares).map(|(cell, share)| cell * share).sum();
            sum / cells.iter().sum::<f64>()
        };
        assert!((mean(&counts) - 0.754167).abs() < 5e-7);
        assert!((mean(&found) - 0.749805).abs() < 5e-7);
        let weights = found.iter().zip(counts).map(|(cell, count)| (cell / count, count));
        let effective = effective_count(weights).unwrap();
        assert!((effective - 99.652701).abs() < 5e-6, "{effective}");
        assert!((120.0 / effective - 1.204182).abs() < 5e-7);
    }

    #[test]
    fn margins_that_cannot_be_met_are_refused() {
        assert_eq!(rake(&[1.0, 1.0], &[2.0], &[1.0, 2.0]), None);
        assert_eq!(rake(&[0.0, 1.0], &[2.0], &[1.0, 1.0]), None);
        assert_eq!(rake(&[1.0], &[1.0], &[]), None);
        assert_eq!(rake(&[-1.0], &[1.0], &[1.0]), None);
        assert_eq!(rake(&[1.0, 0.0, 0.0, 1.0], &[3.0, 1.0], &[1.0, 3.0]), None);
        assert_eq!(rake(&[0.0, 4.0], &[2.0], &[0.0, 2.0]), Some(vec![0.0, 2.0]));
        assert_eq!(effective_count([]), None);
        assert_eq!(effective_count([(f64::NAN, 1.0)]), None);
        assert_eq!(effective_count([(2.0, 7.0)]), Some(7.0));
    }
}
