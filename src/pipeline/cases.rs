//! The cases behind one number of an agent, from the outputs of a run.

use std::fs;
use std::path::Path;

use sonic_rs::JsonValueTrait;

use super::error::RunError;
use super::plan::Plan;
use super::run::{FACTS, MANIFEST};
use crate::evidence::Evidence;
use crate::facts::Facts;
use crate::model::Instant;
use crate::scores::{Dimension, ScoreRules, assess};
use crate::sources::nearest;
use crate::tables::{self, Scope, Week};

/// Everything that an agent's number in one dimension is made of.
pub struct Cases {
    pub week: Week,
    pub agent_id: String,
    pub dimension: Dimension,
    /// By when the conversations were opened.
    pub rows: Vec<Case>,
}

/// One case.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    pub conversation_id: String,
    pub opened_at: Instant,
    /// 0 or 1 for shares; for ratios the natural logarithm.
    pub outcome: f64,
    /// What the average agent would be expected to have of such a case; `None` without a model.
    pub expected: Option<f64>,
}

/// The cases of an agent over the trailing window of a week (of the newest where none is named) of which
/// outputs stand in the plan's folder. The facts are those of the last run, whatever the week.
pub fn cases(plan: &Plan, agent_id: &str, dimension: Dimension) -> Result<Cases, RunError> {
    let (week, as_of) = told(&plan.out, plan.week)?;
    let facts = Facts::in_folder(&plan.out.join(FACTS));
    let scope = Scope {
        counts_descriptive: plan.counts_descriptive,
        window_weeks: plan.window_weeks,
        ..Scope::new(facts, plan.zone, week, as_of)
    };
    let failed = |error| RunError::of_table("agent_dimensions", &plan.out, error);
    let none = || RunError::NoOutputs { out: plan.out.clone() };
    let frame = tables::frame(&scope).map_err(failed)?.ok_or_else(none)?;
    let evidence = Evidence::read(&scope.facts, &frame).map_err(failed)?;
    let ids = || evidence.desk.agents.iter().map(|agent| agent.agent_id.as_str());
    let agent = ids().position(|id| id == agent_id).ok_or_else(|| RunError::NoSuchAgent {
        wanted: agent_id.to_owned(),
        cure: nearest(agent_id, ids()),
    })?;
    let assessment = assess(&evidence.desk, &ScoreRules::default());
    let models = assessment.models.iter().flatten();
    let model = models.into_iter().find(|model| model.dimension == dimension);
    let row = |(conversation_id, opened_at, outcome, pattern)| Case {
        conversation_id,
        opened_at,
        outcome,
        expected: model.and_then(|model| model.case_mix.expected(pattern)),
    };
    let rows = evidence.cases_of(agent, dimension).into_iter().map(row).collect();
    Ok(Cases { week, agent_id: agent_id.to_owned(), dimension, rows })
}

/// The week, and when its input was taken, as the manifest of its outputs says.
fn told(out: &Path, week: Option<Week>) -> Result<(Week, Instant), RunError> {
    let none = || RunError::NoOutputs { out: out.to_owned() };
    let folders = fs::read_dir(out).map_err(|_| none())?;
    let weeks = folders.filter_map(|folder| Week::parse(folder.ok()?.file_name().to_str()?));
    let week = week.or_else(|| weeks.max()).ok_or_else(none)?;
    let manifest = fs::read(out.join(week.to_string()).join(MANIFEST)).map_err(|_| none())?;
    let manifest: sonic_rs::Value = sonic_rs::from_slice(&manifest).map_err(|_| none())?;
    let as_of = manifest.get("as_of").and_then(|at| Instant::from_rfc3339(at.as_str()?));
    Ok((week, as_of.ok_or_else(none)?))
}
