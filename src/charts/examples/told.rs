//! Tables of what is found in texts, by reviewers and by the rubric, and of what changed.

use polars::prelude::DataFrame;

use super::frame::{Values, frame};
use super::weekly::{Weekly, monday, opened};
use crate::tables::ALL_CHANNELS;

/// A few rows of every key for each channel and week.
fn repeated(weekly: &Weekly, keys: &[(&'static str, &[&'static str])]) -> Weekly {
    let rows = keys.iter().map(|(_, words)| words.len()).max().unwrap_or(1);
    Weekly(weekly.0.iter().flat_map(|row| std::iter::repeat_n(*row, rows)).collect())
}

/// The columns of those keys, repeated over all rows.
fn keys(weekly: &Weekly, keys: &[(&'static str, &[&'static str])]) -> Vec<(&'static str, Values)> {
    let column = |(name, words): &(&'static str, &[&'static str])| {
        let words: Vec<&str> = words.iter().copied().cycle().take(weekly.0.len()).collect();
        (*name, words.into())
    };
    keys.iter().map(column).collect()
}

const FAMILIES: [&str; 6] =
    ["account", "account", "orders_delivery", "orders_delivery", "payments", "unknown"];
const SUB_TOPICS: [&str; 6] = ["all", "password", "all", "tracking", "all", "all"];

pub(super) fn topics_weekly() -> DataFrame {
    let words: [(&'static str, &[&'static str]); 2] =
        [("family", &FAMILIES), ("sub_topic", &SUB_TOPICS)];
    let weekly = repeated(&Weekly::new(), &words);
    let part = |at: usize, b: u32| (opened(at, b) * 0.17).round();
    let mut columns = weekly.keys();
    columns.extend(keys(&weekly, &words));
    columns.push(("conversation_count", weekly.counts(part)));
    columns.push(("mention_count", weekly.counts(|at, b| part(at, b) + 3.0)));
    columns.push(("told_count", weekly.counts(opened)));
    let names = ["topic_share", "topic_low_share", "topic_high_share"];
    columns.extend(weekly.shares(names, part, opened));
    frame(columns)
}

/// On all channels together it has moved; the first week has none before it.
pub(super) fn topic_drift() -> DataFrame {
    let weekly = Weekly::new();
    let moved = |at: usize| weekly.0.get(at).is_some_and(|(channel, _)| *channel == 4);
    let mut columns = weekly.keys();
    columns.push(("told_count", weekly.counts(opened)));
    columns.push(("previous_told_count", weekly.counts(|at, b| opened(at, b + 1))));
    columns.push(("stability_index", weekly.numbers(|at, _| if at == 4 { 0.12 } else { 0.02 })));
    columns.push(("stability_by_chance", weekly.numbers(|_, _| 0.05)));
    columns.push(("is_moved", (0..weekly.0.len()).map(moved).collect::<Vec<_>>().into()));
    columns.push(("most_moved_family", vec!["payments"; weekly.0.len()].into()));
    columns.push(("most_moved_share", weekly.numbers(|_, _| 0.24)));
    columns.push(("most_moved_previous_share", weekly.numbers(|_, _| 0.17)));
    frame(columns)
}

pub(super) fn topic_agreement() -> DataFrame {
    frame(vec![
        ("method", vec!["lexicon"].into()),
        ("told_count", vec![504i64].into()),
        ("found_count", vec![443i64].into()),
        ("compared_count", vec![440i64].into()),
        ("agreed_count", vec![396i64].into()),
        ("found_share", vec![0.879].into()),
        ("found_low_share", vec![0.848].into()),
        ("found_high_share", vec![0.905].into()),
        ("agreed_share", vec![0.9].into()),
        ("agreed_low_share", vec![0.868].into()),
        ("agreed_high_share", vec![0.925].into()),
        ("kappa", vec![0.87].into()),
        ("macro_f1", vec![0.88].into()),
    ])
}

