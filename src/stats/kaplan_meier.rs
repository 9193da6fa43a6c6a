//! Times of which some are still running: the product-limit estimator of Kaplan & Meier.

use super::interval::{Interval, Level};

/// Two shares that lie closer together than this are the same, as in R's survival package.
const TOLERANCE: f64 = 1.5e-8;

/// How many are still waiting after which time, where some were only followed for a while.
///
/// Kaplan & Meier (1958), JASA 53:457: `S(t) = Π(1 − d/n)` over the times up to `t` at which the
/// event happened to `d` of the `n` followed until then.
#[derive(Clone, Debug, PartialEq)]
pub struct KaplanMeier {
    steps: Vec<Step>,
    last: f64,
}

/// A time at which the event happened.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Step {
    time: f64,
    at_risk: f64,
    events: f64,
    /// From this time on.
    survival: f64,
}

/// The mean of times cut off at a horizon, and its standard error, both in the unit of the times.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RestrictedMean {
    pub mean: f64,
    pub se: f64,
    horizon: f64,
}

impl RestrictedMean {
    /// The interval of a normal distribution within 0 and the horizon; `None` where the standard
    /// error is nil and so says nothing.
    pub fn interval(self, level: Level) -> Option<Interval> {
        let Interval { low, high } = Interval::normal(self.mean, self.se, level);
        (self.se > 0.0).then(|| Interval { low: low.max(0.0), high: high.min(self.horizon) })
    }
}

impl KaplanMeier {
    /// From each one's time and whether it ended with the event (`true`) or was only followed until
    /// then (`false`), in any order. Who was followed until an event's time was at risk of it.
    ///
    /// `None` without any, or where a time is negative or not finite.
    pub fn of(mut followed: Vec<(f64, bool)>) -> Option<Self> {
        let is_time = |(time, _): &(f64, bool)| time.is_finite() && *time >= 0.0;
        if !followed.iter().all(is_time) {
            return None;
        }
        followed.sort_unstable_by(|one, other| one.0.total_cmp(&other.0));
        let (last, _) = *followed.last()?;
        let mut steps = Vec::new();
        let (mut at_risk, mut survival) = (followed.len(), 1.0);
        for same in followed.chunk_by(|one, other| one.0 == other.0) {
            let events = same.iter().filter(|(_, is_event)| *is_event).count();
            if let Some((time, _)) = same.first().filter(|_| events > 0) {
                survival *= (at_risk - events) as f64 / at_risk as f64;
                let (at_risk, events) = (at_risk as f64, events as f64);
                steps.push(Step { time: *time, at_risk, events, survival });
            }
            at_risk -= same.len();
        }
        Some(Self { steps, last })
    }

    /// Share to which the event has not happened by a time, 0..1; `None` for a time beyond what
    /// anybody was followed for, unless it happened to all of them.
    pub fn survival(&self, time: f64) -> Option<f64> {
        let before = self.steps.partition_point(|step| step.time <= time);
        let step = before.checked_sub(1).and_then(|place| self.steps.get(place));
        self.reaches(time).then(|| step.map_or(1.0, |step| step.survival))
    }

    /// The time by which the event has happened to the share `q` of all; `None` where that is not
    /// reached, or for a `q` that is not strictly between 0 and 1.
    ///
    /// Where the curve runs flat at exactly that share, the middle of the flat stretch, as R's
    /// survfit has it; so without censoring the median is the usual one.
    pub fn quantile(&self, q: f64) -> Option<f64> {
        let left = Some(1.0 - q).filter(|_| q > 0.0 && q < 1.0)?;
        let place = self.steps.partition_point(|step| step.survival > left + TOLERANCE);
        let step = self.steps.get(place)?;
        let is_flat = (step.survival - left).abs() < TOLERANCE;
        let next = self.steps.get(place + 1).filter(|_| is_flat);
        Some(next.map_or(step.time, |next| f64::midpoint(step.time, next.time)))
    }

    /// The mean of the times, each cut off at the horizon: `∫₀^τ S`. `None` where the horizon is not
    /// above 0, or lies beyond what anybody was followed for and it has not happened to all.
    ///
    /// The variance is Greenwood's: `Σ[∫_{tᵢ}^τ S]²·d/(n(n − d))` over the events up to the horizon
    /// (Klein & Moeschberger 2003, section 4.5).
    pub fn restricted_mean(&self, horizon: f64) -> Option<RestrictedMean> {
        let within = self.steps.partition_point(|step| step.time < horizon);
        let within = self.steps.get(..within)?;
        let (mut area, mut variance, mut until) = (0.0, 0.0, horizon);
        for step in within.iter().rev() {
            area += step.survival * (until - step.time);
            until = step.time;
            let rest = step.at_risk - step.events;
            if rest > 0.0 {
                variance += area * area * step.events / (step.at_risk * rest);
            }
        }
        let mean = (area + until).min(horizon);
        let is_known = horizon > 0.0 && horizon.is_finite() && self.reaches(horizon);
        is_known.then(|| RestrictedMean { mean, se: variance.sqrt(), horizon })
    }

