//! An agent's card: the three dimensions and, where there is enough evidence, one score.

use std::collections::BTreeMap;

use super::dimension::{Dimension, Weights};
use super::evidence::Evidence;
use super::standing::{Standing, standings};
use crate::model::Channel;
pub use crate::stats::Verdict;
use crate::stats::{self, Composite, Interval, Level, PUBLISHABLE, composite, median};

/// Least number of agents on a channel who are compared with each other alone.
const LEAST_PEERS: usize = 5;
/// Least number of dimensions in a score.
const LEAST_DIMENSIONS: usize = 2;
/// Pieces of evidence from which on a dimension is known well enough to say that peers are alike.
const ENOUGH: u32 = 30;

/// What is said of an agent who is well known in dimensions in which the peers are alike.
const ALIKE: &str = "the peers hardly differ in what is known of the agent";

/// What is said of one agent.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    pub agent_id: String,
    /// The channel whose agents are the peers; `None` for all agents.
    pub peers: Option<Channel>,
    /// Agents among the peers, this one included.
    pub peer_count: usize,
    /// In the order of [`Dimension::ALL`].
    pub standings: [Option<Standing>; 3],
    /// The part of each dimension in the composite, summing to 1; 0 for what is missing.
    pub parts: [f64; 3],
    /// Share of all weight whose dimensions are known.
    pub weight_present: f64,
    /// How much of the composite is the agent's own, 0..1.
    pub reliability: f64,
    /// `None` where too little is known, and where the peers are too alike.
    pub score: Option<Score>,
    pub verdict: Verdict,
    /// Why there is no score.
    pub reason: Option<&'static str>,
}

/// One number, with what it is worth: 50 for the peers' average, 10 per deviation of theirs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    pub value: f64,
    /// 80% interval.
    pub interval: Interval,
    /// Probability that the true score is above the peers' median.
    pub above: f64,
}

/// A card for each agent, in the order of the evidence.
pub fn score(evidence: &[Evidence], weights: &Weights) -> Vec<Card> {
    let mut by_channel: BTreeMap<Channel, usize> = BTreeMap::new();
    for channel in evidence.iter().filter_map(|agent| agent.channel) {
        *by_channel.entry(channel).or_default() += 1;
    }
    let groups = by_channel.into_iter().filter(|(_, agents)| *agents >= LEAST_PEERS);
    let groups: Vec<Channel> = groups.map(|(channel, _)| channel).collect();
    let group = |agent: &Evidence| agent.channel.filter(|channel| groups.contains(channel));

    let mut cards: BTreeMap<usize, Card> = BTreeMap::new();
    for channel in groups.iter().copied().map(Some).chain([None]) {
        let own: Vec<bool> = evidence.iter().map(|agent| group(agent) == channel).collect();
        if !own.contains(&true) {
            continue;
        }
        let is_peer = |agent: &Evidence| channel.is_none() || agent.channel == channel;
        let peers = evidence.iter().enumerate().filter(|(_, agent)| is_peer(agent));
        let (places, peers): (Vec<usize>, Vec<&Evidence>) = peers.unzip();
        let made = places.into_iter().zip(of_group(channel, &peers, weights));
        cards.extend(made.filter(|(place, _)| own.get(*place).copied().unwrap_or(false)));
    }
    cards.into_values().collect()
}

