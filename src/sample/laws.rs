//! What holds of every sample, whatever its seed and size.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use sonic_rs::{JsonContainerTrait, JsonValueTrait};

use super::folder::{REVIEWERS_FILE, TABLES, TRUTH_FILE, file_name};
use super::review::REVIEWERS;
use super::roster::TRUTH;
use super::told::{Sample, Told};
use super::topic::{TEAMS, TOPICS, USUAL_EASE};
use super::world::{World, ZONE};
use super::{ALL, Desk, Format, Summary};
use crate::model::{
    CallOutcome, Channel, Event, EventKind, Instant, Message, MessageKind, Outcome, Role, Status,
};

/// Files of what is planted.
const TRUTHS: [&str; 2] = [TRUTH_FILE, REVIEWERS_FILE];

fn desk(conversations: u64, seed: u64, format: Format) -> Desk {
    let ends_on = "2026-11-16".parse().unwrap();
    Desk { conversations, seed, weeks: 13, agents: 40, ends_on, format }
}

fn write(desk: &Desk, dir: &Path) -> Summary {
    desk.write(dir, &|_| ()).unwrap()
}

/// Every file of a folder.
fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(dir).unwrap().map(Result::unwrap);
    let file = |entry: fs::DirEntry| {
        (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())
    };
    entries.map(file).collect()
}

fn written(desk: &Desk, threads: usize) -> BTreeMap<String, Vec<u8>> {
    let dir = tempfile::tempdir().unwrap();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| write(desk, dir.path()));
    files(dir.path())
}

#[test]
fn the_same_seed_gives_the_same_bytes_on_any_number_of_threads() {
    for format in Format::ALL {
        let desk = desk(6_000, 7, *format);
        let one = written(&desk, 1);
        assert_eq!(one.len(), TABLES.len() + 3);
        assert!(one == written(&desk, 2), "{format:?}");
        assert!(one == written(&desk, 5), "{format:?}");
    }
}

#[test]
fn another_seed_gives_other_conversations() {
    let of = |seed| written(&desk(500, seed, Format::Ndjson), 1);
    let (one, other) = (of(1), of(2));
    for table in TABLES {
        let name = file_name(table, Format::Ndjson);
        assert_ne!(one[&name], other[&name], "{table}");
    }
}

fn sample(conversations: u64, seed: u64) -> Sample {
    let dir = tempfile::tempdir().unwrap();
    write(&desk(conversations, seed, Format::Ndjson), dir.path());
    Sample::read(dir.path())
}

fn is_public_reply(message: &Message<'_>) -> bool {
    message.author_role == Some(Role::Agent) && message.kind == Some(MessageKind::Reply)
}

#[test]
fn conversations_agree_with_their_messages_and_events() {
    let sample = sample(5_000, 3);
    let end = Instant::from_rfc3339("2026-11-16T00:00:00+01:00");
    let start = Instant::from_rfc3339("2026-08-17T00:00:00+02:00");
    assert_eq!(sample.conversations.len(), 5_000);
    for (id, told) in &sample.conversations {
        let (state, messages, events) = (&told.state, &told.messages, &told.events);
        assert!(start <= state.opened_at && state.opened_at < end, "{id}");
        assert!(messages.is_sorted_by_key(|message| message.sent_at), "{id}");
        assert!(events.is_sorted_by_key(|event| event.at), "{id}");
        assert!(messages.iter().all(|m| state.opened_at <= m.sent_at && m.sent_at < end), "{id}");
        assert!(events.iter().all(|e| state.opened_at <= e.at && e.at < end), "{id}");
        assert!(messages.iter().all(|message| !message.text.is_empty()), "{id}");
        let last_reply = messages.iter().rfind(|message| is_public_reply(message));
        if let (Some(resolved_at), Some(reply)) = (state.resolved_at, last_reply) {
            assert!(reply.ended_at.or(reply.sent_at) <= Some(resolved_at), "{id}");
        }
        assert_eq!(state.resolved_at.is_some(), is_resolved(events), "{id}");
        let is_done = state.status.is_some_and(Status::is_resolved);
        let is_given_up = events.iter().any(|event| event.kind == Some(EventKind::Abandoned));
        assert!(is_given_up || is_done == state.resolved_at.is_some(), "{id}");
        assert!(state.closed_at.is_none() || state.resolved_at <= state.closed_at, "{id}");
        let assigned = events.iter().rfind(|event| event.kind == Some(EventKind::Assigned));
        assert_eq!(state.assignee_id, assigned.map_or("".into(), |a| a.value.clone()), "{id}");
        for rating in &told.ratings {
            assert!(state.opened_at < rating.offered_at && rating.offered_at < end, "{id}");
            assert_eq!(rating.score.is_some(), rating.rated_at.is_some(), "{id}");
            let was_held = events.iter().any(|event| event.value == rating.agent_id);
            assert!(was_held, "{id}: a rating for somebody who never had it");
        }
    }
}

