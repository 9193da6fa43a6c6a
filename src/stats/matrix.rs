//! Small dense matrices: symmetric, positive definite, solved by Cholesky's factor.

/// A square matrix, row by row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Square {
    width: usize,
    cells: Vec<f64>,
}

impl Square {
    pub fn zeros(width: usize) -> Self {
        Self { width, cells: vec![0.0; width * width] }
    }

    #[cfg(test)]
    pub fn of_rows<const N: usize>(rows: [[f64; N]; N]) -> Self {
        Self { width: N, cells: rows.into_iter().flatten().collect() }
    }

    pub const fn width(&self) -> usize {
        self.width
    }

    pub fn row(&self, row: usize) -> &[f64] {
        self.cells.get(row * self.width..(row + 1) * self.width).unwrap_or_default()
    }

    pub fn row_mut(&mut self, row: usize) -> &mut [f64] {
        self.cells.get_mut(row * self.width..(row + 1) * self.width).unwrap_or_default()
    }

    /// NaN outside.
    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.row(row).get(column).copied().unwrap_or(f64::NAN)
    }

    /// Adds to a cell; nothing outside.
    pub fn add(&mut self, row: usize, column: usize, by: f64) {
        if let Some(cell) = self.row_mut(row).get_mut(column) {
            *cell += by;
        }
    }

    /// Adds `times·v·v'` to the diagonal and what is below it.
    pub fn add_outer_below(&mut self, v: &[f64], times: f64) {
        let rows = self.cells.chunks_exact_mut(self.width.max(1)).zip(v).enumerate();
        for (number, (row, own)) in rows {
            let own = times * own;
            if own != 0.0 {
                let below = row.iter_mut().take(number + 1);
                below.zip(v).for_each(|(cell, other)| *cell += own * other);
            }
        }
    }

    pub fn diagonal(&self) -> Vec<f64> {
        (0..self.width).map(|place| self.at(place, place)).collect()
    }

    /// The matrix times a vector.
    #[cfg(test)]
    pub fn times(&self, v: &[f64]) -> Vec<f64> {
        (0..self.width).map(|row| dot(self.row(row), v)).collect()
    }
}

/// The lower triangle L of a positive definite A = L·L'.
#[derive(Clone, Debug)]
pub(super) struct Cholesky(Square);

impl Cholesky {
    /// Of the diagonal and what is below it. `None` where a pivot is not above 0, so where the matrix is
    /// not positive definite.
    pub fn of(matrix: &Square) -> Option<Self> {
        let n = matrix.width();
        let mut lower = Square::zeros(n);
        for row in 0..n {
            for column in 0..=row {
                let before = dot(
                    lower.row(row).get(..column).unwrap_or_default(),
                    lower.row(column).get(..column).unwrap_or_default(),
                );
                let left = matrix.at(row, column) - before;
                let value = if row == column {
                    if left.is_nan() || left <= 0.0 {
                        return None;
                    }
                    left.sqrt()
                } else {
                    left / lower.at(column, column)
                };
                lower.add(row, column, value);
            }
        }
        Some(Self(lower))
    }

    /// x with A·x = b.
    pub fn solve(&self, b: &[f64]) -> Vec<f64> {
        let lower = &self.0;
        let mut x = b.to_vec();
        for row in 0..x.len() {
            let (before, rest) = x.split_at_mut(row);
            if let Some(cell) = rest.first_mut() {
                *cell = (*cell - dot(lower.row(row), before)) / lower.at(row, row);
            }
        }
        for row in (0..x.len()).rev() {
            let (before, rest) = x.split_at_mut(row);
            if let Some(cell) = rest.first_mut() {
                *cell /= lower.at(row, row);
                let value = *cell;
                before.iter_mut().zip(lower.row(row)).for_each(|(cell, l)| *cell -= l * value);
            }
        }
        x
    }

    /// A⁻¹.
    pub fn inverse(&self) -> Square {
        let n = self.0.width();
        let mut inverse = Square::zeros(n);
        for column in 0..n {
            let mut unit = vec![0.0; n];
            if let Some(cell) = unit.get_mut(column) {
                *cell = 1.0;
            }
            for (row, value) in self.solve(&unit).into_iter().enumerate() {
                inverse.add(row, column, value);
            }
        }
        inverse
    }
}

/// Sum of the products, as far as the shorter goes.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Oracle: numpy `linalg.solve`.
    #[test]
    fn a_system_agrees_with_numpy() {
        let matrix = Square::of_rows([[4.0, 1.0, 0.5], [1.0, 3.0, -0.25], [0.5, -0.25, 2.0]]);
        let cholesky = Cholesky::of(&matrix).unwrap();
        let x = cholesky.solve(&[1.0, 2.0, 3.0]);
        for (found, expected) in x.iter().zip([
            -0.171_686_746_987_951_78,
            0.861_445_783_132_530_1,
            1.650_602_409_638_554,
        ]) {
            assert!((found - expected).abs() < 1e-12, "{x:?}");
        }
    }

    #[test]
    fn what_is_not_positive_definite_is_refused() {
        assert!(Cholesky::of(&Square::of_rows([[1.0, 1.0], [1.0, 1.0]])).is_none());
        assert!(Cholesky::of(&Square::of_rows([[-1.0]])).is_none());
        assert!(Cholesky::of(&Square::of_rows([[f64::NAN]])).is_none());
        assert_eq!(Cholesky::of(&Square::zeros(0)).unwrap().solve(&[]), Vec::<f64>::new());
    }

    proptest! {
        #[test]
        fn what_is_solved_times_the_matrix_is_the_right_hand_side(
            rows in prop::collection::vec(prop::collection::vec(-3.0..3.0_f64, 4), 4..9),
            b in prop::collection::vec(-5.0..5.0_f64, 4),
        ) {
            let mut matrix = Square::zeros(4);
            let mut below = Square::zeros(4);
            for row in &rows {
                below.add_outer_below(row, 1.0);
                for (one, other) in (0..16).map(|cell| (cell / 4, cell % 4)) {
                    matrix.add(one, other, row[one] * row[other]);
                }
            }
            (0..4).for_each(|place| matrix.add(place, place, 0.1));
            (0..4).for_each(|place| below.add(place, place, 0.1));
            let cholesky = Cholesky::of(&below).unwrap();
            let x = cholesky.solve(&b);
            for (found, expected) in matrix.times(&x).into_iter().zip(&b) {
                prop_assert!((found - expected).abs() < 1e-8);
            }
            for (found, expected) in cholesky.inverse().times(&b).into_iter().zip(x) {
                prop_assert!((found - expected).abs() < 1e-8);
            }
        }
    }
}
