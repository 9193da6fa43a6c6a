//! What each agent is credited with in a window of time, summed up.

use std::collections::BTreeMap;
use std::ops::Range;

use polars::prelude::{
    DataFrame, DataType, Expr, LazyFrame, PolarsResult, RoundMode, col, len, lit,
};

use crate::facts::{Agents, Conversations, Facts, Ratings, Turns};
use crate::metrics::instant;
use crate::model::{Channel, Instant, Role};
use crate::scores::first::{Dimension, Evidence, Log};
use crate::stats::Tally;

/// Parts of a log unit in which log times are counted: sums are whole numbers, and so the same
/// whatever order they are added in.
const PARTS: f64 = 1e4;

/// Names of the sums in a frame, in the order in which they are taken over.
const SUMS: [&str; 6] = ["0", "1", "2", "3", "4", "5"];

/// Sums of one agent on one channel, in parts.
#[derive(Clone, Copy, Default)]
struct Sums {
    held: i64,
    known: i64,
    resolved: i64,
    rated: i64,
    satisfied: i64,
    replies: i64,
    clusters: i64,
    log: i64,
    log_squared: i64,
    replies_by_log: i64,
    replies_squared: i64,
}

type Key = (String, Option<Channel>);

/// Evidence of all agents who have some, by id: conversations opened, waits begun and ratings given
/// from the window's start until before its end. Bots have none.
pub fn evidence(facts: &Facts, window: &Range<Instant>) -> PolarsResult<Vec<Evidence>> {
    let mut sums: BTreeMap<Key, Sums> = BTreeMap::new();
    add(&mut sums, &held(facts, window)?, |sums, [held, known, resolved, ..]| {
        (sums.held, sums.known, sums.resolved) = (held, known, resolved);
    })?;
    add(&mut sums, &rated(facts, window)?, |sums, [rated, satisfied, ..]| {
        (sums.rated, sums.satisfied) = (rated, satisfied);
    })?;
    add(&mut sums, &replies(facts, window)?, |sums, numbers| {
        [
            sums.replies,
            sums.clusters,
            sums.log,
            sums.log_squared,
            sums.replies_by_log,
            sums.replies_squared,
        ] = numbers;
    })?;
    let bots = facts.scan::<Agents>()?.filter(col("role").eq(lit(Role::Bot.word()))).collect()?;
    let bots = bots.column("agent_id")?.str()?;
    for bot in bots.iter().flatten() {
        sums.retain(|(agent, _), _| agent != bot);
    }
    Ok(by_agent(&sums))
}

fn by_agent(sums: &BTreeMap<Key, Sums>) -> Vec<Evidence> {
    let mut usual: BTreeMap<Option<Channel>, (i64, i64)> = BTreeMap::new();
    for ((_, channel), sums) in sums {
        let (replies, log) = usual.entry(*channel).or_default();
        *replies += sums.replies;
        *log += sums.log;
    }
    let mean = |channel: &Option<Channel>| match usual.get(channel) {
        Some((replies, log)) if *replies > 0 => *log as f64 / PARTS / *replies as f64,
        _ => 0.0,
    };
    let mut agents: BTreeMap<&str, Vec<(Option<Channel>, Sums)>> = BTreeMap::new();
    for ((agent, channel), sums) in sums {
        agents.entry(agent).or_default().push((*channel, *sums));
    }
    let of = |(agent, parts): (&str, Vec<(Option<Channel>, Sums)>)| -> Option<Evidence> {
        let mut total = Sums::default();
        let mut speed = Log::default();
        for (channel, sums) in &parts {
            total.known += sums.known;
            total.resolved += sums.resolved;
            total.rated += sums.rated;
            total.satisfied += sums.satisfied;
            add_log(&mut speed, sums, mean(channel));
        }
        let mut channel = parts.first();
        for part in &parts {
            let most = channel.map(|(_, sums)| (sums.replies, sums.held));
            if Some((part.1.replies, part.1.held)) > most {
                channel = Some(part);
            }
        }
        Some(Evidence {
            agent_id: agent.to_owned(),
            channel: channel.and_then(|(channel, _)| *channel),
            resolution: tally(total.resolved, total.known)?,
            feedback: tally(total.satisfied, total.rated)?,
            speed,
        })
    };
    let has_some =
        |agent: &Evidence| Dimension::ALL.iter().any(|dimension| agent.count(*dimension) > 0);
    agents.into_iter().filter_map(of).filter(has_some).collect()
}

