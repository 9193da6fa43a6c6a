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
    belief: Belief,
}

/// The teams of a group whose agents have enough cases of the skill, against each other: none where
/// there is one team only.
///
/// A team's own estimate is of all its cases together, its error that of chance and of which agents
/// happen to be in it, τ²/K. Four teams or more are weighed as units of their own; of fewer nothing is
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
    let known: Vec<(&str, Vec<&Place>, Cases, Estimate)> = teams
        .into_iter()
        .filter_map(|(name, places)| {
            let cases = together(field, &places)?;
            let is_known = places.len() >= LEAST_MEMBERS && cases.trials() >= rules.least_cases;
            let own = is_known.then(|| estimate(field, &places, &cases)).flatten()?;
            Some((name, places, cases, own))
        })
        .collect();
    let estimates: Vec<Estimate> = known.iter().map(|(.., own)| *own).collect();
    let hierarchy = NormalHierarchy::fit(&estimates);
    let beliefs: Option<Vec<Belief>> = estimates
        .iter()
        .map(|own| match &hierarchy {
            Some(hierarchy) => hierarchy.belief(*own),
            None => Belief::normal(*own),
        })
        .collect();
    let Some(beliefs) = beliefs else { return Vec::new() };
    let mut found = Vec::new();
    for (number, (name, places, cases, _)) in known.into_iter().enumerate() {
        let others = || beliefs.iter().enumerate().filter(|(at, _)| *at != number);
        let others = || others().map(|(_, belief)| belief);
        let count = others().count() as f64;
        let belief = beliefs.get(number).and_then(|belief| belief.apart_from(others()));
        let centre = others().map(Belief::mean).sum::<f64>() / count;
        if let Some(belief) = belief {
            let members = places.iter().map(|place| place.agent).collect();
            found.push(TeamGap { name, members, cases, centre, belief });
        }
    }
    found
}

fn together(field: &Practised, places: &[&Place]) -> Option<Cases> {
    Cases::sum(places.iter().filter_map(|place| field.cases(place.agent)))
}

/// What a team's cases tell of its skill.
fn estimate(field: &Practised, places: &[&Place], cases: &Cases) -> Option<Estimate> {
    let means: f64 = places.iter().map(|place| place.absolute.mean()).sum();
    let mut own = cases.estimate(means / places.len() as f64)?;
    for _ in 0..3 {
        own = cases.estimate(own.value().clamp(-20.0, 20.0))?;
    }
    let squares: f64 = places.iter().map(|place| place.count * place.count).sum();
    let members = cases.trials() * cases.trials() / squares;
    Estimate::new(own.value(), own.variance() + field.field.sd.powi(2) / members)
}

impl TeamGap<'_> {
    /// The team's finding before it is weighed with all others.
    pub fn finding(&self, field: &Practised, rules: &CoachRules) -> Option<Finding> {
        let judged = Judged { cases: &self.cases, centre: self.centre, belief: &self.belief };
        let gap = judged.gap(rules)?;
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
            probability: gap.probability,
            reliability: self.belief.reliability(),
            parts,
            is_against_team: false,
            mentor: None,
        })
    }

    /// What is believed of a member against the team, and the team's mean skill.
    pub fn member(&self, field: &Practised, place: &Place) -> Option<(Belief, f64)> {
        let team = || {
            let places = self.members.iter().filter_map(|agent| field.field.place(*agent));
            places.map(|place| &place.absolute)
        };
        let centre = team().map(Belief::mean).sum::<f64>() / team().count() as f64;
        let belief = place.absolute.against(team())?.with_error(place.mix_variance);
        Some((belief, centre))
    }
}
