//! What holds for any desk.

use proptest::prelude::*;

use super::desks::{Row, agent, coach, desk, funnels, mean, share};
use crate::model::Channel;
use crate::scores::Dimension;
use crate::scores::{Agent, CoachRules, Desk, Practice, Reason, ScoreRules, Shared, Skill, assess};

fn any_desk() -> impl Strategy<Value = Desk> {
    let cell = (0_u32..2, 0_usize..5, 0_u32..60, 0.0..1.0_f64, 0.0..1.0_f64);
    let one = (prop::collection::vec(cell, 0..14), 0_usize..4, 0_usize..3);
    prop::collection::vec(one, 0..16).prop_map(|agents| {
        let mut rows: Vec<Row> = Vec::new();
        let mut known = Vec::new();
        for (unit, (cells, channel, tier)) in agents.into_iter().enumerate() {
            for (pattern, dimension, count, value, sd) in cells {
                let count = f64::from(count);
                rows.push(match dimension {
                    0 | 1 => share(unit as u32, pattern, dimension, (count * value).round(), count),
                    _ => mean(unit as u32, pattern, dimension, count, value, sd),
                });
            }
            known.push(Agent {
                channel: Channel::ALL.get(channel).copied(),
                tier: (tier > 0).then(|| tier.to_string()),
                ..agent(unit)
            });
        }
        let mut found = desk(known, &rows);
        let cells = found.dimensions[0].clone();
        let skill = Skill::Criterion("empathy".to_owned());
        found.practices = vec![Practice { skill, parts: [cells.clone(), cells.clone(), cells] }];
        found.shared = (0..found.agents.len() as u32)
            .map(|unit| Shared {
                unit,
                dimensions: (Dimension::Resolution, Dimension::Speed),
                count: 8.0,
                sums: (4.0, 2.0),
                products: 1.5,
            })
            .collect();
        found
    })
}

/// The same desk with its agents the other way round.
fn turned(desk: &Desk) -> Desk {
    use crate::stats::case_mix::{Cell, Cells};
    let last = desk.agents.len() as u32;
    let turn = |cells: &Cells| {
        let moved = cells.iter().map(|cell| Cell { unit: last - 1 - cell.unit, ..*cell });
        Cells::new(moved.collect(), &desk.circumstances.patterns).unwrap()
    };
    Desk {
        agents: desk.agents.iter().rev().cloned().collect(),
        circumstances: desk.circumstances.clone(),
        dimensions: desk.dimensions.iter().map(turn).collect(),
        shared: desk
            .shared
            .iter()
            .map(|one| Shared { unit: last - 1 - one.unit, ..*one })
            .collect(),
        practices: desk
            .practices
            .iter()
            .map(|one| Practice { skill: one.skill.clone(), parts: one.parts.each_ref().map(turn) })
            .collect(),
        critical: desk.critical.iter().rev().copied().collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_number_stands_exactly_where_there_is_no_reason(desk in any_desk()) {
        let found = assess(&desk, &ScoreRules::default());
        prop_assert_eq!(found.cards.len(), desk.agents.len());
        let told = format!("{:?}", found.cards);
        prop_assert!(!told.contains("NaN") && !told.contains("inf"), "{}", told);
        for (place, card) in found.cards.iter().enumerate() {
            prop_assert_eq!(card.agent, place);
            prop_assert!(found.groups[card.group].own.contains(&place));
            prop_assert!((0.0..=1.0).contains(&card.reliability));
            for (cells, standing) in desk.dimensions.iter().zip(&card.standings) {
                let has_cases = cells.iter().any(|cell| cell.unit as usize == place);
                prop_assert_eq!(standing != &Err(Reason::NoCases), has_cases);
                if let Ok(standing) = standing {
                    let (inner, outer) = (standing.interval_80, standing.interval_95);
                    prop_assert!(outer.low <= inner.low && inner.low <= inner.high);
                    prop_assert!(inner.high <= outer.high);
                    prop_assert!((0.0..=1.0).contains(&standing.above));
                    prop_assert!(standing.overlap.is_none_or(|one| (0.0..=1.0).contains(&one)));
                }
            }
            if let Ok(score) = &card.score {
                prop_assert!((20.0..=80.0).contains(&score.value));
                prop_assert!(card.reliability >= 0.5 && (0.0..=1.0).contains(&score.above));
                prop_assert!(score.expected_rank >= 1.0);
                prop_assert!(score.expected_rank <= score.ranked as f64 + 1e-9);
            }
        }
        let told = format!("{:?}{:?}", funnels(&desk), coach(&desk, &CoachRules::default()));
        prop_assert!(!told.contains("NaN"), "{}", told);
    }

    #[test]
    fn the_order_of_agents_does_not_matter(desk in any_desk()) {
        let forth = assess(&desk, &ScoreRules::default()).cards;
        let mut back = assess(&turned(&desk), &ScoreRules::default()).cards;
        back.reverse();
        for (one, other) in forth.iter().zip(&back) {
            prop_assert_eq!(one.verdict, other.verdict);
            match (&one.score, &other.score) {
                (Ok(one), Ok(other)) => prop_assert!((one.value - other.value).abs() < 1e-4),
                (one, other) => prop_assert_eq!(one.is_ok(), other.is_ok()),
            }
        }
        let forth = coach(&desk, &CoachRules::default());
        let back = coach(&turned(&desk), &CoachRules::default());
        prop_assert_eq!(forth.findings.len(), back.findings.len());
    }
}
