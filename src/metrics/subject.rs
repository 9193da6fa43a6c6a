//! What measures are taken over: the rows, and the instant each row is filed under.

use polars::prelude::{Expr, LazyFrame, PolarsResult, col, lit};

use super::{backlog, censoring, first_contact_resolution};
use crate::facts::{Conversations, Facts, Promises, Ratings, Reviews, Turns, Verdicts};
use crate::model::{CallOutcome, Instant};

/// What one row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A conversation, filed under when it was opened.
    Conversations,
    /// A wait of a customer, filed under when it began.
    Turns,
    /// A rating, given or only offered, filed under when it was given.
    Ratings,
    /// A criterion judged by a reviewer, filed under when it was judged.
    Reviews,
    /// A promise to a conversation, filed under when its clock began.
    Promises,
    /// A conversation that was open at some instant, filed under that instant.
    Backlog,
    /// A first response or a resolution waited for, filed under when the conversation was opened.
    Followed,
    /// A criterion judged on a conversation, filed under when that was opened.
    Verdicts,
    /// A conversation in which the customer wrote something, filed under when it was opened.
    Said,
    /// A resolved conversation of a known customer, filed under when it was opened.
    Resolved,
}

impl Subject {
    pub const ALL: &'static [Subject] = &[
        Subject::Conversations,
        Subject::Turns,
        Subject::Ratings,
        Subject::Reviews,
        Subject::Promises,
        Subject::Backlog,
        Subject::Followed,
        Subject::Verdicts,
        Subject::Said,
        Subject::Resolved,
    ];

    /// One row, in words.
    pub const fn word(self) -> &'static str {
        match self {
            Subject::Conversations => "conversation",
            Subject::Turns => "wait of a customer",
            Subject::Ratings => "rating",
            Subject::Reviews => "verdict of a reviewer",
            Subject::Promises => "promise",
            Subject::Backlog => "conversation open at the end of a week",
            Subject::Followed => "first response or resolution waited for",
            Subject::Verdicts => "criterion judged on a conversation",
            Subject::Said => "conversation in which the customer wrote",
            Subject::Resolved => "resolved conversation of a known customer",
        }
    }

    /// The column with the instant that decides the week.
    pub const fn filed_at(self) -> &'static str {
        match self {
            Subject::Conversations
            | Subject::Verdicts
            | Subject::Said
            | Subject::Followed
            | Subject::Resolved => "opened_at",
            Subject::Promises => "began_at",
            Subject::Turns => "asked_at",
            Subject::Ratings | Subject::Reviews | Subject::Backlog => "counted_at",
        }
    }

    /// The rows. The backlog is taken at each of the instants; the last of them is the data's end.
    pub fn rows(self, facts: &Facts, at: &[Instant]) -> PolarsResult<LazyFrame> {
        match self {
            Subject::Conversations => facts.scan::<Conversations>(),
            Subject::Verdicts => facts.scan::<Verdicts>(),
            Subject::Said => {
                Ok(facts.scan::<Conversations>()?.filter(col("language").is_not_null()))
            }
            Subject::Turns => facts.scan::<Turns>(),
            Subject::Ratings => facts.scan::<Ratings>(),
            Subject::Reviews => facts.scan::<Reviews>(),
            Subject::Promises => facts.scan::<Promises>(),
            Subject::Backlog => backlog::open_at(facts, at),
            Subject::Resolved => first_contact_resolution::followed(facts, last(at)),
            Subject::Followed => {
                let end = last(at);
                censoring::followed(facts.scan::<Conversations>()?, end)
            }
        }
    }
}

/// The last of some instants.
fn last(at: &[Instant]) -> Instant {
    at.last().copied().unwrap_or(Instant(i64::MIN))
}

/// A call that its caller gave up.
pub(super) fn is_abandoned() -> Expr {
    col("outcome").eq_missing(lit(CallOutcome::Abandoned.word()))
}
