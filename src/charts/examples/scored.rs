//! Tables of what agents' scores rest on, and of whole teams.

use polars::prelude::DataFrame;

use super::frame::{Values, frame};

/// One agent in a funnel: measure kind, measure, channel, agent, team, case count, share.
type Point = (&'static str, &'static str, &'static str, &'static str, &'static str, i64, f64);

const POINTS: [Point; 9] = [
    ("dimension", "resolution", "all", "Aisha Khan", "Orders", 812, 0.83),
    ("dimension", "resolution", "all", "Ben Osei", "Orders", 511, 0.79),
    ("dimension", "resolution", "all", "王小明", "Payments", 777, 0.62),
    ("dimension", "resolution", "all", "Sam Okafor", "Payments", 40, 0.71),
    ("criterion", "greeting", "all", "Aisha Khan", "Orders", 400, 0.93),
    ("criterion", "greeting", "all", "王小明", "Payments", 380, 0.91),
    ("topic", "returns_exchanges", "chat", "Aisha Khan", "Orders", 120, 0.75),
    ("topic", "returns_exchanges", "chat", "Ben Osei", "Orders", 90, 0.81),
    ("topic", "returns_exchanges", "chat", "王小明", "Payments", 140, 0.79),
];

/// The share of all cases; the limits are those of chance alone, within 3 and 5 points of it.
const TARGET: f64 = 0.8;

pub(super) fn agent_funnel() -> DataFrame {
    let texts = |of: fn(&Point) -> &'static str| -> Values {
        POINTS.iter().map(of).collect::<Vec<_>>().into()
    };
    let numbers =
        |of: fn(&Point) -> f64| -> Values { POINTS.iter().map(of).collect::<Vec<_>>().into() };
    let counts =
        |of: fn(&Point) -> i64| -> Values { POINTS.iter().map(of).collect::<Vec<_>>().into() };
    frame(vec![
        ("measure_kind", texts(|point| point.0)),
        ("measure", texts(|point| point.1)),
        ("measure_channel", texts(|point| point.2)),
        ("agent_id", texts(|point| if point.3 == "王小明" { "a4" } else { point.3 })),
        ("agent_name", texts(|point| point.3)),
        ("team", texts(|point| point.4)),
        ("case_count", counts(|point| point.5)),
        ("observed_count", counts(|point| (point.5 as f64 * point.6).round() as i64)),
        ("expected_successes", numbers(|point| point.5 as f64 * TARGET)),
        ("adjusted_share", numbers(|point| point.6)),
        ("target_share", numbers(|_| TARGET)),
        ("effective_cases", numbers(|point| point.5 as f64)),
        ("low_share", numbers(|_| TARGET - 0.03)),
        ("high_share", numbers(|_| TARGET + 0.03)),
        ("low_998_share", numbers(|_| TARGET - 0.05)),
        ("high_998_share", numbers(|_| TARGET + 0.05)),
        ("distance", numbers(|point| (point.6 - TARGET) / 0.015)),
        ("dispersion", numbers(|_| 1.4)),
        ("between_deviation", numbers(|_| 0.01)),
    ])
}

/// A promise and a criterion of two teams: one surely below, one of which too little is known.
pub(super) fn team_skills() -> DataFrame {
    frame(vec![
        ("team", vec!["Orders", "Payments", "Orders", "Payments"].into()),
        ("skill_kind", vec!["promise", "promise", "topic", "topic"].into()),
        ("skill", vec!["first_response", "first_response", "payments", "payments"].into()),
        ("skill_channel", vec!["all", "all", "chat", "chat"].into()),
        ("agent_count", vec![4i64, 5, 3, 1].into()),
        ("case_count", vec![900i64, 700, 210, 12].into()),
        ("own_share", vec![0.91, 0.72, 0.81, 0.5].into()),
        ("expected_share", vec![0.88, 0.86, 0.8, 0.8].into()),
        ("gap", vec![Some(0.03), Some(-0.14), Some(0.01), None].into()),
        ("gap_low", vec![Some(0.01), Some(-0.18), Some(-0.03), None].into()),
        ("gap_high", vec![Some(0.05), Some(-0.1), Some(0.05), None].into()),
        ("above_share", vec![Some(0.97), Some(0.001), Some(0.6), None].into()),
        ("q", vec![Some(0.09), Some(0.002), Some(0.8), None].into()),
        (
            "verdict",
            vec![
                "likely above",
                "clearly below",
                "not distinguishable from peers",
                "too few to say",
            ]
            .into(),
        ),
    ])
}

