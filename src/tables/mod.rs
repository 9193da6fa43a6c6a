//! One published table = one file: its grain, its columns with a sentence each, and its query.
//!
//! A [`Table`] is built from a [`Scope`]: facts on disk, the desk's zone and week, its promises.
//! [`build_all`] yields every table in its declared order and types; [`write()`] makes Parquet of
//! one, which tells its own columns' sentences and units. Sums are counted in whole numbers, so a
//! table has the same bytes whatever order its rows were added in.

mod agent_weekly;
mod agents;
mod backlog;
mod backlog_daily;
mod build;
mod calls;
mod changes;
mod channel_weekly;
mod chat_handling_weekly;
mod conversations;
mod criteria_by_agent;
mod criteria_missed;
mod csat_weekly;
mod day;
mod definitions;
mod drawing;
mod effort_weekly;
#[cfg(test)]
mod figures;
mod import_files;
mod import_issues;
#[cfg(test)]
mod laws;
mod load_hourly;
#[cfg(test)]
mod made_up;
mod promises;
mod published;
mod quality_by_agent;
mod response_histogram;
mod review_agreement;
mod reviews;
mod reviews_by_team;
mod rows;
mod rubric_effects;
mod rubric_weekly;
#[cfg(test)]
mod sample;
mod sampling_plan;
mod scope;
mod scoring;
mod sla_attainment;
mod sla_by_agent;
mod sla_by_team;
mod staffing;
mod survival_weekly;
mod table;
mod topic_agreement;
mod topic_drift;
mod topic_quality;
mod topic_weekly;
mod topics_weekly;
mod turns;
mod verdicts;
mod week;
mod weekly;
mod weekly_at_close;
mod write;

pub use build::{Built, build, build_all, build_each};
pub use scope::{ImportFile, Scope};
pub use scoring::{Assessed, frame};
pub use table::Table;
pub use week::Week;
pub use weekly::ALL_CHANNELS;
pub use write::write;

/// Every published table, as the data dictionary lists them.
pub static ALL: &[&dyn Table] = &[
    &conversations::Conversations,
    &turns::Turns,
    &channel_weekly::ChannelWeekly,
    &weekly_at_close::WeeklyAtClose,
    &changes::Changes,
    &agent_weekly::AgentWeekly,
    &chat_handling_weekly::ChatHandlingWeekly,
    &topic_weekly::TopicWeekly,
    &topics_weekly::TopicsWeekly,
    &topic_drift::TopicDrift,
    &topic_quality::TopicQuality,
    &topic_agreement::TopicAgreement,
    &effort_weekly::EffortWeekly,
    &verdicts::Verdicts,
    &rubric_weekly::RubricWeekly,
    &rubric_effects::RubricEffects,
    &quality_by_agent::QualityByAgent,
    &criteria_by_agent::CriteriaByAgent,
    &criteria_missed::CriteriaMissed,
    &promises::Promises,
    &sla_attainment::SlaAttainment,
    &sla_by_agent::SlaByAgent,
    &sla_by_team::SlaByTeam,
    &survival_weekly::SurvivalWeekly,
    &backlog_daily::BacklogDaily,
    &csat_weekly::CsatWeekly,
    &definitions::Definitions,
    &load_hourly::LoadHourly,
    &staffing::Staffing,
    &response_histogram::ResponseHistogram,
    &scoring::AgentScorecard,
    &scoring::AgentDimensions,
    &scoring::AgentDimensionsWeekly,
    &scoring::AgentFunnel,
    &scoring::AgentFeedback,
    &scoring::CoachingNeeds,
    &scoring::CoachingEvidence,
    &scoring::CaseMixModel,
    &scoring::ScoreSensitivity,
    &reviews::Reviews,
    &reviews_by_team::ReviewsByTeam,
    &review_agreement::ReviewAgreement,
    &sampling_plan::SamplingPlan,
    &import_files::ImportFiles,
    &import_issues::ImportIssues,
];

/// The table of that name.
pub fn by_name(name: &str) -> Option<&'static dyn Table> {
    ALL.iter().copied().find(|table| table.name() == name)
}
