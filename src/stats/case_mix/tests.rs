//! Case mix against figures of other tools, and laws that hold for any data.

use proptest::prelude::*;

use super::examples::eight_agents;
use super::*;

/// Two factors, hard and phone; the commoner level of each is 0.
fn patterns() -> Patterns {
    Patterns::new(&[2, 2], vec![0, 0, 0, 1, 1, 0, 1, 1]).unwrap()
}

fn resolved(units: bool) -> Cells {
    let cells = eight_agents().into_iter().map(|row| {
        let agent = if units { row.agent } else { 0 };
        Cell::share(agent, 2 * row.hard + row.phone, u32::from(row.is_resolved), 1)
    });
    Cells::new(cells.collect(), &patterns()).unwrap()
}

fn effect(model: &CaseMix, factor: usize, level: usize) -> Effect {
    *model.effects.iter().find(|one| one.factor == factor && one.level == level).unwrap()
}

/// How far level 1 of the factor is above level 0, whichever is compared with.
fn slope(model: &CaseMix, factor: usize) -> f64 {
    effect(model, factor, 1).value - effect(model, factor, 0).value
}

fn se(model: &CaseMix, factor: usize) -> f64 {
    (0..2).find_map(|level| effect(model, factor, level).se).unwrap()
}

#[test]
fn the_made_up_desk_is_that_of_the_vector() {
    assert_eq!(resolved(true).count(), 400.0);
    assert_eq!(resolved(true).sum(), 302.0);
}

/// Oracle: statsmodels 0.15 `GLM(Binomial)` with a dummy for each agent.
#[test]
fn slopes_within_agents_agree_with_statsmodels() {
    let model = logistic(&resolved(true), &patterns(), Kept::All, 1e-10, None).unwrap();
    assert!(model.has_converged && model.iterations < 10, "{model:?}");
    assert!((slope(&model, 0) - -1.249_785_420_083_768_4).abs() < 1e-8, "{model:?}");
    assert!((slope(&model, 1) - 0.086_069_972_586_234_9).abs() < 1e-8, "{model:?}");
    assert!((se(&model, 0) - 0.279_356_960_650_266_9).abs() < 1e-5, "{model:?}");
    assert!((se(&model, 1) - 0.250_832_562_465_529_9).abs() < 1e-5, "{model:?}");
    assert!((model.explained(&resolved(true)) - 0.050_724_334_226_653_456).abs() < 1e-9);
    let apart = model.intercepts[4].unwrap() - model.intercepts[0].unwrap();
    assert!((apart - 1.429_986).abs() < 1e-6, "{model:?}");
}

/// Oracle: R `glm`, as of the vector of the funnel's expected values; one unit is no unit.
#[test]
fn pooled_slopes_and_expected_values_agree_with_r() {
    let model = logistic(&resolved(false), &patterns(), Kept::All, 1e-10, None).unwrap();
    assert!((slope(&model, 0) - -1.008803).abs() < 1e-6, "{model:?}");
    assert!((slope(&model, 1) - 0.027015).abs() < 1e-6, "{model:?}");
    assert!((model.intercepts[0].unwrap() - 1.684357).abs() < 1e-6, "{model:?}");
    for (agent, observed, expected, z) in [
        (0, 28.0, 32.732918, -1.968236),
        (1, 36.0, 43.506369, -2.210624),
        (5, 57.0, 49.410887, 2.018843),
        (6, 12.0, 12.136161, -0.090955),
    ] {
        let (mut of_agent, mut sum, mut variance) = (0.0, 0.0, 0.0);
        for row in eight_agents().iter().filter(|row| row.agent == agent) {
            let pattern = (2 * row.hard + row.phone) as usize;
            of_agent += f64::from(u8::from(row.is_resolved));
            sum += model.expected(pattern).unwrap();
            variance += model.variance(pattern).unwrap();
        }
        assert_eq!(of_agent, observed);
        assert!((sum - expected).abs() < 1e-6, "{agent}: {sum}");
        assert!(((of_agent - sum) / variance.sqrt() - z).abs() < 1e-6, "{agent}");
    }
}

fn log_times() -> Vec<Cell> {
    let rows = eight_agents().into_iter().enumerate();
    rows.map(|(place, row)| {
        let noise = ((place * 7919) % 101) as f64 / 50.0;
        let minutes = 3.0
            + 2.5 * f64::from(row.hard)
            + f64::from(row.phone)
            + 0.3 * f64::from(row.agent)
            + noise;
        let y = minutes.ln();
        let pattern = 2 * row.hard + row.phone;
        Cell { unit: row.agent, pattern, count: 1.0, sum: y, squares: y * y }
    })
    .collect()
}