/// Whether the last word of the events is that it was resolved.
fn is_resolved(events: &[Event<'_>]) -> bool {
    let last = events
        .iter()
        .rfind(|event| matches!(event.kind, Some(EventKind::Resolved | EventKind::Reopened)));
    last.is_some_and(|event| event.kind == Some(EventKind::Resolved))
}

#[test]
fn everybody_at_work_is_on_the_roster() {
    let sample = sample(2_000, 4);
    let ids: BTreeSet<&str> = sample.people.iter().map(|person| &*person.person_id).collect();
    assert_eq!(ids.len(), 41);
    let messages = sample.conversations.values().flat_map(|told| &told.messages);
    for message in messages {
        if matches!(message.author_role, Some(Role::Agent | Role::Bot)) {
            assert!(ids.contains(&*message.author_id), "{}", message.author_id);
        }
    }
}

#[test]
fn calls_and_mails_are_answered_in_office_hours() {
    let sample = sample(5_000, 5);
    let office = crate::calendar::Hours::parse("Mon-Fri 09:00-18:00", ZONE.name()).unwrap();
    let office = crate::calendar::Calendar::new(office);
    // A promise that fills a shift is kept as it closes.
    let is_open = |at: Instant| office.is_open(at.0) || office.is_open(at.0 - 1);
    for told in sample.on(Channel::Phone) {
        let state = &told.state;
        assert!(is_open(state.queued_at.unwrap()));
        if state.outcome == Some(CallOutcome::Answered) {
            let [queued, answered, ended] =
                [state.queued_at, state.answered_at, state.ended_at].map(Option::unwrap);
            assert!(is_open(answered) && is_open(ended));
            assert_eq!(answered.seconds_since(queued), state.queue_seconds.unwrap());
            let spoken = state.talk_seconds.unwrap() + state.hold_seconds.unwrap();
            assert_eq!(ended.seconds_since(answered), spoken);
        }
    }
    let mails = sample.on(Channel::Email).flat_map(|told| &told.messages);
    let replies: Vec<_> = mails.filter(|message| is_public_reply(message)).collect();
    assert!(replies.len() > 1_000);
    assert!(replies.iter().all(|reply| is_open(reply.sent_at.unwrap())));
}

#[test]
fn shares_are_near_the_planned_ones() {
    let sample = sample(8_000, 6);
    let share = |of: &dyn Fn(&Told) -> bool| {
        sample.conversations.values().filter(|told| of(told)).count() as f64 / 8_000.0
    };
    for service in ALL {
        let share = share(&|told| told.state.channel == Some(service.channel()));
        assert!((share - service.share()).abs() < 0.03, "{:?} {share}", service.channel());
    }
    for topic in TOPICS {
        let share = share(&|told| told.state.topic_label == topic.label);
        assert!((share / 0.92 - topic.share).abs() < 0.03, "{} {share}", topic.label);
    }
    let has =
        |kind: EventKind| share(&|told| told.events.iter().any(|event| event.kind == Some(kind)));
    assert!((0.02..0.10).contains(&has(EventKind::Reopened)));
    assert!((0.02..0.08).contains(&has(EventKind::Transferred)));
    assert!((0.005..0.05).contains(&has(EventKind::Abandoned)));
    let of = |kind: MessageKind| {
        share(&|told| told.messages.iter().any(|message| message.kind == Some(kind)))
    };
    assert!((0.05..0.20).contains(&of(MessageKind::Note)));
    assert!((0.12..0.22).contains(&of(MessageKind::AutoReply)));
    let bots = share(&|told| told.messages.iter().any(|m| m.author_role == Some(Role::Bot)));
    assert!((0.52..0.64).contains(&bots), "{bots}");
    let open = share(&|told| told.state.resolved_at.is_none());
    assert!((0.02..0.10).contains(&open), "{open}");
    let ratings: Vec<_> = sample.conversations.values().flat_map(|told| &told.ratings).collect();
    let given: Vec<f64> = ratings.iter().filter_map(|rating| rating.score).collect();
    let answered = given.len() as f64 / ratings.len() as f64;
    assert!((0.2..0.4).contains(&answered), "{answered}");
    let pleased = given.iter().filter(|score| **score >= 4.0).count() as f64 / given.len() as f64;
    assert!((0.65..0.9).contains(&pleased), "{pleased}");
    assert!(sample.surveys.len() > 100);
}

#[test]
fn customers_come_back_on_other_channels() {
    let sample = sample(5_000, 8);
    let mut orders: BTreeMap<&str, BTreeSet<Channel>> = BTreeMap::new();
    for told in sample.conversations.values().filter(|told| !told.state.order_id.is_empty()) {
        orders.entry(&told.state.order_id).or_default().extend(told.state.channel);
    }
    assert!(orders.values().filter(|channels| channels.len() > 1).count() > 50);
}

/// Pearson's correlation.
fn correlation(pairs: &[(f64, f64)]) -> f64 {
    let count = pairs.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / count;
    let (x, y) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let sum = |of: &dyn Fn(f64, f64) -> f64| -> f64 {
        pairs.iter().map(|pair| of(pair.0 - x, pair.1 - y)).sum()
    };
    sum(&|dx, dy| dx * dy) / (sum(&|dx, _| dx * dx) * sum(&|_, dy| dy * dy)).sqrt()
}

#[test]
fn planted_skills_show_in_what_agents_do() {
    let dir = tempfile::tempdir().unwrap();
    let desk = desk(12_000, 9, Format::Ndjson);
    write(&desk, dir.path());
    let world = World::new(&desk).unwrap();
    let sample = Sample::read(dir.path());
    let mut replies: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    let mut marks: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for told in sample.on(Channel::Chat) {
        let mut asked = None;
        for message in &told.messages {
            if message.author_role == Some(Role::Customer) {
                asked = asked.or(message.sent_at);
            } else if let Some(asked) = asked.take_if(|_| is_public_reply(message)) {
                let waited = message.sent_at.unwrap().seconds_since(asked);
                replies.entry(message.author_id.to_string()).or_default().push(waited.ln());
            }
        }
        for rating in &told.ratings {
            marks.entry(rating.agent_id.to_string()).or_default().extend(rating.score);
        }
    }
    let against = |seen: &BTreeMap<String, Vec<f64>>,
                   skill: &dyn Fn(&super::roster::Agent) -> f64| {
        let pair = |agent: &super::roster::Agent| {
            let seen = seen.get(&agent.id).filter(|seen| seen.len() >= 20)?;
            Some((skill(agent), seen.iter().sum::<f64>() / seen.len() as f64))
        };
        correlation(&world.agents.iter().filter_map(pair).collect::<Vec<_>>())
    };
    let speed = against(&replies, &|agent| agent.speed);
    assert!(speed < -0.9, "{speed}");
    let rated = against(&marks, &|agent| agent.friendliness);
    assert!(rated > 0.6, "{rated}");
}

#[test]
fn hard_questions_go_to_who_solves_more() {
    let dir = tempfile::tempdir().unwrap();
    let desk = desk(12_000, 9, Format::Ndjson);
    write(&desk, dir.path());
    let world = World::new(&desk).unwrap();
    let mut hard: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    for told in Sample::read(dir.path()).conversations.values() {
        let topic = TOPICS.iter().find(|topic| topic.label == told.state.topic_label);
        let first = told.messages.iter().find(|message| is_public_reply(message));
        if let (Some(topic), Some(first)) = (topic, first) {
            let (count, sum) = hard.entry(first.author_id.to_string()).or_default();
            *count += 1.0;
            *sum += f64::from(u8::from(topic.ease < USUAL_EASE));
        }
    }
    // Teams know different topics, so that agents are held against their own.
    let mut all = Vec::new();
    for team in 0..TEAMS.len() {
        let agents = world.agents.iter().filter(|agent| agent.team == team);
        let pairs: Vec<(f64, f64)> = agents
            .filter_map(|agent| {
                let (count, sum) = hard.get(&agent.id).filter(|(count, _)| *count >= 50.0)?;
                Some((agent.resolution, sum / count))
            })
            .collect();
        let mean = pairs.iter().map(|pair| pair.1).sum::<f64>() / pairs.len() as f64;
        all.extend(pairs.iter().map(|pair| (pair.0, pair.1 - mean)));
    }
    assert!(all.len() >= 25, "{}", all.len());
    let found = correlation(&all);
    assert!(found > 0.4, "{found}");
}

#[test]
fn planted_strictness_shows_in_what_reviewers_find() {
    let sample = sample(12_000, 9);
    let answered = sample.conversations.values().filter(|told| {
        told.messages.iter().any(|message| message.author_role == Some(Role::Agent))
    });
    let answered = answered.count() as f64;
    let mut found: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    let (mut alone, mut together) = (0.0, 0.0);
    for told in sample.conversations.values().filter(|told| !told.reviews.is_empty()) {
        let reviewers: BTreeSet<&str> = told.reviews.iter().map(|one| &*one.reviewer_id).collect();
        let is_calibration = told.reviews[0].is_calibration == Some(true);
        assert!(told.reviews.iter().all(|one| one.is_calibration == Some(is_calibration)));
        assert!(is_calibration || reviewers.len() == 1);
        *if is_calibration { &mut together } else { &mut alone } += 1.0;
        let last = told.messages.iter().map(|message| message.sent_at).max().unwrap();
        for review in &told.reviews {
            assert!(last < review.reviewed_at, "judged before it was over");
            let who = REVIEWERS.iter().find(|one| one.id == review.reviewer_id).unwrap().id;
            let is_met = match review.verdict.unwrap() {
                Outcome::Met => 1.0,
                Outcome::Missed => 0.0,
                Outcome::NotApplicable => continue,
            };
            found.entry(who).or_default().push(is_met);
        }
    }
    assert!((0.05..0.09).contains(&(alone / answered)), "{alone} of {answered}");
    assert!((0.005..0.02).contains(&(together / answered)), "{together} of {answered}");
    let met: Vec<f64> =
        found.values().map(|all| all.iter().sum::<f64>() / all.len() as f64).collect();
    assert!(met.is_sorted_by(|lenient, strict| lenient > strict), "{found:?}");
}

#[test]
fn both_formats_tell_the_same() {
    let (ndjson, csv) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let one = write(&desk(700, 2, Format::Ndjson), ndjson.path());
    let other = write(&desk(700, 2, Format::Csv), csv.path());
    assert_eq!(Summary { bytes: 0, ..one }, Summary { bytes: 0, ..other });
    for table in TABLES {
        let lines =
            fs::read_to_string(ndjson.path().join(file_name(table, Format::Ndjson))).unwrap();
        let mut rows =
            csv::Reader::from_path(csv.path().join(file_name(table, Format::Csv))).unwrap();
        let names = rows.headers().unwrap().clone();
        let rows: Vec<_> = rows.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), lines.lines().count(), "{table}");
        for (row, line) in rows.iter().zip(lines.lines()) {
            let object: sonic_rs::Value = sonic_rs::from_str(line).unwrap();
            for (name, cell) in names.iter().zip(row) {
                let value = object.get(name);
                let text = value.map_or_else(String::new, |value| match value.as_array() {
                    Some(items) => {
                        items.iter().filter_map(|item| item.as_str()).collect::<Vec<_>>().join(",")
                    }
                    None => value.as_str().map_or_else(|| value.to_string(), str::to_owned),
                });
                assert_eq!(text, cell, "{table}.{name}");
            }
        }
    }
}