/// Adds a channel's times, each less the channel's mean.
fn add_log(log: &mut Log, sums: &Sums, mean: f64) {
    let replies_squared = sums.replies_squared as f64;
    let replies_by_log = sums.replies_by_log as f64 / PARTS;
    let log_squared = sums.log_squared as f64 / (PARTS * PARTS);
    log.count += u32::try_from(sums.replies).unwrap_or(u32::MAX);
    log.clusters += u32::try_from(sums.clusters).unwrap_or(u32::MAX);
    log.sum += sums.log as f64 / PARTS - sums.replies as f64 * mean;
    log.sum_squared += log_squared - 2.0 * mean * replies_by_log + mean * mean * replies_squared;
    log.count_by_sum += replies_by_log - mean * replies_squared;
    log.count_squared += replies_squared;
}

fn tally(part: i64, whole: i64) -> Option<Tally> {
    Tally::new(u32::try_from(part).ok()?, u32::try_from(whole).ok()?)
}

fn within(at: &str, window: &Range<Instant>) -> Expr {
    col(at).gt_eq(instant(window.start)).and(col(at).lt(instant(window.end)))
}

/// Sums by agent and channel.
fn by(rows: LazyFrame, agent: &str, numbers: &[Expr]) -> PolarsResult<DataFrame> {
    let numbers = numbers.iter().zip(SUMS);
    let numbers: Vec<Expr> =
        numbers.map(|(number, name)| number.clone().cast(DataType::Int64).alias(name)).collect();
    rows.filter(col(agent).is_not_null())
        .group_by([col(agent).alias("agent"), col("channel")])
        .agg(numbers)
        .collect()
}

fn held(facts: &Facts, window: &Range<Instant>) -> PolarsResult<DataFrame> {
    let rows = facts.scan::<Conversations>()?.filter(within("opened_at", window));
    let is_resolved = col("is_resolved");
    by(rows, "last_agent_id", &[len(), is_resolved.clone().count(), is_resolved.sum()])
}

fn rated(facts: &Facts, window: &Range<Instant>) -> PolarsResult<DataFrame> {
    let rows = facts.scan::<Ratings>()?.filter(within("counted_at", window));
    by(rows, "agent_id", &[col("points").count(), col("is_satisfied").sum()])
}

fn replies(facts: &Facts, window: &Range<Instant>) -> PolarsResult<DataFrame> {
    let seconds = col("response_business_seconds");
    let log = (seconds.clone().log1p() * lit(PARTS)).round(0, RoundMode::HalfAwayFromZero);
    let rows = facts.scan::<Turns>()?.filter(within("asked_at", window).and(seconds.is_not_null()));
    let conversations = rows
        .filter(col("agent_id").is_not_null())
        .group_by([col("agent_id"), col("conversation_id")])
        .agg([
            col("channel").first(),
            len().cast(DataType::Int64).alias("replies"),
            log.cast(DataType::Int64).sum().alias("log"),
        ]);
    let (replies, log) = (col("replies"), col("log"));
    by(
        conversations,
        "agent_id",
        &[
            replies.clone().sum(),
            len(),
            log.clone().sum(),
            (log.clone() * log.clone()).sum(),
            (replies.clone() * log).sum(),
            (replies.clone() * replies).sum(),
        ],
    )
}

/// Takes a frame's numbers over into the sums of its agents and channels.
fn add(
    sums: &mut BTreeMap<Key, Sums>,
    frame: &DataFrame,
    set: impl Fn(&mut Sums, [i64; 6]),
) -> PolarsResult<()> {
    let agents = frame.column("agent")?.str()?;
    let channels = frame.column("channel")?.str()?;
    let mut numbers = vec![[0; 6]; frame.height()];
    for (place, name) in SUMS.into_iter().enumerate() {
        let Ok(column) = frame.column(name) else { continue };
        for (row, number) in numbers.iter_mut().zip(column.i64()?.iter()) {
            if let Some(cell) = row.get_mut(place) {
                *cell = number.unwrap_or(0);
            }
        }
    }
    for ((agent, channel), numbers) in agents.iter().zip(channels.iter()).zip(numbers) {
        let Some(agent) = agent else { continue };
        let key = (agent.to_owned(), channel.and_then(Channel::from_word));
        set(sums.entry(key).or_default(), numbers);
    }
    Ok(())
}
