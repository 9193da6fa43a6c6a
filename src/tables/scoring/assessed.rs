//! What the trailing window tells of agents, worked out once for all tables that tell of it.

use polars::prelude::{Expr, PolarsResult, col, lit};

use super::super::scope::Scope;
use crate::evidence::{Asked, Evidence, Example, Frame, Wanted, WeekCases, effects, scored};
use crate::model::Instant;
use crate::scores::{
    Assessment, Coaching, Desk, Dimension, Finding, Model, ScoreRules, ShareFunnel, Side,
    SkillModels, Whose, assess, coach, funnels,
};

/// Conversations that are shown for a finding.
const EXAMPLES: usize = 3;

/// Agents against their peers, and what to coach.
#[derive(Debug)]
pub struct Assessed {
    pub desk: Desk,
    pub rules: ScoreRules,
    /// By agent and dimension, of the reported week: cases, and the mean of their outcomes.
    pub latest: Vec<[Option<(f64, f64)>; 5]>,
    /// By agent, who was asked for a rating and who answered.
    pub asked: Vec<Asked>,
    pub assessment: Assessment,
    pub funnels: Vec<ShareFunnel>,
    pub coaching: Coaching,
    /// By finding, conversations that show it best.
    pub examples: Vec<Vec<Example>>,
    /// By agent, dimension and week of the window, from 0.
    pub weeks: Vec<WeekCases>,
}

impl Assessed {
    /// From the facts; `None` where the window lies beyond the calendar.
    pub fn of(scope: &Scope) -> PolarsResult<Option<Self>> {
        let Some(frame) = frame(scope)? else { return Ok(None) };
        let evidence = Evidence::read(&scope.facts, &frame)?;
        let desk = &evidence.desk;
        let rules = ScoreRules { weights: scope.weights, ..ScoreRules::default() };
        let (assessment, (funnels, coaching)) = rayon::join(
            || assess(desk, &rules),
            || {
                let models = SkillModels::of(desk);
                rayon::join(|| funnels(desk, &models), || coach(desk, &models, &scope.coaching))
            },
        );
        let wanted: Vec<Wanted<'_>> =
            coaching.findings.iter().map(|finding| wanted(finding, desk)).collect();
        let examples = evidence.examples(&scope.facts, &wanted, EXAMPLES)?;
        let weeks = evidence.weeks(&begins(scope), &assessment.models);
        let Evidence { desk, latest, asked, .. } = evidence;
        Ok(Some(Self {
            desk,
            rules,
            latest,
            asked,
            assessment,
            funnels,
            coaching,
            examples,
            weeks,
        }))
    }

    /// By agent and dimension: cases, and the mean of their outcomes.
    pub fn totals(&self) -> Vec<[Option<(f64, f64)>; 5]> {
        let mut all = vec![[None; 5]; self.desk.agents.len()];
        for (place, cells) in self.desk.dimensions.iter().enumerate() {
            for (agent, cells) in cells.by_unit() {
                let count: f64 = cells.iter().map(|cell| cell.count).sum();
                let sum: f64 = cells.iter().map(|cell| cell.sum).sum();
                let cell = all.get_mut(agent).and_then(|own: &mut [_; 5]| own.get_mut(place));
                if let Some(cell) = cell {
                    *cell = Some((count, sum / count));
                }
            }
        }
        all
    }

    /// By agent and dimension: the mean of what the average agent would be expected to have of the cases.
    pub fn expected(&self) -> Vec<[Option<f64>; 5]> {
        let mut sums = vec![[(0.0, 0.0); 5]; self.desk.agents.len()];
        for week in &self.weeks {
            let place = Dimension::ALL.iter().position(|one| *one == week.dimension);
            let own = sums.get_mut(week.agent).zip(place);
            if let Some((count, sum)) = own.and_then(|(own, place)| own.get_mut(place)) {
                *count += week.count;
                *sum += week.count * week.expected;
            }
        }
        let mean = |(count, sum): (f64, f64)| (count > 0.0).then(|| sum / count);
        sums.into_iter().map(|own| own.map(mean)).collect()
    }

    /// What was learnt of a dimension; `None` without cases.
    pub fn model(&self, dimension: Dimension) -> Option<&Model> {
        self.assessment.models.iter().flatten().find(|model| model.dimension == dimension)
    }

    /// A mean outcome as it is told: a share, or the ratio to what is usual on the desk.
    pub fn told(&self, dimension: Dimension, mean: f64) -> f64 {
        self.model(dimension).map_or(mean, |model| model.told(mean))
    }

    pub fn agent_id(&self, number: usize) -> Option<&str> {
        Some(&self.desk.agents.get(number)?.agent_id)
    }
}

/// When the weeks of the window begin, and when the last of them ends.
fn begins(scope: &Scope) -> Vec<Instant> {
    let weeks = (0..scope.window_weeks).map(|number| scope.window_from().plus(number));
    let begins = weeks.map(|week| week.begins(scope.zone));
    begins.chain([scope.week.ends(scope.zone)]).collect::<Option<_>>().unwrap_or_default()
}

/// What is read of the facts for scores; `None` where the window lies beyond the calendar.
pub fn frame(scope: &Scope) -> PolarsResult<Option<Frame>> {
    let (Some(window), Some((from, to))) =
        (scope.window(), scope.week.begins(scope.zone).zip(scope.week.ends(scope.zone)))
    else {
        return Ok(None);
    };
    let is_scored = match scope.counts_descriptive {
        true => lit(true),
        false => goes_with_something(scope)?,
    };
    Ok(Some(Frame { window, latest: from..to, zone: scope.zone, end: scope.as_of, is_scored }))
}

/// Whether a verdict's criterion goes with an outcome.
pub fn goes_with_something(scope: &Scope) -> PolarsResult<Expr> {
    let Some(window) = scope.window() else { return Ok(lit(false)) };
    let effects = effects(&scope.facts, &window, scope.as_of)?;
    let is = scored(&effects).into_iter().map(|name| col("criterion").eq(lit(name.to_owned())));
    Ok(is.fold(lit(false), Expr::or))
}

fn wanted<'f>(finding: &'f Finding, desk: &Desk) -> Wanted<'f> {
    let agents = match &finding.whose {
        Whose::Agent(number) => vec![*number],
        Whose::Team(team) => {
            let is_of = |number: &usize| {
                desk.agents.get(*number).is_some_and(|agent| agent.team.as_ref() == Some(team))
            };
            (0..desk.agents.len()).filter(is_of).collect()
        }
    };
    Wanted { skill: &finding.skill, agents, is_good: finding.side == Side::Strength }
}
