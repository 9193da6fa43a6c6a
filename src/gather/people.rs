//! Who is who in each source, as its lists of users say.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Effect, Issue, IssueKind, Person, Place, RecordKind, Role};

/// One person of one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub role: Option<Role>,
    pub name: String,
    pub team: String,
    /// The line of support, as the list has it.
    pub support_tier: String,
    place: Place,
}

impl Known {
    fn says_the_same(&self, other: &Known) -> bool {
        let texts = |one: &'_ Known| [&one.name, &one.team, &one.support_tier].map(String::clone);
        self.role == other.role && texts(self) == texts(other)
    }
}

/// All people that the input lists, by source and id.
#[derive(Clone, Debug, Default)]
pub struct People {
    known: BTreeMap<String, BTreeMap<String, Known>>,
    /// The teams that people belong to, by source.
    teams: BTreeMap<String, BTreeSet<String>>,
    /// Source, id and entry, as they came; empty once they are settled.
    heard: Vec<(String, String, Known)>,
}

impl People {
    /// The person of that id in that source.
    pub fn get(&self, source: &str, id: &str) -> Option<&Known> {
        self.known.get(source)?.get(id)
    }

    /// Whether the source lists anybody.
    pub fn has(&self, source: &str) -> bool {
        self.known.contains_key(source)
    }

    /// Whether somebody in that source belongs to a team of that name.
    pub fn has_team(&self, source: &str, team: &str) -> bool {
        self.teams.get(source).is_some_and(|teams| teams.contains(team))
    }

    /// Everybody who is not a customer, by source and id.
    pub fn staff(&self) -> impl Iterator<Item = (&str, &str, &Known)> {
        self.known.iter().flat_map(|(source, people)| {
            let staff = people.iter().filter(|(_, known)| known.role != Some(Role::Customer));
            staff.map(move |(id, known)| (source.as_str(), id.as_str(), known))
        })
    }

    pub(super) fn add(&mut self, source: &str, place: Place, person: &Person<'_>) {
        let known = Known {
            role: person.role,
            name: person.name.to_string(),
            team: person.team.to_string(),
            support_tier: person.support_tier.to_string(),
            place,
        };
        self.heard.push((source.to_owned(), person.person_id.to_string(), known));
    }

    pub(super) fn append(&mut self, other: &mut People) {
        self.heard.append(&mut other.heard);
    }

    /// Of several entries of one id the last place wins; the others go into the ledger. Returns
    /// how many were kept from each file.
    pub(super) fn settle(&mut self, issues: &mut Vec<Issue>, files: usize) -> Vec<u64> {
        let mut heard = std::mem::take(&mut self.heard);
        heard.sort_by(|(a_source, a_id, a), (b_source, b_id, b)| {
            (a_source, a_id, b.place).cmp(&(b_source, b_id, a.place))
        });
        let mut kept = vec![0; files];
        for (source, id, entry) in heard {
            let people = self.known.entry(source.clone()).or_default();
            if let Some(winner) = people.get(&id) {
                issues.push(Issue {
                    place: entry.place,
                    record: RecordKind::Person,
                    field: "",
                    kind: if entry.says_the_same(winner) {
                        IssueKind::Repeat
                    } else {
                        IssueKind::Superseded
                    },
                    effect: Effect::Dropped,
                    seen: String::new(),
                });
                continue;
            }
            if let Some(count) = kept.get_mut(entry.place.file as usize) {
                *count += 1;
            }
            if !entry.team.is_empty() {
                self.teams.entry(source).or_default().insert(entry.team.clone());
            }
            people.insert(id, entry);
        }
        kept
    }
}
