//! What weekly tables share: rows filed under weeks, groups of several measures side by side, and
//! the columns that every weekly table begins with.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;
use polars::prelude::{
    ChunkUnique, Column as Values, DataType, Expr, Field, Int32Chunked, IntoColumn, IntoLazy,
    JoinCoalesce, JoinType, LazyFrame, NewChunkedArray, PolarsResult, Schema, SortMultipleOptions,
    StringChunked, TimeZone, UnionArgs, col, concat, lit, when,
};

use super::scope::Scope;
use super::week::{CALENDAR, Week};
use crate::metrics::{self, Column, Kind, Measured, Metric, Subject, Taken, instant, measure};

pub use crate::metrics::missing;
use crate::model::Instant;

/// The word for all channels together.
pub const ALL_CHANNELS: &str = "all";

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Microseconds in a week without a change of the clocks.
const WEEK: i64 = 7 * 86_400 * 1_000_000;

/// The columns that say which week.
pub fn columns() -> Vec<Column> {
    vec![
        Column::text("week", "The ISO week in the desk's zone: 2026-W46."),
        Column::date("week_on", "Its Monday."),
        Column::flag("is_complete", "Whether the week was over when the data was taken."),
        Column::flag("is_report_week", "Whether it is the week that is reported on."),
    ]
}

/// The column of channels in tables that also have them all together.
pub fn channel_column() -> Column {
    Column::text(
        "channel",
        "The channel, or `all` for the whole desk: not to be added to the others.",
    )
}

/// The columns of channels and weeks together.
pub fn channel_columns() -> impl Iterator<Item = Column> {
    std::iter::once(channel_column()).chain(columns())
}

/// An instant on the desk's clock.
pub fn local_time(at: &str, scope: &Scope) -> Expr {
    let zone = TimeZone::from_chrono(&scope.zone);
    col(at).dt().convert_time_zone(zone)
}

/// Mon to Sun, from `weekday`.
pub fn weekday_name() -> Expr {
    let name = (1i64..).zip(DAYS).fold(missing(), |rest, (number, name)| {
        when(col("weekday").eq(lit(number))).then(lit(name)).otherwise(rest)
    });
    name.alias("weekday_name")
}

/// Whether an instant lies in the trailing window; none does where that lies beyond the calendar.
pub fn is_in_window(at: &str, scope: &Scope) -> Expr {
    let window = scope.window_from().begins(scope.zone).zip(scope.week.ends(scope.zone));
    let at = || col(at);
    window.map_or(lit(false), |(from, to)| at().gt_eq(instant(from)).and(at().lt(instant(to))))
}

/// The Monday of the week in which an instant lies.
pub fn week_on(at: &str, scope: &Scope) -> Expr {
    let zone = scope.zone;
    let date = |_: &Schema, field: &Field| Ok(Field::new(field.name().clone(), DataType::Date));
    col(at).map(move |at| mondays(&at, zone), date).alias("week_on")
}

/// For each instant the Monday of its week, found among the beginnings of the weeks that there are:
/// no instant is converted by itself.
fn mondays(at: &Values, zone: Tz) -> PolarsResult<Values> {
    let at = at.datetime()?.physical();
    let mut places = BTreeSet::new();
    at.iter().flatten().for_each(|at| {
        places.insert(at.div_euclid(WEEK));
    });
    let firsts =
        places.iter().filter_map(|place| Week::holding(Instant(place.saturating_mul(WEEK)), zone));
    let weeks: BTreeSet<Week> =
        firsts.flat_map(|week| [week, week.plus(1), week.plus(2)]).collect();
    let weeks = weeks.into_iter().filter_map(|week| {
        let days = week.monday().signed_duration_since(NaiveDate::default()).num_days();
        Some((week.begins(zone)?.0, i32::try_from(days).ok()?))
    });
    let (begins, mondays): (Vec<i64>, Vec<i32>) = weeks.unzip();
    let monday = |at: i64| {
        let at = Some(at).filter(|at| CALENDAR.contains(at))?;
        let place = begins.partition_point(|begins| *begins <= at).checked_sub(1)?;
        mondays.get(place).copied()
    };
    let dates = at.iter().map(|at| monday(at?));
    Int32Chunked::from_iter_options(at.name().clone(), dates).into_column().cast(&DataType::Date)
}

