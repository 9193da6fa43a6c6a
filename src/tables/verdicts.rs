//! The table of verdicts on the reported week's conversations.

use polars::prelude::{LazyFrame, PolarsResult, col};

use super::published;
use super::scope::Scope;
use super::table::Table;
use super::weekly;
use crate::facts;
use crate::metrics::{Column, Subject};

/// The table.
pub struct Verdicts;

impl Table for Verdicts {
    fn name(&self) -> &'static str {
        "verdicts"
    }

    fn about(&self) -> &'static str {
        "One criterion of the rubric, met or missed in one conversation that was opened in the reported \
         week, with the message that shows it. Where it is not applicable there is no row; those of all \
         weeks are in the fact of the same name."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["conversation_id", "criterion"]
    }

    fn columns(&self) -> Vec<Column> {
        published::columns::<facts::Verdicts>(&[])
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let rows = published::rows::<facts::Verdicts>(Subject::Verdicts, scope)?;
        Ok(weekly::sorted(rows.filter(col("is_report_week")), self.grain()))
    }
}
