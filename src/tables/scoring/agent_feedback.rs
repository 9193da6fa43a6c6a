//! The table of what may bend agents' feedback.

use polars::prelude::{IntoLazy, LazyFrame, PolarsResult};

use super::super::agents::{agent_columns, with_agents};
use super::super::rows::Rows;
use super::super::scope::Scope;
use super::super::table::Table;
use super::super::weekly;
use super::Assessed;
use crate::evidence::Asked;
use crate::metrics::Column;
use crate::model::Unit;
use crate::stats::association::{self, CommonOdds, common_odds};
use crate::stats::{Tally, benjamini_hochberg, non_response::bounds};

/// The table.
pub struct AgentFeedback;

/// Rate of false notes that is put up with.
const FALSE_NOTES: f64 = 0.05;
/// By how much an agent's odds ratio has to be above the desk's to be noted.
const MUCH: f64 = 1.5;

/// Fewest ratings of an agent's conversations that went to others for a note on them.
const LEAST_ELSEWHERE: u32 = 10;

/// What a person should look at, in words: where customers are rather asked after good conversations, and
/// where the ratings of an agent's conversations that go to others are rather the bad ones.
const NOTES: [&str; 2] = [
    "customers are rather asked after conversations that ended well",
    "bad ratings of the agent's conversations rather go to others than good ones",
];

/// One agent, with how requests and answers go with outcomes.
struct Row<'a> {
    agent: usize,
    asked: &'a Asked,
    requests: Option<CommonOdds>,
    answers: Option<CommonOdds>,
    /// Of [`NOTES`], those that apply.
    notes: Vec<&'static str>,
}

impl Table for AgentFeedback {
    fn name(&self) -> &'static str {
        "agent_feedback"
    }

    fn about(&self) -> &'static str {
        "What may bend one agent's feedback over the trailing window: how many customers were asked and how \
         many answered, whether requests or answers go with conversations that ended well, and between which \
         bounds the share of satisfied customers must lie, whatever the silent would have said. A note says \
         what a person should look at; it is no verdict, and nothing of it is in a score."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["agent_id"]
    }

    fn needs_assessed(&self) -> bool {
        true
    }

    fn columns(&self) -> Vec<Column> {
        let number = |name: &str, about: &str| Column::number(name, Unit::None, about);
        let mut columns = agent_columns();
        columns.extend([
            Column::count("conversation_count", "Conversations in the agent's hands whose outcome is known."),
            Column::count("asked_count", "Requests for a rating of the agent."),
            Column::count("answered_count", "Of these, answered."),
            Column::share("response_share", "Answered, of those asked."),
            Column::share("satisfied_share", "Satisfied, of those who answered."),
            Column::share("satisfied_least_share", "What the share of all asked must be at least: all the silent dissatisfied (Manski 1989)."),
            Column::share("satisfied_most_share", "What it can be at most: all the silent satisfied."),
            Column::share("asked_of_good_share", "Asked for a rating, of the conversations that were resolved for good."),
            Column::share("asked_of_bad_share", "Asked for a rating, of those that were not."),
            number("asked_odds_ratio", "Odds of being asked after a conversation resolved for good, for one after another; where a cell is empty, with half a case more in each."),
            number("asked_p", "Probability of as much by chance."),
            Column::share("answered_of_good_share", "Answered, of those asked after a conversation resolved for good."),
            Column::share("answered_of_bad_share", "Answered, of those asked after another."),
            number("answered_odds_ratio", "Odds of an answer after a conversation resolved for good, for one after another."),
            Column::count("elsewhere_count", "Ratings given to somebody else for conversations in which the agent sent the last reply."),
            Column::count("elsewhere_satisfied_count", "Of these, satisfied."),
            Column::text("note", "What a person should look at: requests that rather follow good conversations, bad ratings that rather go to somebody else (as after a reassignment); empty where nothing stands out."),
        ]);
        columns
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let assessed = scope.assessed()?;
        let found = assessed.as_deref().map_or(Vec::new(), told);
        let part = |part: f64, whole: f64| (whole > 0.0).then(|| part / whole);
        let good =
            |table: association::Table| part(table.with_both, table.with_both + table.outcome_only);
        let bad = |table: association::Table| {
            part(table.marker_only, table.marker_only + table.with_neither)
        };
        let limits = |row: &Row<'_>| {
            bounds(Tally::new(row.asked.satisfied, row.asked.answered)?, row.asked.asked)
        };
        let rows = Rows::of(&found)
            .text("agent_id", |row| assessed.as_deref()?.agent_id(row.agent))
            .count("conversation_count", |row| Some(row.asked.asked_by_outcome.total() as i64))
            .count("asked_count", |row| Some(row.asked.asked))
            .count("answered_count", |row| Some(row.asked.answered))
            .number("response_share", |row| part(row.asked.answered.into(), row.asked.asked.into()))
            .number("satisfied_share", |row| {
                part(row.asked.satisfied.into(), row.asked.answered.into())
            })
            .number("satisfied_least_share", |row| Some(limits(row)?.low))
            .number("satisfied_most_share", |row| Some(limits(row)?.high))
            .number("asked_of_good_share", |row| good(row.asked.asked_by_outcome))
            .number("asked_of_bad_share", |row| bad(row.asked.asked_by_outcome))
            .number("asked_odds_ratio", |row| Some(row.requests?.log_odds.exp()))
            .number("asked_p", |row| Some(row.requests?.p))
            .number("answered_of_good_share", |row| good(row.asked.answered_by_outcome))
            .number("answered_of_bad_share", |row| bad(row.asked.answered_by_outcome))
            .number("answered_odds_ratio", |row| Some(row.answers?.log_odds.exp()))
            .count("elsewhere_count", |row| Some(row.asked.elsewhere))
            .count("elsewhere_satisfied_count", |row| Some(row.asked.elsewhere_satisfied))
            .text("note", |row| (!row.notes.is_empty()).then(|| row.notes.join("; ")));
        let rows = with_agents(rows.frame()?.lazy(), scope)?;
        Ok(weekly::sorted(rows, self.grain()))
    }
}

