//! The table of agents' scores.

use chrono::{Days, NaiveDate};
use polars::prelude::{IntoLazy, LazyFrame, PolarsResult, lit};

use super::super::agents::{agent_columns, with_agents};
use super::super::rows::Rows;
use super::super::scope::Scope;
use super::super::table::Table;
use super::super::weekly;
use super::Assessed;
use crate::metrics::Column;
use crate::model::Unit;
use crate::scores::{Card, Dimension, PeerGroup, Reason};

/// The table.
pub struct AgentScorecard;

/// How the own values of a dimension are named: shares end as shares do.
fn own(dimension: Dimension) -> (String, Unit) {
    match dimension.is_ratio() {
        true => (format!("{}_ratio", dimension.word()), Unit::None),
        false => (format!("{}_share", dimension.word()), Unit::Share),
    }
}

impl Table for AgentScorecard {
    fn name(&self) -> &'static str {
        "agent_scorecard"
    }

    fn about(&self) -> &'static str {
        "One agent over the trailing window of weeks, set against peers on the same channel: five \
         dimensions on the same mix of cases, each shrunk to the peers by how much is known, and one score \
         with its intervals. agent_dimensions has the whole of each dimension. Sorted by agent, never by \
         score: it is no ranking. Bots have no rows."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["agent_id"]
    }

    fn needs_assessed(&self) -> bool {
        true
    }

    fn columns(&self) -> Vec<Column> {
        let score = |name: &str, about: &str| Column::number(name, Unit::Score, about);
        let mut columns = agent_columns();
        columns.extend([
            Column::text("support_tier", "The line of support as listed."),
            Column::text("week", "The last week of the window: 2026-W46."),
            Column::date("window_from_on", "The window's first Monday."),
            Column::date("window_to_on", "The window's last Sunday."),
            Column::text("peer_group", "The channel whose agents are the peers, with their line of support where the desk has several; `all` for everybody."),
            Column::count("peer_count", "Agents among the peers, this one included."),
            score("score", "50 for the peers' average, 10 for a deviation of theirs; empty where too little is known."),
            score("score_low", "Lower end of the 80% interval of the score."),
            score("score_high", "Upper end of the 80% interval of the score."),
            score("score_95_low", "Lower end of the 95% interval of the score."),
            score("score_95_high", "Upper end of the 95% interval of the score."),
            Column::share("above_share", "Probability that the true score is above the peers' median."),
            Column::text("verdict", "What that amounts to, in words."),
            Column::text("reason", "Why there is no score, where there is none."),
            Column::number("expected_rank", Unit::None, "The rank to be expected among the peers who have a score, 1 for the best; with the next two columns it says how little a rank tells."),
            Column::whole("rank_best", "The best rank that the evidence does not exclude (95% for all peers at once)."),
            Column::whole("rank_worst", "The worst."),
            Column::count("ranked_count", "Peers who have a score, this one included."),
            Column::share("reliability_share", "How much of the score is the agent's own, not the peers'."),
            Column::share("weight_present_share", "Share of all weight whose dimensions are known."),
            score("unadjusted_score", "What the score would be if every case were taken to be as hard as every other."),
            Column::count("critical_missed_count", "Conversations in which a critical criterion was missed by what the agent wrote: a gate beside the score, in which they are not."),
            Column::count("critical_judged_count", "Conversations in which a critical criterion was judged by it."),
        ]);
        for dimension in Dimension::ALL {
            let word = dimension.word();
            let (name, unit) = own(dimension);
            columns.extend([
                Column::count(format!("{word}_count"), format!("Cases: {}.", dimension.evidence())),
                Column::number(name, unit, format!("The agent's own {}.", dimension.value())),
                score(
                    &format!("{word}_score"),
                    "The dimension alone, on the scale of scores; empty where too little is known, and where \
                     the peers hardly differ.",
                ),
                Column::share(
                    format!("{word}_weight_share"),
                    "Its part in the score; what is missing leaves its part to the others.",
                ),
            ]);
        }
        columns
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let assessed = scope.assessed()?;
        let cards = assessed.as_deref().map_or(Vec::new(), worked);
        let group = |card: &Card| assessed.as_deref()?.assessment.groups.get(card.group);
        let score = |card: &Card| card.score.ok();
        let totals = assessed.as_deref().map_or(Vec::new(), Assessed::totals);
        let mut rows = Rows::of(&cards)
            .text("agent_id", |card| assessed.as_deref()?.agent_id(card.agent))
            .text("peer_group", |card| group(card).map(group_name))
            .count("peer_count", |card| group(card).map(|group| group.peers.len()))
            .number("score", |card| Some(score(card)?.value))
            .number("score_low", |card| Some(score(card)?.interval_80.low))
            .number("score_high", |card| Some(score(card)?.interval_80.high))
            .number("score_95_low", |card| Some(score(card)?.interval_95.low))
            .number("score_95_high", |card| Some(score(card)?.interval_95.high))
            .number("above_share", |card| Some(score(card)?.above))
            .text("verdict", |card| Some(card.verdict.text()))
            .text("reason", |card| Some(card.score.err()?.text()))
            .number("expected_rank", |card| Some(score(card)?.expected_rank))
            .count("rank_best", |card| Some(score(card)?.ranks.best))
            .count("rank_worst", |card| Some(score(card)?.ranks.worst))
            .count("ranked_count", |card| Some(score(card)?.ranked))
            .number("reliability_share", |card| Some(card.reliability))
            .number("weight_present_share", |card| Some(card.weight_present))
            .number("unadjusted_score", |card| card.unadjusted)
            .count("critical_missed_count", |card| Some(card.critical.0))
            .count("critical_judged_count", |card| Some(card.critical.1));
        for (place, dimension) in Dimension::ALL.into_iter().enumerate() {
            let word = dimension.word();
            let totals = &totals;
            let all = |card: &&Card| totals.get(card.agent)?.get(place).copied().flatten();
            rows = rows
                .count(&format!("{word}_count"), |card| {
                    Some(all(card).map_or(0.0, |(count, _)| count) as i64)
                })
                .number(&own(dimension).0, |card| {
                    Some(assessed.as_deref()?.told(dimension, all(card)?.1))
                })
                .number(&format!("{word}_score"), |card| card.standing(dimension).ok()?.score)
                .number(&format!("{word}_weight_share"), |card| card.parts.get(place).copied());
        }
        let first = scope.window_from();
        let rows = rows.frame()?.lazy().with_columns([
            lit(scope.week.to_string()).alias("week"),
            lit(first.monday()).alias("window_from_on"),
            lit(sunday(scope.week.monday())).alias("window_to_on"),
        ]);
        Ok(weekly::sorted(with_agents(rows, scope)?, self.grain()))
    }
}

/// The cards of agents who have any cases.
pub(super) fn worked(assessed: &Assessed) -> Vec<&Card> {
    let has_cases = |card: &&Card| {
        Dimension::ALL
            .iter()
            .any(|dimension| card.standing(*dimension).err() != Some(Reason::NoCases))
    };
    assessed.assessment.cards.iter().filter(has_cases).collect()
}

/// `chat`, `chat / second line`, `all`.
pub(super) fn group_name(group: &PeerGroup) -> String {
    let channel = group.channel.map_or(weekly::ALL_CHANNELS, |channel| channel.word());
    group.tier.as_ref().map_or_else(|| channel.to_owned(), |tier| format!("{channel} / {tier}"))
}

fn sunday(monday: NaiveDate) -> NaiveDate {
    monday.checked_add_days(Days::new(6)).unwrap_or(monday)
}
