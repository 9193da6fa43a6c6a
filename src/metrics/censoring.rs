//! Censoring: how long a first response and a resolution take, those still open included.

use polars::prelude::{
    Column as Values, DataType, Expr, Field, Float64Chunked, IntoColumn, LazyFrame,
    NewChunkedArray, PlSmallStr, PolarsResult, SortMultipleOptions, UnionArgs, apply_multiple,
    coalesce, col, concat, len, lit, when,
};

use super::column::Column;
use super::expr::{count_of, instant, spread};
use super::metric::{Measured, Metric};
use super::subject::{Subject, is_abandoned};
use crate::model::{Channel, Instant, Unit};
use crate::stats::{AalenJohansen, Interval, KaplanMeier, Level};

/// The measure.
pub struct Censoring;

/// Where resolutions are cut off for the restricted mean, in seconds.
const RESOLUTION_HORIZON: f64 = 7.0 * 86_400.0;

/// Where first responses are cut off: about as long as customers of the channel put up with.
const fn first_response_horizon(channel: Channel) -> f64 {
    match channel {
        Channel::Phone => 120.0,
        Channel::Chat => 3_600.0,
        _ => 86_400.0,
    }
}

impl Metric for Censoring {
    fn name(&self) -> &'static str {
        "censoring"
    }

    fn page(&self) -> &'static str {
        include_str!("censoring.md")
    }

    fn subject(&self) -> Subject {
        Subject::Followed
    }

    fn measured(&self) -> Vec<Measured> {
        let count = |name, about, expr| Measured::of_rows(Column::count(name, about), expr);
        let counts = [
            count("km_count", "Conversations followed until it came, or while it did not.", len()),
            count(
                "censored_count",
                "Those of them to which it had not come when they were last seen.",
                count_of(col("is_event").not()),
            ),
            count(
                "naive_count",
                "Those of them to which it came; the naive figures are of these alone.",
                count_of(col("is_event")),
            ),
        ];
        let what = "time of those alone to which it came: the naive figure";
        counts
            .into_iter()
            .chain(of_the_curve())
            .chain(spread("naive", Unit::Seconds, "event_seconds", what))
            .chain(of_the_causes())
            .collect()
    }
}

/// A number of seconds from the times of a group, each with whether it came, and their horizon.
fn of_times(name: &str, about: &str, number: fn(Vec<(f64, bool)>, f64) -> Option<f64>) -> Measured {
    let of = move |columns: &[Values]| {
        let [seconds, is_event, horizon] = columns else { return Ok(None) };
        let pairs = seconds.f64()?.iter().zip(is_event.bool()?.iter());
        let pairs = pairs.filter_map(|(time, is_event)| time.zip(is_event)).collect();
        let horizon = horizon.f64()?.iter().flatten().reduce(f64::max);
        Ok(horizon.and_then(|horizon| number(pairs, horizon)))
    };
    let expr = of_group(["seconds", "is_event", "horizon_seconds"], of);
    Measured::of_rows(Column::seconds(name, about), expr)
}

/// What the curve of Kaplan & Meier says.
fn of_the_curve() -> Vec<Measured> {
    vec![
        Measured::of_rows(
            Column::seconds("horizon_seconds", "Where times are cut off for the restricted mean."),
            col("horizon_seconds").max(),
        ),
        of_times(
            "km_mean_seconds",
            "Restricted mean (Kaplan–Meier): of all times, each cut off at the horizon.",
            |times, horizon| Some(KaplanMeier::of(times)?.restricted_mean(horizon)?.mean),
        ),
        of_times(
            "km_median_seconds",
            "Time by which it came to half of all (Kaplan–Meier); missing if it has not.",
            |times, _| KaplanMeier::of(times)?.quantile(0.5),
        ),
        of_times(
            "km_p90_seconds",
            "Time by which it came to nine tenths of all (Kaplan–Meier); missing if it has not.",
            |times, _| KaplanMeier::of(times)?.quantile(0.9),
        ),
        of_times(
            "km_se_seconds",
            "Standard error of the restricted mean (Greenwood).",
            |times, horizon| Some(KaplanMeier::of(times)?.restricted_mean(horizon)?.se),
        ),
        of_times("km_low_seconds", "Lower end of its 95% interval.", |times, horizon| {
            Some(interval(times, horizon)?.low)
        }),
        of_times("km_high_seconds", "Upper end of its 95% interval.", |times, horizon| {
            Some(interval(times, horizon)?.high)
        }),
        of_times(
            "naive_restricted_seconds",
            "Mean time of those alone to which it came, each cut off at the horizon: what \
             km_mean_seconds would be without the others.",
            |mut times, horizon| {
                times.retain(|(_, is_event)| *is_event);
                Some(KaplanMeier::of(times)?.restricted_mean(horizon)?.mean)
            },
        ),
    ]
}

fn interval(times: Vec<(f64, bool)>, horizon: f64) -> Option<Interval> {
    KaplanMeier::of(times)?.restricted_mean(horizon)?.interval(Level::P95)
}

