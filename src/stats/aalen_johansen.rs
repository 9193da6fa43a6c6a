//! Times that end in one of several ways: the estimator of Aalen & Johansen.

/// To how many of all which of several causes has happened by which time, where some were only
/// followed for a while. Each cause keeps the others from happening.
///
/// Aalen & Johansen (1978), Scand. J. Statist. 5:141: `F_k(t) = Σ S(t−)·d_k/n` over the times up to
/// `t`, where `S` is the share to which nothing has happened yet.
#[derive(Clone, Debug, PartialEq)]
pub struct AalenJohansen<const CAUSES: usize> {
    steps: Vec<Step<CAUSES>>,
    last: f64,
}

/// A time at which something happened.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Step<const CAUSES: usize> {
    time: f64,
    /// From this time on.
    survival: f64,
    incidence: [f64; CAUSES],
}

impl<const CAUSES: usize> AalenJohansen<CAUSES> {
    /// From each one's time and the number of the cause that ended it, from 0, or `None` for one
    /// only followed until then; in any order. Who was followed until a time was at risk at it.
    ///
    /// `None` without any, where a time is negative or not finite, or a cause has no place.
    pub fn of(mut followed: Vec<(f64, Option<usize>)>) -> Option<Self> {
        let is_told = |(time, cause): &(f64, Option<usize>)| {
            time.is_finite() && *time >= 0.0 && cause.is_none_or(|cause| cause < CAUSES)
        };
        if !followed.iter().all(is_told) {
            return None;
        }
        followed.sort_unstable_by(|one, other| one.0.total_cmp(&other.0));
        let (last, _) = *followed.last()?;
        let mut steps = Vec::new();
        let (mut at_risk, mut survival, mut incidence) = (followed.len(), 1.0, [0.0; CAUSES]);
        for same in followed.chunk_by(|one, other| one.0 == other.0) {
            let mut events = 0;
            for (cause, share) in incidence.iter_mut().enumerate() {
                let mine = same.iter().filter(|(_, one)| *one == Some(cause)).count();
                *share = (*share + survival * mine as f64 / at_risk as f64).min(1.0);
                events += mine;
            }
            survival *= (at_risk - events) as f64 / at_risk as f64;
            if let Some((time, _)) = same.first().filter(|_| events > 0) {
                steps.push(Step { time: *time, survival, incidence });
            }
            at_risk -= same.len();
        }
        Some(Self { steps, last })
    }

