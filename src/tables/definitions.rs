//! The table of rules side by side, by channel and week.

use polars::prelude::{LazyFrame, PolarsResult, UnionArgs, concat, lit};

use super::scope::Scope;
use super::table::Table;
use super::weekly;
use crate::facts::Definition;
use crate::facts::definitions;
use crate::metrics::{Column, Measured, measure, measured_of_rules, ruled};

/// The table.
pub struct Definitions;

const KEYS: [&str; 2] = ["channel", "week_on"];

fn measured() -> Vec<Measured> {
    measured_of_rules().into_iter().flatten().collect()
}

/// The rows of one rule.
fn of_rule(rule: &dyn Definition, scope: &Scope) -> PolarsResult<LazyFrame> {
    let mut groups = Vec::new();
    for part in ruled(rule, &scope.facts)? {
        let rows = weekly::filed_under(part.filed_at, part.rows, scope);
        let group = |rows, keys: &[&str]| measure(rows, keys, &part.measured);
        groups.push(weekly::with_all_channels(rows, &["week_on"], group)?);
    }
    let rows = weekly::side_by_side(groups, &KEYS, &measured());
    Ok(rows.with_columns([
        lit(rule.name()).alias("rule"),
        lit(rule.time().word()).alias("clock"),
        lit(rule.filed().word()).alias("filed_by"),
    ]))
}

impl Table for Definitions {
    fn name(&self) -> &'static str {
        "definitions"
    }

    fn about(&self) -> &'static str {
        "First response, resolution and satisfaction of the same conversations under each rule: \
         ours and those that help desks publish. One row for each rule, channel (or all of them) \
         and week in which the rule counts anything."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["channel", "week", "rule"]
    }

    fn columns(&self) -> Vec<Column> {
        let first = std::iter::once(weekly::channel_column()).chain(weekly::columns());
        let rules: Vec<&str> = definitions::ALL.iter().map(|rule| rule.name()).collect();
        let rule = [
            Column::text("rule", format!("Whose rule: {}.", rules.join(", "))),
            Column::text("clock", "Which time the rule shows: elapsed or business."),
            Column::text(
                "filed_by",
                "The date that decides the week of its times: opened or ended.",
            ),
        ];
        first.chain(rule).chain(weekly::measured_columns(&measured())).collect()
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let rules = definitions::ALL.iter().map(|rule| of_rule(*rule, scope));
        let rows = concat(rules.collect::<PolarsResult<Vec<_>>>()?, UnionArgs::default())?;
        Ok(weekly::sorted(rows.with_columns(weekly::week_columns(scope)), self.grain()))
    }
}
