//! Tables with a row for each week.

use chrono::{Days, NaiveDate};
use polars::prelude::DataFrame;

use super::frame::{Values, frame};

pub(super) const CHANNELS: [&str; 4] = ["chat", "email", "phone", "social"];
const WEEKS: u32 = 13;

/// The columns of a time: how many, mean, median and 90th percentile.
macro_rules! spread {
    ($name:literal) => {
        [
            concat!($name, "_count"),
            concat!($name, "_mean_seconds"),
            concat!($name, "_median_seconds"),
            concat!($name, "_p90_seconds"),
        ]
    };
}

/// The Monday of the week so many weeks before the reported one.
pub(super) fn monday(back: u32) -> NaiveDate {
    let last = NaiveDate::from_isoywd_opt(2026, 46, chrono::Weekday::Mon).unwrap();
    last - Days::new(7 * u64::from(back))
}

/// A share of a count, and its interval.
pub(super) fn share(part: f64, of: f64) -> [Option<f64>; 3] {
    let tally = crate::stats::Tally::new(part as u32, of as u32).unwrap();
    let ends = crate::stats::wilson(tally, crate::stats::Level::P95);
    [tally.share(), ends.map(|ends| ends.low), ends.map(|ends| ends.high)]
}

/// One number per week and channel that goes up and down a little.
fn wave(base: f64, channel: usize, back: u32) -> f64 {
    base * (1.0 + 0.09 * (f64::from(back) * 1.7 + channel as f64).sin() - 0.012 * f64::from(back))
}

/// Channel by week: the keys of weekly tables, with the whole desk last.
pub(super) struct Weekly(pub Vec<(usize, u32)>);

impl Weekly {
    pub fn new() -> Self {
        Self(
            (0..=CHANNELS.len())
                .flat_map(|at| (0..WEEKS).rev().map(move |back| (at, back)))
                .collect(),
        )
    }

    pub fn keys(&self) -> Vec<(&'static str, Values)> {
        let channel = |at: usize| CHANNELS.get(at).copied().unwrap_or("all");
        vec![
            ("channel", self.0.iter().map(|(at, _)| channel(*at)).collect::<Vec<_>>().into()),
            (
                "week",
                self.0
                    .iter()
                    .map(|(_, b)| monday(*b).format("%G-W%V").to_string())
                    .collect::<Vec<_>>()
                    .into(),
            ),
            ("week_on", self.0.iter().map(|(_, b)| monday(*b)).collect::<Vec<_>>().into()),
            ("is_report_week", self.0.iter().map(|(_, b)| *b == 0).collect::<Vec<_>>().into()),
        ]
    }

    pub fn numbers(&self, of: impl Fn(usize, u32) -> f64) -> Values {
        self.0.iter().map(|(at, back)| of(*at, *back)).collect::<Vec<_>>().into()
    }

    pub fn counts(&self, of: impl Fn(usize, u32) -> f64) -> Values {
        self.0.iter().map(|(at, back)| of(*at, *back) as i64).collect::<Vec<_>>().into()
    }

