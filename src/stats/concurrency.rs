//! Time shared out over what is open at the same time.

/// For each stretch of time, from its beginning to its end, the part of it that is its own: while
/// `c` of them are open each is given `1 / c` of the time. Together they are the time in which at
/// least one was open. What ends before it begins has none. In the unit of the stretches, in their
/// order.
pub fn apportioned(stretches: &[(f64, f64)]) -> Vec<f64> {
    let real = || stretches.iter().filter(|(began, ended)| began < ended);
    let mut begun: Vec<f64> = real().map(|(began, _)| *began).collect();
    let mut over: Vec<f64> = real().map(|(_, ended)| *ended).collect();
    begun.sort_unstable_by(f64::total_cmp);
    over.sort_unstable_by(f64::total_cmp);
    // The time given to something that was open from the first beginning on, at each change.
    let mut shares: Vec<(f64, f64)> = Vec::new();
    let (mut begun, mut over) = (begun.into_iter().peekable(), over.into_iter().peekable());
    let (mut open, mut given) = (0u32, 0.0);
    while let Some(end) = over.peek().copied() {
        let begins = begun.next_if(|begin| *begin <= end);
        let at = begins.or_else(|| over.next()).unwrap_or(end);
        let since = shares.last().map_or(at, |(at, _)| *at);
        if open > 0 {
            given += (at - since) / f64::from(open);
        }
        open = if begins.is_some() { open + 1 } else { open.saturating_sub(1) };
        match shares.last_mut().filter(|(last, _)| *last == at) {
            Some(last) => last.1 = given,
            None => shares.push((at, given)),
        }
    }
    let given = |at: f64| {
        let place = shares.partition_point(|(then, _)| *then < at);
        shares.get(place).map_or(0.0, |(_, given)| *given)
    };
    let own = |&(began, ended): &(f64, f64)| {
        if began < ended { given(ended) - given(began) } else { 0.0 }
    };
    stretches.iter().map(own).collect()
}

#[cfg(test)]
mod tests {
    use super::apportioned;
    use proptest::prelude::*;

    #[test]
    fn three_chats_share_the_time_in_which_they_are_open_together() {
        let own = apportioned(&[(0.0, 10.0), (4.0, 12.0), (11.0, 15.0)]);
        assert_eq!(own, [7.0, 4.5, 3.5]);
        let busy: f64 = own.iter().sum();
        assert!((22.0_f64 / busy - 1.466_667).abs() < 5e-7);
    }

    #[test]
    fn what_takes_no_time_gets_none() {
        assert_eq!(apportioned(&[(3.0, 3.0), (5.0, 4.0), (0.0, 10.0)]), [0.0, 0.0, 10.0]);
        assert!(apportioned(&[]).is_empty());
    }

    proptest! {
        /// Counted second by second.
        #[test]
        fn parts_add_up_to_the_time_in_which_anything_was_open(
            stretches in prop::collection::vec((0..80u32, 0..30u32), 0..12),
        ) {
            let stretches: Vec<_> =
                stretches.into_iter().map(|(from, long)| (from, from + long)).collect();
            let plain: Vec<_> =
                stretches.iter().map(|(from, to)| (f64::from(*from), f64::from(*to))).collect();
            let mut expected = vec![0.0; stretches.len()];
            let mut busy = 0.0;
            for second in 0..110 {
                let is_open = |one: &(u32, u32)| (one.0..one.1).contains(&second);
                let open = stretches.iter().filter(|one| is_open(one)).count();
                busy += f64::from(u8::from(open > 0));
                for (own, one) in expected.iter_mut().zip(&stretches) {
                    *own += if is_open(one) { 1.0 / open as f64 } else { 0.0 };
                }
            }
            let own = apportioned(&plain);
            for (own, expected) in own.iter().zip(&expected) {
                prop_assert!((own - expected).abs() < 1e-9, "{:?} {:?}", own, expected);
            }
            prop_assert!((own.iter().sum::<f64>() - busy).abs() < 1e-9);
        }
    }
}
