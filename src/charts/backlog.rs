//! What was open at the end of each day, by how long it had been.

use chrono::{Datelike, NaiveDate, Weekday};
use plotters::coord::types::RangedCoordf64;
use polars::prelude::{DataFrame, PolarsResult};

use super::chart::{Chart, ChartError, Plot};
use super::label;
use super::panel::{Field, Panel, Tick, steps, ticks};
use super::row::rows;
use super::sheet::{MARGIN, Room, Sheet, Type};
use super::theme::Ink;
use super::wrap;
use crate::metrics::unit;
use crate::model::Unit;
use crate::tables::ALL_CHANNELS;

/// The backlog by day and age.
pub struct Backlog;

/// Height of the field, px.
const FIELD: f64 = 190.0;
/// Air above it, with the key to the colours in as many lines as it takes, px.
fn air(room: Room) -> f64 {
    room.or(40.0, 60.0)
}

/// The widest that a day's column is drawn, px.
const WIDEST: f64 = 40.0;

/// The bands of age, the oldest first: column, name, colour.
const BANDS: [(&str, &str, Ink); 5] = [
    ("backlog_over_30_days_count", "30 days and over", Ink::Heat(6)),
    ("backlog_7_to_30_days_count", "7–30 days", Ink::Heat(5)),
    ("backlog_3_to_7_days_count", "3–7 days", Ink::Heat(4)),
    ("backlog_1_to_3_days_count", "1–3 days", Ink::Heat(3)),
    ("backlog_under_1_day_count", "under a day", Ink::Heat(2)),
];

impl Chart for Backlog {
    fn name(&self) -> &'static str {
        "backlog"
    }

    fn title(&self) -> &'static str {
        "What was left open at the end of each day"
    }

    fn about(&self) -> &'static str {
        "Each column is one day's end; the stronger the colour of a part, the longer those \
         conversations had been open, with the oldest at the bottom. The top is the day's own work; \
         a foot that grows is what nobody gets to."
    }

    fn table(&self) -> &'static str {
        "backlog_daily"
    }

    fn nothing(&self) -> &'static str {
        "nothing tells whether conversations were open in these weeks"
    }

    fn plot(&self, table: &DataFrame, room: Room) -> Result<Option<Plot>, ChartError> {
        let days = Day::read(table)?;
        let Some(last) = days.last() else { return Ok(None) };
        let mut subtitle = format!(
            "Conversations on all channels, by age. {} open at the end of {}",
            unit::text(last.open, Unit::Count),
            label::day(last.on),
        );
        if let (Some(median), Some(oldest)) = (last.median, last.oldest) {
            subtitle += &format!(
                ": half of them for {} or longer, the oldest for {}",
                unit::text(median, Unit::Seconds),
                unit::text(oldest, Unit::Seconds),
            );
        }
        Ok(Some(Plot {
            subtitle: subtitle + ".",
            height: air(room) + FIELD + 32.0,
            paint: Box::new(move |sheet| paint(sheet, &days)),
        }))
    }
}

/// One day of the whole desk.
struct Day {
    on: NaiveDate,
    open: f64,
    bands: [f64; BANDS.len()],
    median: Option<f64>,
    oldest: Option<f64>,
}

impl Day {
    /// In the table's order, which is that of time.
    fn read(table: &DataFrame) -> PolarsResult<Vec<Day>> {
        let mut days = Vec::new();
        for row in rows(table) {
            let Some(on) = row.day("day_on")? else { continue };
            if row.text("channel")?.as_deref() != Some(ALL_CHANNELS) {
                continue;
            }
            let mut bands = [0.0; BANDS.len()];
            for (band, (column, _, _)) in bands.iter_mut().zip(BANDS) {
                *band = row.number(column)?.unwrap_or(0.0);
            }
            let open = row.number("backlog_count")?.unwrap_or(0.0);
            let (median, oldest) =
                (row.number("backlog_age_median_seconds")?, row.number("backlog_age_max_seconds")?);
            days.push(Day { on, open, bands, median, oldest });
        }
        Ok(days)
    }

