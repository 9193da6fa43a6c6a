//! Evidence counted by hand.

use chrono_tz::Tz;
use polars::prelude::lit;

use super::{Evidence, Frame, Wanted};
use crate::facts::Facts;
use crate::metrics::Desk;
use crate::model::{Channel, EventKind, Instant, Role};
use crate::scores::{Dimension, Skill};
use crate::stats::case_mix::Cell;

fn at(text: &str) -> Instant {
    Instant::from_rfc3339(text).unwrap()
}

fn frame() -> Frame {
    let day = at("2026-11-09T00:00:00Z")..at("2026-11-10T00:00:00Z");
    Frame {
        window: day.clone(),
        latest: day.start..at("2026-11-09T09:05:00Z"),
        zone: Tz::UTC,
        end: at("2026-12-01T00:00:00Z"),
        is_scored: lit(true),
    }
}

fn read(desk: &Desk) -> (tempfile::TempDir, Facts, Evidence) {
    let folder = tempfile::tempdir().unwrap();
    let facts = desk.facts(folder.path()).unwrap();
    let evidence = Evidence::read(&facts, &frame()).unwrap();
    (folder, facts, evidence)
}

impl Evidence {
    fn number(&self, id: &str) -> u32 {
        self.desk.agents.iter().position(|agent| agent.agent_id == id).unwrap() as u32
    }

    /// Cases, sum and squares of an agent in a dimension.
    fn sums(&self, id: &str, dimension: Dimension) -> (f64, f64, f64) {
        let unit = self.number(id);
        let place = Dimension::ALL.iter().position(|one| *one == dimension).unwrap();
        let of = |cell: &&Cell| cell.unit == unit;
        let cells = self.desk.dimensions[place].iter().filter(of);
        cells.fold((0.0, 0.0, 0.0), |(count, sum, squares), cell| {
            (count + cell.count, sum + cell.sum, squares + cell.squares)
        })
    }
}

/// Ann answers and resolves, Boris answers and does not; the bot has no evidence.
fn desk() -> Desk {
    let seconds = |power: f64| format!("09:00:{:06.3}", power.exp() - 1.0);
    Desk::new()
        .person("lavka", Role::Bot, "Lavka", "")
        .person("ann", Role::Agent, "Ann", "Orders")
        .customer("09:00", "where is my parcel?")
        .agent("ann", &seconds(1.0), "hello")
        .customer("09:10", "and?")
        .bot("lavka", "09:10", "wait")
        .agent("ann", "09:10:19.0855", "so")
        .event("09:30", EventKind::Resolved, "")
        .rated("09:40", 5.0, "")
        .conversation("b")
        .customer_id("another")
        .customer("09:06", "where is my parcel?")
        .agent("boris", "09:07", "hello")
        .event("09:30", EventKind::StatusChanged, "open")
        .rated("09:40", 2.0, "ann")
        .conversation("late")
        .customer_id("a third")
        .customer("Tue 09:00", "hi")
        .agent("boris", "Tue 09:01", "hello")
        .conversation("bot only")
        .customer_id("another")
        .customer("Mon 09:20", "hi")
        .bot("lavka", "09:21", "hello")
        .rated("09:22", 1.0, "lavka")
}

#[test]
fn credit_goes_to_who_did_it_within_the_window() {
    let (_folder, _, found) = read(&desk());
    let ids: Vec<&str> = found.desk.agents.iter().map(|agent| agent.agent_id.as_str()).collect();
    assert_eq!(ids, ["ann", "boris"]);
    assert_eq!(found.sums("ann", Dimension::Resolution), (1.0, 1.0, 1.0));
    assert_eq!(found.sums("boris", Dimension::Resolution), (1.0, 0.0, 0.0));
    // Both ratings are hers, though the second conversation was in his hands.
    assert_eq!(found.sums("ann", Dimension::Feedback), (2.0, 1.0, 1.0));
    assert_eq!(found.sums("boris", Dimension::Feedback), (0.0, 0.0, 0.0));
    let ann = &found.desk.agents[found.number("ann") as usize];
    assert_eq!((ann.team.as_deref(), ann.channel), (Some("Orders"), Some(Channel::Chat)));
}

/// Whoever a list of users names stands on the line of support that it says.
#[test]
fn lines_of_support_are_read_from_lists() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk();
    for record in &mut desk.records {
        if let crate::model::Record::Person(person) = record {
            person.support_tier = "second".into();
        }
    }
    let facts = desk.facts(folder.path()).unwrap();
    let found = Evidence::read(&facts, &frame()).unwrap();
    let tier = |id: &str| found.desk.agents[found.number(id) as usize].tier.clone();
    assert_eq!((tier("ann").as_deref(), tier("boris")), (Some("second"), None));
}

