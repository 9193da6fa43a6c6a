//! So many successes out of so many trials.

/// Successes out of trials, never more successes than trials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    successes: u32,
    trials: u32,
}

impl Tally {
    /// `None` when there are more successes than trials; no trials at all is a valid tally.
    pub fn new(successes: u32, trials: u32) -> Option<Self> {
        (successes <= trials).then_some(Self { successes, trials })
    }

    pub fn successes(self) -> f64 {
        f64::from(self.successes)
    }

    pub fn failures(self) -> f64 {
        f64::from(self.trials - self.successes)
    }

    pub fn trials(self) -> f64 {
        f64::from(self.trials)
    }

    /// Share of successes, 0..1; `None` without trials.
    pub fn share(self) -> Option<f64> {
        (self.trials > 0).then(|| self.successes() / self.trials())
    }
}

/// Tallies for the tests of this folder.
#[cfg(test)]
pub(super) mod examples {
    use super::Tally;
    use proptest::prelude::*;

    /// The ten units of the beta–binomial vector.
    pub const TEN_UNITS: [(u32, u32); 10] = [
        (45, 50),
        (38, 50),
        (27, 40),
        (60, 70),
        (12, 20),
        (5, 10),
        (88, 95),
        (20, 28),
        (9, 10),
        (33, 45),
    ];

    pub fn tallies(pairs: &[(u32, u32)]) -> Vec<Tally> {
        pairs.iter().map(|&(x, n)| Tally::new(x, n).unwrap()).collect()
    }

    /// Any tally of up to `most` trials; none and all of them successful come often.
    pub fn any_tally(most: u32) -> impl Strategy<Value = Tally> {
        let share = prop_oneof![1 => Just(0.0), 1 => Just(1.0), 8 => 0.0..=1.0_f64];
        (0..=most, share).prop_map(|(trials, share)| {
            let successes = (share * f64::from(trials)).round() as u32;
            Tally::new(successes, trials).unwrap()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn more_successes_than_trials_is_refused() {
        assert_eq!(Tally::new(6, 5), None);
        assert!(Tally::new(5, 5).is_some());
    }

    #[test]
    fn no_trials_have_no_share() {
        assert_eq!(Tally::new(0, 0).and_then(Tally::share), None);
        assert_eq!(Tally::new(1, 4).and_then(Tally::share), Some(0.25));
    }
}
