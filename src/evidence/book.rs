//! The conversations of the facts, numbered, so that what stands in other facts finds its own.

use std::ops::Range;

use chrono_tz::Tz;
use polars::prelude::{
    BooleanChunked, DataFrame, DataType, Float64Chunked, Int64Chunked, PolarsResult, StringChunked,
    TimeZone, col,
};

use super::ids::Ids;
use crate::facts::{Conversations, Facts};
use crate::model::Instant;

/// All conversations, in the order of the fact; a number is a place among them.
pub(super) struct Book {
    frame: DataFrame,
    ids: Ids,
    opened: Vec<Option<i64>>,
    window: Range<Instant>,
}

/// What is read of a conversation as it stands.
const READ: [&str; 18] = [
    "conversation_id",
    "channel",
    "surface",
    "priority",
    "customer_id",
    "topic_family",
    "topic",
    "start_sentiment",
    "language",
    "initiated_by",
    "is_resolved",
    "reopen_by_customer_count",
    "last_agent_id",
    "agent_count",
    "agent_reply_count",
    "handle_seconds",
    "quality_judged_count",
    "team",
];

impl Book {
    /// Reads them; the hours are told on the clock of `zone`.
    pub fn read(facts: &Facts, window: Range<Instant>, zone: Tz) -> PolarsResult<Self> {
        let local = col("opened_at").dt().convert_time_zone(TimeZone::from_chrono(&zone));
        let mut read: Vec<_> = READ.iter().map(|name| col(*name)).collect();
        read.extend([
            col("opened_at").cast(DataType::Int64).alias("opened"),
            local.clone().dt().hour().cast(DataType::Int64).alias("hour"),
            local.dt().weekday().cast(DataType::Int64).alias("weekday"),
        ]);
        let mut frame = facts.scan::<Conversations>()?.select(read).collect()?;
        frame.rechunk_mut();
        let ids = Ids::new(frame.column("conversation_id")?.str()?.clone());
        let opened = frame.column("opened")?.i64()?.iter().collect();
        Ok(Self { frame, ids, opened, window })
    }

    pub fn len(&self) -> usize {
        self.opened.len()
    }

    pub fn id(&self, number: usize) -> Option<&str> {
        self.ids.get(number)
    }

    pub fn texts(&self, name: &str) -> PolarsResult<&StringChunked> {
        self.frame.column(name)?.str()
    }

    pub fn counts(&self, name: &str) -> PolarsResult<&Int64Chunked> {
        self.frame.column(name)?.i64()
    }

    pub fn numbers(&self, name: &str) -> PolarsResult<&Float64Chunked> {
        self.frame.column(name)?.f64()
    }

    pub fn flags(&self, name: &str) -> PolarsResult<&BooleanChunked> {
        self.frame.column(name)?.bool()
    }

    /// When each was opened, in microseconds.
    pub fn opened(&self) -> &[Option<i64>] {
        &self.opened
    }

    /// Whether it was opened in the window.
    pub fn is_inside(&self, number: usize) -> bool {
        self.opened
            .get(number)
            .copied()
            .flatten()
            .is_some_and(|at| self.window.contains(&Instant(at)))
    }

    /// Which of so many equally long parts of the window it was opened in, from 0; `None` outside.
    pub fn part(&self, number: usize, parts: i64) -> Option<usize> {
        let at = self.opened.get(number).copied().flatten()?;
        let (start, end) = (self.window.start.0, self.window.end.0);
        let inside = self.is_inside(number) && end > start;
        let part = i128::from(at - start) * i128::from(parts) / i128::from((end - start).max(1));
        inside.then_some(usize::try_from(part).ok()?)
    }

    /// The conversations alone.
    pub const fn ids(&self) -> &Ids {
        &self.ids
    }
}
