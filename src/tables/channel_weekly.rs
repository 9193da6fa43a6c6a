//! The table of channels by week.

use polars::prelude::{Expr, LazyFrame, PolarsResult, col, lit, when};

use super::backlog::backlog_at;
use super::scope::Scope;
use super::table::Table;
use super::weekly;
use crate::metrics::{Column, Measured, Subject};

/// The table.
pub struct ChannelWeekly;

const KEYS: [&str; 2] = ["channel", "week_on"];

/// What it measures, by what it is taken over.
fn measured() -> Vec<(Subject, Vec<Measured>)> {
    let of = |subject| {
        let measured = weekly::of_subject(subject).flat_map(|metric| metric.measured());
        (subject, measured.collect::<Vec<_>>())
    };
    [Subject::Conversations, Subject::Turns, Subject::Resolved, Subject::Backlog].map(of).into()
}

impl Table for ChannelWeekly {
    fn name(&self) -> &'static str {
        "channel_weekly"
    }

    fn about(&self) -> &'static str {
        "One channel (or all of them) in one week: its volume, response times, resolution, calls \
         and backlog. Conversations are filed under the week they were opened in, waits under the \
         week they began in. A week in which nothing was opened, asked or left open has no row."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["channel", "week"]
    }

    fn columns(&self) -> Vec<Column> {
        let measured = measured().into_iter().flat_map(|(_, measured)| measured);
        let measured: Vec<Measured> = measured.collect();
        let first = weekly::channel_columns();
        first
            .chain(weekly::measured_columns(&measured))
            .chain([Column::text(
                "service_level_variant",
                "How the service level counts calls given up: the settings' variant, by its name.",
            )])
            .collect()
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let at = backlog_at(scope)?;
        let parts = measured();
        let group = |(subject, measured): &(Subject, Vec<Measured>)| {
            let rows = weekly::filed(*subject, subject.rows(&scope.facts, &at)?, scope);
            weekly::measured_by_channel(rows, &["week_on"], measured)
        };
        let groups = parts.iter().map(group).collect::<PolarsResult<Vec<_>>>()?;
        let measured: Vec<Measured> = parts.into_iter().flat_map(|(_, one)| one).collect();
        let rows = weekly::side_by_side(groups, &KEYS, &measured);
        let rows = rows.with_column(service_level_variant(scope));
        Ok(weekly::sorted(rows.with_columns(weekly::week_columns(scope)), self.grain()))
    }
}

/// The variant's name where there is a service level.
fn service_level_variant(scope: &Scope) -> Expr {
    let variant = scope.service_level.map(|level| level.variant).unwrap_or_default();
    let has_level = col("service_level_call_count").gt(lit(0i64));
    when(has_level)
        .then(lit(variant.word()))
        .otherwise(weekly::missing())
        .alias("service_level_variant")
}
