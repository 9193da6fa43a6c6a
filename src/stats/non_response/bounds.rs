//! The shares that are possible, whatever those who did not answer would have said.

use crate::stats::{Interval, Tally};

/// Where the share of everybody asked must lie, if so many of the answers were favourable: from all
/// the silent being unfavourable to all of them being favourable, `r·p ≤ share ≤ r·p + 1 − r` with
/// r the share who answered (Manski 1989, J. Hum. Resour. 24:343). It is no interval of chance.
///
/// `None` where nobody was asked, or more answered than were asked.
pub fn bounds(answers: Tally, asked: u32) -> Option<Interval> {
    let asked = f64::from(asked);
    if asked <= 0.0 || answers.trials() > asked {
        return None;
    }
    let low = answers.successes() / asked;
    let high = (asked - answers.failures()) / asked;
    Some(Interval { low, high })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vector: 18% answer, 86% of them favourably.
    #[test]
    fn few_answers_leave_nearly_everything_possible() {
        let found = bounds(Tally::new(1548, 1800).unwrap(), 10_000).unwrap();
        assert!((found.low - 0.1548).abs() < 1e-12, "{found:?}");
        assert!((found.high - 0.9748).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn no_answer_leaves_everything_and_all_answers_nothing_open() {
        let none = bounds(Tally::new(0, 0).unwrap(), 5).unwrap();
        assert_eq!((none.low, none.high), (0.0, 1.0));
        let all = bounds(Tally::new(4, 5).unwrap(), 5).unwrap();
        assert_eq!((all.low, all.high), (0.8, 0.8));
        assert_eq!(bounds(Tally::new(0, 0).unwrap(), 0), None);
        assert_eq!(bounds(Tally::new(4, 6).unwrap(), 5), None);
    }
}