#[test]
fn any_size_is_written_and_counted() {
    for (conversations, agents) in [(0, 1), (1, 1), (513, 3), (3_000, 200)] {
        let dir = tempfile::tempdir().unwrap();
        let seen = AtomicU64::new(0);
        let desk = Desk { agents, ..desk(conversations, 1, Format::Ndjson) };
        let summary = desk
            .write(dir.path(), &|done| {
                assert!(seen.fetch_max(done, Relaxed) < done);
            })
            .unwrap();
        assert_eq!((summary.conversations, seen.into_inner()), (conversations, conversations));
        let sample = Sample::read(dir.path());
        let messages: usize = sample.conversations.values().map(|told| told.messages.len()).sum();
        assert_eq!(messages as u64, summary.messages);
        assert!(messages as u64 >= conversations * 5 || conversations < 100);
    }
}

#[test]
fn what_cannot_be_is_refused_before_anything_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let tuesday = "2026-11-17".parse().unwrap();
    let right = desk(10, 1, Format::Csv);
    for wrong in [
        Desk { agents: 0, ..right.clone() },
        Desk { weeks: 0, ..right.clone() },
        Desk { ends_on: tuesday, ..right.clone() },
    ] {
        let error = wrong.write(dir.path(), &|_| ()).unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput);
        assert!(files(dir.path()).is_empty());
    }
    write(&right, dir.path());
    let before = files(dir.path());
    write(&Desk { format: Format::Ndjson, ..right.clone() }, dir.path());
    assert!(
        files(dir.path())
            .keys()
            .all(|name| !name.ends_with(".csv") || TRUTHS.contains(&name.as_str()))
    );
    write(&right, dir.path());
    assert!(files(dir.path()) == before);
    fs::write(dir.path().join("mine.txt"), "").unwrap();
    assert!(right.write(dir.path(), &|_| ()).is_err());
    assert!(files(dir.path())["truth.csv"].starts_with(TRUTH.as_bytes()));
}

#[test]
fn the_settings_name_the_files_and_the_end() {
    let dir = tempfile::tempdir().unwrap();
    write(&desk(10, 1, Format::Csv), dir.path());
    let text = fs::read_to_string(dir.path().join("weekly.toml")).unwrap();
    let settings: toml::Table = text.parse().unwrap();
    assert_eq!(settings["desk"]["as_of"].as_str(), Some("2026-11-16T00:00:00+01:00"));
    let files = settings["inputs"][0]["files"].as_array().unwrap();
    assert_eq!(files.len(), TABLES.len());
    assert!(files.iter().all(|file| dir.path().join(file.as_str().unwrap()).is_file()));
    for service in ALL {
        let channel = &settings["channels"][service.channel().word()];
        let hours = channel
            .get("calendar")
            .map(|name| settings["calendars"][name.as_str().unwrap()]["hours"].as_str().unwrap());
        assert_eq!(hours, service.hours().map(|opening| opening.hours));
    }
}
