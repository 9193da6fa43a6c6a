//! The table of what reviewers found, by agent, week and criterion.

use polars::prelude::{LazyFrame, PolarsResult, col};

use super::agents::{agent_columns, with_agents};
use super::scope::Scope;
use super::table::Table;
use super::weekly;
use crate::metrics::{Column, Measured, Subject, measure};

/// The table.
pub struct Reviews;

/// What is measured of the verdicts of reviewers.
pub fn measured() -> Vec<Measured> {
    weekly::of_subject(Subject::Reviews).flat_map(|metric| metric.measured()).collect()
}

/// The column that says which criterion.
pub fn criterion_column() -> Column {
    Column::text("criterion", "The criterion, as the scorecard names it.")
}

impl Table for Reviews {
    fn name(&self) -> &'static str {
        "reviews"
    }

    fn about(&self) -> &'static str {
        "One criterion of a scorecard, of the manual reviews of one agent's conversations that were \
         made in one week. Calibration counts in no share. Weeks in which nobody reviewed an agent \
         have no row; bots have none."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["agent_id", "week", "criterion"]
    }

    fn columns(&self) -> Vec<Column> {
        let first = agent_columns().into_iter().chain(weekly::columns());
        first.chain([criterion_column()]).chain(weekly::measured_columns(&measured())).collect()
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let subject = Subject::Reviews;
        let rows = weekly::filed(subject, subject.rows(&scope.facts, &[])?, scope);
        let rows = rows.filter(col("agent_id").is_not_null());
        let groups = measure(rows, &["agent_id", "week_on", "criterion"], &measured());
        let groups = with_agents(groups, scope)?;
        Ok(weekly::sorted(groups.with_columns(weekly::week_columns(scope)), self.grain()))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use polars::prelude::DataFrame;

    use crate::facts;
    use crate::model::Instant;
    use crate::tables::sample::{busy_desk, scope};
    use crate::tables::{Week, build, by_name};

    fn texts(frame: &DataFrame, name: &str) -> Vec<Option<String>> {
        let column = frame.column(name).unwrap().str().unwrap();
        column.iter().map(|text| text.map(str::to_owned)).collect()
    }

    fn flags(frame: &DataFrame, name: &str) -> Vec<Option<bool>> {
        frame.column(name).unwrap().bool().unwrap().iter().collect()
    }

    /// Reviews, applicable, met, not applicable, calibration.
    type Counts = [u64; 5];

    fn counts(frame: &DataFrame, row: usize) -> Counts {
        ["review", "review_applicable", "review_met", "review_not_applicable", "calibration"].map(
            |name| {
                let column = frame.column(&format!("{name}_count")).unwrap();
                column.get(row).unwrap().extract::<u64>().unwrap()
            },
        )
    }

    /// Both tables worked out a second time by a plain loop over the fact.
    #[test]
    fn counts_are_those_of_the_verdicts() {
        let (_folder, scope) = scope(&busy_desk(400), 3);
        let facts = scope.facts.scan::<facts::Reviews>().unwrap().collect().unwrap();
        let at = facts.column("counted_at").unwrap().datetime().unwrap().physical().clone();
        let (met, aside) = (flags(&facts, "is_met"), flags(&facts, "is_calibration"));
        let criteria = texts(&facts, "criterion");
        for (table, who) in [("reviews", "agent_id"), ("reviews_by_team", "team")] {
            let mut expected: BTreeMap<[String; 3], Counts> = BTreeMap::new();
            for (row, name) in texts(&facts, who).into_iter().enumerate() {
                let Some(name) = name.filter(|name| name != "lavka") else { continue };
                let week = Week::holding(Instant(at.get(row).unwrap()), scope.zone).unwrap();
                let key = [name, week.to_string(), criteria[row].clone().unwrap()];
                let counts = expected.entry(key).or_default();
                if aside[row] == Some(true) {
                    counts[4] += 1;
                    continue;
                }
                counts[0] += 1;
                counts[1] += u64::from(met[row].is_some());
                counts[2] += u64::from(met[row] == Some(true));
                counts[3] += u64::from(met[row].is_none());
            }
            let frame = build(by_name(table).unwrap(), &scope).unwrap();
            let keys = [who, "week", "criterion"].map(|key| texts(&frame, key));
            let key = |row: usize| [0, 1, 2].map(|part| keys[part][row].clone().unwrap());
            let found: BTreeMap<_, _> =
                (0..frame.height()).map(|row| (key(row), counts(&frame, row))).collect();
            assert_eq!(found, expected, "{table}");
            let some = |place: usize| found.values().any(|counts| counts[place] > 0);
            assert!((0..5).all(some), "{table}: {found:?}");
        }
    }
}
