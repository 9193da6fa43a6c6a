//! The table of the backlog by day and age.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use polars::prelude::{
    Column as Values, DataFrame, IntoColumn, IntoLazy, LazyFrame, NamedFrom, PolarsResult, Series,
};

use super::backlog::backlog_days;
use super::day;
use super::scope::Scope;
use super::table::Table;
use super::week::Week;
use super::weekly;
use crate::metrics::{Column, Kind, open_stretches};
use crate::model::{Instant, Unit};
use crate::stats::Present;

/// The table.
pub struct BacklogDaily;

const DAY: i64 = 86_400 * 1_000_000;

/// The bands of age: the column, from how many days of 24 hours on, and what is said of it.
const BANDS: [(&str, i64, &str); 5] = [
    ("backlog_under_1_day_count", 0, "Those of them opened less than 24 hours before."),
    ("backlog_1_to_3_days_count", 1, "Opened one to less than three days of 24 hours before."),
    ("backlog_3_to_7_days_count", 3, "Opened three to less than seven days before."),
    ("backlog_7_to_30_days_count", 7, "Opened seven to less than thirty days before."),
    ("backlog_over_30_days_count", 30, "Opened thirty days before, or more."),
];

impl Table for BacklogDaily {
    fn name(&self) -> &'static str {
        "backlog_daily"
    }

    fn about(&self) -> &'static str {
        "One channel (or all of them) at the end of one day of the trailing window, in the desk's \
         zone: the conversations open then, by age, and what was opened, reopened and resolved on \
         the day. The day before's backlog with the opened and the reopened, less the resolved, is \
         the day's. A channel's rows begin with the day of its first conversation. Counted are \
         conversations that the input tells the state of; one that was resolved and taken up again \
         is not open in between where changes of its status say when."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["channel", "day_on"]
    }

    fn columns(&self) -> Vec<Column> {
        let when = [
            Column::date("day_on", "The day in the desk's zone."),
            Column::new(
                "counted_at",
                Kind::Instant,
                Unit::None,
                "The instant of the count: the day's last, or the data's end for the day it lies in.",
            ),
        ];
        let count = |name, about| Column::count(name, about);
        let counts = [
            count("opened_count", "Conversations opened on the day."),
            count("reopened_count", "Times that one was taken up again on the day."),
            count("resolved_count", "Times that one was resolved on the day, for good or not."),
            count("backlog_count", "Conversations open at that instant."),
        ];
        let ages = [
            Column::seconds(
                "backlog_age_median_seconds",
                "Median age of those open, since each was opened; missing where none is.",
            ),
            Column::seconds("backlog_age_max_seconds", "Age of the oldest of them."),
        ];
        let first = std::iter::once(weekly::channel_column()).chain(when).chain(weekly::columns());
        let bands = BANDS.map(|(name, _, about)| count(name, about));
        first.chain(counts).chain(bands).chain(ages).collect()
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let days = backlog_days(scope);
        let begins = days.first().and_then(|(date, _)| day::begins(*date, scope.zone));
        let mut rows = Vec::new();
        for (channel, stretches) in by_channel(&open_stretches(&scope.facts)?)? {
            let counted = counted(&stretches, begins.unwrap_or(scope.as_of), &days);
            rows.extend(counted.into_iter().map(|row| (channel.clone(), row)));
        }
        let rows = frame(&rows)?.lazy().with_columns(weekly::week_columns(scope));
        Ok(weekly::sorted(rows, self.grain()))
    }
}

/// A stretch of time in which a conversation was open, microseconds.
#[derive(Clone, Copy)]
struct Stretch {
    opened: i64,
    from: i64,
    /// Beyond all time while it lasts.
    until: i64,
}

/// The stretches of each channel, and of all.
fn by_channel(stretches: &DataFrame) -> PolarsResult<BTreeMap<String, Vec<Stretch>>> {
    let channels = stretches.column("channel")?.str()?.iter();
    let opened = stretches.column("opened_at")?.datetime()?.physical();
    let from = stretches.column("from_at")?.datetime()?.physical();
    let until = stretches.column("until_at")?.datetime()?.physical();
    let mut channels_of: BTreeMap<String, Vec<Stretch>> = BTreeMap::new();
    let mut all = Vec::with_capacity(stretches.height());
    let instants = opened.iter().zip(from.iter()).zip(until.iter());
    for (channel, ((opened, from), until)) in channels.zip(instants) {
        let (Some(channel), Some(opened), Some(from)) = (channel, opened, from) else { continue };
        let stretch = Stretch { opened, from, until: until.unwrap_or(i64::MAX).max(from) };
        all.push(stretch);
        match channels_of.get_mut(channel) {
            Some(of_one) => of_one.push(stretch),
            None => _ = channels_of.insert(channel.to_owned(), vec![stretch]),
        }
    }
    if !all.is_empty() {
        channels_of.insert(weekly::ALL_CHANNELS.to_owned(), all);
    }
    Ok(channels_of)
}

