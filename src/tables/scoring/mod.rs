//! Tables of what agents' scores say, what they rest on, and what to coach.
//!
//! All are told from one [`Assessed`], worked out once for a scope.

mod agent_dimensions;
mod agent_dimensions_weekly;
mod agent_feedback;
mod agent_funnel;
mod agent_scorecard;
mod assessed;
mod case_mix_model;
mod coaching_evidence;
mod coaching_needs;
mod score_sensitivity;
mod skill;
#[cfg(test)]
mod tests;
mod words;

pub use agent_dimensions::AgentDimensions;
pub use agent_dimensions_weekly::AgentDimensionsWeekly;
pub use agent_feedback::AgentFeedback;
pub use agent_funnel::AgentFunnel;
pub use agent_scorecard::AgentScorecard;
pub use assessed::{Assessed, frame, goes_with_something};
pub use case_mix_model::CaseMixModel;
pub use coaching_evidence::CoachingEvidence;
pub use coaching_needs::CoachingNeeds;
pub use score_sensitivity::ScoreSensitivity;
