//! Tables of a made-up desk for the tests of charts and report: 13 weeks, four channels, twelve
//! agents.

mod frame;
mod once;
mod people;
mod told;
mod weekly;

use std::collections::BTreeMap;

use polars::prelude::{DataFrame, IntoColumn, NamedFrom, Series};

/// The table with another first value in a text column.
pub(crate) fn renamed(table: &DataFrame, column: &str, first: &str) -> DataFrame {
    let mut texts: Vec<String> =
        super::rows(table).map(|row| row.text(column).unwrap().unwrap_or_default()).collect();
    texts[0] = first.to_owned();
    let mut table = table.clone();
    table.with_column(Series::new(column.into(), texts).into_column()).unwrap();
    table
}

/// The tables that charts and report read, by name.
pub(crate) fn tables() -> BTreeMap<&'static str, DataFrame> {
    BTreeMap::from([
        ("channel_weekly", weekly::channel_weekly()),
        ("weekly_at_close", weekly::weekly_at_close()),
        ("csat_weekly", weekly::csat_weekly()),
        ("definitions", weekly::definitions()),
        ("sla_attainment", weekly::sla_attainment()),
        ("survival_weekly", weekly::survival_weekly()),
        ("backlog_daily", once::backlog_daily()),
        ("chat_handling_weekly", weekly::chat_handling_weekly()),
        ("staffing", once::staffing()),
        ("promises", once::promises()),
        ("response_histogram", once::response_histogram()),
        ("load_hourly", once::load_hourly()),
        ("agent_scorecard", once::agent_scorecard()),
        ("topic_weekly", weekly::topic_weekly()),
        ("import_files", once::import_files()),
        ("import_issues", once::import_issues()),
        ("topics_weekly", told::topics_weekly()),
        ("topic_drift", told::topic_drift()),
        ("topic_quality", told::topic_quality()),
        ("topic_agreement", told::topic_agreement()),
        ("effort_weekly", told::effort_weekly()),
        ("rubric_weekly", told::rubric_weekly()),
        ("rubric_effects", told::rubric_effects()),
        ("quality_by_agent", told::quality_by_agent()),
        ("reviews", told::reviews()),
        ("reviews_by_team", told::reviews_by_team()),
        ("review_agreement", told::review_agreement()),
        ("sampling_plan", told::sampling_plan()),
        ("sla_by_agent", told::sla_by_agent()),
        ("sla_by_team", told::sla_by_team()),
        ("changes", told::changes()),
        ("coaching_needs", told::coaching_needs()),
        ("coaching_evidence", told::coaching_evidence()),
        ("agent_dimensions", people::agent_dimensions()),
        ("agent_dimensions_weekly", people::agent_dimensions_weekly()),
        ("agent_funnel", people::agent_funnel()),
        ("agent_feedback", people::agent_feedback()),
        ("criteria_by_agent", people::criteria_by_agent()),
        ("criteria_missed", people::criteria_missed()),
    ])
}
