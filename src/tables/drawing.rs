//! Which conversations of each agent are drawn to be read, with what chance, and what they will tell.

use std::collections::BTreeMap;

use polars::prelude::{DataFrame, IntoColumn, NamedFrom, PolarsResult, Series};
use twox_hash::XxHash3_64;

use super::scope::Scope;
use super::weekly;
use crate::stats::{Level, design};

/// The reason of what no signal speaks for.
pub const BY_CHANCE: &str = "by chance";

/// Something that makes a conversation worth reading.
pub struct Signal {
    /// The column that says so.
    pub flag: &'static str,
    /// What it adds to a weight of 1.
    pub weight: f64,
    pub words: &'static str,
}

/// Draws from all candidates, agent by agent; they have the columns `agent_id`, `channel` and
/// `conversation_id` and the signals' flags.
pub fn drawn(candidates: &DataFrame, signals: &[Signal], scope: &Scope) -> PolarsResult<DataFrame> {
    let week = scope.week.to_string();
    let text = |name: &str| PolarsResult::Ok(candidates.column(name)?.str()?.clone());
    let (agents, channels, ids) = (text("agent_id")?, text("channel")?, text("conversation_id")?);
    let flags = |signal: &Signal| PolarsResult::Ok(candidates.column(signal.flag)?.bool()?.clone());
    let flags = signals.iter().map(flags).collect::<PolarsResult<Vec<_>>>()?;
    let candidate = |row: usize| {
        let all = signals.iter().zip(&flags);
        let told = all.filter(|(_, flag)| flag.get(row) == Some(true)).map(|(signal, _)| signal);
        let told: Vec<&Signal> = told.collect();
        let words: Vec<&str> = told.iter().map(|signal| signal.words).collect();
        Candidate {
            row,
            weight: 1.0 + told.iter().map(|signal| signal.weight).sum::<f64>(),
            reason: if words.is_empty() { BY_CHANCE.to_owned() } else { words.join("; ") },
            place: chance(&[&week, ids.get(row).unwrap_or_default()]),
        }
    };
    let mut by_agent: BTreeMap<&str, BTreeMap<&str, Vec<Candidate>>> = BTreeMap::new();
    for (row, (agent, channel)) in agents.iter().zip(channels.iter()).enumerate() {
        if let (Some(agent), Some(channel)) = (agent, channel) {
            by_agent.entry(agent).or_default().entry(channel).or_default().push(candidate(row));
        }
    }
    let mut rows = Vec::new();
    for (agent, channels) in by_agent {
        let strata = strata(channels, scope.reviews_per_agent);
        rows.extend(of_agent(agent, strata, &week, scope.window_weeks));
    }
    frame(candidates, &rows)
}

/// A number from 0 to below 1 that is the same for the same words and looks drawn.
fn chance(words: &[&str]) -> f64 {
    let hash = XxHash3_64::oneshot(words.join("\u{1}").as_bytes());
    (hash >> 11) as f64 / (1_u64 << 53) as f64
}

/// One candidate, by its row.
struct Candidate {
    row: usize,
    weight: f64,
    reason: String,
    /// Its place in the order of drawing.
    place: f64,
}

/// Conversations of one agent that are drawn together.
struct Stratum<'c> {
    name: &'c str,
    candidates: Vec<Candidate>,
    wanted: u32,
}

/// What a row of the plan adds to its candidate's.
struct Row {
    candidate: Candidate,
    inclusion: f64,
    stratum: String,
    stratum_size: usize,
    stratum_plan: usize,
    stratum_precision: Option<f64>,
    agent_size: usize,
    agent_plan: usize,
    agent_precision: Option<f64>,
    window_precision: Option<f64>,
}

