//! A desk with some weeks of work, for the tests of this folder.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use tempfile::TempDir;

use super::scope::{ImportFile, Scope};
use super::week::Week;
use crate::facts::{Promised, Target, TargetTime, When};
use crate::metrics::Desk;
use crate::model::{CallOutcome, Channel, EventKind, Outcome, PromiseKind, Role, Status};

const PROMISES: [(PromiseKind, Target); 3] = [
    (
        PromiseKind::FirstResponse,
        Target { seconds: 1_200.0, time: TargetTime::Business, pauses: false },
    ),
    (
        PromiseKind::NextResponse,
        Target { seconds: 900.0, time: TargetTime::Elapsed, pauses: false },
    ),
    (
        PromiseKind::Resolution,
        Target { seconds: 86_400.0, time: TargetTime::Elapsed, pauses: false },
    ),
];

/// Numbers that look random and are the same each time (Knuth's MMIX generator).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

/// Some weeks of chat, mail and calls at all hours: bots, transfers, tickets without messages, reopened and open
/// conversations, ratings given and offered, topics and none.
pub fn busy_desk(conversations: u64) -> Desk {
    let mut dice = Dice(11);
    let mut desk = Desk::new()
        .hours("Mon-Fri 08:00-20:00; Sat 10:00-16:00", "Europe/Moscow")
        .person("lavka", Role::Bot, "Lavka", "")
        .person("agent-0", Role::Agent, "Анна", "chat");
    for (kind, target) in PROMISES {
        desk = desk.promises(kind, target);
    }
    for number in 0..conversations {
        desk = conversation(desk, &mut dice, number);
        if number.is_multiple_of(4) {
            desk = reviewed(desk, number);
        }
    }
    desk.as_of("2026-11-26 12:00")
}

fn conversation(desk: Desk, dice: &mut Dice, number: u64) -> Desk {
    let days = ["10-28", "10-31", "11-02", "11-09", "11-13", "11-15", "11-16", "11-25"];
    let day = format!("2026-{}", days[dice.roll(8) as usize]).parse::<NaiveDate>().unwrap();
    let began = day.and_time(NaiveTime::MIN) + TimeDelta::minutes(dice.roll(24 * 60) as i64);
    let at = |later: u64| {
        (began + TimeDelta::minutes(later as i64)).format("%Y-%m-%d %H:%M").to_string()
    };
    let agent = format!("agent-{}", dice.roll(7));
    let mut desk = desk.conversation(&format!("c{number}"));
    if let Some(topic) = [None, Some("Delivery"), Some("Оплата")][dice.roll(3) as usize] {
        desk = desk.topic(topic);
    }
    if let Some(team) = [None, Some("day"), Some("night")][number as usize % 3] {
        desk = desk.team(team);
    }
    if dice.roll(5) == 0 {
        let outcome = CallOutcome::ALL[dice.roll(4) as usize];
        let who = if outcome == CallOutcome::Answered { agent.as_str() } else { "" };
        let desk = desk.call(&at(0), 3.0 * dice.roll(700) as f64, outcome, who);
        let is_told = outcome == CallOutcome::Answered && !number.is_multiple_of(4);
        return if is_told {
            desk.talked(90.0 + number as f64).put_on_hold(0.0).wrapped_up(30.0)
        } else {
            desk
        };
    }
    if dice.roll(12) == 0 {
        return desk.opened(&at(0)).held_by("agent-9").status(Status::ALL[dice.roll(6) as usize]);
    }
    if dice.roll(3) == 0 {
        desk = desk.channel(Channel::Email);
    }
    if dice.roll(6) == 0 {
        desk = desk.agent("agent-6", &at(0), "We have news").customer(&at(1), "Which?");
    } else {
        desk = desk.customer(&at(0), "Where is my order?");
    }
    if dice.roll(3) == 0 {
        desk = desk.bot("lavka", &at(1), "One moment").rated(&at(1), 2.0, "lavka");
    }
    if dice.roll(9) == 0 {
        return if dice.roll(2) == 0 { desk.status(Status::Open) } else { desk };
    }
    let mut now = 2;
    for _ in 0..=dice.roll(3) {
        now += dice.roll(90);
        desk = desk.agent(&agent, &at(now), "So it is");
        now += 1 + dice.roll(20);
        if dice.roll(2) == 0 {
            desk = desk.customer(&at(now), "And now?");
            now += 1;
        }
    }
    if dice.roll(7) == 0 {
        desk = desk.event(&at(now), EventKind::Transferred, "agent-5").agent(
            "agent-5",
            &at(now + 3),
            "I have it",
        );
        now += 4;
    }
    if dice.roll(4) > 0 {
        desk = desk.event(&at(now + 1), EventKind::Resolved, "");
        if dice.roll(6) == 0 {
            desk = desk.customer(&at(now + 5), "No!").agent(&agent, &at(now + 9), "Oh");
        }
    } else {
        desk = desk.status(Status::ALL[dice.roll(6) as usize]);
    }
    match dice.roll(4) {
        // The same customer rates twice; the ledger keeps what the first rating was.
        0 => desk.rated(&at(now + 30), 3.0, "").rated(&at(now + 31), 1.0 + dice.roll(5) as f64, ""),
        1 => desk.asked_to_rate(&at(now + 30)),
        2 => desk.rated(&at(now + 30), 3.0 + dice.roll(3) as f64, &agent),
        _ => desk,
    }
}

/// What one reviewer found, or in calibration two of them, who agree more often than not.
fn reviewed(desk: Desk, number: u64) -> Desk {
    let day = ["2026-11-05", "2026-11-12", "2026-11-24"][(number / 4) as usize % 3];
    let agent = ["lavka", "", "agent-2", ""][(number / 4) as usize % 4];
    let is_calibration = number.is_multiple_of(20);
    let mut desk = desk;
    for (who, strictness) in [("eva", 2), ("ivan", 3)] {
        if who == "ivan" && !is_calibration && number.is_multiple_of(8) {
            continue;
        }
        for (place, criterion) in ["greeting", "closing", "вежливость"].into_iter().enumerate()
        {
            let verdict = match (number / 4 + place as u64) % 7 {
                0 => Outcome::NotApplicable,
                found if found < strictness => Outcome::Missed,
                _ => Outcome::Met,
            };
            desk = desk.reviewed(&format!("{day} 15:00"), who, criterion, verdict).judging(agent);
            desk = if is_calibration { desk.as_calibration() } else { desk };
        }
    }
    desk
}

/// A desk's facts in a folder, and what its tables are built from.
pub fn scope(desk: &Desk, partitions: usize) -> (TempDir, Scope) {
    let folder = tempfile::tempdir().unwrap();
    let facts = desk.facts_in(folder.path(), partitions).unwrap();
    let week = Week::parse("2026-W46").unwrap();
    let of_channel = |&channel| {
        PROMISES.map(|(kind, target)| {
            let when = When { channel: Some(channel), ..When::default() };
            Promised { rule: channel.to_string(), when, kind, target, share: Some(0.9) }
        })
    };
    let file = |name: &str| ImportFile {
        name: name.to_owned(),
        source: Desk::SOURCE.to_owned(),
        format: "table".to_owned(),
        bytes: 1_000,
        seen: 12,
        kept: 10,
        dropped: 2,
        bad: 1,
        blake3: "af1349b9f5f9a1a6".to_owned(),
    };
    let scope = Scope {
        promises: Channel::ALL.iter().flat_map(of_channel).collect(),
        files: vec![file("b.csv"), file("a.csv")],
        ..Scope::new(facts, desk.zone(), week, desk.taken_at())
    };
    (folder, scope)
}
