//! The table of what scores owe to weights and case mix.

use polars::prelude::{IntoLazy, LazyFrame, PolarsResult};

use super::super::agents::{agent_columns, with_agents};
use super::super::rows::Rows;
use super::super::scope::Scope;
use super::super::table::Table;
use super::super::weekly;
use super::Assessed;
use crate::metrics::Column;
use crate::model::Unit;
use crate::scores::without;

/// The table.
pub struct ScoreSensitivity;

/// What a change does to an agent's score.
struct Row {
    kind: &'static str,
    change: String,
    agent: usize,
    score: Option<f64>,
    changed: Option<f64>,
    shift: Option<f64>,
    correlation: Option<f64>,
}

impl Table for ScoreSensitivity {
    fn name(&self) -> &'static str {
        "score_sensitivity"
    }

    fn about(&self) -> &'static str {
        "What a change of the method does to scores. For each circumstance of the case mix, and for all of \
         them, every agent's score without it; for each weight halved or raised by half, and for equal \
         weights, the agent whose score moves most. The rank correlation is over all agents with a score: \
         near 1, the change does not matter."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["change_kind", "change", "agent_id"]
    }

    fn needs_assessed(&self) -> bool {
        true
    }

    fn columns(&self) -> Vec<Column> {
        let score = |name: &str, about: &str| Column::number(name, Unit::Score, about);
        let mut columns = vec![
            Column::text("change_kind", "case_mix or weight."),
            Column::text(
                "change",
                "The circumstance left out, `all` for all; or the dimension and what its weight is multiplied \
                 by, `equal` for equal weights.",
            ),
        ];
        columns.extend(agent_columns());
        columns.extend([
            score("score", "The agent's score; see agent_scorecard."),
            score("changed_score", "The score under the change; empty for weights."),
            score("shift_score", "How far the change moves it; of weights, without its sign."),
            Column::number(
                "rank_correlation",
                Unit::None,
                "Spearman's correlation of all scores with those under the change, -1 to 1.",
            ),
        ]);
        columns
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let assessed = scope.assessed()?;
        let found = assessed.as_deref().map_or(Vec::new(), changes);
        let rows = Rows::of(&found)
            .text("change_kind", |row| Some(row.kind))
            .text("change", |row| Some(&row.change))
            .text("agent_id", |row| assessed.as_deref()?.agent_id(row.agent))
            .number("score", |row| row.score)
            .number("changed_score", |row| row.changed)
            .number("shift_score", |row| row.shift)
            .number("rank_correlation", |row| row.correlation);
        let rows = with_agents(rows.frame()?.lazy(), scope)?;
        Ok(weekly::sorted(rows, self.grain()))
    }
}

fn changes(assessed: &Assessed) -> Vec<Row> {
    let cards = &assessed.assessment.cards;
    let score = |agent: usize| Some(cards.get(agent)?.score.ok()?.value);
    let factors = &assessed.desk.circumstances.factors;
    let mut rows = Vec::new();
    for without in without(&assessed.desk, &assessed.assessment, &assessed.rules) {
        let name = match without.factor {
            Some(number) => factors.get(number).map_or("", |factor| factor.name),
            None => "all",
        };
        for (agent, changed) in without.scores.iter().enumerate() {
            let given = score(agent);
            if given.is_some() || changed.is_some() {
                rows.push(Row {
                    kind: "case_mix",
                    change: name.to_owned(),
                    agent,
                    score: given,
                    changed: *changed,
                    shift: given.zip(*changed).map(|(given, changed)| changed - given),
                    correlation: without.correlation,
                });
            }
        }
    }
    for change in &assessed.assessment.weight_changes {
        let name = change.dimension.map_or_else(
            || "equal".to_owned(),
            |dimension| format!("{} x {}", dimension.word(), change.factor),
        );
        let given = score(change.agent);
        rows.push(Row {
            kind: "weight",
            change: name,
            agent: change.agent,
            score: given,
            changed: None,
            shift: Some(change.largest),
            correlation: Some(change.correlation),
        });
    }
    rows
}
