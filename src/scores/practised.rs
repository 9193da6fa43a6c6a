//! One skill among the peers of one group.

use super::field::{Field, Place, cases_of};
use super::model::{Measured, Scale};
use super::peers::PeerGroup;
use super::{Desk, Practice, Skill};
use crate::stats::hierarchy::Cases;

/// One skill in one group.
pub(super) struct Practised {
    pub skill: Skill,
    group: usize,
    pub field: Field,
    own: Vec<usize>,
    /// By agent; `None` without cases.
    cases: Vec<Option<Cases>>,
    /// By agent: the parts of the window; `None` without cases.
    parts: Vec<[Option<Cases>; 3]>,
}

impl Practised {
    /// The skill in each group in which enough agents have cases of it.
    pub fn of(desk: &Desk, practice: &Practice, groups: &[PeerGroup]) -> Vec<Self> {
        let agents = desk.agents.len();
        let patterns = &desk.circumstances.patterns;
        let measured = practice
            .together(patterns)
            .and_then(|cells| Measured::of(Scale::Share, &cells, patterns, agents));
        let Some(measured) = measured else { return Vec::new() };
        let mut cases: Vec<Option<Cases>> =
            (0..agents).map(|agent| cases_of(&measured.case_mix, measured.cells(agent))).collect();
        let mut parts = vec![[const { None }; 3]; agents];
        for (number, part) in practice.parts.iter().enumerate() {
            for (agent, cells) in part.by_unit() {
                let own = parts.get_mut(agent).and_then(|own| own.get_mut(number));
                if let Some(own) = own {
                    *own = cases_of(&measured.case_mix, cells);
                }
            }
        }
        cases.iter_mut().for_each(|own| {
            if own.as_ref().is_some_and(|own| own.trials() <= 0.0) {
                *own = None;
            }
        });
        groups
            .iter()
            .enumerate()
            .filter_map(|(number, group)| {
                Some(Self {
                    skill: practice.skill.clone(),
                    group: number,
                    field: Field::of(&measured, &group.peers).ok()?,
                    own: group.own.clone(),
                    cases: cases.clone(),
                    parts: parts.clone(),
                })
            })
            .collect()
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
        self.cases.get(agent)?.as_ref()
    }

    pub fn parts(&self, agent: usize) -> impl Iterator<Item = &Cases> {
        self.parts.get(agent).into_iter().flatten().flatten()
    }

    /// An agent's cases in a part of the window, 0 to 2.
    pub fn part(&self, agent: usize, number: usize) -> Option<&Cases> {
        self.parts.get(agent)?.get(number)?.as_ref()
    }
}
