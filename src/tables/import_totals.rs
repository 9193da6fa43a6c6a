//! The table of what became of all records of the input.

use polars::prelude::{DataFrame, IntoLazy, LazyFrame, PolarsResult};

use super::rows::Rows;
use super::scope::{ImportFile, Scope};
use super::table::Table;
use crate::metrics::Column;

/// The table.
pub struct ImportTotals;

impl Table for ImportTotals {
    fn name(&self) -> &'static str {
        "import_totals"
    }

    fn about(&self) -> &'static str {
        "What became of all records of the input, in one row: import_files added up. Without files there is none."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["file_count"]
    }

    fn columns(&self) -> Vec<Column> {
        vec![
            Column::count("file_count", "Files of the input."),
            Column::count("seen_count", "Records seen."),
            Column::count("kept_count", "Records kept in facts."),
            Column::count("ledger_count", "Records that are only in the ledger."),
            Column::share(
                "ledger_share",
                "Of the records seen, those that are; empty where none was seen.",
            ),
            Column::flag("is_complete", "Whether kept and ledger add up to seen, in every file."),
        ]
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let sum = |of: fn(&ImportFile) -> u64| scope.files.iter().map(of).sum::<u64>();
        let (seen, ledger) = (sum(|file| file.seen), sum(|file| file.dropped));
        let is_complete = scope.files.iter().all(|file| file.kept + file.dropped == file.seen);
        let one: &[()] = if scope.files.is_empty() { &[] } else { &[()] };
        let rows: DataFrame = Rows::of(one)
            .count("file_count", |()| Some(scope.files.len()))
            .count("seen_count", |()| Some(seen))
            .count("kept_count", |()| Some(sum(|file| file.kept)))
            .count("ledger_count", |()| Some(ledger))
            .number("ledger_share", |()| (seen > 0).then(|| ledger as f64 / seen as f64))
            .flag("is_complete", |()| Some(is_complete))
            .frame()?;
        Ok(rows.lazy())
    }
}

#[cfg(test)]
mod tests {
    use super::ImportTotals;
    use crate::metrics::Desk;
    use crate::tables::{ImportFile, build, sample};

    #[test]
    fn all_files_together_are_one_row() {
        let (_folder, mut scope) = sample::scope(&Desk::new(), 1);
        scope.files = [(10, 8, 2), (30, 28, 2)]
            .map(|(seen, kept, dropped)| ImportFile {
                seen,
                kept,
                dropped,
                ..ImportFile::default()
            })
            .into();
        let found = build(&ImportTotals, &scope).unwrap();
        let number = |name: &str| found.column(name).unwrap().get(0).unwrap().extract::<f64>();
        assert_eq!((number("seen_count"), number("ledger_count")), (Some(40.0), Some(4.0)));
        assert_eq!((number("ledger_share"), number("file_count")), (Some(0.1), Some(2.0)));
        scope.files.clear();
        let none = build(&ImportTotals, &scope).unwrap();
        assert_eq!(none.height(), 0);
        scope.files = vec![ImportFile::default()];
        let none = build(&ImportTotals, &scope).unwrap();
        assert_eq!((none.height(), none.column("ledger_share").unwrap().null_count()), (1, 1));
    }
}
