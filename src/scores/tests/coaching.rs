//! Needs, strengths and teams of small desks.

use super::desks::{agent, coach, desk, practice};
use crate::model::Channel;
use crate::scores::{CoachRules, Desk, Side, Skill, Whose};

const AGENTS: u32 = 24;

/// Agents of two teams, the even numbers and the odd, and a skill in which each has a share of 100
/// successes per hundred cases in each part.
fn of(successes: impl Fn(u32) -> Option<(u32, u32)>) -> Desk {
    let agents = (0..AGENTS as usize).map(agent).collect();
    let topic = Skill::Topic { topic: "refund".to_owned(), channel: Channel::Chat };
    let usual = |unit: u32| Some((78 + unit * 5 % 7, 100));
    let mut found = desk(agents, &[]);
    found.practices = vec![
        practice(topic, successes, AGENTS),
        practice(Skill::Criterion("greeting".to_owned()), usual, AGENTS),
        practice(Skill::Promise("first".to_owned()), usual, AGENTS),
    ];
    found
}

#[test]
fn who_is_weak_is_told_with_who_is_strong() {
    let found = coach(
        &of(|unit| match unit {
            4 => Some((35, 100)),
            7 | 10 => Some((85, 100)),
            _ => Some((60 + unit * 5 % 7, 100)),
        }),
        &CoachRules::default(),
    );
    let need = found.findings.first().unwrap();
    assert_eq!((need.side, &need.whose), (Side::Need, &Whose::Agent(4)));
    assert!(matches!(need.skill, Skill::Topic { .. }));
    assert_eq!((need.count, need.own, need.parts), (300.0, 0.35, (3, 3)));
    assert!((0.60..0.66).contains(&need.expected), "{need:?}");
    assert!(need.own - need.expected < need.gap && need.gap < -0.15, "{need:?}");
    assert!(need.interval.low < need.gap && need.gap < need.interval.high);
    assert!(need.probability > 0.99 && need.reliability >= 0.5);
    assert_eq!(need.mentor, Some(10), "of the own team, the even numbers");
    let strong: Vec<_> = found.findings[1..].iter().map(|one| (one.side, &one.whose)).collect();
    let strength = |agent| (Side::Strength, Whose::Agent(agent));
    assert_eq!(strong, [strength(7), strength(10)].each_ref().map(|(a, b)| (*a, b)));
    assert!(found.expected_false <= 0.1 && found.considered >= 72, "{found:?}");
}

#[test]
fn a_whole_team_is_one_finding() {
    let weak = |unit: u32| if unit.is_multiple_of(2) { 60 } else { 80 };
    let found = coach(&of(|unit| Some((weak(unit) + unit * 5 % 7, 100))), &CoachRules::default());
    let told: Vec<_> = found.findings.iter().map(|one| (one.side, one.whose.clone())).collect();
    assert_eq!(
        told,
        [
            (Side::Need, Whose::Team("team-0".to_owned())),
            (Side::Strength, Whose::Team("team-1".to_owned())),
        ]
    );
    // One of them is far below the others too.
    let worse = |unit: u32| if unit == 6 { 30 } else { weak(unit) + unit * 5 % 7 };
    let found = coach(&of(|unit| Some((worse(unit), 100))), &CoachRules::default());
    let own: Vec<_> =
        found.findings.iter().filter(|one| matches!(one.whose, Whose::Agent(_))).collect();
    assert_eq!(own.len(), 1, "{found:?}");
    assert!(own[0].whose == Whose::Agent(6) && own[0].is_against_team);
    assert!((0.58..0.70).contains(&own[0].expected), "against the team: {:?}", own[0]);
}

#[test]
fn one_who_is_weak_is_no_team() {
    let found =
        coach(&of(|unit| Some((if unit == 4 { 10 } else { 80 }, 100))), &CoachRules::default());
    let told: Vec<_> = found.findings.iter().map(|one| one.whose.clone()).collect();
    assert_eq!(told, [Whose::Agent(4)]);
}

#[test]
fn few_cases_small_gaps_and_one_bad_month_are_no_findings() {
    let rules = CoachRules::default();
    let none = [
        coach(&of(|unit| Some((if unit == 4 { 3 } else { 5 }, 6))), &rules),
        coach(&of(|unit| Some((if unit == 4 { 73 } else { 80 }, 100))), &rules),
        coach(&of(|unit| Some((78 + unit * 5 % 7, 100))), &rules),
        coach(&of(|unit| (unit < 3).then_some((50, 100))), &rules),
        coach(&of(|_| None), &rules),
        coach(&of(|_| Some((100, 100))), &rules),
        coach(&desk(Vec::new(), &[]), &rules),
    ];
    for (place, found) in none.iter().enumerate() {
        assert_eq!(found.findings, [], "{place}");
        assert_eq!(found.expected_false, 0.0);
    }
    let mut month = of(|unit| Some((80 + unit * 5 % 7, 100)));
    let bad = of(|unit| Some((if unit == 4 { 0 } else { 80 + unit * 5 % 7 }, 100)));
    month.practices[0].parts[2] = bad.practices[0].parts[2].clone();
    let told = coach(&month, &rules).findings;
    assert!(told.iter().all(|one| one.whose != Whose::Agent(4) || one.parts.0 >= 2), "{told:?}");
}
