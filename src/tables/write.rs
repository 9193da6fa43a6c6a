//! A table as Parquet that tells its own story: a sentence for the table and for each column.

use std::io::Write;

use polars::prelude::{
    DataFrame, KeyValueMetadata, ParquetCompression, ParquetWriter, PolarsResult, StatisticsOptions,
};

use super::table::Table;

/// What the file says of itself: `caseload.table`, `caseload.about`, `caseload.grain`, and for each
/// column `caseload.column.NAME.unit` and `caseload.column.NAME.about`.
fn notes(table: &dyn Table) -> Vec<(String, String)> {
    let about = [
        ("caseload.table".to_owned(), table.name().to_owned()),
        ("caseload.about".to_owned(), table.about().to_owned()),
        ("caseload.grain".to_owned(), table.grain().join(",")),
    ];
    let columns = table.columns().into_iter().flat_map(|column| {
        let key = |what: &str| format!("caseload.column.{}.{what}", column.name);
        [(key("unit"), column.unit.word().to_owned()), (key("about"), column.about.clone())]
    });
    about.into_iter().chain(columns).collect()
}

/// Writes a table's rows as Parquet; returns the bytes written.
pub fn write(table: &dyn Table, frame: &mut DataFrame, out: impl Write) -> PolarsResult<u64> {
    ParquetWriter::new(out)
        .with_compression(ParquetCompression::Zstd(None))
        .with_statistics(StatisticsOptions::default())
        .with_key_value_metadata(Some(KeyValueMetadata::from_static(notes(table))))
        .finish(frame)
}
