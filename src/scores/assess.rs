//! Every agent's card, and what the cards rest on.

use rayon::prelude::*;

use super::card::{Card, Reason, Score, Standing};
use super::composite::{Drawn, Errors, Fields, Yardsticks, drawn, profile};
use super::field::Field;
use super::model::{Measured, Model, Scale};
use super::peers::{PeerGroup, peer_groups};
use super::without::{WeightChange, Without, weight_changes};
use super::yardstick::Yardstick;
use super::{Desk, Dimension, ScoreRules};
use crate::stats::case_mix::{CaseMix, Kept};
use crate::stats::ranks::{RankSet, expected_ranks, rank_sets};
use crate::stats::{
    self, Composite, Estimate, Interval, Level, MultivariatePrior, Profile, Verdict, composite,
    median, standardise,
};

/// The agents of a desk against their peers.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    pub groups: Vec<PeerGroup>,
    /// In the order of [`Dimension::ALL`]; `None` without cases.
    pub models: Vec<Option<Model>>,
    /// By the agents' numbers.
    pub cards: Vec<Card>,
    /// What other weights do; empty where fewer than three agents have a score.
    pub weight_changes: Vec<WeightChange>,
}

/// Sets every agent of a desk against the peers: primary channel and line of support where there are
/// enough, else the channel, else all.
///
/// The case mix of each dimension is learnt from the whole desk, within agents. Peers' means and
/// spreads, and so every word, are of the peer group. What is said of an agent does not depend on the
/// order of the agents.
pub fn assess(desk: &Desk, rules: &ScoreRules) -> Assessment {
    let groups = peer_groups(&desk.agents, rules.least_peers);
    let errors = Errors::of(&desk.shared, desk.agents.len());
    let full = Weighed::of(desk, Kept::All, &[], &groups, &errors, rules);
    let start: Vec<Option<&CaseMix>> =
        full.measured.iter().map(|measured| Some(&measured.as_ref()?.case_mix)).collect();
    let unadjusted = Weighed::of(desk, Kept::Nothing, &start, &groups, &errors, rules);
    let mut cards: Vec<Card> = groups
        .iter()
        .enumerate()
        .flat_map(|(number, group)| full.cards(desk, number, group, &unadjusted, rules))
        .collect();
    cards.sort_by_key(|card| card.agent);
    let own: Vec<&Drawn> = full.own(&groups).collect();
    Assessment { weight_changes: weight_changes(&own, rules), models: full.models(), cards, groups }
}

/// The scores without any case mix, then without each factor: what each does to them.
///
/// Every model is fitted again, its search beginning where all factors are in it.
pub fn without(desk: &Desk, assessment: &Assessment, rules: &ScoreRules) -> Vec<Without> {
    let agents = desk.agents.len();
    let groups = peer_groups(&desk.agents, rules.least_peers);
    let errors = Errors::of(&desk.shared, agents);
    let by_agent = |score: fn(&Card) -> Option<f64>| {
        let mut scores = vec![None; agents];
        for card in &assessment.cards {
            if let Some(cell) = scores.get_mut(card.agent) {
                *cell = score(card);
            }
        }
        scores
    };
    let given = by_agent(|card| Some(card.score.ok()?.value));
    let bare = by_agent(|card| card.unadjusted);
    let start: Vec<Option<&CaseMix>> =
        assessment.models.iter().map(|model| Some(&model.as_ref()?.case_mix)).collect();
    let less = |factor: usize| {
        let kept = Kept::Without(factor);
        let weighed = Weighed::of(desk, kept, &start, &groups, &errors, rules);
        Without::of(Some(factor), weighed.scores(&groups, agents), &given)
    };
    let each = (0..desk.circumstances.factors.len()).into_par_iter().map(less);
    let mut all = vec![Without::of(None, bare, &given)];
    all.par_extend(each);
    all
}

/// All dimensions of all groups under one case mix.
struct Weighed {
    measured: Vec<Option<Measured>>,
    /// By group.
    fields: Vec<Fields>,
    yardsticks: Yardsticks,
    /// By group and, in it, by its peers.
    drawn: Vec<Vec<Drawn>>,
}

