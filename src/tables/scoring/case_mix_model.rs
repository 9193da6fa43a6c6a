//! The table of what makes cases hard.

use std::collections::BTreeMap;

use polars::prelude::{IntoLazy, LazyFrame, PolarsResult};

use super::super::rows::Rows;
use super::super::scope::Scope;
use super::super::table::Table;
use super::super::weekly;
use super::Assessed;
use crate::metrics::Column;
use crate::model::Unit;
use crate::scores::{Dimension, Model, NamedEffect};
use crate::stats::Level;

/// The table.
pub struct CaseMixModel;

type Row<'a> = (&'a Model, NamedEffect<'a>);

impl Table for CaseMixModel {
    fn name(&self) -> &'static str {
        "case_mix_model"
    }

    fn about(&self) -> &'static str {
        "One level of one circumstance in the case mix of one dimension: what it does to the outcome, \
         against the commonest level of that circumstance, among the cases of one and the same agent \
         (logistic regression for shares, least squares for means and log times, with an intercept for each \
         agent). Circumstances are what was so before the agent did anything; nothing that an agent causes, \
         and no trait of a customer, is among them. score_sensitivity says what each does to the scores."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["dimension", "circumstance", "level"]
    }

    fn needs_assessed(&self) -> bool {
        true
    }

    fn columns(&self) -> Vec<Column> {
        let number = |name: &str, about: &str| Column::number(name, Unit::None, about);
        vec![
            Column::text("dimension", "resolution, feedback, quality, speed or efficiency."),
            Column::text(
                "circumstance",
                "channel (with its surface), language, priority, topic, hour_band, opening_sentiment or contact (new, or repeat within a week).",
            ),
            Column::text("level", "Its value; unknown where the source does not say."),
            Column::count("case_count", "Cases of that level."),
            Column::flag(
                "is_reference",
                "Whether it is the level that the others are compared with.",
            ),
            Column::flag(
                "is_learnt",
                "Whether comparisons within agents tell its effect; else it is 0, or no more than its part of what sets it apart from another such level.",
            ),
            Column::text("effect_kind", "What effects are: log_odds, log_ratio or points."),
            number("effect", "What the level adds."),
            number("standard_error", "Its standard error."),
            number("effect_low", "Lower end of its 95% interval."),
            number("effect_high", "Upper end of its 95% interval."),
            number(
                "times",
                "What the level multiplies the odds, or the time, by: e to the effect; empty for points.",
            ),
            number("times_low", "Lower end of its 95% interval."),
            number("times_high", "Upper end of its 95% interval."),
            Column::count("dimension_case_count", "All cases of the dimension."),
            Column::share(
                "explained_share",
                "How much of what differs between cases of one agent all circumstances together explain (deviance or variance).",
            ),
        ]
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let assessed = scope.assessed()?;
        let found = assessed.as_deref().map_or(Vec::new(), effects);
        let compared = compared(&found);
        let end = |row: &Row<'_>, sign: f64| {
            Some(row.1.effect.value + sign * Level::P95.z() * row.1.effect.se?)
        };
        let rows = Rows::of(&found)
            .text("dimension", |row| Some(row.0.dimension.word()))
            .text("circumstance", |row| Some(row.1.factor))
            .text("level", |row| Some(row.1.level))
            .count("case_count", |row| Some(row.1.effect.count as i64))
            .flag("is_reference", |row| {
                Some(compared.get(&key(row)).is_some_and(|level| *level == row.1.effect.level))
            })
            .flag("is_learnt", |row| Some(row.1.effect.se.is_some()))
            .text("effect_kind", |row| {
                let dimension = row.0.dimension;
                Some(match (dimension.is_share(), dimension.is_ratio()) {
                    (true, _) => "log_odds",
                    (_, true) => "log_ratio",
                    _ => "points",
                })
            })
            .number("effect", |row| Some(row.1.effect.value))
            .number("standard_error", |row| row.1.effect.se)
            .number("effect_low", |row| end(row, -1.0))
            .number("effect_high", |row| end(row, 1.0))
            .number("times", |row| times(row, row.1.effect.se.map(|_| row.1.effect.value)))
            .number("times_low", |row| times(row, end(row, -1.0)))
            .number("times_high", |row| times(row, end(row, 1.0)))
            .count("dimension_case_count", |row| Some(row.0.cases as i64))
            .number("explained_share", |row| Some(row.0.explained));
        Ok(weekly::sorted(rows.frame()?.lazy(), self.grain()))
    }
}

/// e to an effect on a logarithmic scale; `None` of one that is told in points.
fn times(row: &Row<'_>, effect: Option<f64>) -> Option<f64> {
    let dimension = row.0.dimension;
    effect.filter(|_| dimension.is_share() || dimension.is_ratio()).map(f64::exp)
}

fn effects(assessed: &Assessed) -> Vec<Row<'_>> {
    let models = assessed.assessment.models.iter().flatten();
    let circumstances = &assessed.desk.circumstances;
    models.flat_map(|model| model.effects(circumstances).map(move |one| (model, one))).collect()
}

const fn key(row: &Row<'_>) -> (Dimension, usize) {
    (row.0.dimension, row.1.effect.factor)
}

/// The level that the others of its circumstance are compared with: the commonest, of several the first.
fn compared(rows: &[Row<'_>]) -> BTreeMap<(Dimension, usize), usize> {
    let mut most: BTreeMap<(Dimension, usize), (f64, usize)> = BTreeMap::new();
    for row in rows {
        let (count, level) = (row.1.effect.count, row.1.effect.level);
        let known = most.entry(key(row)).or_insert((count, level));
        if count > known.0 {
            *known = (count, level);
        }
    }
    most.into_iter().map(|(key, (_, level))| (key, level)).collect()
}
