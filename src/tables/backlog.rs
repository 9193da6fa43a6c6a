//! The instants at which the backlog is taken: the end of each week, or the data's end.

use polars::prelude::{PolarsResult, TimeUnit, col};

use super::scope::Scope;
use super::week::Week;
use crate::facts::Conversations;
use crate::model::Instant;

/// The last instant of each week from the first conversation on, and the data's end for the week it
/// lies in.
pub fn backlog_at(scope: &Scope) -> PolarsResult<Vec<Instant>> {
    let first = scope.facts.scan::<Conversations>()?.select([col("opened_at").min()]).collect()?;
    let first = first
        .column("opened_at")?
        .cast(&polars::prelude::DataType::Datetime(TimeUnit::Microseconds, None))?;
    let first = first.datetime()?.physical().get(0);
    let first = first.and_then(|at| Week::holding(Instant(at), scope.zone));
    let mut at = Vec::new();
    let mut week = first;
    while let Some(now) = week
        && let (Some(begins), Some(ends)) = (now.begins(scope.zone), now.ends(scope.zone))
        && begins <= scope.as_of
    {
        at.push(Instant(ends.0 - 1).min(scope.as_of));
        week = Some(now.plus(1)).filter(|next| *next > now);
    }
    Ok(at)
}
