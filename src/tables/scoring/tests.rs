//! What is said of a desk on which one agent fails at one thing all the time.

use polars::prelude::DataFrame;

use super::super::sample::scope;
use super::super::{Scope, build, by_name};
use crate::metrics::Desk;
use crate::model::{Channel, EventKind, Status};

/// Ten agents of two teams with sixty chats each over the whole window; half of each agent's chats are about
/// money that has to come back, of which agent 3 resolves none; agent 8 is rude about the others.
fn desk() -> Desk {
    let mut desk = Desk::new();
    for agent in 0..10 {
        let team = if agent < 5 { "day" } else { "night" };
        desk = desk.person(&format!("agent-{agent}"), crate::model::Role::Agent, "", team);
    }
    for number in 0..600 {
        let agent = number % 10;
        let day = 1 + (number / 10) % 25;
        let month = [8, 9, 10][number / 200];
        let month = if month == 8 && day < 18 { 9 } else { month };
        let at = |time: &str| format!("2026-{month:02}-{day:02} {time}");
        let is_refund = (number / 10) % 2 == 0;
        let text = if is_refund { "I want my money back" } else { "Where is my parcel?" };
        let is_rude = agent == 8 && (number / 10) % 2 == 1;
        let says = if is_rude { "You idiot, look for yourself" } else { "Let me look into it" };
        let fails = (agent == 3 && is_refund) || number % 7 == 0;
        desk = desk
            .conversation(&format!("c{number:03}"))
            .channel(Channel::Chat)
            .customer_id(&format!("customer-{number}"))
            .customer(&at("10:00"), text)
            .agent(&format!("agent-{agent}"), &at("10:05"), says);
        desk = if fails {
            desk.status(Status::Open)
        } else {
            desk.event(&at("10:30"), EventKind::Resolved, "")
        };
        // Everybody asks every other customer, agent 6 those alone who got what they wanted.
        let asks = if agent == 6 { !fails } else { (number / 10) % 4 < 2 };
        desk = match (asks, number % 3) {
            (true, 0) => desk.rated(&at("11:00"), if fails { 2.0 } else { 5.0 }, ""),
            (true, _) => desk.asked_to_rate(&at("11:00")),
            (false, _) => desk,
        };
    }
    desk.as_of("2026-11-26 12:00")
}

fn table(name: &str, scope: &Scope) -> DataFrame {
    build(by_name(name).unwrap(), scope).unwrap()
}

fn texts(frame: &DataFrame, name: &str) -> Vec<String> {
    let column = frame.column(name).unwrap().str().unwrap().clone();
    column.iter().map(|text| text.unwrap_or_default().to_owned()).collect()
}

#[test]
fn who_always_fails_at_one_topic_needs_coaching_in_it_and_is_shown_why() {
    let (_folder, scope) = scope(&desk(), 2);
    let scope = scope.assess();
    let needs = table("coaching_needs", &scope);
    let rows: Vec<_> = texts(&needs, "side")
        .into_iter()
        .zip(texts(&needs, "agent_id"))
        .zip(texts(&needs, "skill_kind"))
        .zip(texts(&needs, "words"))
        .filter(|(((side, _), kind), _)| side == "need" && kind == "topic")
        .collect();
    assert_eq!(rows.len(), 1, "{rows:?}");
    let (((_, agent), _), words) = &rows[0];
    assert_eq!(agent, "agent-3");
    assert!(words.starts_with("resolves 0\u{a0}% of"), "{words}");
    let evidence = table("coaching_evidence", &scope);
    assert!(texts(&evidence, "text").iter().all(String::is_empty));
    let kinds = texts(&evidence, "skill_kind");
    let shown = texts(&evidence, "agent_id").into_iter().zip(texts(&evidence, "conversation_id"));
    let shown: Vec<(String, String)> =
        shown.zip(kinds).filter(|(_, kind)| kind == "topic").map(|(one, _)| one).collect();
    assert_eq!(shown.len(), 3);
    assert!(shown.iter().all(|(agent, _)| agent == "agent-3"), "{shown:?}");
    let facts = scope.facts.scan::<crate::facts::Conversations>().unwrap().collect().unwrap();
    let ids = texts(&facts, "conversation_id");
    let is_resolved = facts.column("is_resolved").unwrap().bool().unwrap().clone();
    for (_, id) in shown {
        let place = ids.iter().position(|other| *other == id).unwrap();
        assert_eq!(is_resolved.get(place), Some(false), "{id}");
    }
}

