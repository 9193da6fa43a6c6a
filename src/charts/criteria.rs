//! How often each criterion of the rubric was met in the reported week and the one before.

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

/// The share of conversations in which each criterion was met.
pub struct Criteria;

impl Chart for Criteria {
    fn name(&self) -> &'static str {
        "criteria"
    }

    fn title(&self) -> &'static str {
        "What agents do, and what they leave out"
    }

    fn about(&self) -> &'static str {
        "A dot is the share of the conversations judged in which a criterion was met, the rarest at the \
         top; the bar is the span that fits with as many (95% Wilson interval). Orange is a critical \
         criterion that was missed. The small grey dot is the week before."
    }

    fn table(&self) -> &'static str {
        "rubric_weekly"
    }

    fn nothing(&self) -> &'static str {
        "no conversation of this week was judged"
    }

    fn plot(&self, table: &DataFrame, room: Room) -> Result<Option<Plot>, ChartError> {
        let mut found: Vec<(f64, Entry)> = Vec::new();
        let mut judged = 0.0;
        for row in rows(table) {
            let is_desk = row.text("channel")?.as_deref() == Some(ALL_CHANNELS);
            if !is_desk || !row.is("is_report_week")? {
                continue;
            }
            judged += row.number("judged_count")?.unwrap_or(0.0);
            found.push((row.number("met_share")?.unwrap_or(2.0), entry(table, row)?));
        }
        if found.is_empty() || judged <= 0.0 {
            return Ok(None);
        }
        found.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        let entries: Vec<Entry> = found.into_iter().map(|(_, entry)| entry).collect();
        let ends = entries.iter().flat_map(|one| [one.now, one.before]).flatten();
        let lowest = ends.map(|ends| ends.low).fold(0.9, f64::min);
        let scale = Scale {
            ticks: ticks(&steps_between(lowest, 1.0, 5), Unit::Share),
            is_log: false,
            line: None,
        };
        Ok(Some(Plot {
            subtitle: format!(
                "Share of the week's conversations in which each criterion was met, of those in which it \
                 was judged, with its 95% interval, all channels. {} verdicts.",
                unit::text(judged, Unit::Count)
            ),
            height: forest::height(entries.len(), room),
            paint: forest::paint(entries, scale, Named { before: "the week before", goal: "" }),
        }))
    }
}

fn estimate(row: Row<'_>) -> PolarsResult<Option<Estimate>> {
    Estimate::share(row, "met", "judged_count")
}

fn entry(table: &DataFrame, row: Row<'_>) -> PolarsResult<Entry> {
    let name = row.text("criterion")?.unwrap_or_default();
    let before = row.day("week_on")?.and_then(|on| on.checked_sub_days(chrono::Days::new(7)));
    let mut earlier = None;
    for one in rows(table) {
        let is_desk = one.text("channel")?.as_deref() == Some(ALL_CHANNELS);
        let is_meant = is_desk && one.day("week_on")? == before;
        if is_meant && one.text("criterion")?.as_deref() == Some(name.as_str()) {
            earlier = estimate(one)?;
        }
    }
    let now = estimate(row)?;
    let judged = row.number("judged_count")?.unwrap_or(0.0);
    let is_critical = row.is("is_critical")?;
    let missed = now.is_some_and(|now| now.value < 1.0);
    let kind = if is_critical { ", critical" } else { "" };
    Ok(Entry {
        name: name.replace('_', " "),
        note: format!("{} judged{kind}", unit::text(judged, Unit::Count)),
        now,
        before: earlier,
        goal: None,
        ink: if is_critical && missed { Ink::Short } else { Ink::Measure },
        of: Vec::new(),
        said: now.map_or_else(|| label::too_few(judged), |now| unit::text(now.value, Unit::Share)),
        span: now.map_or_else(String::new, |now| label::span(now.low, now.high, Unit::Share)),
    })
}
