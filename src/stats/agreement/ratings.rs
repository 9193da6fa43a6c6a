//! What several raters said of the same units.

/// What the distance between two categories means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Categories are the same or they are not.
    Nominal,
    /// Categories have an order.
    Ordinal,
    /// The categories' values may be subtracted from each other.
    Interval,
}

/// For each unit how many raters chose each category; who the raters were does not matter, and a
/// unit may lack any of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Ratings {
    values: Vec<f64>,
    /// Units × categories, row by row.
    counts: Vec<f64>,
}

impl Ratings {
    /// From the categories' values in ascending order, those that nobody chose among them, and for
    /// each unit the number (from 0) of the category that each of its raters chose.
    ///
    /// A rubric's level is its place: `values` of a criterion with five levels are 1 to 5. Units
    /// that nobody rated are passed over. `None` for fewer than two categories, values that are
    /// not finite and ascending, or a number that has no category.
    pub fn new<U: IntoIterator<Item = usize>>(
        values: &[f64],
        units: impl IntoIterator<Item = U>,
    ) -> Option<Self> {
        let is_ascending = values.is_sorted_by(|one, next| one < next);
        if values.len() < 2 || !is_ascending || !values.iter().all(|value| value.is_finite()) {
            return None;
        }
        let mut counts = Vec::new();
        for unit in units {
            let mut row = vec![0.0; values.len()];
            for category in unit {
                *row.get_mut(category)? += 1.0;
            }
            if row.iter().any(|&count| count > 0.0) {
                counts.extend(row);
            }
        }
        Some(Self { values: values.to_vec(), counts })
    }

    /// The categories' values, ascending.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Each rated unit's counts per category.
    pub fn units(&self) -> impl ExactSizeIterator<Item = &[f64]> + Clone {
        self.counts.chunks_exact(self.values.len())
    }

    /// How many units at least two raters looked at; only they can agree or not.
    pub fn paired(&self) -> usize {
        self.units().filter(|unit| unit.iter().sum::<f64>() >= 2.0).count()
    }
}

/// Ratings for the tests of this folder.
#[cfg(test)]
pub(super) mod examples {
    use super::Ratings;

    pub const LEVELS: [f64; 5] = [1.0, 2.0, 3.0, 4.0, 5.0];

    /// From one row of digits per rater, a dot where one said nothing.
    pub fn of_rows(rows: &[&str]) -> Ratings {
        let units = (0..rows[0].len()).map(|unit| {
            rows.iter()
                .filter_map(|row| row.as_bytes()[unit].checked_sub(b'1').filter(|at| *at < 9))
                .map(usize::from)
                .collect::<Vec<_>>()
        });
        Ratings::new(&LEVELS, units).unwrap()
    }

    /// Three raters, eight units.
    pub fn three_by_eight() -> Ratings {
        of_rows(&["342514.3", "3435244.", ".5251343"])
    }
}

#[cfg(test)]
mod tests {
    use super::examples::three_by_eight;
    use super::*;

    #[test]
    fn units_are_counted_by_category() {
        let ratings = three_by_eight();
        assert_eq!(ratings.units().len(), 8);
        assert_eq!(ratings.paired(), 8);
        assert_eq!(ratings.units().nth(2), Some(&[0.0, 2.0, 1.0, 0.0, 0.0][..]));
    }

    #[test]
    fn what_is_no_rating_is_refused_and_what_is_not_rated_passed_over() {
        let none: [Vec<usize>; 0] = [];
        assert_eq!(Ratings::new(&[1.0], none.clone()), None);
        assert_eq!(Ratings::new(&[1.0, 1.0], none.clone()), None);
        assert_eq!(Ratings::new(&[1.0, f64::NAN], none.clone()), None);
        assert_eq!(Ratings::new(&[0.0, 1.0], [vec![2]]), None);
        assert_eq!(Ratings::new(&[0.0, 1.0], none).map(|none| none.paired()), Some(0));
        let sparse = Ratings::new(&[0.0, 1.0], [vec![], vec![1], vec![1, 0]]).unwrap();
        assert_eq!((sparse.units().len(), sparse.paired()), (2, 1));
    }
}