#[test]
fn texts_stand_beside_where_the_settings_keep_them() {
    let mut rules = desk().rules();
    rules.keep_text = true;
    let (_folder, scope) = scope(&desk().under(rules), 1);
    let evidence = table("coaching_evidence", &scope);
    let messages = evidence.column("message_number").unwrap().i64().unwrap().clone();
    let shown = texts(&evidence, "text");
    for (text, message) in shown.iter().zip(messages.iter()) {
        assert_eq!(text.is_empty(), message.is_none());
    }
    let rude = shown.iter().filter(|text| text.contains("idiot")).count();
    assert_eq!(rude, 3, "{shown:?}");
}

#[test]
fn who_asks_only_the_content_is_noted_and_bounds_hold_what_is_possible() {
    let (_folder, scope) = scope(&desk(), 1);
    let feedback = table("agent_feedback", &scope);
    let notes = texts(&feedback, "note");
    for (agent, note) in texts(&feedback, "agent_id").iter().zip(&notes) {
        assert_eq!(note.is_empty(), agent != "agent-6", "{agent}: {note}");
    }
    let number = |name: &str| feedback.column(name).unwrap().f64().unwrap().clone();
    let (least, most) = (number("satisfied_least_share"), number("satisfied_most_share"));
    for ((least, most), response) in
        least.iter().zip(most.iter()).zip(number("response_share").iter())
    {
        // Only the silent are unknown.
        assert!((most.unwrap() - least.unwrap() - (1.0 - response.unwrap())).abs() < 1e-12);
    }
}

/// Every third rating is bad, of everybody; the bad ones of agent 2's conversations are given to agent 5.
#[test]
fn bad_ratings_that_go_to_somebody_else_are_noted() {
    let mut desk = Desk::new();
    for number in 0..320 {
        let (agent, is_bad) = (number % 8, (number / 8) % 3 == 0);
        let at = |time: &str| format!("2026-11-{:02} {time}", 1 + number % 14);
        desk = desk
            .conversation(&format!("c{number:03}"))
            .channel(Channel::Chat)
            .customer_id(&format!("customer-{number}"))
            .customer(&at("10:00"), "Where is my parcel?")
            .agent(&format!("agent-{agent}"), &at("10:05"), "Let me look into it")
            .event(&at("10:30"), EventKind::Resolved, "")
            .rated(
                &at("11:00"),
                if is_bad { 2.0 } else { 5.0 },
                if is_bad && agent == 2 { "agent-5" } else { "" },
            );
    }
    let (_folder, scope) = scope(&desk.as_of("2026-11-26 12:00"), 1);
    let feedback = table("agent_feedback", &scope);
    let notes = texts(&feedback, "note");
    for (agent, note) in texts(&feedback, "agent_id").iter().zip(&notes) {
        assert_eq!(note.contains("go to others"), agent == "agent-2", "{agent}: {note}");
    }
}

/// The same cases stand in every table that counts them.
#[test]
fn tables_of_agents_agree_with_each_other() {
    let (_folder, scope) = scope(&desk(), 1);
    let scope = scope.assess();
    let card = table("agent_scorecard", &scope);
    let counts = card.column("resolution_count").unwrap().i64().unwrap().clone();
    assert_eq!(counts.iter().flatten().sum::<i64>(), 600);
    let long = table("agent_dimensions", &scope);
    assert_eq!(long.height(), 5 * card.height());
    let cases = long.column("case_count").unwrap().i64().unwrap().clone();
    let of = texts(&long, "dimension");
    let sum: i64 = cases
        .iter()
        .zip(&of)
        .filter(|(_, one)| *one == "resolution")
        .flat_map(|(count, _)| count)
        .sum();
    assert_eq!(sum, 600);
    let funnel = table("agent_funnel", &scope);
    let measures = texts(&funnel, "measure");
    let observed = funnel.column("observed_count").unwrap().i64().unwrap().clone();
    let seen: i64 = observed
        .iter()
        .zip(&measures)
        .filter(|(_, one)| *one == "resolution")
        .flat_map(|(count, _)| count)
        .sum();
    let expected = funnel.column("expected_successes").unwrap().f64().unwrap().clone();
    let awaited: f64 = expected
        .iter()
        .zip(&measures)
        .filter(|(_, one)| *one == "resolution")
        .flat_map(|(count, _)| count)
        .sum();
    assert!((seen as f64 - awaited).abs() < 1e-6, "{seen} {awaited}");
    let model = table("case_mix_model", &scope);
    let references = model.column("is_reference").unwrap().bool().unwrap().sum().unwrap();
    let kinds: std::collections::BTreeSet<(String, String)> =
        texts(&model, "dimension").into_iter().zip(texts(&model, "circumstance")).collect();
    assert_eq!(references as usize, kinds.len(), "each circumstance has one level to compare with");
}