fn told(assessed: &Assessed) -> Vec<Row<'_>> {
    let mut rows: Vec<Row<'_>> = assessed
        .asked
        .iter()
        .enumerate()
        .filter(|(_, asked)| asked.asked > 0 || asked.asked_by_outcome.total() > 0.0)
        .map(|(agent, asked)| Row {
            agent,
            asked,
            requests: common_odds(&[asked.asked_by_outcome.filled()]),
            answers: common_odds(&[asked.answered_by_outcome.filled()]),
            notes: Vec::new(),
        })
        .collect();
    let tables =
        rows.iter().map(|row| [row.asked.asked_by_outcome, elsewhere_by_outcome(row.asked)]);
    let tables: Vec<[association::Table; 2]> = tables.collect();
    let mut signs: Vec<(usize, &'static str, CommonOdds, f64)> = Vec::new();
    for (sign, note) in NOTES.into_iter().enumerate() {
        let own: Vec<association::Table> =
            tables.iter().filter_map(|tables| tables.get(sign)).copied().collect();
        let usual = common_odds(&own).map_or(0.0, |odds| odds.log_odds);
        let odds = own.iter().map(|table| common_odds(&[table.filled()])).enumerate();
        signs.extend(odds.filter_map(|(row, odds)| Some((row, note, odds?, usual))));
    }
    let p: Vec<f64> = signs.iter().map(|(.., odds, _)| odds.p).collect();
    let q = benjamini_hochberg(&p).unwrap_or_default();
    for ((row, note, odds, usual), q) in signs.into_iter().zip(q) {
        let is_much = odds.log_odds > usual + MUCH.ln() && odds.log_odds > MUCH.ln();
        if let Some(row) = rows.get_mut(row).filter(|_| is_much && q <= FALSE_NOTES) {
            row.notes.push(note);
        }
    }
    rows
}

/// Ratings of conversations in which the agent sent the last reply: given to somebody else (the marker) by
/// unsatisfied (the outcome). Empty where too few were given to anybody else.
fn elsewhere_by_outcome(asked: &Asked) -> association::Table {
    if asked.elsewhere < LEAST_ELSEWHERE {
        return association::Table::default();
    }
    association::Table {
        with_both: (asked.elsewhere - asked.elsewhere_satisfied).into(),
        marker_only: asked.elsewhere_satisfied.into(),
        outcome_only: (asked.answered - asked.satisfied).into(),
        with_neither: asked.satisfied.into(),
    }
}
