//! The table of promises kept, by channel and week.

use polars::prelude::{Expr, LazyFrame, PolarsResult, col, lit, when};

use super::scope::{ChannelPromises, Promise, Scope};
use super::table::Table;
use super::weekly;
use crate::metrics::{Column, Measured, Subject, measure};

/// The table.
pub struct SlaAttainment;

fn measured() -> Vec<Measured> {
    weekly::of_subject(Subject::Promises).flat_map(|metric| metric.measured()).collect()
}

/// The value that a promise has, by `promise` and `channel`; missing for all channels together.
fn by_promise<T: polars::prelude::Literal>(
    scope: &Scope,
    value: impl Fn(&Promise) -> Option<T>,
) -> Expr {
    let of = |promise: fn(&ChannelPromises) -> Option<Promise>| {
        let values = scope
            .promises
            .iter()
            .filter_map(|channel| Some((channel.channel.word(), value(&promise(channel)?)?)));
        weekly::by_word("channel", values.collect::<Vec<_>>())
    };
    let first = of(|channel| channel.first_response);
    let last = of(|channel| channel.resolution);
    when(col("promise").eq(lit("first_response"))).then(first).otherwise(last)
}

impl Table for SlaAttainment {
    fn name(&self) -> &'static str {
        "sla_attainment"
    }

    fn about(&self) -> &'static str {
        "One promise on one channel (or all of them) to the conversations opened in one week. \
         Channels without a promise, and weeks without a conversation under it, have no row."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["channel", "week", "promise"]
    }

    fn columns(&self) -> Vec<Column> {
        let first = std::iter::once(weekly::channel_column()).chain(weekly::columns());
        let promise = [
            Column::text("promise", "first_response or resolution."),
            Column::seconds(
                "promised_seconds",
                "Promised time; missing for all channels together.",
            ),
            Column::text("promised_time", "Which time it counts in: business or elapsed."),
            Column::share(
                "promised_share",
                "Share for which it is meant to be kept, where that is said.",
            ),
        ];
        first.chain(promise).chain(weekly::measured_columns(&measured())).collect()
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let subject = Subject::Promises;
        let rows = weekly::filed(subject, subject.rows(&scope.facts, &[])?, scope);
        let measured = measured();
        let group = |rows, keys: &[&str]| measure(rows, keys, &measured);
        let groups = weekly::with_all_channels(rows, &["week_on", "promise"], group)?;
        let groups = groups.with_columns([
            by_promise(scope, |promise| Some(promise.target.seconds)).alias("promised_seconds"),
            by_promise(scope, |promise| Some(promise.target.time.word())).alias("promised_time"),
            by_promise(scope, |promise| promise.share).alias("promised_share"),
        ]);
        Ok(weekly::sorted(groups.with_columns(weekly::week_columns(scope)), self.grain()))
    }
}
