//! Routing, surveys that the satisfied rather answer, and agents of the same skill with other cases.

use caseload::scores::{Assessment, Dimension, ScoreRules, assess};
use caseload::stats::Tally;
use caseload::stats::non_response::bounds;
use rayon::prelude::*;

use crate::chance::{Held, mean};
use crate::covers::truths;
use crate::made::{AGENTS, Made, Plan, SPREADS, WEIGHTS, made};

fn assessed(plan: &Plan) -> (Made, Assessment) {
    let made = made(plan);
    let found = assess(&made.desk, &ScoreRules::default());
    (made, found)
}

fn score(found: &Assessment, agent: usize) -> Option<f64> {
    Some((found.cards[agent].score.as_ref().ok()?.value - 50.0) / 10.0)
}

fn unadjusted(found: &Assessment, agent: usize) -> Option<f64> {
    Some((found.cards[agent].unadjusted? - 50.0) / 10.0)
}

/// By desk, how far the scores of the best tenth move, in standard deviations, once urgent cases go
/// rather to the better agents: with the case mix and without it.
pub fn routing(first: u64, desks: u64) -> [Vec<f64>; 2] {
    let moves: Vec<[f64; 2]> = (first..first + desks)
        .into_par_iter()
        .map(|seed| {
            let (made, before) = assessed(&Plan { routing: 0.0, ..Plan::of(seed) });
            let (_, after) = assessed(&Plan { routing: 1.5, ..Plan::of(seed) });
            let overall = |agent: usize| -> f64 {
                (0..5).map(|d| WEIGHTS[d] * made.skills[agent][d] / SPREADS[d]).sum()
            };
            let mut order: Vec<usize> = (0..AGENTS).collect();
            order.sort_by(|one, next| overall(*next).total_cmp(&overall(*one)));
            let of = |score: &dyn Fn(&Assessment, usize) -> Option<f64>| {
                let moves: Vec<f64> = order[..AGENTS / 10]
                    .iter()
                    .filter_map(|agent| Some(score(&after, *agent)? - score(&before, *agent)?))
                    .collect();
                mean(&moves)
            };
            [of(&score), of(&unadjusted)]
        })
        .collect();
    [0, 1].map(|at| moves.iter().map(|one| one[at]).filter(|moved| moved.is_finite()).collect())
}

/// What surveys tell of satisfaction.
#[derive(Clone, Default)]
pub struct Surveys {
    /// By desk: the satisfied share of the answers less that of all customers.
    pub level: Vec<f64>,
    /// By desk: mean over agents of |true − believed skill in feedback|, in standard deviations.
    pub error: Vec<f64>,
    /// 80% intervals of feedback that hold the planted skill.
    pub holds: Held,
    /// Agents for whom the bounds hold the share of all their customers.
    pub bounds: Held,
    /// By desk: the mean width of the bounds.
    pub width: Vec<f64>,
}

/// `answers`: the chance of an answer from the satisfied and from others.
pub fn surveys(first: u64, desks: u64, answers: (f64, f64), inviting: f64) -> Surveys {
    let of = |seed: u64| {
        let (made, found) = assessed(&Plan { answers, inviting, ..Plan::of(seed) });
        let mut told = Surveys::default();
        let (mut sent, mut satisfied, mut positive, mut answered) = (0, 0, 0, 0);
        let (mut errors, mut widths) = (Vec::new(), Vec::new());
        for card in &found.cards {
            let [own_sent, own_satisfied, own_positive, own_answered] = made.surveys[card.agent];
            sent += own_sent;
            satisfied += own_satisfied;
            positive += own_positive;
            answered += own_answered;
            let tally = Tally::new(own_positive, own_answered).expect("a tally");
            let ends = bounds(tally, own_sent).expect("bounds");
            let truth = f64::from(own_satisfied) / f64::from(own_sent);
            told.bounds.add(ends.low <= truth && truth <= ends.high);
            widths.push(ends.high - ends.low);
            let Ok(standing) = card.standing(Dimension::Feedback) else { continue };
            let peers = &found.groups[card.group].peers;
            let centre = mean(&peers.iter().map(|peer| made.skills[*peer][1]).collect::<Vec<_>>());
            let away = made.skills[card.agent][1] - centre;
            let sd = standing.skill.variance().sqrt();
            errors.push((standing.skill.value() - away).abs() / SPREADS[1]);
            told.holds.add((standing.skill.value() - away).abs() <= 1.281_551_6 * sd);
        }
        let share = |a: u32, b: u32| f64::from(a) / f64::from(b);
        told.level.push(share(positive, answered) - share(satisfied, sent));
        told.error.push(mean(&errors));
        told.width.push(mean(&widths));
        told
    };
    (first..first + desks).into_par_iter().map(of).reduce(Surveys::default, |one, other| Surveys {
        level: [one.level, other.level].concat(),
        error: [one.error, other.error].concat(),
        holds: one.holds.and(other.holds),
        bounds: one.bounds.and(other.bounds),
        width: [one.width, other.width].concat(),
    })
}

