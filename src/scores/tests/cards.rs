//! Cards, models and funnels of small desks.

use super::desks::{agent, desk, funnels, mean, patterns, share, ten};
use crate::model::Channel;
use crate::scores::peers::peer_groups;
use crate::scores::{
    Agent, Assessment, Desk, Dimension, Funnelled, Reason, ScoreRules, Weights, assess, without,
};
use crate::stats::Verdict;
use crate::stats::case_mix::{Cell, Cells};
use crate::stats::funnel::Limit;

fn agents(count: usize) -> Vec<Agent> {
    (0..count).map(agent).collect()
}

fn assessed(desk: &Desk) -> Assessment {
    assess(desk, &ScoreRules::default())
}

#[test]
fn much_evidence_of_large_differences_is_told_clearly() {
    let found = assessed(&desk(agents(10), &ten()));
    let scores: Vec<f64> = found.cards.iter().map(|card| card.score.unwrap().value).collect();
    assert!(scores.is_sorted_by(|better, worse| better > worse), "{scores:?}");
    assert_eq!(found.cards[0].verdict, Verdict::ClearlyAbove);
    assert_eq!(found.cards[9].verdict, Verdict::ClearlyBelow);
    for (place, card) in found.cards.iter().enumerate() {
        let score = card.score.unwrap();
        let (inner, outer) = (score.interval_80, score.interval_95);
        assert!(outer.low < inner.low && inner.low < score.value);
        assert!(score.value < inner.high && inner.high < outer.high);
        assert!((score.expected_rank - (place as f64 + 1.0)).abs() < 1.0, "{score:?}");
        assert!(score.ranks.best <= place + 1 && place < score.ranks.worst);
        assert_eq!((card.agent, score.ranked, card.critical), (place, 10, (1, 20)));
        assert!((card.parts.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert_eq!(card.weight_present, 1.0);
    }
}

/// Of the median agents' easy and hard cases: 190 − 40 − 80/2 of 200 and so on.
#[test]
fn a_standing_tells_what_was_and_what_would_be_on_everybodys_mix() {
    let mut rows = ten();
    // One who has nothing but hard cases and is as good in them as the third.
    let hard: Vec<_> = rows.iter().filter(|row| row.0 == 2 && row.1 == 1).copied().collect();
    rows.extend(hard.into_iter().map(|row| (10, row.1, row.2, row.3, row.4, row.5)));
    let found = assessed(&desk(agents(11), &rows));
    let [third, twin] = [2, 10].map(|at| found.cards[at].standing(Dimension::Resolution).unwrap());
    assert!((third.own - 0.75).abs() < 1e-12 && (twin.own - 0.65).abs() < 1e-12);
    assert!((twin.adjusted - third.adjusted).abs() < 0.02, "{twin:?} {third:?}");
    assert!(twin.adjusted > twin.own + 0.05);
    assert!((twin.overlap.unwrap() - 0.5).abs() < 0.01, "{twin:?}");
    assert!(twin.unadjusted.unwrap() < twin.score.unwrap() - 2.0, "{twin:?}");
    let (one, other) = (found.cards[2].score.unwrap(), found.cards[10].score.unwrap());
    assert!((one.value - other.value).abs() < 2.0, "{one:?} {other:?}");
    assert!(found.cards[10].unadjusted.unwrap() < other.value - 3.0);
    // The slope within agents: 0.5 in log time.
    let model = found.models[3].as_ref().unwrap();
    let circumstances = desk(agents(1), &[]).circumstances;
    let effects: Vec<_> = model.effects(&circumstances).collect();
    let of = |level: &str| effects.iter().find(|one| one.level == level).unwrap().effect.value;
    assert!((of("hard") - of("easy") - 0.5).abs() < 1e-3, "{effects:?}");
    let speed = found.cards[0].standing(Dimension::Speed).unwrap();
    assert!(speed.shrunk < 1.0 && speed.skill.value() > 0.0, "less time is better: {speed:?}");
    assert!(speed.interval_95.low < speed.shrunk && speed.shrunk < speed.interval_95.high);
}

#[test]
fn what_is_missing_hands_its_weight_to_the_others() {
    let rows: Vec<_> = ten().into_iter().filter(|row| row.2 != 2 || row.0 > 0).collect();
    let card = &assessed(&desk(agents(10), &rows)).cards[0];
    for (part, expected) in card.parts.into_iter().zip([0.375, 0.3125, 0.0, 0.1875, 0.125]) {
        assert!((part - expected).abs() < 1e-12, "{:?}", card.parts);
    }
    assert!((card.weight_present - 0.8).abs() < 1e-12);
    assert_eq!(card.standings[2], Err(Reason::NoCases));
    assert!(card.score.is_ok());
}

#[test]
fn where_too_little_is_known_there_is_a_reason_and_no_number() {
    let mut rows: Vec<_> = ten();
    rows.extend([
        share(10, 0, 0, 3.0, 4.0),
        share(10, 0, 1, 1.0, 1.0),
        mean(10, 0, 3, 1.0, 4.0, 0.0),
        share(11, 0, 0, 150.0, 200.0),
        share(11, 0, 1, 70.0, 100.0),
        mean(12, 0, 2, 200.0, 0.8, 0.15),
        mean(12, 0, 3, 200.0, 4.0, 1.0),
        mean(12, 0, 4, 200.0, 2.0, 0.8),
    ]);
    let found = assessed(&desk(agents(14), &rows));
    for (at, reason) in [
        (10, Reason::TooLittle),
        (11, Reason::FewDimensions),
        (12, Reason::NoOutcome),
        (13, Reason::FewDimensions),
    ] {
        assert_eq!(found.cards[at].score, Err(reason), "{at}");
        assert_eq!(found.cards[at].verdict, Verdict::TooFewToSay);
    }
    let three: Vec<_> = ten().into_iter().filter(|row| row.0 < 3).collect();
    let few = assessed(&desk(agents(3), &three));
    assert_eq!(few.cards[0].score, Err(Reason::FewPeers));
    assert_eq!(few.cards[0].standings[0], Err(Reason::FewPeers));
    assert!(assessed(&desk(Vec::new(), &[])).cards.is_empty());
    let nothing = assessed(&desk(agents(5), &[]));
    assert!(nothing.models.iter().all(Option::is_none));
    assert!(nothing.cards.iter().all(|card| card.score == Err(Reason::FewDimensions)));
}

#[test]
fn peers_who_are_alike_are_not_told_apart() {
    let mut rows = Vec::new();
    for unit in 0..8 {
        rows.extend([
            share(unit, 0, 0, 720.0, 1000.0),
            share(unit, 0, 1, 320.0, 400.0),
            mean(unit, 0, 2, 300.0, 0.8, 0.15),
            mean(unit, 0, 3, 300.0, 4.0, 1.0),
        ]);
    }
    for card in assessed(&desk(agents(8), &rows)).cards {
        assert_eq!((card.score, card.verdict), (Err(Reason::Alike), Verdict::NotDistinguishable));
    }
}

#[test]
fn a_dimension_without_weight_is_no_dimension() {
    let rules = ScoreRules {
        weights: Weights { resolution: 0.0, feedback: 0.0, ..Weights::default() },
        ..ScoreRules::default()
    };
    let found = assess(&desk(agents(10), &ten()), &rules);
    assert!(found.cards.iter().all(|card| card.score == Err(Reason::NoOutcome)));
    assert_eq!(found.weight_changes, Vec::new());
}

#[test]
fn weights_and_factors_tell_what_they_do() {
    let mut rows = ten();
    // The better half has three times the hard cases.
    for row in rows.iter_mut().filter(|row| row.0 < 5 && row.1 == 1) {
        (row.3, row.4, row.5) = (3.0 * row.3, 3.0 * row.4, 3.0 * row.5);
    }
    let desk = desk(agents(10), &rows);
    let found = assessed(&desk);
    assert_eq!(found.weight_changes.len(), 11);
    for change in &found.weight_changes {
        assert!((-1.0..=1.0).contains(&change.correlation) && change.largest >= 0.0);
        assert!(change.correlation > 0.95, "{change:?}");
    }
    let left_out = without(&desk, &assess(&desk, &ScoreRules::default()), &ScoreRules::default());
    let factors: Vec<_> = left_out.iter().map(|one| one.factor).collect();
    assert_eq!(factors, [None, Some(0)]);
    assert_eq!(left_out[0].scores, left_out[1].scores, "there is but one factor");
    for (card, raw) in found.cards.iter().zip(&left_out[0].scores) {
        assert_eq!(card.unadjusted, *raw);
    }
}

#[test]
fn peers_are_those_of_channel_and_line_where_they_are_five() {
    let of = |channel: Option<Channel>, tier: Option<&str>| Agent {
        channel,
        tier: tier.map(str::to_owned),
        ..agent(0)
    };
    let chat = Some(Channel::Chat);
    let mut all = vec![of(chat, Some("first")); 5];
    all.extend(vec![of(chat, Some("second")); 2]);
    all.extend(vec![of(Some(Channel::Phone), None); 2]);
    all.push(of(None, Some("first")));
    let groups = peer_groups(&all, 5);
    let told: Vec<_> = groups
        .iter()
        .map(|group| (group.channel, group.tier.as_deref(), group.peers.len(), group.own.clone()))
        .collect();
    assert_eq!(
        told,
        [
            (None, None, 10, vec![7, 8, 9]),
            (chat, None, 7, vec![5, 6]),
            (chat, Some("first"), 5, vec![0, 1, 2, 3, 4]),
        ]
    );
}

/// Oracle: the R package FunnelPlotR (its method for proportions), for without a case mix the funnel is
/// that of the shares.
#[test]
fn a_funnel_without_case_mix_agrees_with_funnelplotr() {
    let units = [
        (45, 50),
        (38, 50),
        (27, 40),
        (60, 70),
        (12, 20),
        (5, 10),
        (88, 95),
        (20, 28),
        (9, 10),
        (33, 45),
    ];
    let mut desk = desk(agents(10), &[]);
    let cells = (0..).zip(units).map(|(unit, (x, n))| Cell::share(unit, 0, x, n)).collect();
    desk.dimensions[0] = Cells::new(cells, &patterns()).unwrap();
    let found = funnels(&desk);
    assert_eq!(found.len(), 1);
    let funnel = &found[0];
    assert_eq!(funnel.of, Funnelled::Dimension(Dimension::Resolution));
    assert!((funnel.dispersion - 2.5190097).abs() < 1e-6, "{funnel:?}");
    assert!((funnel.between - 0.011220009).abs() < 1e-8);
    let seventh = &funnel.points[6];
    assert!((seventh.distance - 1.53729683).abs() < 1e-6, "{seventh:?}");
    assert!((seventh.effective - 95.0).abs() < 1e-6 && seventh.observed == 88.0);
    let limits = funnel.limits(95.0, Limit::P95).unwrap();
    assert!((limits.high - seventh.limits_95.high).abs() < 1e-9);
    assert!(seventh.limits_998.high >= seventh.limits_95.high);
}
