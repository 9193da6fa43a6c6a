//! Which criteria of the rubric go with what customers do and say, among the cases of one and the same
//! agent.

use std::collections::BTreeMap;
use std::ops::Range;

use polars::prelude::{DataType, Expr, IntoLazy, JoinType, LazyFrame, PolarsResult, col, lit};

use crate::facts::{Facts, Ratings, Verdicts};
use crate::metrics::{Subject, instant};
use crate::model::{self, Instant};
use crate::stats::association::{CommonOdds, Table, common_odds};
use crate::stats::benjamini_hochberg;

/// What a criterion is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ending {
    /// The customer gave a satisfied rating.
    Satisfied,
    /// The customer did not come back within a week.
    NotRecontacted,
}

impl Ending {
    pub const ALL: [Self; 2] = [Self::Satisfied, Self::NotRecontacted];

    /// Its name in tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Satisfied => "satisfied",
            Self::NotRecontacted => "not_recontacted",
        }
    }
}

/// How a criterion goes with an outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    pub criterion: String,
    pub outcome: Ending,
    /// Conversations in which it was judged and the outcome is known.
    pub conversations: u64,
    /// Where some agents have the criterion both met and missed, with both outcomes.
    pub odds: Option<CommonOdds>,
    /// Its p-value made fit for all criteria and outcomes at once (Benjamini & Hochberg).
    pub q: Option<f64>,
}

/// Rate of false findings that is put up with.
pub const FALSE_DISCOVERIES: f64 = 0.1;

impl Effect {
    /// Whether meeting the criterion goes with the better outcome beyond chance.
    pub fn speaks_for_it(&self) -> bool {
        let is_good = self.odds.is_some_and(|odds| odds.log_odds > 0.0);
        is_good && self.q.is_some_and(|q| q <= FALSE_DISCOVERIES)
    }
}

/// Criteria that a score may be made of: those that go with some outcome.
pub fn scored(effects: &[Effect]) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for effect in effects.iter().filter(|effect| effect.speaks_for_it()) {
        if !names.contains(&effect.criterion.as_str()) {
            names.push(&effect.criterion);
        }
    }
    names
}

/// Every criterion against every outcome, over conversations opened from the window's start until before
/// its end: the odds of the outcome where it was met against those where it was missed, within agents and
/// channels (Mantel & Haenszel), so that neither who is good at everything nor where everything goes well
/// makes it up. By criterion, then outcome.
pub fn effects(facts: &Facts, window: &Range<Instant>, end: Instant) -> PolarsResult<Vec<Effect>> {
    let mut effects = Vec::new();
    for outcome in Ending::ALL {
        for (criterion, strata) in strata(facts, window, outcome, end)? {
            let cases: f64 = strata.iter().map(|table| table.total()).sum();
            let odds = common_odds(&strata);
            effects.push(Effect { criterion, outcome, conversations: cases as u64, odds, q: None });
        }
    }
    let p: Vec<f64> = effects.iter().filter_map(|effect| effect.odds).map(|odds| odds.p).collect();
    let mut q = benjamini_hochberg(&p).unwrap_or_default().into_iter();
    for effect in effects.iter_mut().filter(|effect| effect.odds.is_some()) {
        effect.q = q.next();
    }
    effects.sort_by(|a, b| (&a.criterion, a.outcome).cmp(&(&b.criterion, b.outcome)));
    Ok(effects)
}

/// Names of the four counts of a stratum.
const CELLS: [&str; 4] = ["with_both", "marker_only", "outcome_only", "with_neither"];

/// The strata of each criterion: one table per agent and channel.
fn strata(
    facts: &Facts,
    window: &Range<Instant>,
    outcome: Ending,
    end: Instant,
) -> PolarsResult<BTreeMap<String, Vec<Table>>> {
    let within =
        col("opened_at").gt_eq(instant(window.start)).and(col("opened_at").lt(instant(window.end)));
    let judged = facts.scan::<Verdicts>()?.filter(within.and(col("agent_id").is_not_null()));
    let id = [col("conversation_id")];
    let known = known(facts, outcome, end)?;
    let rows = judged.join(known, id.clone(), id, JoinType::Inner.into());
    let is_met = || col("verdict").eq(lit(model::Outcome::Met.word()));
    let is_good = || col("is_good");
    let count = |is: Expr, name: &str| is.sum().cast(DataType::Float64).alias(name);
    let [both, marker, good, neither] = CELLS;
    let groups = rows
        .group_by([col("criterion"), col("agent_id"), col("channel")])
        .agg([
            count(is_met().and(is_good()), both),
            count(is_met().and(is_good().not()), marker),
            count(is_met().not().and(is_good()), good),
            count(is_met().not().and(is_good().not()), neither),
        ])
        .sort(["criterion", "agent_id", "channel"], Default::default())
        .collect()?;
    let criteria = groups.column("criterion")?.str()?;
    let mut cells = Vec::new();
    for name in CELLS {
        cells.push(groups.column(name)?.f64()?);
    }
    let mut all: BTreeMap<String, Vec<Table>> = BTreeMap::new();
    for (row, criterion) in criteria.iter().enumerate() {
        let cell = |at: usize| cells.get(at).and_then(|cells| cells.get(row)).unwrap_or(0.0);
        let table = Table {
            with_both: cell(0),
            marker_only: cell(1),
            outcome_only: cell(2),
            with_neither: cell(3),
        };
        let criterion = criterion.unwrap_or_default().to_owned();
        all.entry(criterion).or_default().push(table);
    }
    Ok(all)
}

/// Conversations whose outcome is known, with `is_good`.
fn known(facts: &Facts, outcome: Ending, end: Instant) -> PolarsResult<LazyFrame> {
    let id = col("conversation_id");
    Ok(match outcome {
        // Of several ratings the least counts.
        Ending::Satisfied => facts
            .scan::<Ratings>()?
            .filter(col("is_satisfied").is_not_null())
            .group_by([id])
            .agg([col("is_satisfied").min().alias("is_good")])
            .collect()?
            .lazy(),
        Ending::NotRecontacted => Subject::Resolved
            .rows(facts, &[end])?
            .filter(col("is_recontacted").is_not_null())
            .select([id, col("is_recontacted").not().alias("is_good")])
            .collect()?
            .lazy(),
    })
}
