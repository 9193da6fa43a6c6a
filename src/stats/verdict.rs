//! A probability in words that claim no more than it does.

use std::fmt;

/// Least reliability, 0..1, at which a unit's own figure is published, for its own development.
pub const PUBLISHABLE: f64 = 0.5;

/// Least reliability, 0..1, at which units are compared with one another.
pub const COMPARABLE: f64 = 0.7;

const CLEARLY: f64 = 0.95;
const LIKELY: f64 = 0.80;

/// How a unit stands to its peers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    ClearlyAbove,
    LikelyAbove,
    NotDistinguishable,
    LikelyBelow,
    ClearlyBelow,
    TooFewToSay,
}

impl Verdict {
    /// Words for the posterior probability `above` (0..1) that the unit is above its peers:
    /// "clearly" from .95, "likely" from .80, in place of a league table (Goldstein &
    /// Spiegelhalter 1996 on why ranks mislead).
    ///
    /// `TooFewToSay` where the reliability is below `least` (such as [`PUBLISHABLE`]) or any of the
    /// three is NaN.
    pub fn of(above: f64, reliability: f64, least: f64) -> Self {
        let is_known = reliability >= least && !above.is_nan();
        match above {
            _ if !is_known => Self::TooFewToSay,
            p if p >= CLEARLY => Self::ClearlyAbove,
            p if p >= LIKELY => Self::LikelyAbove,
            p if 1.0 - p >= CLEARLY => Self::ClearlyBelow,
            p if 1.0 - p >= LIKELY => Self::LikelyBelow,
            _ => Self::NotDistinguishable,
        }
    }

    /// The verdict of that wording.
    pub fn named(text: &str) -> Option<Self> {
        let all = [
            Self::ClearlyAbove,
            Self::LikelyAbove,
            Self::NotDistinguishable,
            Self::LikelyBelow,
            Self::ClearlyBelow,
            Self::TooFewToSay,
        ];
        all.into_iter().find(|verdict| verdict.text() == text)
    }

    pub fn text(self) -> &'static str {
        match self {
            Self::ClearlyAbove => "clearly above",
            Self::LikelyAbove => "likely above",
            Self::NotDistinguishable => "not distinguishable from peers",
            Self::LikelyBelow => "likely below",
            Self::ClearlyBelow => "clearly below",
            Self::TooFewToSay => "too few to say",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text())
    }
}

#[cfg(test)]
mod tests {
    use super::{COMPARABLE, PUBLISHABLE, Verdict};
    use proptest::prelude::*;

    #[test]
    fn words_change_at_80_and_95_percent() {
        for (above, text) in [
            (1.0, "clearly above"),
            (0.95, "clearly above"),
            (0.9499, "likely above"),
            (0.80, "likely above"),
            (0.7999, "not distinguishable from peers"),
            (0.5, "not distinguishable from peers"),
            (0.2001, "not distinguishable from peers"),
            (0.19, "likely below"),
            (0.0501, "likely below"),
            (0.05, "clearly below"),
            (0.0, "clearly below"),
        ] {
            assert_eq!(Verdict::of(above, 0.9, PUBLISHABLE).to_string(), text, "{above}");
        }
    }

    #[test]
    fn too_little_reliability_says_nothing() {
        assert_eq!(Verdict::of(0.999, 0.49, PUBLISHABLE), Verdict::TooFewToSay);
        assert_eq!(Verdict::of(0.999, 0.50, PUBLISHABLE), Verdict::ClearlyAbove);
        assert_eq!(Verdict::of(0.999, 0.50, COMPARABLE), Verdict::TooFewToSay);
        for (above, reliability) in [(f64::NAN, 0.9), (0.9, f64::NAN)] {
            assert_eq!(Verdict::of(above, reliability, PUBLISHABLE), Verdict::TooFewToSay);
        }
    }

    proptest! {
        #[test]
        fn a_higher_probability_never_has_a_worse_word(a in 0.0..=1.0_f64, b in 0.0..=1.0_f64) {
            let better = Verdict::of(a.max(b), 1.0, PUBLISHABLE);
            prop_assert!(better <= Verdict::of(a.min(b), 1.0, PUBLISHABLE));
        }
    }
}
