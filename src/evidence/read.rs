//! A desk's cells, read from the facts.

use std::collections::HashMap;
use std::ops::Range;

use chrono_tz::Tz;
use polars::prelude::{DataFrame, Expr, PolarsResult};
use rayon::prelude::*;

use super::asked::{Asked, asked};
use super::book::Book;
use super::cases::{Case, cells, shared};
use super::circumstances::Placed;
use super::dimensions::{efficiency, feedback, found, quality, resolution, speed, verdicts};
use super::people::People;
use super::practices::practices;
use crate::facts::Facts;
use crate::model::Instant;
use crate::scores::{Desk, Dimension};

/// What is read, and from where to where.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Conversations count that were opened from its start until before its end.
    pub window: Range<Instant>,
    /// The part of the window whose own values are told beside.
    pub latest: Range<Instant>,
    /// The zone on whose clock hours are told.
    pub zone: Tz,
    /// When the data ends.
    pub end: Instant,
    /// Which rows of verdicts count in quality.
    pub is_scored: Expr,
}

/// What agents did in a window of time; bots are no agents.
pub struct Evidence {
    pub desk: Desk,
    /// By agent and dimension, of the latest part: cases, and the mean of their outcomes.
    pub latest: Vec<[Option<(f64, f64)>; 5]>,
    /// By agent, who was asked for a rating and who answered.
    pub asked: Vec<Asked>,
    pub(super) book: Book,
    pub(super) people: People,
    /// In the order of [`Dimension::ALL`].
    pub(super) cases: Vec<Vec<Case>>,
    pub(super) placed: Placed,
}

impl Evidence {
    /// Reads it.
    pub fn read(facts: &Facts, frame: &Frame) -> PolarsResult<Self> {
        let book = Book::read(facts, frame.window.clone(), frame.zone)?;
        let mut people = People::read(facts)?;
        let (placed, resolutions) =
            rayon::join(|| Placed::read(&book), || resolution(facts, &book, &people, frame.end));
        let (placed, resolutions) = (placed?, resolutions?);
        let (judged, rest) = rayon::join(
            || {
                let verdicts = verdicts(facts, frame.is_scored.clone())?;
                let practices = practices(facts, &book, &people, &placed, &resolutions, &verdicts)?;
                let critical = critical(&verdicts, &book, &people)?;
                PolarsResult::Ok((practices, critical, quality(&verdicts, &book, &people)?))
            },
            || {
                let asked = asked(facts, &book, &people, &resolutions)?;
                let feedback = feedback(facts, &book, &people)?;
                let speed = speed(facts, &book, &people)?;
                PolarsResult::Ok((asked, feedback, speed, efficiency(&book, &people)?))
            },
        );
        let ((practices, critical, quality), (asked, feedback, speed, efficiency)) =
            (judged?, rest?);
        let all = vec![resolutions, feedback, quality, speed, efficiency];
        let cases: Vec<(Dimension, &[Case])> =
            Dimension::ALL.into_iter().zip(all.iter().map(Vec::as_slice)).collect();
        people.put_on_channels(cases.iter().flat_map(|(_, cases)| *cases), book.texts("channel")?);
        let desk = Desk {
            agents: people.agents().to_vec(),
            dimensions: cases.par_iter().map(|(_, cases)| cells(*cases, &placed)).collect(),
            shared: shared(&cases),
            circumstances: placed.circumstances.clone(),
            practices,
            critical,
        };
        let latest = latest(&cases, &book, &frame.latest, people.agents().len());
        Ok(Self { desk, latest, asked, book, people, cases: all, placed })
    }
}

/// Cases and their mean by agent and dimension, of conversations opened within a time.
fn latest(
    dimensions: &[(Dimension, &[Case])],
    book: &Book,
    within: &Range<Instant>,
    agents: usize,
) -> Vec<[Option<(f64, f64)>; 5]> {
    let mut all = vec![[None; 5]; agents];
    for (place, (_, cases)) in dimensions.iter().enumerate() {
        for case in *cases {
            let at = book.opened().get(case.conversation as usize).copied().flatten();
            let is_latest = at.is_some_and(|at| within.contains(&Instant(at)));
            let cell = all.get_mut(case.unit as usize).and_then(|cells| cells.get_mut(place));
            if let (true, Some(cell)) = (is_latest, cell) {
                let (count, sum) = cell.unwrap_or((0.0, 0.0));
                *cell = Some((count + 1.0, sum + case.outcome));
            }
        }
    }
    all.iter_mut().flatten().flatten().for_each(|(count, sum)| *sum /= *count);
    all
}

/// By agent: conversations in which a critical criterion was missed, and all in which one was judged, to
/// the credit of whose message shows it, or should have.
fn critical(verdicts: &DataFrame, book: &Book, people: &People) -> PolarsResult<Vec<(u32, u32)>> {
    let counts = verdicts.column("counts")?.bool()?.iter();
    let met = verdicts.column("is_good")?.bool()?.iter();
    let mut missed: HashMap<(u32, u32), bool> = HashMap::new();
    for ((case, counts), is_met) in found(book, people, verdicts)?.zip(counts).zip(met) {
        // What does not count in quality is critical.
        let critical = case.filter(|case| counts == Some(false) && book.is_inside(case.0 as usize));
        if let (Some(case), Some(is_met)) = (critical, is_met) {
            *missed.entry(case).or_default() |= !is_met;
        }
    }
    let mut sums = vec![(0, 0); people.agents().len()];
    for ((_, unit), is_missed) in missed {
        if let Some(cell) = sums.get_mut(unit as usize) {
            cell.0 += u32::from(is_missed);
            cell.1 += 1;
        }
    }
    Ok(sums)
}