/// Log times of 1 and 3 in one conversation are one case of 2.
#[test]
fn a_conversation_is_one_case_of_speed() {
    let (_folder, _, found) = read(&desk());
    let (count, sum, squares) = found.sums("ann", Dimension::Speed);
    assert_eq!(count, 1.0);
    assert!((sum - 2.0).abs() < 1e-3 && (squares - 4.0).abs() < 4e-3, "{sum} {squares}");
}

/// Two replies of one agent in a resolved chat; what is not resolved has no efficiency.
#[test]
fn efficiency_is_work_spent_on_what_was_resolved() {
    let (_folder, _, found) = read(&desk());
    let (count, sum, _) = found.sums("ann", Dimension::Efficiency);
    assert_eq!(count, 1.0);
    assert!((sum - 2f64.ln()).abs() < 1e-3, "{sum}");
    assert_eq!(found.sums("boris", Dimension::Efficiency).0, 0.0);
}

#[test]
fn the_latest_part_is_told_beside() {
    let (_folder, _, found) = read(&desk());
    let of = |id: &str| found.latest[found.number(id) as usize][0];
    assert_eq!(of("ann"), Some((1.0, 1.0)));
    assert_eq!(of("boris"), None);
}

#[test]
fn who_is_asked_and_who_answers_is_counted_by_how_it_ended() {
    let (_folder, _, found) = read(
        &desk()
            .conversation("c")
            .customer_id("a fourth")
            .customer("Mon 11:00", "hi")
            .agent("ann", "11:01", "hello")
            .event("11:05", EventKind::Resolved, "")
            .asked_to_rate("11:06"),
    );
    let ann = found.asked[found.number("ann") as usize];
    assert_eq!((ann.asked, ann.answered, ann.satisfied), (3, 2, 1));
    assert_eq!(ann.asked_by_outcome.with_both, 2.0);
    assert_eq!(ann.answered_by_outcome.with_both, 1.0);
    assert_eq!(ann.answered_by_outcome.outcome_only, 1.0);
    // His conversation was rated as hers.
    let boris = found.asked[found.number("boris") as usize];
    assert_eq!((boris.asked, boris.elsewhere, boris.elsewhere_satisfied), (0, 1, 0));
    assert_eq!(boris.asked_by_outcome.marker_only, 1.0);
}

#[test]
fn a_critical_miss_is_whose_message_shows_it_not_who_replied_last() {
    let rude = Desk::new()
        .customer("09:00", "The discount was not applied")
        .agent("boris", "09:01", "You should have read the terms, it's your fault.")
        .agent("ann", "09:10", "Sorry about that. I have applied the discount.");
    let (_folder, _, found) = read(&rude);
    let critical = |id: &str| found.desk.critical[found.number(id) as usize];
    assert_eq!((critical("boris"), critical("ann").0), ((1, 1), 0));
}

#[test]
fn what_is_shared_by_two_dimensions_is_summed_by_agent() {
    let (_folder, _, found) = read(&desk());
    let pair = (Dimension::Resolution, Dimension::Feedback);
    let shared: Vec<_> = found.desk.shared.iter().filter(|one| one.dimensions == pair).collect();
    // Of her two ratings one is of her own resolution.
    assert_eq!(shared.len(), 1);
    assert_eq!((shared[0].unit, shared[0].count), (found.number("ann"), 1.0));
    assert_eq!((shared[0].sums, shared[0].products), ((1.0, 1.0), 1.0));
}

#[test]
fn circumstances_were_so_before_anybody_replied() {
    let (_folder, _, found) = read(&desk());
    let factors = &found.desk.circumstances.factors;
    let levels =
        |name: &str| factors.iter().find(|factor| factor.name == name).unwrap().levels.clone();
    assert_eq!(levels("channel"), ["chat"]);
    assert_eq!(levels("hour_band"), ["morning"]);
    assert_eq!(levels("contact"), ["new", "repeat"]);
    assert!(levels("topic").iter().any(|topic| topic.starts_with("orders_delivery")));
}

#[test]
fn skills_are_topics_on_channels_criteria_and_promises() {
    let (_folder, facts, found) = read(&desk());
    let skill = Skill::Topic { topic: "orders_delivery".into(), channel: Channel::Chat };
    let practice = found.desk.practices.iter().find(|one| one.skill == skill).unwrap();
    let count: f64 = practice.parts.iter().map(|part| part.count()).sum();
    assert_eq!(count, 2.0);
    assert!(found.desk.practices.iter().any(|one| matches!(one.skill, Skill::Criterion(_))));
    let agents = vec![found.number("boris") as usize];
    let wanted = [
        Wanted { skill: &skill, agents: agents.clone(), is_good: false },
        Wanted { skill: &skill, agents, is_good: true },
    ];
    let examples = found.examples(&facts, &wanted, 3).unwrap();
    assert_eq!((examples[0].len(), examples[1].len()), (1, 0));
    assert_eq!(examples[0][0].conversation_id, "desk/b");
    assert_eq!(examples[0][0].agent_id, "boris");
}
