//! Whether a share of cases is off what is expected of them by enough, and surely enough.

use super::{CoachRules, Side};
use crate::stats::hierarchy::{Belief, Cases};
use crate::stats::{Interval, Level};

/// What is to be judged: somebody's cases, and what is believed of their skill.
pub(super) struct Judged<'a> {
    pub cases: &'a Cases,
    /// The skill of those compared with, in log-odds over what is expected.
    pub centre: f64,
    /// What is believed of the skill over theirs.
    pub belief: &'a Belief,
}

/// A share off what is expected of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Gap {
    pub side: Side,
    pub count: f64,
    pub own: f64,
    pub expected: f64,
    pub believed: f64,
    pub interval: Interval,
    /// That the true gap is beyond half a large one.
    pub probability: f64,
}

impl Judged<'_> {
    /// The gap, where the own share is off by a large one, and likely truly by half of it; `None` where it
    /// is not.
    ///
    /// What was seen has to be large, and half of that has to be believed: what is believed is shrunk,
    /// so that asking a large gap of it too would find only those far larger.
    pub fn gap(&self, rules: &CoachRules) -> Option<Gap> {
        let count = self.cases.trials();
        let own = self.cases.successes() / count;
        let expected = self.share(0.0);
        let side = if own < expected { Side::Need } else { Side::Strength };
        if count < rules.least_cases || (own - expected).abs() < rules.large {
            return None;
        }
        let probability = self.beyond(side, expected, rules.large / 2.0)?;
        if probability < rules.least_probability {
            return None;
        }
        let ends = self.belief.interval(Level::P80);
        Some(Gap {
            side,
            count,
            own,
            expected,
            believed: self.share(self.belief.mean()) - expected,
            interval: Interval {
                low: self.share(ends.low) - expected,
                high: self.share(ends.high) - expected,
            },
            probability,
        })
    }

    /// The share to be expected of the cases with a skill over those compared with.
    fn share(&self, skill: f64) -> f64 {
        self.cases.expected(self.centre + skill) / self.cases.trials()
    }

    /// Probability that the true share is off the expected one by more than `by` on that side.
    fn beyond(&self, side: Side, expected: f64, by: f64) -> Option<f64> {
        let (mut low, mut high) = (-20.0, 20.0);
        let wanted = match side {
            Side::Need => expected - by,
            Side::Strength => expected + by,
        };
        if wanted <= self.share(low) || wanted >= self.share(high) {
            return Some(0.0);
        }
        for _ in 0..50 {
            let middle = f64::midpoint(low, high);
            if self.share(middle) < wanted {
                low = middle;
            } else {
                high = middle;
            }
        }
        let below = self.belief.below(f64::midpoint(low, high))?;
        Some(match side {
            Side::Need => below,
            Side::Strength => 1.0 - below,
        })
    }
}

impl Gap {
    /// In how many parts of the window the own share is on the gap's side of what is expected, and how
    /// many parts have cases.
    pub fn parts<'c>(
        self,
        parts: impl IntoIterator<Item = &'c Cases>,
        centre: f64,
    ) -> (usize, usize) {
        parts.into_iter().filter(|part| part.trials() > 0.0).fold((0, 0), |(on, all), part| {
            let over = part.successes() - part.expected(centre);
            let is_on = match self.side {
                Side::Need => over < 0.0,
                Side::Strength => over > 0.0,
            };
            (on + usize::from(is_on), all + 1)
        })
    }
}
