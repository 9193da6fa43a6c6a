//! The patterns of covariates that cases come in.

/// For each pattern the level it has of each factor, such as channel 2, language 0, night.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Patterns {
    levels: Vec<usize>,
    /// Patterns × factors, row by row.
    rows: Vec<u32>,
}

impl Patterns {
    /// From the number of levels of each factor and, pattern by pattern, the level (from 0) of each
    /// factor. `None` where the rows are not whole, or a level is not one of its factor's.
    pub fn new(levels: &[usize], rows: Vec<u32>) -> Option<Self> {
        let width = levels.len();
        let is_whole = if width == 0 { rows.is_empty() } else { rows.len().is_multiple_of(width) };
        let is_known = rows.iter().zip(levels.iter().cycle()).all(|(&at, &of)| (at as usize) < of);
        (is_whole && is_known).then(|| Self { levels: levels.to_vec(), rows })
    }

    /// How many levels each factor has.
    pub fn levels(&self) -> &[usize] {
        &self.levels
    }

    /// How many patterns there are; without factors there is one.
    pub fn len(&self) -> usize {
        self.rows.len().checked_div(self.levels.len()).unwrap_or(1)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A pattern's level of each factor.
    pub fn row(&self, pattern: usize) -> &[u32] {
        let width = self.levels.len();
        self.rows.get(pattern * width..(pattern + 1) * width).unwrap_or_default()
    }

    /// The number of a level among those of all factors, one factor after the other.
    pub(super) fn flat(&self) -> impl Fn(usize, u32) -> usize + use<> {
        let starts: Vec<usize> = self
            .levels
            .iter()
            .scan(0, |before, levels| {
                let start = *before;
                *before += levels;
                Some(start)
            })
            .collect();
        move |factor, level| starts.get(factor).copied().unwrap_or(0) + level as usize
    }
}

#[cfg(test)]
mod tests {
    use super::Patterns;

    #[test]
    fn rows_are_levels_of_their_factors() {
        let patterns = Patterns::new(&[2, 3], vec![0, 2, 1, 0]).unwrap();
        assert_eq!((patterns.len(), patterns.row(1), patterns.row(2)), (2, &[1, 0][..], &[][..]));
        assert_eq!((patterns.flat())(1, 2), 4);
        assert_eq!(Patterns::new(&[2, 3], vec![0]), None);
        assert_eq!(Patterns::new(&[2, 3], vec![2, 0]), None);
        assert_eq!(Patterns::new(&[], vec![]).map(|none| none.len()), Some(1));
        assert_eq!(Patterns::new(&[], vec![0]), None);
    }
}
