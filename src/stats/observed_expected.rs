//! What was observed of a unit over what was to be expected of the average unit with the same cases.

use statrs::distribution::{ChiSquared, ContinuousCDF};

use super::{Interval, Level, Tally};

/// Successes of a unit, and how many the average unit would have had of the same cases (indirect
/// standardisation). The ratios of two units are each against the norm; where their mixes differ
/// much they are not comparable with each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ObservedExpected {
    observed: f64,
    expected: f64,
    variance: f64,
}

impl ObservedExpected {
    /// Of so many successes and, for each case, its expected share: `expected = Σp` and
    /// `variance = Σp(1 − p)`.
    ///
    /// `None` unless the successes are finite and not below 0, and the other two above 0 and finite.
    pub fn new(observed: f64, expected: f64, variance: f64) -> Option<Self> {
        let is_above = |x: f64| x > 0.0 && x.is_finite();
        let is_told =
            observed >= 0.0 && observed.is_finite() && is_above(expected) && is_above(variance);
        is_told.then_some(Self { observed, expected, variance })
    }

    pub const fn observed(self) -> f64 {
        self.observed
    }

    pub const fn expected(self) -> f64 {
        self.expected
    }

    /// O/E; 1 is the average unit.
    pub fn ratio(self) -> f64 {
        self.observed / self.expected
    }

    /// Of a unit's strata of cases and the same strata of everybody, without a model: each stratum is
    /// expected to have everybody's share. `None` where the numbers of strata differ, a stratum with
    /// cases is empty for everybody, or no spread is to be expected.
    pub fn of_strata(unit: &[Tally], everybody: &[Tally]) -> Option<Self> {
        if unit.len() != everybody.len() {
            return None;
        }
        let (mut observed, mut expected, mut variance) = (0.0, 0.0, 0.0);
        for (own, all) in unit.iter().zip(everybody).filter(|(own, _)| own.trials() > 0.0) {
            let share = all.share()?;
            observed += own.successes();
            expected += own.trials() * share;
            variance += own.trials() * share * (1.0 - share);
        }
        Self::new(observed, expected, variance)
    }

    /// `(O − E)/√V`, in standard deviations of what chance does to the average unit.
    pub fn z(self) -> f64 {
        (self.observed - self.expected) / self.variance.sqrt()
    }

    /// The share the unit would have with everybody's mix, if its ratio held there: O/E times the
    /// share of all, at most 1.
    pub fn adjusted(self, overall: f64) -> f64 {
        (self.ratio() * overall).min(1.0)
    }

    /// The interval of the ratio where O is a count of rare events, exactly:
    /// `[χ²(α/2; 2O)/2, χ²(1−α/2; 2O+2)/2]/E` (Garwood 1936, Biometrika 28:437). It is too wide for
    /// successes that are common.
    pub fn exact_ratio(self, level: Level) -> Option<Interval> {
        let chi = |share: f64, freedom: f64| -> Option<f64> {
            Some(ChiSquared::new(freedom).ok()?.inverse_cdf(share) / 2.0 / self.expected)
        };
        let tail = level.tail();
        let low = if self.observed > 0.0 { chi(tail, 2.0 * self.observed)? } else { 0.0 };
        Some(Interval { low, high: chi(1.0 - tail, 2.0 * self.observed + 2.0)? })
    }

    /// Byar's approximation with `x = O + ½` on both sides, near the exact interval that counts O
    /// itself half: `x(1 − 1/9x ∓ z/3√x)³/E` (Rothman & Boice, Epidemiologic Analysis with a
    /// Programmable Calculator, 1979).
    pub fn byar_ratio(self, level: Level) -> Interval {
        let x = self.observed + 0.5;
        let end = |z: f64| {
            (x * (1.0 - 1.0 / (9.0 * x) + z / (3.0 * x.sqrt())).powi(3) / self.expected).max(0.0)
        };
        Interval { low: end(-level.z()), high: end(level.z()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(observed: f64, expected: f64) -> ObservedExpected {
        ObservedExpected::new(observed, expected, expected).unwrap()
    }

    /// Oracle: scipy 1.12 `chi2.ppf`, with which R epitools' `pois.exact` agrees to six digits, and
    /// epitools' `pois.byar`.
    #[test]
    fn ratios_and_their_intervals_agree_with_epitools() {
        for (o, e, ratio, low, high) in [
            (52.0, 60.2, 0.86378738, 0.645_117_727_582_412_4, 1.132_742_221_609_184_3),
            (5.0, 9.1, 0.54945055, 0.178_405_097_815_211_3, 1.282_234_294_431_062_7),
        ] {
            let found = of(o, e);
            let ends = found.exact_ratio(Level::P95).unwrap();
            assert!((found.ratio() - ratio).abs() < 5e-9);
            assert!((ends.low - low).abs() < 1e-8, "{ends:?}");
            assert!((ends.high - high).abs() < 1e-8, "{ends:?}");
        }
        let byar = of(52.0, 60.2).byar_ratio(Level::P95);
        assert!((byar.low - 0.65224953).abs() < 5e-8, "{byar:?}");
        assert!((byar.high - 1.1233368).abs() < 5e-8, "{byar:?}");
    }

    /// Oracle: R epitools `ageadjust.indirect`, of counts of events in populations.
    #[test]
    fn strata_agree_with_epitools() {
        let tallies = |pairs: [(u32, u32); 3]| pairs.map(|(x, n)| Tally::new(x, n).unwrap());
        let unit = tallies([(30, 100), (20, 50), (6, 10)]);
        let all = tallies([(900, 4000), (400, 1500), (300, 500)]);
        let found = ObservedExpected::of_strata(&unit, &all).unwrap();
        assert!((found.expected() - 41.833_333_3).abs() < 5e-8, "{found:?}");
        assert!((found.ratio() - 1.338_645_4).abs() < 5e-8, "{found:?}");
        assert_eq!(ObservedExpected::of_strata(&unit, &all[..2]), None);
    }

    #[test]
    fn no_successes_and_no_cases_are_told() {
        let none = of(0.0, 3.0);
        let ends = none.exact_ratio(Level::P95).unwrap();
        assert_eq!((none.ratio(), ends.low), (0.0, 0.0));
        assert!((ends.high - 3.688_879_454_113_936 / 3.0).abs() < 1e-9, "{ends:?}");
        assert!(none.byar_ratio(Level::P95).low >= 0.0);
        assert_eq!(of(9.0, 3.0).adjusted(0.5), 1.0);
        assert_eq!(ObservedExpected::new(0.0, 0.0, 0.0), None);
        assert_eq!(ObservedExpected::new(f64::NAN, 1.0, 1.0), None);
    }
}