fn of_group(channel: Option<Channel>, peers: &[&Evidence], weights: &Weights) -> Vec<Card> {
    let [resolution, feedback, speed] = Dimension::ALL.map(|dimension| standings(dimension, peers));
    let standings = resolution.into_iter().zip(feedback).zip(speed);
    let standings = standings.map(|((resolution, feedback), speed)| [resolution, feedback, speed]);
    let drawn: Vec<_> = standings.map(|standings| (standings, draw(&standings, weights))).collect();
    let published =
        drawn.iter().filter_map(|(_, drawn)| Some(drawn.composite.as_ref().ok()?.value));
    let mut published: Vec<f64> = published.collect();
    published.sort_by(f64::total_cmp);
    let middle = median(&published).unwrap_or(0.0);
    let card = |(agent, (standings, drawn)): (&&Evidence, ([Option<Standing>; 3], Drawn))| {
        let score = drawn.composite.as_ref().ok().and_then(|composite| {
            Some(Score {
                value: composite.score(),
                interval: composite.score_interval(Level::P80),
                above: composite.above(middle)?,
            })
        });
        let verdict = match (score, drawn.composite) {
            (Some(score), _) => Verdict::of(score.above, drawn.reliability, PUBLISHABLE),
            (None, Err(ALIKE)) => Verdict::NotDistinguishable,
            (None, _) => Verdict::TooFewToSay,
        };
        Card {
            agent_id: agent.agent_id.clone(),
            peers: channel,
            peer_count: peers.len(),
            standings,
            parts: drawn.parts,
            weight_present: drawn.weight_present,
            reliability: drawn.reliability,
            score,
            verdict,
            reason: drawn.composite.err(),
        }
    };
    peers.iter().zip(drawn).map(card).collect()
}

/// The dimensions weighed, and the composite or why there is none.
struct Drawn {
    composite: Result<Composite, &'static str>,
    parts: [f64; 3],
    weight_present: f64,
    reliability: f64,
}

fn draw(standings: &[Option<Standing>; 3], weights: &Weights) -> Drawn {
    let dimensions = || Dimension::ALL.into_iter().zip(standings);
    let standardised = |standing: &Option<Standing>| standing.and_then(|one| one.standardised);
    let weighed: Vec<stats::Dimension> = dimensions()
        .map(|(dimension, standing)| stats::Dimension {
            weight: weights.of(dimension),
            standardised: standardised(standing),
        })
        .collect();
    let is_known =
        |(_, standing): &(Dimension, &Option<Standing>)| standardised(standing).is_some();
    let total: f64 =
        dimensions().filter(is_known).map(|(dimension, _)| weights.of(dimension)).sum();
    let part = |(dimension, standing): (Dimension, &Option<Standing>)| match standardised(standing)
    {
        Some(_) if total > 0.0 => weights.of(dimension) / total,
        _ => 0.0,
    };
    let [resolution, feedback, speed] = standings;
    let parts = [
        part((Dimension::Resolution, resolution)),
        part((Dimension::Feedback, feedback)),
        part((Dimension::Speed, speed)),
    ];
    let own = standings.iter().zip(parts).map(|(standing, part)| {
        part * part * standing.map_or(0.0, |standing| standing.reliability)
    });
    let all: f64 = parts.iter().map(|part| part * part).sum();
    let reliability = if all > 0.0 { own.sum::<f64>() / all } else { 0.0 };
    let has_outcome = dimensions().filter(is_known).any(|(dimension, _)| dimension.is_outcome());
    let composite = composite(&weighed);
    let weight_present = composite.map_or(0.0, |composite| composite.weight_present);
    let well_known = |(dimension, standing): &(Dimension, &Option<Standing>)| {
        weights.of(*dimension) > 0.0 && standing.is_some_and(|standing| standing.count >= ENOUGH)
    };
    let are_alike = dimensions().filter(well_known).count() >= LEAST_DIMENSIONS
        && dimensions().filter(well_known).any(|(dimension, _)| dimension.is_outcome())
        && dimensions().filter(well_known).any(|known| !is_known(&known));
    let composite = match composite {
        None if are_alike => Err(ALIKE),
        Some(one) if are_alike && (one.present_count < LEAST_DIMENSIONS || !has_outcome) => {
            Err(ALIKE)
        }
        None => Err("nothing that peers differ in is known of the agent"),
        Some(one) if one.present_count < LEAST_DIMENSIONS => {
            Err("fewer than two dimensions are known")
        }
        Some(_) if !has_outcome => Err("neither resolution nor feedback is known"),
        Some(_) if reliability < PUBLISHABLE => {
            Err("too little evidence to tell the agent from the peers")
        }
        Some(one) => Ok(one),
    };
    Drawn { composite, parts, weight_present, reliability }
}