/// One day of a channel.
#[derive(Clone, Debug, Default)]
struct Row {
    date: NaiveDate,
    counted_at: i64,
    opened: i64,
    reopened: i64,
    resolved: i64,
    open: i64,
    bands: [i64; BANDS.len()],
    median_seconds: Option<f64>,
    oldest_seconds: Option<f64>,
}

/// The days from the first on which something was opened. Each stretch is looked at where it begins
/// and where it ends; `begins` is the instant at which the first day does.
fn counted(stretches: &[Stretch], begins: Instant, days: &[(NaiveDate, Instant)]) -> Vec<Row> {
    let day_of = |at: i64| days.partition_point(|(_, last)| last.0 < at);
    let mut rows: Vec<Row> = days
        .iter()
        .map(|(date, at)| Row { date: *date, counted_at: at.0, ..Row::default() })
        .collect();
    let mut kept: Vec<(i64, usize, usize)> = Vec::new();
    for stretch in stretches {
        let (come, go) = (day_of(stretch.from), day_of(stretch.until));
        if let Some(row) = rows.get_mut(come).filter(|_| stretch.from >= begins.0) {
            let is_first = stretch.from == stretch.opened;
            *(if is_first { &mut row.opened } else { &mut row.reopened }) += 1;
        }
        if let Some(row) = rows.get_mut(go).filter(|_| stretch.until >= begins.0) {
            row.resolved += 1;
        }
        if come < go {
            kept.push((stretch.opened, come, go));
        }
    }
    kept.sort_unstable();
    let (mut coming, mut going) = (vec![Vec::new(); days.len()], vec![Vec::new(); days.len()]);
    for (number, (_, come, go)) in kept.iter().enumerate() {
        coming.get_mut(*come).into_iter().for_each(|day: &mut Vec<usize>| day.push(number));
        going.get_mut(*go).into_iter().for_each(|day: &mut Vec<usize>| day.push(number));
    }
    let mut present = Present::none_of(kept.len());
    for (row, (coming, going)) in rows.iter_mut().zip(coming.into_iter().zip(going)) {
        coming.into_iter().for_each(|number| present.come(number));
        going.into_iter().for_each(|number| present.go(number));
        take(row, &present, &kept);
    }
    let first = stretches.iter().map(|stretch| stretch.from).min();
    let first = first.map_or(rows.len(), day_of).min(rows.len());
    rows.split_off(first)
}

/// Counts what is there at the day's instant; `kept` stands in the order of opening.
fn take(row: &mut Row, present: &Present, kept: &[(i64, usize, usize)]) {
    let at = row.counted_at;
    let whole = |count: usize| count as i64;
    let older = |days: i64| {
        let opened = kept.partition_point(|(opened, _, _)| *opened <= at - days * DAY);
        whole(present.below(opened))
    };
    row.open = whole(present.len());
    let edges = BANDS.map(|(_, days, _)| if days == 0 { row.open } else { older(days) });
    let next = edges.iter().skip(1).chain([&0]);
    for (band, (edge, next)) in row.bands.iter_mut().zip(edges.iter().zip(next)) {
        *band = edge - next;
    }
    let age = |before: usize| {
        let (opened, _, _) = kept.get(present.nth(before)?)?;
        Some((at - opened) as f64 / 1e6)
    };
    let middle = present.len().saturating_sub(1);
    let ends = age(middle / 2).zip(age(middle.div_ceil(2)));
    row.median_seconds = ends.map(|(one, other)| (one + other) / 2.0);
    row.oldest_seconds = age(0);
}