/// One stratum for each channel with its part of the reviews; a single one where they are too few.
fn strata(channels: BTreeMap<&str, Vec<Candidate>>, wanted: u32) -> Vec<Stratum<'_>> {
    let sizes: Vec<u32> = channels.values().map(|all| all.len() as u32).collect();
    match design::allotted(&sizes, wanted) {
        Some(parts) => {
            let named = channels.into_iter().zip(parts);
            named.map(|((name, candidates), wanted)| Stratum { name, candidates, wanted }).collect()
        }
        None => {
            let candidates = channels.into_values().flatten().collect();
            vec![Stratum { name: weekly::ALL_CHANNELS, candidates, wanted }]
        }
    }
}

/// Draws from an agent's strata.
fn of_agent(agent: &str, strata: Vec<Stratum<'_>>, week: &str, weeks: u32) -> Vec<Row> {
    let whole: usize = strata.iter().map(|stratum| stratum.candidates.len()).sum();
    let mut told = Vec::new();
    let mut rows = Vec::new();
    for mut stratum in strata {
        stratum.candidates.sort_by(|a, b| a.place.total_cmp(&b.place).then(a.row.cmp(&b.row)));
        let weights: Vec<f64> = stratum.candidates.iter().map(|one| one.weight).collect();
        let Some(chances) = design::inclusion(&weights, stratum.wanted) else { continue };
        let Some(effective) = design::effective(&chances) else { continue };
        let size = stratum.candidates.len();
        told.push((size as f64 / whole as f64, effective));
        let units = design::systematic(&chances, chance(&[week, agent, stratum.name]));
        let all = stratum.candidates.into_iter().zip(chances).enumerate();
        let drawn = all.filter(|(unit, _)| units.binary_search(unit).is_ok());
        rows.extend(drawn.map(|(_, (candidate, inclusion))| Row {
            candidate,
            inclusion,
            stratum: stratum.name.to_owned(),
            stratum_size: size,
            stratum_plan: units.len(),
            stratum_precision: design::precision(effective, Level::P95),
            agent_size: whole,
            agent_plan: 0,
            agent_precision: None,
            window_precision: None,
        }));
    }
    let agent_plan = rows.len();
    let effective = design::effective_of_strata(&told);
    let precision = |weeks: u32| design::precision(effective? * f64::from(weeks), Level::P95);
    let (agent_precision, window_precision) = (precision(1), precision(weeks));
    let whole = |row| Row { agent_plan, agent_precision, window_precision, ..row };
    rows.into_iter().map(whole).collect()
}

/// The candidates' own columns of the rows drawn, and what the drawing adds.
fn frame(candidates: &DataFrame, rows: &[Row]) -> PolarsResult<DataFrame> {
    let places: Vec<u32> =
        rows.iter().filter_map(|row| u32::try_from(row.candidate.row).ok()).collect();
    let places = Series::new("row".into(), places);
    let mut frame = candidates.take(places.u32()?)?;
    let number = |name: &str, of: &dyn Fn(&Row) -> Option<f64>| {
        Series::new(name.into(), rows.iter().map(of).collect::<Vec<_>>()).into_column()
    };
    let text = |name: &str, of: &dyn Fn(&Row) -> String| {
        Series::new(name.into(), rows.iter().map(of).collect::<Vec<_>>()).into_column()
    };
    let count = |name: &str, of: fn(&Row) -> usize| {
        let counts = rows.iter().map(|row| i64::try_from(of(row)).ok());
        Series::new(name.into(), counts.collect::<Vec<_>>()).into_column()
    };
    let added = [
        text("reason", &|row| row.candidate.reason.clone()),
        number("weight", &|row| Some(row.candidate.weight)),
        number("inclusion_share", &|row| Some(row.inclusion)),
        text("stratum", &|row| row.stratum.clone()),
        count("stratum_count", |row| row.stratum_size),
        count("stratum_plan_count", |row| row.stratum_plan),
        number("stratum_precision_share", &|row| row.stratum_precision),
        count("agent_count", |row| row.agent_size),
        count("agent_plan_count", |row| row.agent_plan),
        number("agent_precision_share", &|row| row.agent_precision),
        number("window_precision_share", &|row| row.window_precision),
    ];
    for column in added {
        frame.with_column(column)?;
    }
    Ok(frame)
}
