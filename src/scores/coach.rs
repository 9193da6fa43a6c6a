//! In what single skills agents and teams are clearly weaker or stronger than their peers.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::candidate::{Gap, Judged};
use super::field::Place;
use super::finding::{Coaching, Finding, Side, Whose};
use super::model::SkillModels;
use super::peers::{PeerGroup, peer_groups};
use super::practised::{Practised, practised};
use super::teams::{TeamGap, team_gaps};
use super::{CoachRules, Desk, Skill};
use crate::stats::Verdict;
use crate::stats::discoveries;

/// Needs and strengths of every agent and team in every skill of a desk.
///
/// An agent is set against all who have cases of the skill where it is a topic, on whose channel they
/// are, else against the peer group; a team against the other teams there. A finding has enough cases
/// and reliability, an own share that is off by a large gap in at least two parts of the window, and
/// enough probability that the true gap is beyond half of that: the surest are taken of teams, and of
/// agents, for as long as the mean probability of the gap being less stays within
/// [`CoachRules::false_share`]. Where a whole team is low, or high, its agents have findings of their
/// own on that side only against the team.
pub fn coach(desk: &Desk, models: &SkillModels, rules: &CoachRules) -> Coaching {
    let groups = peer_groups(&desk.agents, rules.least_peers);
    let everybody: Vec<usize> = (0..desk.agents.len()).collect();
    let all = PeerGroup { channel: None, tier: None, peers: everybody.clone(), own: everybody };
    let fields = practised(desk, models, |skill| match skill {
        Skill::Topic { .. } => vec![all.clone()],
        Skill::Criterion(_) | Skill::Promise(_) => groups.clone(),
    });
    let judged: Vec<(&Practised, Vec<TeamGap<'_>>)> =
        fields.par_iter().map(|field| (field, team_gaps(desk, field, rules))).collect();
    let mut considered = 0;
    let (mut of_teams, mut teams) = (Vec::new(), Vec::new());
    for (field, found) in &judged {
        for team in found {
            considered += 1;
            if let Some(finding) = team.finding(field, rules) {
                of_teams.push((field.key(), team.name.to_owned(), finding.side));
                teams.push(finding);
            }
        }
    }
    let (told, teams) = chosen(teams, rules.false_share);
    let whole: Vec<_> = told.into_iter().filter_map(|place| of_teams.get(place)).collect();
    let mut agents = Vec::new();
    for (field, found) in &judged {
        for place in field.own_places() {
            let is_known = place.count >= rules.least_cases
                && place.absolute.reliability() >= rules.least_reliability;
            if !is_known {
                continue;
            }
            considered += 1;
            let team = found.iter().find(|team| team.members.contains(&place.agent));
            let side = team.and_then(|team| {
                let is_it =
                    |(key, name, _): &&&(_, String, Side)| *key == field.key() && name == team.name;
                Some((team, whole.iter().find(is_it)?.2))
            });
            agents.extend(finding(desk, field, place, side, rules));
        }
    }
    let (_, agents) = chosen(agents, rules.false_share);
    let mut findings: Vec<Finding> = once_each(teams).into_iter().chain(agents).collect();
    let doubt: f64 = findings.iter().map(|finding| 1.0 - finding.probability).sum();
    let expected_false = if findings.is_empty() { 0.0 } else { doubt / findings.len() as f64 };
    findings.sort_by(|one, next| {
        let order = |finding: &Finding| (finding.side, matches!(finding.whose, Whose::Agent(_)));
        order(one)
            .cmp(&order(next))
            .then(next.probability.total_cmp(&one.probability))
            .then_with(|| (&one.whose, &one.skill).cmp(&(&next.whose, &next.skill)))
    });
    Coaching { findings, expected_false, considered }
}

/// The surest of each team and skill: a team whose agents are on several channels is set against the peers on
/// each, and what it lacks as a whole is one finding all the same.
fn once_each(teams: Vec<Finding>) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let is_new = |finding: &Finding| seen.insert((finding.whose.clone(), finding.skill.clone()));
    let mut teams = teams;
    teams.sort_by(|one, next| next.probability.total_cmp(&one.probability));
    teams.retain(is_new);
    teams
}

/// The surest findings whose share of false ones is expected to be at most `rate`, with their places.
fn chosen(findings: Vec<Finding>, rate: f64) -> (Vec<usize>, Vec<Finding>) {
    let none: Vec<f64> = findings.iter().map(|finding| 1.0 - finding.probability).collect();
    let places = discoveries(&none, rate).map_or_else(Vec::new, |found| found.chosen);
    let found = places.iter().filter_map(|place| findings.get(*place)).cloned().collect();
    (places, found)
}

/// An agent's finding before it is weighed with all others: against the peers, or against the own team
/// where that is on one side as a whole.
fn finding(
    desk: &Desk,
    field: &Practised,
    place: &Place,
    team: Option<(&TeamGap<'_>, Side)>,
    rules: &CoachRules,
) -> Option<Finding> {
    let cases = field.cases(place.agent)?;
    let against = |belief: &_, centre: f64| -> Option<(Gap, f64)> {
        Some((Judged { cases, centre, belief }.gap(rules)?, centre))
    };
    let plain = || against(&place.belief, field.field.centre);
    let (gap, centre, is_against_team) = match team {
        Some((team, side)) => {
            let (gap, centre) = plain()?;
            if gap.side == side {
                let (belief, centre) = team.member(field, place)?;
                let (own, centre) = against(&belief, centre)?;
                (own.side == side).then_some((own, centre, true))?
            } else {
                (gap, centre, false)
            }
        }
        None => plain().map(|(gap, centre)| (gap, centre, false))?,
    };
    let parts = gap.parts(field.parts(place.agent), centre);
    (parts.0 >= rules.least_parts).then(|| Finding {
        side: gap.side,
        whose: Whose::Agent(place.agent),
        skill: field.skill.clone(),
        count: gap.count,
        own: gap.own,
        expected: gap.expected,
        gap: gap.believed,
        interval: gap.interval,
        probability: gap.probability,
        reliability: place.absolute.reliability(),
        parts,
        is_against_team,
        mentor: (gap.side == Side::Need).then(|| mentor(desk, field, place.agent, rules)).flatten(),
    })
}

/// The peer who is surest to be above the peers' mean, if clearly so; of the agent's own team where
/// there is one.
fn mentor(desk: &Desk, field: &Practised, agent: usize, rules: &CoachRules) -> Option<usize> {
    let team = |agent: usize| desk.agents.get(agent).and_then(|agent| agent.team.as_deref());
    let own = team(agent);
    let able = field.field.places.iter().filter_map(|place| {
        let above = 1.0 - place.belief.below(0.0)?;
        let is_clear = Verdict::of(above, 1.0, 0.0) == Verdict::ClearlyAbove
            && place.count >= rules.least_cases
            && place.agent != agent;
        let is_near = own.is_some() && team(place.agent) == own;
        is_clear.then_some((is_near, above, place.agent))
    });
    able.max_by(|one, next| {
        one.0.cmp(&next.0).then(one.1.total_cmp(&next.1)).then(next.2.cmp(&one.2))
    })
    .map(|(.., agent)| agent)
}
