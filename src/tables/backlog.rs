//! The instants at which the backlog is taken: the end of each week or day, or the data's end.

use chrono::NaiveDate;
use polars::prelude::{PolarsResult, TimeUnit, col};

use super::day;
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

/// Each day of the trailing window up to the data's end with its last instant, or the data's end for
/// the day it lies in.
pub fn backlog_days(scope: &Scope) -> Vec<(NaiveDate, Instant)> {
    let (first, after) = (scope.window_from().monday(), scope.week.plus(1).monday());
    let days = first.iter_days().take_while(|date| *date < after).filter_map(|date| {
        Some((date, day::begins(date, scope.zone)?, day::ends(date, scope.zone)?))
    });
    let known = days.take_while(|(_, begins, _)| *begins <= scope.as_of);
    known.map(|(date, _, ends)| (date, Instant(ends.0 - 1).min(scope.as_of))).collect()
}
