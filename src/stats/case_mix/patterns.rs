//! The patterns of covariates that cases come in.

use std::sync::Arc;

/// For each pattern the level it has of each factor, such as channel 2, language 0, night. A clone is the
/// same patterns, not a copy.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Patterns(Arc<Rows>);

#[derive(Debug, Default, PartialEq)]
struct Rows {
    levels: Vec<usize>,
    /// The number of each factor's first level among those of all factors.
    starts: Vec<usize>,
    /// Patterns × factors, row by row: numbers of levels among those of all factors.
    rows: Vec<u16>,
}

impl Patterns {
    /// From the number of levels of each factor and, pattern by pattern, the level (from 0) of each
    /// factor. `None` where the rows are not whole, a level is not one of its factor's, or all factors
    /// together have more than 65,535 levels.
    pub fn new(levels: &[usize], rows: Vec<u32>) -> Option<Self> {
        let width = levels.len();
        let is_whole = if width == 0 { rows.is_empty() } else { rows.len().is_multiple_of(width) };
        let is_known = rows.iter().zip(levels.iter().cycle()).all(|(&at, &of)| (at as usize) < of);
        let starts: Vec<usize> = levels
            .iter()
            .scan(0, |before, levels| {
                let start = *before;
                *before += levels;
                Some(start)
            })
            .collect();
        if !is_whole || !is_known || levels.iter().sum::<usize>() > u16::MAX.into() {
            return None;
        }
        let flat = |(level, start): (u32, &usize)| u16::try_from(start + level as usize).ok();
        let rows = rows.into_iter().zip(starts.iter().cycle()).map(flat);
        let rows = rows.collect::<Option<_>>()?;
        Some(Self(Arc::new(Rows { levels: levels.to_vec(), starts, rows })))
    }

    /// How many levels each factor has.
    pub fn levels(&self) -> &[usize] {
        &self.0.levels
    }

    /// How many levels all factors have together.
    pub fn all_levels(&self) -> usize {
        self.0.levels.iter().sum()
    }

    /// How many patterns there are; without factors there is one.
    pub fn len(&self) -> usize {
        self.0.rows.len().checked_div(self.0.levels.len()).unwrap_or(1)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A pattern's level of each factor, as its number among those of all factors.
    pub(super) fn row(&self, pattern: usize) -> &[u16] {
        let width = self.0.levels.len();
        self.0.rows.get(pattern * width..(pattern + 1) * width).unwrap_or_default()
    }

    /// The number of a level among those of all factors, one factor after the other.
    pub(super) fn flat(&self, factor: usize, level: usize) -> usize {
        self.0.starts.get(factor).copied().unwrap_or(0) + level
    }
}

#[cfg(test)]
mod tests {
    use super::Patterns;

    #[test]
    fn rows_are_levels_of_their_factors() {
        let patterns = Patterns::new(&[2, 3], vec![0, 2, 1, 0]).unwrap();
        assert_eq!((patterns.len(), patterns.row(1), patterns.row(2)), (2, &[1, 2][..], &[][..]));
        assert_eq!((patterns.flat(1, 2), patterns.all_levels()), (4, 5));
        assert_eq!(Patterns::new(&[2, 3], vec![0]), None);
        assert_eq!(Patterns::new(&[2, 3], vec![2, 0]), None);
        assert_eq!(Patterns::new(&[60_000, 6_000], vec![]), None);
        assert_eq!(Patterns::new(&[], vec![]).map(|none| none.len()), Some(1));
        assert_eq!(Patterns::new(&[], vec![0]), None);
    }
}
