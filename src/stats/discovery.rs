//! Which of many findings to report, when some of them must be chance.

/// P-values made fit for many tests at once: a finding with an adjusted value of at most q belongs
/// to the most findings of which a share q is expected to be false, if the tests are independent or
/// their errors go together. In the order given, each 0..1 (Benjamini & Hochberg 1995, J. R. Stat.
/// Soc. B 57:289).
///
/// `None` where a value is outside 0..1.
pub fn benjamini_hochberg(p: &[f64]) -> Option<Vec<f64>> {
    step_up(p, 1.0)
}

/// The same for tests that depend on each other in any way, with `Σ1/k` in front (Benjamini &
/// Yekutieli 2001, Ann. Stat. 29:1165).
pub fn benjamini_yekutieli(p: &[f64]) -> Option<Vec<f64>> {
    step_up(p, (1..=p.len()).map(|k| 1.0 / k as f64).sum())
}

fn step_up(p: &[f64], factor: f64) -> Option<Vec<f64>> {
    let order = ascending(p)?;
    let mut adjusted = vec![1.0; p.len()];
    let mut least = 1.0_f64;
    for (place, &(number, value)) in order.iter().enumerate().rev() {
        least = least.min(value * (factor * p.len() as f64 / (place + 1) as f64));
        if let Some(cell) = adjusted.get_mut(number) {
            *cell = least;
        }
    }
    Some(adjusted)
}

/// Findings chosen by the probability that each is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Discoveries {
    /// Numbers of the findings chosen, the surest first.
    pub chosen: Vec<usize>,
    /// Share of them expected to be false, 0..1: the mean of their probabilities; 0 of none.
    pub expected_false: f64,
}

/// The most findings whose expected share of false ones is at most `rate`: the mean of the k
/// smallest probabilities of being none, for the largest such k (Newton et al. 2004, Biostatistics
/// 5:155; Jones, Ohlssen & Spiegelhalter 2008, J. Clin. Epidemiol. 61:232). Those of one and the
/// same probability are chosen in their order.
///
/// `none` is the posterior probability that a finding is none. `None` where one is outside 0..1.
pub fn discoveries(none: &[f64], rate: f64) -> Option<Discoveries> {
    let mut found = Discoveries { chosen: Vec::new(), expected_false: 0.0 };
    let mut sum = 0.0;
    for (place, (number, probability)) in ascending(none)?.into_iter().enumerate() {
        sum += probability;
        let mean = sum / (place + 1) as f64;
        if rate.is_nan() || mean > rate {
            break;
        }
        found.chosen.push(number);
        found.expected_false = mean;
    }
    Some(found)
}

/// The numbers and values in ascending order of the values; `None` where one is outside 0..1.
fn ascending(values: &[f64]) -> Option<Vec<(usize, f64)>> {
    if !values.iter().all(|value| (0.0..=1.0).contains(value)) {
        return None;
    }
    let mut order: Vec<(usize, f64)> = values.iter().copied().enumerate().collect();
    order.sort_by(|one, other| one.1.total_cmp(&other.1));
    Some(order)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::stats::BetaPrior;
    use crate::stats::tally::examples::{TEN_UNITS, tallies};

    const TEN: [f64; 10] = [0.0005, 0.004, 0.012, 0.021, 0.034, 0.047, 0.09, 0.21, 0.45, 0.81];

    /// Oracle: R `p.adjust` and statsmodels `multipletests`.
    #[test]
    fn adjusted_values_agree_with_r() {
        let found = benjamini_hochberg(&TEN).unwrap();
        let expected = [0.005, 0.02, 0.04, 0.0525, 0.068, 0.0783333, 0.1285714, 0.2625, 0.5, 0.81];
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 5e-8, "{found} for {expected}");
        }
        let found = benjamini_yekutieli(&TEN).unwrap();
        for (found, expected) in
            found.iter().zip([0.014644841, 0.058579365, 0.11715873, 0.15377083])
        {
            assert!((found - expected).abs() < 5e-9, "{found} for {expected}");
        }
    }

    /// The units whose rate is below 0.80, by the probability that it is not. Oracle: scipy.
    #[test]
    fn ten_units_have_five_discoveries() {
        let units = tallies(&TEN_UNITS);
        let prior = BetaPrior::fit(&units).unwrap();
        let none: Vec<f64> =
            units.iter().map(|unit| 1.0 - prior.posterior(*unit).below(0.80).unwrap()).collect();
        let found = discoveries(&none, 0.10).unwrap();
        assert_eq!(found.chosen, [2, 4, 5, 9, 7]);
        assert!((found.expected_false - 0.097625).abs() < 5e-7, "{found:?}");
        for (rate, mean) in [(0.0479, 0.047808), (0.13, 0.122822), (0.2, 0.197322)] {
            let found = discoveries(&none, rate).unwrap();
            assert!((found.expected_false - mean).abs() < 5e-7, "{rate}: {found:?}");
        }
    }

    #[test]
    fn of_nothing_nothing_is_found() {
        assert_eq!(benjamini_hochberg(&[]), Some(Vec::new()));
        assert_eq!(benjamini_hochberg(&[f64::NAN]), None);
        assert_eq!(discoveries(&[0.5, 1.1], 0.1), None);
        assert!(discoveries(&[], 0.1).unwrap().chosen.is_empty());
        assert!(discoveries(&[0.5, 0.2], 0.1).unwrap().chosen.is_empty());
        assert!(discoveries(&[0.01], f64::NAN).unwrap().chosen.is_empty());
    }

    proptest! {
        #[test]
        fn one_more_finding_would_be_too_many(
            none in prop::collection::vec(0.0..=1.0_f64, 0..30), rate in 0.0..1.0_f64,
        ) {
            let found = discoveries(&none, rate).unwrap();
            prop_assert!(found.expected_false <= rate);
            let mut sorted = none.clone();
            sorted.sort_by(f64::total_cmp);
            if let Some(more) = sorted.get(..=found.chosen.len()) {
                prop_assert!(more.iter().sum::<f64>() / more.len() as f64 > rate);
            }
        }

        #[test]
        fn adjusted_values_keep_the_order(p in prop::collection::vec(0.0..=1.0_f64, 1..30)) {
            let found = benjamini_hochberg(&p).unwrap();
            for (a, x) in p.iter().zip(&found) {
                prop_assert!(a <= x && *x <= 1.0);
                for (b, y) in p.iter().zip(&found) {
                    prop_assert!(a > b || x <= y);
                }
            }
        }
    }
}
