//! The table of weeks as they stood when they closed, so that weeks compare at equal age.

use polars::prelude::{
    Column as Values, DataType, Expr, Field, Int64Chunked, IntoColumn, LazyFrame, NewChunkedArray,
    PolarsResult, Schema, col, lit, when,
};

use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;

use super::scope::Scope;
use super::table::Table;
use super::week::Week;
use super::weekly;
use crate::metrics::{Column, Kind, Measured, Subject};
use crate::model::{Instant, PromiseKind};

/// The table.
pub struct WeeklyAtClose;

const KEYS: [&str; 2] = ["channel", "week_on"];

/// The measures of conversations that grow as a week gets older, and their number.
const RIPENING: [&str; 4] = ["volume", "first_response", "resolution", "time_to_resolve"];

/// What it measures, by what it is taken over.
fn measured() -> Vec<(Subject, Vec<Measured>)> {
    let of = |subject, is_meant: fn(&str) -> bool| {
        let metrics = weekly::of_subject(subject).filter(|metric| is_meant(metric.name()));
        (subject, metrics.flat_map(|metric| metric.measured()).collect::<Vec<_>>())
    };
    vec![
        of(Subject::Conversations, |name| RIPENING.contains(&name)),
        of(Subject::Promises, |_| true),
    ]
}

impl Table for WeeklyAtClose {
    fn name(&self) -> &'static str {
        "weekly_at_close"
    }

    fn about(&self) -> &'static str {
        "One channel (or all of them) in one week, as a report made when the week closed would have \
         had it: what was answered or resolved later counts as open, and first responses promised \
         are judged by that hour, in the week that goes on by the data's end. So an older week has no head start on a younger one. A ticket that \
         was resolved by then and has been taken up since counts as open."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["channel", "week"]
    }

    fn columns(&self) -> Vec<Column> {
        let measured = measured().into_iter().flat_map(|(_, measured)| measured);
        let measured: Vec<Measured> = measured.collect();
        let first = weekly::channel_columns();
        first.chain(weekly::measured_columns(&measured)).collect()
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let mut groups = Vec::new();
        for (subject, measured) in measured() {
            let rows = weekly::filed(subject, subject.rows(&scope.facts, &[])?, scope);
            let rows = rows.with_column(closes_at(scope.zone, scope.as_of));
            let rows = match subject {
                Subject::Promises => {
                    let first = PromiseKind::FirstResponse.word();
                    promises(rows.filter(col("promise").eq(lit(first))))
                }
                _ => conversations(rows),
            };
            groups.push(weekly::measured_by_channel(rows, &["week_on"], &measured)?);
        }
        let measured: Vec<Measured> = measured().into_iter().flat_map(|(_, one)| one).collect();
        let rows = weekly::side_by_side(groups, &KEYS, &measured);
        Ok(weekly::sorted(rows.with_columns(weekly::week_columns(scope)), self.grain()))
    }
}

/// When the row's week closed, or the data's end where that is earlier.
fn closes_at(zone: Tz, end: Instant) -> Expr {
    let instant =
        |_: &Schema, _: &Field| Ok(Field::new("closes_at".into(), Kind::Instant.data_type()));
    col("week_on").map(move |mondays| ends(&mondays, zone, end), instant).alias("closes_at")
}

fn ends(mondays: &Values, zone: Tz, last: Instant) -> PolarsResult<Values> {
    let mondays = mondays.cast(&DataType::Int32)?;
    let mut known: Option<(i32, Option<i64>)> = None;
    let end = |days: i32| {
        let monday = NaiveDate::default().checked_add_signed(TimeDelta::days(days.into()))?;
        Some(Week::of(monday).ends(zone)?.min(last).0)
    };
    let each = mondays.i32()?.iter().map(|days| match (days?, known) {
        (days, Some((before, end))) if days == before => end,
        (days, _) => {
            let end = end(days);
            known = Some((days, end));
            end
        }
    });
    let ends = Int64Chunked::from_iter_options("closes_at".into(), each);
    ends.into_column().cast(&Kind::Instant.data_type())
}

/// A column's value unless what it is about came later.
fn if_by_then(column: &str, at: &str) -> Expr {
    when(col(at).lt_eq(col("closes_at")))
        .then(col(column))
        .otherwise(weekly::missing())
        .alias(column)
}

fn conversations(rows: LazyFrame) -> LazyFrame {
    let is_later = col("resolved_at").gt(col("closes_at"));
    let was_resolved = when(is_later.and(col("is_resolved").is_not_null()))
        .then(lit(false))
        .otherwise(col("is_resolved"))
        .alias("is_resolved");
    rows.with_columns([
        if_by_then("first_response_began_at", "first_response_began_at"),
        if_by_then("first_response_seconds", "first_response_at"),
        if_by_then("first_response_business_seconds", "first_response_at"),
        if_by_then("first_resolve_seconds", "first_resolved_at"),
        if_by_then("resolve_seconds", "resolved_at"),
        if_by_then("resolve_business_seconds", "resolved_at"),
        was_resolved,
    ])
}

/// Judged by the hour at which the week closed.
fn promises(rows: LazyFrame) -> LazyFrame {
    let is_over = col("ended_at").lt_eq(col("closes_at")).fill_null(lit(false));
    let was_due = col("due_at").lt_eq(col("closes_at")).fill_null(lit(false));
    let is_kept = when(is_over.clone())
        .then(col("is_kept"))
        .when(was_due.clone())
        .then(lit(false))
        .otherwise(weekly::missing());
    rows.with_columns([is_kept.alias("is_kept"), is_over.or(was_due).not().alias("is_pending")])
}