/// What all circumstances, one of them, and two changes of the weights do.
pub(super) fn score_sensitivity() -> DataFrame {
    frame(vec![
        ("change_kind", vec!["case_mix", "case_mix", "case_mix", "weight", "weight"].into()),
        ("change", vec!["all", "all", "topic", "equal", "speed x 0.5"].into()),
        ("agent_id", vec!["a1", "a4", "a4", "a4", "a1"].into()),
        ("agent_name", vec!["Aisha Khan", "王小明", "王小明", "王小明", "Aisha Khan"].into()),
        ("team", vec!["Orders", "Payments", "Payments", "Payments", "Orders"].into()),
        ("score", vec![Some(61.8), Some(46.2), Some(46.2), Some(46.2), Some(61.8)].into()),
        ("changed_score", vec![Some(60.0), Some(42.1), Some(45.0), None, None].into()),
        ("shift_score", vec![Some(-1.8), Some(-4.1), Some(-1.2), Some(2.1), Some(0.7)].into()),
        ("rank_correlation", vec![Some(0.93), Some(0.93), Some(0.98), Some(0.99), None].into()),
    ])
}

/// Two circumstances of resolution and one of speed.
pub(super) fn case_mix_model() -> DataFrame {
    let some = |values: [Option<f64>; 4]| -> Values { values.to_vec().into() };
    frame(vec![
        ("dimension", vec!["resolution", "resolution", "resolution", "speed"].into()),
        ("circumstance", vec!["priority", "priority", "topic", "channel"].into()),
        ("level", vec!["high", "normal", "payments/double_charge", "chat / web"].into()),
        ("case_count", vec![300i64, 2_000, 160, 1_400].into()),
        ("is_reference", vec![false, true, false, false].into()),
        ("is_learnt", vec![true, false, true, true].into()),
        ("effect_kind", vec!["log_odds", "log_odds", "log_odds", "log_ratio"].into()),
        ("effect", some([Some(-0.7), Some(0.0), Some(-0.25), Some(0.4)])),
        ("effect_low", some([Some(-1.0), None, Some(-0.7), Some(0.3)])),
        ("effect_high", some([Some(-0.4), None, Some(0.2), Some(0.5)])),
        ("times", some([Some(0.5), None, Some(0.78), Some(1.49)])),
        ("times_low", some([Some(0.37), None, Some(0.5), Some(1.35)])),
        ("times_high", some([Some(0.67), None, Some(1.22), Some(1.65)])),
        ("dimension_case_count", vec![2_300i64, 2_300, 2_300, 1_400].into()),
        ("explained_share", some([Some(0.022), Some(0.022), Some(0.022), Some(0.31)])),
    ])
}

pub(super) fn agent_feedback() -> DataFrame {
    frame(vec![
        ("agent_id", vec!["a1", "a4", "a9"].into()),
        ("agent_name", vec!["Aisha Khan", "王小明", "Ben Osei"].into()),
        ("team", vec!["Orders", "Payments", "Orders"].into()),
        ("conversation_count", vec![800i64, 700, 40].into()),
        ("asked_count", vec![400i64, 255, 3].into()),
        ("answered_count", vec![120i64, 77, 1].into()),
        ("response_share", vec![0.3, 0.302, 1.0 / 3.0].into()),
        ("satisfied_share", vec![0.9, 0.61, 1.0].into()),
        ("satisfied_least_share", vec![0.27, 0.184, 0.33].into()),
        ("satisfied_most_share", vec![0.97, 0.882, 1.0].into()),
        ("asked_of_good_share", vec![Some(0.6), None, None].into()),
        ("asked_of_bad_share", vec![Some(0.2), None, None].into()),
        ("answered_of_good_share", vec![Some(0.31), None, None].into()),
        ("answered_of_bad_share", vec![Some(0.25), None, None].into()),
        ("elsewhere_count", vec![4i64, 0, 0].into()),
        ("elsewhere_satisfied_count", vec![1i64, 0, 0].into()),
        (
            "note",
            vec![
                None,
                Some("customers are rather asked after conversations that ended well".to_owned()),
                None,
            ]
            .into(),
        ),
    ])
}
