//! How labels that were given agree with the true ones.

/// How often each label was given to what is truly of each class.
///
/// A class is a number below their count; `None` stands for what is of no class, and for what no label
/// was given to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confusion {
    classes: usize,
    /// Row by row of the true class, that of no class last; so the columns of what was given.
    counts: Vec<u64>,
}

/// How well one class is found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClassAgreement {
    /// How many are truly of the class.
    pub actual: u64,
    /// How many were given its label.
    pub given: u64,
    /// Share that is right of what was given the label, 0..1; `None` where it was never given.
    pub precision: Option<f64>,
    /// Share of the class that was given its label, 0..1; `None` where nothing is of the class.
    pub recall: Option<f64>,
    /// Harmonic mean of the two, 0 where either is; `None` where the class neither is nor was given.
    pub f1: Option<f64>,
}

impl Confusion {
    pub fn new(classes: usize) -> Self {
        Self { classes, counts: vec![0; (classes + 1) * (classes + 1)] }
    }

    /// Counts pairs of the true and the given class.
    pub fn of(
        classes: usize,
        pairs: impl IntoIterator<Item = (Option<usize>, Option<usize>)>,
    ) -> Self {
        let mut confusion = Self::new(classes);
        pairs.into_iter().for_each(|(actual, given)| confusion.add(actual, given));
        confusion
    }

    /// Counts one more; a number that is no class counts as none.
    pub fn add(&mut self, actual: Option<usize>, given: Option<usize>) {
        self.add_many(actual, given, 1);
    }

    /// Counts so many more.
    pub fn add_many(&mut self, actual: Option<usize>, given: Option<usize>, more: u64) {
        let at = self.place(actual, given);
        if let Some(count) = self.counts.get_mut(at) {
            *count += more;
        }
    }

    /// How many of a true class were given a label.
    pub fn count(&self, actual: Option<usize>, given: Option<usize>) -> u64 {
        self.counts.get(self.place(actual, given)).copied().unwrap_or_default()
    }

    fn place(&self, actual: Option<usize>, given: Option<usize>) -> usize {
        let index = |class: Option<usize>| class.map_or(self.classes, |at| at.min(self.classes));
        index(actual) * (self.classes + 1) + index(given)
    }

    fn all(&self) -> impl Iterator<Item = Option<usize>> {
        (0..self.classes).map(Some).chain([None])
    }

    /// How many were counted.
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Share that was given any label, 0..1; `None` of nothing. The rest abstained.
    pub fn coverage(&self) -> Option<f64> {
        let without: u64 = self.all().map(|actual| self.count(actual, None)).sum();
        share(self.total() - without, self.total())
    }

    /// Share that is right of what was given a label, 0..1; `None` where none was.
    pub fn accuracy(&self) -> Option<f64> {
        let right = (0..self.classes).map(|class| self.count(Some(class), Some(class))).sum();
        let without: u64 = self.all().map(|actual| self.count(actual, None)).sum();
        share(right, self.total() - without)
    }

    /// How far labels agree with the true classes beyond what chance would make them, where both are
    /// told: 1 fully, 0 as by chance (Cohen 1960, "A coefficient of agreement for nominal scales").
    /// `None` where nothing has both, or where both only ever say the same one class.
    pub fn kappa(&self) -> Option<f64> {
        let classes = || 0..self.classes;
        let sum = |count: &dyn Fn(usize) -> u64| classes().map(count).sum::<u64>() as f64;
        let both = |actual: usize, given: usize| self.count(Some(actual), Some(given));
        let all = sum(&|actual| classes().map(|given| both(actual, given)).sum());
        let seen = sum(&|class| both(class, class)) / all;
        let chance = |class: usize| {
            let actual = sum(&|given| both(class, given));
            actual * sum(&|actual| both(actual, class))
        };
        let chance = classes().map(chance).sum::<f64>() / (all * all);
        Some((seen - chance) / (1.0 - chance)).filter(|kappa| kappa.is_finite())
    }

