//! The ranks that a unit may have.

use statrs::distribution::{ContinuousCDF, Normal};

use crate::stats::{Estimate, Level};

/// The best and the worst rank that is not excluded, 1 to K.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RankSet {
    pub best: usize,
    pub worst: usize,
}

/// For each unit the ranks it may have, in the order given. All units' true ranks lie in their sets
/// at once with at least the probability of the level. The estimates are the units' own, not shrunk
/// ones, for the tests need the errors of estimation.
///
/// Every ordered pair is tested for the first being above the second, one-sided, and Holm's (1979,
/// Scand. J. Stat. 6:65) steps keep the chance of any false finding among the K(K−1) within what the
/// level leaves. A unit with so many found above it and so many below has the ranks from the one
/// count plus 1 to K less the other. The sets are somewhat wider than those of Mogstad, Romano,
/// Shaikh & Wilhelm (2024, Rev. Econ. Stud. 91:476), who use the tests' correlation and draw
/// random numbers for it.
pub fn rank_sets(units: &[Estimate], level: Level) -> Vec<RankSet> {
    let k = units.len();
    let mut pairs = Vec::with_capacity(k * k.saturating_sub(1) / 2);
    for (one, unit) in units.iter().enumerate() {
        for (other, peer) in units.iter().enumerate().skip(one + 1) {
            let z = (unit.value() - peer.value()) / (unit.variance() + peer.variance()).sqrt();
            pairs.push(if z >= 0.0 { (z, one, other) } else { (-z, other, one) });
        }
    }
    pairs.sort_by(|one, next| next.0.total_cmp(&one.0));
    let mut sets = vec![RankSet { best: 1, worst: k }; k];
    let error = 2.0 * level.tail();
    let tests = k * k.saturating_sub(1);
    for (place, (z, better, worse)) in pairs.into_iter().enumerate() {
        if Normal::standard().sf(z) > error / (tests - place) as f64 {
            break;
        }
        if let Some(set) = sets.get_mut(better) {
            set.worst -= 1;
        }
        if let Some(set) = sets.get_mut(worse) {
            set.best += 1;
        }
    }
    sets
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::expected::examples::{any_units, eight_alone};
    use super::*;

    /// Oracle: R `p.adjust(method = "holm")` over all pairs. The sets of the R package csranks are
    /// (1,6) (2,8) (4,8) (1,6) (4,8) (1,8) (1,4) (3,8), each within these.
    #[test]
    fn rank_sets_agree_with_holm_in_r() {
        let expected = [(1, 8), (2, 8), (3, 8), (1, 6), (3, 8), (1, 8), (1, 4), (2, 8)];
        let found = rank_sets(&eight_alone(), Level::P95);
        let found: Vec<_> = found.into_iter().map(|set| (set.best, set.worst)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn few_units_have_all_their_ranks() {
        assert_eq!(rank_sets(&[], Level::P95), Vec::new());
        let one = [Estimate::new(1.0, 1.0).unwrap()];
        assert_eq!(rank_sets(&one, Level::P95), [RankSet { best: 1, worst: 1 }]);
        let same = [one[0]; 4];
        assert_eq!(rank_sets(&same, Level::P95), [RankSet { best: 1, worst: 4 }; 4]);
    }

    proptest! {
        #[test]
        fn a_rank_set_is_never_empty_and_a_surer_one_never_smaller(units in any_units()) {
            let sure = rank_sets(&units, Level::P95);
            for (wide, narrow) in sure.into_iter().zip(rank_sets(&units, Level::P80)) {
                prop_assert!(1 <= wide.best && wide.best <= narrow.best);
                prop_assert!(narrow.best <= narrow.worst && narrow.worst <= wide.worst);
                prop_assert!(wide.worst <= units.len());
            }
        }
    }
}
