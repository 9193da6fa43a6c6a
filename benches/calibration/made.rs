//! A made-up desk whose agents' true skills are known.

use caseload::model::Channel;
use caseload::scores::{Agent, Circumstances, Desk, Dimension, Factor, Shared};
use caseload::stats::case_mix::{Cell, Cells, Patterns};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::chance::{below, drawn, logistic, normal};

pub const AGENTS: usize = 60;

/// Standard deviations of true skill: log-odds, log-odds, shares of the rubric, logarithms.
pub const SPREADS: [f64; 5] = [0.35, 0.40, 0.05, 0.25, 0.20];

const NAMES: [&str; 7] = ["channel", "topic", "language", "hours", "priority", "contact", "mood"];
const LEVELS: [usize; 7] = [3, 8, 3, 3, 2, 2, 2];
const CHANNELS: [Channel; 3] = [Channel::Chat, Channel::Email, Channel::Phone];

/// What an urgent case adds to each outcome, in the unit of its skill.
const URGENT: [f64; 5] = [-1.2, -0.8, -0.10, 0.5, 0.4];

/// By how much the levels of other factors differ in each outcome.
const EFFECTS: [f64; 5] = [0.40, 0.25, 0.03, 0.20, 0.20];

/// How the desk is to be.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub seed: u64,
    /// Conversations of the median agent.
    pub volume: f64,
    /// By how much the log-odds of an urgent case rise with the agent's true composite, per standard
    /// deviation of it.
    pub routing: f64,
    /// Chance of an answer from a satisfied customer and from another.
    pub answers: (f64, f64),
    /// By how much, in logarithms, an agent's chance of being answered by the satisfied rises beyond
    /// that of the others, in standard deviations over agents.
    pub inviting: f64,
    /// Whether true skills differ at all.
    pub differs: bool,
    /// Whether each second agent has the skill of the one before, and other languages and hours.
    pub twins: bool,
}

impl Plan {
    pub const fn of(seed: u64) -> Self {
        Self {
            seed,
            volume: 300.0,
            routing: 1.0,
            answers: (0.25, 0.25),
            inviting: 0.0,
            differs: true,
            twins: false,
        }
    }
}

/// A desk and what is true of it.
pub struct Made {
    pub desk: Desk,
    /// True skills, more being better, in the order of [`Dimension::ALL`].
    pub skills: Vec<[f64; 5]>,
    /// Conversations of each agent.
    pub volumes: Vec<u32>,
    /// Each agent's language, hours and channel that most cases are of.
    pub homes: Vec<[u32; 3]>,
    /// Surveys sent, all that would have been satisfied, and the answers (satisfied, all).
    pub surveys: Vec<[u32; 4]>,
}

/// Weights of the dimensions as they are by default.
pub const WEIGHTS: [f64; 5] = [0.30, 0.25, 0.20, 0.15, 0.10];

/// A true skill in standard deviations, efficiency being worth nothing beyond the 75th percentile.
pub fn standardised(dimension: usize, away: f64) -> f64 {
    let t = away / SPREADS[dimension];
    if dimension == 4 { t.min(0.674_489_75) } else { t }
}