    /// How well a class is found.
    pub fn of_class(&self, class: usize) -> ClassAgreement {
        let right = self.count(Some(class), Some(class));
        let actual = self.all().map(|given| self.count(Some(class), given)).sum();
        let given = self.all().map(|actual| self.count(actual, Some(class))).sum();
        let f1 = share(2 * right, actual + given);
        let (precision, recall) = (share(right, given), share(right, actual));
        ClassAgreement { actual, given, precision, recall, f1 }
    }

    /// Mean F1 of the classes that are or were given, 0..1; `None` where there are none. What was
    /// given no label counts against the recall of its class.
    pub fn macro_f1(&self) -> Option<f64> {
        let scores: Vec<f64> =
            (0..self.classes).filter_map(|class| self.of_class(class).f1).collect();
        (!scores.is_empty()).then(|| scores.iter().sum::<f64>() / scores.len() as f64)
    }
}

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is truly so and what was given; 3 stands for none.
    const ACTUAL: [usize; 15] = [0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3];
    const GIVEN: [usize; 15] = [0, 0, 1, 3, 1, 1, 0, 2, 2, 3, 3, 1, 3, 0, 2];

    fn worked() -> Confusion {
        let class = |at: usize| (at < 3).then_some(at);
        Confusion::of(3, ACTUAL.into_iter().zip(GIVEN).map(|(a, g)| (class(a), class(g))))
    }

    /// Oracle: scikit-learn 1.9.1, `precision_recall_fscore_support` and `f1_score` with
    /// `labels=[0, 1, 2]` and `average="macro"`.
    #[test]
    fn agrees_with_the_oracle() {
        let confusion = worked();
        let near = |found: Option<f64>, right: f64| (found.unwrap() - right).abs() < 1e-8;
        let classes = [(0.5, 0.5, 0.5), (0.5, 0.66666667, 0.57142857), (0.66666667, 0.4, 0.5)];
        for (class, (precision, recall, f1)) in classes.into_iter().enumerate() {
            let agreement = confusion.of_class(class);
            assert!(near(agreement.precision, precision), "{agreement:?}");
            assert!(near(agreement.recall, recall), "{agreement:?}");
            assert!(near(agreement.f1, f1), "{agreement:?}");
        }
        assert!(near(confusion.macro_f1(), 0.5238095238095238));
        // `cohen_kappa_score` of the ten that have both labels.
        assert!(near(confusion.kappa(), 0.5));
    }

    /// Counted by hand.
    #[test]
    fn counts_coverage_and_accuracy() {
        let confusion = worked();
        assert_eq!(confusion.count(Some(2), None), 2);
        assert_eq!(confusion.count(None, Some(0)), 1);
        assert_eq!((confusion.of_class(2).actual, confusion.of_class(2).given), (5, 3));
        assert_eq!(confusion.total(), 15);
        assert_eq!(confusion.coverage(), Some(11.0 / 15.0));
        assert_eq!(confusion.accuracy(), Some(6.0 / 11.0));
    }

    #[test]
    fn what_was_not_seen_has_no_figure() {
        let nothing = Confusion::new(2);
        assert_eq!(
            (nothing.coverage(), nothing.accuracy(), nothing.macro_f1(), nothing.kappa()),
            (None, None, None, None)
        );
        assert_eq!(Confusion::of(2, [(Some(0), Some(0))]).kappa(), None);
        // The second class neither is nor was given, and a number beyond the classes is none.
        let one = Confusion::of(2, [(Some(0), Some(0)), (Some(0), None), (Some(9), None)]);
        assert_eq!(one.macro_f1(), Some(2.0 / 3.0));
        assert_eq!(one.of_class(1).f1, None);
        assert_eq!(one.of_class(0).precision, Some(1.0));
        let never_given = Confusion::of(1, [(Some(0), None)]);
        assert_eq!(never_given.of_class(0).precision, None);
        assert_eq!(never_given.macro_f1(), Some(0.0));
        assert_eq!(never_given.accuracy(), None);
    }
}
