//! The table of what each criterion of the rubric goes with.

use polars::prelude::{
    Column as Values, DataFrame, IntoColumn, IntoLazy, LazyFrame, NamedFrom, PolarsResult, Series,
};

use super::scope::Scope;
use super::table::Table;
use super::weekly;
use crate::evidence::{Effect, effects};
use crate::metrics::Column;
use crate::model::Unit;
use crate::stats::Level;

/// The table.
pub struct RubricEffects;

impl Table for RubricEffects {
    fn name(&self) -> &'static str {
        "rubric_effects"
    }

    fn about(&self) -> &'static str {
        "One criterion of the rubric against one outcome, over the trailing window: whether conversations of \
         the same agent on the same channel end better where it was met. It shows what goes together, not \
         what causes what. A criterion that goes with no outcome is descriptive, and stays out of agents' \
         quality unless the settings say otherwise."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["criterion", "outcome"]
    }

    fn columns(&self) -> Vec<Column> {
        let number = |name: &str, about: &str| Column::number(name, Unit::None, about);
        vec![
            Column::text("criterion", "The criterion's name."),
            Column::text("outcome", "satisfied (by a rating) or not_recontacted (within a week)."),
            Column::count(
                "conversation_count",
                "Conversations in which it was judged and the outcome is known.",
            ),
            Column::count(
                "stratum_count",
                "Agents on a channel whose conversations differ in both; the others tell nothing, and where no odds ratio can be told it is 0.",
            ),
            number(
                "odds_ratio",
                "Odds of the outcome where it was met, for one where it was missed, within agents and \
                 channels (Mantel & Haenszel).",
            ),
            number("odds_ratio_low", "Lower end of its 95% interval."),
            number("odds_ratio_high", "Upper end of its 95% interval."),
            number("p", "Probability of as much by chance."),
            number("q", "The same, made fit for all rows at once (Benjamini & Hochberg)."),
            Column::text(
                "standing",
                "scored where it goes with the better outcome at a rate of false findings of 10%, else \
                 descriptive.",
            ),
        ]
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let Some(window) = scope.window() else {
            return frame(&[]);
        };
        let rows = frame(&effects(&scope.facts, &window, scope.as_of)?)?;
        Ok(weekly::sorted(rows, self.grain()))
    }
}

/// The rows as a frame.
fn frame(effects: &[Effect]) -> PolarsResult<LazyFrame> {
    let texts = |name: &str, of: fn(&Effect) -> &str| {
        Series::new(name.into(), effects.iter().map(of).collect::<Vec<_>>()).into_column()
    };
    let numbers = |name: &str, of: &dyn Fn(&Effect) -> Option<f64>| {
        Series::new(name.into(), effects.iter().map(of).collect::<Vec<_>>()).into_column()
    };
    let counts = |name: &str, of: &dyn Fn(&Effect) -> i64| {
        Series::new(name.into(), effects.iter().map(of).collect::<Vec<_>>()).into_column()
    };
    let end = |effect: &Effect, which: fn(crate::stats::Interval) -> f64| {
        Some(which(effect.odds?.odds_interval(Level::P95)))
    };
    let columns: Vec<Values> = vec![
        texts("criterion", |effect| &effect.criterion),
        texts("outcome", |effect| effect.outcome.word()),
        counts("conversation_count", &|effect| effect.conversations as i64),
        counts("stratum_count", &|effect| effect.odds.map_or(0, |odds| odds.strata as i64)),
        numbers("odds_ratio", &|effect| Some(effect.odds?.log_odds.exp())),
        numbers("odds_ratio_low", &|effect| end(effect, |ends| ends.low)),
        numbers("odds_ratio_high", &|effect| end(effect, |ends| ends.high)),
        numbers("p", &|effect| Some(effect.odds?.p)),
        numbers("q", &|effect| effect.q),
        texts("standing", |effect| if effect.speaks_for_it() { "scored" } else { "descriptive" }),
    ];
    Ok(DataFrame::new(effects.len(), columns)?.lazy())
}