/// `week`, `is_complete` and `is_report_week` from `week_on`.
pub fn week_columns(scope: &Scope) -> Vec<Expr> {
    let name = |_: &Schema, field: &Field| Ok(Field::new(field.name().clone(), DataType::String));
    let over = Week::last_complete(scope.as_of, scope.zone);
    let is_complete = over.map_or(lit(false), |week| col("week_on").lt_eq(lit(week.monday())));
    vec![
        col("week_on").map(|week_on| names(&week_on), name).alias("week"),
        is_complete.alias("is_complete"),
        col("week_on").eq(lit(scope.week.monday())).alias("is_report_week"),
    ]
}

/// The names of the weeks that begin on some Mondays; each is written once.
fn names(mondays: &Values) -> PolarsResult<Values> {
    let mondays = mondays.cast(&DataType::Int32)?;
    let mondays = mondays.i32()?;
    let mut names: BTreeMap<i32, String> = BTreeMap::new();
    for days in mondays.unique()?.iter().flatten() {
        let monday = NaiveDate::default().checked_add_signed(TimeDelta::days(days.into()));
        names.extend(monday.map(|monday| (days, Week::of(monday).to_string())));
    }
    let each = mondays.iter().map(|days| names.get(&days?));
    Ok(StringChunked::from_iter_options(mondays.name().clone(), each).into_column())
}

/// Rows with the week that they are filed under; those without an instant are left out.
pub fn filed(subject: Subject, rows: LazyFrame, scope: &Scope) -> LazyFrame {
    filed_under(subject.filed_at(), rows, scope)
}

/// The same by that column's instant.
pub fn filed_under(at: &str, rows: LazyFrame, scope: &Scope) -> LazyFrame {
    rows.with_column(week_on(at, scope)).filter(col("week_on").is_not_null())
}

/// Groups by channel and the other keys, and once more by those alone for all channels together.
/// `group` groups rows by some keys and yields those keys and then the same columns each time.
pub fn with_all_channels(
    rows: LazyFrame,
    keys: &[&str],
    group: impl Fn(LazyFrame, &[&str]) -> LazyFrame,
) -> PolarsResult<LazyFrame> {
    let by_channel: Vec<&str> = std::iter::once("channel").chain(keys.iter().copied()).collect();
    let all = group(rows.clone(), keys);
    let all = all.select([lit(ALL_CHANNELS).alias("channel"), polars::prelude::all().as_expr()]);
    concat([group(rows, &by_channel), all], UnionArgs::default())
}

/// Measures groups by channel and the other keys, and for all channels together.
pub fn measured_by_channel(
    rows: LazyFrame,
    keys: &[&str],
    measured: &[Measured],
) -> PolarsResult<LazyFrame> {
    let by_channel = keys.iter().copied().chain(["channel"]);
    let rows = read_once(rows, measured, by_channel)?;
    with_all_channels(rows, keys, |rows, keys| measure(rows, keys, measured))
}

/// Rows that are grouped more than once: some columns and what some measures need are read and worked
/// out, and held.
pub fn read_once<'m>(
    rows: LazyFrame,
    measured: impl IntoIterator<Item = &'m Measured>,
    columns: impl IntoIterator<Item = &'m str>,
) -> PolarsResult<LazyFrame> {
    let mut needed: BTreeSet<&str> = columns.into_iter().collect();
    for one in measured {
        let Taken::Rows(expr) = &one.taken else { continue };
        needed.extend(expr.into_iter().filter_map(|part| match part {
            Expr::Column(name) => Some(name.as_str()),
            _ => None,
        }));
    }
    let mut rows = rows.select(needed.into_iter().map(col).collect::<Vec<_>>()).collect()?;
    // In one piece, which grouping would else make of it each time.
    rows.rechunk_mut_par();
    Ok(rows.lazy())
}

