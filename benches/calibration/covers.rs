//! How often intervals hold the planted skill, and how well scores order the agents.

use caseload::scores::{Assessment, Dimension, ScoreRules, assess};
use caseload::stats::{Interval, spearman};
use rayon::prelude::*;

use crate::chance::{Held, mean};
use crate::made::{AGENTS, Made, Plan, WEIGHTS, made, standardised};

/// By volume: the quarter with the fewest conversations, those between, the one with the most, all.
#[derive(Clone, Default)]
pub struct ByVolume(pub [Held; 5]);

impl ByVolume {
    fn add(&mut self, quarter: usize, held: bool) {
        self.0[quarter].add(held);
        self.0[4].add(held);
    }

    fn and(self, other: Self) -> Self {
        let mut pairs = self.0.into_iter().zip(other.0);
        Self(std::array::from_fn(|_| pairs.next().map(|(a, b)| a.and(b)).unwrap_or_default()))
    }
}

/// Each dimension's 80% and 95% intervals, and the composite's last.
#[derive(Clone, Default)]
pub struct Covers {
    pub levels: [[ByVolume; 2]; 6],
    /// Rank correlation with the planted composite, desk by desk: of the score, of the means as they
    /// were, of satisfaction as it was, of the weighted mean of z-scores, and of that of z-scores within
    /// the peer group.
    pub orders: Vec<[f64; 5]>,
    /// Of agents told clearly above or below, how many truly are.
    pub clear: Held,
    pub scored: Held,
}

impl Covers {
    fn and(mut self, other: Self) -> Self {
        let mut pairs = self.levels.into_iter().zip(other.levels);
        self.levels = std::array::from_fn(|_| {
            let (a, b) = pairs.next().unwrap_or_default();
            let mut ends = a.into_iter().zip(b);
            std::array::from_fn(|_| ends.next().map(|(a, b)| a.and(b)).unwrap_or_default())
        });
        self.orders.extend(other.orders);
        self.clear = self.clear.and(other.clear);
        self.scored = self.scored.and(other.scored);
        self
    }
}

pub fn covers(first: u64, desks: u64) -> Covers {
    (first..first + desks)
        .into_par_iter()
        .map(|seed| {
            let made = made(&Plan::of(seed));
            of_desk(&made, &assess(&made.desk, &ScoreRules::default()))
        })
        .reduce(Covers::default, Covers::and)
}

pub fn quarters(volumes: &[u32]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..volumes.len()).collect();
    order.sort_by_key(|agent| volumes[*agent]);
    let mut quarters = vec![0; volumes.len()];
    order.iter().enumerate().for_each(|(place, agent)| quarters[*agent] = place * 4 / AGENTS);
    quarters
}