/// Weeks add up to the window, but for resolutions that may still turn out otherwise.
#[test]
fn weeks_of_agents_add_up_to_the_window() {
    let (_folder, scope) = scope(&desk(), 2);
    let scope = scope.assess();
    let (long, weekly) =
        (table("agent_dimensions", &scope), table("agent_dimensions_weekly", &scope));
    let sums = |frame: &DataFrame, of: &str, dimension: &str| -> f64 {
        let counts = frame.column("case_count").unwrap().i64().unwrap().clone();
        let values = frame.column(of).unwrap().f64().unwrap().clone();
        let rows = texts(frame, "dimension").into_iter().zip(counts.iter()).zip(values.iter());
        let own = rows.filter(|((one, count), _)| one == dimension && *count != Some(0));
        own.map(|((_, count), value)| count.unwrap() as f64 * value.unwrap()).sum()
    };
    for dimension in ["feedback", "resolution"] {
        for of in ["own_value", "expected_value"] {
            let (whole, parts) = (sums(&long, of, dimension), sums(&weekly, of, dimension));
            assert!(
                (whole - parts).abs() < 1e-6 && whole > 10.0,
                "{dimension} {of}: {whole} {parts}"
            );
        }
    }
    // The same desk seen at the end of the reported week: nobody had seven days to come back.
    let early =
        Scope { as_of: scope.week.ends(scope.zone).unwrap(), assessed: None, ..scope.clone() };
    let weekly = table("agent_dimensions_weekly", &early);
    let last = weekly.column("is_report_week").unwrap().bool().unwrap().clone();
    let of_last: std::collections::BTreeSet<String> = texts(&weekly, "dimension")
        .into_iter()
        .zip(last.iter())
        .filter_map(|(dimension, is_last)| (is_last == Some(true)).then_some(dimension))
        .collect();
    assert!(!of_last.contains("resolution"), "{of_last:?}");
}

#[test]
fn misses_are_shown_with_the_surest_first_and_counted_whole() {
    let (_folder, scope) = scope(&desk(), 2);
    let (counted, shown) = (table("criteria_by_agent", &scope), table("criteria_missed", &scope));
    let missed = counted.column("missed_count").unwrap().i64().unwrap().clone();
    let keys = |frame: &DataFrame| -> Vec<(String, String)> {
        texts(frame, "agent_id").into_iter().zip(texts(frame, "criterion")).collect()
    };
    let shown_keys = keys(&shown);
    let mut rude = 0;
    for (key, missed) in keys(&counted).iter().zip(missed.iter().flatten()) {
        let of = shown_keys.iter().filter(|one| *one == key).count() as i64;
        assert_eq!(of, missed.min(3), "{key:?}");
        rude += if key.0 == "agent-8" && key.1 == "courtesy" { missed } else { 0 };
    }
    assert_eq!(rude, 30, "agent 8 is rude in every other of sixty chats");
    let rank =
        |word: &str| ["sure", "likely", "unsure"].iter().position(|one| *one == word).unwrap();
    let ranks: Vec<usize> = texts(&shown, "certainty").iter().map(|word| rank(word)).collect();
    let pairs = shown_keys.windows(2).zip(ranks.windows(2));
    assert!(pairs.filter(|(keys, _)| keys[0] == keys[1]).all(|(_, ranks)| ranks[0] <= ranks[1]));
}
