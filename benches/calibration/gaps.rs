//! Made-up desks with agents, and teams, who are weak or strong in single skills.

use caseload::model::Channel;
use caseload::scores::{
    Agent, Circumstances, CoachRules, Coaching, Desk, Factor, Practice, Side, Skill, SkillModels,
    Whose, coach,
};
use caseload::stats::case_mix::{Cell, Cells, Patterns};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use crate::chance::{Held, drawn, logistic, normal};
use crate::made::AGENTS;

const CHANNELS: [Channel; 3] = [Channel::Chat, Channel::Email, Channel::Phone];
const TOPICS: usize = 8;
const CRITERIA: usize = 8;
const PROMISES: usize = 2;
/// Topics on channels, criteria, promises.
const SKILLS: usize = 3 * TOPICS + CRITERIA + PROMISES;
const TEAMS: usize = 5;
/// Channel, topic, language, hours.
const LEVELS: [usize; 4] = [3, TOPICS, 2, 2];
const PATTERNS: usize = 3 * TOPICS * 4;
/// What a large gap is, in log-odds: of 78 in 100 it leaves 57.
pub const LARGE: f64 = 1.0;
/// What a team-wide gap is.
pub const OF_TEAM: f64 = 0.8;

/// How the desk is to be.
#[derive(Clone, Copy, Debug)]
pub struct Gaps {
    /// Chance of a large gap, and as much of a large strength, of an agent in a skill.
    pub planted: f64,
    /// Standard deviation of all other skills, in log-odds.
    pub others: f64,
    /// How many skills a whole team is weak in.
    pub teams: usize,
    /// Conversations of the median agent.
    pub volume: f64,
}

/// What was found.
#[derive(Clone, Default)]
pub struct Found {
    /// Needs, strengths: of those told, how many are off by less than half a large gap.
    pub weak: [Held; 2],
    /// Of those told, how many were not planted.
    pub unplanted: [Held; 2],
    /// Of those planted, by cases (60 to 100, to 150, more), how many were told.
    pub told: [[Held; 3]; 2],
    /// Desks with any finding.
    pub desks: Held,
    /// Of the skills in which a whole team is weak, those told of the team.
    pub teams: Held,
    /// Of the agents of such teams with 60 cases or more, those told of themselves.
    pub members: Held,
    /// Of what is told of teams, how many have no team-wide gap.
    pub false_teams: Held,
    /// Desks with something told of a team that has no team-wide gap.
    pub false_desks: Held,
    /// Of the needs with a mentor, how many have one who truly is above the peers.
    pub mentors: Held,
    /// The expected share of false findings, as the report says.
    pub expected: Vec<f64>,
}

impl Found {
    fn and(self, other: Self) -> Self {
        let pair = |[a, b]: [Held; 2], [c, d]: [Held; 2]| [a.and(c), b.and(d)];
        let three = |[a, b, c]: [Held; 3], [d, e, f]: [Held; 3]| [a.and(d), b.and(e), c.and(f)];
        let [needs, strengths] = self.told;
        let [more_needs, more_strengths] = other.told;
        Self {
            weak: pair(self.weak, other.weak),
            unplanted: pair(self.unplanted, other.unplanted),
            told: [three(needs, more_needs), three(strengths, more_strengths)],
            desks: self.desks.and(other.desks),
            teams: self.teams.and(other.teams),
            members: self.members.and(other.members),
            false_teams: self.false_teams.and(other.false_teams),
            false_desks: self.false_desks.and(other.false_desks),
            mentors: self.mentors.and(other.mentors),
            expected: [self.expected, other.expected].concat(),
        }
    }
}

pub fn found(first: u64, desks: u64, plan: Gaps) -> Found {
    (first..first + desks)
        .into_par_iter()
        .map(|seed| {
            let made = Made::of(seed, &plan);
            let models = SkillModels::of(&made.desk);
            made.judged(&coach(&made.desk, &models, &CoachRules::default()))
        })
        .reduce(Found::default, Found::and)
}

struct Made {
    desk: Desk,
    /// By skill and agent: the true skill in log-odds, and whether it was planted.
    skills: Vec<Vec<(f64, bool)>>,
    /// By skill and agent.
    counts: Vec<Vec<f64>>,
    /// Skill and team.
    weak_teams: Vec<(usize, usize)>,
}

/// The skills of which a conversation about a topic on a channel has cases.
fn skill_of(channel: usize, topic: usize) -> usize {
    channel * TOPICS + topic
}

fn team_of(agent: usize) -> usize {
    agent % TEAMS
}

