//! One skill among the peers of one group.

use std::sync::Arc;

use rayon::prelude::*;

use super::field::{Field, LEAST_PEERS, Place, cases_of};
use super::model::{Measured, SkillModels};
use super::peers::PeerGroup;
use super::{Desk, Practice, Skill};
use crate::stats::Estimate;
use crate::stats::hierarchy::{Belief, Cases, SparseHierarchy};

/// One skill in one group.
pub(super) struct Practised {
    pub skill: Skill,
    group: usize,
    pub field: Field,
    own: Vec<usize>,
    practice: Arc<Told>,
    /// Its number among the measures of the hierarchy.
    measure: usize,
    hierarchy: Arc<SparseHierarchy>,
}

/// One skill's cases.
struct Told {
    measured: Arc<Measured>,
    /// By agent; `None` without cases.
    cases: Vec<Option<Cases>>,
    /// By agent: the parts of the window; `None` without cases.
    parts: Vec<[Option<Cases>; 3]>,
}

impl Told {
    fn of(agents: usize, practice: &Practice, measured: Arc<Measured>) -> Self {
        let cases = (0..agents).map(|agent| cases_of(&measured.case_mix, measured.cells(agent)));
        let cases = cases.map(|own| own.filter(|own| own.trials() > 0.0)).collect();
        let mut parts = vec![[const { None }; 3]; agents];
        for (number, part) in practice.parts.iter().enumerate() {
            for (agent, cells) in part.by_unit() {
                let own = parts.get_mut(agent).and_then(|own| own.get_mut(number));
                if let Some(own) = own {
                    *own = cases_of(&measured.case_mix, cells);
                }
            }
        }
        Self { measured, cases, parts }
    }
}

/// Every skill in every group whose agents have enough cases of it. How agents differ is learnt from all
/// skills together, for most are alike in most of them.
pub(super) fn practised(
    desk: &Desk,
    models: &SkillModels,
    groups: impl Fn(&Skill) -> Vec<PeerGroup> + Sync,
) -> Vec<Practised> {
    let measured: Vec<_> = desk.practices.iter().zip(models.iter()).collect();
    let told = |(practice, measured): (&'_ Practice, Option<&Arc<Measured>>)| {
        let told = Told::of(desk.agents.len(), practice, Arc::clone(measured?));
        Some((Arc::new(told), groups(&practice.skill)))
    };
    let told: Vec<_> = measured.into_par_iter().map(told).collect();
    let found = desk.practices.iter().zip(told);
    let found: Vec<_> = found
        .filter_map(|(practice, told)| told.map(|(told, groups)| (practice, told, groups)))
        .collect();
    let mut fields = Vec::new();
    for (practice, cases, groups) in &found {
        for (number, group) in groups.iter().enumerate() {
            let known = group.peers.iter().copied();
            let known: Vec<(usize, Cases)> =
                known.filter_map(|agent| Some((agent, cases.cases.get(agent)?.clone()?))).collect();
            let is_mixed = tells_apart(known.iter().map(|(_, cases)| cases));
            if known.len() >= LEAST_PEERS && is_mixed {
                let (agents, units): (Vec<usize>, Vec<Cases>) = known.into_iter().unzip();
                fields.push((*practice, cases, number, group, agents, units));
            }
        }
    }
    let units: Vec<&[Cases]> = fields.iter().map(|field| field.5.as_slice()).collect();
    let Some(hierarchy) = SparseHierarchy::fit(&units).map(Arc::new) else { return Vec::new() };
    fields
        .par_iter()
        .enumerate()
        .filter_map(|(place, (practice, cases, number, group, agents, units))| {
            let beliefs = units.iter().map(|unit| {
                let belief = hierarchy.belief(place, unit)?;
                Some((unit.estimate(belief.mean())?, belief))
            });
            let beliefs: Vec<_> = beliefs.collect::<Option<_>>()?;
            Some(Practised {
                skill: practice.skill.clone(),
                group: *number,
                field: Field::with(&cases.measured, agents, hierarchy.mean(place)?, &beliefs)?,
                own: group.own.clone(),
                practice: Arc::clone(cases),
                measure: place,
                hierarchy: Arc::clone(&hierarchy),
            })
        })
        .collect()
}

/// Whether some of all cases succeeded and some did not: what always goes well, or never, tells nobody from
/// anybody.
fn tells_apart<'c>(cases: impl Iterator<Item = &'c Cases>) -> bool {
    let sums =
        cases.fold((0.0, 0.0), |sums, one| (sums.0 + one.successes(), sums.1 + one.trials()));
    sums.0 > 0.0 && sums.0 < sums.1
}

impl Practised {
    /// What is believed of an agent's skill among peers of another mean.
    pub fn belief_around(&self, agent: usize, mean: f64) -> Option<Belief> {
        self.hierarchy.belief_around(self.measure, mean, self.cases(agent)?)
    }

    /// What the cases of some agents tell of their mean skill.
    pub fn mean_of(&self, agents: impl IntoIterator<Item = usize>) -> Option<Estimate> {
        let units = agents.into_iter().filter_map(|agent| self.cases(agent)).cloned();
        self.hierarchy.mean_of(self.measure, &units.collect::<Vec<_>>())
    }

    /// What tells it from all others.
    pub const fn key(&self) -> (&Skill, usize) {
        (&self.skill, self.group)
    }

    /// Those whose peers these are.
    pub fn own_places(&self) -> impl Iterator<Item = &Place> {
        self.field.places.iter().filter(|place| self.own.contains(&place.agent))
    }

    pub fn cases(&self, agent: usize) -> Option<&Cases> {
        self.practice.cases.get(agent)?.as_ref()
    }

    pub fn parts(&self, agent: usize) -> impl Iterator<Item = &Cases> {
        self.practice.parts.get(agent).into_iter().flatten().flatten()
    }

    /// An agent's cases in a part of the window, 0 to 2.
    pub fn part(&self, agent: usize, number: usize) -> Option<&Cases> {
        self.practice.parts.get(agent)?.get(number)?.as_ref()
    }
}
