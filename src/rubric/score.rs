//! What a conversation's verdicts come to.

use super::verdict::Verdict;
use crate::model::Outcome;

/// The verdicts of one conversation, weighed.
///
/// What is not applicable is in neither count. Critical criteria are a gate of their own: they are in
/// no share, and a failure of one takes nothing from it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// Weight met of the weight judged, 0 to 1; `None` where nothing that weighs was judged.
    pub share: Option<f64>,
    /// Criteria met, of those with a weight that are not critical.
    pub met: usize,
    /// Criteria met or missed, of the same.
    pub judged: usize,
    /// The weight of those judged.
    pub weight: f64,
    /// Critical criteria missed.
    pub failed_critical: usize,
}

impl Score {
    /// Weighs verdicts, each with its criterion's weight and whether that is critical.
    pub fn of<'v, 'c: 'v>(
        verdicts: impl IntoIterator<Item = (&'v Verdict<'c>, f64, bool)>,
    ) -> Self {
        let mut score = Self::default();
        let mut met = 0.0;
        for (verdict, weight, is_critical) in verdicts {
            let is_met = match verdict.outcome {
                Outcome::Met => true,
                Outcome::Missed => false,
                Outcome::NotApplicable => continue,
            };
            if is_critical {
                score.failed_critical += usize::from(!is_met);
            } else if weight > 0.0 {
                score.judged += 1;
                score.weight += weight;
                score.met += usize::from(is_met);
                met += if is_met { weight } else { 0.0 };
            }
        }
        score.share = (score.weight > 0.0).then(|| met / score.weight);
        score
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(outcome: Outcome) -> Verdict<'static> {
        Verdict { outcome, ..Verdict::not_applicable() }
    }

    #[test]
    fn what_is_not_applicable_and_what_is_critical_stay_out_of_the_share() {
        let [met, missed, none] =
            [Outcome::Met, Outcome::Missed, Outcome::NotApplicable].map(verdict);
        let score = Score::of([
            (&met, 3.0, false),
            (&missed, 1.0, false),
            (&none, 5.0, false),
            (&missed, 0.0, false),
            (&missed, 2.0, true),
            (&met, 2.0, true),
        ]);
        let expected =
            Score { share: Some(0.75), met: 1, judged: 2, weight: 4.0, failed_critical: 1 };
        assert_eq!(score, expected);
    }

    #[test]
    fn nothing_judged_has_no_share() {
        let (none, missed) = (verdict(Outcome::NotApplicable), verdict(Outcome::Missed));
        assert_eq!(Score::of([]), Score::default());
        let score = Score::of([(&none, 1.0, false), (&missed, 1.0, true)]);
        assert_eq!((score.share, score.judged, score.failed_critical), (None, 0, 1));
    }
}
