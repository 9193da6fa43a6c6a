//! What customers asked about in the reported week and the one before, by family of topics.

use polars::prelude::{DataFrame, PolarsResult};

use super::chart::{Chart, ChartError, Plot};
use super::forest::{self, Entry, Estimate, Named, Scale};
use super::label;
use super::panel::{steps, ticks};
use super::row::{Row, rows};
use super::sheet::Room;
use super::theme::Ink;
use crate::metrics::unit;
use crate::model::Unit;
use crate::tables::ALL_CHANNELS;

/// The share of each family of topics.
pub struct Topics;

impl Chart for Topics {
    fn name(&self) -> &'static str {
        "topics"
    }

    fn title(&self) -> &'static str {
        "What customers asked about"
    }

    fn about(&self) -> &'static str {
        "A dot is the share of the week's conversations whose main topic is of that family; the bar is \
         the span that fits with as many (95% Wilson interval). The small grey dot is the week before."
    }

    fn table(&self) -> &'static str {
        "topics_weekly"
    }

    fn nothing(&self) -> &'static str {
        "no customer wrote anything in this week"
    }

    fn plot(&self, table: &DataFrame, room: Room) -> Result<Option<Plot>, ChartError> {
        let mut found: Vec<(f64, Entry)> = Vec::new();
        let mut told = 0.0;
        for row in rows(table) {
            if !row.is("is_report_week")? || !is_family(row)? {
                continue;
            }
            told = row.number("told_count")?.unwrap_or(0.0);
            let share = row.number("topic_share")?.unwrap_or(0.0);
            found.push((share, entry(table, row, told)?));
        }
        if found.is_empty() || told <= 0.0 {
            return Ok(None);
        }
        found.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        let entries: Vec<Entry> = found.into_iter().map(|(_, entry)| entry).collect();
        let ends = entries.iter().flat_map(|one| [one.now, one.before]).flatten();
        let most = ends.map(|ends| ends.high).fold(0.05, f64::max);
        let scale = Scale { ticks: ticks(&steps(most, 5), Unit::Share), is_log: false, line: None };
        Ok(Some(Plot {
            subtitle: format!(
                "Share of the week's conversations by the family of their main topic, with its 95% \
                 interval, all channels. {} conversations in which the customer wrote.",
                unit::text(told, Unit::Count)
            ),
            height: forest::height(entries.len(), room),
            paint: forest::paint(entries, scale, Named { before: "the week before", goal: "" }),
        }))
    }
}

/// Whether it is a whole family of topics of the whole desk.
fn is_family(row: Row<'_>) -> PolarsResult<bool> {
    Ok(row.text("channel")?.as_deref() == Some(ALL_CHANNELS)
        && row.text("sub_topic")?.as_deref() == Some("all"))
}

fn estimate(row: Row<'_>) -> PolarsResult<Option<Estimate>> {
    Estimate::share(row, "topic", "told_count")
}

fn entry(table: &DataFrame, row: Row<'_>, told: f64) -> PolarsResult<Entry> {
    let family = row.text("family")?.unwrap_or_default();
    let before = row.day("week_on")?.and_then(|on| on.checked_sub_days(chrono::Days::new(7)));
    let mut earlier = None;
    for one in rows(table) {
        let is_meant = one.day("week_on")? == before && is_family(one)?;
        if is_meant && one.text("family")?.as_deref() == Some(family.as_str()) {
            earlier = estimate(one)?;
        }
    }
    let now = estimate(row)?;
    let count = unit::cell(row.number("conversation_count")?, Unit::Count);
    Ok(Entry {
        name: family.replace('_', " "),
        note: format!("{count} conversations"),
        now,
        before: earlier,
        goal: None,
        ink: Ink::Measure,
        of: Vec::new(),
        said: now.map_or_else(|| label::too_few(told), |now| unit::text(now.value, Unit::Share)),
        span: now.map_or_else(String::new, |now| label::span(now.low, now.high, Unit::Share)),
    })
}