    /// Whether the data speak of a time.
    fn reaches(&self, time: f64) -> bool {
        let is_over = self.steps.last().is_some_and(|step| step.survival <= 0.0);
        time <= self.last || (is_over && time >= 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{median, quantile};
    use proptest::prelude::*;

    /// Twelve times; a time followed by 0 was still running.
    fn twelve() -> KaplanMeier {
        let times = [1.0, 2.0, 2.0, 3.0, 4.0, 5.0, 5.0, 6.0, 8.0, 10.0, 12.0, 12.0];
        let events = [1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0, 0];
        let pairs = times.into_iter().zip(events.map(|event| event == 1));
        KaplanMeier::of(pairs.collect()).unwrap()
    }

    fn close(found: Option<f64>, expected: f64, within: f64) {
        let found = found.unwrap();
        assert!((found - expected).abs() < within, "{found} for {expected}");
    }

    /// Oracle: R's survival package (survfit, and print with rmean).
    #[test]
    fn the_curve_agrees_with_r() {
        let curve = twelve();
        for (time, share) in [
            (2.0, 0.833_333_33),
            (4.0, 0.648_148_15),
            (6.0, 0.444_444_44),
            (8.0, 0.444_444_44),
            (10.0, 0.296_296_30),
        ] {
            close(curve.survival(time), share, 5e-9);
        }
        assert_eq!([0.25, 0.5, 0.75].map(|q| curve.quantile(q)), [Some(3.0), Some(6.0), None]);
        for (horizon, mean, se) in [
            (6.0, 4.694_444_4, 0.509_196_12),
            (8.0, 5.583_333_3, 0.748_492_43),
            (10.0, 6.472_222_2, 1.026_811_8),
            (12.0, 7.064_814_8, 1.244_818_0),
        ] {
            let found = curve.restricted_mean(horizon);
            close(found.map(|found| found.mean), mean, 6e-8);
            close(found.map(|found| found.se), se, 6e-8);
        }
        // What the mean and the median of the closed ones alone would be.
        let closed = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 10.0];
        assert!((closed.iter().sum::<f64>() / 7.0 - 4.428_571).abs() < 1e-6);
        assert_eq!(median(&closed), Some(4.0));
    }

    /// Oracle: lifelines 0.30.3, `KaplanMeierFitter` and `restricted_mean_survival_time`.
    #[test]
    fn a_larger_sample_agrees_with_lifelines() {
        let mut number = 1u32;
        let mut pairs = Vec::new();
        for _ in 0..60 {
            number = (number * 37 + 11) % 101;
            pairs.push((f64::from(number + 1), !number.is_multiple_of(3)));
        }
        let curve = KaplanMeier::of(pairs).unwrap();
        for (time, share) in [
            (10.0, 0.966_666_666_666_666_7),
            (30.0, 0.766_666_666_666_666_9),
            (50.0, 0.683_333_333_333_333_6),
            (80.0, 0.265_959_015_185_021_5),
        ] {
            close(curve.survival(time), share, 1e-12);
        }
        assert_eq!([0.5, 0.75, 0.9].map(|q| curve.quantile(q)), [71.0, 84.0, 99.0].map(Some));
        for (horizon, mean) in [(30.0, 27.950_000_000_000_006), (60.0, 48.764_912_280_701_77)] {
            close(curve.restricted_mean(horizon).map(|found| found.mean), mean, 1e-12);
        }
    }

    #[test]
    fn a_flat_stretch_at_the_quantile_is_halved() {
        let of = |pairs: &[(f64, bool)]| KaplanMeier::of(pairs.to_vec()).unwrap();
        let four = [(1.0, true), (2.0, true), (4.0, true), (7.0, true)];
        assert_eq!(of(&four).quantile(0.5), Some(3.0));
        // Nothing happens after it, so where it ends is not known.
        let open = [(1.0, true), (2.0, true), (4.0, false), (7.0, false)];
        assert_eq!(of(&open).quantile(0.5), Some(2.0));
    }

    #[test]
    fn beyond_what_was_followed_nothing_is_said() {
        let curve = twelve();
        assert_eq!(curve.survival(12.5), None);
        assert_eq!(curve.restricted_mean(12.5), None);
        let over = KaplanMeier::of(vec![(1.0, true), (3.0, true)]).unwrap();
        assert_eq!(over.survival(9.0), Some(0.0));
        assert_eq!(over.restricted_mean(9.0).map(|found| found.mean), Some(2.0));
        for horizon in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(over.restricted_mean(horizon), None, "{horizon}");
        }
    }

