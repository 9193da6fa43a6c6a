//! The table of rules side by side, by channel and week.

use polars::prelude::{LazyFrame, PolarsResult, UnionArgs, concat, lit};

use super::scope::Scope;
use super::table::Table;
use super::weekly;
use crate::facts::Definition;
use crate::facts::definitions;
use crate::metrics::{Column, Measured, measured_of_rules, ruled};

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
        groups.push(weekly::measured_by_channel(rows, &["week_on"], &part.measured)?);
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
        let first = weekly::channel_columns();
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

#[cfg(test)]
mod tests {
    use polars::prelude::{AnyValue, DataFrame, IntoLazy, col};

    use super::*;
    use crate::metrics::Desk;
    use crate::model::EventKind;
    use crate::tables::sample::{busy_desk, scope};
    use crate::tables::{build, by_name};

    /// Rows in which some count is not 0, with that and other columns.
    fn counted(table: &str, of: &[(&str, &str)], columns: &[&str], scope: &Scope) -> DataFrame {
        let mut rows = build(by_name(table).unwrap(), scope).unwrap().lazy();
        for (column, word) in of {
            rows = rows.filter(col(*column).eq(lit(*word)));
        }
        let all = ["channel", "week"].iter().chain(columns).map(|name| col(*name));
        rows.filter(col(columns[0]).gt(lit(0))).select(all.collect::<Vec<_>>()).collect().unwrap()
    }

    #[test]
    fn our_rule_says_what_the_weekly_tables_say() {
        let (_folder, scope) = scope(&busy_desk(400), 2);
        let responses = ["first_response_count", "first_response_p90_seconds"];
        let resolutions = ["resolution_known_count", "resolution_low_share"];
        let ratings = ["rating_count", "satisfied_count", "csat_share"];
        for (table, columns) in [
            ("channel_weekly", responses.as_slice()),
            ("channel_weekly", &resolutions),
            ("channel_weekly", &["resolve_count", "resolve_median_seconds"]),
            ("csat_weekly", &ratings),
        ] {
            let weekly = counted(table, &[], columns, &scope);
            let ours = counted("definitions", &[("rule", "ours")], columns, &scope);
            assert!(weekly.height() > 5, "{columns:?}");
            assert!(weekly.equals_missing(&ours), "{columns:?}\n{weekly}\n{ours}");
        }
    }

    #[test]
    fn a_reply_on_monday_to_friday_evening_is_filed_as_each_rule_does() {
        let desk = Desk::new()
            .hours("Mon-Fri 09:00-18:00", "Europe/London")
            .customer("Fri 17:50", "My card was declined")
            .agent("ann", "Mon 09:10", "Sorry about that")
            .event("Mon 10:00", EventKind::Resolved, "");
        let (_folder, scope) = scope(&desk, 1);
        for (rule, week, response, resolve) in [
            ("ours", "2026-W46", 228_000.0, 231_000.0),
            ("zendesk", "2026-W46", 228_000.0, 231_000.0),
            ("intercom", "2026-W46", 1_200.0, 4_200.0),
            ("gorgias", "2026-W47", 228_000.0, 231_000.0),
            ("freshdesk", "2026-W47", 1_200.0, 4_200.0),
        ] {
            let of = [("rule", rule), ("channel", "all")];
            for (count, seconds, expected) in [
                ("first_response_count", "first_response_median_seconds", response),
                ("resolve_count", "resolve_median_seconds", resolve),
            ] {
                let found = counted("definitions", &of, &[count, seconds], &scope);
                let row: Vec<AnyValue<'_>> = found.get(0).unwrap();
                assert_eq!(found.height(), 1, "{rule}");
                assert_eq!(row[1].get_str(), Some(week), "{rule}");
                assert_eq!(row[3].extract::<f64>(), Some(expected), "{rule}");
            }
            let opened = counted("definitions", &of, &["resolution_known_count"], &scope);
            assert_eq!(opened.column("week").unwrap().str().unwrap().get(0), Some("2026-W46"));
        }
    }
}