/// Oracle: statsmodels 0.15 `OLS` with a dummy for each agent.
#[test]
fn least_squares_within_agents_agree_with_statsmodels() {
    let cells = Cells::new(log_times(), &patterns()).unwrap();
    let model = least_squares(&cells, &patterns(), Kept::All, 1e-10).unwrap();
    for (found, expected) in [
        (slope(&model, 0), 0.379_907_172_437_741_4),
        (slope(&model, 1), 0.154_710_774_242_736_88),
        (se(&model, 0), 0.010_852_716_008_203_55),
        (se(&model, 1), 0.010_238_394_637_648_123),
        (model.explained(&cells), 0.783_737_447_532_709_9),
        (model.residual_sd.unwrap(), 0.099_744_288_169_970_87),
    ] {
        assert!((found - expected).abs() < 1e-9, "{found} for {expected}");
    }
}

/// The ridge that is used moves what 400 conversations tell by less than a fiftieth of its
/// error.
#[test]
fn the_ridge_hardly_moves_what_was_seen() {
    let model = logistic(&resolved(true), &patterns(), Kept::All, RIDGE, None).unwrap();
    assert!((slope(&model, 0) - -1.249_785).abs() < 0.0055, "{model:?}");
    let cells = Cells::new(log_times(), &patterns()).unwrap();
    let model = least_squares(&cells, &patterns(), Kept::All, RIDGE).unwrap();
    assert!((slope(&model, 0) - 0.379_907).abs() < 0.000_1, "{model:?}");
}

#[test]
fn expected_outcomes_have_the_sum_of_the_observed() {
    let (cells, patterns) = (resolved(true), patterns());
    let times = Cells::new(log_times(), &patterns).unwrap();
    for (cells, model) in [
        (&cells, logistic(&cells, &patterns, Kept::All, RIDGE, None).unwrap()),
        (&times, least_squares(&times, &patterns, Kept::All, RIDGE).unwrap()),
    ] {
        let expected =
            cells.iter().map(|cell| cell.count * model.expected(cell.pattern as usize).unwrap());
        assert!((expected.sum::<f64>() - cells.sum()).abs() < 1e-8);
    }
}

#[test]
fn a_units_cells_are_held_against_the_average_unit() {
    let (cells, patterns) = (resolved(true), patterns());
    let model = logistic(&cells, &patterns, Kept::All, RIDGE, None).unwrap();
    let (mut observed, mut expected) = (0.0, 0.0);
    for (_, own) in cells.by_unit() {
        let found = model.observed_expected(own).unwrap();
        observed += found.observed();
        expected += found.expected();
        assert_eq!(model.residual(own), None);
    }
    assert_eq!(observed, 302.0);
    assert!((expected - 302.0).abs() < 1e-8);
    let mut mix = [0.0; 4];
    cells.iter().for_each(|cell| mix[cell.pattern as usize] += cell.count);
    let average = model.standardised(&mix, 0.0).unwrap();
    assert!((average - 302.0 / 400.0).abs() < 1e-10);
    assert!(model.standardised(&mix, 0.5).unwrap() > average + 0.05);
    assert_eq!(model.standardised(&[0.0; 4], 0.0), None);
    let times = Cells::new(log_times(), &patterns).unwrap();
    let model = least_squares(&times, &patterns, Kept::All, RIDGE).unwrap();
    let mut sum = 0.0;
    for (_, own) in times.by_unit() {
        let found = model.residual(own).unwrap();
        let count: f64 = own.iter().map(|cell| cell.count).sum();
        let sd = model.residual_sd.unwrap();
        assert!((found.variance() - sd * sd / count).abs() < 1e-12);
        sum += found.value() * count;
        assert_eq!(model.observed_expected(own), None);
    }
    assert!(sum.abs() < 1e-8);
    assert_eq!(model.residual(&[]), None);
}

/// A unit with one case more of one pattern than everybody's mix has.
#[test]
fn the_slopes_errors_count_by_how_far_a_mix_is_from_everybodys() {
    let patterns = patterns();
    let times = Cells::new(log_times(), &patterns).unwrap();
    let model = least_squares(&times, &patterns, Kept::All, 1e-10).unwrap();
    let mut mix = [0.0; 4];
    times.iter().for_each(|cell| mix[cell.pattern as usize] += cell.count);
    let cell = |pattern: u32, count: f64| Cell { unit: 0, pattern, count, sum: 0.0, squares: 0.0 };
    let same: Vec<Cell> = (0..4).map(|pattern| cell(pattern, mix[pattern as usize])).collect();
    assert!(model.mix_variance(&same).unwrap() < 1e-15);
    let phone = (mix[1] + mix[3]) / 400.0;
    let hard = (mix[2] + mix[3]) / 400.0;
    let only_phone = [cell(1, 1.0 - hard), cell(3, hard)];
    let expected = ((1.0 - phone) * se(&model, 1)).powi(2);
    assert!((model.mix_variance(&only_phone).unwrap() - expected).abs() < 1e-12);
    assert_eq!(model.mix_variance(&[]), None);
}

