//! The table of the input's files.

use polars::prelude::{DataFrame, IntoLazy, LazyFrame, NamedFrom, PolarsResult, Series};

use super::scope::{ImportFile, Scope};
use super::table::Table;
use super::weekly;
use crate::metrics::{Column, Kind};
use crate::model::Unit;

/// The table.
pub struct ImportFiles;

impl Table for ImportFiles {
    fn name(&self) -> &'static str {
        "import_files"
    }

    fn about(&self) -> &'static str {
        "One file of the input and what became of its records: seen = kept + in the ledger."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["file"]
    }

    fn columns(&self) -> Vec<Column> {
        vec![
            Column::text("file", "The file, as the input names it."),
            Column::text("source", "Name of the source that the input's settings give."),
            Column::text("format", "The format that it was read as."),
            Column::new("size_bytes", Kind::Count, Unit::Bytes, "Its size on disk."),
            Column::count("seen_count", "Records seen."),
            Column::count("kept_count", "Records kept in facts."),
            Column::count("ledger_count", "Records that are only in the ledger."),
            Column::count("bad_count", "Entries of the ledger that speak against the file."),
            Column::text("blake3", "Hash of its bytes."),
        ]
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let text = |name: &str, of: fn(&ImportFile) -> &str| {
            Series::new(name.into(), scope.files.iter().map(of).collect::<Vec<_>>()).into()
        };
        let whole = |name: &str, of: fn(&ImportFile) -> u64| {
            let whole = scope.files.iter().map(|file| i64::try_from(of(file)).ok());
            Series::new(name.into(), whole.collect::<Vec<_>>()).into()
        };
        let columns = vec![
            text("file", |file| &file.name),
            text("source", |file| &file.source),
            text("format", |file| &file.format),
            whole("size_bytes", |file| file.bytes),
            whole("seen_count", |file| file.seen),
            whole("kept_count", |file| file.kept),
            whole("ledger_count", |file| file.dropped),
            whole("bad_count", |file| file.bad),
            text("blake3", |file| &file.blake3),
        ];
        Ok(weekly::sorted(DataFrame::new(scope.files.len(), columns)?.lazy(), self.grain()))
    }
}
