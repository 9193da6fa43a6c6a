//! A fact `verdicts` as the rubric might have left it, for tests.

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
