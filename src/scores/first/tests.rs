//! Cards worked out by hand, and what holds for all of them.

use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use statrs::distribution::{ContinuousCDF, Normal};

use super::{Card, Evidence, Log, Verdict, Weights, score};
use crate::model::Channel;
use crate::stats::{PUBLISHABLE, Tally};

fn agent(id: usize, resolution: (u32, u32), feedback: (u32, u32), times: &[f64]) -> Evidence {
    Evidence {
        agent_id: format!("agent-{id:03}"),
        channel: Some(Channel::Chat),
        resolution: Tally::new(resolution.0, resolution.1).unwrap(),
        feedback: Tally::new(feedback.0, feedback.1).unwrap(),
        speed: Log::of(&times.iter().map(|time| vec![*time]).collect::<Vec<_>>()),
    }
}

/// Ten agents who differ much and have done much.
fn team() -> Vec<Evidence> {
    let of = |id: usize| {
        let level = id as u32;
        let times: Vec<f64> =
            (0..200).map(|reply| 0.1 * id as f64 + f64::from(reply % 5) * 0.2 - 0.85).collect();
        agent(id, (300 - 20 * level, 400), (150 - 10 * level, 200), &times)
    };
    (0..10).map(of).collect()
}

fn card(cards: &[Card], id: usize) -> &Card {
    cards.iter().find(|card| card.agent_id == format!("agent-{id:03}")).unwrap()
}

