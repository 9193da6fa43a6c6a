//! What a short stretch of an agent's cases says by itself, with nothing learnt from the peers.

use super::Dimension;
use super::model::Model;
use crate::stats::{Interval, Level, Tally, wilson};

/// Values of some cases as they are told: shares of 0..1 or, where the dimension
/// [`is_ratio`](Dimension::is_ratio), multiples of what is usual on the desk.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// The value of the cases as they were.
    pub own: f64,
    /// What the average agent would be expected to have of the same cases.
    pub expected: f64,
    /// What the own value comes to on everybody's mix of cases, by how far it is from the expected one.
    pub adjusted: f64,
    /// The 80% interval of `adjusted` by the chance of so few cases alone; `None` where their spread is
    /// not known.
    pub interval: Option<Interval>,
}

impl Model {
    /// A mean outcome as it is told: a share, or the ratio to what is usual on the desk.
    pub fn told(&self, mean: f64) -> f64 {
        if self.dimension.is_ratio() { (mean - self.overall).exp() } else { mean }
    }

    /// Of so many cases with a mean outcome, and the mean outcome that the average agent would be expected
    /// to have of them. A share keeps its odds ratio to the expected one (its ends are Wilson's), a mean its
    /// difference, and a ratio its ratio.
    ///
    /// `None` without cases, and where all or none are expected to succeed.
    pub fn stretch(&self, count: f64, mean: f64, expected: f64) -> Option<Stretch> {
        if count.is_nan() || count <= 0.0 || !mean.is_finite() || !expected.is_finite() {
            return None;
        }
        let moved = |value: f64| match self.dimension {
            Dimension::Speed | Dimension::Efficiency => (value - expected).exp(),
            Dimension::Quality => (self.overall + value - expected).clamp(0.0, 1.0),
            Dimension::Resolution | Dimension::Feedback => {
                share(odds(value) * odds(self.overall) / odds(expected))
            }
        };
        let ends = if self.dimension.is_share() {
            let whole = |count: f64| count.round() as u32;
            Tally::new(whole(count * mean), whole(count)).and_then(|of| wilson(of, Level::P80))
        } else {
            let sd = self.case_mix.residual_sd;
            sd.map(|sd| Interval::normal(mean, sd / count.sqrt(), Level::P80))
        };
        let interval = ends.map(|ends| Interval { low: moved(ends.low), high: moved(ends.high) });
        let adjusted = moved(mean);
        let is_told = |value: f64| value.is_finite();
        is_told(adjusted).then(|| Stretch {
            own: self.told(mean),
            expected: self.told(expected),
            adjusted,
            interval: interval.filter(|ends| is_told(ends.low) && is_told(ends.high)),
        })
    }
}

/// Infinite for 1.
fn odds(share: f64) -> f64 {
    share / (1.0 - share)
}

/// 1 for infinite odds.
fn share(odds: f64) -> f64 {
    if odds == f64::INFINITY { 1.0 } else { odds / (1.0 + odds) }
}

#[cfg(test)]
mod tests {
    use super::Model;
    use crate::scores::Dimension;
    use crate::stats::case_mix::{Cell, Cells, Kept, Patterns, RIDGE, least_squares, logistic};

    /// Two agents with as many cases, of one kind: 60 of 80 in all, or values around 1.
    fn model(dimension: Dimension) -> Model {
        let patterns = Patterns::new(&[1], vec![0]).unwrap();
        let cell = |unit: u32, sum: f64| Cell {
            unit,
            pattern: 0,
            count: 40.0,
            sum,
            squares: sum * sum / 40.0 + 10.0,
        };
        let cells = Cells::new(vec![cell(0, 20.0), cell(1, 40.0)], &patterns).unwrap();
        let case_mix = if dimension.is_share() {
            logistic(&cells, &patterns, Kept::All, RIDGE, None).unwrap()
        } else {
            least_squares(&cells, &patterns, Kept::All, RIDGE).unwrap()
        };
        Model { dimension, cases: 80.0, overall: 0.75, case_mix, explained: 0.0 }
    }

    /// Odds of 3 where 1 was expected, on a desk with odds of 3: odds of 9.
    #[test]
    fn a_share_keeps_its_odds_ratio_to_what_was_expected() {
        let found = model(Dimension::Resolution).stretch(20.0, 0.75, 0.5).unwrap();
        assert_eq!((found.own, found.expected), (0.75, 0.5));
        assert!((found.adjusted - 0.9).abs() < 1e-12, "{found:?}");
        // Wilson's 80% interval of 15 of 20 is .61024 to .85182: odds of 1.5656 and 5.7485, times 3.
        let ends = found.interval.unwrap();
        assert!((ends.low - 0.824_47).abs() < 5e-5, "{ends:?}");
        assert!((ends.high - 0.945_19).abs() < 5e-5, "{ends:?}");
    }

    #[test]
    fn all_successes_are_all_and_no_success_is_none() {
        let model = model(Dimension::Feedback);
        let all = model.stretch(5.0, 1.0, 0.6).unwrap();
        assert_eq!((all.adjusted, all.interval.unwrap().high), (1.0, 1.0));
        assert!(all.interval.unwrap().low > 0.5);
        let none = model.stretch(5.0, 0.0, 0.6).unwrap();
        assert_eq!((none.adjusted, none.interval.unwrap().low), (0.0, 0.0));
        assert_eq!(model.stretch(0.0, 0.5, 0.5), None);
        assert_eq!(model.stretch(5.0, 0.5, 1.0).map(|found| found.adjusted), Some(0.0));
        assert_eq!(model.stretch(5.0, 1.0, 1.0), None);
        assert_eq!(model.stretch(5.0, f64::NAN, 0.5), None);
    }

    #[test]
    fn a_ratio_is_to_what_was_expected_and_its_interval_narrows_with_cases() {
        let model = model(Dimension::Speed);
        let few = model.stretch(4.0, 1.0, 0.5).unwrap();
        assert!((few.adjusted - 0.5_f64.exp()).abs() < 1e-12, "{few:?}");
        assert!((few.own - 0.25_f64.exp()).abs() < 1e-12, "{few:?}");
        let many = model.stretch(400.0, 1.0, 0.5).unwrap();
        let width = |of: super::Stretch| of.interval.unwrap().high / of.interval.unwrap().low;
        assert!((width(few).ln() / width(many).ln() - 10.0).abs() < 1e-9);
    }
}