    #[test]
    fn what_has_no_time_is_refused() {
        assert_eq!(KaplanMeier::of(Vec::new()), None);
        for time in [-1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(KaplanMeier::of(vec![(1.0, true), (time, false)]), None, "{time}");
        }
        for q in [0.0, 1.0, -0.5, f64::NAN] {
            assert_eq!(twelve().quantile(q), None, "{q}");
        }
    }

    #[test]
    fn an_interval_stays_within_the_horizon_and_needs_some_spread() {
        let few = KaplanMeier::of(vec![(1.0, true), (10.0, true)]).unwrap();
        let found = few.restricted_mean(10.0).unwrap().interval(Level::P95).unwrap();
        assert_eq!((found.low, found.high), (0.0, 10.0));
        let one = KaplanMeier::of(vec![(1.0, true)]).unwrap();
        assert_eq!(one.restricted_mean(10.0).unwrap().interval(Level::P95), None);
    }

    fn pairs() -> impl Strategy<Value = Vec<(f64, bool)>> {
        prop::collection::vec((0..40u32, any::<bool>()), 1..60).prop_map(|pairs| {
            pairs.into_iter().map(|(time, is_event)| (f64::from(time), is_event)).collect()
        })
    }

    proptest! {
        #[test]
        fn fewer_and_fewer_are_left(pairs in pairs(), a in 0.0..40.0, b in 0.0..40.0) {
            let curve = KaplanMeier::of(pairs).unwrap();
            let (a, b): (f64, f64) = (f64::min(a, b), f64::max(a, b));
            if let (Some(before), Some(after)) = (curve.survival(a), curve.survival(b)) {
                prop_assert!((0.0..=1.0).contains(&after) && after <= before);
            }
        }

        #[test]
        fn the_order_does_not_matter(pairs in pairs()) {
            let reversed = pairs.iter().rev().copied().collect();
            prop_assert_eq!(KaplanMeier::of(pairs), KaplanMeier::of(reversed));
        }

        #[test]
        fn without_censoring_it_is_the_sample_itself(
            times in prop::collection::vec(0..40u32, 1..60), at in 0..45u32,
        ) {
            let mut times: Vec<f64> = times.into_iter().map(f64::from).collect();
            times.sort_by(f64::total_cmp);
            let n = times.len() as f64;
            let curve = KaplanMeier::of(times.iter().map(|time| (*time, true)).collect()).unwrap();
            let left = times.iter().filter(|time| **time > f64::from(at)).count() as f64 / n;
            prop_assert!((curve.survival(f64::from(at)).unwrap() - left).abs() < 1e-12);
            prop_assert_eq!(curve.quantile(0.5), median(&times));
            let (low, high) = (quantile(&times, 0.0), quantile(&times, 1.0));
            prop_assert!(low <= curve.quantile(0.9) && curve.quantile(0.9) <= high);
            let mean = times.iter().sum::<f64>() / n;
            let spread = times.iter().map(|time| (time - mean).powi(2)).sum::<f64>();
            let found = curve.restricted_mean(50.0).unwrap();
            prop_assert!((found.mean - mean).abs() < 1e-9);
            prop_assert!((found.se - spread.sqrt() / n).abs() < 1e-9);
        }

        /// Who is still open can only take longer than if it had ended just then.
        #[test]
        fn censoring_never_shortens(pairs in pairs(), which in any::<prop::sample::Index>()) {
            let mut open = pairs.clone();
            open[which.index(pairs.len())].1 = false;
            let (closed, open) = (KaplanMeier::of(pairs).unwrap(), KaplanMeier::of(open).unwrap());
            for time in 0..40 {
                let at = f64::from(time);
                if let (Some(closed), Some(open)) = (closed.survival(at), open.survival(at)) {
                    prop_assert!(closed <= open + 1e-12, "{time}: {closed} and {open}");
                }
            }
        }

        #[test]
        fn a_restricted_mean_grows_with_its_horizon_and_stays_below_it(
            pairs in pairs(), a in 0.1..40.0, b in 0.1..40.0,
        ) {
            let curve = KaplanMeier::of(pairs).unwrap();
            let (a, b): (f64, f64) = (f64::min(a, b), f64::max(a, b));
            if let (Some(short), Some(long)) = (curve.restricted_mean(a), curve.restricted_mean(b)) {
                prop_assert!(short.mean <= long.mean + 1e-9);
                prop_assert!(long.mean <= b && short.se >= 0.0);
            }
        }
    }
}