/// What scores say of agents who are the same.
#[derive(Clone, Default)]
pub struct Fairness {
    /// Twins of other languages and hours whose scores differ by less than the 80% and 95% interval of
    /// their difference.
    pub twins: [Held; 2],
    /// The same where cases are taken as all alike.
    pub unadjusted: [Held; 2],
    /// By what agents have most cases of (language, hours, channel): squared gaps between a level's
    /// agents and all others in what the score is off the truth, with case mix and without, and what
    /// the intervals say that chance does.
    pub gaps: [Vec<[f64; 3]>; 3],
    /// On desks where all agents are the same: those told as above or below, clearly or likely.
    pub alike: Held,
}

pub fn fairness(first: u64, desks: u64) -> Fairness {
    let of = |seed: u64| {
        let mut told = Fairness::default();
        let (made, found) = assessed(&Plan { twins: true, ..Plan::of(seed) });
        let se = |agent: usize| -> Option<f64> {
            let ends = found.cards[agent].score.as_ref().ok()?.interval_95;
            Some((ends.high - ends.low) / 2.0 / 1.959_964 / 10.0)
        };
        for one in (0..AGENTS).step_by(2) {
            let other = one + 1;
            if found.cards[one].group != found.cards[other].group {
                continue;
            }
            let spread = se(one).zip(se(other)).map(|(a, b)| (a * a + b * b).sqrt());
            let apart = |score: &dyn Fn(&Assessment, usize) -> Option<f64>| {
                Some((score(&found, one)? - score(&found, other)?).abs() / spread?)
            };
            for (level, z) in [1.281_551_6, 1.959_964].into_iter().enumerate() {
                if let Some(apart) = apart(&score) {
                    told.twins[level].add(apart <= z);
                }
                if let Some(apart) = apart(&unadjusted) {
                    told.unadjusted[level].add(apart <= z);
                }
            }
        }
        let truths = truths(&made, &found);
        for habit in 0..3 {
            for level in 0..3 {
                let of = |is: bool| -> Vec<(f64, f64, f64)> {
                    (0..AGENTS)
                        .filter(|agent| (made.homes[*agent][habit] == level) == is)
                        .filter_map(|agent| {
                            let truth = truths[agent];
                            let own = score(&found, agent)? - truth;
                            let raw = unadjusted(&found, agent)? - truth;
                            Some((own, raw, se(agent)?.powi(2)))
                        })
                        .collect()
                };
                let (ours, others) = (of(true), of(false));
                if ours.len() < 5 || others.len() < 5 {
                    continue;
                }
                let means = |of: &[(f64, f64, f64)]| {
                    let count = of.len() as f64;
                    let sum = of.iter().fold((0.0, 0.0, 0.0), |sum, one| {
                        (sum.0 + one.0, sum.1 + one.1, sum.2 + one.2)
                    });
                    (sum.0 / count, sum.1 / count, sum.2 / (count * count))
                };
                let (a, b) = (means(&ours), means(&others));
                told.gaps[habit].push([(a.0 - b.0).powi(2), (a.1 - b.1).powi(2), a.2 + b.2]);
            }
        }
        let (_, found) = assessed(&Plan { differs: false, ..Plan::of(seed) });
        for card in &found.cards {
            let is_told = card.verdict.text().starts_with("clearly")
                || card.verdict.text().starts_with("likely");
            told.alike.add(is_told);
        }
        told
    };
    (first..first + desks).into_par_iter().map(of).reduce(Fairness::default, |one, other| {
        let pair = |[a, b]: [Held; 2], [c, d]: [Held; 2]| [a.and(c), b.and(d)];
        let mut gaps = one.gaps.into_iter().zip(other.gaps);
        Fairness {
            twins: pair(one.twins, other.twins),
            unadjusted: pair(one.unadjusted, other.unadjusted),
            gaps: std::array::from_fn(|_| {
                gaps.next().map(|(a, b)| [a, b].concat()).unwrap_or_default()
            }),
            alike: one.alike.and(other.alike),
        }
    })
}
