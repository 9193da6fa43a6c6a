//! The dimensions of an agent as one score.

use statrs::distribution::{Continuous, ContinuousCDF, Normal};

use super::field::{Field, Place};
use super::yardstick::Yardstick;
use super::{Dimension, Reason, ScoreRules, Shared};
use crate::stats::{
    self, Composite, Estimate, MultivariatePosterior, MultivariatePrior, Profile, composite_with,
    standardise,
};

/// Cases from which on a dimension is known well enough to say that peers are alike in it.
const ENOUGH: f64 = 30.0;

/// A group's fields, in the order of [`Dimension::ALL`].
pub(super) type Fields = [Result<Field, Reason>; 5];

/// The desk's, in the same order.
pub(super) type Yardsticks = [Option<Yardstick>; 5];

/// An agent's dimensions weighed.
pub(super) struct Drawn {
    pub agent: usize,
    pub standardised: [Option<Estimate>; 5],
    pub parts: [f64; 5],
    pub weight_present: f64,
    pub reliability: f64,
    pub composite: Result<Composite, Reason>,
    /// The composite of what the agent's own cases tell, not shrunk.
    pub own: Option<Estimate>,
}

/// By agent, for each two dimensions the sum of products of both outcomes' errors over the cases that
/// are in both.
pub(super) struct Errors(Vec<Vec<(usize, usize, f64)>>);

impl Errors {
    /// The covariance of outcomes within agents is pooled over all agents; an agent's share of it goes
    /// by the number of shared cases.
    pub fn of(shared: &[Shared], agents: usize) -> Self {
        let mut of_agents = vec![Vec::new(); agents];
        for (one, first) in Dimension::ALL.into_iter().enumerate() {
            for (other, second) in Dimension::ALL.into_iter().enumerate().skip(one + 1) {
                let is_pair = |shared: &&Shared| {
                    shared.dimensions == (first, second) || shared.dimensions == (second, first)
                };
                let pairs = || shared.iter().filter(is_pair).filter(|pair| pair.count > 0.0);
                let (products, freedom) = pairs().fold((0.0, 0.0), |(products, freedom), pair| {
                    let means = pair.sums.0 * pair.sums.1 / pair.count;
                    (products + pair.products - means, freedom + pair.count - 1.0)
                });
                let covariance = products / freedom;
                if freedom <= 0.0 || !covariance.is_finite() {
                    continue;
                }
                for pair in pairs() {
                    let Some(own) = of_agents.get_mut(pair.unit as usize) else { continue };
                    own.push((one, other, covariance * pair.count));
                }
            }
        }
        Self(of_agents)
    }
}

/// What an agent's own cases tell in standard deviations of the peers, and how far the errors of two
/// dimensions go together.
pub(super) fn profile(
    agent: usize,
    fields: &Fields,
    yardsticks: &Yardsticks,
    errors: &Errors,
) -> Option<Profile> {
    let places = places(agent, fields, yardsticks);
    let measures: Vec<Option<Estimate>> = places
        .iter()
        .map(|found| {
            let (field, place, yardstick) = (*found)?;
            yardstick.own(field, place)
        })
        .collect();
    let weight = |number: usize| -> Option<f64> {
        let (_, place, yardstick) = places.get(number).copied().flatten()?;
        let dimension = *Dimension::ALL.get(number)?;
        let cases = if dimension.is_share() { 1.0 / place.own.variance() } else { place.count };
        Some(dimension.sign() / (cases * yardstick.sd))
    };
    let pairs = errors.0.get(agent).map_or(&[][..], Vec::as_slice);
    let covariances: Vec<(usize, usize, f64)> = pairs
        .iter()
        .filter_map(|(one, other, sum)| Some((*one, *other, sum * weight(*one)? * weight(*other)?)))
        .collect();
    Profile::new(&measures, &covariances).or_else(|| Profile::new(&measures, &[]))
}

/// An agent in a dimension.
type At<'a> = (&'a Field, &'a Place, &'a Yardstick);

/// An agent's place in each dimension that tells the peers apart.
fn places<'a>(agent: usize, fields: &'a Fields, yardsticks: &'a Yardsticks) -> [Option<At<'a>>; 5] {
    let mut places = [None; 5];
    for ((found, field), yardstick) in places.iter_mut().zip(fields).zip(yardsticks) {
        let field = field.as_ref().ok().filter(|field| field.is_telling);
        *found = field.and_then(|field| Some((field, field.place(agent)?, yardstick.as_ref()?)));
    }
    places
}