/// Groups of the same keys, side by side: one row for each key that any of them has. A count that a
/// group lacks is 0, anything else is missing.
pub fn side_by_side(groups: Vec<LazyFrame>, keys: &[&str], measured: &[Measured]) -> LazyFrame {
    let on: Vec<Expr> = keys.iter().map(|key| col(*key)).collect();
    let join = |left: LazyFrame, right: LazyFrame| {
        let join = left.join_builder().with(right).how(JoinType::Full).on(&on);
        join.coalesce(JoinCoalesce::CoalesceColumns).finish()
    };
    let joined = groups.into_iter().reduce(join).unwrap_or_default();
    let counts = measured.iter().filter(|one| one.column.kind == Kind::Count);
    let none = counts.map(|one| col(one.column.name.as_str()).fill_null(lit(0i64)));
    joined.with_columns(none.collect::<Vec<_>>())
}

/// Measures of one subject.
pub fn of_subject(subject: Subject) -> impl Iterator<Item = &'static dyn Metric> {
    metrics::ALL.iter().copied().filter(move |metric| metric.subject() == subject)
}

/// Their columns, as a table declares them.
pub fn measured_columns(measured: &[Measured]) -> impl Iterator<Item = Column> + '_ {
    measured.iter().map(|one| one.column.clone())
}

/// The same rows with what is measured of their columns.
pub fn with_measured(rows: LazyFrame, measured: &[Measured]) -> LazyFrame {
    let of_columns = measured.iter().filter_map(|one| match &one.taken {
        Taken::Columns(expr) => {
            let typed = expr.clone().cast(one.column.kind.data_type());
            Some(typed.alias(one.column.name.as_str()))
        }
        Taken::Rows(_) => None,
    });
    rows.with_columns(of_columns.collect::<Vec<_>>())
}

/// Sorted by the table's grain.
pub fn sorted(rows: LazyFrame, grain: &[&str]) -> LazyFrame {
    rows.sort(grain.to_vec(), SortMultipleOptions::default())
}

/// A column's value where all rows of a group have the same one.
pub fn common(column: &str) -> Expr {
    when(col(column).min().eq(col(column).max())).then(col(column).min()).otherwise(missing())
}

/// One of the values where a column has one of the words; missing elsewhere.
pub fn by_word<T>(column: &str, of: impl IntoIterator<Item = (&'static str, T)>) -> Expr
where
    T: polars::prelude::Literal,
{
    of.into_iter().fold(missing(), |rest, (word, value)| {
        when(col(column).eq(lit(word))).then(lit(value)).otherwise(rest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use polars::prelude::{NamedFrom, Series};
    use proptest::prelude::*;

    proptest! {
        /// Near and far, before 1970 and beyond the calendar.
        #[test]
        fn an_instant_is_filed_under_the_week_that_holds_it(
            near in prop::collection::vec(1_700_000_000_000_000..1_900_000_000_000_000i64, 0..50),
            far in prop::collection::vec(any::<i64>(), 0..5),
            zone in prop::sample::select(vec![
                chrono_tz::UTC, chrono_tz::Europe::London, chrono_tz::Asia::Beirut,
                chrono_tz::America::Santiago, chrono_tz::Pacific::Apia,
            ]),
        ) {
            let all: Vec<Option<i64>> = near.into_iter().chain(far).map(Some).chain([None]).collect();
            let column = Series::new("at".into(), &all).cast(&Kind::Instant.data_type()).unwrap();
            let found = mondays(&column.into_column(), zone).unwrap();
            let found: Vec<Option<NaiveDate>> = found.date().unwrap().as_date_iter().collect();
            for (at, found) in all.into_iter().zip(found) {
                let expected = at.and_then(|at| Week::holding(Instant(at), zone)).map(Week::monday);
                prop_assert_eq!(found, expected, "{:?}", at);
            }
        }
    }

    #[test]
    fn a_week_has_the_name_of_its_monday() {
        let days = [Some(20_766), None, Some(20_773), Some(20_766)];
        let days = Series::new("week_on".into(), days).cast(&DataType::Date).unwrap();
        let names = names(&days.into_column()).unwrap();
        let names: Vec<_> = names.str().unwrap().iter().collect();
        assert_eq!(names, [Some("2026-W46"), None, Some("2026-W47"), Some("2026-W46")]);
    }
}
