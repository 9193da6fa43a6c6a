//! The automatic verdicts as other tables look at them.

use polars::prelude::{DataType, LazyFrame, PolarsResult, col};

use super::scope::Scope;

/// The word for a verdict that a person should look at.
pub const UNSURE: &str = "unsure";

/// Verdicts of the rubric by conversation and criterion: `conversation_id`, `criterion`, `verdict` and
/// `certainty`, all words. `None` where the run judged none.
pub fn verdicts(scope: &Scope) -> PolarsResult<Option<LazyFrame>> {
    let word = |name| col(name).cast(DataType::String);
    let columns = ["conversation_id", "criterion", "verdict", "certainty"].map(word);
    Ok(scope.facts.scan_if_there("verdicts")?.map(|rows| rows.select(columns)))
}

/// A fact `verdicts` as the rubric would have left it, for tests.
#[cfg(test)]
pub mod made_up {
    use polars::prelude::{DataFrame, IntoColumn, NamedFrom, ParquetWriter, Series};

    use crate::facts::Facts;

    /// Conversation, criterion, verdict and certainty.
    pub type Row = [String; 4];

    /// Writes the fact among the others.
    pub fn write(facts: &Facts, rows: &[Row]) {
        let names = ["conversation_id", "criterion", "verdict", "certainty"];
        let column = |(place, name): (usize, &str)| {
            let texts = rows.iter().map(|row| row[place].as_str()).collect::<Vec<_>>();
            Series::new(name.into(), texts).into_column()
        };
        let columns = names.into_iter().enumerate().map(column).collect();
        let mut frame = DataFrame::new(rows.len(), columns).unwrap();
        let file = std::fs::File::create(facts.path("verdicts")).unwrap();
        ParquetWriter::new(file).finish(&mut frame).unwrap();
    }
}