pub(super) fn topic_quality() -> DataFrame {
    frame(vec![
        ("method", vec!["lexicon"; 3].into()),
        ("topic_label", vec!["account", "account", "none"].into()),
        ("topic", vec!["account", "unknown", "orders_delivery"].into()),
        ("conversation_count", vec![440i64, 60, 3].into()),
        ("label_count", vec![500i64, 500, 4].into()),
        ("found_share", vec![0.88, 0.12, 0.75].into()),
        ("found_low_share", vec![0.85, 0.09, 0.3].into()),
        ("found_high_share", vec![0.91, 0.15, 0.95].into()),
        ("is_most_found", vec![true, false, true].into()),
    ])
}

/// Names of shares: of what, and the columns.
macro_rules! ends {
    ($name:literal) => {
        [concat!($name, "_share"), concat!($name, "_low_share"), concat!($name, "_high_share")]
    };
}

pub(super) fn effort_weekly() -> DataFrame {
    let weekly = Weekly::new();
    let mut columns = weekly.keys();
    columns.push(("end_sentiment_count", weekly.counts(opened)));
    columns.push(("unhappy_start_count", weekly.counts(|at, b| (opened(at, b) * 0.3).round())));
    columns.push(("told_count", weekly.counts(opened)));
    let whole = |at: usize, b: u32| (opened(at, b) * 0.3).round();
    columns.extend(weekly.shares(ends!("recovered"), |at, b| (whole(at, b) * 0.8).floor(), whole));
    let shares = [
        (ends!("unhappy_end"), 0.16),
        (ends!("repeated"), 0.02),
        (ends!("again"), 0.18),
        (ends!("reasked"), 0.03),
        (ends!("unanswered"), 0.07),
        (ends!("transferred"), 0.06),
    ];
    for (names, rate) in shares {
        let part = move |at: usize, b: u32| (opened(at, b) * rate).floor();
        columns.extend(weekly.shares(names, part, opened));
    }
    frame(columns)
}

/// Two criteria of the rubric, one of them critical, and one of the desk's own that is rarely judged.
pub(super) fn rubric_weekly() -> DataFrame {
    let words: [(&'static str, &[&'static str]); 1] =
        [("criterion", &["greeting", "courtesy", "offers_voucher"])];
    let weekly = repeated(&Weekly::new(), &words);
    let nth = |of: &dyn Fn(usize) -> f64| -> Values {
        (0..weekly.0.len()).map(|at| of(at % 3)).collect::<Vec<_>>().into()
    };
    let judged: Vec<f64> = weekly
        .0
        .iter()
        .enumerate()
        .map(|(row, (at, b))| if row % 3 == 2 { 3.0 } else { (opened(*at, *b) * 0.7).round() })
        .collect();
    let met: Vec<f64> = judged.iter().map(|judged| (judged * 0.8).floor()).collect();
    let share = |nth: usize| -> Values {
        let ends = judged.iter().zip(&met).map(|(of, part)| super::weekly::share(*part, *of)[nth]);
        ends.collect::<Vec<_>>().into()
    };
    let whole = |of: &[f64]| -> Values { of.iter().map(|n| *n as i64).collect::<Vec<_>>().into() };
    let critical = (0..weekly.0.len()).map(|at| at % 3 == 1).collect::<Vec<_>>();
    let mut columns = weekly.keys();
    columns.extend(keys(&weekly, &words));
    columns.push(("is_critical", critical.into()));
    columns.push(("weight", nth(&|at| [0.5, 1.0, 2.0][at])));
    columns.push(("judged_count", whole(&judged)));
    columns.push(("met_count", whole(&met)));
    columns.push(("unsure_count", weekly.counts(|_, _| 2.0)));
    columns.push(("met_share", share(0)));
    columns.push(("met_low_share", share(1)));
    columns.push(("met_high_share", share(2)));
    frame(columns)
}

/// A criterion that surely helps, one that may, and one that nothing tells of.
pub(super) fn rubric_effects() -> DataFrame {
    frame(vec![
        ("criterion", vec!["specificity", "greeting", "courtesy"].into()),
        ("outcome", vec!["satisfied", "not_recontacted", "satisfied"].into()),
        ("conversation_count", vec![948i64, 4_739, 1_139].into()),
        ("stratum_count", vec![19i64, 29, 0].into()),
        ("odds_ratio", vec![Some(6.98), Some(0.95), None].into()),
        ("odds_ratio_low", vec![Some(4.52), Some(0.78), None].into()),
        ("odds_ratio_high", vec![Some(10.78), Some(1.14), None].into()),
        ("q", vec![Some(1e-9), Some(0.62), None].into()),
        ("standing", vec!["scored", "descriptive", "descriptive"].into()),
    ])
}

