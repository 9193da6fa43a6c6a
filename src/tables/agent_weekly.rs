//! The table of agents by week.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use polars::prelude::{IntoLazy, LazyFrame, PolarsResult, col};

use super::agents::{agent_columns, with_agents};
use super::scope::Scope;
use super::table::Table;
use super::weekly;
use crate::metrics::{self, Column, Measured, Subject, measure};

/// The table.
pub struct AgentWeekly;

const KEYS: [&str; 2] = ["agent_id", "week_on"];

/// What is measured of a person: by what it is taken over, and by which column is credited.
type Part = (Subject, &'static str, Vec<Measured>);

fn measured() -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for metric in metrics::ALL {
        let Some(credit) = metric.credit() else { continue };
        let personal = metric.measured().into_iter().filter(|one| one.is_personal);
        let same = |part: &&mut Part| part.0 == metric.subject() && part.1 == credit;
        match parts.iter_mut().find(same) {
            Some((_, _, measured)) => measured.extend(personal),
            None => parts.push((metric.subject(), credit, personal.collect())),
        }
    }
    parts
}

/// Rows with all that is measured of them, whoever is credited.
fn credited(subject: Subject, parts: &[Part], scope: &Scope) -> PolarsResult<LazyFrame> {
    let rows = weekly::filed(subject, subject.rows(&scope.facts, &[])?, scope);
    let own = || parts.iter().filter(|part| part.0 == subject);
    let credits = own().map(|part| part.1).chain(["week_on"]);
    weekly::read_once(rows, own().flat_map(|part| &part.2), credits)
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
        let parts = measured();
        let mut known: BTreeMap<Subject, LazyFrame> = BTreeMap::new();
        let mut groups = Vec::new();
        for (subject, credit, measured) in &parts {
            let rows = match known.entry(*subject) {
                Entry::Occupied(entry) => entry.into_mut(),
                Entry::Vacant(entry) => entry.insert(credited(*subject, &parts, scope)?),
            };
            let rows = rows.clone().with_column(col(*credit).alias("agent_id"));
            // What nobody is credited with is a group of its own, left out when it is small.
            let group = measure(rows, &KEYS, measured).collect()?.lazy();
            groups.push(group.filter(col("agent_id").is_not_null()));
        }
        let measured: Vec<Measured> = parts.into_iter().flat_map(|(_, _, one)| one).collect();
        let rows = weekly::side_by_side(groups, &KEYS, &measured);
        let rows = with_agents(rows, scope)?;
        Ok(weekly::sorted(rows.with_columns(weekly::week_columns(scope)), self.grain()))
    }
}
