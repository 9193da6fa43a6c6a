//! Where shares lie beyond what chance, and what else always differs, does to them.

use super::model::{Measured, Scale, SkillModels};
use super::{Desk, Dimension, Skill};
use crate::stats::case_mix::Kept;
use crate::stats::funnel::{Funnel, Limit, Point, Scale as FunnelScale};
use crate::stats::{Interval, ObservedExpected};

/// What a funnel is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Funnelled {
    Dimension(Dimension),
    Skill(Skill),
}

/// One agent in a funnel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FunnelPoint {
    /// The agent's number.
    pub agent: usize,
    /// Cases.
    pub count: f64,
    /// Successes, and those expected of the average agent with the same cases.
    pub observed: f64,
    pub expected: f64,
    /// The share on everybody's mix of cases: `O/E` times the share of all, at most 1.
    pub share: f64,
    /// As many cases of everybody's mix would tell as much: where the agent is on the funnel.
    pub effective: f64,
    /// `(O − E)/√V`: how far from the average agent in standard errors of chance alone.
    pub z: f64,
    /// The same in standard deviations of chance and of how agents differ.
    pub distance: f64,
    /// Where an agent like all others with as many cases is to be predicted, as a share.
    pub limits_95: Interval,
    pub limits_998: Interval,
}

/// All agents in one funnel.
#[derive(Clone, Debug, PartialEq)]
pub struct ShareFunnel {
    pub of: Funnelled,
    /// The share of all cases that succeeded.
    pub target: f64,
    /// φ, 1 where agents differ as by chance, and τ², 0 there, on the arcsine scale.
    pub dispersion: f64,
    pub between: f64,
    pub points: Vec<FunnelPoint>,
}

impl ShareFunnel {
    /// The limits for so many cases, for the lines of a chart; `None` without cases.
    pub fn limits(&self, effective: f64, limit: Limit) -> Option<Interval> {
        Some(self.funnel().limits(Point::share_error(effective)?, limit))
    }

    fn funnel(&self) -> Funnel {
        Funnel {
            scale: FunnelScale::ArcsineShare,
            target: self.target.sqrt().asin(),
            dispersion: self.dispersion,
            between: self.between,
        }
    }
}

/// A funnel for each dimension and skill that is a share, agents by their numbers; left out where
/// fewer than two agents have cases, or all cases succeeded or none.
pub fn funnels(desk: &Desk, models: &SkillModels) -> Vec<ShareFunnel> {
    let agents = desk.agents.len();
    let patterns = &desk.circumstances.patterns;
    let dimensions = Dimension::ALL.into_iter().zip(&desk.dimensions);
    let dimensions = dimensions.filter(|(dimension, _)| dimension.is_share());
    let of_dimensions = dimensions.filter_map(|(dimension, cells)| {
        let measured = Measured::of(Scale::Share, cells, patterns, Kept::All, None)?;
        funnel(Funnelled::Dimension(dimension), &measured, agents)
    });
    let of_skills = desk.practices.iter().zip(models.iter()).filter_map(|(practice, measured)| {
        funnel(Funnelled::Skill(practice.skill.clone()), measured?, agents)
    });
    of_dimensions.chain(of_skills).collect()
}

/// Each agent's share on everybody's mix on Spiegelhalter's (2005) arcsine scale, its standard error
/// that of the ratio: `√V/E·p̄`, over the slope `2√(p̄(1−p̄))` of the scale; with the same cases for all
/// it is `1/(2√n)`.
fn funnel(of: Funnelled, measured: &Measured, agents: usize) -> Option<ShareFunnel> {
    let target = measured.overall;
    let slope = 2.0 * (target * (1.0 - target)).sqrt();
    if slope.is_nan() || slope <= 0.0 {
        return None;
    }
    let told = |agent: usize| {
        let cells = measured.cells(agent);
        let ratio: ObservedExpected = measured.case_mix.observed_expected(cells)?;
        let variance: f64 = cells
            .iter()
            .map(|cell| Some(cell.count * measured.case_mix.variance(cell.pattern as usize)?))
            .sum::<Option<f64>>()?;
        let share = ratio.adjusted(target);
        let se = variance.sqrt() / ratio.expected() * target / slope;
        let point = Point { scale: FunnelScale::ArcsineShare, y: share.sqrt().asin(), se };
        Some((agent, ratio, share, point))
    };
    let told: Vec<_> = (0..agents).filter_map(told).collect();
    let points: Vec<Point> = told.iter().map(|(.., point)| *point).collect();
    let funnel = Funnel::of(&points, target.sqrt().asin())?;
    let points = told.into_iter().map(|(agent, ratio, share, point)| FunnelPoint {
        agent,
        count: measured.count(agent),
        observed: ratio.observed(),
        expected: ratio.expected(),
        share,
        effective: 1.0 / (4.0 * point.se * point.se),
        z: ratio.z(),
        distance: funnel.distance(point),
        limits_95: funnel.limits(point.se, Limit::P95),
        limits_998: funnel.limits(point.se, Limit::P998),
    });
    let points = points.collect();
    Some(ShareFunnel { of, target, dispersion: funnel.dispersion, between: funnel.between, points })
}