fn of_desk(made: &Made, found: &Assessment) -> Covers {
    let mut covers = Covers::default();
    let quarters = quarters(&made.volumes);
    let everybody: Vec<Vec<f64>> = made
        .desk
        .dimensions
        .iter()
        .map(|cells| {
            let mut counts = vec![0.0; made.desk.circumstances.patterns.len()];
            cells.iter().for_each(|cell| counts[cell.pattern as usize] += cell.count);
            counts
        })
        .collect();
    let truths = truths(made, found);
    for card in &found.cards {
        let group = &found.groups[card.group].peers;
        let quarter = quarters[card.agent];
        for (d, dimension) in Dimension::ALL.into_iter().enumerate() {
            let Ok(standing) = card.standing(dimension) else { continue };
            let with: Vec<f64> = group
                .iter()
                .filter(|peer| {
                    found.cards[**peer].standings[d] != Err(caseload::scores::Reason::NoCases)
                })
                .map(|peer| made.skills[*peer][d])
                .collect();
            let away = made.skills[card.agent][d] - mean(&with);
            let truth = match dimension {
                Dimension::Quality => standing.peers + away,
                Dimension::Speed | Dimension::Efficiency => standing.peers * (-away).exp(),
                _ => {
                    let mix = &found.models[d].as_ref().expect("a model").case_mix;
                    let told = |shift: f64| mix.standardised(&everybody[d], shift).expect("cases");
                    let (mut low, mut high) = (-8.0, 8.0);
                    for _ in 0..40 {
                        let middle = f64::midpoint(low, high);
                        if told(middle) < standing.peers { low = middle } else { high = middle }
                    }
                    told(low + away)
                }
            };
            let holds = |ends: Interval| ends.low <= truth && truth <= ends.high;
            covers.levels[d][0].add(quarter, holds(standing.interval_80));
            covers.levels[d][1].add(quarter, holds(standing.interval_95));
        }
        let truth = truths[card.agent];
        covers.scored.add(card.score.is_ok());
        if let Ok(score) = &card.score {
            let holds = |ends: Interval| {
                let at = 50.0 + 10.0 * truth;
                ends.low <= at && at <= ends.high
            };
            covers.levels[5][0].add(quarter, holds(score.interval_80));
            covers.levels[5][1].add(quarter, holds(score.interval_95));
            let mut peers: Vec<f64> = group.iter().map(|peer| truths[*peer]).collect();
            peers.sort_by(f64::total_cmp);
            let middle = caseload::stats::median(&peers).expect("peers");
            match card.verdict.text() {
                "clearly above" => covers.clear.add(truth > middle),
                "clearly below" => covers.clear.add(truth < middle),
                _ => {}
            }
        }
    }
    covers.orders.push(orders(made, found, &truths));
    covers
}

/// The planted composites against the own peers, over the dimensions that are in the agent's score.
pub fn truths(made: &Made, found: &Assessment) -> Vec<f64> {
    found
        .cards
        .iter()
        .map(|card| {
            let group = &found.groups[card.group].peers;
            (0..5)
                .map(|d| {
                    let peers: Vec<f64> = group.iter().map(|peer| made.skills[*peer][d]).collect();
                    let away = made.skills[card.agent][d] - mean(&peers);
                    card.parts[d] * standardised(d, away)
                })
                .sum()
        })
        .collect()
}

/// Over the agents who have a score and an answered survey.
fn orders(made: &Made, found: &Assessment, truths: &[f64]) -> [f64; 5] {
    let own = |agent: usize, d: usize| -> Option<f64> {
        let standing = found.cards[agent].standings[d].as_ref().ok()?;
        Some(if d < 3 { standing.own } else { -standing.own.ln() })
    };
    let known: Vec<usize> = (0..made.skills.len())
        .filter(|agent| {
            found.cards[*agent].score.is_ok() && (0..5).all(|d| own(*agent, d).is_some())
        })
        .collect();
    let each = |of: &dyn Fn(usize) -> f64| -> Vec<f64> { known.iter().map(|at| of(*at)).collect() };
    let column = |d: usize, agent: usize| own(agent, d).expect("a value");
    let z = |peers: &[usize], d: usize, agent: usize| {
        let values: Vec<f64> = peers.iter().filter_map(|peer| own(*peer, d)).collect();
        let centre = mean(&values);
        let squares: Vec<f64> = values.iter().map(|v| (v - centre).powi(2)).collect();
        (column(d, agent) - centre) / mean(&squares).sqrt()
    };
    let weighed =
        |peers: &[usize], agent: usize| (0..5).map(|d| WEIGHTS[d] * z(peers, d, agent)).sum();
    let group = |agent: usize| found.groups[found.cards[agent].group].peers.as_slice();
    let score = each(&|agent| found.cards[agent].score.as_ref().expect("a score").value);
    let truth = each(&|agent| truths[agent]);
    let of = |values: &[f64]| spearman(values, &truth).unwrap_or(0.0);
    [
        of(&score),
        of(&each(&|agent| (0..5).map(|d| column(d, agent)).sum())),
        of(&each(&|agent| column(1, agent))),
        of(&each(&|agent| weighed(&known, agent))),
        of(&each(&|agent| weighed(group(agent), agent))),
    ]
}
