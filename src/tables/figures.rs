//! Figures worked out a second time by plain loops over the facts.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use polars::prelude::DataFrame;

use super::sample::{busy_desk, scope};
use super::week::Week;
use super::{Scope, build, by_name};
use crate::facts::{Conversations, Ratings, Target, TargetTime, Turns};
use crate::metrics::Desk;
use crate::model::Instant;
use crate::model::{EventKind, PromiseKind};
use crate::stats::{Level, Tally, median, quantile, wilson};

/// A frame as columns of plain values.
struct Sheet(DataFrame);

impl Sheet {
    fn texts(&self, name: &str) -> Vec<Option<String>> {
        let column = self.0.column(name).unwrap().str().unwrap().clone();
        column.iter().map(|text| text.map(str::to_owned)).collect()
    }

    fn numbers(&self, name: &str) -> Vec<Option<f64>> {
        let column = self.0.column(name).unwrap();
        (0..self.0.height()).map(|row| column.get(row).unwrap().extract::<f64>()).collect()
    }

    fn flags(&self, name: &str) -> Vec<Option<bool>> {
        self.0.column(name).unwrap().bool().unwrap().iter().collect()
    }

    fn instants(&self, name: &str) -> Vec<Option<Instant>> {
        let column = self.0.column(name).unwrap().datetime().unwrap().physical().clone();
        column.iter().map(|at| at.map(Instant)).collect()
    }
}

fn table(name: &str, scope: &Scope) -> Sheet {
    Sheet(build(by_name(name).unwrap(), scope).unwrap())
}

fn week(at: Option<Instant>, zone: Tz) -> Option<String> {
    Some(Week::holding(at?, zone)?.to_string())
}

/// Each value under its own group and under all of them.
fn both(channel: &Option<String>, week: &Option<String>) -> Option<[(String, String); 2]> {
    let week = week.clone()?;
    Some([(channel.clone()?, week.clone()), ("all".to_owned(), week)])
}

type Groups<T> = BTreeMap<(String, String), Vec<T>>;

fn group<T: Clone>(
    channels: &[Option<String>],
    weeks: &[Option<String>],
    values: &[Option<T>],
) -> Groups<T> {
    let mut groups: Groups<T> = BTreeMap::new();
    for ((channel, week), value) in channels.iter().zip(weeks).zip(values) {
        for key in both(channel, week).into_iter().flatten() {
            groups.entry(key).or_default().extend(value.clone());
        }
    }
    groups
}

