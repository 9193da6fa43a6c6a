//! What other people's tests and engines say about business time.

use chrono::{DateTime, NaiveDateTime, TimeZone};
use chrono_tz::Tz;
use sonic_rs::{JsonContainerTrait, JsonValueTrait, Value};

use super::{Calendar, Hours, Micros};

const SECOND: Micros = 1_000_000;
const MINUTE: Micros = 60 * SECOND;
const HOUR: Micros = 60 * MINUTE;

/// The vectors of one source, which are so many.
fn rows(source: &str, count: usize) -> Vec<Value> {
    let text =
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/business_time.json"));
    let sources: Value = sonic_rs::from_str(text).unwrap();
    let rows = sources[source].as_array().unwrap().to_vec();
    assert_eq!(rows.len(), count, "{source}");
    rows
}

fn text<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key].as_str().unwrap()
}

fn calendar(week: &str, zone: &str) -> Calendar {
    Calendar::new(Hours::parse(week, zone).unwrap())
}

/// An instant given with an offset, or else on the wall clock of a zone.
fn instant(text: &str, zone: &str) -> Micros {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return at.timestamp_micros();
    }
    let seconds = text.matches(':').count() == 2;
    let form = if seconds { "%FT%T" } else { "%FT%R" };
    let local = NaiveDateTime::parse_from_str(text, form).unwrap();
    let zone: Tz = zone.parse().unwrap();
    let at = zone.from_local_datetime(&local).unwrap();
    at.timestamp_micros()
}

#[test]
fn business_time_gem() {
    for row in rows("intervals", 21) {
        let zone = Some(text(&row, "tz")).filter(|zone| *zone != "local-naive");
        let zone = zone.unwrap_or("UTC");
        let days = row["schedule"].as_object().unwrap().iter();
        let days = days.map(|(day, shifts)| {
            let shifts = shifts.as_array().unwrap().iter();
            let shifts = shifts.map(|at| [0, 1].map(|end| at[end].as_str().unwrap()).join("-"));
            format!("{day} {}", shifts.collect::<Vec<_>>().join(","))
        });
        let mut hours = Hours::parse(&days.collect::<Vec<_>>().join(";"), zone).unwrap();
        let holidays = row["holidays"].as_array().unwrap().iter();
        let holidays = holidays.map(|date| date.as_str().unwrap().parse().unwrap());
        hours.holidays.extend(holidays.collect::<Vec<chrono::NaiveDate>>());

        let calendar = Calendar::new(hours);
        let [start, end] = ["start", "end"].map(|key| instant(text(&row, key), zone));
        let open = row["expected_business_seconds"].as_i64().unwrap() * SECOND;
        assert_eq!(calendar.open_micros(start, end), open, "{row}");
        if text(&row, "note").ends_with("business_hours.after(start)==end") {
            assert_eq!(calendar.add_open(start, open), Some(end), "{row}");
        }
    }
}

#[test]
fn changes_of_the_clocks() {
    for row in rows("dst_and_shift", 10) {
        let zone = text(&row, "tz");
        let week = text(&row, "schedule").split(" (").next().unwrap();
        let spans = match row.get("start") {
            Some(_) => vec![["start", "end"].map(|key| text(&row, key).trim_end_matches(" local"))],
            None => vec![
                ["2026-03-29T00:00", "2026-03-30T00:00"],
                ["2026-10-25T00:00", "2026-10-26T00:00"],
            ],
        };
        for span in spans {
            let [start, end] = span.map(|at| instant(at, zone));
            let open = calendar(week, zone).open_micros(start, end);
            assert_eq!(open as f64 / HOUR as f64, row["hours"].as_f64().unwrap(), "{row}");
        }
    }
}

/// Zendesk gives whole minutes: of elapsed time, which leads to the end of a span, and of open time.
#[test]
fn zendesk_s_own_engine() {
    let engine = rows("vendor_engine", 1).remove(0);
    let zone = text(&engine, "tz").split(' ').next().unwrap();
    let week = engine["weekly_minutes_from_sunday_local"].as_array().unwrap().iter();
    let week = week.map(|shift| {
        let [start, end] = [0, 1].map(|end| shift[end].as_u64().unwrap());
        let day = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][start as usize / 1440];
        let time = |minute| format!("{:02}:{:02}", minute % 1440 / 60, minute % 60);
        format!("{day} {}-{}", time(start), time(end))
    });
    let calendar = calendar(&week.collect::<Vec<_>>().join(";"), zone);
    let mut compared = 0;
    for row in engine["rows"].as_array().unwrap() {
        let created = instant(text(row, "created"), zone);
        let minutes = |measure, kind| row.get(format!("{measure}_{kind}_min").as_str())?.as_i64();
        for measure in ["reply", "first_resolution", "requester_wait"] {
            let Some(elapsed) = minutes(measure, "calendar") else {
                continue;
            };
            let open = calendar.open_micros(created, created + elapsed * MINUTE);
            let told = minutes(measure, "business").unwrap() * MINUTE;
            assert!((open - told).abs() < MINUTE, "{measure} {open} of {row}");
            compared += 1;
        }
        if let Some(end) = row.get("end").and_then(|end| end.as_str()) {
            let open = calendar.open_micros(created, instant(end, zone));
            assert_eq!(Some(open / MINUTE), minutes("requester_wait", "business"));
        }
    }
    assert_eq!(compared, 6);
}

/// The schedule is the one an inbox of Chatwoot starts with.
#[test]
fn chatwoot() {
    let office = calendar("Mon-Fri 09:00-17:00", "UTC");
    let [start, end] = ["2022-03-20T00:00", "2022-03-26T23:59"].map(|at| instant(at, "UTC"));
    let seconds = rows("chatwoot", 2)[0]["seconds"].as_i64().unwrap();
    assert_eq!(office.open_micros(start, end), seconds * SECOND);
}

#[test]
fn biz_gem() {
    for row in rows("biz", 1) {
        let (_, week) = text(&row, "note").split_once(": ").unwrap();
        let office = calendar(&week.replace(',', ";"), "UTC");
        let [start, end] = ["start", "end"].map(|key| instant(text(&row, key), "UTC"));
        let hours = row["hours"].as_i64().unwrap();
        assert_eq!(office.open_micros(start, end), hours * HOUR);
    }
}

#[test]
fn frappe_helpdesk() {
    for row in rows("frappe_helpdesk", 1) {
        let [start, lands] = ["start", "lands"].map(|key| {
            let at = text(&row, key).replace("fri ", "2026-01-09T").replace("mon ", "2026-01-12T");
            instant(&at, "UTC")
        });
        let promise = row["add_hours_open"].as_i64().unwrap() * HOUR;
        let office = calendar(text(&row, "schedule"), "UTC");
        assert_eq!(office.add_open(start, promise), Some(lands));
    }
}