impl Made {
    fn of(seed: u64, plan: &Gaps) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed ^ 0x5eed_0000);
        let bases: Vec<f64> = (0..SKILLS).map(|_| 1.25 + 0.3 * normal(&mut rng)).collect();
        let effects: Vec<f64> = (0..4).map(|_| 0.3 * normal(&mut rng)).collect();
        let mut skills = vec![vec![(0.0, false); AGENTS]; SKILLS];
        for skill in skills.iter_mut().flatten() {
            let chance = rng.random::<f64>();
            let other = plan.others * normal(&mut rng);
            *skill = match chance {
                chance if chance < plan.planted => (-LARGE, true),
                chance if chance < 2.0 * plan.planted => (LARGE, true),
                _ => (other, false),
            };
        }
        let mut weak_teams = Vec::new();
        for number in 0..plan.teams {
            // A topic on a channel and, every other time, a criterion.
            let skill = if number % 2 == 0 {
                rng.random_range(0..3 * TOPICS)
            } else {
                3 * TOPICS + rng.random_range(0..CRITERIA)
            };
            let team = rng.random_range(0..TEAMS);
            if weak_teams.iter().any(|(known, _)| *known == skill) {
                continue;
            }
            weak_teams.push((skill, team));
            (0..AGENTS)
                .filter(|agent| team_of(*agent) == team)
                .for_each(|agent| skills[skill][agent].0 -= OF_TEAM);
        }
        let size = AGENTS * PATTERNS * 3;
        let mut tallies = vec![vec![(0_u32, 0_u32); size]; SKILLS];
        for agent in 0..AGENTS {
            let volume = (plan.volume * (0.6 * normal(&mut rng)).exp()).round().max(30.0) as u32;
            let home = agent / (AGENTS / 3);
            let language = 0.2 + 0.6 * rng.random::<f64>();
            let channels: Vec<f64> =
                (0..3).map(|channel| if channel == home { 0.85 } else { 0.075 }).collect();
            for case in 0..volume {
                let part = (3 * case / volume) as usize;
                let channel = drawn(&mut rng, &channels) as usize;
                let topic = rng.random_range(0..TOPICS);
                let spoken = usize::from(rng.random::<f64>() < language);
                let hours = usize::from(rng.random::<f64>() < 0.3);
                let pattern = ((channel * TOPICS + topic) * 2 + spoken) * 2 + hours;
                let place = (agent * PATTERNS + pattern) * 3 + part;
                let shift = effects[spoken] + effects[2 + hours];
                let mut case_of = |skill: usize, rng: &mut ChaCha8Rng| {
                    let chance = logistic(bases[skill] + shift + skills[skill][agent].0);
                    let tally = &mut tallies[skill][place];
                    tally.0 += u32::from(rng.random::<f64>() < chance);
                    tally.1 += 1;
                };
                case_of(skill_of(channel, topic), &mut rng);
                for criterion in 0..CRITERIA {
                    if rng.random::<f64>() < 0.5 {
                        case_of(3 * TOPICS + criterion, &mut rng);
                    }
                }
                case_of(3 * TOPICS + CRITERIA + case as usize % PROMISES, &mut rng);
            }
        }
        let mut rows = Vec::new();
        for number in 0..PATTERNS as u32 {
            rows.extend([number / 32, number / 4 % 8, number / 2 % 2, number % 2]);
        }
        let patterns = Patterns::new(&LEVELS, rows).expect("levels of the factors");
        let factors = ["channel", "topic", "language", "hours"].iter().zip(LEVELS);
        let factors = factors.map(|(name, levels)| Factor {
            name,
            levels: (0..levels).map(|level| level.to_string()).collect(),
        });
        let factors = factors.collect();
        let mut counts = vec![vec![0.0; AGENTS]; SKILLS];
        let practices = (0..SKILLS)
            .map(|skill| {
                let parts = std::array::from_fn(|part| {
                    let mut cells = Vec::new();
                    for agent in 0..AGENTS {
                        for pattern in 0..PATTERNS {
                            let (sum, count) =
                                tallies[skill][(agent * PATTERNS + pattern) * 3 + part];
                            counts[skill][agent] += f64::from(count);
                            cells.push(Cell::share(agent as u32, pattern as u32, sum, count));
                        }
                    }
                    Cells::new(cells, &patterns).expect("cells of the patterns")
                });
                Practice { skill: named(skill), parts }
            })
            .collect();
        let agents = (0..AGENTS).map(|agent| Agent {
            agent_id: format!("agent-{agent:03}"),
            team: Some(format!("team-{}", team_of(agent))),
            channel: Some(CHANNELS[agent / (AGENTS / 3)]),
            tier: None,
        });
        let none = Cells::new(Vec::new(), &patterns).expect("no cells");
        let desk = Desk {
            agents: agents.collect(),
            dimensions: vec![none; 5],
            circumstances: Circumstances { factors, patterns },
            shared: Vec::new(),
            practices,
            critical: vec![(0, 0); AGENTS],
        };
        Self { desk, skills, counts, weak_teams }
    }

    /// Those an agent is compared with in a skill.
    fn peers(&self, skill: usize, agent: usize) -> impl Iterator<Item = usize> {
        let third = AGENTS / 3;
        (0..AGENTS).filter(move |peer| {
            let is_group = skill < 3 * TOPICS || peer / third == agent / third;
            is_group && self.counts[skill][*peer] > 0.0
        })
    }

    /// By how much an agent is truly off the peers.
    fn away(&self, skill: usize, agent: usize) -> f64 {
        let peers: Vec<f64> =
            self.peers(skill, agent).map(|peer| self.skills[skill][peer].0).collect();
        self.skills[skill][agent].0 - crate::chance::mean(&peers)
    }

    fn judged(&self, told: &Coaching) -> Found {
        let mut found = Found::default();
        let half = CoachRules::default().large / 2.0;
        let number = |skill: &Skill| (0..SKILLS).find(|at| named(*at) == *skill).expect("a skill");
        for finding in &told.findings {
            let skill = number(&finding.skill);
            let side = usize::from(finding.side == Side::Strength);
            match &finding.whose {
                Whose::Agent(agent) => {
                    let centre = (finding.expected / (1.0 - finding.expected)).ln();
                    let away = if finding.is_against_team {
                        let team: Vec<f64> = (0..AGENTS)
                            .filter(|peer| team_of(*peer) == team_of(*agent))
                            .map(|peer| self.skills[skill][peer].0)
                            .collect();
                        self.skills[skill][*agent].0 - crate::chance::mean(&team)
                    } else {
                        self.away(skill, *agent)
                    };
                    let gap = (logistic(centre + away) - finding.expected)
                        * if side == 0 { -1.0 } else { 1.0 };
                    found.weak[side].add(gap < half);
                    let (value, planted) = self.skills[skill][*agent];
                    let is_it = planted && (value < 0.0) == (side == 0);
                    let of_team = self.weak_teams.contains(&(skill, team_of(*agent)));
                    let is_of_team = of_team && side == 0;
                    found.unplanted[side].add(!is_it && !is_of_team);
                    if let Some(mentor) = finding.mentor {
                        found.mentors.add(self.away(skill, mentor) > 0.0);
                    }
                }
                Whose::Team(team) => {
                    let of = |(known, one): &(usize, usize)| {
                        *known == skill && format!("team-{one}") == *team
                    };
                    found.false_teams.add(side == 1 || !self.weak_teams.iter().any(of));
                }
            }
        }
        let is_told = |side: Side, skill: usize, agent: usize| {
            let name = named(skill);
            told.findings.iter().any(|finding| {
                finding.side == side
                    && finding.skill == name
                    && finding.whose == Whose::Agent(agent)
            })
        };
        for skill in 0..SKILLS {
            for agent in 0..AGENTS {
                let count = self.counts[skill][agent];
                let (value, planted) = self.skills[skill][agent];
                let is_weak_team = self.weak_teams.contains(&(skill, team_of(agent)));
                let band = match count {
                    count if count < 60.0 => continue,
                    count if count < 100.0 => 0,
                    count if count < 150.0 => 1,
                    _ => 2,
                };
                if is_weak_team {
                    found.members.add(is_told(Side::Need, skill, agent));
                } else if planted {
                    let side = if value < 0.0 { Side::Need } else { Side::Strength };
                    found.told[usize::from(value > 0.0)][band].add(is_told(side, skill, agent));
                }
            }
        }
        for (skill, team) in &self.weak_teams {
            let name = named(*skill);
            let whose = Whose::Team(format!("team-{team}"));
            found.teams.add(told.findings.iter().any(|finding| {
                finding.side == Side::Need && finding.skill == name && finding.whose == whose
            }));
        }
        let wrong: f64 = found.false_teams.0.iter().map(|desk| desk.0).sum();
        found.false_desks.add(wrong > 0.0);
        found.desks.add(!told.findings.is_empty());
        found.expected.push(told.expected_false);
        found
    }
}

fn named(skill: usize) -> Skill {
    if skill < 3 * TOPICS {
        let topic = format!("topic-{}", skill % TOPICS);
        return Skill::Topic { topic, channel: CHANNELS[skill / TOPICS] };
    }
    let rest = skill - 3 * TOPICS;
    if rest < CRITERIA {
        Skill::Criterion(format!("criterion-{rest}"))
    } else {
        Skill::Promise(format!("promise-{}", rest - CRITERIA))
    }
}
