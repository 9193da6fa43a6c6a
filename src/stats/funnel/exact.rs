//! The limits of chance for a share of few cases, from the binomial distribution itself.

use statrs::distribution::{Binomial, ChiSquared, ContinuousCDF, DiscreteCDF};

use super::Limit;
use crate::stats::Interval;

/// The shares, 0..1, outside of which a unit of so many trials lies by chance alone, if its true
/// share is `target`: exact binomial limits, interpolated between the counts so that they are
/// smooth in the trials (Spiegelhalter 2005, Stat. Med. 24:1185, appendix A.1): with r the least
/// count of which `P(R ≤ r) > p` and `α = (P(R ≤ r) − p)/P(R = r)`, the limit is `(r − α)/n`.
///
/// `None` without trials, or where the target is not strictly between 0 and 1.
pub fn exact_limits(target: f64, trials: u32, limit: Limit) -> Option<Interval> {
    if trials == 0 || !(target > 0.0 && target < 1.0) {
        return None;
    }
    let binomial = Binomial::new(target, u64::from(trials)).ok()?;
    let at = |p: f64| {
        let (mut low, mut high) = (0, u64::from(trials));
        while low < high {
            let middle = low + (high - low) / 2;
            if binomial.cdf(middle) > p {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        let before = low.checked_sub(1).map_or(0.0, |before| binomial.cdf(before));
        let here = binomial.cdf(low);
        let back = if here > before { ((here - p) / (here - before)).clamp(0.0, 1.0) } else { 0.0 };
        ((low as f64 - back) / f64::from(trials)).clamp(0.0, 1.0)
    };
    Some(Interval { low: at(limit.tail()), high: at(1.0 - limit.tail()) })
}

/// The ratios O/E outside of which a unit with that E lies by chance alone:
/// `[χ²(α/2; 2E)/2, χ²(1−α/2; 2E+2)/2]/E`. `None` unless E is above 0 and finite.
pub fn chance_ratio_limits(expected: f64, limit: Limit) -> Option<Interval> {
    if !(expected > 0.0 && expected.is_finite()) {
        return None;
    }
    let chi = |share: f64, freedom: f64| {
        Some(ChiSquared::new(freedom).ok()?.inverse_cdf(share) / 2.0 / expected)
    };
    let tail = limit.tail();
    Some(Interval { low: chi(tail, 2.0 * expected)?, high: chi(1.0 - tail, 2.0 * expected + 2.0)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCIPY: [(f64, u32, Limit, f64, f64); 6] = [
        (0.8, 10, Limit::P95, 0.47050611707899315, 0.976716935634613),
        (0.8, 10, Limit::P998, 0.3024639601934524, 0.9990686774253845),
        (0.8, 50, Limit::P95, 0.672906116647942, 0.895595177987731),
        (0.8, 50, Limit::P998, 0.6008559023249626, 0.9452238567924929),
        (0.93, 400, Limit::P95, 0.9027516335587634, 0.952691101088856),
        (0.93, 400, Limit::P998, 0.886322607503114, 0.964870931687765),
    ];

    /// Oracle: scipy 1.12 `binom.ppf`, `cdf` and `pmf` put into the formula.
    #[test]
    fn binomial_limits_agree_with_scipy() {
        for (target, trials, limit, low, high) in SCIPY {
            let ends = exact_limits(target, trials, limit).unwrap();
            assert!((ends.low - low).abs() < 1e-10, "{trials}: {ends:?}");
            assert!((ends.high - high).abs() < 1e-10, "{trials}: {ends:?}");
        }
    }

    /// Oracle: the R package FunnelPlotR, at E = 50.
    #[test]
    fn ratio_limits_agree_with_funnelplotr() {
        for (limit, low, high) in
            [(Limit::P95, 0.74221927, 1.3183753), (Limit::P998, 0.61917939, 1.5188378)]
        {
            let ends = chance_ratio_limits(50.0, limit).unwrap();
            assert!((ends.low - low).abs() < 5e-8, "{ends:?}");
            assert!((ends.high - high).abs() < 5e-7, "{ends:?}");
        }
        assert_eq!(chance_ratio_limits(0.0, Limit::P95), None);
    }

    #[test]
    fn limits_need_trials_and_a_share_that_varies() {
        assert_eq!(exact_limits(0.5, 0, Limit::P95), None);
        assert_eq!(exact_limits(0.0, 5, Limit::P95), None);
        assert_eq!(exact_limits(f64::NAN, 5, Limit::P95), None);
        let one = exact_limits(0.5, 1, Limit::P998).unwrap();
        assert!((0.0..0.01).contains(&one.low) && one.high > 0.99, "{one:?}");
    }
}
