//! Small desks.

use crate::model::Channel;
use crate::scores::{
    Agent, Circumstances, CoachRules, Coaching, Desk, Factor, Practice, ShareFunnel, Skill,
    SkillModels,
};
use crate::stats::case_mix::{Cell, Cells, Patterns};

/// Cases of an agent of one kind, easy (0) or hard (1), in a dimension: count, sum and sum of squares.
pub type Row = (u32, u32, usize, f64, f64, f64);

pub fn agent(number: usize) -> Agent {
    Agent {
        agent_id: format!("agent-{number:03}"),
        team: Some(format!("team-{}", number % 2)),
        channel: Some(Channel::Chat),
        tier: None,
    }
}

pub fn patterns() -> Patterns {
    Patterns::new(&[2], vec![0, 1]).unwrap()
}

pub fn desk(agents: Vec<Agent>, rows: &[Row]) -> Desk {
    let cells = |dimension: usize| {
        let own = rows.iter().filter(|row| row.2 == dimension);
        let own = own.map(|&(unit, pattern, _, count, sum, squares)| Cell {
            unit,
            pattern,
            count,
            sum,
            squares,
        });
        Cells::new(own.collect(), &patterns()).unwrap()
    };
    let critical = vec![(1, 20); agents.len()];
    let levels = vec!["easy".to_owned(), "hard".to_owned()];
    Desk {
        agents,
        circumstances: Circumstances {
            factors: vec![Factor { name: "kind", levels }],
            patterns: patterns(),
        },
        dimensions: (0..5).map(cells).collect(),
        shared: Vec::new(),
        practices: Vec::new(),
        critical,
    }
}

/// Means of so many values around one, with a spread of their own.
pub fn mean(unit: u32, pattern: u32, dimension: usize, count: f64, value: f64, sd: f64) -> Row {
    (unit, pattern, dimension, count, count * value, count * (value * value + sd * sd))
}

pub fn share(unit: u32, pattern: u32, dimension: usize, successes: f64, count: f64) -> Row {
    (unit, pattern, dimension, count, successes, successes)
}

/// Ten agents who differ much and have done much, the first the best in everything, each with as many
/// easy cases as hard ones.
pub fn ten() -> Vec<Row> {
    let mut rows = Vec::new();
    for unit in 0..10_u32 {
        let level = f64::from(unit);
        for pattern in 0..2 {
            let hard = f64::from(pattern);
            rows.extend([
                share(unit, pattern, 0, 190.0 - 10.0 * level - 40.0 * hard, 200.0),
                share(unit, pattern, 1, 95.0 - 5.0 * level - 20.0 * hard, 100.0),
                mean(unit, pattern, 2, 100.0, 0.9 - 0.03 * level - 0.1 * hard, 0.15),
                mean(unit, pattern, 3, 200.0, 4.0 + 0.1 * level + 0.5 * hard, 1.0),
                mean(unit, pattern, 4, 200.0, 2.0 + 0.05 * level + 0.3 * hard, 0.8),
            ]);
        }
    }
    rows
}

/// One practice of a skill, each agent's successes of so many cases in each part of the window.
pub fn practice(skill: Skill, of: impl Fn(u32) -> Option<(u32, u32)>, agents: u32) -> Practice {
    let part = || {
        let cells = (0..agents).filter_map(|unit| {
            let (successes, count) = of(unit)?;
            Some(Cell::share(unit, 0, successes, count))
        });
        Cells::new(cells.collect(), &patterns()).unwrap()
    };
    Practice { skill, parts: [part(), part(), part()] }
}

pub fn coach(desk: &Desk, rules: &CoachRules) -> Coaching {
    crate::scores::coach(desk, &SkillModels::of(desk), rules)
}

pub fn funnels(desk: &Desk) -> Vec<ShareFunnel> {
    crate::scores::funnels(desk, &SkillModels::of(desk))
}
