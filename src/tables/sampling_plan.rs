//! The table of conversations that reviewers should read for a week.

use polars::prelude::{
    Expr, IntoLazy, JoinType, LazyFrame, PolarsResult, QuantileMethod, SortMultipleOptions,
    coalesce, col, lit,
};

use super::agents::{agent_columns, with_agents};
use super::drawing::{BY_CHANCE, Signal, drawn};
use super::scope::Scope;
use super::table::Table;
use super::weekly;
use crate::facts::{Conversations, Promises, Ratings, Reviews, Verdicts};
use crate::metrics::{Column, instant};
use crate::model::Unit;
use crate::rubric::Certainty;
use crate::text::sentiment::CLEAR;

/// The table.
pub struct SamplingPlan;

/// Marks of so few points and fewer are low: the bottom two fifths of the scale, near enough.
const LOW_POINTS: f64 = 2.0;
/// Of the waits for a first response on a channel in the week, the share that is not long.
const NOT_LONG: f64 = 0.9;

/// What makes a conversation worth reading.
static SIGNALS: [Signal; 6] = [
    Signal { flag: "is_rated_low", weight: 3.0, words: "rated low" },
    Signal { flag: "is_unhappy_end", weight: 2.0, words: "unhappy at the end" },
    Signal { flag: "is_reopened", weight: 2.0, words: "reopened" },
    Signal { flag: "is_unsure", weight: 2.0, words: "an automatic verdict is unsure" },
    Signal { flag: "is_promise_broken", weight: 1.0, words: "a promise was broken" },
    Signal { flag: "is_long_wait", weight: 1.0, words: "a long wait for the channel" },
];

impl Table for SamplingPlan {
    fn name(&self) -> &'static str {
        "sampling_plan"
    }

    fn about(&self) -> &'static str {
        "One conversation to be read by a reviewer, of those with a person's reply that came to \
         their end in the reported week: so many of each agent as the settings say, shared out over \
         channels by their size, drawn by chance but rather where the customer was unhappy or the \
         automatic verdict unsure. The same input gives the same plan. A figure for all \
         conversations weighs each by 1 ÷ inclusion_share."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["agent_id", "channel", "conversation_id"]
    }

    fn columns(&self) -> Vec<Column> {
        let mut columns = agent_columns();
        columns.extend([
            Column::text("channel", "The conversation's channel."),
            Column::text("conversation_id", "The conversation to read."),
            Column::text("week", "The week that it came to its end in: 2026-W46."),
            Column::text("reason", format!("What made it likelier to be drawn, or `{BY_CHANCE}`.")),
            Column::number(
                "weight",
                Unit::None,
                "1, and more for each reason; the chance to be drawn is in proportion.",
            ),
            Column::share("inclusion_share", "The chance with which it was drawn."),
            Column::flag("is_reviewed", "Whether a review of it is in the input, calibration left out."),
            Column::text(
                "stratum",
                "What it was drawn from: the channel, or `all` where the agent has more channels than reviews.",
            ),
            Column::count("stratum_count", "The agent's conversations in the stratum."),
            Column::count("stratum_plan_count", "Of these, to be read."),
            Column::share(
                "stratum_precision_share",
                "How far to each side of it these tell a share of the stratum that is one half (95%).",
            ),
            Column::count("agent_count", "The agent's conversations."),
            Column::count("agent_plan_count", "Of these, to be read."),
            Column::share("agent_precision_share", "How far to each side these tell of all of the agent's."),
            Column::share(
                "window_precision_share",
                "The same of the trailing window, if every week of it is read so.",
            ),
        ]);
        columns
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let candidates = candidates(scope)?.collect()?;
        let rows = drawn(&candidates, &SIGNALS, scope)?.lazy();
        let rows = rows.with_column(lit(scope.week.to_string()).alias("week"));
        Ok(weekly::sorted(rows, self.grain()))
    }
}

