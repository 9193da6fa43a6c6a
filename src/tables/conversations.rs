//! The table of conversations.

use polars::prelude::{LazyFrame, PolarsResult};

use super::published;
use super::scope::Scope;
use super::table::Table;
use crate::facts;
use crate::metrics::{Column, Subject};

/// The table.
pub struct Conversations;

/// Columns of the fact that are not published, as they tell customers apart.
const LEFT_OUT: [&str; 1] = ["customer_id"];

impl Table for Conversations {
    fn name(&self) -> &'static str {
        "conversations"
    }

    fn about(&self) -> &'static str {
        "One conversation in its newest state, without what tells customers apart, filed under the \
         week it was opened in. All conversations of the input, in the order of the facts."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["conversation_id"]
    }

    fn columns(&self) -> Vec<Column> {
        published::columns::<facts::Conversations>(&LEFT_OUT)
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        published::rows::<facts::Conversations>(Subject::Conversations, scope)
    }
}