/// The composites of a group's peers, in their order.
pub(super) fn drawn(
    peers: &[usize],
    fields: &Fields,
    yardsticks: &Yardsticks,
    prior: Option<&MultivariatePrior>,
    errors: &Errors,
    rules: &ScoreRules,
) -> Vec<Drawn> {
    let profiles: Vec<Option<Profile>> =
        peers.iter().map(|agent| profile(*agent, fields, yardsticks, errors)).collect();
    let posterior = |agent: usize, profile: &Option<Profile>| {
        let is_known = places(agent, fields, yardsticks).iter().any(Option::is_some);
        is_known.then(|| prior?.posterior(profile.as_ref()?)).flatten()
    };
    let beliefs: Vec<Option<MultivariatePosterior>> =
        peers.iter().zip(&profiles).map(|(agent, profile)| posterior(*agent, profile)).collect();
    let all: Vec<MultivariatePosterior> = beliefs.iter().flatten().cloned().collect();
    peers
        .iter()
        .zip(beliefs)
        .zip(&profiles)
        .map(|((agent, belief), profile)| {
            let belief = belief.and_then(|belief| belief.against(&all));
            one(*agent, fields, yardsticks, belief.as_ref(), prior, profile.as_ref(), rules)
        })
        .collect()
}

fn one(
    agent: usize,
    fields: &Fields,
    yardsticks: &Yardsticks,
    belief: Option<&MultivariatePosterior>,
    prior: Option<&MultivariatePrior>,
    profile: Option<&Profile>,
    rules: &ScoreRules,
) -> Drawn {
    let places = places(agent, fields, yardsticks);
    let weights = Dimension::ALL.map(|dimension| rules.weights.of(dimension));
    let mut standardised = [None; 5];
    let mut slopes = [0.0; 5];
    let mut own = [None; 5];
    for (number, dimension) in Dimension::ALL.into_iter().enumerate() {
        let found = places.get(number).copied().flatten().and_then(|(field, place, by)| {
            let belief = belief?;
            let spread = by.inflation(field, place);
            let mean = *belief.mean.get(number)?;
            let variance = belief.covariance(number, number) * spread * spread
                + place.mix_variance / (by.sd * by.sd)
                + mean * mean * by.doubt;
            let (found, slope) = capped(Estimate::new(mean, variance)?, dimension.most())?;
            let alone = capped(profile?.estimate(number)?, dimension.most())?.0;
            Some((standardise(found, 0.0, 1.0, true)?, slope * spread, alone))
        });
        let cells = standardised.get_mut(number).zip(slopes.get_mut(number));
        if let (Some((found, slope, alone)), Some((cell, cell_slope))) = (found, cells) {
            (*cell, *cell_slope) = (Some(found), slope);
            if let Some(cell) = own.get_mut(number) {
                *cell = Some(alone);
            }
        }
    }
    let dimensions = |values: &[Option<Estimate>; 5]| -> Vec<stats::Dimension> {
        let pairs = weights.iter().zip(values);
        pairs.map(|(w, t)| stats::Dimension { weight: *w, standardised: *t }).collect()
    };
    let slope = |number: usize| slopes.get(number).copied().unwrap_or(0.0);
    let composite = belief.and_then(|belief| {
        composite_with(&dimensions(&standardised), |one, other| {
            belief.covariance(one, other) * slope(one) * slope(other)
        })
    });
    let alone = profile.and_then(|profile| {
        let found = composite_with(&dimensions(&own), |one, other| profile.covariance(one, other))?;
        Estimate::new(found.value, found.se * found.se)
    });
    let parts = parts(&weights, &standardised);
    let reliability = composite.zip(prior).map_or(0.0, |(found, prior)| {
        let before: f64 = parts
            .iter()
            .enumerate()
            .flat_map(|(one, w)| {
                parts.iter().enumerate().map(move |(other, v)| w * v * prior.between(one, other))
            })
            .sum();
        if before > 0.0 { (1.0 - found.se * found.se / before).clamp(0.0, 1.0) } else { 0.0 }
    });
    let said = said(agent, fields, &parts, composite, reliability, rules);
    Drawn {
        agent,
        standardised,
        parts,
        weight_present: composite.map_or(0.0, |found| found.weight_present),
        reliability,
        composite: said,
        own: alone,
    }
}

/// The parts of the dimensions present in a composite.
fn parts(weights: &[f64; 5], values: &[Option<Estimate>; 5]) -> [f64; 5] {
    let present = || weights.iter().zip(values).map(|(w, value)| value.map_or(0.0, |_| *w));
    let total: f64 = present().sum();
    let mut parts = [0.0; 5];
    for (part, weight) in parts.iter_mut().zip(present()) {
        *part = if total > 0.0 { weight / total } else { 0.0 };
    }
    parts
}

