//! Where a falling function passes zero.

/// Close enough, for arguments of the order of one.
const TOLERANCE: f64 = 1e-13;

/// More halvings than a `f64` has bits.
const ROUNDS: usize = 80;

/// The argument between `low` and `high` at which the falling function `f` is zero; the end nearer
/// to it when `f` keeps its sign between them.
///
/// Ridders (1979): the bracket at least halves in each round, so it always comes to an end.
pub(super) fn crossing(f: impl Fn(f64) -> f64, low: f64, high: f64) -> f64 {
    let (mut low, mut high) = (low, high);
    let (mut at_low, mut at_high) = (f(low), f(high));
    if at_low <= 0.0 {
        return low;
    }
    if at_high >= 0.0 {
        return high;
    }
    let mut last = low;
    for _ in 0..ROUNDS {
        let middle = low.midpoint(high);
        let at_middle = f(middle);
        let slant = at_middle.hypot(at_low.sqrt() * (-at_high).sqrt());
        let guess = (middle + (middle - low) * (at_middle / slant)).clamp(low, high);
        let at_guess = f(guess);
        for (x, at_x) in [(middle, at_middle), (guess, at_guess)] {
            if at_x > 0.0 && x > low {
                (low, at_low) = (x, at_x);
            } else if at_x <= 0.0 && x < high {
                (high, at_high) = (x, at_x);
            }
        }
        if at_guess == 0.0 || (guess - last).abs() < TOLERANCE || high - low < TOLERANCE {
            return guess;
        }
        last = guess;
    }
    low.midpoint(high)
}

#[cfg(test)]
mod tests {
    use super::crossing;
    use proptest::prelude::*;

    #[test]
    fn a_function_that_keeps_its_sign_gives_the_nearer_end() {
        assert_eq!(crossing(|x| -1.0 - x, 0.0, 2.0), 0.0);
        assert_eq!(crossing(|x| 9.0 - x, 0.0, 2.0), 2.0);
    }

    proptest! {
        #[test]
        fn the_zero_is_found_however_steep_or_flat(
            zero in -8.0..8.0_f64, steepness in 0.01..500.0_f64,
        ) {
            for f in [
                |x: f64| -x.tanh(),
                |x: f64| -x.powi(3) - x,
                |x: f64| (-x).exp_m1(),
            ] {
                let found = crossing(|x| f((x - zero) * steepness), -10.0, 10.0);
                prop_assert!((found - zero).abs() < 1e-9, "{found} for {zero}");
            }
        }
    }
}