    /// Share to which each of the causes has happened by a time, 0..1; `None` for a time beyond
    /// what anybody was followed for, unless something happened to all of them.
    pub fn incidence(&self, time: f64) -> Option<[f64; CAUSES]> {
        let before = self.steps.partition_point(|step| step.time <= time);
        let step = before.checked_sub(1).and_then(|place| self.steps.get(place));
        let is_over = self.steps.last().is_some_and(|step| step.survival <= 0.0);
        let is_known = time <= self.last || (is_over && time >= 0.0);
        is_known.then(|| step.map_or([0.0; CAUSES], |step| step.incidence))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::KaplanMeier;
    use proptest::prelude::*;

    const ANSWERED: usize = 0;
    const ABANDONED: usize = 1;

    fn twelve_calls() -> Vec<(f64, Option<usize>)> {
        let times = [0.5, 1.0, 1.0, 2.0, 2.5, 3.0, 4.0, 4.5, 6.0, 7.0, 8.0, 9.0];
        let causes = [1, 2, 1, 1, 2, 1, 0, 1, 2, 1, 0, 1usize];
        times.into_iter().zip(causes.map(|cause| cause.checked_sub(1))).collect()
    }

    /// Oracle: R's survival package (multi-state survfit); lifelines 0.30.3 agrees to nine digits.
    #[test]
    fn incidences_agree_with_r() {
        let calls = twelve_calls();
        let found = AalenJohansen::<2>::of(calls.clone()).unwrap();
        let alone = calls.into_iter().map(|(time, cause)| (time, cause == Some(ANSWERED)));
        let naive = KaplanMeier::of(alone.collect()).unwrap();
        for (time, answered, abandoned, overstated) in [
            (1.0, 0.166_666_67, 0.083_333_33, 0.166_666_67),
            (2.0, 0.25, 0.083_333_33, 0.259_259_26),
            (3.0, 0.333_333_33, 0.166_666_67, 0.365_079_37),
            (5.0, 0.433_333_33, 0.166_666_67, 0.492_063_49),
            (8.0, 0.533_333_33, 0.266_666_67, 0.661_375_66),
        ] {
            let shares = found.incidence(time).unwrap();
            assert!((shares[ANSWERED] - answered).abs() < 5e-9, "{time}: {shares:?}");
            assert!((shares[ABANDONED] - abandoned).abs() < 5e-9, "{time}: {shares:?}");
            let alone = 1.0 - naive.survival(time).unwrap();
            assert!((alone - overstated).abs() < 5e-9, "{time}: {alone}");
        }
    }

    /// Oracle: lifelines 0.30.3, `AalenJohansenFitter`.
    #[test]
    fn a_larger_sample_agrees_with_lifelines() {
        let mut number = 1usize;
        let mut calls = Vec::new();
        for place in 0..50 {
            number = (number * 37 + 11) % 101;
            calls
                .push((number as f64 + 1.0 + f64::from(place) * 1e-3, (number % 3).checked_sub(1)));
        }
        let found = AalenJohansen::<2>::of(calls).unwrap();
        for (time, first, second) in [
            (10.0, 0.04, 0.0),
            (30.0, 0.16, 0.04),
            (50.0, 0.24, 0.08),
            (80.0, 0.489_480_519_480_519_35, 0.220_746_753_246_753_3),
        ] {
            let shares = found.incidence(time).unwrap();
            assert!((shares[0] - first).abs() < 1e-12, "{time}: {shares:?}");
            assert!((shares[1] - second).abs() < 1e-12, "{time}: {shares:?}");
        }
    }

    #[test]
    fn what_cannot_be_followed_is_refused() {
        assert_eq!(AalenJohansen::<2>::of(Vec::new()), None);
        assert_eq!(AalenJohansen::<2>::of(vec![(1.0, Some(2))]), None);
        assert_eq!(AalenJohansen::<2>::of(vec![(f64::NAN, None)]), None);
        let open = AalenJohansen::<2>::of(vec![(1.0, Some(0)), (2.0, None)]).unwrap();
        assert_eq!(open.incidence(2.0), Some([0.5, 0.0]));
        assert_eq!(open.incidence(2.5), None);
    }

    fn calls(causes: usize) -> impl Strategy<Value = Vec<(f64, Option<usize>)>> {
        let cause = prop::option::of(0..causes);
        prop::collection::vec((0..40u32, cause), 1..60).prop_map(|calls| {
            calls.into_iter().map(|(time, cause)| (f64::from(time), cause)).collect()
        })
    }

    proptest! {
        #[test]
        fn incidences_and_survival_are_the_whole(calls in calls(3), at in 0.0..40.0) {
            let found = AalenJohansen::<3>::of(calls.clone()).unwrap();
            let any = calls.into_iter().map(|(time, cause)| (time, cause.is_some())).collect();
            let survival = KaplanMeier::of(any).unwrap().survival(at);
            let whole = found.incidence(at).map(|shares| shares.iter().sum::<f64>());
            prop_assert_eq!(whole.is_some(), survival.is_some());
            if let (Some(whole), Some(survival)) = (whole, survival) {
                prop_assert!((whole + survival - 1.0).abs() < 1e-12);
            }
        }

        #[test]
        fn one_cause_is_what_survival_leaves(calls in calls(1), at in 0.0..40.0) {
            let found = AalenJohansen::<1>::of(calls.clone()).unwrap().incidence(at);
            let pairs = calls.into_iter().map(|(time, cause)| (time, cause.is_some())).collect();
            let left = KaplanMeier::of(pairs).unwrap().survival(at);
            prop_assert_eq!(found.is_some(), left.is_some());
            if let (Some([share]), Some(left)) = (found, left) {
                prop_assert!((share - (1.0 - left)).abs() < 1e-12);
            }
        }

        #[test]
        fn incidences_only_grow_and_the_order_does_not_matter(
            calls in calls(2), a in 0.0..40.0, b in 0.0..40.0,
        ) {
            let found = AalenJohansen::<2>::of(calls.clone()).unwrap();
            let reversed = AalenJohansen::of(calls.into_iter().rev().collect()).unwrap();
            prop_assert_eq!(&found, &reversed);
            let (a, b): (f64, f64) = (f64::min(a, b), f64::max(a, b));
            if let (Some(early), Some(late)) = (found.incidence(a), found.incidence(b)) {
                for (early, late) in early.into_iter().zip(late) {
                    prop_assert!(0.0 <= early && early <= late && late <= 1.0);
                }
            }
        }
    }
}