/// Mean and variance of `min(T, most)` for T normal, and the slope `P(T < most)` by which its
/// covariances with others are less (Stein's lemma); T itself without a most.
fn capped(estimate: Estimate, most: Option<f64>) -> Option<(Estimate, f64)> {
    let Some(most) = most else { return Some((estimate, 1.0)) };
    let (mean, sd) = (estimate.value(), estimate.variance().sqrt());
    let at = (most - mean) / sd;
    let (below, density) = (Normal::standard().cdf(at), Normal::standard().pdf(at));
    let first = mean * below - sd * density + most * (1.0 - below);
    let second = (mean * mean + sd * sd) * below - sd * (mean + most) * density
        + most * most * (1.0 - below);
    let variance = (second - first * first).max(1e-9);
    Some((Estimate::new(first, variance)?, below))
}

/// The composite, or why there is none.
fn said(
    agent: usize,
    fields: &Fields,
    parts: &[f64; 5],
    composite: Option<Composite>,
    reliability: f64,
    rules: &ScoreRules,
) -> Result<Composite, Reason> {
    let numbered = || Dimension::ALL.into_iter().zip(fields).zip(parts);
    let known = numbered().filter(|(_, part)| **part > 0.0).count();
    let has_outcome =
        numbered().any(|((dimension, _), part)| dimension.is_outcome() && *part > 0.0);
    if let Some(found) = composite.filter(|_| known >= rules.least_dimensions && has_outcome) {
        return if reliability < rules.least_reliability {
            Err(Reason::TooLittle)
        } else {
            Ok(found)
        };
    }
    let is_shown = |((dimension, field), _): &((Dimension, &Result<Field, Reason>), &f64)| {
        let place = field.as_ref().ok().and_then(|field| field.place(agent));
        rules.weights.of(*dimension) > 0.0 && place.is_some_and(|place| place.count >= ENOUGH)
    };
    let shown = numbered().filter(is_shown).count();
    let has_shown = numbered().filter(is_shown).any(|((dimension, _), _)| dimension.is_outcome());
    let is_alone = fields.iter().all(|field| field.is_err())
        && fields.iter().any(|field| matches!(field, Err(Reason::FewPeers)));
    Err(if shown >= rules.least_dimensions && has_shown {
        Reason::Alike
    } else if is_alone {
        Reason::FewPeers
    } else if known < rules.least_dimensions {
        Reason::FewDimensions
    } else {
        Reason::NoOutcome
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of a standard normal T: E min(T, 0) = −1/√(2π), E min(T, 0)² = ½.
    #[test]
    fn a_cap_takes_what_is_beyond_it() {
        let (found, slope) = capped(Estimate::new(0.0, 1.0).unwrap(), Some(0.0)).unwrap();
        assert!((found.value() + 0.398_942_280_401_432_7).abs() < 1e-9, "{found:?}");
        assert!((found.variance() - (0.5 - 0.159_154_943_091_895_35)).abs() < 1e-9);
        assert!((slope - 0.5).abs() < 1e-9);
        let low = Estimate::new(-8.0, 1.0).unwrap();
        let (found, slope) = capped(low, Some(0.674)).unwrap();
        assert!((found.value() + 8.0).abs() < 1e-9 && (slope - 1.0).abs() < 1e-9);
        let (found, slope) = capped(Estimate::new(9.0, 0.01).unwrap(), Some(0.674)).unwrap();
        assert!((found.value() - 0.674).abs() < 1e-9 && slope < 1e-9 && found.variance() < 1e-8);
        assert_eq!(capped(low, None), Some((low, 1.0)));
    }

    /// Products within agents, (2 − 2·2/4) and (1 − 1·1/2), over 3 + 1 degrees of freedom.
    #[test]
    fn covariance_within_agents_is_pooled_and_shared_out_by_cases() {
        let pair = |unit: u32, count: f64, sums: (f64, f64), products: f64| Shared {
            unit,
            dimensions: (Dimension::Speed, Dimension::Resolution),
            count,
            sums,
            products,
        };
        let shared = [pair(0, 4.0, (2.0, 2.0), 2.0), pair(1, 2.0, (1.0, 1.0), 1.0)];
        let found = Errors::of(&shared, 2);
        assert_eq!(found.0[0], [(0, 3, 0.375 * 4.0)]);
        assert_eq!(found.0[1], [(0, 3, 0.375 * 2.0)]);
        assert!(Errors::of(&[], 1).0[0].is_empty());
    }
}
