//! The table of what the ledger holds, summed up by file and kind.

use polars::prelude::{LazyFrame, PolarsResult, col, len, lit};

use super::scope::Scope;
use super::table::Table;
use super::weekly;
use crate::facts::Issues;
use crate::metrics::Column;
use crate::model::IssueKind;

/// The table.
pub struct ImportIssues;

/// The word for entries that mean a whole record.
const WHOLE_RECORD: &str = "whole record";

impl Table for ImportIssues {
    fn name(&self) -> &'static str {
        "import_issues"
    }

    fn about(&self) -> &'static str {
        "One kind of thing that was noticed in one field of one file's records, how often, and the \
         first place. Each single entry is in the facts' issues."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["file", "record", "field", "kind", "effect"]
    }

    fn columns(&self) -> Vec<Column> {
        vec![
            Column::text("file", "The file, as the input names it."),
            Column::text("record", "Kind of record."),
            Column::text("field", "The field, or `whole record`."),
            Column::text("kind", "What was noticed."),
            Column::text("effect", "dropped, emptied (the field) or kept."),
            Column::text("about", "What was noticed, in a sentence."),
            Column::flag("is_bad", "Whether it counts against the run's tolerance."),
            Column::count("issue_count", "How often."),
            Column::text("place_unit", "What the place counts: line, row, message, …"),
            Column::whole("first_place", "Where in the file it was first noticed, from 1."),
            Column::text("first_seen", "What stood there, without what could name a customer."),
        ]
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let issues = scope.facts.scan::<Issues>()?.with_columns([
            col("file").fill_null(lit("")),
            col("field").fill_null(lit(WHOLE_RECORD)),
        ]);
        let keys: Vec<_> = self.grain().iter().map(|key| col(*key)).collect();
        let first = |column: &str| col(column).sort_by([col("place")], Default::default()).first();
        let groups = issues.group_by(keys).agg([
            col("is_bad").any(true).alias("is_bad"),
            len().alias("issue_count"),
            first("place_unit").alias("place_unit"),
            col("place").min().alias("first_place"),
            first("seen").alias("first_seen"),
        ]);
        let about = IssueKind::ALL.iter().map(|kind| (kind.word(), kind.about()));
        let about = weekly::by_word("kind", about.collect::<Vec<_>>()).alias("about");
        Ok(weekly::sorted(groups.with_column(about), self.grain()))
    }
}
