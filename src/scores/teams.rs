//! Whether a whole team is off the others in a skill.

use std::collections::BTreeMap;

use super::candidate::Judged;
use super::field::Place;
use super::finding::{Finding, Whose};
use super::practised::Practised;
use super::{CoachRules, Desk};
use crate::stats::Estimate;
use crate::stats::hierarchy::{Belief, Cases, NormalHierarchy};

/// Fewest agents with cases that are a team as a whole.
const LEAST_MEMBERS: usize = 3;

/// The share of its agents who have to be on the team's side of the others.
const MOST_OF_THEM: f64 = 2.0 / 3.0;

/// A team of whom enough is known.
pub(super) struct TeamGap<'a> {
    pub name: &'a str,
    /// Numbers of its agents with cases.
    pub members: Vec<usize>,
    cases: Cases,
    /// The skill of the other teams.
    centre: f64,
    /// What is believed of its skill, and of that against the other teams'.
    level: Belief,
    belief: Belief,
    /// The same without the agent who makes most of the difference.
    without_one: Belief,
}

/// The teams of a group whose agents have enough cases of the skill, against each other: none where
/// there is one team only.
///
/// A team's own estimate is the mean skill of its agents, from which one who is far off the rest is left
/// out, more or less; its error is that of chance and of which agents happen to be in it. Four teams or more are weighed as units of their own; of fewer nothing is
/// known of how teams differ, and each is believed as it is.
pub(super) fn team_gaps<'a>(
    desk: &'a Desk,
    field: &Practised,
    rules: &CoachRules,
) -> Vec<TeamGap<'a>> {
    let mut teams: BTreeMap<&str, Vec<&Place>> = BTreeMap::new();
    for place in &field.field.places {
        let team = desk.agents.get(place.agent).and_then(|agent| agent.team.as_deref());
        if let Some(team) = team {
            teams.entry(team).or_default().push(place);
        }
    }
    let known: Vec<(&str, Vec<&Place>, Cases, Estimate, Estimate)> = teams
        .into_iter()
        .filter_map(|(name, places)| {
            let cases = together(field, &places)?;
            let is_known = places.len() >= LEAST_MEMBERS && cases.trials() >= rules.least_cases;
            let own = is_known
                .then(|| field.mean_of(places.iter().map(|place| place.agent)))
                .flatten()?;
            let less = without_one(field, &places)?;
            Some((name, places, cases, own, less))
        })
        .collect();
    let estimates: Vec<Estimate> = known.iter().map(|(.., own, _)| *own).collect();
    let hierarchy = NormalHierarchy::fit(&estimates);
    let believed = |own: Estimate| match &hierarchy {
        Some(hierarchy) => hierarchy.belief(own),
        None => Belief::normal(own),
    };
    let beliefs: Option<Vec<Belief>> = estimates.iter().map(|own| believed(*own)).collect();
    let Some(beliefs) = beliefs else { return Vec::new() };
    let mut found = Vec::new();
    for (number, (name, places, cases, _, less)) in known.into_iter().enumerate() {
        let others = || beliefs.iter().enumerate().filter(|(at, _)| *at != number);
        let others = || others().map(|(_, belief)| belief);
        let count = others().count() as f64;
        let level = beliefs.get(number).cloned();
        let belief = level.as_ref().and_then(|level| level.apart_from(others()));
        let centre = others().map(Belief::mean).sum::<f64>() / count;
        let less = believed(less).and_then(|less| less.apart_from(others()));
        if let Some(((level, belief), without_one)) = level.zip(belief).zip(less) {
            let members = places.iter().map(|place| place.agent).collect();
            found.push(TeamGap { name, members, cases, centre, level, belief, without_one });
        }
    }
    found
}

fn together(field: &Practised, places: &[&Place]) -> Option<Cases> {
    Cases::sum(places.iter().filter_map(|place| field.cases(place.agent)))
}

/// The mean skill of a team without the one agent who leaves it nearest to all peers: two of four who are
/// weak are not a whole team.
fn without_one(field: &Practised, places: &[&Place]) -> Option<Estimate> {
    let means = places.iter().filter_map(|left_out| {
        let others = places.iter().filter(|place| place.agent != left_out.agent);
        field.mean_of(others.map(|place| place.agent))
    });
    let away = |mean: &Estimate| (mean.value() - field.field.mean).abs();
    means.min_by(|one, next| away(one).total_cmp(&away(next)))
}

impl TeamGap<'_> {
    /// The team's finding before it is weighed with all others.
    pub fn finding(&self, field: &Practised, rules: &CoachRules) -> Option<Finding> {
        let judged = Judged { cases: &self.cases, centre: self.centre, belief: &self.belief };
        let gap = judged.gap(rules)?;
        let less = Judged { belief: &self.without_one, ..judged }.gap(rules)?;
        if self.belief.reliability() < rules.least_reliability {
            return None;
        }
        let cases = || self.members.iter().filter_map(|agent| field.cases(*agent));
        let (on_side, _) = gap.parts(cases(), self.centre);
        if (on_side as f64) < MOST_OF_THEM * self.members.len() as f64 {
            return None;
        }
        let parts: Vec<Cases> = (0..3)
            .filter_map(|part| {
                Cases::sum(self.members.iter().filter_map(|agent| field.part(*agent, part)))
            })
            .collect();
        let parts = gap.parts(&parts, self.centre);
        (parts.0 >= rules.least_parts).then(|| Finding {
            side: gap.side,
            whose: Whose::Team(self.name.to_owned()),
            skill: field.skill.clone(),
            count: gap.count,
            own: gap.own,
            expected: gap.expected,
            gap: gap.believed,
            interval: gap.interval,
            probability: gap.probability.min(less.probability),
            reliability: self.belief.reliability(),
            parts,
            is_against_team: false,
            mentor: None,
        })
    }

    /// What is believed of a member against the team, and the team's skill.
    pub fn member(&self, field: &Practised, place: &Place) -> Option<(Belief, f64)> {
        let centre = self.level.mean();
        let belief = field.belief_around(place.agent, centre)?.apart_from([&self.level])?;
        Some((belief.with_error(place.mix_variance), centre))
    }
}
