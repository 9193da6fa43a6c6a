//! Cases of one unit and one pattern, counted together.

use super::Patterns;

/// Cases of one unit that share a pattern of covariates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// The unit's number, from 0.
    pub unit: u32,
    /// The pattern's number, from 0.
    pub pattern: u32,
    /// How many cases.
    pub count: f64,
    /// Sum of their outcomes: of the successes, or of the values.
    pub sum: f64,
    /// Sum of the outcomes' squares; for shares it is the sum once more.
    pub squares: f64,
}

impl Cell {
    /// So many successes among so many cases.
    pub const fn share(unit: u32, pattern: u32, successes: u32, count: u32) -> Self {
        let sum = successes as f64;
        Self { unit, pattern, count: count as f64, sum, squares: sum }
    }
}

/// All cells, each unit's together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cells {
    cells: Vec<Cell>,
    units: usize,
}

impl Cells {
    /// In any order; cells without cases are passed over. A unit's cells of the same pattern need
    /// not have been summed.
    ///
    /// `None` where a count is not a finite number from 0, a sum is not finite, or a pattern is not
    /// one of them.
    pub fn new(mut cells: Vec<Cell>, patterns: &Patterns) -> Option<Self> {
        let is_told = |cell: &Cell| {
            cell.count.is_finite()
                && cell.count >= 0.0
                && cell.sum.is_finite()
                && cell.squares.is_finite()
                && (cell.pattern as usize) < patterns.len()
        };
        if !cells.iter().all(is_told) {
            return None;
        }
        cells.retain(|cell| cell.count > 0.0);
        cells.sort_unstable_by(|one, other| {
            (one.unit, one.pattern)
                .cmp(&(other.unit, other.pattern))
                .then(one.sum.total_cmp(&other.sum))
                .then(one.count.total_cmp(&other.count))
                .then(one.squares.total_cmp(&other.squares))
        });
        cells.dedup_by(|next, kept| {
            let is_same = (next.unit, next.pattern) == (kept.unit, kept.pattern);
            if is_same {
                kept.count += next.count;
                kept.sum += next.sum;
                kept.squares += next.squares;
            }
            is_same
        });
        let units = cells.last().map_or(0, |cell| cell.unit as usize + 1);
        Some(Self { cells, units })
    }

    /// One more than the largest number of a unit with cases.
    pub const fn units(&self) -> usize {
        self.units
    }

    pub fn iter(&self) -> impl Iterator<Item = &Cell> + Clone {
        self.cells.iter()
    }

    /// Each unit's cells, for those that have any.
    pub fn by_unit(&self) -> impl Iterator<Item = (usize, &[Cell])> {
        self.cells
            .chunk_by(|one, next| one.unit == next.unit)
            .filter_map(|cells| Some((cells.first()?.unit as usize, cells)))
    }

    pub fn count(&self) -> f64 {
        self.cells.iter().map(|cell| cell.count).sum()
    }

    pub fn sum(&self) -> f64 {
        self.cells.iter().map(|cell| cell.sum).sum()
    }
}
