//! Cases of one unit and one pattern, counted together.

use std::sync::Arc;

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

/// All cells, each unit's together. A clone is the same cells, not a copy.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cells(Arc<Sorted>);

#[derive(Debug, Default, PartialEq)]
struct Sorted {
    cells: Vec<Cell>,
    /// By unit, where its cells begin; and where the last one's end.
    begins: Vec<usize>,
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
        let mut cells = by_unit(cells);
        for own in cells.chunk_by_mut(|one, next| one.unit == next.unit) {
            // Equal patterns in one order too, so that sums are the same whatever order cells came in.
            own.sort_unstable_by(|one, other| {
                one.pattern
                    .cmp(&other.pattern)
                    .then_with(|| one.sum.total_cmp(&other.sum))
                    .then_with(|| one.count.total_cmp(&other.count))
                    .then_with(|| one.squares.total_cmp(&other.squares))
            });
        }
        Some(Self::sorted(cells))
    }

    /// All of several in one, of the same patterns.
    pub fn together<'c>(parts: impl IntoIterator<Item = &'c Self>) -> Self {
        let mut cells: Vec<Cell> = parts.into_iter().flat_map(Self::iter).copied().collect();
        // Runs that are in order already are only merged.
        cells.sort_by_key(|cell| u64::from(cell.unit) << 32 | u64::from(cell.pattern));
        Self::sorted(cells)
    }

    /// From cells by unit, then pattern.
    fn sorted(mut cells: Vec<Cell>) -> Self {
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
        let mut begins = vec![0; units + 1];
        for (place, cell) in cells.iter().enumerate() {
            if let Some(after) = begins.get_mut(cell.unit as usize + 1) {
                *after = place + 1;
            }
        }
        // A unit without cells begins where the one before it ends.
        begins.iter_mut().fold(0, |before, begin| {
            *begin = before.max(*begin);
            *begin
        });
        Self(Arc::new(Sorted { cells, begins }))
    }

    /// One more than the largest number of a unit with cases.
    pub fn units(&self) -> usize {
        self.0.begins.len().saturating_sub(1)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Cell> + Clone {
        self.0.cells.iter()
    }

    /// Each unit's cells, for those that have any.
    pub fn by_unit(&self) -> impl Iterator<Item = (usize, &[Cell])> {
        self.0
            .cells
            .chunk_by(|one, next| one.unit == next.unit)
            .filter_map(|cells| Some((cells.first()?.unit as usize, cells)))
    }

    /// A unit's own; none where it has none.
    pub fn of_unit(&self, unit: usize) -> &[Cell] {
        let at = |unit: usize| self.0.begins.get(unit).copied();
        let own = at(unit).zip(at(unit + 1));
        own.and_then(|(from, to)| self.0.cells.get(from..to)).unwrap_or_default()
    }

    /// Cases of each pattern that has any, in the order of the patterns.
    pub fn of_patterns(&self, patterns: &Patterns) -> Vec<(usize, f64)> {
        let mut counts = vec![0.0; patterns.len()];
        for cell in &self.0.cells {
            if let Some(count) = counts.get_mut(cell.pattern as usize) {
                *count += cell.count;
            }
        }
        counts.into_iter().enumerate().filter(|(_, count)| *count > 0.0).collect()
    }

    pub fn count(&self) -> f64 {
        self.0.cells.iter().map(|cell| cell.count).sum()
    }

    pub fn sum(&self) -> f64 {
        self.0.cells.iter().map(|cell| cell.sum).sum()
    }
}

/// Each unit's together, units ascending (a counting sort).
fn by_unit(cells: Vec<Cell>) -> Vec<Cell> {
    let units = cells.iter().map(|cell| cell.unit as usize + 1).max().unwrap_or(0);
    if units > 2 * cells.len() {
        let mut cells = cells;
        cells.sort_by_key(|cell| cell.unit);
        return cells;
    }
    let mut places = vec![0; units + 1];
    for cell in &cells {
        if let Some(after) = places.get_mut(cell.unit as usize + 1) {
            *after += 1;
        }
    }
    places.iter_mut().fold(0, |before, place| {
        *place += before;
        *place
    });
    let mut sorted = cells.clone();
    for cell in cells {
        let place = places.get_mut(cell.unit as usize);
        let at = place.map_or(0, |place| {
            *place += 1;
            *place - 1
        });
        if let Some(free) = sorted.get_mut(at) {
            *free = cell;
        }
    }
    sorted
}