/// A unit all of whose cases succeed, a level all of whose cases fail, and a level that one unit
/// has to itself.
#[test]
fn what_cannot_be_told_apart_stays_finite_and_is_said() {
    let patterns = Patterns::new(&[4], vec![0, 1, 2, 3]).unwrap();
    let cells = Cells::new(
        vec![
            Cell::share(0, 0, 30, 30),
            Cell::share(1, 0, 30, 60),
            Cell::share(1, 1, 0, 20),
            Cell::share(3, 2, 20, 40),
            Cell::share(4, 0, 0, 0),
        ],
        &patterns,
    )
    .unwrap();
    let model = logistic(&cells, &patterns, Kept::All, RIDGE, None).unwrap();
    assert!(model.has_converged, "{model:?}");
    assert_eq!(model.effects.len(), 3, "the level without a case has no effect");
    let (failed, alone) = (effect(&model, 0, 1), effect(&model, 0, 2));
    assert!(failed.value < -3.0 && failed.value.is_finite(), "{failed:?}");
    assert!(alone.value.abs() < 0.1 && alone.se.is_none(), "{alone:?}");
    assert_eq!(model.intercepts[2], None);
    assert!(model.intercepts[0].unwrap() > 3.0);
    for pattern in 0..4 {
        assert!((0.0..=1.0).contains(&model.expected(pattern).unwrap()));
    }
    assert_eq!(model.expected(4), None);
    let values = least_squares(&cells, &patterns, Kept::All, RIDGE).unwrap();
    assert!(effect(&values, 0, 2).se.is_none());
}

#[test]
fn without_cases_or_ridge_there_is_no_model() {
    let patterns = patterns();
    let none = Cells::new(Vec::new(), &patterns).unwrap();
    assert_eq!(logistic(&none, &patterns, Kept::All, RIDGE, None), None);
    assert_eq!(least_squares(&none, &patterns, Kept::All, RIDGE), None);
    assert_eq!(logistic(&resolved(true), &patterns, Kept::All, 0.0, None), None);
    let beyond = vec![Cell { unit: 0, pattern: 0, count: 1.0, sum: 2.0, squares: 4.0 }];
    assert_eq!(
        logistic(&Cells::new(beyond, &patterns).unwrap(), &patterns, Kept::All, RIDGE, None),
        None
    );
    assert_eq!(Cells::new(vec![Cell::share(0, 4, 1, 1)], &patterns), None);
}

#[test]
fn without_factors_everything_is_the_overall_share() {
    let patterns = Patterns::new(&[], Vec::new()).unwrap();
    let cells = vec![Cell::share(0, 0, 3, 4), Cell::share(1, 0, 1, 4)];
    let cells = Cells::new(cells, &patterns).unwrap();
    let model = logistic(&cells, &patterns, Kept::All, RIDGE, None).unwrap();
    assert!((model.expected(0).unwrap() - 0.5).abs() < 1e-9, "{model:?}");
    assert_eq!(model.effects, Vec::new());
}

fn any_cells() -> impl Strategy<Value = Vec<Cell>> {
    let cell =
        (0..6_u32, 0..4_u32, 0..12_u32, 0.0..=1.0_f64).prop_map(|(unit, pattern, count, share)| {
            Cell::share(unit, pattern, (share * f64::from(count)).round() as u32, count)
        });
    prop::collection::vec(cell, 1..40)
}

proptest! {
    #[test]
    fn a_model_is_finite_and_does_not_heed_the_order_of_cells(cells in any_cells()) {
        let patterns = patterns();
        let turned = Cells::new(cells.iter().rev().copied().collect(), &patterns).unwrap();
        let cells = Cells::new(cells, &patterns).unwrap();
        prop_assert_eq!(&cells, &turned);
        for model in [logistic(&cells, &patterns, Kept::All, RIDGE, None), least_squares(&cells, &patterns, Kept::All, RIDGE)] {
            prop_assert_eq!(model.is_some(), cells.count() > 0.0);
            if let Some(model) = model {
                prop_assert!(model.has_converged, "{:?}", model);
                prop_assert!(model.average.is_finite() && (0.0..=1.0).contains(&model.explained(&cells)));
                for effect in &model.effects {
                    prop_assert!(effect.value.is_finite());
                    prop_assert!(effect.se.is_none_or(|se| se.is_finite()));
                }
            }
        }
    }
}