    pub fn shares(
        &self,
        name: [&'static str; 3],
        part: impl Fn(usize, u32) -> f64,
        of: impl Fn(usize, u32) -> f64,
    ) -> Vec<(&'static str, Values)> {
        let all: Vec<_> = self.0.iter().map(|(at, b)| share(part(*at, *b), of(*at, *b))).collect();
        let nth =
            |i: usize| -> Values { all.iter().map(|ends| ends[i]).collect::<Vec<_>>().into() };
        vec![(name[0], nth(0)), (name[1], nth(1)), (name[2], nth(2))]
    }
}

/// Conversations opened.
pub(super) fn opened(at: usize, back: u32) -> f64 {
    match [2140.0, 610.0, 820.0, 47.0].get(at) {
        Some(base) => wave(*base, at, back).round(),
        None => (0..CHANNELS.len()).map(|at| opened(at, back)).sum(),
    }
}

fn resolved(at: usize, back: u32) -> f64 {
    match [0.91, 0.78, 0.95, 0.66].get(at) {
        Some(rate) => (opened(at, back) * (rate - if back == 0 { 0.06 } else { 0.0 })).round(),
        None => (0..CHANNELS.len()).map(|at| resolved(at, back)).sum(),
    }
}

fn rated(at: usize, back: u32) -> f64 {
    match [0.11, 0.06, 0.04].get(at) {
        Some(rate) => (opened(at, back) * rate).round(),
        None if at == 3 => 3.0,
        None => (0..CHANNELS.len()).map(|at| rated(at, back)).sum(),
    }
}

fn satisfied(at: usize, back: u32) -> f64 {
    match [0.84, 0.71, 0.88, 0.67].get(at) {
        Some(rate) => (rated(at, back) * (rate + 0.02 * f64::from(back).sin())).round(),
        None => (0..CHANNELS.len()).map(|at| satisfied(at, back)).sum(),
    }
}

pub(super) const MEDIANS: [f64; 5] = [74.0, 16_200.0, 41.0, 5_100.0, 118.0];

pub(super) fn channel_weekly() -> DataFrame {
    let weekly = Weekly::new();
    let more = frame(times(&weekly).into_iter().chain(calls(&weekly)).collect());
    opened_and_resolved().hstack(more.columns()).unwrap()
}

fn opened_and_resolved() -> DataFrame {
    let weekly = Weekly::new();
    let mut columns = weekly.keys();
    columns.push(("conversation_count", weekly.counts(opened)));
    columns.push(("first_response_count", weekly.counts(|at, b| (opened(at, b) * 0.97).round())));
    columns.push((
        "first_response_median_seconds",
        weekly.numbers(|at, b| wave(MEDIANS[at], at + 2, b)),
    ));
    columns.push((
        "first_response_p90_seconds",
        weekly.numbers(|at, b| wave(MEDIANS[at] * 6.3, at, b)),
    ));
    columns.push(("resolution_known_count", weekly.counts(opened)));
    columns.push(("resolved_count", weekly.counts(resolved)));
    let names = ["resolution_share", "resolution_low_share", "resolution_high_share"];
    columns.extend(weekly.shares(names, resolved, opened));
    columns.push(("resolve_count", weekly.counts(resolved)));
    columns
        .push(("resolve_median_seconds", weekly.numbers(|at, b| wave(MEDIANS[at] * 22.0, at, b))));
    columns.push(("backlog_count", weekly.counts(|at, b| opened(at, b) - resolved(at, b))));
    columns.push(("backlog_age_median_seconds", weekly.numbers(|at, b| wave(93_000.0, at, b))));
    frame(columns)
}

/// Where the time of resolved conversations went, and how many were taken up again: of email and of
/// all channels, for nothing else has a history.
fn times(weekly: &Weekly) -> Vec<(&'static str, Values)> {
    let has_history = |at: usize| at == 1 || at == CHANNELS.len();
    let counts = || weekly.counts(|at, b| if has_history(at) { resolved(at, b) } else { 0.0 });
    let known = |value: f64| -> Values {
        weekly.0.iter().map(|(at, _)| has_history(*at).then_some(value)).collect::<Vec<_>>().into()
    };
    vec![
        ("requester_wait_count", counts()),
        ("requester_wait_median_seconds", known(5_400.0)),
        ("requester_wait_p90_seconds", known(90_000.0)),
        ("agent_wait_count", counts()),
        ("agent_wait_median_seconds", known(1_800.0)),
        ("agent_wait_p90_seconds", known(7_200.0)),
        ("agent_work_count", counts()),
        ("agent_work_median_seconds", known(4_500.0)),
        ("agent_work_p90_seconds", known(30_000.0)),
        ("on_hold_count", counts()),
        ("on_hold_median_seconds", known(0.0)),
        ("on_hold_p90_seconds", known(600.0)),
        ("touch_known_count", weekly.counts(resolved)),
        ("one_touch_share", weekly.numbers(|_, _| 0.375)),
        ("one_touch_low_share", weekly.numbers(|_, _| 0.35)),
        ("one_touch_high_share", weekly.numbers(|_, _| 0.4)),
        ("reopen_known_count", counts()),
        ("reopened_share", known(0.064)),
        ("reopened_low_share", known(0.05)),
        ("reopened_high_share", known(0.08)),
        ("reopen_by_customer_count", counts()),
        ("reopen_by_status_count", weekly.counts(|_, _| 7.0)),
        ("followed_count", weekly.counts(|at, b| if at == 3 { 0.0 } else { resolved(at, b) })),
        ("first_contact_resolution_share", weekly.numbers(|_, _| 0.81)),
        ("first_contact_resolution_low_share", weekly.numbers(|_, _| 0.79)),
        ("first_contact_resolution_high_share", weekly.numbers(|_, _| 0.83)),
        ("recontact_share", weekly.numbers(|_, _| 0.12)),
        ("recontact_low_share", weekly.numbers(|_, _| 0.1)),
        ("recontact_high_share", weekly.numbers(|_, _| 0.14)),
    ]
}

/// Of the phone: a log without the work after the call, and no transcripts.
fn calls(weekly: &Weekly) -> Vec<(&'static str, Values)> {
    let counts = |of: f64| weekly.counts(|at, _| if at == 2 { of } else { 0.0 });
    let known = |value: f64| -> Values {
        weekly.0.iter().map(|(at, _)| (*at == 2).then_some(value)).collect::<Vec<_>>().into()
    };
    let variant = |at: usize| (at == 2).then(|| "of_all".to_owned());
    let variants = weekly.0.iter().map(|(at, _)| variant(*at)).collect::<Vec<_>>();
    let mut columns = vec![
        ("queued_count", counts(800.0)),
        ("abandonment_share", known(0.05)),
        ("abandonment_low_share", known(0.037)),
        ("abandonment_high_share", known(0.067)),
        ("service_level_call_count", counts(790.0)),
        ("service_level_share", known(0.81)),
        ("service_level_low_share", known(0.781)),
        ("service_level_high_share", known(0.836)),
        ("service_level_variant", variants.into()),
    ];
    let times: [([&'static str; 4], f64); 8] = [
        (spread!("speed_of_answer"), 21.0),
        (spread!("talk"), 245.0),
        (spread!("hold"), 12.0),
        (spread!("after_call_work"), 0.0),
        (spread!("handle"), 0.0),
        (spread!("overlap"), 0.0),
        (spread!("silence"), 0.0),
        (spread!("dead_air"), 0.0),
    ];
    for ([count, mean, median, p90], seconds) in times {
        columns.push((count, counts(if seconds > 0.0 { 760.0 } else { 0.0 })));
        columns.push((mean, known(seconds * 1.2)));
        columns.push((median, known(seconds)));
        columns.push((p90, known(seconds * 3.0)));
    }
    columns
}

/// All weeks as old as the last one.
pub(super) fn weekly_at_close() -> DataFrame {
    let kept = sla_attainment();
    let names = ["due_count", "attainment_share", "attainment_low_share", "attainment_high_share"];
    let weeks = opened_and_resolved().drop_many(["backlog_count", "backlog_age_median_seconds"]);
    weeks.hstack(kept.select(names).unwrap().columns()).unwrap()
}

/// Two agents on chats in the reported week, and one in another.
pub(super) fn chat_weekly() -> DataFrame {
    frame(vec![
        ("week_on", vec![monday(0), monday(1)].into()),
        ("agent_count", vec![2i64, 1].into()),
        ("chat_count", vec![40i64, 99].into()),
        ("raw_handle_mean_seconds", vec![600.0, 1.0].into()),
        ("handle_mean_seconds", vec![300.0, 1.0].into()),
        ("concurrency", vec![2.0, 1.0].into()),
    ])
}

pub(super) fn csat_weekly() -> DataFrame {
    let weekly = Weekly::new();
    let mut columns = weekly.keys();
    columns.push(("rating_offered_count", weekly.counts(|at, b| (opened(at, b) * 0.6).round())));
    columns.push(("rating_count", weekly.counts(rated)));
    columns.push(("satisfied_count", weekly.counts(satisfied)));
    let names = ["csat_share", "csat_low_share", "csat_high_share"];
    columns.extend(weekly.shares(names, satisfied, rated));
    columns.push((
        "rating_response_share",
        weekly.numbers(|at, b| rated(at, b) / (opened(at, b) * 0.6)),
    ));
    frame(columns)
}

/// The reported week of the whole desk under each rule.
pub(super) fn definitions() -> DataFrame {
    let rules = crate::facts::definitions::ALL;
    let each = |of: &dyn Fn(f64) -> f64| -> Values {
        rules.iter().zip(1..).map(|(_, at)| of(f64::from(at))).collect::<Vec<_>>().into()
    };
    let words = |word: &str| vec![word; rules.len()].into();
    frame(vec![
        ("channel", words("all")),
        ("week", words("2026-W46")),
        ("week_on", vec![monday(0); rules.len()].into()),
        ("rule", rules.iter().map(|rule| rule.name()).collect::<Vec<_>>().into()),
        ("first_response_count", vec![900i64; rules.len()].into()),
        ("first_response_mean_seconds", each(&|at| 7_200.0 * at)),
        ("first_response_median_seconds", each(&|at| 600.0 * at)),
        ("first_response_p90_seconds", each(&|at| 36_000.0 * at)),
        ("resolution_known_count", vec![1_000i64; rules.len()].into()),
        ("resolution_share", each(&|at| 0.9 - 0.01 * at)),
        ("resolution_low_share", each(&|at| 0.88 - 0.01 * at)),
        ("resolution_high_share", each(&|at| 0.92 - 0.01 * at)),
        ("resolve_count", vec![800i64; rules.len()].into()),
        ("resolve_median_seconds", each(&|at| 18_000.0 * at)),
        ("rating_count", vec![3i64; rules.len()].into()),
        ("csat_share", each(&|_| 2.0 / 3.0)),
        ("csat_low_share", each(&|_| 0.2)),
        ("csat_high_share", each(&|_| 0.94)),
    ])
}

pub(super) const PROMISES: [(f64, &str); 4] =
    [(120.0, "elapsed"), (28_800.0, "business"), (60.0, "elapsed"), (7_200.0, "business")];

pub(super) fn sla_attainment() -> DataFrame {
    let weekly = Weekly::new();
    let kept = |at: usize, b: u32| match [0.74, 0.83, 0.68, 0.55].get(at) {
        Some(rate) => (opened(at, b) * (rate + 0.03 * f64::from(b).cos())).round(),
        None => (opened(at, b) * 0.75).round(),
    };
    let mut columns = weekly.keys();
    columns.push(("promise", weekly.0.iter().map(|_| "first_response").collect::<Vec<_>>().into()));
    let promised = |at: usize| PROMISES.get(at).map(|(seconds, _)| *seconds);
    columns.push((
        "promised_seconds",
        weekly.0.iter().map(|(at, _)| promised(*at)).collect::<Vec<_>>().into(),
    ));
    let time = |at: usize| PROMISES.get(at).map(|(_, time)| (*time).to_owned());
    columns.push((
        "promised_time",
        weekly.0.iter().map(|(at, _)| time(*at)).collect::<Vec<_>>().into(),
    ));
    let goal = |at: usize| [Some(0.8), Some(0.9), Some(0.8)].get(at).copied().flatten();
    columns.push((
        "promised_share",
        weekly.0.iter().map(|(at, _)| goal(*at)).collect::<Vec<_>>().into(),
    ));
    columns.push(("kept_count", weekly.counts(kept)));
    columns.push(("broken_count", weekly.counts(|at, b| opened(at, b) - kept(at, b) - 1.0)));
    columns.push(("pending_count", weekly.counts(|_, _| 1.0)));
    columns.push(("due_count", weekly.counts(|at, b| opened(at, b) - 1.0)));
    let names = ["attainment_share", "attainment_low_share", "attainment_high_share"];
    columns.extend(weekly.shares(names, kept, |at, b| opened(at, b) - 1.0));
    frame(columns)
}

/// First responses with those still open; one channel has not come to nine in ten.
pub(super) fn survival_weekly() -> DataFrame {
    let weekly = Weekly::new();
    let median = |at: usize| MEDIANS.get(at).copied().unwrap_or(2_000.0);
    let mut columns = weekly.keys();
    columns.push(("what", weekly.0.iter().map(|_| "first_response").collect::<Vec<_>>().into()));
    columns.push(("km_count", weekly.counts(opened)));
    columns.push(("censored_count", weekly.counts(|at, b| (opened(at, b) * 0.08).round())));
    columns.push(("naive_count", weekly.counts(|at, b| (opened(at, b) * 0.92).round())));
    columns.push(("km_median_seconds", weekly.numbers(|at, _| median(at) * 1.1)));
    columns.push(("naive_median_seconds", weekly.numbers(|at, _| median(at))));
    let late = |at: usize| (at != 3).then(|| median(at) * 4.4);
    let late = weekly.0.iter().map(|(at, _)| late(*at)).collect::<Vec<Option<f64>>>();
    columns.push(("km_p90_seconds", late.into()));
    columns.push(("naive_p90_seconds", weekly.numbers(|at, _| median(at) * 4.0)));
    frame(columns)
}

pub(super) fn topic_weekly() -> DataFrame {
    let topics = [
        ("orders and delivery", 1300.0, 0.88),
        ("returns and exchanges", 870.0, 0.81),
        ("payments", 640.0, 0.9),
        ("account", 410.0, 0.95),
        ("promotions and coupons", 290.0, 0.93),
        ("membership", 4.0, 0.75),
        ("no topic", 83.0, 0.6),
    ];
    let rows: Vec<(usize, u32)> =
        (0..topics.len()).flat_map(|at| [1, 0].map(|back| (at, back))).collect();
    let opened = |at: usize, back: u32| wave(topics[at].1, at, back).round();
    let resolved = |at: usize, back: u32| (opened(at, back) * topics[at].2).round();
    let weekly = Weekly(rows);
    let mut columns = weekly.keys();
    columns[0] = ("topic", weekly.0.iter().map(|(at, _)| topics[*at].0).collect::<Vec<_>>().into());
    columns.push(("conversation_count", weekly.counts(opened)));
    columns.push(("first_response_count", weekly.counts(opened)));
    columns.push(("first_response_median_seconds", weekly.numbers(|at, b| wave(150.0, at, b))));
    columns.push(("resolution_known_count", weekly.counts(opened)));
    let names = ["resolution_share", "resolution_low_share", "resolution_high_share"];
    columns.extend(weekly.shares(names, resolved, opened));
    columns.push(("rating_count", weekly.counts(|at, b| (opened(at, b) * 0.08).round())));
    let names = ["csat_share", "csat_low_share", "csat_high_share"];
    let satisfied = |at: usize, b: u32| (opened(at, b) * 0.08 * 0.8).floor();
    columns.extend(weekly.shares(names, satisfied, |at, b| (opened(at, b) * 0.08).round()));
    frame(columns)
}
