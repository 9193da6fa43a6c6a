//! The table of promises kept, by channel and week.

use polars::prelude::{Expr, JoinType, LazyFrame, PolarsResult, col, lit, when};

use super::scope::Scope;
use super::table::Table;
use super::weekly;
use crate::metrics::{Column, Measured, Subject, measure};
use crate::model::PromiseKind;

/// The table.
pub struct SlaAttainment;

/// What is measured of promises.
pub fn measured() -> Vec<Measured> {
    weekly::of_subject(Subject::Promises).flat_map(|metric| metric.measured()).collect()
}

/// The column that says which promise.
pub fn promise_column() -> Column {
    Column::text(
        "promise",
        "first_response, next_response, periodic_update, resolution or requester_wait.",
    )
}

/// What a promise of the settings says of whole channels, by `promise` and `channel`; missing for all
/// channels together.
fn share_meant(scope: &Scope) -> Expr {
    PromiseKind::ALL.iter().fold(weekly::missing(), |rest, &kind| {
        let meant = scope.channel_promises(kind);
        let meant = meant.filter_map(|(channel, promised)| Some((channel.word(), promised.share?)));
        let meant = weekly::by_word("channel", meant.collect::<Vec<_>>());
        when(col("promise").eq(lit(kind.word()))).then(meant).otherwise(rest)
    })
}

impl Table for SlaAttainment {
    fn name(&self) -> &'static str {
        "sla_attainment"
    }

    fn about(&self) -> &'static str {
        "One promise on one channel (or all of them), of those whose clock began in one week. \
         Channels without a promise, and weeks in which none began, have no row."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["channel", "week", "promise"]
    }

    fn columns(&self) -> Vec<Column> {
        let first = weekly::channel_columns();
        let promise = [
            promise_column(),
            Column::seconds(
                "promised_seconds",
                "Promised time; missing where conversations were promised different ones.",
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
        let group = |rows: LazyFrame, keys: &[&str]| {
            let on: Vec<Expr> = keys.iter().map(|key| col(*key)).collect();
            let said = rows.clone().group_by(&on).agg([
                weekly::common("promised_seconds").alias("promised_seconds"),
                weekly::common("promised_time").alias("promised_time"),
            ]);
            measure(rows, keys, &measured).join(said, on.clone(), on, JoinType::Left.into())
        };
        let groups = weekly::with_all_channels(rows, &["week_on", "promise"], group)?;
        let groups = groups.with_column(share_meant(scope).alias("promised_share"));
        Ok(weekly::sorted(groups.with_columns(weekly::week_columns(scope)), self.grain()))
    }
}
