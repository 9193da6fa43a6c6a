//! What two raters, or a rule and a rater, made of the same units.

/// How often one said this category and the other that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confusion {
    categories: usize,
    /// Rows are the one whose word is taken as right, columns the other.
    counts: Vec<u64>,
}

impl Confusion {
    /// Of pairs of category numbers from 0, the one taken as right first. `None` where a number has
    /// no category.
    pub fn of(categories: usize, pairs: impl IntoIterator<Item = (usize, usize)>) -> Option<Self> {
        let mut counts = vec![0; categories * categories];
        for (right, said) in pairs {
            if right >= categories || said >= categories {
                return None;
            }
            *counts.get_mut(right * categories + said)? += 1;
        }
        Some(Self { categories, counts })
    }

    /// How often `said` was said where `right` was right.
    pub fn count(&self, right: usize, said: usize) -> u64 {
        let is_known = said < self.categories;
        let place = right * self.categories + said;
        self.counts.get(place).copied().filter(|_| is_known).unwrap_or(0)
    }

    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    fn on_diagonal(&self) -> u64 {
        (0..self.categories).map(|category| self.count(category, category)).sum()
    }

    fn right(&self, category: usize) -> u64 {
        (0..self.categories).map(|said| self.count(category, said)).sum()
    }

    fn said(&self, category: usize) -> u64 {
        (0..self.categories).map(|right| self.count(right, category)).sum()
    }

    /// Share of all on which both said the same, 0..1; `None` of nothing.
    pub fn accuracy(&self) -> Option<f64> {
        share(self.on_diagonal(), self.total())
    }

    /// Share of those said to be of a category that are; `None` where none was said to be.
    pub fn precision(&self, category: usize) -> Option<f64> {
        share(self.count(category, category), self.said(category))
    }

    /// Share of those of a category that were said to be; `None` where there are none.
    pub fn recall(&self, category: usize) -> Option<f64> {
        share(self.count(category, category), self.right(category))
    }

    /// Harmonic mean of precision and recall, 0..1; `None` where neither said the category.
    pub fn f1(&self, category: usize) -> Option<f64> {
        share(2 * self.count(category, category), self.right(category) + self.said(category))
    }

    /// Mean F1 of the categories that either said; `None` of nothing.
    pub fn macro_f1(&self) -> Option<f64> {
        let each: Vec<f64> =
            (0..self.categories).filter_map(|category| self.f1(category)).collect();
        (!each.is_empty()).then(|| each.iter().sum::<f64>() / each.len() as f64)
    }

    /// Cohen's kappa (1960), `(p_o − p_e)/(1 − p_e)`; `None` of nothing, or where both said one and
    /// the same category throughout.
    pub fn kappa(&self) -> Option<f64> {
        let n = self.total() as f64;
        let observed = self.accuracy()?;
        let expected: f64 = (0..self.categories)
            .map(|category| self.right(category) as f64 * self.said(category) as f64 / (n * n))
            .sum();
        (expected < 1.0).then(|| (observed - expected) / (1.0 - expected))
    }
}

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

#[cfg(test)]
mod tests {
    use super::Confusion;

    /// Oracle: scikit-learn's documented example, `cohen_kappa_score` and
    /// `classification_report` on the same pairs.
    #[test]
    fn scores_agree_with_scikit_learn() {
        let pairs = [(2, 0), (0, 0), (2, 2), (2, 2), (0, 0), (1, 2)];
        let found = Confusion::of(3, pairs).unwrap();
        assert_eq!((found.count(2, 0), found.count(2, 2), found.count(0, 3)), (1, 2, 0));
        assert!((found.accuracy().unwrap() - 4.0 / 6.0).abs() < 1e-12);
        assert!((found.kappa().unwrap() - 0.428_571_428_571_428_6).abs() < 1e-12);
        for (category, precision, recall, f1) in [
            (0, Some(2.0 / 3.0), Some(1.0), Some(0.8)),
            (1, None, Some(0.0), Some(0.0)),
            (2, Some(2.0 / 3.0), Some(2.0 / 3.0), Some(2.0 / 3.0)),
        ] {
            assert_eq!(found.precision(category), precision);
            assert_eq!(found.recall(category), recall);
            assert_eq!(found.f1(category), f1);
        }
        assert!((found.macro_f1().unwrap() - 0.488_888_888_888_888_9).abs() < 1e-12);
    }

    #[test]
    fn nothing_said_has_no_scores() {
        let nothing = Confusion::of(2, []).unwrap();
        assert_eq!((nothing.accuracy(), nothing.kappa(), nothing.macro_f1()), (None, None, None));
        assert_eq!(Confusion::of(2, [(0, 2)]), None);
        let one = Confusion::of(2, [(1, 1), (1, 1)]).unwrap();
        assert_eq!((one.kappa(), one.accuracy()), (None, Some(1.0)));
    }
}
