//! The table of what the reported week changed: against the week before, and against what the weeks
//! before it did by themselves.

use std::collections::BTreeMap;

use polars::prelude::{DataFrame, DataType, IntoLazy, LazyFrame, PolarsResult, col, lit};

use super::backlog_daily::BacklogDaily;
use super::csat_weekly::CsatWeekly;
use super::rows::Rows;
use super::scope::Scope;
use super::table::Table;
use super::week::Week;
use super::weekly;
use super::weekly_at_close::WeeklyAtClose;
use crate::metrics::Column;
use crate::model::Unit;
use crate::stats::{Interval, natural_limits, share_difference};

/// The table.
pub struct Changes;

/// Weeks before the reported one that say what is normal, at most and at least.
const WEEKS: u32 = 12;
const FEWEST: usize = 6;
/// What is large: so many of a share's hundredths, or such a part of the normal of anything else.
const LARGE_SHARE: f64 = 0.03;
const LARGE_PART: f64 = 0.1;
/// Fewest observations in a week for its value to count.
const FEW: f64 = 5.0;

/// A measure and where it stands by channel and week.
struct Watched {
    measure: &'static str,
    source: Source,
    value: &'static str,
    /// Column with the number of observations; missing where the value is itself a number of things.
    count: Option<&'static str>,
    unit: Unit,
}

#[derive(Clone, Copy, PartialEq)]
enum Source {
    AtClose,
    Ratings,
    Backlog,
}

const fn watched(
    measure: &'static str,
    source: Source,
    value: &'static str,
    count: Option<&'static str>,
    unit: Unit,
) -> Watched {
    Watched { measure, source, value, count, unit }
}

const WATCHED: [Watched; 7] = [
    watched("attainment", Source::AtClose, "attainment_share", Some("due_count"), Unit::Share),
    watched(
        "first_response",
        Source::AtClose,
        "first_response_median_seconds",
        Some("first_response_count"),
        Unit::Seconds,
    ),
    watched(
        "resolution",
        Source::AtClose,
        "resolution_share",
        Some("resolution_known_count"),
        Unit::Share,
    ),
    watched(
        "time_to_resolve",
        Source::AtClose,
        "resolve_median_seconds",
        Some("resolve_count"),
        Unit::Seconds,
    ),
    watched("csat", Source::Ratings, "csat_share", Some("rating_count"), Unit::Share),
    watched("volume", Source::AtClose, "conversation_count", None, Unit::Count),
    watched("backlog", Source::Backlog, "backlog_count", None, Unit::Count),
];

impl Table for Changes {
    fn name(&self) -> &'static str {
        "changes"
    }

    fn about(&self) -> &'static str {
        "One measure on one channel (or all of them) in the reported week, beside the week before and \
         beside up to twelve weeks before it, all as they stood when they closed. Values are in the \
         measure's own unit, which `unit` names."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["channel", "measure"]
    }

    fn columns(&self) -> Vec<Column> {
        let number = |name: &str, about: &str| Column::number(name, Unit::None, about);
        vec![
            Column::text("channel", "chat, email, phone, social, other; `all` for all together."),
            Column::text(
                "measure",
                "attainment (of first responses), first_response (its median), resolution, \
                 time_to_resolve (its median), csat, volume or backlog (at the week's end).",
            ),
            Column::text("week", "The reported week: 2026-W46."),
            Column::text("unit", "share, seconds or count."),
            number("value", "What it was; missing of fewer than five observations."),
            Column::count("observation_count", "Of how many observations."),
            number("previous", "The same of the week before."),
            number(
                "change_low",
                "Of a share: lower end of the 95% interval of the change since then (Newcombe).",
            ),
            number("change_high", "Of a share: upper end of that interval."),
            Column::count(
                "normal_week_count",
                "Weeks before the reported one that say what is normal.",
            ),
            number("normal", "Their mean; missing of fewer than six."),
            number(
                "normal_low",
                "Lower limit of what such weeks do by themselves (XmR): their mean less 3 ÷ 1.128 of the mean change from one to the next; not below 0.",
            ),
            number("normal_high", "Upper limit of it; of a share not above 1."),
            Column::flag(
                "is_special",
                "Whether the value lies beyond those limits; missing where there are none.",
            ),
            Column::flag(
                "is_changed",
                "Of a share: whether the change since the week before is more than chance.",
            ),
            Column::flag(
                "is_large",
                "Whether it is at least 3 percentage points, or a tenth of anything but a share, away \
                 from its normal, or from the week before where only that is known.",
            ),
        ]
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let first = scope.week.minus(WEEKS).monday();
        let is_meant =
            col("week_on").gt_eq(lit(first)).and(col("week_on").lt_eq(lit(scope.week.monday())));
        let of = |rows: LazyFrame| rows.filter(is_meant.clone()).collect();
        let frames = [
            (Source::AtClose, of(WeeklyAtClose.build(scope)?)?),
            (Source::Ratings, of(CsatWeekly.build(scope)?)?),
            (Source::Backlog, of(BacklogDaily.build(scope)?)?),
        ];
        let mut rows = BTreeMap::new();
        for watched in &WATCHED {
            let found = frames.iter().find(|(source, _)| *source == watched.source);
            let Some((_, frame)) = found else { continue };
            for (channel, weeks) in read(watched, frame)? {
                rows.insert((channel, watched.measure), compare(watched, &weeks, scope.week));
            }
        }
        let rows = frame(rows.into_iter().collect())?.lazy();
        let week = lit(scope.week.to_string()).alias("week");
        Ok(weekly::sorted(rows.with_column(week), self.grain()))
    }
}

