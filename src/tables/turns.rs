//! The table of turns: waits of customers and their answers.

use polars::prelude::{LazyFrame, PolarsResult};

use super::published;
use super::scope::Scope;
use super::table::Table;
use crate::facts;
use crate::metrics::{Column, Subject};

/// The table.
pub struct Turns;

impl Table for Turns {
    fn name(&self) -> &'static str {
        "turns"
    }

    fn about(&self) -> &'static str {
        "One wait of a customer, from the first unanswered message to the next reply by a person, \
         filed under the week it began in. All waits of the input, in the order of the facts."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["conversation_id", "turn_number"]
    }

    fn columns(&self) -> Vec<Column> {
        published::columns::<facts::Turns>(&[])
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        published::rows::<facts::Turns>(Subject::Turns, scope)
    }
}