/// The conversations that can be drawn, with their signals, by agent, channel and id. They have come
/// to their end: what goes on cannot be judged fairly yet.
fn candidates(scope: &Scope) -> PolarsResult<LazyFrame> {
    let Some((from, to)) = scope.week.begins(scope.zone).zip(scope.week.ends(scope.zone)) else {
        return none(scope);
    };
    let at = coalesce(&[col("last_activity_at"), col("opened_at")]);
    let is_of_week = at.clone().gt_eq(instant(from)).and(at.lt(instant(to)));
    let is_over = col("is_open").eq_missing(lit(true)).not();
    let is_answered = col("last_agent_id").is_not_null();
    let rows = scope.facts.scan::<Conversations>()?;
    let is_long_wait = is_long("first_response_seconds")?;
    let rows = rows.filter(is_of_week.and(is_over).and(is_answered)).select([
        col("conversation_id"),
        col("channel"),
        col("last_agent_id").alias("agent_id"),
        col("reopen_count").gt(lit(0i64)).alias("is_reopened"),
        col("end_sentiment").lt_eq(lit(-CLEAR)).alias("is_unhappy_end"),
        is_long_wait.alias("is_long_wait"),
    ]);
    let low = col("points").lt_eq(lit(LOW_POINTS));
    let marks = any_of(scope.facts.scan::<Ratings>()?, low, "is_rated_low");
    let broken = col("is_kept").eq(lit(false));
    let broken = any_of(scope.facts.scan::<Promises>()?, broken, "is_promise_broken");
    let reviewed = col("is_calibration").eq_missing(lit(true)).not();
    let reviewed = any_of(scope.facts.scan::<Reviews>()?, reviewed, "is_reviewed");
    let is_unsure = col("certainty").eq(lit(Certainty::Unsure.word()));
    let unsure = any_of(scope.facts.scan::<Verdicts>()?, is_unsure, "is_unsure");
    let rows = [marks, broken, reviewed, unsure].into_iter().fold(rows, with);
    let flags = SIGNALS.iter().map(|signal| signal.flag).chain(["is_reviewed"]);
    let filled: Vec<Expr> = flags.map(|flag| col(flag).fill_null(lit(false))).collect();
    let rows = with_agents(rows.with_columns(filled), scope)?;
    Ok(rows.sort(["agent_id", "channel", "conversation_id"], SortMultipleOptions::default()))
}

/// No candidates, in the same columns.
fn none(scope: &Scope) -> PolarsResult<LazyFrame> {
    let flags = SIGNALS.iter().map(|signal| signal.flag).chain(["is_reviewed"]);
    let flags: Vec<Expr> = flags.map(|flag| lit(false).alias(flag)).collect();
    let rows = scope.facts.scan::<Conversations>()?.filter(lit(false));
    let rows = rows.select([
        col("conversation_id"),
        col("channel"),
        col("last_agent_id").alias("agent_id"),
    ]);
    with_agents(rows.with_columns(flags), scope)
}

/// Longer than most of the same channel.
fn is_long(column: &str) -> PolarsResult<Expr> {
    let most = col(column).drop_nulls().quantile(lit(NOT_LONG), QuantileMethod::Linear);
    Ok(col(column).gt(most.over([col("channel")])?))
}

/// Conversations of which any row is so.
fn any_of(rows: LazyFrame, is_so: Expr, name: &str) -> LazyFrame {
    rows.group_by([col("conversation_id")]).agg([is_so.any(true).alias(name)])
}