impl Weighed {
    /// Under the case mix of the factors kept, the search of each dimension's beginning at another's.
    fn of(
        desk: &Desk,
        kept: Kept,
        start: &[Option<&CaseMix>],
        groups: &[PeerGroup],
        errors: &Errors,
        rules: &ScoreRules,
    ) -> Self {
        let measured: Vec<Option<Measured>> = Dimension::ALL
            .into_par_iter()
            .enumerate()
            .map(|(number, dimension)| {
                let (scale, cells) = (Scale::of(dimension), desk.dimensions.get(number)?);
                let start = start.get(number).copied().flatten();
                Measured::of(scale, cells, &desk.circumstances.patterns, kept, start)
            })
            .collect();
        let fields: Vec<Fields> = groups
            .par_iter()
            .map(|group| {
                let mut fields = [const { Err(Reason::NoCases) }; 5];
                fields.par_iter_mut().zip(&measured).for_each(|(field, measured)| {
                    if let Some(measured) = measured {
                        *field = Field::of(measured, &group.peers);
                    }
                });
                fields
            })
            .collect();
        let yardsticks: Yardsticks = std::array::from_fn(|number| {
            let fields = fields.iter().map(|fields| fields.get(number)?.as_ref().ok());
            Yardstick::of(groups.iter().zip(fields))
        });
        let profiles: Vec<Profile> = groups
            .iter()
            .zip(&fields)
            .flat_map(|(group, fields)| {
                group.own.iter().filter_map(|agent| profile(*agent, fields, &yardsticks, errors))
            })
            .collect();
        let prior = MultivariatePrior::of_standardised(&profiles);
        let drawn = groups
            .iter()
            .zip(&fields)
            .map(|(group, fields)| {
                drawn(&group.peers, fields, &yardsticks, prior.as_ref(), errors, rules)
            })
            .collect();
        Self { measured, fields, yardsticks, drawn }
    }

    /// What each agent is in the own group, in no particular order.
    fn own<'a>(&'a self, groups: &'a [PeerGroup]) -> impl Iterator<Item = &'a Drawn> {
        groups.iter().zip(&self.drawn).flat_map(|(group, drawn)| {
            drawn.iter().filter(|drawn| group.own.contains(&drawn.agent))
        })
    }

    fn scores(&self, groups: &[PeerGroup], agents: usize) -> Vec<Option<f64>> {
        let mut scores = vec![None; agents];
        for drawn in self.own(groups) {
            if let Some(score) = scores.get_mut(drawn.agent) {
                *score = drawn.composite.ok().map(|found| found.score());
            }
        }
        scores
    }

    /// An agent's dimension alone.
    fn alone(&self, group: usize, place: usize, agent: usize) -> Option<Composite> {
        let field = self.fields.get(group)?.get(place)?.as_ref().ok()?;
        let skill = field.place(agent).filter(|_| field.is_telling)?.belief.estimate()?;
        let yardstick = self.yardsticks.get(place)?.as_ref()?;
        let standardised = standardise(skill, 0.0, yardstick.sd, true);
        composite(&[stats::Dimension { weight: 1.0, standardised }])
    }

    fn models(&self) -> Vec<Option<Model>> {
        let of = |(dimension, measured): (Dimension, &Option<Measured>)| {
            let measured = measured.as_ref()?;
            Some(Model {
                dimension,
                cases: measured.cases(),
                overall: measured.overall,
                case_mix: measured.case_mix.clone(),
                explained: measured.explained(),
            })
        };
        Dimension::ALL.into_iter().zip(&self.measured).map(of).collect()
    }

