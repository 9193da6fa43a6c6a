//! The table of how long first responses took, in bins of equal ratio.

use polars::prelude::{
    Column as Values, DataType, Expr, Field, Float64Chunked, Int64Chunked, IntoColumn, LazyFrame,
    NewChunkedArray, PolarsResult, Schema, UnionArgs, col, concat, len, lit, when,
};

use super::scope::Scope;
use super::table::Table;
use super::weekly;
use crate::facts::TargetTime;
use crate::metrics::{Column, Subject, quantile};
use crate::model::PromiseKind;

/// The table.
pub struct ResponseHistogram;

/// Hundredths of a decade's beginning at which its bins begin: eight of a ratio of about a third.
const BINS: [u64; 8] = [100, 133, 178, 237, 316, 422, 562, 750];
/// Decades from one second on; the last ends after three years.
const DECADES: u32 = 8;

/// Where the bins begin, but for the first, which begins at 0.
fn edges() -> impl Iterator<Item = f64> {
    let decade = |decade| BINS.into_iter().map(move |bin| (bin * 10u64.pow(decade)) as f64 / 100.0);
    (0..DECADES).flat_map(decade)
}

impl Table for ResponseHistogram {
    fn name(&self) -> &'static str {
        "response_histogram"
    }

    fn about(&self) -> &'static str {
        "How many first responses of one channel took how long, of the conversations opened in the \
         week reported on: once on the clock and once within opening hours. Eight bins make a \
         factor of ten. A bin without responses has no row."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["channel", "time", "bin"]
    }

    fn columns(&self) -> Vec<Column> {
        vec![
            Column::text("channel", "The channel."),
            Column::text("time", "Which time is counted: elapsed or business."),
            Column::whole("bin", "Number of the bin; 0 holds what took less than a second."),
            Column::text("week", "The ISO week in the desk's zone: 2026-W46."),
            Column::date("week_on", "Its Monday."),
            Column::seconds("from_seconds", "Where the bin begins, to three digits."),
            Column::seconds("to_seconds", "Where the next one begins; the last has no end."),
            Column::count("response_count", "First responses in the bin."),
            Column::share("response_share", "Share of the channel's first responses in the bin."),
            Column::share("cumulative_share", "Share of them in this bin and those before."),
            Column::seconds(
                "median_seconds",
                "Median of the channel's first responses in this row's time.",
            ),
            Column::seconds("p90_seconds", "90th percentile of them."),
            Column::seconds(
                "promised_seconds",
                "Promised time, where this row's time is what it counts in.",
            ),
            Column::share(
                "within_promise_share",
                "Share of the channel's first responses within it, whatever a rule of its own promised to some.",
            ),
        ]
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let subject = Subject::Conversations;
        let rows = weekly::filed(subject, subject.rows(&scope.facts, &[])?, scope);
        let rows = rows.filter(col("week_on").eq(lit(scope.week.monday())));
        let of = |time: TargetTime, seconds: &str| {
            PolarsResult::Ok(rows.clone().filter(col(seconds).is_not_null()).select([
                col("channel"),
                lit(time.word()).alias("time"),
                bin(seconds).alias("bin"),
                quantile(seconds, 0.5).over([col("channel")])?.alias("median_seconds"),
                quantile(seconds, 0.9).over([col("channel")])?.alias("p90_seconds"),
                col(seconds).alias("seconds"),
            ]))
        };
        let rows = concat(
            [
                of(TargetTime::Elapsed, "first_response_seconds")?,
                of(TargetTime::Business, "first_response_business_seconds")?,
            ],
            UnionArgs::default(),
        )?;
        let is_within = col("seconds").lt_eq(promised(scope)).alias("is_within");
        let rows = rows.with_column(is_within);
        let bins = rows.group_by([col("channel"), col("time"), col("bin")]).agg([
            len().cast(DataType::Int64).alias("response_count"),
            col("is_within").sum(),
            col("median_seconds").first(),
            col("p90_seconds").first(),
        ]);
        let bins = weekly::sorted(bins, self.grain());
        let part = || [col("channel"), col("time")];
        let responses = || col("response_count").cast(DataType::Float64);
        let all = responses().sum().over(part())?;
        let within = col("is_within").sum().cast(DataType::Float64).over(part())? / all.clone();
        Ok(bins.with_columns([
            (responses() / all.clone()).alias("response_share"),
            (col("response_count").cum_sum(false).cast(DataType::Float64).over(part())? / all)
                .alias("cumulative_share"),
            edge(0).alias("from_seconds"),
            edge(1).alias("to_seconds"),
            promised(scope).alias("promised_seconds"),
            when(promised(scope).is_not_null())
                .then(within)
                .otherwise(weekly::missing())
                .alias("within_promise_share"),
            lit(scope.week.to_string()).alias("week"),
            lit(scope.week.monday()).alias("week_on"),
        ]))
    }
}

/// The promised first response of the row's channel, where it counts in the row's time.
fn promised(scope: &Scope) -> Expr {
    let of = |time: TargetTime| {
        let promises = scope.channel_promises(PromiseKind::FirstResponse);
        let promises = promises.filter(|(_, promised)| promised.target.time == time);
        let promises =
            promises.map(|(channel, promised)| (channel.word(), promised.target.seconds));
        weekly::by_word("channel", promises.collect::<Vec<_>>())
    };
    let business = of(TargetTime::Business);
    when(col("time").eq(lit(TargetTime::Elapsed.word())))
        .then(of(TargetTime::Elapsed))
        .otherwise(business)
}

/// The number of the bin that a time lies in.
fn bin(seconds: &str) -> Expr {
    let edges: Vec<f64> = edges().collect();
    let place = move |values: Values| -> PolarsResult<Values> {
        let seconds = values.f64()?;
        let bins = seconds.iter().map(|seconds| {
            let seconds = seconds?;
            Some(edges.partition_point(|edge| *edge <= seconds) as i64)
        });
        Ok(Int64Chunked::from_iter_options(seconds.name().clone(), bins).into_column())
    };
    col(seconds).map(place, |_: &Schema, field: &Field| {
        Ok(Field::new(field.name().clone(), DataType::Int64))
    })
}

/// Where a bin begins, or where the bin so many after it does.
fn edge(after: usize) -> Expr {
    let edges: Vec<f64> = std::iter::once(0.0).chain(edges()).collect();
    let place = move |values: Values| -> PolarsResult<Values> {
        let bins = values.i64()?;
        let starts = bins.iter().map(|bin| edges.get(usize::try_from(bin?).ok()? + after).copied());
        Ok(Float64Chunked::from_iter_options(bins.name().clone(), starts).into_column())
    };
    col("bin").map(place, |_: &Schema, field: &Field| {
        Ok(Field::new(field.name().clone(), DataType::Float64))
    })
}
