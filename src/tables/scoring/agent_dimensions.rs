//! The table of agents' dimensions.

use polars::prelude::{IntoLazy, LazyFrame, PolarsResult};

use super::super::agents::{agent_columns, with_agents};
use super::super::rows::Rows;
use super::super::scope::Scope;
use super::super::table::Table;
use super::super::weekly;
use super::Assessed;
use super::agent_scorecard::{group_name, worked};
use crate::metrics::Column;
use crate::model::Unit;
use crate::scores::{Card, Dimension, Reason, Standing};

/// The table.
pub struct AgentDimensions;

/// One agent in one dimension.
struct Row<'a> {
    card: &'a Card,
    place: usize,
    dimension: Dimension,
    standing: Result<&'a Standing, Reason>,
    /// Cases and their own value, of the window and of the reported week.
    all: Option<(f64, f64)>,
    latest: Option<(f64, f64)>,
    /// What the average agent would have of the window's.
    expected: Option<f64>,
}

impl Row<'_> {
    fn standing(&self, of: impl Fn(&Standing) -> Option<f64>) -> Option<f64> {
        of(self.standing.ok()?)
    }
}

impl Table for AgentDimensions {
    fn name(&self) -> &'static str {
        "agent_dimensions"
    }

    fn about(&self) -> &'static str {
        "One dimension of one agent over the trailing window: the own value, what it would be on everybody's \
         mix of cases, the same shrunk to the peers with its intervals, and the reported week's own value \
         beside it. Values are shares, or for speed and efficiency multiples of what is usual on the desk, \
         less being better."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["agent_id", "dimension"]
    }

    fn needs_assessed(&self) -> bool {
        true
    }

    fn columns(&self) -> Vec<Column> {
        let value = |name: &str, about: &str| Column::number(name, Unit::None, about);
        let score = |name: &str, about: &str| Column::number(name, Unit::Score, about);
        let mut columns = agent_columns();
        columns.extend([
            Column::text("dimension", "resolution, feedback, quality, speed or efficiency."),
            Column::text("value_kind", "What values are: share, or ratio to what is usual."),
            Column::text("peer_group", "Whose agents are the peers; see agent_scorecard."),
            Column::count("peer_count", "Peers who have cases, this one included."),
            Column::count("case_count", "Cases of the agent."),
            value("own_value", "The value of the agent's own cases as they were."),
            value("expected_value", "What the average agent would be expected to have of the same cases."),
            value("adjusted_value", "What it would be on everybody's mix of cases."),
            value("shrunk_value", "The adjusted value, shrunk to the peers."),
            value("low_value", "Lower end of its 80% interval."),
            value("high_value", "Upper end of its 80% interval."),
            value("low_95_value", "Lower end of its 95% interval."),
            value("high_95_value", "Upper end of its 95% interval."),
            value("peers_value", "What the peers have, on everybody's mix of cases."),
            Column::share(
                "reliability_share",
                "How much of the shrunk value is the agent's own, not the peers'.",
            ),
            Column::share("above_share", "Probability that the agent is truly better than the peers."),
            Column::text("verdict", "What that amounts to, in words."),
            Column::text("reason", "Why nothing is said, where nothing is."),
            score("score", "50 for the peers' average, 10 for a deviation of theirs."),
            score("score_low", "Lower end of the 80% interval of the score."),
            score("score_high", "Upper end of the 80% interval of the score."),
            score("score_95_low", "Lower end of the 95% interval of the score."),
            score("score_95_high", "Upper end of the 95% interval of the score."),
            score("unadjusted_score", "The score if every case were taken to be as hard as every other."),
            Column::share("weight_share", "Its part in the agent's score."),
            Column::share(
                "overlap_share",
                "What the agent's mix of cases has in common with that of the peers; where it is small, \
                 nothing but the model compares them.",
            ),
            Column::count("week_case_count", "Cases of conversations opened in the reported week."),
            value("week_value", "Their own value, neither adjusted nor shrunk."),
        ]);
        columns
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let assessed = scope.assessed()?;
        let found = assessed.as_deref().map_or(Vec::new(), standings);
        let group = |row: &Row<'_>| assessed.as_deref()?.assessment.groups.get(row.card.group);
        let rows = Rows::of(&found)
            .text("agent_id", |row| assessed.as_deref()?.agent_id(row.card.agent))
            .text("dimension", |row| Some(row.dimension.word()))
            .text("value_kind", |row| {
                Some(if row.dimension.is_ratio() { "ratio" } else { "share" })
            })
            .text("peer_group", |row| group(row).map(group_name))
            .count("peer_count", |row| row.standing.ok().map(|standing| standing.peer_count))
            .count("case_count", |row| Some(row.all.map_or(0.0, |(count, _)| count) as i64))
            .number("own_value", |row| Some(row.all?.1))
            .number("expected_value", |row| row.expected)
            .number("adjusted_value", |row| row.standing(|one| Some(one.adjusted)))
            .number("shrunk_value", |row| row.standing(|one| Some(one.shrunk)))
            .number("low_value", |row| row.standing(|one| Some(one.interval_80.low)))
            .number("high_value", |row| row.standing(|one| Some(one.interval_80.high)))
            .number("low_95_value", |row| row.standing(|one| Some(one.interval_95.low)))
            .number("high_95_value", |row| row.standing(|one| Some(one.interval_95.high)))
            .number("peers_value", |row| row.standing(|one| Some(one.peers)))
            .number("reliability_share", |row| row.standing(|one| Some(one.reliability)))
            .number("above_share", |row| row.standing(|one| Some(one.above)))
            .text("verdict", |row| row.standing.ok().map(|standing| standing.verdict.text()))
            .text("reason", |row| row.standing.err().map(Reason::text))
            .number("score", |row| row.standing(|one| one.score))
            .number("score_low", |row| row.standing(|one| Some(one.score_intervals?.0.low)))
            .number("score_high", |row| row.standing(|one| Some(one.score_intervals?.0.high)))
            .number("score_95_low", |row| row.standing(|one| Some(one.score_intervals?.1.low)))
            .number("score_95_high", |row| row.standing(|one| Some(one.score_intervals?.1.high)))
            .number("unadjusted_score", |row| row.standing(|one| one.unadjusted))
            .number("weight_share", |row| row.card.parts.get(row.place).copied())
            .number("overlap_share", |row| row.standing(|one| one.overlap))
            .count("week_case_count", |row| Some(row.latest.map_or(0.0, |(count, _)| count) as i64))
            .number("week_value", |row| Some(row.latest?.1));
        let rows = with_agents(rows.frame()?.lazy(), scope)?;
        Ok(weekly::sorted(rows, self.grain()))
    }
}

fn standings(assessed: &Assessed) -> Vec<Row<'_>> {
    let (totals, awaited) = (assessed.totals(), assessed.expected());
    let mut found = Vec::new();
    for card in worked(assessed) {
        for (place, dimension) in Dimension::ALL.into_iter().enumerate() {
            let own = |of: &[[Option<(f64, f64)>; 5]]| {
                let (count, mean) = of.get(card.agent)?.get(place).copied().flatten()?;
                Some((count, assessed.told(dimension, mean)))
            };
            let (all, latest) = (own(&totals), own(&assessed.latest));
            let expected =
                awaited.get(card.agent).and_then(|own| own.get(place).copied().flatten());
            let expected = expected.map(|mean| assessed.told(dimension, mean));
            let standing = card.standing(dimension);
            found.push(Row { card, place, dimension, standing, all, latest, expected });
        }
    }
    found
}