/// What is known of one week: the value, the ends of its interval, the number of observations.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Known {
    value: Option<f64>,
    ends: Option<Interval>,
    count: Option<f64>,
}

/// By channel and Monday.
type Weeks = BTreeMap<i32, Known>;

fn days(week: Week) -> i32 {
    (week.monday() - chrono::NaiveDate::default()).num_days() as i32
}

/// The measure by channel and week. Of the backlog a week has its last day's.
fn read(watched: &Watched, frame: &DataFrame) -> PolarsResult<BTreeMap<String, Weeks>> {
    let numbers = |name: &str| -> PolarsResult<Vec<Option<f64>>> {
        let values = frame.column(name)?.cast(&DataType::Float64)?;
        Ok(values.f64()?.iter().map(|value| value.filter(|value| value.is_finite())).collect())
    };
    let channels = frame.column("channel")?.str()?.clone();
    let mondays = frame.column("week_on")?.cast(&DataType::Int32)?;
    let values = numbers(watched.value)?;
    let count = watched.count.map(numbers).transpose()?;
    let ends = match watched.unit {
        Unit::Share => {
            let end = |side: &str| numbers(&watched.value.replace("_share", side));
            Some((end("_low_share")?, end("_high_share")?))
        }
        _ => None,
    };
    let mut found: BTreeMap<String, Weeks> = BTreeMap::new();
    for (at, (channel, monday)) in channels.iter().zip(mondays.i32()?.iter()).enumerate() {
        let (Some(channel), Some(monday)) = (channel, monday) else { continue };
        let nth = |of: &[Option<f64>]| of.get(at).copied().flatten();
        let count = count.as_deref().map(|counts| nth(counts).unwrap_or(0.0));
        let is_few = count.is_some_and(|count| count < FEW);
        let known = Known {
            value: nth(&values).filter(|_| !is_few),
            ends: ends
                .as_ref()
                .and_then(|(low, high)| Some(Interval { low: nth(low)?, high: nth(high)? })),
            count,
        };
        found.entry(channel.to_owned()).or_default().insert(monday, known);
    }
    Ok(found)
}

/// A row of the table, but for its keys.
#[derive(Clone, Debug, Default, PartialEq)]
struct Compared {
    unit: &'static str,
    now: Known,
    previous: Option<f64>,
    change: Option<Interval>,
    weeks: usize,
    normal: Option<f64>,
    limits: Option<Interval>,
    is_large: Option<bool>,
}

