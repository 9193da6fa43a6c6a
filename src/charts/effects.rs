//! Which criteria of the rubric go with better outcomes, as odds ratios.

use polars::prelude::{DataFrame, PolarsResult};

use super::chart::{Chart, ChartError, Plot};
use super::forest::{self, Entry, Estimate, Named, Scale};
use super::label;
use super::panel::Tick;
use super::row::{Row, rows};
use super::sheet::Room;
use super::theme::Ink;
use crate::metrics::unit;
use crate::model::Unit;

/// The odds of a good outcome with a criterion met to those without.
pub struct Effects;

/// Marks of the scale, which is logarithmic.
const MARKS: [f64; 7] = [0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0];

impl Chart for Effects {
    fn name(&self) -> &'static str {
        "effects"
    }

    fn title(&self) -> &'static str {
        "Which criteria go with better outcomes"
    }

    fn about(&self) -> &'static str {
        "How many times greater the odds of the outcome are where the criterion was met, among \
         conversations of the same agent on the same channel; the bar is the 95% interval. Right of the \
         line is better. Green is surely better and orange surely worse once all rows are looked at \
         together; with grey chance alone could have done it. Going together is not yet causing."
    }

    fn table(&self) -> &'static str {
        "rubric_effects"
    }

    fn nothing(&self) -> &'static str {
        "no outcome of a criterion can be compared yet"
    }

    fn plot(&self, table: &DataFrame, room: Room) -> Result<Option<Plot>, ChartError> {
        let mut found = Vec::new();
        let mut most = 0.0_f64;
        for row in rows(table) {
            if let Some((ratio, entry)) = entry(row)? {
                most = most.max(row.number("conversation_count")?.unwrap_or(0.0));
                found.push((ratio, entry));
            }
        }
        if found.is_empty() {
            return Ok(None);
        }
        found.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        let entries: Vec<Entry> = found.into_iter().map(|(_, entry)| entry).collect();
        let mark = |value: f64| -> Tick {
            let name =
                if value < 1.0 { format!("1∕{}", 1.0 / value) } else { format!("{value}") };
            (value, name)
        };
        let scale =
            Scale { ticks: MARKS.into_iter().map(mark).collect(), is_log: true, line: Some(1.0) };
        Ok(Some(Plot {
            subtitle: format!(
                "Odds ratio of the outcome, criterion met to criterion missed, with its 95% interval, on a \
                 logarithmic scale. Up to {} conversations.",
                unit::text(most, Unit::Count)
            ),
            height: forest::height(entries.len(), room),
            paint: forest::paint(entries, scale, Named { before: "", goal: "" }),
        }))
    }
}

/// A row with its ratio; `None` where nothing can be compared.
fn entry(row: Row<'_>) -> PolarsResult<Option<(f64, Entry)>> {
    let ends = (row.number("odds_ratio_low")?, row.number("odds_ratio_high")?);
    let (Some(value), (Some(low), Some(high))) = (row.number("odds_ratio")?, ends) else {
        return Ok(None);
    };
    let is_sure = row.number("q")?.is_some_and(|q| q < 0.05);
    let ink = match (is_sure, value > 1.0) {
        (true, true) => Ink::Above,
        (true, false) => Ink::Short,
        _ => Ink::Peer,
    };
    let outcome = row.text("outcome")?.unwrap_or_default().replace('_', " ");
    let count = unit::cell(row.number("conversation_count")?, Unit::Count);
    let entry = Entry {
        name: row.text("criterion")?.unwrap_or_default().replace('_', " "),
        note: format!("{outcome}, of {count}"),
        now: Some(Estimate { value, low, high }),
        before: None,
        goal: None,
        ink,
        of: Vec::new(),
        said: format!("× {}", unit::text(value, Unit::None)),
        span: label::span(low, high, Unit::None),
    };
    Ok(Some((value, entry)))
}