fn close(found: Option<f64>, expected: Option<f64>, place: &str) {
    match (found, expected) {
        (None, None) => {}
        (Some(found), Some(expected))
            if (found - expected).abs() <= 1e-6 * expected.abs().max(1.0) => {}
        _ => panic!("{place}: found {found:?}, expected {expected:?}"),
    }
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// A column, and what it should be for the values of a group.
type Figure<'f, T> = (&'f str, &'f dyn Fn(&[T]) -> Option<f64>);

/// Compares a table's columns with a function of each group's values.
fn compare<T>(sheet: &Sheet, keys: [&str; 2], groups: &Groups<T>, columns: &[Figure<'_, T>]) {
    let places: Vec<_> = sheet.texts(keys[0]).into_iter().zip(sheet.texts(keys[1])).collect();
    for (column, expected) in columns {
        let found = sheet.numbers(column);
        let mut seen = 0;
        for ((first, second), found) in places.iter().zip(found) {
            let key = (first.clone().unwrap(), second.clone().unwrap());
            let values = groups.get(&key).map_or(&[][..], Vec::as_slice);
            seen += usize::from(!values.is_empty());
            close(found, expected(values), &format!("{column} of {key:?}"));
        }
        let there = groups.values().filter(|values| !values.is_empty()).count();
        assert_eq!(seen, there, "{column}: groups without a row");
    }
}

fn spread(values: &[f64], q: f64) -> Option<f64> {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    if q == 0.5 { median(&values) } else { quantile(&values, q) }
}

fn share(flags: &[bool]) -> Option<f64> {
    mean(&flags.iter().map(|flag| f64::from(*flag)).collect::<Vec<_>>())
}

fn tally(flags: &[bool]) -> Tally {
    let yes = flags.iter().filter(|flag| **flag).count();
    Tally::new(yes as u32, flags.len() as u32).unwrap()
}

#[test]
fn a_channels_week_is_what_its_conversations_and_waits_say() {
    let (_folder, scope) = scope(&busy_desk(500), 2);
    let sheet = table("channel_weekly", &scope);
    let facts = Sheet(scope.facts.scan::<Conversations>().unwrap().collect().unwrap());
    let channels = facts.texts("channel");
    let opened = facts.instants("opened_at");
    let weeks: Vec<_> = opened.iter().map(|at| week(*at, scope.zone)).collect();
    let count = |values: &[f64]| Some(values.len() as f64);
    for (prefix, column) in [
        ("first_response", "first_response_seconds"),
        ("first_response_business", "first_response_business_seconds"),
        ("resolve", "resolve_seconds"),
    ] {
        let groups = group(&channels, &weeks, &facts.numbers(column));
        let name = |word: &str| format!("{prefix}_{word}_seconds");
        compare(
            &sheet,
            ["channel", "week"],
            &groups,
            &[
                (&name("mean"), &|values| mean(values)),
                (&name("median"), &|values| spread(values, 0.5)),
                (&name("p90"), &|values| spread(values, 0.9)),
            ],
        );
    }
    compare(
        &sheet,
        ["channel", "week"],
        &group(&channels, &weeks, &facts.flags("is_resolved")),
        &[
            ("resolution_known_count", &|flags| Some(flags.len() as f64)),
            ("resolution_share", &share),
            ("resolution_low_share", &|flags| Some(wilson(tally(flags), Level::P95)?.low)),
        ],
    );
    let turns = Sheet(scope.facts.scan::<Turns>().unwrap().collect().unwrap());
    let asked: Vec<_> = turns.instants("asked_at").iter().map(|at| week(*at, scope.zone)).collect();
    let waits = group(&turns.texts("channel"), &asked, &turns.numbers("response_seconds"));
    compare(
        &sheet,
        ["channel", "week"],
        &waits,
        &[
            ("response_count", &count),
            ("response_mean_seconds", &|values| mean(values)),
            ("response_p90_seconds", &|values| spread(values, 0.9)),
        ],
    );
}

#[test]
fn the_backlog_is_what_was_open_when_each_week_ended() {
    let (_folder, scope) = scope(&busy_desk(500), 2);
    let facts = Sheet(scope.facts.scan::<Conversations>().unwrap().collect().unwrap());
    let channels = facts.texts("channel");
    let (opened, resolved) = (facts.instants("opened_at"), facts.instants("resolved_at"));
    let (state, outcome) = (facts.flags("is_resolved"), facts.texts("outcome"));
    let mut ages: Groups<f64> = BTreeMap::new();
    for number in 44..=48 {
        let week = Week::parse(&format!("2026-W{number}")).unwrap();
        let end = Instant(week.ends(scope.zone).unwrap().0 - 1).min(scope.as_of);
        for row in 0..opened.len() {
            let is_open = match (state[row], resolved[row]) {
                (_, Some(at)) => at > end,
                (Some(false), None) => outcome[row].as_deref() != Some("abandoned"),
                _ => false,
            };
            if is_open && opened[row].unwrap() <= end {
                let age = end.seconds_since(opened[row].unwrap());
                for key in both(&channels[row], &Some(week.to_string())).into_iter().flatten() {
                    ages.entry(key).or_default().push(age);
                }
            }
        }
    }
    compare(
        &table("channel_weekly", &scope),
        ["channel", "week"],
        &ages,
        &[
            ("backlog_count", &|ages| Some(ages.len() as f64)),
            ("backlog_age_median_seconds", &|ages| spread(ages, 0.5)),
        ],
    );
}

#[test]
fn a_rating_counts_in_its_week_for_its_channel_and_its_agent() {
    let (_folder, scope) = scope(&busy_desk(500), 2);
    let facts = Sheet(scope.facts.scan::<Ratings>().unwrap().collect().unwrap());
    let weeks: Vec<_> =
        facts.instants("counted_at").iter().map(|at| week(*at, scope.zone)).collect();
    let groups = group(&facts.texts("channel"), &weeks, &facts.flags("is_satisfied"));
    let columns: [Figure<'_, bool>; 4] = [
        ("rating_count", &|flags| Some(flags.len() as f64)),
        ("csat_share", &share),
        ("csat_low_share", &|flags| Some(wilson(tally(flags), Level::P95)?.low)),
        ("csat_high_share", &|flags| Some(wilson(tally(flags), Level::P95)?.high)),
    ];
    compare(&table("csat_weekly", &scope), ["channel", "week"], &groups, &columns);
    let mut of_agents = group(&facts.texts("agent_id"), &weeks, &facts.flags("is_satisfied"));
    of_agents.retain(|(agent, _), _| agent != "all" && agent != "lavka");
    compare(&table("agent_weekly", &scope), ["agent_id", "week"], &of_agents, &columns);
}

#[test]
fn sums_agree_between_grains() {
    let (_folder, scope) = scope(&busy_desk(500), 2);
    let sum = |sheet: &Sheet, column: &str, is: &dyn Fn(usize) -> bool| -> f64 {
        let numbers = sheet.numbers(column);
        (0..numbers.len()).filter(|row| is(*row)).filter_map(|row| numbers[row]).sum()
    };
    let everything = |_: usize| true;
    let channel = table("channel_weekly", &scope);
    let channels = channel.texts("channel");
    let whole = |row: usize| channels[row].as_deref() == Some("all");
    let parts = |row: usize| !whole(row);
    let conversations = table("conversations", &scope);
    let topic = table("topic_weekly", &scope);
    for column in [
        "conversation_count",
        "message_count",
        "first_response_count",
        "resolved_count",
        "reopen_count",
    ] {
        let all = sum(&channel, column, &whole);
        assert!(all > 0.0, "{column}");
        assert_eq!(sum(&channel, column, &parts), all, "{column} by channel");
        assert_eq!(sum(&topic, column, &everything), all, "{column} by topic");
    }
    let opened = conversations.texts("week").iter().flatten().count() as f64;
    assert_eq!(sum(&channel, "conversation_count", &whole), opened);
    assert_eq!(conversations.0.height() as f64, opened);

    let agent = table("agent_weekly", &scope);
    let held = conversations.texts("last_agent_id").iter().flatten().count() as f64;
    assert_eq!(sum(&agent, "conversation_count", &everything), held);
    let turns = table("turns", &scope);
    let answered = turns.texts("agent_id").iter().flatten().count() as f64;
    assert_eq!(sum(&agent, "response_count", &everything), answered);
    let csat = table("csat_weekly", &scope);
    let channels = csat.texts("channel");
    let parts = |row: usize| channels[row].as_deref() != Some("all");
    assert_eq!(sum(&csat, "rating_count", &parts), sum(&topic, "rating_count", &everything));

    let sla = table("sla_attainment", &scope);
    for (row, due) in sla.numbers("due_count").into_iter().enumerate() {
        let number = |column: &str| sla.numbers(column)[row].unwrap();
        assert_eq!(due, Some(number("kept_count") + number("broken_count")));
        assert!(due.unwrap() + number("pending_count") <= number("promise_count"));
    }

    let histogram = table("response_histogram", &scope);
    let times = histogram.texts("time");
    for time in ["elapsed", "business"] {
        let is = |row: usize| times[row].as_deref() == Some(time);
        let report = channel.flags("is_report_week");
        let of_report = |row: usize| whole(row) && report[row] == Some(true);
        assert_eq!(
            sum(&histogram, "response_count", &is),
            sum(&channel, "first_response_count", &of_report),
        );
    }
}

#[test]
fn bins_hold_what_lies_between_their_ends_and_fill_up() {
    let (_folder, scope) = scope(&busy_desk(500), 2);
    let sheet = table("response_histogram", &scope);
    let facts = Sheet(scope.facts.scan::<Conversations>().unwrap().collect().unwrap());
    let opened = facts.instants("opened_at");
    let of_report = |row: usize| week(opened[row], scope.zone).as_deref() == Some("2026-W46");
    let channels = facts.texts("channel");
    let mut last = BTreeMap::new();
    for row in 0..sheet.0.height() {
        let text = |column: &str| sheet.texts(column)[row].clone().unwrap();
        let number = |column: &str| sheet.numbers(column)[row];
        let seconds = match text("time").as_str() {
            "elapsed" => facts.numbers("first_response_seconds"),
            _ => facts.numbers("first_response_business_seconds"),
        };
        let mine: Vec<usize> = (0..seconds.len())
            .filter(|one| of_report(*one) && seconds[*one].is_some())
            .filter(|one| channels[*one].as_deref() == Some(&text("channel")))
            .collect();
        let (from, to) = (number("from_seconds").unwrap(), number("to_seconds").unwrap());
        let inside =
            mine.iter().filter(|one| (from..to).contains(&seconds[**one].unwrap())).count();
        assert_eq!(number("response_count"), Some(inside as f64), "{from} to {to}");
        close(number("response_share"), Some(inside as f64 / mine.len() as f64), "share");
        let soon = mine.iter().filter(|one| seconds[**one].unwrap() <= 1_200.0).count();
        let is_business = text("time") == "business";
        let within = is_business.then(|| soon as f64 / mine.len() as f64);
        close(number("within_promise_share"), within, "within the promise");
        close(number("promised_seconds"), is_business.then_some(1_200.0), "the promise");
        last.insert((text("channel"), text("time")), number("cumulative_share").unwrap());
    }
    assert!(last.values().all(|share| (share - 1.0).abs() < 1e-12), "{last:?}");
}

#[test]
fn arrivals_are_spread_over_all_days_of_the_window() {
    let (_folder, scope) = scope(&busy_desk(500), 2);
    let sheet = table("load_hourly", &scope);
    let facts = Sheet(scope.facts.scan::<Conversations>().unwrap().collect().unwrap());
    let (asked, opened) = (facts.instants("asked_at"), facts.instants("opened_at"));
    let mut arrivals: BTreeMap<(u32, u32, String), f64> = BTreeMap::new();
    for (asked, opened) in asked.into_iter().zip(opened) {
        let local = asked.or(opened).unwrap().to_utc().unwrap().with_timezone(&scope.zone);
        let date = local.date_naive().to_string();
        if date.as_str() < "2026-11-16" {
            use chrono::{Datelike, Timelike};
            let key = (local.weekday().number_from_monday(), local.hour(), date);
            *arrivals.entry(key).or_default() += 1.0;
        }
    }
    let channels = sheet.texts("channel");
    let rows: Vec<usize> =
        (0..sheet.0.height()).filter(|row| channels[*row].as_deref() == Some("all")).collect();
    assert_eq!(rows.len(), 7 * 24);
    for row in rows {
        let number = |column: &str| sheet.numbers(column)[row].unwrap();
        let (weekday, hour) = (number("weekday") as u32, number("hour") as u32);
        let mut days: Vec<f64> = arrivals
            .iter()
            .filter(|((day, at, _), _)| (*day, *at) == (weekday, hour))
            .map(|(_, count)| *count)
            .collect();
        let total: f64 = days.iter().sum();
        // From the week of 26 October to that of 9 November.
        days.resize(3, 0.0);
        let place = format!("{weekday} {hour}");
        close(Some(number("arrival_count")), Some(total), &place);
        close(Some(number("day_count")), Some(3.0), &place);
        close(Some(number("arrival_mean")), mean(&days), &place);
        close(Some(number("arrival_median")), spread(&days, 0.5), &place);
        close(Some(number("arrival_p90")), spread(&days, 0.9), &place);
    }
}

#[test]
fn a_week_is_complete_when_it_is_over_where_the_desk_is() {
    let (_folder, scope) = scope(&busy_desk(100), 1);
    let sheet = table("channel_weekly", &scope);
    let (complete, report) = (sheet.flags("is_complete"), sheet.flags("is_report_week"));
    let weeks = sheet.texts("week");
    assert!(weeks.iter().any(|week| week.as_deref() == Some("2026-W48")));
    for (row, week) in weeks.into_iter().enumerate() {
        let week = Week::parse(&week.unwrap()).unwrap();
        assert_eq!(complete[row], Some(week.ends(scope.zone).unwrap() <= scope.as_of), "{week}");
        assert_eq!(report[row], Some(week == scope.week), "{week}");
    }
}

#[test]
fn a_week_at_its_close_knows_nothing_of_what_came_later() {
    let day = Target { seconds: 86_400.0, time: TargetTime::Elapsed, pauses: false };
    let desk = Desk::new()
        .promises(PromiseKind::FirstResponse, day)
        .customer("2026-11-04 09:00", "Where is it?")
        .agent("ann", "2026-11-10 09:00", "At your door")
        .event("2026-11-10 09:05", EventKind::Resolved, "")
        .conversation("B")
        .customer("2026-11-08 20:00", "And mine?")
        .agent("ann", "2026-11-09 08:00", "On its way")
        .as_of("2026-11-16 01:00");
    let (_folder, scope) = scope(&desk, 1);
    let value = |name: &str, column: &str| {
        let sheet = table(name, &scope);
        let weeks = sheet.texts("week");
        let row = (0..weeks.len()).find(|row| weeks[*row].as_deref() == Some("2026-W45")).unwrap();
        sheet.numbers(column)[row]
    };
    assert_eq!(value("channel_weekly", "first_response_count"), Some(2.0));
    assert_eq!(value("weekly_at_close", "first_response_count"), Some(0.0));
    assert_eq!(value("channel_weekly", "resolved_count"), Some(1.0));
    assert_eq!(value("weekly_at_close", "resolved_count"), Some(0.0));
    assert_eq!(value("weekly_at_close", "conversation_count"), Some(2.0));
    assert_eq!(value("weekly_at_close", "broken_count"), Some(1.0));
    assert_eq!(value("weekly_at_close", "pending_count"), Some(1.0));
}

#[test]
fn what_is_due_later_in_a_week_that_goes_on_is_pending() {
    let day = Target { seconds: 86_400.0, time: TargetTime::Elapsed, pauses: false };
    let desk = Desk::new()
        .promises(PromiseKind::FirstResponse, day)
        .customer("2026-11-11 09:00", "Where is it?")
        .as_of("2026-11-11 12:00");
    let (_folder, scope) = scope(&desk, 1);
    let sheet = table("weekly_at_close", &scope);
    assert_eq!(sheet.texts("week")[0].as_deref(), Some("2026-W46"));
    assert_eq!(sheet.numbers("broken_count")[0], Some(0.0));
    assert_eq!(sheet.numbers("pending_count")[0], Some(1.0));
}
