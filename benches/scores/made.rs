//! The facts of a made-up desk, written straight to disk, with as many rows to a conversation as the desk of
//! `sample_data/market` has.

use std::fs::File;
use std::path::Path;

use caseload::model::Instant;
use caseload::tables::Week;
use chrono::NaiveDate;
use polars::prelude::{
    Column, DataFrame, DataType, IntoColumn, NamedFrom, ParquetWriter, PlSmallStr, Series,
    TimeUnit, TimeZone,
};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

#[derive(Clone, Copy)]
pub struct Size {
    pub conversations: usize,
    pub agents: usize,
}

const WEEKS: i64 = 13;
const DAY: i64 = 86_400_000_000;

const SURFACES: [(&str, &str); 6] = [
    ("chat", "web_widget"),
    ("chat", "mobile_app"),
    ("chat", "whatsapp"),
    ("email", "mail"),
    ("phone", "hotline"),
    ("social", "instagram"),
];
const LANGUAGES: [&str; 3] = ["en", "ru", "zh"];
const PRIORITIES: [&str; 2] = ["normal", "high"];
const FAMILIES: [&str; 10] = [
    "account",
    "billing",
    "complaints",
    "loyalty",
    "orders",
    "payments",
    "products",
    "refunds",
    "returns",
    "technical",
];
const TOPICS: usize = 5;

/// Name, how often it is judged and how often met, by conversation; whether it is critical; its weight.
const CRITERIA: [(&str, f64, f64, bool, f64); 14] = [
    ("greeting", 0.87, 0.81, false, 0.5),
    ("courtesy", 0.87, 0.99, true, 1.0),
    ("no_placeholder", 0.87, 0.99, false, 1.0),
    ("no_personal_data", 0.87, 0.99, true, 1.0),
    ("on_topic", 0.83, 0.97, false, 1.0),
    ("introduction", 0.77, 0.90, false, 0.25),
    ("solved_check", 0.77, 0.62, false, 1.0),
    ("specificity", 0.77, 0.74, false, 2.0),
    ("closing", 0.68, 0.57, false, 0.5),
    ("ownership", 0.62, 0.93, false, 1.0),
    ("acknowledgement", 0.51, 0.62, false, 1.0),
    ("next_step", 0.46, 0.55, false, 2.0),
    ("questions_answered", 0.14, 0.93, false, 1.0),
    ("no_talking_over", 0.09, 0.98, false, 1.0),
];

/// Name, how many to a conversation, and how many are kept.
const PROMISES: [(&str, f64, f64); 3] =
    [("first_response", 0.94, 0.83), ("resolution", 0.86, 0.90), ("next_response", 0.74, 0.95)];

/// The week reported on, and when the data ends.
pub fn last_week() -> (Week, Instant) {
    let week = Week::of(NaiveDate::from_ymd_opt(2026, 11, 9).unwrap());
    (week, Instant::from_rfc3339("2026-11-16T00:00:00+01:00").unwrap())
}

/// One conversation.
struct Made {
    id: String,
    agent: usize,
    opened: i64,
    /// What it adds to the log-odds of everything good, and what the agent does.
    ease: f64,
    skill: f64,
}

/// Rows of one fact, column by column.
#[derive(Default)]
struct Sheet {
    ids: Vec<usize>,
    agents: Vec<usize>,
    names: Vec<&'static str>,
    flags: Vec<bool>,
    numbers: Vec<f64>,
    others: Vec<f64>,
}

