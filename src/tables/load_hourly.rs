//! The table of arrivals by weekday and hour.

use chrono::NaiveDate;
use polars::prelude::{
    DataFrame, DataType, Expr, IntoColumn, IntoLazy, JoinType, LazyFrame, NamedFrom, PolarsResult,
    Series, UniqueKeepStrategy, coalesce, col, len, lit, when,
};

use super::scope::Scope;
use super::table::Table;
use super::week::Week;
use super::weekly;
use crate::facts::Conversations;
use crate::metrics::{Column, quantile};
use crate::model::{Instant, Role, Unit};

/// The table.
pub struct LoadHourly;

impl Table for LoadHourly {
    fn name(&self) -> &'static str {
        "load_hourly"
    }

    fn about(&self) -> &'static str {
        "How many conversations customers began on one channel (or all of them) in one hour of one \
         weekday, on the desk's clock, over the weeks of the trailing window in which there is data. \
         Every hour of the week has a row for each channel that anything arrived on. A conversation \
         counts at the customer's first message; one without, such as a message left on the phone, when it was \
         opened, but for those that an agent opened."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["channel", "weekday", "hour"]
    }

    fn columns(&self) -> Vec<Column> {
        let number = |name, about| Column::number(name, Unit::Count, about);
        vec![
            weekly::channel_column(),
            Column::whole("weekday", "1 for Monday to 7 for Sunday."),
            Column::text("weekday_name", "Mon to Sun."),
            Column::whole("hour", "The hour of the desk's clock that begins then, 0 to 23."),
            Column::count("arrival_count", "Conversations that customers began then, on all days."),
            Column::count(
                "day_count",
                "Days of that weekday in the window, those without arrivals too.",
            ),
            number("arrival_mean", "Mean of the arrivals in that hour of a day."),
            number("arrival_median", "Median of the arrivals in that hour of a day."),
            number("arrival_p90", "90th percentile of the arrivals in that hour of a day."),
        ]
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let by_agent = col("initiated_by").eq_missing(lit(Role::Agent.word()));
        let opened_at = when(by_agent.not()).then(col("opened_at")).otherwise(weekly::missing());
        let local = || weekly::local_time("arrived_at", scope);
        let rows = scope
            .facts
            .scan::<Conversations>()?
            .with_column(coalesce(&[col("asked_at"), opened_at]).alias("arrived_at"))
            .filter(weekly::is_in_window("arrived_at", scope))
            .select([
                col("channel"),
                local().dt().date().alias("date"),
                local().dt().hour().cast(DataType::Int64).alias("hour"),
            ]);
        let keys = [col("channel"), col("date"), col("hour")];
        let count = |rows: LazyFrame, keys: &[&str]| {
            let keys: Vec<Expr> = keys.iter().map(|key| col(*key)).collect();
            rows.group_by(keys).agg([len().alias("arrivals")])
        };
        let counts = weekly::with_all_channels(rows, &["date", "hour"], count)?.collect()?;
        let first = first_date(&counts)?;
        let counts = counts.lazy();
        let channels = counts.clone().select([col("channel")]);
        let channels = channels.unique(None, UniqueKeepStrategy::Any);
        let grid = channels.cross_join(hours(&days(scope, first))?.lazy(), None);
        let per_day = grid.join(counts, &keys, &keys, JoinType::Left.into());
        let per_day = per_day.with_columns([
            col("arrivals").cast(DataType::Int64).fill_null(lit(0i64)),
            col("date").dt().weekday().cast(DataType::Int64).alias("weekday"),
        ]);
        let mean = col("arrivals").sum().cast(DataType::Float64) / len().cast(DataType::Float64);
        let groups = per_day.group_by([col("channel"), col("weekday"), col("hour")]).agg([
            col("arrivals").sum().alias("arrival_count"),
            len().alias("day_count"),
            mean.alias("arrival_mean"),
            quantile("arrivals", 0.5).alias("arrival_median"),
            quantile("arrivals", 0.9).alias("arrival_p90"),
        ]);
        Ok(weekly::sorted(groups.with_column(weekly::weekday_name()), self.grain()))
    }
}

/// The first date on which anything arrived.
fn first_date(counts: &DataFrame) -> PolarsResult<Option<NaiveDate>> {
    let dates = counts.column("date")?.date()?;
    Ok(dates.as_date_iter().flatten().min())
}

/// The days of the window from the first week with data to the last day of which there is data.
fn days(scope: &Scope, first: Option<NaiveDate>) -> Vec<NaiveDate> {
    let Some(first) = first.map(|date| Week::of(date).monday()) else { return Vec::new() };
    let last = Instant(scope.as_of.0.saturating_sub(1));
    let now = last.to_utc().map(|at| at.with_timezone(&scope.zone).date_naive());
    let ends = scope.week.plus(1).monday();
    let days = first.iter_days().take_while(|day| *day < ends);
    days.take_while(|day| now.is_none_or(|now| *day <= now)).collect()
}

/// Every hour of every day.
fn hours(days: &[NaiveDate]) -> PolarsResult<DataFrame> {
    let since = NaiveDate::default();
    let dates =
        days.iter().flat_map(|day| [day.signed_duration_since(since).num_days() as i32; 24]);
    let dates = Series::new("date".into(), dates.collect::<Vec<_>>()).cast(&DataType::Date)?;
    let hours = days.iter().flat_map(|_| 0..24i64).collect::<Vec<_>>();
    let hours = Series::new("hour".into(), hours);
    DataFrame::new(24 * days.len(), vec![dates.into_column(), hours.into_column()])
}
