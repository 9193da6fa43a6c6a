//! A unit's cases, each with the log-odds that the average unit would have of it.

use super::gauss::gauss;
use crate::stats::{Estimate, near};

/// How far apart, in log-odds, cases are that are thrown together.
const WIDTH: f64 = 0.05;

/// Log-odds that tell of all of a unit's cases.
const FEW: usize = 6;

/// A unit's successes, and its cases by their expected log-odds.
#[derive(Clone, Debug, PartialEq)]
pub struct Cases {
    successes: f64,
    trials: f64,
    /// Expected log-odds, and how many cases have them.
    groups: Vec<(f64, f64)>,
    /// Σ successes × expected log-odds.
    weighted: f64,
}

impl Cases {
    /// From cells of (expected log-odds, cases, successes); without a model of the cases' mix all
    /// log-odds are 0. Cases within a twentieth of a log-odd are taken at their mean, and all of them at
    /// the six log-odds that have the same moments up to the eleventh: of 400 cases spread evenly over
    /// four log-odds, what is expected then moves by less than a hundredth of a case.
    ///
    /// `None` where a number is not finite, or there are more successes than cases.
    pub fn new(cells: impl IntoIterator<Item = (f64, f64, f64)>) -> Option<Self> {
        let cells: Vec<(f64, f64, f64)> = cells.into_iter().collect();
        let is_told = |&(at, trials, successes): &(f64, f64, f64)| {
            at.is_finite() && trials.is_finite() && (0.0..=trials).contains(&successes)
        };
        if !cells.iter().all(is_told) {
            return None;
        }
        let sum = |of: fn(&(f64, f64, f64)) -> f64| cells.iter().map(of).sum();
        let known = cells.iter().filter(|cell| cell.1 > 0.0).map(|cell| (cell.0, cell.1));
        Some(Self {
            successes: sum(|cell| cell.2),
            trials: sum(|cell| cell.1),
            weighted: sum(|cell| cell.0 * cell.2),
            groups: gauss(&near(known, WIDTH), FEW),
        })
    }

    /// The cases of several units together; `None` of none.
    pub fn sum<'a>(units: impl IntoIterator<Item = &'a Self>) -> Option<Self> {
        let none = Self { successes: 0.0, trials: 0.0, groups: Vec::new(), weighted: 0.0 };
        let all = units.into_iter().fold(none, |mut all, unit| {
            all.successes += unit.successes;
            all.trials += unit.trials;
            all.weighted += unit.weighted;
            all.groups.extend(&unit.groups);
            all
        });
        (all.trials > 0.0).then_some(all)
    }

    pub const fn successes(&self) -> f64 {
        self.successes
    }

    pub const fn trials(&self) -> f64 {
        self.trials
    }

    /// The successes to be expected of a unit whose log-odds are all higher by `shift`.
    pub fn expected(&self, shift: f64) -> f64 {
        self.groups.iter().map(|(at, trials)| trials / (1.0 + (-(at + shift)).exp())).sum()
    }

    /// What the cases tell of the shift by themselves, as seen from a value near it: the normal
    /// likelihood of the same slope and curvature there, `near + (O − E)/I` with variance `1/I` (the
    /// working response of McCullagh & Nelder, Generalized Linear Models, 2nd ed., 1989, ch. 2.5). It is
    /// finite where all cases succeeded. `None` without cases.
    pub fn estimate(&self, near: f64) -> Option<Estimate> {
        let (slope, curvature) = self.slope(near);
        Estimate::new(near + slope / curvature, 1.0 / curvature)
    }

    /// Log-likelihood of a shift, without the binomial coefficients.
    pub(super) fn likelihood(&self, shift: f64) -> f64 {
        let none: f64 = self.groups.iter().map(|(at, n)| n * softplus(at + shift)).sum();
        self.successes * shift + self.weighted - none
    }

    /// The slope of the log-likelihood in the shift, and its curvature, which is not below 0: minus
    /// the second derivative.
    pub(super) fn slope(&self, shift: f64) -> (f64, f64) {
        let (mut expected, mut curvature) = (0.0, 0.0);
        for (at, trials) in &self.groups {
            let share = 1.0 / (1.0 + (-(at + shift)).exp());
            expected += trials * share;
            curvature += trials * share * (1.0 - share);
        }
        (self.successes - expected, curvature)
    }
}

/// ln(1 + eˣ).
fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

#[cfg(test)]
mod tests {
    use super::Cases;

    /// From 0, 8 of 10 cases of even odds: I = 10/4, O − E = 3.
    #[test]
    fn an_estimate_is_the_working_response() {
        let found = Cases::new([(0.0, 10.0, 8.0)]).unwrap().estimate(0.0).unwrap();
        assert!((found.value() - 1.2).abs() < 1e-12 && (found.variance() - 0.4).abs() < 1e-12);
        let best = 4.0_f64.ln();
        let found = Cases::new([(0.0, 10.0, 8.0)]).unwrap().estimate(best).unwrap();
        assert!((found.value() - best).abs() < 1e-12 && (found.variance() - 0.625).abs() < 1e-12);
        assert!(Cases::new([(0.0, 9.0, 9.0)]).unwrap().estimate(1.0).unwrap().value() > 1.0);
        assert_eq!(Cases::new([]).unwrap().estimate(0.0), None);
        let two = [(0.0, 10.0, 8.0), (1.0, 5.0, 1.0)].map(|cell| Cases::new([cell]).unwrap());
        let both = Cases::new([(0.0, 10.0, 8.0), (1.0, 5.0, 1.0)]).unwrap();
        assert_eq!(Cases::sum(&two), Some(both));
        assert_eq!(Cases::sum(&[]), None);
    }

    #[test]
    fn cases_are_grouped_without_a_change_of_what_they_tell() {
        let cells: Vec<(f64, f64, f64)> = (0..400)
            .map(|place| (f64::from(place) / 100.0 - 2.0, 1.0, f64::from(u8::from(place % 3 > 0))))
            .collect();
        let grouped = Cases::new(cells.iter().copied()).unwrap();
        assert!(grouped.groups.len() < 50);
        for shift in [-1.0, 0.0, 0.7] {
            let exact: f64 =
                cells.iter().map(|(at, _, y)| y * (at + shift) - (at + shift).exp().ln_1p()).sum();
            let slope: f64 =
                cells.iter().map(|(at, _, y)| y - 1.0 / (1.0 + (-(at + shift)).exp())).sum();
            assert!((grouped.likelihood(shift) - exact).abs() < 0.05, "{shift}");
            assert!((grouped.slope(shift).0 - slope).abs() < 0.01, "{shift}");
        }
        assert_eq!(Cases::new([(0.0, 1.0, 2.0)]), None);
        assert_eq!(Cases::new([(f64::NAN, 1.0, 1.0)]), None);
        let none = Cases::new([]).unwrap();
        assert_eq!((none.trials(), none.likelihood(1.0), none.slope(1.0)), (0.0, 0.0, (0.0, 0.0)));
    }
}
