//! Tables of the reported week, of the window before it, and of the input.

use chrono::Days;
use polars::prelude::DataFrame;

use super::frame::{Values, frame};
use super::weekly::{CHANNELS, MEDIANS, PROMISES, monday, opened};
use crate::model::{Instant, IssueKind};

/// A file: name, source, format, bytes, records seen, kept, bad.
type File = (&'static str, &'static str, &'static str, i64, i64, i64, i64);
/// Entries of a kind: file, record, field, kind, effect, how many.
type Noted = (&'static str, &'static str, &'static str, IssueKind, &'static str, i64);

pub(super) fn response_histogram() -> DataFrame {
    let mut rows: Vec<(usize, usize, f64)> = Vec::new();
    for at in 0..CHANNELS.len() {
        for bin in 0..56 {
            let middle = 10_f64.powf((bin as f64 + 0.5) / 8.0);
            let off = (middle / MEDIANS[at]).ln() / [0.9, 1.3, 0.7, 1.6][at];
            let count = (opened(at, 0) * 0.25 * (-off * off / 2.0).exp()).round();
            if count > 0.0 {
                rows.push((at, bin, count));
            }
        }
    }
    let edge = |bin: usize| 10_f64.powf(bin as f64 / 8.0);
    let texts = |of: &dyn Fn(usize) -> &'static str| -> Values {
        rows.iter().map(|(at, _, _)| of(*at)).collect::<Vec<_>>().into()
    };
    let numbers = |of: &dyn Fn(usize, usize) -> f64| -> Values {
        rows.iter().map(|(at, bin, _)| of(*at, *bin)).collect::<Vec<_>>().into()
    };
    frame(vec![
        ("channel", texts(&|at| CHANNELS[at])),
        ("time", texts(&|at| PROMISES[at].1)),
        ("bin", rows.iter().map(|(_, bin, _)| *bin as i64).collect::<Vec<_>>().into()),
        ("from_seconds", numbers(&|_, bin| edge(bin))),
        ("to_seconds", numbers(&|_, bin| edge(bin + 1))),
        ("response_count", rows.iter().map(|(_, _, n)| *n as i64).collect::<Vec<_>>().into()),
        ("median_seconds", numbers(&|at, _| MEDIANS[at])),
        ("promised_seconds", numbers(&|at, _| PROMISES[at].0)),
        ("within_promise_share", numbers(&|at, _| [0.742, 0.831, 0.683, 0.551][at])),
    ])
}

/// Three hours on the phone: too few people, enough, and one of which nothing is known.
pub(super) fn staffing() -> DataFrame {
    frame(vec![
        ("channel", vec!["phone"; 3].into()),
        ("week_on", vec![monday(0); 3].into()),
        ("weekday", vec![1i64; 3].into()),
        ("weekday_name", vec!["Mon"; 3].into()),
        ("expected_share", vec![Some(0.684), Some(0.93), None].into()),
        ("service_level_share", vec![0.6, 0.9, 0.0].into()),
        ("hour", vec![10i64, 11, 12].into()),
        ("promised_seconds", vec![30.0; 3].into()),
        ("needed_agent_count", Values::Counts(vec![Some(12), Some(4), Some(1)])),
        ("seen_agent_count", Values::Counts(vec![Some(10), Some(5), None])),
        ("service_level_call_count", vec![100i64, 20, 3].into()),
        ("service_level_met_count", vec![60i64, 18, 0].into()),
        ("promised_in_time", vec![Some(80.0), Some(16.0), Some(2.4)].into()),
        ("expected_in_time", vec![Some(68.4), Some(18.6), None].into()),
    ])
}

/// Thirteen weeks of a backlog that grows old, and on the phone one day on which nothing is open.
pub(super) fn backlog_daily() -> DataFrame {
    let days: Vec<_> = (0..91u64).map(|day| monday(12) + Days::new(day)).collect();
    let of = |day: usize| {
        let young = 90 + (day as i64 * 37) % 50;
        [young, 60, 30 + day as i64 / 3, 12 + day as i64 / 2, day as i64]
    };
    let rows = || (0..days.len()).map(Some).chain([None]);
    let counts = |of: &dyn Fn(usize) -> i64| -> Values {
        rows().map(|day| day.map_or(0, of)).collect::<Vec<_>>().into()
    };
    let ages = |of: &dyn Fn(usize) -> f64| -> Values {
        rows().map(|day| day.map(of)).collect::<Vec<_>>().into()
    };
    let dates: Vec<_> = days.iter().copied().chain(days.last().copied()).collect();
    frame(vec![
        (
            "channel",
            rows()
                .map(|day| if day.is_some() { "all" } else { "phone" })
                .collect::<Vec<_>>()
                .into(),
        ),
        ("day_on", dates.into()),
        ("backlog_count", counts(&|day| of(day).iter().sum())),
        ("backlog_under_1_day_count", counts(&|day| of(day)[0])),
        ("backlog_1_to_3_days_count", counts(&|day| of(day)[1])),
        ("backlog_3_to_7_days_count", counts(&|day| of(day)[2])),
        ("backlog_7_to_30_days_count", counts(&|day| of(day)[3])),
        ("backlog_over_30_days_count", counts(&|day| of(day)[4])),
        ("backlog_age_median_seconds", ages(&|day| 100_000.0 + 2_000.0 * day as f64)),
        ("backlog_age_max_seconds", ages(&|day| 86_400.0 * (30.0 + day as f64))),
    ])
}

