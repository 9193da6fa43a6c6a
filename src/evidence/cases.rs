//! Cases as they are counted: one agent's outcome in one conversation.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::circumstances::Placed;
use crate::scores::{Dimension, Shared};
use crate::stats::case_mix::{Cell, Cells};

/// What became of one conversation in the hands of one agent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Case {
    /// The conversation's number.
    pub conversation: u32,
    /// The agent's number.
    pub unit: u32,
    /// 0 or 1 for shares, else the value.
    pub outcome: f64,
}

/// Parts of a unit that outcomes are told to: a power of two, so that sums of outcomes, of their squares
/// and of their products are exact, and the same whatever order they are added in.
const PARTS: f64 = 4096.0;

impl Case {
    pub fn new(conversation: u32, unit: u32, outcome: f64) -> Self {
        Self { conversation, unit, outcome: (outcome * PARTS).round() / PARTS }
    }

    /// That it went well, or not.
    pub fn share(conversation: u32, unit: u32, is_good: bool) -> Self {
        Self { conversation, unit, outcome: f64::from(u8::from(is_good)) }
    }
}

/// One case for each agent and conversation of weighed values: their weighted mean.
pub(super) fn means(mut parts: Vec<(Case, f64)>) -> Vec<Case> {
    let key = |part: &(Case, f64)| (part.0.conversation, part.0.unit);
    parts.sort_by_key(key);
    let case = |parts: &[(Case, f64)]| {
        let first = parts.first()?.0;
        let weight: f64 = parts.iter().map(|(_, weight)| weight).sum();
        let sum: f64 = parts.iter().map(|(case, weight)| case.outcome * weight).sum();
        (weight > 0.0).then(|| Case::new(first.conversation, first.unit, sum / weight))
    };
    parts.chunk_by(|one, next| key(one) == key(next)).filter_map(case).collect()
}

/// Cases summed up by agent and pattern.
pub(super) fn cells<'c>(cases: impl IntoIterator<Item = &'c Case>, placed: &Placed) -> Cells {
    let cell = |case: &Case| {
        Some(Cell {
            unit: case.unit,
            pattern: placed.pattern(case.conversation)?,
            count: 1.0,
            sum: case.outcome,
            squares: case.outcome * case.outcome,
        })
    };
    let cells = cases.into_iter().filter_map(cell).collect();
    Cells::new(cells, &placed.circumstances.patterns).unwrap_or_default()
}

/// What each agent's dimensions share; cases of a dimension stand in any order.
pub(super) fn shared(dimensions: &[(Dimension, &[Case])]) -> Vec<Shared> {
    let key = |case: &Case| u64::from(case.unit) << 32 | u64::from(case.conversation);
    let mut all: Vec<(u64, Dimension, f64)> = Vec::new();
    for (dimension, cases) in dimensions {
        all.extend(cases.iter().map(|case| (key(case), *dimension, case.outcome)));
    }
    // Outcomes are in parts, so that their sums are exact in any order.
    all.par_sort_unstable_by_key(|(key, dimension, _)| (*key, *dimension));
    let of_unit = |cases: &[(u64, Dimension, f64)]| -> Vec<Shared> {
        let mut found: BTreeMap<(Dimension, Dimension), Shared> = BTreeMap::new();
        let unit = cases.first().map_or(0, |(key, ..)| (key >> 32) as u32);
        for same in cases.chunk_by(|one, next| one.0 == next.0) {
            for (place, &(_, one, value)) in same.iter().enumerate() {
                let others = same.iter().skip(place + 1).filter(|other| other.1 != one);
                for &(_, other, next) in others {
                    let shared = found.entry((one, other)).or_insert(Shared {
                        unit,
                        dimensions: (one, other),
                        count: 0.0,
                        sums: (0.0, 0.0),
                        products: 0.0,
                    });
                    shared.count += 1.0;
                    shared.sums.0 += value;
                    shared.sums.1 += next;
                    shared.products += value * next;
                }
            }
        }
        found.into_values().collect()
    };
    let units: Vec<_> = all.chunk_by(|one, next| one.0 >> 32 == next.0 >> 32).collect();
    units.into_par_iter().flat_map_iter(of_unit).collect()
}