/// Writes the facts that scores are read from; how many rows each has.
pub fn write(folder: &Path, size: Size) -> String {
    let mut chance = ChaCha8Rng::seed_from_u64(7);
    let agents: Vec<String> = (0..size.agents).map(|number| format!("agent-{number:04}")).collect();
    let skills: Vec<f64> = agents.iter().map(|_| normal(&mut chance) * 0.35).collect();
    let weak: Vec<usize> =
        agents.iter().map(|_| chance.random_range(0..CRITERIA.len() * 4)).collect();
    let mut all = Vec::with_capacity(size.conversations);
    let mut texts: [Vec<&str>; 6] = Default::default();
    let (mut topics, mut customers, mut resolved) = (Vec::new(), Vec::new(), Vec::new());
    let (mut moods, mut replies, mut handled, mut missed) = (vec![], vec![], vec![], vec![]);
    let [mut turns, mut ratings, mut verdicts, mut promises, mut messages]: [Sheet; 5] =
        Default::default();
    let start = last_week().1.0 - WEEKS * 7 * DAY;
    for number in 0..size.conversations {
        let agent = chance.random_range(0..size.agents);
        let own = agent % SURFACES.len();
        let surface =
            if chance.random::<f64>() < 0.85 { own } else { skewed(&mut chance, SURFACES.len()) };
        let language =
            if chance.random::<f64>() < 0.8 { agent / 6 % 3 } else { skewed(&mut chance, 3) };
        let priority = usize::from(chance.random::<f64>() < 0.2);
        let family = skewed(&mut chance, FAMILIES.len());
        let topic = skewed(&mut chance, TOPICS);
        let mood = 0.3 * normal(&mut chance);
        let opened = start
            + (WEEKS * 7 * DAY) * number as i64 / size.conversations as i64
            + (chance.random::<f64>() * 0.9 * DAY as f64) as i64;
        let ease = 0.2 * language as f64 - 0.6 * priority as f64 - 0.05 * family as f64
            + 0.1 * topic as f64
            + 0.4 * mood;
        let made =
            Made { id: format!("desk/{number:07}"), agent, opened, ease, skill: skills[agent] };
        let is_phone = SURFACES[surface].0 == "phone";
        let is_resolved = made.goes_well(0.85, &mut chance);
        let count = 1 + skewed(&mut chance, 6);
        for (place, text) in [
            SURFACES[surface].0,
            SURFACES[surface].1,
            LANGUAGES[language],
            PRIORITIES[priority],
            FAMILIES[family],
            "customer",
        ]
        .into_iter()
        .enumerate()
        {
            texts[place].push(text);
        }
        topics.push(format!("{}_{topic}", FAMILIES[family]));
        customers.push(format!("customer-{}", skewed(&mut chance, size.conversations * 3 / 4)));
        resolved.push(is_resolved);
        moods.push(mood);
        replies.push(count as i64);
        handled.push(is_phone.then(|| (5.5 + 0.5 * normal(&mut chance) - made.skill).exp()));
        for _ in 0..1 + skewed(&mut chance, 5) {
            turns.put(number, agent, "", true, (4.0 + normal(&mut chance) - made.skill).exp(), 0.0);
        }
        if chance.random::<f64>() < 0.66 {
            let is_answered = chance.random::<f64>() < 0.3;
            let is_good = made.goes_well(0.75, &mut chance);
            let points = if is_good { 5.0 } else { 2.0 };
            ratings.put(
                number,
                agent,
                "",
                is_good,
                if is_answered { points } else { f64::NAN },
                0.0,
            );
        }
        let mut critical = 0;
        for (place, (name, often, met, is_critical, weight)) in CRITERIA.into_iter().enumerate() {
            if chance.random::<f64>() < often {
                let met = if weak[agent] == place { met - 0.25 } else { met };
                let linked = if is_resolved { 0.02 } else { -0.08 };
                let is_met = made.goes_well((met + linked).clamp(0.02, 0.995), &mut chance);
                critical += i64::from(is_critical && !is_met);
                let critical = f64::from(u8::from(is_critical));
                verdicts.put(number, agent, name, is_met, weight, critical);
            }
        }
        missed.push(critical);
        for (name, often, kept) in PROMISES {
            if chance.random::<f64>() < often {
                promises.put(number, agent, name, made.goes_well(kept, &mut chance), 60.0, 0.0);
            }
        }
        for place in 0..7 {
            messages.put(number, agent, "", true, f64::from(place + 1), 0.0);
        }
        all.push(made);
    }
    let [channels, surfaces, languages, priorities, families, openers] = texts;
    let instants: Vec<i64> = all.iter().map(|one| one.opened).collect();
    let resolved_at: Vec<Option<i64>> = all
        .iter()
        .zip(&resolved)
        .map(|(one, is_resolved)| is_resolved.then_some(one.opened + DAY / 24))
        .collect();
    let last: Vec<&str> = all.iter().map(|one| agents[one.agent].as_str()).collect();
    let judged: Vec<i64> = vec![9; all.len()];
    let one: Vec<i64> = vec![1; all.len()];
    let none: Vec<i64> = vec![0; all.len()];
    let ids: Vec<&str> = all.iter().map(|one| one.id.as_str()).collect();
    save(
        folder,
        "conversations",
        vec![
            column("conversation_id", &ids),
            column("channel", &channels),
            column("surface", &surfaces),
            column("priority", &priorities),
            column("customer_id", &customers),
            column("topic_label", &topics),
            column("topic_family", &families),
            column("topic", &topics),
            column("start_sentiment", &moods),
            column("language", &languages),
            column("initiated_by", &openers),
            column("is_resolved", &resolved),
            column("reopen_by_customer_count", &none),
            column("last_agent_id", &last),
            column("agent_count", &one),
            column("agent_reply_count", &replies),
            column("handle_seconds", &handled),
            column("quality_judged_count", &judged),
            column("critical_missed_count", &missed),
            column("team", &families),
            instant("opened_at", &instants),
            instant("first_resolved_at", &resolved_at),
        ],
    );
    let teams: Vec<String> =
        (0..size.agents).map(|number| format!("team {}", number / 12)).collect();
    save(
        folder,
        "agents",
        vec![
            column("agent_id", &agents),
            column("name", &agents),
            column("role", &vec!["agent"; size.agents]),
            column("team", &teams),
            column("support_tier", &vec![None::<&str>; size.agents]),
        ],
    );
    let points: Vec<Option<f64>> = ratings
        .numbers
        .iter()
        .map(|points| Some(*points).filter(|points| !points.is_nan()))
        .collect();
    let satisfied: Vec<Option<bool>> =
        ratings.flags.iter().zip(&points).map(|(good, points)| points.map(|_| *good)).collect();
    let sheet = |sheet: &Sheet| {
        let ids: Vec<&str> = sheet.ids.iter().map(|number| ids[*number]).collect();
        let agents: Vec<&str> =
            sheet.agents.iter().map(|number| agents[*number].as_str()).collect();
        vec![column("conversation_id", &ids), column("agent_id", &agents)]
    };
    let mut columns = sheet(&ratings);
    columns.extend([column("points", &points), column("is_satisfied", &satisfied)]);
    save(folder, "ratings", columns);
    let mut columns = sheet(&turns);
    columns.push(column("response_business_seconds", &turns.numbers));
    save(folder, "turns", columns);
    let mut columns = sheet(&verdicts);
    let words: Vec<&str> =
        verdicts.flags.iter().map(|is_met| if *is_met { "met" } else { "missed" }).collect();
    let of: Vec<&str> = verdicts.ids.iter().map(|number| channels[*number]).collect();
    let opened: Vec<i64> = verdicts.ids.iter().map(|number| instants[*number]).collect();
    let critical: Vec<bool> = verdicts.others.iter().map(|critical| *critical > 0.0).collect();
    columns.extend([
        column("channel", &of),
        column("criterion", &verdicts.names),
        column("is_critical", &critical),
        column("weight", &verdicts.numbers),
        column("verdict", &words),
        column("certainty", &vec!["likely"; words.len()]),
        column("message_number", &vec![1_i64; words.len()]),
        instant("opened_at", &opened),
    ]);
    save(folder, "verdicts", columns);
    let mut columns = sheet(&promises);
    columns.extend([
        column("promise", &promises.names),
        column("is_kept", &promises.flags),
        column("over_seconds", &promises.numbers),
    ]);
    save(folder, "promises", columns);
    let mut columns = sheet(&messages);
    let numbers: Vec<i64> = messages.numbers.iter().map(|number| *number as i64).collect();
    columns.extend([
        column("message_number", &numbers),
        column("text", &vec![None::<&str>; numbers.len()]),
    ]);
    save(folder, "messages", columns);
    format!(
        "{} conversations, {} waits, {} ratings asked for, {} verdicts, {} promises, {} messages",
        all.len(),
        turns.ids.len(),
        ratings.ids.len(),
        verdicts.ids.len(),
        promises.ids.len(),
        messages.ids.len(),
    )
}

