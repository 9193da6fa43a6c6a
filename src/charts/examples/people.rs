//! Tables of what each of two agents did: one who is clearly below and one of whom little is known.

use polars::prelude::DataFrame;

use super::frame::{Values, frame};
use super::weekly::monday;

/// Dimension, whether a ratio, cases, value, half the width of its interval, peers, score, verdict.
type One = (&'static str, bool, i64, f64, f64, f64, Option<f64>, &'static str);

const ONES: [One; 4] = [
    ("feedback", false, 77, 0.531, 0.07, 0.765, Some(35.1), "clearly below"),
    ("quality", false, 297, 0.624, 0.023, 0.726, Some(36.3), "clearly below"),
    ("resolution", false, 777, 0.792, 0.03, 0.819, Some(43.7), "likely below"),
    ("speed", true, 303, 0.39, 0.02, 0.51, Some(98.0), "clearly above"),
];

pub(super) fn agent_dimensions() -> DataFrame {
    let known = |of: fn(&One) -> Option<f64>| -> Values {
        ONES.iter().map(of).chain([None]).collect::<Vec<_>>().into()
    };
    let texts = |of: fn(&One) -> &'static str, last: &str| -> Values {
        let last = Some(last.to_owned()).filter(|last| !last.is_empty());
        ONES.iter().map(|one| Some(of(one).to_owned())).chain([last]).collect::<Vec<_>>().into()
    };
    frame(vec![
        ("agent_id", texts(|_| "a4", "a7")),
        ("agent_name", texts(|_| "王小明", "Eve Laurent")),
        ("team", texts(|_| "chat", "email")),
        ("dimension", texts(|one| one.0, "resolution")),
        ("value_kind", texts(|one| if one.1 { "ratio" } else { "share" }, "share")),
        ("peer_group", texts(|_| "chat", "email")),
        ("case_count", ONES.iter().map(|one| one.2).chain([4]).collect::<Vec<_>>().into()),
        ("own_value", known(|one| Some(one.3 * 0.97))),
        ("expected_value", known(|one| Some(one.5 * 0.98))),
        ("adjusted_value", known(|one| Some(one.3))),
        ("shrunk_value", known(|one| Some(one.3))),
        ("low_value", known(|one| Some(one.3 - one.4))),
        ("high_value", known(|one| Some(one.3 + one.4))),
        ("peers_value", known(|one| Some(one.5))),
        ("reliability_share", known(|_| Some(0.91))),
        ("verdict", texts(|one| one.7, "")),
        ("reason", Values::Texts(vec![None, None, None, None, Some("no peers".to_owned())])),
        ("score", known(|one| one.6)),
        ("score_low", known(|one| one.6.map(|score| score - 4.0))),
        ("score_high", known(|one| one.6.map(|score| score + 4.0))),
        ("score_95_low", known(|one| one.6.map(|score| score - 6.0))),
        ("score_95_high", known(|one| one.6.map(|score| score + 6.0))),
        ("unadjusted_score", known(|one| one.6)),
        ("overlap_share", known(|one| Some(if one.1 { 0.64 } else { 0.8 }))),
    ])
}

/// Five weeks, of which one has no cases.
pub(super) fn agent_dimensions_weekly() -> DataFrame {
    let weeks = [6_u32, 4, 3, 1, 0];
    let rows: Vec<(&One, u32)> =
        ONES.iter().flat_map(|one| weeks.iter().map(move |week| (one, *week))).collect();
    let numbers = |of: &dyn Fn(&One, u32) -> f64| -> Values {
        rows.iter().map(|(one, week)| of(one, *week)).collect::<Vec<_>>().into()
    };
    let value = |one: &One, week: u32| one.3 + one.4 * (f64::from(week) - 3.0);
    frame(vec![
        ("agent_id", vec!["a4"; rows.len()].into()),
        ("agent_name", vec!["王小明"; rows.len()].into()),
        ("dimension", rows.iter().map(|(one, _)| one.0).collect::<Vec<_>>().into()),
        ("week_on", rows.iter().map(|(_, week)| monday(*week)).collect::<Vec<_>>().into()),
        ("is_report_week", rows.iter().map(|(_, week)| *week == 0).collect::<Vec<_>>().into()),
        ("case_count", rows.iter().map(|(_, week)| i64::from(week + 4)).collect::<Vec<_>>().into()),
        ("own_value", numbers(&value)),
        ("adjusted_value", numbers(&value)),
        ("low_value", numbers(&|one, week| value(one, week) - 2.0 * one.4)),
        ("high_value", numbers(&|one, week| value(one, week) + 2.0 * one.4)),
        ("window_value", numbers(&|one, _| one.3)),
        ("window_low_value", numbers(&|one, _| one.3 - one.4)),
        ("window_high_value", numbers(&|one, _| one.3 + one.4)),
        ("peers_value", numbers(&|one, _| one.5)),
    ])
}

pub(super) fn criteria_by_agent() -> DataFrame {
    frame(vec![
        ("agent_id", vec!["a4"; 3].into()),
        ("agent_name", vec!["王小明"; 3].into()),
        ("criterion", vec!["closing", "courtesy", "offers_compensation"].into()),
        ("is_critical", vec![false, true, false].into()),
        ("judged_count", vec![222i64, 274, 3].into()),
        ("missed_count", vec![180i64, 8, 0].into()),
        ("met_share", vec![0.189, 0.971, 1.0].into()),
        ("met_low_share", vec![0.143, 0.943, 0.44].into()),
        ("met_high_share", vec![0.246, 0.985, 1.0].into()),
    ])
}

pub(super) fn criteria_missed() -> DataFrame {
    frame(vec![
        ("agent_id", vec!["a4"; 3].into()),
        ("agent_name", vec!["王小明"; 3].into()),
        ("criterion", vec!["closing", "closing", "courtesy"].into()),
        ("example", vec![1i64, 2, 1].into()),
        ("conversation_id", vec!["desk/1000412", "desk/1000413", "desk/1000977"].into()),
    ])
}
