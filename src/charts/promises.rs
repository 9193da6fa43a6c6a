//! Promises kept on each channel in the reported week, with their goals.

use polars::prelude::{DataFrame, PolarsResult};

use super::chart::{Chart, ChartError, Plot};
use super::forest::{self, Entry, Estimate, Named, Scale};
use super::label;
use super::panel::{steps_between, ticks};
use super::row::{Row, rows};
use super::sheet::Room;
use super::theme::Ink;
use crate::metrics::unit;
use crate::model::Unit;
use crate::tables::ALL_CHANNELS;

/// The share of promises kept.
pub struct Promises;

impl Chart for Promises {
    fn name(&self) -> &'static str {
        "promises"
    }

    fn title(&self) -> &'static str {
        "How many of the promises to customers were kept"
    }

    fn about(&self) -> &'static str {
        "A dot is the share of the promises due that were kept; the bar is the span that fits with as \
         many (95% Wilson interval); the black mark is the goal. Orange surely misses its goal, green \
         surely reaches it, and with blue chance alone could have done either. The small grey dot is \
         the week before."
    }

    fn table(&self) -> &'static str {
        "sla_attainment"
    }

    fn nothing(&self) -> &'static str {
        "no promise was due in this week"
    }

    fn plot(&self, table: &DataFrame, room: Room) -> Result<Option<Plot>, ChartError> {
        let mut found: Vec<(String, Entry)> = Vec::new();
        let mut due = 0.0;
        for row in rows(table) {
            let channel = row.text("channel")?.unwrap_or_default();
            if channel == ALL_CHANNELS || !row.is("is_report_week")? {
                continue;
            }
            due += row.number("due_count")?.unwrap_or(0.0);
            found.push((channel, entry(table, row)?));
        }
        if found.is_empty() || due <= 0.0 {
            return Ok(None);
        }
        let entries: Vec<Entry> = found.into_iter().map(|(_, entry)| entry).collect();
        let ends = || entries.iter().flat_map(|one| [one.now, one.before]).flatten();
        let goals = entries.iter().filter_map(|one| one.goal.as_ref().map(|(goal, _)| *goal));
        let lowest = ends().map(|ends| ends.low).chain(goals).fold(0.9, f64::min);
        let scale = Scale {
            ticks: ticks(&steps_between(lowest, 1.0, 5), Unit::Share),
            is_log: false,
            line: None,
        };
        Ok(Some(Plot {
            subtitle: format!(
                "Share of the promises due that were kept, of those that began in the week, with its 95% \
                 interval. {} promises due.",
                unit::text(due, Unit::Count)
            ),
            height: forest::height(entries.len(), room),
            paint: forest::paint(entries, scale, Named { before: "the week before", goal: "goal" }),
        }))
    }
}

fn estimate(row: Row<'_>) -> PolarsResult<Option<Estimate>> {
    Estimate::share(row, "attainment", "due_count")
}

fn entry(table: &DataFrame, row: Row<'_>) -> PolarsResult<Entry> {
    let text = |row: Row<'_>, column: &str| row.text(column).map(Option::unwrap_or_default);
    let (channel, promise) = (text(row, "channel")?, text(row, "promise")?);
    let before = row.day("week_on")?.and_then(|on| on.checked_sub_days(chrono::Days::new(7)));
    let mut earlier = None;
    for one in rows(table) {
        if one.day("week_on")? == before
            && text(one, "channel")? == channel
            && text(one, "promise")? == promise
        {
            earlier = estimate(one)?;
        }
    }
    let due = row.number("due_count")?.unwrap_or(0.0);
    let goal = row.number("promised_share")?;
    let now = estimate(row)?;
    let ink = match (now, goal) {
        (Some(now), Some(goal)) if now.high < goal => Ink::Short,
        (Some(now), Some(goal)) if now.low >= goal => Ink::Above,
        _ => Ink::Measure,
    };
    let within = row.number("promised_seconds")?.map(|seconds| {
        let time = match row.text("promised_time") {
            Ok(Some(time)) if time == "business" => unit::open_time(seconds),
            _ => unit::text(seconds, Unit::Seconds),
        };
        format!("within {time}, ")
    });
    Ok(Entry {
        name: format!("{}, {}", label::channel(&channel), promise.replace('_', " ")),
        note: format!("{}{} due", within.unwrap_or_default(), unit::text(due, Unit::Count)),
        now,
        before: earlier,
        goal: goal.map(|goal| (goal, unit::tick(goal, Unit::Share))),
        ink,
        of: vec![("channel", channel.clone())],
        said: now.map_or_else(|| label::too_few(due), |now| unit::text(now.value, Unit::Share)),
        span: now.map_or_else(String::new, |now| label::span(now.low, now.high, Unit::Share)),
    })
}
