//! The table of how whole teams fare in single skills.

use std::collections::BTreeMap;

use polars::prelude::{IntoLazy, LazyFrame, PolarsResult};
use statrs::distribution::{ContinuousCDF, Normal};

use super::super::rows::Rows;
use super::super::scope::Scope;
use super::super::table::Table;
use super::super::weekly;
use super::Assessed;
use super::skill::Named;
use crate::metrics::Column;
use crate::model::Unit;
use crate::scores::{FunnelPoint, Funnelled, ShareFunnel};
use crate::stats::{Interval, Level, Verdict, benjamini_hochberg};

/// The table.
pub struct TeamSkills;

/// Fewest agents that are told of as a team.
const LEAST_MEMBERS: usize = 2;

/// One team in one skill.
struct Row<'a> {
    team: &'a str,
    skill: Named<'a>,
    agents: usize,
    count: f64,
    observed: f64,
    expected: f64,
    /// Observed less expected share, and its standard error; `None` where there are too few cases or agents.
    gap: Option<(f64, f64)>,
    q: Option<f64>,
}

impl Row<'_> {
    /// Probability that the team is truly above what is expected.
    fn above(&self) -> Option<f64> {
        self.gap.map(|(gap, error)| Normal::standard().cdf(gap / error))
    }

    fn interval(&self) -> Option<Interval> {
        let (gap, error) = self.gap?;
        let half = Level::P80.z() * error;
        Some(Interval { low: gap - half, high: gap + half })
    }

    /// As [`Verdict::of`], with the rate of false ones among all rows in place of a single row's doubt.
    fn verdict(&self) -> Verdict {
        match (self.gap, self.q) {
            (Some((gap, _)), Some(q)) => {
                let doubt = q.min(0.5);
                Verdict::of(if gap < 0.0 { doubt } else { 1.0 - doubt }, 1.0, 0.0)
            }
            _ => Verdict::TooFewToSay,
        }
    }
}

impl Table for TeamSkills {
    fn name(&self) -> &'static str {
        "team_skills"
    }

    fn about(&self) -> &'static str {
        "One team in one skill over the trailing window: the share of its cases that succeeded, what the average \
         agent would have of the same cases, and the gap between the two. Its interval allows for chance and \
         for how agents differ anyway; its words allow for how many teams and skills are looked at. \
         coaching_needs has those gaps that are large, lasting and the whole team's."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["team", "skill_kind", "skill", "skill_channel"]
    }

    fn needs_assessed(&self) -> bool {
        true
    }

    fn columns(&self) -> Vec<Column> {
        let number = |name: &str, about: &str| Column::number(name, Unit::None, about);
        vec![
            Column::text("team", "The team as listed."),
            Column::text(
                "skill_kind",
                "topic (resolved for good), criterion (met) or promise (kept).",
            ),
            Column::text(
                "skill",
                "The topic's family, the criterion's name or the kind of promise.",
            ),
            Column::text("skill_channel", "Of a topic, the channel; else `all`."),
            Column::count("agent_count", "Agents of the team with cases."),
            Column::count("case_count", "Cases of the team in which the skill showed."),
            Column::share("own_share", "Share of them that succeeded."),
            Column::share("expected_share", "What the average agent would have of the same cases."),
            number(
                "gap",
                "own_share less expected_share, -1 to 1; empty where there are too few agents or cases.",
            ),
            number("gap_low", "Lower end of its 80% interval."),
            number("gap_high", "Upper end of its 80% interval."),
            Column::share(
                "above_share",
                "Probability that the team is truly above, by this row alone.",
            ),
            number(
                "q",
                "The rate of false ones to be put up with for this row to be told, among all rows (Benjamini and Hochberg 1995).",
            ),
            Column::text(
                "verdict",
                "What that amounts to, in words: clearly where q is at most 0.05, likely where it is at most 0.2.",
            ),
        ]
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let assessed = scope.assessed()?;
        let found =
            assessed.as_deref().map_or(Vec::new(), |one| teams(one, scope.coaching.least_cases));
        let rows = Rows::of(&found)
            .text("team", |row| Some(row.team))
            .text("skill_kind", |row| Some(row.skill.kind))
            .text("skill", |row| Some(row.skill.name))
            .text("skill_channel", |row| Some(row.skill.channel.unwrap_or(weekly::ALL_CHANNELS)))
            .count("agent_count", |row| Some(row.agents))
            .count("case_count", |row| Some(row.count as i64))
            .number("own_share", |row| Some(row.observed / row.count))
            .number("expected_share", |row| Some(row.expected / row.count))
            .number("gap", |row| Some(row.gap?.0))
            .number("gap_low", |row| Some(row.interval()?.low))
            .number("gap_high", |row| Some(row.interval()?.high))
            .number("above_share", Row::above)
            .number("q", |row| row.q)
            .text("verdict", |row| Some(row.verdict().text()));
        Ok(weekly::sorted(rows.frame()?.lazy(), self.grain()))
    }
}

/// Every team with cases in every skill that has a funnel.
fn teams(assessed: &Assessed, least_cases: f64) -> Vec<Row<'_>> {
    let mut found = Vec::new();
    for funnel in &assessed.funnels {
        let Funnelled::Skill(skill) = &funnel.of else { continue };
        let mut teams: BTreeMap<&str, Vec<&FunnelPoint>> = BTreeMap::new();
        for point in &funnel.points {
            let agent = assessed.desk.agents.get(point.agent);
            let team = agent.and_then(|agent| agent.team.as_deref());
            if let Some(team) = team.filter(|team| !team.is_empty()) {
                teams.entry(team).or_default().push(point);
            }
        }
        for (team, points) in teams {
            let sum =
                |of: fn(&FunnelPoint) -> f64| points.iter().map(|point| of(point)).sum::<f64>();
            let (count, observed) = (sum(|point| point.count), sum(|point| point.observed));
            let expected = sum(|point| point.expected);
            let is_known = points.len() >= LEAST_MEMBERS && count >= least_cases;
            let variance: f64 = points.iter().map(|point| variance(funnel, point)).sum();
            let error = variance.sqrt() / count;
            let gap = (is_known && error > 0.0).then(|| ((observed - expected) / count, error));
            let skill = Named::skill(skill);
            found.push(Row {
                team,
                skill,
                agents: points.len(),
                count,
                observed,
                expected,
                gap,
                q: None,
            });
        }
    }
    let doubts = |row: &Row<'_>| row.above().map(|above| 2.0 * above.min(1.0 - above));
    let p: Vec<f64> = found.iter().filter_map(doubts).collect();
    let mut q = benjamini_hochberg(&p).unwrap_or_default().into_iter();
    for row in found.iter_mut().filter(|row| row.gap.is_some()) {
        row.q = q.next();
    }
    found
}

/// Variance of an agent's successes around those expected: that of chance and of how agents differ, from the
/// arcsine scale of the funnel to counts.
fn variance(funnel: &ShareFunnel, point: &FunnelPoint) -> f64 {
    let slope =
        2.0 * (funnel.target * (1.0 - funnel.target)).sqrt() * point.expected / funnel.target;
    (0.25 / point.effective + funnel.between) * slope * slope
}