impl Made {
    /// Whether what goes well with a usual agent and case so often does here.
    fn goes_well(&self, usual: f64, chance: &mut ChaCha8Rng) -> bool {
        let log_odds = (usual / (1.0 - usual)).ln() + self.ease + self.skill;
        chance.random::<f64>() < 1.0 / (1.0 + (-log_odds).exp())
    }
}

impl Sheet {
    fn put(
        &mut self,
        id: usize,
        agent: usize,
        name: &'static str,
        flag: bool,
        number: f64,
        other: f64,
    ) {
        self.ids.push(id);
        self.agents.push(agent);
        self.names.push(name);
        self.flags.push(flag);
        self.numbers.push(number);
        self.others.push(other);
    }
}

fn column<'v, T: 'v, K: ?Sized>(name: &str, values: &'v [T]) -> Column
where
    Series: NamedFrom<&'v [T], K>,
{
    Series::new(PlSmallStr::from_str(name), values).into_column()
}

/// Microseconds as instants.
fn instant<'v, T: 'v, K: ?Sized>(name: &str, values: &'v [T]) -> Column
where
    Series: NamedFrom<&'v [T], K>,
{
    let utc = DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC));
    column(name, values).cast(&utc).unwrap()
}

fn save(folder: &Path, name: &str, columns: Vec<Column>) {
    let rows = columns.first().map_or(0, Column::len);
    let mut frame = DataFrame::new(rows, columns).unwrap();
    let file = File::create(folder.join(format!("{name}.parquet"))).unwrap();
    ParquetWriter::new(file).finish(&mut frame).unwrap();
}

/// A place among so many, the first ones commoner.
fn skewed(chance: &mut ChaCha8Rng, count: usize) -> usize {
    (chance.random::<f64>().powi(2) * count as f64) as usize
}

/// A standard normal value, by the twelve-sum.
fn normal(chance: &mut ChaCha8Rng) -> f64 {
    (0..12).map(|_| chance.random::<f64>()).sum::<f64>() - 6.0
}