/// The desk of a plan. What is drawn for an agent's skill and habits does not depend on the routing, so
/// that two plans of one seed are of the same agents.
pub fn made(plan: &Plan) -> Made {
    let mut rng = ChaCha8Rng::seed_from_u64(plan.seed);
    let factors: Vec<Factor> = NAMES
        .iter()
        .zip(LEVELS)
        .map(|(name, levels)| Factor {
            name,
            levels: (0..levels).map(|level| level.to_string()).collect(),
        })
        .collect();
    let patterns = patterns();
    let effects: Vec<Vec<[f64; 5]>> = LEVELS
        .iter()
        .enumerate()
        .map(|(factor, levels)| {
            (0..*levels)
                .map(|level| {
                    let z: Vec<f64> = (0..5).map(|_| normal(&mut rng)).collect();
                    let urgent = factor == 4;
                    std::array::from_fn(|d| match (urgent, level) {
                        (true, 0) => 0.0,
                        (true, _) => URGENT[d],
                        _ => EFFECTS[d] * z[d],
                    })
                })
                .collect()
        })
        .collect();
    let mut skills: Vec<[f64; 5]> = Vec::new();
    let mut agents = Vec::new();
    let mut habits: Vec<(u32, [u32; 3], f64)> = Vec::new();
    for number in 0..AGENTS {
        let common = normal(&mut rng);
        let own: [f64; 5] = std::array::from_fn(|d| {
            SPREADS[d] * (0.3_f64.sqrt() * common + 0.7_f64.sqrt() * normal(&mut rng))
        });
        let is_twin = plan.twins && number % 2 == 1;
        skills.push(match skills.last() {
            Some(before) if is_twin => *before,
            _ if plan.differs => own,
            _ => [0.0; 5],
        });
        let home = match number {
            0..26 => 0,
            26..44 => 1,
            _ => 2,
        };
        agents.push(Agent {
            agent_id: format!("agent-{number:03}"),
            team: Some(format!("team-{}", number % 5)),
            channel: Some(CHANNELS[home]),
            tier: (number < 8).then(|| "second".to_owned()),
        });
        let volume = (plan.volume * (0.8 * normal(&mut rng)).exp()).round().max(12.0) as u32;
        let mut language = rng.random_range(0..3_u32);
        let mut hours = rng.random_range(0..3_u32);
        if let (true, Some((_, [before, at, _], _))) = (is_twin, habits.last()) {
            (language, hours) = ((before + 1) % 3, (at + 1) % 3);
        }
        let inviting = plan.inviting * normal(&mut rng);
        habits.push((volume, [language, hours, home as u32], inviting));
    }
    let mut found = Made {
        desk: Desk {
            agents,
            circumstances: Circumstances { factors, patterns: patterns.clone() },
            dimensions: Vec::new(),
            shared: Vec::new(),
            practices: Vec::new(),
            critical: vec![(0, 0); AGENTS],
        },
        skills,
        volumes: habits.iter().map(|(volume, ..)| *volume).collect(),
        homes: habits.iter().map(|(_, homes, _)| *homes).collect(),
        surveys: Vec::new(),
    };
    let mut cells: [Vec<Cell>; 5] = Default::default();
    for (agent, (volume, homes, inviting)) in habits.iter().enumerate() {
        let mut rng = ChaCha8Rng::seed_from_u64(plan.seed << 16 | agent as u64);
        let skill = found.skills[agent];
        let overall: f64 = (0..5).map(|d| WEIGHTS[d] * skill[d] / SPREADS[d]).sum::<f64>() / 0.66;
        let urgent = logistic(-0.4 + plan.routing * overall);
        let prefers = |home: u32, levels: usize, share: f64| -> Vec<f64> {
            let rest = (1.0 - share) / (levels as f64 - 1.0);
            (0..levels).map(|level| if level as u32 == home { share } else { rest }).collect()
        };
        let channels = prefers(homes[2], 3, 0.85);
        let languages = prefers(homes[0], 3, 0.7);
        let hours = prefers(homes[1], 3, 0.7);
        let mut both = Both::default();
        let mut surveys = [0; 4];
        for _ in 0..*volume {
            let row = [
                drawn(&mut rng, &channels),
                drawn(&mut rng, &[3.0, 2.0, 2.0, 1.0, 1.0, 1.0, 1.0, 0.5]),
                drawn(&mut rng, &languages),
                drawn(&mut rng, &hours),
                u32::from(rng.random::<f64>() < urgent),
                u32::from(rng.random::<f64>() < 0.2),
                u32::from(rng.random::<f64>() < 0.3),
            ];
            let pattern = pattern(&row);
            let sums: [f64; 5] = std::array::from_fn(|d| {
                row.iter().zip(&effects).map(|(level, of)| of[*level as usize][d]).sum()
            });
            let common = normal(&mut rng);
            let mut latent = || 0.5 * common + 0.75_f64.sqrt() * normal(&mut rng);
            let resolved = below(latent()) < logistic(1.4 + sums[0] + skill[0]);
            let satisfied = below(latent()) < logistic(1.2 + sums[1] + skill[1]);
            let speed = 5.0 + sums[3] - skill[3] - latent();
            let work = 2.0 + sums[4] - skill[4] - 0.8 * latent();
            let met = (0.75 + sums[2] + skill[2] + 0.06 * common).clamp(0.02, 0.98);
            let criteria = (0..10).filter(|_| rng.random::<f64>() < met).count();
            let chance = match satisfied {
                true => (plan.answers.0 * inviting.exp()).min(1.0),
                false => plan.answers.1,
            };
            let is_answered = rng.random::<f64>() < chance;
            let is_judged = rng.random::<f64>() < 0.6;
            surveys[0] += 1;
            surveys[1] += u32::from(satisfied);
            surveys[2] += u32::from(satisfied && is_answered);
            surveys[3] += u32::from(is_answered);
            let told = |is: bool| f64::from(u8::from(is));
            let outcomes = [
                Some(told(resolved)),
                is_answered.then_some(told(satisfied)),
                is_judged.then_some(criteria as f64 / 10.0),
                Some(speed),
                Some(work),
            ];
            for (cells, y) in cells.iter_mut().zip(outcomes) {
                let Some(y) = y else { continue };
                cells.push(Cell {
                    unit: agent as u32,
                    pattern,
                    count: 1.0,
                    sum: y,
                    squares: y * y,
                });
            }
            both.add(&outcomes);
        }
        found.surveys.push(surveys);
        found.desk.shared.extend(both.shared(agent as u32));
    }
    let dimensions = cells.into_iter().map(|cells| Cells::new(cells, &patterns));
    found.desk.dimensions = dimensions.collect::<Option<_>>().expect("cells of the patterns");
    found
}

fn patterns() -> Patterns {
    let mut rows = Vec::new();
    for number in 0..LEVELS.iter().product::<usize>() {
        let mut left = number;
        for levels in LEVELS {
            rows.push((left % levels) as u32);
            left /= levels;
        }
    }
    Patterns::new(&LEVELS, rows).expect("levels of the factors")
}

fn pattern(row: &[u32; 7]) -> u32 {
    row.iter().zip(LEVELS).rev().fold(0, |number, (level, levels)| number * levels as u32 + level)
}

/// An agent's conversations that count in two dimensions.
#[derive(Default)]
struct Both([[(f64, f64, f64, f64); 5]; 5]);

impl Both {
    fn add(&mut self, outcomes: &[Option<f64>; 5]) {
        for one in 0..5 {
            for other in one + 1..5 {
                let (Some(a), Some(b)) = (outcomes[one], outcomes[other]) else { continue };
                let sums = &mut self.0[one][other];
                *sums = (sums.0 + 1.0, sums.1 + a, sums.2 + b, sums.3 + a * b);
            }
        }
    }

    fn shared(&self, unit: u32) -> Vec<Shared> {
        let mut found = Vec::new();
        for one in 0..5 {
            for other in one + 1..5 {
                let (count, a, b, products) = self.0[one][other];
                let dimensions = (Dimension::ALL[one], Dimension::ALL[other]);
                found.push(Shared { unit, dimensions, count, sums: (a, b), products });
            }
        }
        found
    }
}