/// Three broken promises, one of them never kept.
pub(super) fn promises() -> DataFrame {
    let at = |hour: i64| Instant(1_794_300_000_000_000 + hour * 3_600_000_000);
    let over = vec![540.0, 97_200.0, 31_000.0];
    frame(vec![
        ("conversation_id", vec!["desk/1000412", "mail/88121", "desk/1000977"].into()),
        ("channel", vec!["chat", "email", "social"].into()),
        ("promise", vec!["first_response", "resolution", "next_response"].into()),
        ("team", vec!["Orders", "Payments", "Orders"].into()),
        ("promised_time", vec!["elapsed", "business", "elapsed"].into()),
        ("due_at", vec![Some(at(0)), Some(at(5)), None].into()),
        ("ended_at", vec![Some(at(1)), None, Some(at(9))].into()),
        ("state", vec!["broken"; 3].into()),
        ("over_seconds", over.into()),
        ("week_on", vec![monday(0); 3].into()),
    ])
}

pub(super) fn load_hourly() -> DataFrame {
    let hours: Vec<(i64, i64)> =
        (1..=7).flat_map(|day| (0..24).map(move |hour| (day, hour))).collect();
    let mean = |(day, hour): &(i64, i64)| {
        let open = (-(*hour as f64 - 13.5).powi(2) / 26.0).exp();
        let evening = 0.6 * (-(*hour as f64 - 20.0).powi(2) / 6.0).exp();
        let weekend = if *day > 5 { 0.55 } else { 1.0 };
        (41.0 * (open + evening) * weekend * (1.1 - 0.03 * *day as f64) * 13.0).round() / 13.0
    };
    let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    frame(vec![
        ("channel", hours.iter().map(|_| "all").collect::<Vec<_>>().into()),
        ("weekday", hours.iter().map(|(day, _)| *day).collect::<Vec<_>>().into()),
        (
            "weekday_name",
            hours.iter().map(|(day, _)| names[*day as usize - 1]).collect::<Vec<_>>().into(),
        ),
        ("hour", hours.iter().map(|(_, hour)| *hour).collect::<Vec<_>>().into()),
        (
            "arrival_count",
            hours.iter().map(|at| (mean(at) * 13.0).round() as i64).collect::<Vec<_>>().into(),
        ),
        ("arrival_mean", hours.iter().map(mean).collect::<Vec<_>>().into()),
    ])
}

/// Name, peers, score, half the width of its interval, verdict, conversations.
type Scored = (&'static str, &'static str, Option<f64>, f64, &'static str, i64);

const AGENTS: [Scored; 12] = [
    ("Aisha Khan", "chat", Some(61.8), 5.1, "clearly above", 812),
    ("Анна Петрова", "chat", Some(55.4), 5.9, "likely above", 604),
    ("Ben Osei", "chat", Some(50.6), 6.4, "not distinguishable from peers", 511),
    ("王小明", "chat", Some(46.2), 5.2, "likely below", 777),
    (
        "Chiara de Luca-Hernández y Castellanos",
        "email",
        Some(48.8),
        8.0,
        "not distinguishable from peers",
        212,
    ),
    ("Дмитрий Александрович Константинопольский", "email", Some(39.7), 6.8, "clearly below", 260),
    ("Eve Laurent", "email", None, 0.0, "too few to say", 4),
    ("李娜", "phone", Some(52.3), 6.1, "not distinguishable from peers", 380),
    ("Omar Haddad", "phone", Some(57.0), 7.3, "not distinguishable from peers", 341),
    ("Priya Nair", "phone", Some(44.1), 7.9, "not distinguishable from peers", 298),
    ("Sam Okafor", "phone", Some(50.1), 6.6, "not distinguishable from peers", 402),
    ("Ольга Иванова", "chat", Some(49.0), 5.5, "not distinguishable from peers", 690),
];

pub(super) fn agent_scorecard() -> DataFrame {
    let texts = |of: fn(&Scored) -> &'static str| -> Values {
        AGENTS.iter().map(of).collect::<Vec<_>>().into()
    };
    let numbers = |of: fn(&Scored) -> Option<f64>| -> Values {
        AGENTS.iter().map(of).collect::<Vec<_>>().into()
    };
    let counts = |by: f64| -> Values {
        AGENTS.iter().map(|agent| (agent.5 as f64 * by) as i64).collect::<Vec<_>>().into()
    };
    let why = |agent: &Scored| {
        agent.2.is_none().then(|| "fewer than two dimensions are known".to_owned())
    };
    let rows = AGENTS.len();
    frame(vec![
        ("agent_id", (1..=rows).map(|at| format!("a{at}")).collect::<Vec<_>>().into()),
        ("agent_name", texts(|agent| agent.0)),
        ("team", texts(|agent| agent.1)),
        ("week", vec!["2026-W46"; rows].into()),
        ("window_from_on", vec![monday(12); rows].into()),
        ("window_to_on", vec![monday(0) + Days::new(6); rows].into()),
        ("support_tier", vec![None::<String>; rows].into()),
        ("peer_group", texts(|agent| agent.1)),
        ("peer_count", vec![4i64; rows].into()),
        ("score_95_low", numbers(|agent| Some(agent.2? - 1.5 * agent.3))),
        ("score_95_high", numbers(|agent| Some(agent.2? + 1.5 * agent.3))),
        ("unadjusted_score", numbers(|agent| agent.2)),
        ("critical_judged_count", counts(1.0)),
        ("critical_missed_count", counts(0.003)),
        ("score", numbers(|agent| agent.2)),
        ("score_low", numbers(|agent| Some(agent.2? - agent.3))),
        ("score_high", numbers(|agent| Some(agent.2? + agent.3))),
        ("reliability_share", numbers(|agent| agent.2.map(|_| 0.9 - agent.3 / 20.0))),
        ("verdict", texts(|agent| agent.4)),
        ("reason", AGENTS.iter().map(why).collect::<Vec<_>>().into()),
        ("resolution_count", counts(1.0)),
        ("resolution_share", numbers(|agent| agent.2.map(|score| score / 60.0))),
        ("feedback_count", counts(0.1)),
        ("feedback_share", numbers(|agent| agent.2.map(|score| 0.3 + score / 120.0))),
        ("speed_count", counts(2.7)),
        ("quality_weight_share", numbers(|_| Some(0.0))),
        ("efficiency_weight_share", numbers(|_| Some(0.0))),
        ("resolution_weight_share", numbers(|agent| agent.2.map(|_| 0.5))),
        ("feedback_weight_share", numbers(|agent| agent.2.map(|_| 0.3))),
        ("speed_weight_share", numbers(|agent| agent.2.map(|_| 0.2))),
    ])
}

