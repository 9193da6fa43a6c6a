//! From which probability on a label is believed.

/// What may be expected of a model: how texts fared while the model learnt without them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expected {
    /// Share of texts that are given a label, 0..1.
    pub coverage: f32,
    /// Share of the labels given that are right, 0..1; 0 where none is given.
    pub precision: f32,
}

/// What is less probable than this is more likely wrong than right.
const LEAST: f32 = 0.5;

/// The least probability from one half on from which at least `precision` of the labels are right, and
/// what it gives; of guesses as their probability and whether they are right, `None` for a text of which
/// nothing was known. Above 1 where no probability is good enough.
pub(super) fn threshold(guesses: &[Option<(f32, bool)>], precision: f64) -> (f32, Expected) {
    let mut sorted: Vec<(f32, bool)> = guesses.iter().flatten().copied().collect();
    sorted.retain(|(probability, _)| *probability >= LEAST);
    sorted.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let mut chosen = (2.0, Expected { coverage: 0.0, precision: 0.0 });
    let (mut given, mut right) = (0, 0);
    // Equal probabilities are believed or not together.
    for same in sorted.chunk_by(|(one, _), (other, _)| one == other) {
        given += same.len();
        right += same.iter().filter(|(_, is_right)| *is_right).count();
        let share = right as f64 / given as f64;
        if let Some((probability, _)) = same.first().filter(|_| share >= precision) {
            // Nothing speaks against what lies below the last.
            let least = if given == sorted.len() { LEAST } else { *probability };
            let coverage = given as f32 / guesses.len() as f32;
            chosen = (least, Expected { coverage, precision: share as f32 });
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_that_keeps_the_precision() {
        let guesses = [
            Some((0.9, true)),
            Some((0.3, true)),
            Some((0.8, false)),
            Some((0.7, true)),
            Some((0.65, true)),
            Some((0.6, false)),
            None,
            None,
        ];
        // From 0.65 on three of four are right, from one half on three of five.
        let (least, expected) = threshold(&guesses, 0.75);
        assert_eq!((least, expected), (0.65, Expected { coverage: 0.5, precision: 0.75 }));
        assert_eq!(threshold(&guesses, 0.9).0, 0.9);
        let (least, expected) = threshold(&guesses, 0.6);
        assert_eq!((least, expected), (0.5, Expected { coverage: 0.625, precision: 0.6 }));
    }

    #[test]
    fn equals_go_together_and_where_nothing_is_right_nothing_is_said() {
        let (least, expected) = threshold(&[Some((0.7, true)), Some((0.7, false))], 0.9);
        assert!(least > 1.0 && expected.coverage == 0.0);
        assert!(threshold(&[], 0.9).0 > 1.0 && threshold(&[Some((0.4, true))], 0.9).0 > 1.0);
    }
}