/// The rows as a table.
fn frame(rows: &[(String, Row)]) -> PolarsResult<DataFrame> {
    let dates = |of: fn(&Row) -> NaiveDate| {
        let since = NaiveDate::default();
        let days =
            rows.iter().map(|(_, row)| of(row).signed_duration_since(since).num_days() as i32);
        Series::new("".into(), days.collect::<Vec<_>>()).cast(&Kind::Date.data_type())
    };
    let counts = |name: &str, of: &dyn Fn(&Row) -> i64| -> Values {
        let counts = rows.iter().map(|(_, row)| of(row)).collect::<Vec<_>>();
        Series::new(name.into(), counts).into_column()
    };
    let ages = |name: &str, of: fn(&Row) -> Option<f64>| -> Values {
        let ages = rows.iter().map(|(_, row)| of(row)).collect::<Vec<_>>();
        Series::new(name.into(), ages).into_column()
    };
    let channels: Vec<&str> = rows.iter().map(|(channel, _)| channel.as_str()).collect();
    let mut columns = vec![
        Series::new("channel".into(), channels).into_column(),
        dates(|row| row.date)?.with_name("day_on".into()).into_column(),
        dates(|row| Week::of(row.date).monday())?.with_name("week_on".into()).into_column(),
        counts("counted_at", &|row| row.counted_at).cast(&Kind::Instant.data_type())?,
        counts("opened_count", &|row| row.opened),
        counts("reopened_count", &|row| row.reopened),
        counts("resolved_count", &|row| row.resolved),
        counts("backlog_count", &|row| row.open),
        ages("backlog_age_median_seconds", |row| row.median_seconds),
        ages("backlog_age_max_seconds", |row| row.oldest_seconds),
    ];
    columns.extend(BANDS.iter().enumerate().map(|(band, (name, _, _))| {
        counts(name, &|row| row.bands.get(band).copied().unwrap_or_default())
    }));
    DataFrame::new(rows.len(), columns)
}

#[cfg(test)]
mod tests {
    use polars::prelude::{AnyValue, DataFrame};

    use super::*;
    use crate::metrics::Desk;
    use crate::model::{CallOutcome, EventKind, Status};
    use crate::tables::sample::{self, busy_desk};
    use crate::tables::{build, by_name};

    fn daily(desk: &Desk) -> DataFrame {
        let (_folder, scope) = sample::scope(desk, 1);
        build(&BacklogDaily, &scope).unwrap()
    }