pub(super) fn import_files() -> DataFrame {
    let files = [
        ("chat/2026-11.ndjson", "chat", "table", 48_211_003_i64, 183_220_i64, 183_104_i64, 12_i64),
        ("mail/support.mbox", "mail", "email", 912_334_120, 9_811, 9_640, 171),
        ("phone/contact_lens.json.gz", "phone", "contact_lens", 2_220_145, 812, 812, 0),
        ("surveys/qualtrics.csv", "surveys", "qualtrics", 88_120, 377, 371, 6),
    ];
    let texts = |of: fn(&File) -> &'static str| -> Values {
        files.iter().map(of).collect::<Vec<_>>().into()
    };
    let counts =
        |of: fn(&File) -> i64| -> Values { files.iter().map(of).collect::<Vec<_>>().into() };
    frame(vec![
        ("file", texts(|file| file.0)),
        ("source", texts(|file| file.1)),
        ("format", texts(|file| file.2)),
        ("size_bytes", counts(|file| file.3)),
        ("seen_count", counts(|file| file.4)),
        ("kept_count", counts(|file| file.5)),
        ("ledger_count", counts(|file| file.4 - file.5)),
        ("bad_count", counts(|file| file.6)),
        ("blake3", texts(|_| "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262")),
    ])
}

pub(super) fn import_issues() -> DataFrame {
    let issues = [
        ("chat/2026-11.ndjson", "message", "whole record", IssueKind::Repeat, "dropped", 104_i64),
        ("chat/2026-11.ndjson", "message", "sent_at", IssueKind::BadTime, "dropped", 12),
        ("mail/support.mbox", "message", "sent_at", IssueKind::NoZone, "kept", 2_210),
        ("mail/support.mbox", "message", "whole record", IssueKind::Unreadable, "dropped", 171),
        ("surveys/qualtrics.csv", "survey_response", "score", IssueKind::BadNumber, "dropped", 6),
    ];
    let texts = |of: fn(&Noted) -> &'static str| -> Values {
        issues.iter().map(of).collect::<Vec<_>>().into()
    };
    frame(vec![
        ("file", texts(|issue| issue.0)),
        ("record", texts(|issue| issue.1)),
        ("field", texts(|issue| issue.2)),
        ("kind", texts(|issue| issue.3.word())),
        ("effect", texts(|issue| issue.4)),
        ("about", texts(|issue| issue.3.about())),
        ("is_bad", issues.iter().map(|issue| issue.3.is_bad()).collect::<Vec<_>>().into()),
        ("issue_count", issues.iter().map(|issue| issue.5).collect::<Vec<_>>().into()),
        ("place_unit", issues.iter().map(|_| "line").collect::<Vec<_>>().into()),
        ("first_place", issues.iter().map(|issue| issue.5 * 3).collect::<Vec<_>>().into()),
        ("first_seen", issues.iter().map(|_| "31.02.2026 <b>").collect::<Vec<_>>().into()),
    ])
}