pub(super) fn quality_by_agent() -> DataFrame {
    frame(vec![
        ("agent_id", vec!["a1", "a2"].into()),
        ("agent_name", vec!["Ольга Иванова", "Aisha Khan"].into()),
        ("team", vec!["Orders", "Payments"].into()),
        ("scored_judged_count", vec![547i64, 3].into()),
        ("scored_met_share", vec![0.79, 1.0].into()),
        ("scored_met_low_share", vec![0.75, 0.4].into()),
        ("scored_met_high_share", vec![0.82, 1.0].into()),
        ("quality_share", vec![0.8, 1.0].into()),
        ("descriptive_judged_count", vec![1_220i64, 9].into()),
        ("critical_missed_count", vec![1i64, 0].into()),
    ])
}

/// Reviews of two agents in the reported week, and of one in the week before.
pub(super) fn reviews() -> DataFrame {
    let mut columns = reviewed();
    columns.push(("agent_name", vec!["Aisha Khan", "王小明", "王小明"].into()));
    frame(columns)
}

pub(super) fn reviews_by_team() -> DataFrame {
    frame(reviewed())
}

fn reviewed() -> Vec<(&'static str, Values)> {
    vec![
        ("team", vec!["Orders", "Payments", "Payments"].into()),
        ("week_on", vec![monday(0), monday(0), monday(1)].into()),
        ("criterion", vec!["greeting", "closing", "closing"].into()),
        ("review_count", vec![40i64, 3, 12].into()),
        ("review_applicable_count", vec![36i64, 3, 11].into()),
        ("review_not_applicable_count", vec![4i64, 0, 1].into()),
        ("calibration_count", vec![2i64, 0, 0].into()),
        ("review_met_share", vec![0.75, 1.0, 0.9].into()),
        ("review_met_low_share", vec![0.59, 0.4, 0.6].into()),
        ("review_met_high_share", vec![0.86, 1.0, 0.98].into()),
    ]
}

pub(super) fn review_agreement() -> DataFrame {
    let both = |first: f64, second: Option<f64>| -> Values { vec![Some(first), second].into() };
    frame(vec![
        ("criterion", vec!["greeting", "greeting"].into()),
        ("between", vec!["reviewers", "reviewers and automatic"].into()),
        ("conversation_count", vec![57i64, 481].into()),
        ("agreement_share", both(0.8, Some(0.89))),
        ("alpha", both(0.32, Some(0.65))),
        ("alpha_low", both(0.1, Some(0.58))),
        ("alpha_high", both(0.5, Some(0.72))),
        ("ac2", both(0.76, None)),
        ("ac2_low", both(0.66, None)),
        ("ac2_high", both(0.86, None)),
        ("missed_found_share", both(0.4, Some(0.7))),
        ("missed_right_share", both(0.5, None)),
    ])
}

pub(super) fn sampling_plan() -> DataFrame {
    frame(vec![
        ("agent_id", vec!["a1", "a2"].into()),
        ("agent_name", vec!["Aisha Khan", "王小明"].into()),
        ("team", vec!["Orders", "Payments"].into()),
        ("channel", vec!["chat", "email"].into()),
        ("conversation_id", vec!["desk/1000412", "mail/88121"].into()),
        ("reason", vec!["a promise was broken", "by chance"].into()),
        ("inclusion_share", vec![0.34, 0.11].into()),
        ("is_reviewed", vec![true, false].into()),
        ("window_precision_share", vec![0.14, 0.15].into()),
    ])
}

/// First promises, of one agent and of one team.
pub(super) fn sla_by_agent() -> DataFrame {
    let mut columns = kept();
    columns.push(("agent_name", vec!["Aisha Khan", "王小明"].into()));
    frame(columns)
}

pub(super) fn sla_by_team() -> DataFrame {
    frame(kept())
}

