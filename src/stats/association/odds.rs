//! The odds ratio that strata have in common.

use statrs::distribution::{ChiSquared, ContinuousCDF};

use crate::stats::{Interval, Level};

/// One stratum's cases, such as an agent's: with and without the marker, with and without the
/// outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Table {
    pub with_both: f64,
    pub marker_only: f64,
    pub outcome_only: f64,
    pub with_neither: f64,
}

impl Table {
    /// Counts a case.
    pub fn add(&mut self, has_marker: bool, has_outcome: bool) {
        *match (has_marker, has_outcome) {
            (true, true) => &mut self.with_both,
            (true, false) => &mut self.marker_only,
            (false, true) => &mut self.outcome_only,
            (false, false) => &mut self.with_neither,
        } += 1.0;
    }

    /// With half a case more in each cell where one is empty, so that its odds ratio has an end (Haldane
    /// 1956, Ann. Hum. Genet. 20:309).
    pub fn filled(self) -> Self {
        match self.total() > 0.0 && self.cells().contains(&0.0) {
            false => self,
            true => Self {
                with_both: self.with_both + 0.5,
                marker_only: self.marker_only + 0.5,
                outcome_only: self.outcome_only + 0.5,
                with_neither: self.with_neither + 0.5,
            },
        }
    }

    /// All its cases.
    pub fn total(self) -> f64 {
        self.with_both + self.marker_only + self.outcome_only + self.with_neither
    }

    fn cells(self) -> [f64; 4] {
        [self.with_both, self.marker_only, self.outcome_only, self.with_neither]
    }
}

/// An odds ratio pooled over strata.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CommonOdds {
    /// Natural logarithm of the odds ratio: above 0 where the marker goes with the outcome.
    pub log_odds: f64,
    /// Its standard error.
    pub se: f64,
    /// Probability, 0..1, of as much or more if the marker meant nothing in any stratum.
    pub p: f64,
    /// Strata that tell: in which neither the marker nor the outcome is always or never there.
    pub strata: usize,
    /// Their cases.
    pub cases: f64,
}

impl CommonOdds {
    /// The interval of the odds ratio.
    pub fn odds_interval(&self, level: Level) -> Interval {
        let ends = Interval::normal(self.log_odds, self.se, level);
        Interval { low: ends.low.exp(), high: ends.high.exp() }
    }
}

/// The odds ratio of Mantel & Haenszel (1959, J. Natl. Cancer Inst. 22:719),
/// `Σ(ad/n)/Σ(bc/n)`, with the variance of Robins, Breslow & Greenland (1986, Biometrics 42:311),
/// which holds for many small strata as for few large ones; p is of the Cochran–Mantel–Haenszel χ²
/// without correction for continuity. A stratum in which all have the marker or the outcome, or
/// none, tells nothing and is passed over.
///
/// `None` where no stratum tells, a count is negative or not finite, or the marker and the outcome
/// never differ (or never meet), so that the ratio has no end.
pub fn common_odds(strata: &[Table]) -> Option<CommonOdds> {
    let is_count = |count: f64| count.is_finite() && count >= 0.0;
    if !strata.iter().all(|table| table.cells().into_iter().all(is_count)) {
        return None;
    }
    let (mut together, mut apart) = (0.0, 0.0);
    let (mut pr, mut mixed, mut qs) = (0.0, 0.0, 0.0);
    let (mut excess, mut spread, mut cases, mut count) = (0.0, 0.0, 0.0, 0);
    for table in strata {
        let [a, b, c, d] = table.cells();
        let n = table.total();
        let sides = (a + b) * (c + d) * (a + c) * (b + d);
        if sides <= 0.0 {
            continue;
        }
        let (r, s) = (a * d / n, b * c / n);
        let (p, q) = ((a + d) / n, (b + c) / n);
        together += r;
        apart += s;
        pr += p * r;
        mixed += p * s + q * r;
        qs += q * s;
        excess += a - (a + b) * (a + c) / n;
        spread += sides / (n * n * (n - 1.0));
        cases += n;
        count += 1;
    }
    if together <= 0.0 || apart <= 0.0 {
        return None;
    }
    let variance = pr / (2.0 * together * together)
        + mixed / (2.0 * together * apart)
        + qs / (2.0 * apart * apart);
    Some(CommonOdds {
        log_odds: (together / apart).ln(),
        se: variance.sqrt(),
        p: ChiSquared::new(1.0).ok()?.sf(excess * excess / spread),
        strata: count,
        cases,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG_ODDS: f64 = 0.9139040920015459;
    const ERROR: f64 = 0.3441919738468178;
    const P: f64 = 0.006809777850266485;
    const LOW: f64 = 1.2703598661359379;
    const HIGH: f64 = 4.89643781646241;

    fn table([with_both, marker_only, outcome_only, with_neither]: [f64; 4]) -> Table {
        Table { with_both, marker_only, outcome_only, with_neither }
    }

    const STRATA: [[f64; 4]; 5] = [
        [12.0, 5.0, 30.0, 22.0],
        [3.0, 1.0, 14.0, 9.0],
        [40.0, 11.0, 25.0, 20.0],
        [7.0, 0.0, 2.0, 1.0],
        [5.0, 4.0, 0.0, 0.0],
    ];

    /// Oracle: statsmodels 0.15 `StratifiedTable`, without the last stratum, which has no case
    /// without the marker.
    #[test]
    fn a_common_ratio_agrees_with_statsmodels() {
        let found = common_odds(&STRATA.map(table)).unwrap();
        assert!((found.log_odds - LOG_ODDS).abs() < 1e-12, "{found:?}");
        assert!((found.se - ERROR).abs() < 1e-12, "{found:?}");
        assert!((found.p - P).abs() < 1e-9, "{found:?}");
        assert_eq!((found.strata, found.cases), (4, 202.0));
        let ends = found.odds_interval(Level::P95);
        assert!((ends.low - LOW).abs() < 1e-6 && (ends.high - HIGH).abs() < 1e-6, "{ends:?}");
    }

    /// Two agents, one good at both: pooled the two seem to go together, within agents they do not.
    #[test]
    fn what_only_units_differ_in_is_no_association() {
        let good = table([64.0, 16.0, 16.0, 4.0]);
        let poor = table([4.0, 16.0, 16.0, 64.0]);
        let found = common_odds(&[good, poor]).unwrap();
        assert!(found.log_odds.abs() < 1e-12 && found.p > 0.999, "{found:?}");
        let pooled = common_odds(&[table([68.0, 32.0, 32.0, 68.0])]).unwrap();
        assert!(pooled.log_odds > 1.0 && pooled.p < 0.001, "{pooled:?}");
    }

    #[test]
    fn strata_that_do_not_tell_have_no_ratio() {
        assert_eq!(common_odds(&[]), None);
        assert_eq!(common_odds(&[table([3.0, 0.0, 0.0, 3.0])]), None);
        assert_eq!(common_odds(&[table([3.0, 2.0, 0.0, 0.0])]), None);
        assert_eq!(common_odds(&[table([f64::NAN, 1.0, 1.0, 1.0])]), None);
        assert_eq!(common_odds(&[table([-1.0, 1.0, 1.0, 1.0])]), None);
    }
}
