//! The table of agents by week.

use polars::prelude::{LazyFrame, PolarsResult, col};

use super::agents::{agent_columns, with_agents};
use super::scope::Scope;
use super::table::Table;
use super::weekly;
use crate::metrics::{self, Column, Measured, Subject, measure};

/// The table.
pub struct AgentWeekly;

const KEYS: [&str; 2] = ["agent_id", "week_on"];

/// What is measured of a person: by what it is taken over, and by which column is credited.
fn measured() -> Vec<(Subject, &'static str, Vec<Measured>)> {
    let mut parts: Vec<(Subject, &'static str, Vec<Measured>)> = Vec::new();
    for metric in metrics::ALL {
        let Some(credit) = metric.credit() else { continue };
        let personal = metric.measured().into_iter().filter(|one| one.is_personal);
        let same = |part: &&mut (Subject, &'static str, Vec<Measured>)| {
            part.0 == metric.subject() && part.1 == credit
        };
        match parts.iter_mut().find(same) {
            Some((_, _, measured)) => measured.extend(personal),
            None => parts.push((metric.subject(), credit, personal.collect())),
        }
    }
    parts
}

impl Table for AgentWeekly {
    fn name(&self) -> &'static str {
        "agent_weekly"
    }

    fn about(&self) -> &'static str {
        "One agent in one week, with what that agent is credited with: replies they sent, \
         resolutions after their last reply, ratings given to them. Not adjusted for the mix of \
         work, so not for comparing people: that is what agent_scorecard is for. Bots have no rows."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["agent_id", "week"]
    }

    fn columns(&self) -> Vec<Column> {
        let measured = measured().into_iter().flat_map(|(_, _, measured)| measured);
        let measured: Vec<Measured> = measured.collect();
        let first = agent_columns().into_iter().chain(weekly::columns());
        first.chain(weekly::measured_columns(&measured)).collect()
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let mut groups = Vec::new();
        for (subject, credit, measured) in measured() {
            let rows = subject.rows(&scope.facts, &[])?.with_column(col(credit).alias("agent_id"));
            let rows = weekly::filed(subject, rows.filter(col("agent_id").is_not_null()), scope);
            groups.push(measure(rows, &KEYS, &measured));
        }
        let measured: Vec<Measured> = measured().into_iter().flat_map(|(_, _, one)| one).collect();
        let rows = weekly::side_by_side(groups, &KEYS, &measured);
        let rows = with_agents(rows, scope)?;
        Ok(weekly::sorted(rows.with_columns(weekly::week_columns(scope)), self.grain()))
    }
}