fn kept() -> Vec<(&'static str, Values)> {
    vec![
        ("team", vec!["Orders", "Payments"].into()),
        ("week_on", vec![monday(0), monday(0)].into()),
        ("promise", vec!["first_response", "resolution"].into()),
        ("broken_count", vec![12i64, 1].into()),
        ("pending_count", vec![0i64, 2].into()),
        ("due_count", vec![120i64, 3].into()),
        ("attainment_share", vec![0.9, 0.67].into()),
        ("attainment_low_share", vec![0.83, 0.2].into()),
        ("attainment_high_share", vec![0.94, 0.94].into()),
    ]
}

/// One that is special and large, one only changed, one that is neither, and one too few.
pub(super) fn changes() -> DataFrame {
    frame(vec![
        ("channel", vec!["phone", "chat", ALL_CHANNELS, "social"].into()),
        ("measure", vec!["attainment", "csat", "volume", "csat"].into()),
        ("week", vec!["2026-W46"; 4].into()),
        ("unit", vec!["share", "share", "count", "share"].into()),
        ("value", vec![Some(0.68), Some(0.76), Some(3_731.0), None].into()),
        ("observation_count", Values::Counts(vec![Some(819), Some(235), Some(3_731), Some(3)])),
        ("previous", vec![Some(0.81), Some(0.86), Some(3_650.0), Some(0.7)].into()),
        ("change_low", vec![Some(-0.17), Some(-0.16), None, None].into()),
        ("change_high", vec![Some(-0.09), Some(-0.03), None, None].into()),
        ("normal_week_count", vec![12i64, 12, 12, 2].into()),
        ("normal", vec![Some(0.82), Some(0.84), Some(3_600.0), None].into()),
        ("normal_low", vec![Some(0.76), Some(0.7), Some(3_100.0), None].into()),
        ("normal_high", vec![Some(0.88), Some(0.98), Some(4_100.0), None].into()),
        ("is_special", Values::Flags(vec![Some(true), Some(false), Some(false), None])),
        ("is_changed", Values::Flags(vec![Some(true), Some(true), None, None])),
        ("is_large", Values::Flags(vec![Some(true), Some(true), Some(false), None])),
    ])
}

/// A need of an agent with a mentor, and a strength of a whole team.
pub(super) fn coaching_needs() -> DataFrame {
    frame(vec![
        ("finding", vec![1i64, 2].into()),
        ("side", vec!["need", "strength"].into()),
        ("whose", vec!["agent", "team"].into()),
        ("agent_id", vec![Some("a4".to_owned()), None].into()),
        ("agent_name", vec![Some("王小明".to_owned()), None].into()),
        ("team", vec!["Payments", "Orders"].into()),
        ("skill_channel", vec![Some("chat".to_owned()), None].into()),
        ("words", vec!["Resolves fewer refunds than peers.", "Greets more often."].into()),
        ("case_count", vec![140i64, 900].into()),
        ("own_share", vec![0.6, 0.95].into()),
        ("expected_share", vec![0.8, 0.85].into()),
        ("gap", vec![-0.14, 0.08].into()),
        ("gap_low", vec![-0.2, 0.05].into()),
        ("gap_high", vec![-0.08, 0.11].into()),
        ("probability_share", vec![0.97, 0.99].into()),
        ("reliability_share", vec![0.8, 0.9].into()),
        ("part_count", vec![3i64, 3].into()),
        ("part_known_count", vec![3i64, 3].into()),
        ("mentor_name", vec![Some("Aisha Khan".to_owned()), None].into()),
    ])
}

pub(super) fn coaching_evidence() -> DataFrame {
    frame(vec![
        ("finding", vec![1i64, 1].into()),
        ("side", vec!["need"; 2].into()),
        ("agent_id", vec!["a4"; 2].into()),
        ("agent_name", vec!["王小明"; 2].into()),
        ("team", vec!["Payments"; 2].into()),
        ("skill", vec!["returns_exchanges", "greeting"].into()),
        ("skill_channel", vec![Some("chat".to_owned()), None].into()),
        ("conversation_id", vec!["desk/1000412", "desk/1000413"].into()),
        ("opened_at", vec![Some(crate::model::Instant(1_794_300_000_000_000)), None].into()),
        ("message_number", Values::Counts(vec![None, Some(3)])),
        ("text", vec![None, Some("Hi [name]".to_owned())].into()),
    ])
}