fn with(rows: LazyFrame, flags: LazyFrame) -> LazyFrame {
    let key = [col("conversation_id")];
    rows.join(flags, key.clone(), key, JoinType::Left.into())
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashMap};

    use polars::prelude::DataFrame;

    use super::*;
    use crate::metrics::Desk;
    use crate::model::{Channel, EventKind, Outcome};
    use crate::stats::{Level, share_precision};
    use crate::tables::build;
    use crate::tables::made_up;
    use crate::tables::sample::{busy_desk, scope};

    fn texts(frame: &DataFrame, name: &str) -> Vec<String> {
        let column = frame.column(name).unwrap().str().unwrap();
        column.iter().map(|text| text.unwrap().to_owned()).collect()
    }

    fn numbers(frame: &DataFrame, name: &str) -> Vec<f64> {
        let column = frame.column(name).unwrap();
        (0..frame.height()).map(|row| column.get(row).unwrap().extract::<f64>().unwrap()).collect()
    }

    /// A solved conversation of ann's, in the week that the tables of tests report on.
    fn solved(desk: Desk, name: &str, channel: Channel) -> Desk {
        desk.conversation(name)
            .channel(channel)
            .customer("2026-11-10 09:00", "Where is it?")
            .agent("ann", "2026-11-10 09:05", "At your door")
            .event("2026-11-10 09:06", EventKind::Resolved, "")
    }

    fn plan(desk: Desk) -> DataFrame {
        let (_folder, scope) = scope(&desk.as_of("2026-11-16 00:00"), 2);
        made_up::write(&scope.facts, &[]);
        build(&SamplingPlan, &scope).unwrap()
    }

    #[test]
    fn each_agent_is_read_as_often_as_wanted_over_all_channels() {
        let (_folder, scope) = scope(&busy_desk(600), 2);
        let frame = build(&SamplingPlan, &scope).unwrap();
        let mut read: HashMap<String, f64> = HashMap::new();
        for agent in texts(&frame, "agent_id") {
            *read.entry(agent).or_default() += 1.0;
        }
        let planned = numbers(&frame, "agent_plan_count");
        let whole = numbers(&frame, "agent_count");
        for (row, agent) in texts(&frame, "agent_id").into_iter().enumerate() {
            assert_eq!(read[&agent], planned[row]);
            assert_eq!(planned[row], whole[row].min(4.0), "{agent}");
        }
        let chances = numbers(&frame, "inclusion_share");
        assert!(chances.iter().all(|chance| *chance > 0.0 && *chance <= 1.0));
        let precise = numbers(&frame, "stratum_precision_share");
        let (all, year) =
            (numbers(&frame, "agent_precision_share"), numbers(&frame, "window_precision_share"));
        for row in 0..frame.height() {
            assert!(precise[row] < 0.5 && year[row] <= all[row] && all[row] < 0.5);
        }
        assert!(read.len() > 5 && !read.contains_key("lavka"), "{read:?}");
    }

    #[test]
    fn conversations_alike_have_equal_chances_and_the_plain_precision() {
        let desk = (0..12)
            .fold(Desk::new(), |desk, number| solved(desk, &format!("c{number}"), Channel::Chat));
        let frame = plan(desk);
        assert_eq!(frame.height(), 4);
        let expected = share_precision(0.5, 4, 12, Level::P95).unwrap();
        for (chance, precision) in numbers(&frame, "inclusion_share")
            .into_iter()
            .zip(numbers(&frame, "stratum_precision_share"))
        {
            assert!((chance - 4.0 / 12.0).abs() < 1e-12, "{chance}");
            assert!((precision - expected).abs() < 1e-12, "{precision} {expected}");
        }
        assert!(texts(&frame, "reason").iter().all(|reason| reason == "by chance"));
    }

    #[test]
    fn what_went_on_or_was_never_answered_is_not_read() {
        let desk = solved(Desk::new(), "done", Channel::Chat)
            .conversation("open")
            .customer("2026-11-10 09:00", "Where is it?")
            .agent("ann", "2026-11-10 09:05", "I will look")
            .status(crate::model::Status::Open)
            .conversation("unanswered")
            .customer("2026-11-10 09:00", "Where is it?")
            .event("2026-11-10 09:06", EventKind::Resolved, "")
            .conversation("later")
            .customer("2026-11-10 09:00", "Where is it?")
            .agent("ann", "2026-11-10 09:05", "I will look")
            .customer("2026-11-16 10:00", "And?")
            .event("2026-11-16 10:30", EventKind::Resolved, "");
        let (_folder, scope) = scope(&desk.as_of("2026-11-17 00:00"), 1);
        let frame = build(&SamplingPlan, &scope).unwrap();
        assert_eq!(texts(&frame, "conversation_id"), [format!("{}/done", Desk::SOURCE)]);
        assert_eq!(numbers(&frame, "inclusion_share"), [1.0]);
        assert_eq!(numbers(&frame, "stratum_precision_share"), [0.0]);
    }

    #[test]
    fn the_unhappy_and_the_unsure_weigh_more() {
        let mut desk = solved(Desk::new(), "low", Channel::Chat).rated("2026-11-10 10:00", 1.0, "");
        desk = solved(desk, "high", Channel::Chat).rated("2026-11-10 10:00", 5.0, "");
        desk = solved(desk, "unsure", Channel::Chat);
        desk = solved(desk, "back", Channel::Chat)
            .customer("2026-11-10 12:00", "It is not")
            .agent("ann", "2026-11-10 12:20", "Now it is")
            .event("2026-11-10 12:30", EventKind::Resolved, "")
            .reviewed("2026-11-11 10:00", "eva", "greeting", Outcome::Met);
        let (_folder, mut scope) = scope(&desk.as_of("2026-11-16 00:00"), 1);
        scope.reviews_per_agent = 100;
        let id = |name: &str| format!("{}/{name}", Desk::SOURCE);
        let verdict = |name: &str, certainty: &str| -> made_up::Row {
            [id(name), "greeting".to_owned(), "met".to_owned(), certainty.to_owned()]
        };
        made_up::write(&scope.facts, &[verdict("unsure", "unsure"), verdict("low", "sure")]);
        let frame = build(&SamplingPlan, &scope).unwrap();
        let weights: BTreeMap<_, _> = texts(&frame, "conversation_id")
            .into_iter()
            .zip(numbers(&frame, "weight").into_iter().zip(texts(&frame, "reason")))
            .collect();
        let told = |name: &str| (weights[&id(name)].0, weights[&id(name)].1.as_str());
        assert_eq!(told("low"), (4.0, "rated low"));
        assert_eq!(told("high"), (1.0, "by chance"));
        assert_eq!(told("unsure"), (3.0, "an automatic verdict is unsure"));
        assert_eq!(told("back"), (3.0, "reopened"));
        let reviewed = frame.column("is_reviewed").unwrap().bool().unwrap().clone();
        let ids = texts(&frame, "conversation_id");
        let read: Vec<_> =
            ids.iter().zip(reviewed.iter()).filter(|(_, is)| *is == Some(true)).collect();
        assert_eq!(read, [(&id("back"), Some(true))]);
    }

    #[test]
    fn an_agent_with_more_channels_than_reviews_has_one_stratum() {
        let channels = [Channel::Chat, Channel::Email, Channel::Social];
        let desk = (0..9).fold(Desk::new(), |desk, number| {
            solved(desk, &format!("c{number}"), channels[number % 3])
        });
        let (_folder, mut scope) = scope(&desk.as_of("2026-11-16 00:00"), 2);
        scope.reviews_per_agent = 2;
        let frame = build(&SamplingPlan, &scope).unwrap();
        assert_eq!(texts(&frame, "stratum"), ["all", "all"]);
        assert_eq!(numbers(&frame, "stratum_count"), [9.0, 9.0]);
        scope.reviews_per_agent = 3;
        let frame = build(&SamplingPlan, &scope).unwrap();
        assert_eq!(texts(&frame, "stratum"), ["chat", "email", "social"]);
    }

    /// Weighed by 1 ÷ the chance, the plans of many weeks tell what is true of all conversations.
    #[test]
    fn what_is_found_in_the_plan_can_be_weighed_up_to_all() {
        let desk = (0..40).fold(Desk::new(), |desk, number| {
            let desk = solved(desk, &format!("c{number}"), Channel::Chat);
            if number < 8 { desk.rated("2026-11-10 10:00", 1.0, "") } else { desk }
        });
        let (_folder, mut scope) = scope(&desk.as_of("2026-11-16 00:00"), 1);
        scope.reviews_per_agent = 5;
        made_up::write(&scope.facts, &[]);
        let candidates = candidates(&scope).unwrap().collect().unwrap();
        let (mut plain, mut weighed, mut plans) = (0.0, 0.0, 0.0);
        for week in 0..400 {
            scope.week = crate::tables::Week::parse("2020-W01").unwrap().plus(week);
            let frame = drawn(&candidates, &SIGNALS, &scope).unwrap();
            for (reason, chance) in
                texts(&frame, "reason").into_iter().zip(numbers(&frame, "inclusion_share"))
            {
                let is_low = f64::from(u8::from(reason == "rated low"));
                plain += is_low / 5.0;
                weighed += is_low / chance / 40.0;
            }
            plans += 1.0;
        }
        let (plain, weighed) = (plain / plans, weighed / plans);
        assert!(plain > 0.4 && (weighed - 0.2).abs() < 0.02, "{plain} {weighed}");
    }
}