#[test]
fn much_evidence_of_large_differences_is_told_clearly() {
    let cards = score(&team(), &Weights::default());
    assert_eq!(card(&cards, 0).verdict, Verdict::ClearlyAbove);
    assert_eq!(card(&cards, 9).verdict, Verdict::ClearlyBelow);
    let scores: Vec<f64> = cards.iter().map(|card| card.score.unwrap().value).collect();
    assert!(scores.is_sorted_by(|better, worse| better > worse), "{scores:?}");
    for card in &cards {
        let score = card.score.unwrap();
        assert!(score.interval.low < score.value && score.value < score.interval.high);
        assert!((card.parts.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert_eq!(card.weight_present, 1.0);
        assert_eq!((card.peers, card.peer_count, card.reason), (Some(Channel::Chat), 10, None));
    }
}

/// Shrinkage, deviations, weights and interval, from the published formulas.
#[test]
fn a_card_is_its_dimensions_shrunk_standardised_and_weighed() {
    let team = team();
    let cards = score(&team, &Weights { resolution: 2.0, feedback: 1.0, speed: 1.0 });
    let tallies: Vec<Tally> = team.iter().map(|agent| agent.resolution).collect();
    let prior = crate::stats::BetaPrior::fit(&tallies).unwrap();
    let (alpha, beta) = (prior.alpha() + 260.0, prior.beta() + 140.0);
    let shrunk = alpha / (alpha + beta);
    let variance = shrunk * (1.0 - shrunk) / (alpha + beta + 1.0);
    let found = card(&cards, 2).standings[0].unwrap();
    assert!((found.shrunk - shrunk).abs() < 1e-9, "{found:?}");
    assert!((found.value - 0.65).abs() < 1e-12, "{found:?}");
    assert!((found.reliability - 400.0 / (400.0 + prior.strength())).abs() < 1e-9, "{found:?}");
    let standardised = found.standardised.unwrap();
    assert!((standardised.value() - (shrunk - prior.mean()) / prior.sd()).abs() < 1e-9);
    assert!((standardised.variance() - variance / prior.sd().powi(2)).abs() < 1e-9);

    let all: Vec<_> = card(&cards, 2).standings.iter().map(|one| one.unwrap()).collect();
    let t = |place: usize| all[place].standardised.unwrap();
    let value = 0.5 * t(0).value() + 0.25 * t(1).value() + 0.25 * t(2).value();
    let variance = 0.25 * t(0).variance() + 0.0625 * t(1).variance() + 0.0625 * t(2).variance();
    let found = card(&cards, 2).score.unwrap();
    assert!((found.value - (50.0 + 10.0 * value)).abs() < 1e-9, "{found:?}");
    let z = Normal::standard().inverse_cdf(0.9);
    assert!((found.interval.high - found.value - 10.0 * z * variance.sqrt()).abs() < 1e-9);
    let own =
        (0.25 * all[0].reliability + 0.0625 * all[1].reliability + 0.0625 * all[2].reliability)
            / 0.375;
    assert!((card(&cards, 2).reliability - own).abs() < 1e-12);
}

/// Log times of three agents, two conversations of two replies each: the pooled variance is that of
/// whole conversations.
#[test]
fn replies_within_a_conversation_are_not_independent() {
    let of = |id: usize, times: [[f64; 2]; 2]| Evidence {
        speed: Log::of(&times.map(Vec::from)),
        ..agent(id, (0, 0), (0, 0), &[])
    };
    let together = [
        of(0, [[0.0, 0.0], [1.0, 1.0]]),
        of(1, [[2.0, 2.0], [3.0, 3.0]]),
        of(2, [[8.0, 8.0], [9.0, 9.0]]),
    ];
    // Deviations of conversations from their agent's mean: ±1 each, so squares sum to 6, over 12
    // replies in 6 conversations of 3 agents: 6/12 · 6/(6−3) = 1 per reply, ¼ per agent.
    let variance = 0.25;
    let values = [0.5f64, 2.5, 8.5];
    let mean = values.iter().sum::<f64>() / 3.0;
    let between = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / 2.0 - variance;
    let own = between / (between + variance);
    let cards = score(&together, &Weights::default());
    for (card, value) in cards.iter().zip(values) {
        let found = card.standings[2].unwrap();
        assert!((found.reliability - own).abs() < 1e-9, "{found:?}");
        assert!((found.shrunk.ln() - (own * value + (1.0 - own) * mean)).abs() < 1e-9);
        assert!((found.value.ln() - value).abs() < 1e-9);
    }
    assert!(
        cards[0].standings[2].unwrap().standardised.unwrap().value() > 0.0,
        "less time is better"
    );
}

#[test]
fn where_too_little_is_known_there_is_a_reason_and_no_number() {
    let mut team = team();
    team.push(agent(10, (3, 4), (1, 1), &[0.1, 0.2]));
    team.push(agent(11, (0, 0), (0, 0), &[0.1; 300]));
    team.push(agent(12, (300, 400), (0, 0), &[]));
    team.push(agent(13, (300, 400), (0, 0), &[0.1; 300]));
    let cards = score(&team, &Weights::default());
    for (id, reason) in [
        (10, "too little evidence to tell the agent from the peers"),
        (11, "fewer than two dimensions are known"),
        (12, "fewer than two dimensions are known"),
    ] {
        let card = card(&cards, id);
        assert_eq!((card.score, card.reason), (None, Some(reason)), "{id}");
        assert_eq!(card.verdict, Verdict::TooFewToSay);
    }
    let missing = card(&cards, 13);
    assert!(missing.score.is_some());
    assert!((missing.weight_present - 0.7).abs() < 1e-12);
    let [resolution, feedback, speed] = missing.parts;
    assert!((resolution - 5.0 / 7.0).abs() < 1e-12 && feedback == 0.0 && speed > 0.0);

    let only_speed = Weights { resolution: 0.0, feedback: 1.0, speed: 1.0 };
    let reason = card(&score(&team, &only_speed), 13).reason;
    assert_eq!(reason, Some("fewer than two dimensions are known"));
}

#[test]
fn who_is_well_known_among_peers_who_are_alike_cannot_be_told_from_them() {
    let team: Vec<Evidence> = (0..8).map(|id| agent(id, (720, 1000), (320, 400), &[])).collect();
    for card in score(&team, &Weights::default()) {
        assert_eq!((card.score, card.verdict), (None, Verdict::NotDistinguishable));
        assert_eq!(card.reason, Some("the peers hardly differ in what is known of the agent"));
    }
    let few: Vec<Evidence> = (0..8).map(|id| agent(id, (7, 10), (3, 4), &[])).collect();
    for card in score(&few, &Weights::default()) {
        assert_eq!(card.verdict, Verdict::TooFewToSay);
    }
}

#[test]
fn nobody_is_compared_with_nobody() {
    let alone = score(&team()[..1], &Weights::default());
    assert_eq!(alone[0].verdict, Verdict::TooFewToSay);
    assert!(alone[0].reason.is_some());
    assert_eq!(score(&[], &Weights::default()), []);
}

#[test]
fn peers_are_those_of_the_channel_where_they_are_five() {
    let mut team = team();
    for (place, agent) in team.iter_mut().enumerate() {
        agent.channel = match place {
            0..5 => Some(Channel::Chat),
            5..9 => Some(Channel::Phone),
            _ => None,
        };
    }
    let cards = score(&team, &Weights::default());
    let peers: Vec<_> = cards.iter().map(|card| (card.peers, card.peer_count)).collect();
    assert_eq!(peers[..5], [(Some(Channel::Chat), 5); 5]);
    assert_eq!(peers[5..], [(None, 10); 5]);
    let ids: Vec<_> = cards.iter().map(|card| &card.agent_id).collect();
    assert!(ids.is_sorted(), "cards stand in the order of the evidence: {ids:?}");
}

/// Agents drawn from known rates: of the 80% intervals about four in five hold the truth, and who
/// is called clearly above or below is so almost always.
#[test]
fn intervals_hold_the_planted_truth_as_often_as_they_say() {
    let mut rng = ChaCha8Rng::seed_from_u64(46);
    let mut normal = move || -> f64 {
        let uniform: f64 = rng.random_range(1e-12..1.0);
        Normal::standard().inverse_cdf(uniform)
    };
    let (mut inside, mut of_all, mut right, mut clear) = (0, 0, 0, 0);
    for _ in 0..20 {
        let truths: Vec<[f64; 2]> = (0..60).map(|_| [normal(), normal()]).collect();
        let team: Vec<Evidence> = truths
            .iter()
            .enumerate()
            .map(|(id, [rate, speed])| {
                let rate = 1.0 / (1.0 + (-(1.0 + 0.5 * rate)).exp());
                let trials = 60 + 20 * (id as u32 % 5);
                let (mean, sd) =
                    (f64::from(trials) * rate, (f64::from(trials) * rate * (1.0 - rate)).sqrt());
                let resolved = (mean + sd * normal()).round().clamp(0.0, f64::from(trials)) as u32;
                let times: Vec<f64> = (0..40).map(|_| 0.4 * speed + 1.5 * normal()).collect();
                agent(id, (resolved, trials), (0, 0), &times)
            })
            .collect();
        let cards = score(&team, &Weights::default());
        let rates: Vec<f64> =
            truths.iter().map(|[rate, _]| 1.0 / (1.0 + (-(1.0 + 0.5 * rate)).exp())).collect();
        let middle = |values: &mut Vec<f64>| {
            values.sort_by(f64::total_cmp);
            values[values.len() / 2]
        };
        let composite = |place: usize| {
            let mean = rates.iter().sum::<f64>() / 60.0;
            let sd = (rates.iter().map(|rate| (rate - mean).powi(2)).sum::<f64>() / 60.0).sqrt();
            (5.0 * (rates[place] - mean) / sd - 2.0 * truths[place][1]) / 7.0
        };
        let typical = middle(&mut (0..60).map(composite).collect());
        for (place, card) in cards.iter().enumerate() {
            for (standing, truth) in [(0, rates[place]), (2, (0.4 * truths[place][1]).exp())] {
                let interval = card.standings[standing].unwrap().interval;
                inside += usize::from((interval.low..=interval.high).contains(&truth));
                of_all += 1;
            }
            let is_above = composite(place) > typical;
            match card.verdict {
                Verdict::ClearlyAbove => {
                    (clear, right) = (clear + 1, right + usize::from(is_above))
                }
                Verdict::ClearlyBelow => {
                    (clear, right) = (clear + 1, right + usize::from(!is_above))
                }
                _ => {}
            }
        }
    }
    let coverage = inside as f64 / of_all as f64;
    assert!((0.76..0.84).contains(&coverage), "{coverage}");
    assert!(clear > 100, "{clear}");
    assert!(right as f64 / clear as f64 > 0.95, "{right} of {clear}");
}

fn any_team() -> impl Strategy<Value = Vec<Evidence>> {
    let tally = || (0u32..80).prop_flat_map(|trials| (0..=trials, Just(trials)));
    let one = (tally(), tally(), prop::collection::vec(-3.0..3.0f64, 0..30), 0usize..7);
    prop::collection::vec(one, 0..25).prop_map(|agents| {
        let agents = agents.into_iter().enumerate();
        let of = agents.map(|(id, (resolution, feedback, times, channel))| Evidence {
            channel: Channel::ALL.get(channel).copied(),
            ..agent(id, resolution, feedback, &times)
        });
        of.collect()
    })
}

proptest! {
    #[test]
    fn a_number_stands_exactly_where_there_is_no_reason_against_it(team in any_team()) {
        let cards = score(&team, &Weights::default());
        prop_assert_eq!(cards.len(), team.len());
        for card in &cards {
            prop_assert_eq!(card.score.is_none(), card.reason.is_some());
            let are_alike = card.reason.is_some_and(|reason| reason.contains("hardly differ"));
            let unsaid = if are_alike { Verdict::NotDistinguishable } else { Verdict::TooFewToSay };
            prop_assert!(card.score.is_some() || card.verdict == unsaid, "{:?}", card);
            prop_assert!((0.0..=1.0).contains(&card.reliability));
            if let Some(score) = card.score {
                prop_assert!(card.reliability >= PUBLISHABLE);
                prop_assert!((20.0..=80.0).contains(&score.value));
                prop_assert!((0.0..=1.0).contains(&score.above));
                prop_assert!(score.interval.low <= score.value && score.value <= score.interval.high);
            }
        }
    }

    #[test]
    fn the_order_of_agents_does_not_matter(team in any_team()) {
        let forth = score(&team, &Weights::default());
        let mut back = score(&team.iter().rev().cloned().collect::<Vec<_>>(), &Weights::default());
        back.reverse();
        for (one, other) in forth.iter().zip(&back) {
            prop_assert_eq!(&one.agent_id, &other.agent_id);
            prop_assert_eq!(one.verdict, other.verdict);
            let close = |a: f64, b: f64| (a - b).abs() < 1e-6;
            match (one.score, other.score) {
                (Some(one), Some(other)) => prop_assert!(close(one.value, other.value)),
                (one, other) => prop_assert_eq!(one.is_none(), other.is_none()),
            }
        }
    }
}

/// Who all resolve nearly everything are told apart by what they do differ in.
#[test]
fn a_dimension_in_which_peers_hardly_differ_is_in_nobodys_score() {
    let mut team = team();
    for (place, agent) in team.iter_mut().enumerate() {
        agent.resolution = Tally::new(247 + place as u32 % 3, 250).unwrap();
    }
    for card in score(&team, &Weights::default()) {
        assert_eq!(card.parts[0], 0.0, "{card:?}");
        assert!(card.standings[0].is_some() && card.score.is_some(), "{card:?}");
    }
}