    /// The cards of a group's own agents.
    fn cards(
        &self,
        desk: &Desk,
        number: usize,
        group: &PeerGroup,
        unadjusted: &Self,
        rules: &ScoreRules,
    ) -> Vec<Card> {
        let (Some(fields), Some(drawn)) = (self.fields.get(number), self.drawn.get(number)) else {
            return Vec::new();
        };
        let scores = scores(drawn);
        let raw = |agent: usize| {
            let found = unadjusted.drawn.get(number)?.iter().find(|one| one.agent == agent)?;
            found.composite.ok().map(|composite| composite.score())
        };
        let counts = |measured: &Option<Measured>| {
            measured.as_ref().map_or_else(Vec::new, |measured| measured.counts(&group.peers))
        };
        let mixes: Vec<Vec<f64>> = self.measured.iter().map(counts).collect();
        let of = |(drawn, score): (&Drawn, Result<Score, Reason>)| {
            let mut standings = [const { Err(Reason::NoCases) }; 5];
            for (place, standing) in standings.iter_mut().enumerate() {
                let found = fields.get(place).zip(self.measured.get(place));
                *standing = found.map_or(Err(Reason::NoCases), |(field, measured)| {
                    let measured = measured.as_ref().ok_or(Reason::NoCases)?;
                    let joint = drawn.standardised.get(place).copied().flatten();
                    let alone = self.alone(number, place, drawn.agent);
                    let raw = unadjusted.alone(number, place, drawn.agent);
                    let ends = |alone: Composite| {
                        (alone.score_interval(Level::P80), alone.score_interval(Level::P95))
                    };
                    let of = Seen { measured, agent: drawn.agent };
                    let all = mixes.get(place);
                    of.standing(field, rules).map(|standing| Standing {
                        overlap: all.and_then(|all| measured.overlap(drawn.agent, all)),
                        standardised: joint,
                        score: alone.map(|alone| alone.score()),
                        score_intervals: alone.map(ends),
                        unadjusted: raw.map(|raw| raw.score()),
                        ..standing
                    })
                });
            }
            Card {
                agent: drawn.agent,
                group: number,
                standings,
                parts: drawn.parts,
                weight_present: drawn.weight_present,
                reliability: drawn.reliability,
                verdict: match score {
                    Ok(score) => {
                        Verdict::of(score.above, drawn.reliability, rules.least_reliability)
                    }
                    Err(Reason::Alike) => Verdict::NotDistinguishable,
                    Err(_) => Verdict::TooFewToSay,
                },
                score,
                unadjusted: raw(drawn.agent),
                critical: desk.critical.get(drawn.agent).copied().unwrap_or((0, 0)),
            }
        };
        let all = drawn.iter().zip(scores);
        all.filter(|(drawn, _)| group.own.contains(&drawn.agent)).map(of).collect()
    }
}

/// The scores of a group's peers, in their order.
fn scores(drawn: &[Drawn]) -> Vec<Result<Score, Reason>> {
    let scored = || drawn.iter().filter_map(|drawn| Some((drawn, drawn.composite.ok()?)));
    let mut values: Vec<f64> = scored().map(|(_, composite)| composite.value).collect();
    let beliefs: Vec<Estimate> =
        scored().filter_map(|(_, found)| Estimate::new(found.value, found.se * found.se)).collect();
    let own: Vec<Estimate> = scored().filter_map(|(drawn, _)| drawn.own).collect();
    values.sort_by(f64::total_cmp);
    let middle = median(&values).unwrap_or(0.0);
    let all = RankSet { best: 1, worst: values.len() };
    let mut expected = expected_ranks(&beliefs).into_iter();
    let mut sets = rank_sets(&own, Level::P95).into_iter();
    drawn
        .iter()
        .map(|drawn| {
            let composite = drawn.composite?;
            Ok(Score {
                value: composite.score(),
                interval_80: composite.score_interval(Level::P80),
                interval_95: composite.score_interval(Level::P95),
                above: composite.above(middle).ok_or(Reason::TooLittle)?,
                expected_rank: expected.next().ok_or(Reason::TooLittle)?,
                ranks: sets.next().unwrap_or(all),
                ranked: values.len(),
            })
        })
        .collect()
}

/// One agent in one dimension.
struct Seen<'a> {
    measured: &'a Measured,
    agent: usize,
}

impl Seen<'_> {
    fn standing(
        &self,
        field: &Result<Field, Reason>,
        rules: &ScoreRules,
    ) -> Result<Standing, Reason> {
        let (measured, agent) = (self.measured, self.agent);
        if measured.count(agent) <= 0.0 {
            return Err(Reason::NoCases);
        }
        let field = field.as_ref().map_err(|reason| *reason)?;
        let place = field.place(agent).ok_or(Reason::NoCases)?;
        let belief = &place.belief;
        let told = |skill: f64| measured.told(field.centre + skill);
        let ends = |level: Level| {
            let ends = belief.interval(level);
            let (one, other) = (told(ends.low)?, told(ends.high)?);
            Some(Interval { low: one.min(other), high: one.max(other) })
        };
        let found = || {
            let above = 1.0 - belief.below(0.0)?;
            Some(Standing {
                count: place.count,
                own: measured.own(agent)?,
                adjusted: measured.told(measured.skill(agent)?)?,
                shrunk: told(belief.mean())?,
                interval_80: ends(Level::P80)?,
                interval_95: ends(Level::P95)?,
                peers: told(0.0)?,
                peer_count: field.places.len(),
                reliability: place.absolute.reliability(),
                above,
                verdict: Verdict::of(above, place.absolute.reliability(), rules.least_reliability),
                skill: belief.estimate()?,
                standardised: None,
                score: None,
                score_intervals: None,
                unadjusted: None,
                overlap: None,
            })
        };
        found().ok_or(Reason::TooLittle)
    }
}
