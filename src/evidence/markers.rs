//! Which criteria of the rubric go with what customers do and say, among the cases of one and the same
//! agent.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use polars::prelude::{PolarsResult, col, lit};

use super::ids::Ids;
use crate::facts::{Facts, Ratings, Verdicts};
use crate::metrics::{Subject, instant};
use crate::model::{self, Channel, Instant};
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
    for (criterion, strata) in strata(facts, window, end)? {
        for (outcome, strata) in Ending::ALL.into_iter().zip(strata) {
            let cases: f64 = strata.iter().map(|table| table.total()).sum();
            if cases > 0.0 {
                let (odds, conversations) = (common_odds(&strata), cases as u64);
                let criterion = criterion.clone();
                effects.push(Effect { criterion, outcome, conversations, odds, q: None });
            }
        }
    }
    let p: Vec<f64> = effects.iter().filter_map(|effect| effect.odds).map(|odds| odds.p).collect();
    let mut q = benjamini_hochberg(&p).unwrap_or_default().into_iter();
    for effect in effects.iter_mut().filter(|effect| effect.odds.is_some()) {
        effect.q = q.next();
    }
    Ok(effects)
}

/// One criterion's tables, by outcome.
type Strata = [Vec<Table>; 2];

/// By criterion, for each outcome one table per agent and channel.
fn strata(
    facts: &Facts,
    window: &Range<Instant>,
    end: Instant,
) -> PolarsResult<BTreeMap<String, Strata>> {
    let ids = Ids::read(facts)?;
    let known = [satisfied(facts, &ids)?, not_recontacted(facts, &ids, end)?];
    let within =
        col("opened_at").gt_eq(instant(window.start)).and(col("opened_at").lt(instant(window.end)));
    let judged = facts.scan::<Verdicts>()?.filter(within.and(col("agent_id").is_not_null()));
    let mut read = ["conversation_id", "agent_id", "channel", "criterion"].map(col).to_vec();
    read.push(col("verdict").eq(lit(model::Outcome::Met.word())).alias("is_met"));
    let rows = judged.select(read).collect()?;
    let texts = |name: &str| rows.column(name)?.str();
    let numbers = ids.numbers_of(texts("conversation_id")?);
    let whose = texts("agent_id")?.iter().zip(texts("channel")?.iter());
    let verdicts = texts("criterion")?.iter().zip(rows.column("is_met")?.bool()?.iter());
    let (mut criteria, mut people) = (Codes::default(), Codes::default());
    let mut tables: Vec<Vec<[Table; 2]>> = Vec::new();
    let channels = Channel::ALL.len() + 1;
    for ((number, (agent, channel)), (criterion, is_met)) in numbers.zip(whose).zip(verdicts) {
        let (Some(number), Some(agent), Some(criterion)) = (number, agent, criterion) else {
            continue;
        };
        let channel = Channel::ALL.iter().position(|one| Some(one.word()) == channel);
        let (at, agent) = (criteria.of(criterion), people.of(agent));
        let place = agent * channels + channel.unwrap_or(Channel::ALL.len());
        if tables.len() <= at {
            tables.resize_with(at + 1, Vec::new);
        }
        let Some(of_criterion) = tables.get_mut(at) else { continue };
        if of_criterion.len() <= place {
            of_criterion.resize(place + 1, [Table::default(); 2]);
        }
        let cells = of_criterion.get_mut(place).into_iter().flatten();
        for (table, known) in cells.zip(&known) {
            if let Some(is_good) = known.get(number).copied().flatten() {
                table.add(is_met.unwrap_or(false), is_good);
            }
        }
    }
    // In the order of agents' ids, whatever order they were seen in.
    let order = people.in_order();
    let of_outcome = |tables: &[[Table; 2]], outcome: usize| -> Vec<Table> {
        let own = order.iter().flat_map(|agent| (0..channels).map(move |at| agent * channels + at));
        let table = |place: usize| tables.get(place)?.get(outcome).copied();
        own.filter_map(table).filter(|table| table.total() > 0.0).collect()
    };
    let told = criteria.names.into_iter().zip(&tables);
    Ok(told
        .map(|(name, tables)| (name.to_owned(), [of_outcome(tables, 0), of_outcome(tables, 1)]))
        .collect())
}

/// Texts numbered as they are seen.
#[derive(Default)]
struct Codes<'t> {
    numbers: HashMap<&'t str, usize>,
    names: Vec<&'t str>,
    last: usize,
}

impl<'t> Codes<'t> {
    fn of(&mut self, text: &'t str) -> usize {
        if self.names.get(self.last) != Some(&text) {
            let next = self.names.len();
            self.last = *self.numbers.entry(text).or_insert(next);
            if self.last == next {
                self.names.push(text);
            }
        }
        self.last
    }

    /// All numbers in the order of their texts.
    fn in_order(&self) -> Vec<usize> {
        let sorted: BTreeMap<&str, usize> =
            self.numbers.iter().map(|(text, number)| (*text, *number)).collect();
        sorted.into_values().collect()
    }
}

/// By conversation, whether its customer was satisfied: of several ratings the least counts.
fn satisfied(facts: &Facts, ids: &Ids) -> PolarsResult<Vec<Option<bool>>> {
    let rated = facts.scan::<Ratings>()?.filter(col("is_satisfied").is_not_null());
    let rows = rated.select(["conversation_id", "is_satisfied"].map(col)).collect()?;
    let mut found: Vec<Option<bool>> = vec![None; ids.len()];
    let numbers = ids.numbers_of(rows.column("conversation_id")?.str()?);
    for (number, is_satisfied) in numbers.zip(rows.column("is_satisfied")?.bool()?.iter()) {
        if let Some(known) = number.and_then(|number| found.get_mut(number)) {
            *known = Some(known.unwrap_or(true) && is_satisfied.unwrap_or(false));
        }
    }
    Ok(found)
}

/// By conversation, whether its customer did not come back within a week; `None` where that is not known.
fn not_recontacted(facts: &Facts, ids: &Ids, end: Instant) -> PolarsResult<Vec<Option<bool>>> {
    let rows = Subject::Resolved.rows(facts, &[end])?;
    let rows = rows.select(["conversation_id", "is_recontacted"].map(col)).collect()?;
    let mut found = vec![None; ids.len()];
    let numbers = ids.numbers_of(rows.column("conversation_id")?.str()?);
    for (number, came_back) in numbers.zip(rows.column("is_recontacted")?.bool()?.iter()) {
        if let Some(known) = number.and_then(|number| found.get_mut(number)) {
            *known = came_back.map(|came_back| !came_back);
        }
    }
    Ok(found)
}