fn compare(watched: &Watched, weeks: &Weeks, reported: Week) -> Compared {
    let at = |back: u32| weeks.get(&days(reported.minus(back))).copied().unwrap_or_default();
    let (now, before) = (at(0), at(1));
    let past: Vec<f64> = (1..=WEEKS).rev().filter_map(|back| at(back).value).collect();
    let normal = natural_limits(&past).filter(|_| past.len() >= FEWEST);
    let part = |known: Known| Some((known.value?, known.ends?));
    let change = part(now).zip(part(before)).map(|(now, before)| share_difference(now, before));
    let from = normal.map(|(mean, _)| mean).or(before.value);
    let is_large = now.value.zip(from).map(|(now, from)| match watched.unit {
        Unit::Share => (now - from).abs() >= LARGE_SHARE,
        _ => (now - from).abs() >= LARGE_PART * from.abs(),
    });
    let within = |ends: Interval| Interval {
        low: ends.low.max(0.0),
        high: if watched.unit == Unit::Share { ends.high.min(1.0) } else { ends.high },
    };
    Compared {
        unit: watched.unit.word(),
        now,
        previous: before.value,
        change,
        weeks: past.len(),
        normal: normal.map(|(mean, _)| mean),
        limits: normal.map(|(_, limits)| within(limits)),
        is_large,
    }
}

impl Compared {
    fn is_special(&self) -> Option<bool> {
        let limits = self.limits?;
        self.now.value.map(|value| value < limits.low || value > limits.high)
    }

    fn is_changed(&self) -> Option<bool> {
        self.change.map(|ends| ends.low > 0.0 || ends.high < 0.0)
    }
}

fn frame(rows: Vec<((String, &str), Compared)>) -> PolarsResult<DataFrame> {
    Rows::of(&rows)
        .text("channel", |((channel, _), _)| Some(channel))
        .text("measure", |((_, measure), _)| Some(*measure))
        .text("unit", |(_, row)| Some(row.unit))
        .number("value", |(_, row)| row.now.value)
        .count("observation_count", |(_, row)| {
            row.now.count.or(row.now.value).map(|count| count.round() as i64)
        })
        .number("previous", |(_, row)| row.previous)
        .number("change_low", |(_, row)| row.change.map(|ends| ends.low))
        .number("change_high", |(_, row)| row.change.map(|ends| ends.high))
        .count("normal_week_count", |(_, row)| Some(row.weeks))
        .number("normal", |(_, row)| row.normal)
        .number("normal_low", |(_, row)| row.limits.map(|ends| ends.low))
        .number("normal_high", |(_, row)| row.limits.map(|ends| ends.high))
        .flag("is_special", |(_, row)| row.is_special())
        .flag("is_changed", |(_, row)| row.is_changed())
        .flag("is_large", |(_, row)| row.is_large)
        .frame()
}

#[cfg(test)]
mod tests {
    use super::{Known, WATCHED, Weeks, compare, days};
    use crate::metrics;
    use crate::stats::Interval;
    use crate::tables::Week;

    fn weeks(values: &[f64]) -> (Week, Weeks) {
        let week = Week::parse("2026-W46").unwrap();
        let known = |value: f64| Known {
            value: Some(value),
            ends: Some(Interval { low: value - 0.01, high: value + 0.01 }),
            count: Some(1_000.0),
        };
        let of = |(value, back)| (days(week.minus(back)), known(value));
        (week, values.iter().copied().zip(0..).map(of).collect())
    }

    #[test]
    fn what_is_watched_is_measured() {
        for watched in &WATCHED {
            assert!(metrics::by_name(watched.measure).is_some(), "{}", watched.measure);
        }
    }

    #[test]
    fn a_week_beyond_its_limits_is_special_and_one_within_is_not() {
        let (week, calm) = weeks(&[0.80, 0.81, 0.79, 0.80, 0.82, 0.78, 0.81, 0.80]);
        let row = compare(&WATCHED[0], &calm, week);
        assert_eq!((row.is_special(), row.is_large), (Some(false), Some(false)), "{row:?}");
        let (week, fallen) = weeks(&[0.60, 0.81, 0.79, 0.80, 0.82, 0.78, 0.81, 0.80]);
        let row = compare(&WATCHED[0], &fallen, week);
        assert_eq!((row.is_special(), row.is_large, row.weeks), (Some(true), Some(true), 7));
        assert_eq!(row.is_changed(), Some(true));
    }

    #[test]
    fn few_weeks_have_no_normal_and_no_week_no_value() {
        let (week, few) = weeks(&[0.60, 0.81, 0.79]);
        let row = compare(&WATCHED[0], &few, week);
        assert_eq!((row.normal, row.is_special(), row.is_large), (None, None, Some(true)));
        let row = compare(&WATCHED[0], &Weeks::new(), week);
        assert_eq!((row.now.value, row.is_special(), row.is_large), (None, None, None));
    }
}