    /// What was open, and for how long.
    fn told(&self) -> String {
        let open = format!("{}: {} open", label::day(self.on), unit::text(self.open, Unit::Count));
        match (self.median, self.oldest) {
            (Some(median), Some(oldest)) => format!(
                "{open}, half of them for over {}, the oldest for {}",
                unit::text(median, Unit::Seconds),
                unit::text(oldest, Unit::Seconds)
            ),
            _ => open,
        }
    }
}

fn paint(sheet: &Sheet<'_>, days: &[Day]) -> Result<(), ChartError> {
    let field = Field {
        left: sheet.room.or(64.0, 50.0),
        right: sheet.width() - MARGIN - sheet.room.or(84.0, 40.0),
        top: air(sheet.room),
        bottom: air(sheet.room) + FIELD,
    };
    let most = days.iter().map(|day| day.open).fold(1.0, f64::max);
    let counts = ticks(&steps(most, 4), Unit::Count);
    let top = counts.last().map_or(1.0, |(top, _)| *top);
    let wide = (field.right - field.left) / days.len() as f64;
    let panel: Panel<'_, '_, RangedCoordf64> =
        Panel::new(sheet, field, 0.0..days.len() as f64, 0.0..top);
    panel.rows(&counts)?;
    let half = (0.84 * wide).min(WIDEST) / 2.0;
    for (day, place) in days.iter().zip(0_u32..) {
        let middle = panel.x(f64::from(place) + 0.5);
        let mut foot = 0.0;
        for (band, (_, _, ink)) in day.bands.iter().zip(BANDS) {
            if *band > 0.0 {
                let low = panel.spot(0.0, foot).1;
                foot += band;
                let high = panel.spot(0.0, foot).1;
                sheet.rect((middle - half, high), (middle + half, low), ink)?;
            }
        }
        let (left, right) = (panel.x(f64::from(place)), panel.x(f64::from(place) + 1.0));
        sheet.tip((left, field.top), (right, field.bottom), &day.told());
    }
    key(sheet)?;
    panel.column_names(&names(days, wide))?;
    if let Some(last) = days.last() {
        let at = (field.right + 8.0, panel.spot(0.0, last.open).1);
        let style = Type::new(Ink::Measure).size(14.0).bold();
        sheet.text(at, &unit::text(last.open, Unit::Count), style)?;
    }
    Ok(())
}

/// The dates of the Mondays, as many as there is room for; of all days where those are few.
fn names(days: &[Day], wide: f64) -> Vec<Tick> {
    let is_few = days.len() <= 14;
    let named =
        days.iter().zip(0_u32..).filter(|(day, _)| is_few || day.on.weekday() == Weekday::Mon);
    let named: Vec<Tick> =
        named.map(|(day, place)| (f64::from(place) + 0.5, label::day(day.on))).collect();
    let room = if is_few { wide } else { 7.0 * wide };
    let needed = wrap::width("30 Sep", 12.0) + 6.0;
    let every = (needed / room).ceil().max(1.0) as usize;
    let first = named.len().saturating_sub(1) % every;
    named.into_iter().skip(first).step_by(every).collect()
}

/// What the colours mean, above the field, youngest first.
fn key(sheet: &Sheet<'_>) -> Result<(), ChartError> {
    let left = sheet.room.or(64.0, MARGIN);
    let (mut x, mut y) = (left, 7.0);
    for (_, name, ink) in BANDS.iter().rev() {
        let wide = 20.0 + wrap::width(name, 12.0);
        if x + wide > sheet.width() - MARGIN {
            (x, y) = (left, y + 20.0);
        }
        sheet.rect((x, y), (x + 14.0, y + 12.0), *ink)?;
        sheet.text((x + 20.0, y + 6.0), name, Type::new(Ink::Soft).size(12.0))?;
        x += wide + 18.0;
    }
    Ok(())
}
