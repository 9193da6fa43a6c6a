//! The calls of the window, each with its hour, and the agents seen on them.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::{
    DataFrame, DataType, Expr, IntoColumn, JoinType, LazyFrame, NamedFrom, PolarsResult, Series,
    coalesce, col, lit, when,
};

use super::scope::Scope;
use super::weekly;
use crate::facts::{Conversations, Turns};
use crate::metrics::Kind;
use crate::model::{CallOutcome, Channel, Role};

/// The channel whose customers wait in a queue.
pub(super) const CHANNEL: Channel = Channel::Phone;
/// A call lasts no more hours than this, whatever a file says.
const LONGEST_CALL: i64 = 24;

/// An hour of the desk's clock, counted from the beginning of 1970 there.
fn local_hour(at: &str, scope: &Scope) -> Expr {
    let local = || weekly::local_time(at, scope).dt();
    let days = local().date().cast(DataType::Int32).cast(DataType::Int64);
    days * lit(24i64) + local().hour().cast(DataType::Int64)
}

/// The calls of the window that waited for an answer, with their hour, handle time and wait, and who
/// answered when.
pub(super) fn calls(scope: &Scope) -> PolarsResult<LazyFrame> {
    let is_call = || col("channel").eq(lit(CHANNEL.word()));
    let by_agent = col("initiated_by").eq_missing(lit(Role::Agent.word()));
    let waited = is_call().and(by_agent.not()).and(weekly::is_in_window("asked_at", scope));
    let turns = scope.facts.scan::<Turns>()?;
    let is_answered = col("response_seconds").is_not_null();
    let answered_at = when(is_answered).then(col("ended_at")).otherwise(weekly::missing());
    let turns = turns.filter(is_call().and(col("turn_number").eq(lit(1)))).select([
        col("conversation_id"),
        answered_at.alias("answered_at"),
        col("agent_id"),
        col("response_seconds"),
    ]);
    let calls = scope.facts.scan::<Conversations>()?.filter(waited);
    let key = [col("conversation_id")];
    let calls = calls.join(turns, key.clone(), key, JoinType::Left.into());
    let told = |seconds: &str| col(seconds).fill_null(lit(0.0));
    let handled = col("talk_seconds") + told("hold_seconds") + told("wrap_up_seconds");
    let is_answered = col("answered_at").is_not_null();
    let is_given_up = col("outcome").eq_missing(lit(CallOutcome::Abandoned.word()));
    Ok(calls.with_columns([
        weekly::week_on("asked_at", scope),
        local_hour("asked_at", scope).alias("local_hour"),
        when(is_answered).then(handled).otherwise(weekly::missing()).alias("handle_seconds"),
        coalesce(&[col("response_seconds"), col("queue_seconds")]).alias("waited_seconds"),
        is_given_up.alias("is_given_up"),
    ]))
}

/// Who answered each call, and the hours in which that kept them busy.
pub(super) fn answers(calls: LazyFrame, scope: &Scope) -> LazyFrame {
    let busy = (col("handle_seconds").fill_null(lit(0.0)) * lit(1e6)).cast(DataType::Int64);
    let until = (col("answered_at").cast(DataType::Int64) + busy).cast(Kind::Instant.data_type());
    let calls = calls.filter(col("agent_id").is_not_null());
    calls.with_column(until.alias("handled_at")).select([
        col("agent_id"),
        local_hour("answered_at", scope).alias("from_hour"),
        local_hour("handled_at", scope).alias("to_hour"),
    ])
}

/// How many different agents were busy in each hour.
pub(super) fn seen(answers: &DataFrame) -> PolarsResult<DataFrame> {
    let agents = answers.column("agent_id")?.str()?.iter();
    let from = answers.column("from_hour")?.i64()?.iter();
    let to = answers.column("to_hour")?.i64()?.iter();
    let mut seen: BTreeMap<i64, BTreeSet<&str>> = BTreeMap::new();
    for ((agent, from), to) in agents.zip(from).zip(to) {
        let (Some(agent), Some(from), Some(to)) = (agent, from, to) else { continue };
        for hour in from..=to.clamp(from, from + LONGEST_CALL) {
            seen.entry(hour).or_default().insert(agent);
        }
    }
    let counts: Vec<i64> =
        seen.values().filter_map(|agents| agents.len().try_into().ok()).collect();
    let hours: Vec<i64> = seen.into_keys().collect();
    let height = hours.len();
    let hours = Series::new("local_hour".into(), hours).into_column();
    let counts = Series::new("seen_agent_count".into(), counts).into_column();
    DataFrame::new(height, vec![hours, counts])
}
