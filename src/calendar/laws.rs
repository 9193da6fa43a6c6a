//! What holds for any hours and any instants, and a slow wall clock to hold the calendar against.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;
use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;
use proptest::sample::select;

use super::{Calendar, Day, Hours, Micros, Shift};

const MINUTE: Micros = 60_000_000;
const DAY: Micros = 1440 * MINUTE;

/// Zones and days of a change of the clocks: by an hour, by half an hour, at midnight, of a whole day.
const CHANGES: [(Tz, &str); 12] = [
    (Tz::UTC, "2026-03-29"),
    (Tz::Europe__Berlin, "2026-03-29"),
    (Tz::Europe__Berlin, "2026-10-25"),
    (Tz::America__New_York, "2026-03-08"),
    (Tz::America__New_York, "2026-11-01"),
    (Tz::Australia__Lord_Howe, "2026-04-05"),
    (Tz::Australia__Lord_Howe, "2026-10-04"),
    (Tz::America__Sao_Paulo, "2018-02-18"),
    (Tz::America__Sao_Paulo, "2018-11-04"),
    (Tz::Asia__Kathmandu, "1986-01-01"),
    (Tz::Pacific__Apia, "2011-12-30"),
    (Tz::Pacific__Kwajalein, "1969-09-30"),
];

/// Hours that may overlap and cross midnight, and the midnight UTC of a day they change around.
fn desk() -> impl Strategy<Value = (Hours, Micros)> {
    let shift = (0..1440_u16, 1..=1440_u16)
        .prop_map(|(start, lasts)| Shift::new(start, start + lasts).unwrap());
    let day = vec(shift, 0..3).prop_map(Day::from_iter);
    let week = proptest::array::uniform7(day.clone());
    let weeks = btree_map(-9..9_i64, week.clone(), 0..3);
    let days = (weeks, btree_set(-9..9_i64, 0..3), btree_map(-9..9_i64, day, 0..3));
    (select(&CHANGES), week, days).prop_map(
        |((zone, date), week, (changes, holidays, exceptions))| {
            let date: NaiveDate = date.parse().unwrap();
            let near = |days: i64| date + TimeDelta::days(days);
            let hours = Hours {
                changes: changes.into_iter().map(|(days, week)| (near(days), week)).collect(),
                holidays: holidays.into_iter().map(near).collect(),
                exceptions: exceptions.into_iter().map(|(days, day)| (near(days), day)).collect(),
                ..Hours::weekly(zone, week)
            };
            (hours, date.and_time(Default::default()).and_utc().timestamp_micros())
        },
    )
}

/// A calendar that has the ten days about the change laid out, and instants in and out of them.
fn calendar_and_instants() -> impl Strategy<Value = (Calendar, [Micros; 3])> {
    let instants = proptest::array::uniform3(-15 * DAY..15 * DAY);
    (desk(), instants).prop_map(|((hours, centre), mut instants)| {
        instants.sort_unstable();
        (
            Calendar::covering(hours, centre - 5 * DAY..centre + 5 * DAY),
            instants.map(|at| centre + at),
        )
    })
}

/// The open time between two whole minutes, told by looking at a wall clock every minute. The clock
/// is never turned back: where the zone's is, it waits.
fn by_the_wall_clock(hours: &Hours, from: Micros, to: Micros) -> Micros {
    let mut shown = NaiveDateTime::MIN;
    let is_open = |shown: NaiveDateTime| {
        let minute = (shown.hour() * 60 + shown.minute()) as u16;
        let within = |minute| move |shift: &Shift| shift.start() <= minute && minute < shift.end();
        hours.on(shown.date()).iter().any(within(minute))
            || hours.on(shown.date() - TimeDelta::days(1)).iter().any(within(minute + 1440))
    };
    let minutes = (from - 2 * DAY..to).step_by(MINUTE as usize).filter(|&at| {
        let utc: DateTime<Utc> = DateTime::from_timestamp_micros(at).unwrap();
        shown = shown.max(utc.with_timezone(&hours.zone).naive_local());
        from <= at && is_open(shown)
    });
    minutes.count() as Micros * MINUTE
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn agrees_with_a_wall_clock(
        (hours, centre) in desk(),
        from in -2 * 1440..2 * 1440_i64,
        lasts in 0..3 * 1440_i64,
    ) {
        let (from, to) = (centre + from * MINUTE, centre + (from + lasts) * MINUTE);
        let expected = by_the_wall_clock(&hours, from, to);
        let calendar = Calendar::covering(hours, from - DAY..to + DAY);
        prop_assert_eq!(calendar.open_micros(from, to), expected);
    }

    #[test]
    fn adds_up_and_never_exceeds_what_elapsed((calendar, [x, y, z]) in calendar_and_instants()) {
        let (first, second) = (calendar.open_micros(x, y), calendar.open_micros(y, z));
        prop_assert_eq!(first + second, calendar.open_micros(x, z));
        prop_assert_eq!(calendar.open_micros(y, x), -first);
        prop_assert!(0 <= first && first <= y - x);
        prop_assert!(0 <= second && second <= z - y);
    }

    #[test]
    fn what_is_laid_out_changes_no_answer((calendar, [x, y, z]) in calendar_and_instants(), open in 0..20 * DAY) {
        let wide = Calendar::covering(calendar.hours().clone(), x - DAY..z + 40 * DAY);
        for (from, to) in [(x, y), (y, z), (x, z)] {
            prop_assert_eq!(calendar.open_micros(from, to), wide.open_micros(from, to));
        }
        for at in [x, y, z] {
            prop_assert_eq!(calendar.is_open(at), wide.is_open(at));
            prop_assert_eq!(calendar.next_open(at), wide.next_open(at));
            prop_assert_eq!(calendar.add_open(at, open), wide.add_open(at, open));
        }
    }

    #[test]
    fn closed_until_the_next_opening((calendar, [at, ..]) in calendar_and_instants()) {
        let Some(opens) = calendar.next_open(at) else {
            return Err(TestCaseError::reject("never open"));
        };
        prop_assert!(calendar.is_open(opens));
        prop_assert_eq!(calendar.is_open(at), opens == at);
        prop_assert_eq!(calendar.open_micros(at, opens), 0);
    }

    #[test]
    fn a_promise_is_due_when_it_has_been_open_for_so_long(
        (calendar, [from, ..]) in calendar_and_instants(),
        open in 1..10 * DAY,
    ) {
        let Some(due) = calendar.add_open(from, open) else {
            return Err(TestCaseError::reject("never open"));
        };
        prop_assert_eq!(calendar.open_micros(from, due), open);
        prop_assert!(calendar.is_open(due - 1), "due as it fills, and no later");
    }

    #[test]
    fn round_the_clock_is_elapsed_time(change in select(&CHANGES), at in 0..60 * 365 * DAY, lasts in 0..DAY * 999) {
        let calendar = Calendar::covering(Hours::parse("24/7", change.0.name()).unwrap(), at..at + DAY);
        prop_assert_eq!(calendar.open_micros(at, at + lasts), lasts);
        prop_assert_eq!(calendar.next_open(at), Some(at));
        prop_assert_eq!(calendar.add_open(at, lasts), Some(at + lasts));
    }
}
