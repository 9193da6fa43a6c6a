//! An explained conversation as JSON: instants in UTC, in the timeline also on the desk's clock.

use chrono_tz::Tz;
use serde::{Serialize, Serializer};

use super::clock::Clock;
use super::how::{How, Piece};
use super::rows::{Published, Row, Value};
use super::timeline::Entry;
use super::{Explained, local};
use crate::model::Instant;

/// The document: what is explained, and as of when.
///
/// The error is one of the writer of JSON.
pub fn json(
    key: &str,
    as_of: Instant,
    zone: Tz,
    it: &Explained,
) -> Result<String, sonic_rs::Error> {
    sonic_rs::to_string_pretty(&Document {
        conversation: key,
        as_of: Utc(as_of),
        time_zone: zone.name(),
        timeline: it.timeline.entries.iter().map(|entry| TimelineEntry { entry, zone }).collect(),
        clocks: &it.clocks,
        rows: &it.rows,
    })
}

#[derive(Serialize)]
struct Document<'e> {
    conversation: &'e str,
    as_of: Utc,
    time_zone: &'static str,
    timeline: Vec<TimelineEntry<'e>>,
    clocks: &'e [Clock],
    rows: &'e [Row],
}

/// An instant in UTC.
struct Utc(Instant);

impl Serialize for Utc {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.0)
    }
}

struct TimelineEntry<'e> {
    entry: &'e Entry,
    zone: Tz,
}

impl Serialize for TimelineEntry<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct View<'e> {
            number: usize,
            at: Utc,
            local: String,
            what: &'e str,
            clocks: &'e [String],
        }
        let Entry { number, at, what, clocks, .. } = self.entry;
        let local = local(*at, self.zone);
        View { number: *number, at: Utc(*at), local, what, clocks }.serialize(to)
    }
}

impl Serialize for Clock {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Ran {
            from: Utc,
            /// Empty while it runs.
            to: Option<Utc>,
        }
        #[derive(Serialize)]
        struct View<'e> {
            name: &'e str,
            page: &'static str,
            rule: Option<&'e str>,
            ran: Vec<Ran>,
            stopped_at: Option<Utc>,
            result: &'e str,
            elapsed_seconds: f64,
            business_seconds: f64,
        }
        let ran = |(from, until): &(Instant, Option<Instant>)| Ran {
            from: Utc(*from),
            to: until.map(Utc),
        };
        View {
            name: &self.name,
            page: self.page,
            rule: self.rule.as_deref(),
            ran: self.ran.iter().map(ran).collect(),
            stopped_at: self.stopped_at.map(Utc),
            result: &self.result,
            elapsed_seconds: self.seconds.0,
            business_seconds: self.seconds.1,
        }
        .serialize(to)
    }
}

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct View<'e> {
            fact: &'static str,
            number: usize,
            values: &'e [Value],
        }
        View { fact: self.fact, number: self.number, values: &self.values }.serialize(to)
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct View<'e> {
            column: &'static str,
            value: &'e Published,
            unit: Option<&'static str>,
            page: Option<&'static str>,
            how: &'e How,
        }
        View {
            column: self.column,
            value: &self.value,
            unit: Some(self.unit.word()).filter(|word| !word.is_empty()),
            page: self.page,
            how: &self.how,
        }
        .serialize(to)
    }
}

impl Serialize for Published {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Published::Missing => to.serialize_none(),
            Published::Text(text) => to.serialize_str(text),
            Published::At(at) => to.collect_str(at),
            Published::Number(number) => to.serialize_f64(*number),
            Published::Count(count) => to.serialize_i64(*count),
            Published::Flag(flag) => to.serialize_bool(*flag),
        }
    }
}

impl Serialize for Piece {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct View<'e> {
            from: Utc,
            to: Utc,
            calendar: Option<&'e str>,
            seconds: f64,
        }
        let Piece { from, to: until, calendar } = self;
        View {
            from: Utc(*from),
            to: Utc(*until),
            calendar: calendar.as_deref(),
            seconds: self.seconds(),
        }
        .serialize(to)
    }
}

impl Serialize for How {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(tag = "is", rename_all = "snake_case")]
        enum View<'e> {
            Stated,
            Entry { entry: usize },
            Time { time: &'static str, pieces: &'e [Piece] },
            Longest { pieces: &'e [Piece] },
            Entries { entries: &'e [usize] },
            Sum { parts: &'e [(&'static str, f64)] },
            Over { spent: f64, limit: f64 },
            Within { spent: f64, limit: f64 },
            Because { reason: &'e str },
            Missing { reason: &'e str },
        }
        match self {
            How::Stated => View::Stated,
            How::Entry(entry) => View::Entry { entry: *entry },
            How::Time(time, pieces) => View::Time { time: time.word(), pieces },
            How::Longest(pieces) => View::Longest { pieces },
            How::Entries(entries) => View::Entries { entries },
            How::Sum(parts) => View::Sum { parts },
            How::Over { spent, limit } => View::Over { spent: *spent, limit: *limit },
            How::Within { spent, limit } => View::Within { spent: *spent, limit: *limit },
            How::Because(reason) => View::Because { reason },
            How::Missing(reason) => View::Missing { reason },
        }
        .serialize(to)
    }
}
