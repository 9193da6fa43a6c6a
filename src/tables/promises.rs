//! The table of promises, each to one conversation.

use polars::prelude::{LazyFrame, PolarsResult};

use super::published;
use super::scope::Scope;
use super::table::Table;
use crate::facts;
use crate::metrics::{Column, Subject};

/// The table.
pub struct Promises;

impl Table for Promises {
    fn name(&self) -> &'static str {
        "promises"
    }

    fn about(&self) -> &'static str {
        "One promise to one conversation: kept, broken (and by how much) or pending (and due when), \
         filed under the week in which its clock began. All promises of the input, in the order of \
         the facts."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["conversation_id", "promise", "promise_number"]
    }

    fn columns(&self) -> Vec<Column> {
        published::columns::<facts::Promises>(&[])
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        published::rows::<facts::Promises>(Subject::Promises, scope)
    }
}