    fn cell<'f>(frame: &'f DataFrame, column: &str, row: usize) -> AnyValue<'f> {
        frame.column(column).unwrap().get(row).unwrap()
    }

    /// The numbers of a channel on a day; empty where it has no row.
    fn numbers(frame: &DataFrame, channel: &str, day: &str, columns: &[&str]) -> Vec<Option<f64>> {
        let is = |row: &usize| {
            cell(frame, "channel", *row).get_str() == Some(channel)
                && cell(frame, "day_on", *row).to_string() == day
        };
        let row = (0..frame.height()).find(is);
        let value = |row| columns.iter().map(move |name| cell(frame, name, row).extract::<f64>());
        row.map_or(Vec::new(), |row| value(row).collect())
    }

    const FLOWS: [&str; 4] = ["opened_count", "reopened_count", "resolved_count", "backlog_count"];

    /// Solved on Monday, taken up on Wednesday, solved on Friday.
    #[test]
    fn between_a_resolution_and_a_reopening_it_is_not_open() {
        let desk = Desk::new()
            .customer("2026-11-09 09:00", "Where is my order?")
            .event("2026-11-09 11:00", EventKind::StatusChanged, "solved")
            .event("2026-11-11 09:00", EventKind::StatusChanged, "open")
            .event("2026-11-13 09:00", EventKind::StatusChanged, "solved")
            .event("2026-11-14 09:00", EventKind::StatusChanged, "closed")
            .status(Status::Closed)
            .as_of("2026-11-14 12:00");
        let found = daily(&desk);
        for (day, expected) in [
            ("2026-11-09", [1.0, 0.0, 1.0, 0.0]),
            ("2026-11-10", [0.0, 0.0, 0.0, 0.0]),
            ("2026-11-11", [0.0, 1.0, 0.0, 1.0]),
            ("2026-11-12", [0.0, 0.0, 0.0, 1.0]),
            ("2026-11-13", [0.0, 0.0, 1.0, 0.0]),
            ("2026-11-14", [0.0, 0.0, 0.0, 0.0]),
        ] {
            assert_eq!(numbers(&found, "chat", day, &FLOWS), expected.map(Some), "{day}");
        }
        assert_eq!(found.height(), 12, "a day for the channel and for all");
        let of = ["backlog_3_to_7_days_count", "backlog_age_max_seconds"];
        let aged = numbers(&found, "all", "2026-11-12", &of);
        assert_eq!(aged[0], Some(1.0));
        assert!((aged[1].unwrap() - (3.0 * 86_400.0 + 15.0 * 3_600.0)).abs() < 1e-3, "{aged:?}");
        assert_eq!(numbers(&found, "all", "2026-11-13", &of), [Some(0.0), None]);
    }

    #[test]
    fn ages_are_in_bands_whose_ends_belong_to_the_older() {
        let ages = [0, 23, 24, 71, 72, 167, 168, 719, 720, 2_000];
        let desk = ages.iter().fold(Desk::new(), |desk, hours| {
            let opened =
                NaiveDate::from_ymd_opt(2026, 11, 12).unwrap().and_hms_opt(12, 0, 0).unwrap()
                    - chrono::TimeDelta::hours(*hours);
            let desk = desk.conversation(&format!("c{hours}"));
            desk.customer(&opened.format("%Y-%m-%d %H:%M").to_string(), "Hello?")
                .status(Status::Open)
        });
        let found = daily(&desk.as_of("2026-11-12 12:00"));
        let bands = BANDS.map(|(name, _, _)| name);
        let bands = numbers(&found, "chat", "2026-11-12", &bands);
        assert_eq!(bands, [2.0; 5].map(Some));
        let ages = ["backlog_age_median_seconds", "backlog_age_max_seconds"];
        let ages = numbers(&found, "chat", "2026-11-12", &ages);
        assert_eq!(ages, [Some((72.0 + 167.0) / 2.0 * 3_600.0), Some(2_000.0 * 3_600.0)]);
    }

    /// Where both speak of the same instant, the week's table says the same; and each day follows
    /// from the one before.
    #[test]
    fn it_agrees_with_the_week_and_with_itself() {
        let (_folder, scope) = sample::scope(&busy_desk(600), 3);
        let daily = build(&BacklogDaily, &scope).unwrap();
        let weekly = build(by_name("channel_weekly").unwrap(), &scope).unwrap();
        let of = ["backlog_count", "backlog_age_median_seconds"];
        let mut compared = 0;
        for row in 0..weekly.height() {
            let channel = cell(&weekly, "channel", row).get_str().unwrap().to_owned();
            let monday: NaiveDate = cell(&weekly, "week_on", row).to_string().parse().unwrap();
            let sunday = (monday + chrono::Days::new(6)).to_string();
            let found = numbers(&daily, &channel, &sunday, &of);
            let expected: Vec<_> =
                of.iter().map(|name| cell(&weekly, name, row).extract::<f64>()).collect();
            if !found.is_empty() {
                assert_eq!(found, expected, "{channel} {sunday}");
                compared += usize::from(expected[0] > Some(1.0));
            }
        }
        assert!(compared > 5, "{compared}");
        let bands = BANDS.map(|(name, _, _)| name);
        let mut before: Option<(String, f64)> = None;
        for row in 0..daily.height() {
            let channel = cell(&daily, "channel", row).get_str().unwrap().to_owned();
            let day = cell(&daily, "day_on", row).to_string();
            let flows = numbers(&daily, &channel, &day, &FLOWS);
            let [opened, reopened, resolved, open] = flows.as_slice() else { panic!("{day}") };
            let open = open.unwrap();
            let bands: f64 = numbers(&daily, &channel, &day, &bands).iter().flatten().sum();
            assert_eq!(bands, open, "{channel} {day}");
            if let Some((_, before)) = before.filter(|(other, _)| *other == channel) {
                let follows = before + opened.unwrap() + reopened.unwrap() - resolved.unwrap();
                assert_eq!(follows, open, "{channel} {day}");
            }
            before = Some((channel, open));
        }
    }

    #[test]
    fn what_cannot_be_said_to_be_open_is_not_counted() {
        let desk = Desk::new()
            .customer("Mon 09:00", "Where is my order?")
            .agent("ann", "10:00", "At your door")
            .conversation("call")
            .call("Mon 09:00", 90.0, CallOutcome::Abandoned, "");
        assert_eq!(daily(&desk.as_of("2026-11-12 12:00")).height(), 0);
    }
}
