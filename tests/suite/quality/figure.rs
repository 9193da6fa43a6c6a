//! A figure of agreement, and the page of all of them.

use std::fmt::Write;

/// How well a signal agrees with labels on one set of texts.
#[derive(Clone, Debug)]
pub struct Figure {
    /// The signal, as `Topics, lexicon`.
    pub signal: &'static str,
    /// The folder of the data and the part of it.
    pub data: String,
    /// What is given, as `macro-F1`.
    pub measure: &'static str,
    pub value: f64,
    /// The value it has to reach.
    pub at_least: Option<f64>,
    /// Texts it was measured on.
    pub texts: usize,
    /// Which part of the labels was looked at while the lists were written, in words.
    pub seen: &'static str,
}

impl Figure {
    pub fn is_met(&self) -> bool {
        self.at_least.is_none_or(|least| self.value >= least)
    }
}

/// The page, table by table of signals.
pub fn page(figures: &[Figure]) -> String {
    let mut page = String::from(HEAD);
    let mut signal = "";
    for figure in figures {
        if figure.signal != signal {
            signal = figure.signal;
            write!(page, "\n## {signal}\n\n{COLUMNS}").unwrap();
        }
        let least = figure.at_least.map_or_else(|| "".to_owned(), |least| format!("{least:.2}"));
        let Figure { data, measure, value, texts, seen, .. } = figure;
        writeln!(page, "| {data} | {measure} | {value:.3} | {least} | {texts} | {seen} |").unwrap();
    }
    page
}

const HEAD: &str = "# How well the signals of text agree with labels of others

Made by `UPDATE=1 cargo test --release --test suite quality` where the data is; a test that is part of
the suite holds the page and the bounds. The data is public and not part of this tree: each set is looked
for below `../shared/data`, in the folder that the tables name, and what is missing there is left out.

What these figures do not say:

- Topics in Russian and in Chinese are held against no labels, for there were none: their lists stand on
  sentences that we wrote ourselves, ten of each family and language, which the unit tests hold. Of Chinese
  the coverage on `jddc_sample` is known, and not whether it is right.
- AppleSupport's macro-F1 rests on 6 labelled texts of 200, and is an anecdote. SpotifyCares' rests on 75.
- Of dialogue only the signs of effort are measured, by who wrote the words
  that show them. No model tells who speaks: formats say so. Nothing has labels for repeats, questions asked
  again and questions left open, so of these only the share is given.
- The criteria of the rubric have no labels of others here. On a desk with manual reviews `review_agreement`
  holds them against those.
";

const COLUMNS: &str = "| data | measure | value | at least | texts | labels seen while writing |
|---|---|---|---|---|---|
";
