//! The table of what the hours of a week on the phone add up to.

use polars::prelude::{DataType, Expr, LazyFrame, PolarsResult, col, len, lit, when};

use super::scope::Scope;
use super::staffing::Staffing;
use super::table::Table;
use super::weekly;
use crate::metrics::{Column, exact_sum};
use crate::model::Unit;

/// The table.
pub struct StaffingWeekly;

impl Table for StaffingWeekly {
    fn name(&self) -> &'static str {
        "staffing_weekly"
    }

    fn about(&self) -> &'static str {
        "What the hours of staffing add up to in one week: the service level that was promised, that was to be \
         expected of the agents seen, and that came about; what is missed for lack of people, and for other \
         causes. An hour counts where all three are known of it. Weeks without such an hour have no row."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["channel", "week"]
    }

    fn columns(&self) -> Vec<Column> {
        let calls = |name, about| Column::number(name, Unit::Count, about);
        let channel = Column::text("channel", "The channel: phone.");
        let first = std::iter::once(channel).chain(weekly::columns());
        let own = [
            Column::count("hour_count", "Hours that count."),
            Column::count(
                "short_hour_count",
                "Of these, hours with fewer agents than the promise needs.",
            ),
            Column::count("service_level_call_count", "Their calls that the service level counts."),
            calls("promised_in_time", "Calls that were to be answered in time."),
            calls("expected_in_time", "Calls that were to be expected to be."),
            Column::count("service_level_met_count", "Calls that were."),
            Column::share("promised_share", "promised_in_time, of the calls."),
            Column::share("expected_share", "expected_in_time, of the calls."),
            Column::share("service_level_share", "service_level_met_count, of the calls."),
            Column::share(
                "staffing_gap_share",
                "Promised less expected: missed for lack of people.",
            ),
            Column::share("other_gap_share", "Expected less come about: missed for other causes."),
        ];
        first.chain(own).collect()
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let known = ["service_level_call_count", "promised_in_time", "expected_in_time"];
        let is_known =
            known.map(|name| col(name).is_not_null()).into_iter().fold(lit(true), Expr::and);
        let is_short = col("seen_agent_count").lt(col("needed_agent_count")).fill_null(lit(false));
        let part = |name: &str| {
            let calls = col("service_level_call_count").cast(DataType::Float64);
            when(calls.clone().gt(lit(0.0)))
                .then(col(name).cast(DataType::Float64) / calls)
                .otherwise(weekly::missing())
        };
        let rows = Staffing
            .build(scope)?
            .filter(is_known)
            .group_by([col("channel"), col("week_on")])
            .agg([
                len().alias("hour_count"),
                is_short.sum().alias("short_hour_count"),
                col("service_level_call_count").sum(),
                exact_sum("promised_in_time").alias("promised_in_time"),
                exact_sum("expected_in_time").alias("expected_in_time"),
                col("service_level_met_count").sum(),
            ])
            .with_columns([
                part("promised_in_time").alias("promised_share"),
                part("expected_in_time").alias("expected_share"),
                part("service_level_met_count").alias("service_level_share"),
            ])
            .with_columns([
                (col("promised_share") - col("expected_share")).alias("staffing_gap_share"),
                (col("expected_share") - col("service_level_share")).alias("other_gap_share"),
            ])
            .with_columns(weekly::week_columns(scope));
        Ok(weekly::sorted(rows, self.grain()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Target, TargetTime};
    use crate::metrics::Desk;
    use crate::model::{CallOutcome, PromiseKind};
    use crate::tables::sample;

    /// Two hours: 40 calls of three minutes, and 20 of which a quarter is answered late, by one agent each.
    #[test]
    fn a_week_is_the_sum_of_its_hours() {
        let promise = Target { seconds: 20.0, time: TargetTime::Elapsed, pauses: false };
        let mut desk = Desk::new().promises(PromiseKind::FirstResponse, promise);
        for number in 0..60_u32 {
            let (hour, waited) = if number < 40 {
                (10, 5.0)
            } else {
                (11, if number % 4 == 0 { 90.0 } else { 5.0 })
            };
            desk = desk
                .conversation(&format!("c{number}"))
                .call(&format!("{hour}:{:02}", number % 40), waited, CallOutcome::Answered, "ann")
                .talked(60.0)
                .put_on_hold(0.0)
                .wrapped_up(0.0);
        }
        let (_folder, mut scope) = sample::scope(&desk, 1);
        for promised in &mut scope.promises {
            (promised.target.seconds, promised.share) = (20.0, Some(0.8));
        }
        let [week, hours] = [&StaffingWeekly as &dyn Table, &Staffing]
            .map(|table| crate::tables::build(table, &scope).unwrap());
        let number =
            |name: &str| week.column(name).unwrap().get(0).unwrap().extract::<f64>().unwrap();
        let sum = |name: &str| -> f64 {
            let values = hours.column(name).unwrap();
            (0..values.len()).map(|row| values.get(row).unwrap().extract::<f64>().unwrap()).sum()
        };
        assert_eq!((week.height(), number("hour_count")), (1, 2.0));
        assert_eq!(
            (number("service_level_call_count"), number("service_level_met_count")),
            (60.0, 55.0)
        );
        for name in ["promised_in_time", "expected_in_time"] {
            assert!((number(name) - sum(name)).abs() < 1e-6, "{name}");
        }
        assert!((number("promised_share") - 0.8).abs() < 1e-12);
        let gaps = number("staffing_gap_share") + number("other_gap_share");
        assert!((gaps - (0.8 - 55.0 / 60.0)).abs() < 1e-12);
        scope.promises.clear();
        assert_eq!(crate::tables::build(&StaffingWeekly, &scope).unwrap().height(), 0);
    }
}