/// What the shares of Aalen & Johansen say, where callers may give up.
fn of_the_causes() -> [Measured; 2] {
    let one = |name, about, share: fn([f64; 2]) -> f64| {
        let of = move |columns: &[Values]| {
            let [seconds, is_event, is_given_up, horizon] = columns else { return Ok(None) };
            let (is_event, is_given_up) = (is_event.bool()?, is_given_up.bool()?);
            let horizon = horizon.f64()?.iter().flatten().reduce(f64::max);
            if is_given_up.null_count() == is_given_up.len() {
                return Ok(None);
            }
            let causes = is_event.iter().zip(is_given_up.iter()).map(|flags| match flags {
                (Some(true), _) => Some(0),
                (_, Some(true)) => Some(1),
                _ => None,
            });
            let times = seconds.f64()?.iter().zip(causes);
            let times = times.filter_map(|(time, cause)| Some((time?, cause))).collect();
            let found = AalenJohansen::<2>::of(times).zip(horizon);
            Ok(found.and_then(|(found, horizon)| found.incidence(horizon)).map(share))
        };
        let columns = ["seconds", "is_event", "is_given_up", "horizon_seconds"];
        Measured::of_rows(Column::share(name, about), of_group(columns, of))
    };
    [
        one(
            "aj_answered_share",
            "Where callers may give up: share answered by the horizon (Aalen–Johansen).",
            |[answered, _]| answered,
        ),
        one(
            "aj_abandoned_share",
            "Where callers may give up: share given up by the horizon (Aalen–Johansen).",
            |[_, abandoned]| abandoned,
        ),
    ]
}

/// A number for the rows of a group.
fn of_group<const COLUMNS: usize>(
    columns: [&str; COLUMNS],
    number: impl Fn(&[Values]) -> PolarsResult<Option<f64>> + Send + Sync + 'static,
) -> Expr {
    let each = move |columns: &mut [Values]| -> PolarsResult<Values> {
        let name = columns.first().map_or(PlSmallStr::EMPTY, |column| column.name().clone());
        let numbers = Float64Chunked::from_iter_options(name, std::iter::once(number(columns)?));
        Ok(numbers.into_column())
    };
    let field = |_: &_, fields: &[Field]| {
        let name = fields.first().map_or(PlSmallStr::EMPTY, |field| field.name.clone());
        Ok(Field::new(name, DataType::Float64))
    };
    apply_multiple(each, columns.map(col), field, true)
}

/// Two rows at most per conversation: the wait for the first response and the time to the (last)
/// resolution, each followed until it came or it was last seen without. With `what`, `seconds`,
/// `is_event`, `event_seconds`, `is_given_up` (of calls that waited for an answer) and
/// `horizon_seconds`. What nobody knows the time of is left out.
pub fn followed(conversations: LazyFrame, as_of: Instant) -> PolarsResult<LazyFrame> {
    let seconds = |to: Expr, from: &str| {
        (to - col(from)).dt().total_microseconds(false).cast(DataType::Float64) / lit(1e6)
    };
    let one = |rows: LazyFrame, what: &str, time: &str, until: Expr, horizon: Expr| {
        let is_call = col("outcome").is_not_null().and(lit(what == "first_response"));
        let rows = rows.with_column(coalesce(&[col(time), until]).alias("seconds"));
        rows.filter(col("seconds").gt_eq(lit(0.0))).select([
            col("conversation_id"),
            col("channel"),
            col("opened_at"),
            lit(what).alias("what"),
            col("seconds"),
            col(time).is_not_null().alias("is_event"),
            col(time).alias("event_seconds"),
            when(is_call)
                .then(is_abandoned())
                .otherwise(lit(polars::prelude::NULL))
                .alias("is_given_up"),
            horizon.alias("horizon_seconds"),
        ])
    };
    let is_resolved = || col("is_resolved").eq_missing(lit(true));
    let waited = when(is_abandoned())
        .then(col("queue_seconds"))
        .when(is_resolved())
        .then(seconds(col("resolved_at"), "first_response_began_at"))
        .otherwise(seconds(instant(as_of), "first_response_began_at"));
    let horizons = Channel::ALL.iter().map(|channel| {
        let horizon = lit(first_response_horizon(*channel));
        (col("channel").eq(lit(channel.word())), horizon)
    });
    let horizon = horizons
        .fold(lit(first_response_horizon(Channel::Other)), |rest, (is, horizon)| {
            when(is).then(horizon).otherwise(rest)
        });
    let asked = conversations.clone().filter(col("first_response_began_at").is_not_null());
    let known = conversations.filter(col("is_resolved").is_not_null().and(is_abandoned().not()));
    let open = when(is_resolved()).then(lit(polars::prelude::NULL));
    let open = open.otherwise(seconds(instant(as_of), "resolution_began_at"));
    let rows = [
        one(asked, "first_response", "first_response_seconds", waited, horizon),
        one(known, "resolution", "resolve_seconds", open, lit(RESOLUTION_HORIZON)),
    ];
    // What every curve sorts by, sorted once.
    Ok(concat(rows, UnionArgs::default())?.sort(["seconds"], SortMultipleOptions::default()))
}
