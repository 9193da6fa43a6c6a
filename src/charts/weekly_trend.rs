//! Volume and resolution over the last quarter of a year, for the whole desk.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use plotters::coord::types::RangedCoordf64;
use polars::prelude::{DataFrame, PolarsResult};

use super::chart::{Chart, ChartError, Plot};
use super::label;
use super::panel::{Field, Panel, Tick, steps, ticks};
use super::row::rows;
use super::sheet::{MARGIN, Room, Sheet, Type};
use super::theme::Ink;
use crate::metrics::unit;
use crate::model::Unit;
use crate::tables::ALL_CHANNELS;

/// The trend of volume and resolution.
pub struct WeeklyTrend;

/// Weeks shown, the reported one included.
const WEEKS: u8 = 13;
/// Height of one of the two fields, px.
const FIELD: f64 = 140.0;
/// Air above a field, with its heading, px.
const AIR: f64 = 44.0;

impl Chart for WeeklyTrend {
    fn name(&self) -> &'static str {
        "weekly_trend"
    }

    fn title(&self) -> &'static str {
        "How much came in, and how much of it was resolved within its week"
    }

    fn about(&self) -> &'static str {
        "Above, conversations opened in each week; below, the share of them that was resolved when \
         the week closed, with the span in which it would lie by chance alone. So all weeks are of \
         the same age."
    }

    fn table(&self) -> &'static str {
        "weekly_at_close"
    }

    fn nothing(&self) -> &'static str {
        "the week reported on has no conversations"
    }

    fn plot(&self, table: &DataFrame, _: Room) -> Result<Option<Plot>, ChartError> {
        let Some(weeks) = Week::read(table)? else { return Ok(None) };
        let opened: f64 = weeks.iter().filter_map(|week| week.opened).sum();
        Ok(Some(Plot {
            subtitle: format!(
                "All channels, by the week in which conversations were opened. {} conversations in {} weeks.",
                unit::text(opened, Unit::Count),
                unit::text(f64::from(WEEKS), Unit::Count),
            ),
            height: 2.0 * (AIR + FIELD) + 40.0,
            paint: Box::new(move |sheet| paint(sheet, &weeks)),
        }))
    }
}

type Linear<'s, 'a> = Panel<'s, 'a, RangedCoordf64>;

/// One week of the whole desk; without a row in the table all is missing.
#[derive(Clone, Default)]
struct Week {
    name: String,
    opened: Option<f64>,
    resolved: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
}

impl Week {
    /// The weeks up to the reported one, oldest first; `None` where that one has no row.
    fn read(table: &DataFrame) -> PolarsResult<Option<Vec<Week>>> {
        let mut weeks: BTreeMap<NaiveDate, Week> = BTreeMap::new();
        let mut last = None;
        for row in rows(table) {
            let Some(on) = row.day("week_on")? else { continue };
            if row.text("channel")?.as_deref() != Some(ALL_CHANNELS) {
                continue;
            }
            if row.is("is_report_week")? {
                last = Some(on);
            }
            let known = row.number("resolution_known_count")?.unwrap_or(0.0);
            weeks.insert(
                on,
                Week {
                    name: label::day(on),
                    opened: row.number("conversation_count")?,
                    resolved: row.number("resolution_share")?.filter(|_| known >= label::FEW),
                    low: row.number("resolution_low_share")?,
                    high: row.number("resolution_high_share")?,
                },
            );
        }
        let Some(last) = last else { return Ok(None) };
        let shown = (0..WEEKS).rev().filter_map(|back| {
            let on = last.checked_sub_days(Days::new(7 * u64::from(back)))?;
            let none = || Week { name: label::day(on), ..Week::default() };
            Some(weeks.get(&on).cloned().unwrap_or_else(none))
        });
        Ok(Some(shown.collect()))
    }
}

fn paint(sheet: &Sheet<'_>, weeks: &[Week]) -> Result<(), ChartError> {
    let names = weeks.iter().zip(0..).map(|(week, i)| (f64::from(i), week.name.clone()));
    // The last is always named, of the others as many as there is room for.
    let names: Vec<Tick> = names.step_by(sheet.room.or(1, 3)).collect();
    let across = || -0.6..f64::from(WEEKS) - 0.4;
    let field = |row: f64| {
        let top = 34.0 + row * (FIELD + AIR);
        let left = sheet.room.or(64.0, 56.0);
        let right = sheet.width() - MARGIN - sheet.room.or(84.0, 70.0);
        Field { left, right, top, bottom: top + FIELD }
    };

    let most = weeks.iter().filter_map(|week| week.opened).fold(1.0, f64::max);
    let counts = ticks(&steps(most, 4), Unit::Count);
    let panel =
        Panel::new(sheet, field(0.0), across(), 0.0..counts.last().map_or(1.0, |(top, _)| *top));
    heading(sheet, &panel, "Conversations opened")?;
    panel.rows(&counts)?;
    volume(sheet, &panel, weeks)?;

    let lowest = weeks.iter().filter_map(|week| week.resolved.and(week.low)).fold(1.0, f64::min);
    let shares = shares(lowest);
    let floor = shares.first().map_or(0.0, |(floor, _)| *floor);
    let panel = Panel::new(sheet, field(1.0), across(), floor..1.0);
    heading(sheet, &panel, "Share of them resolved when the week closed")?;
    panel.rows(&shares)?;
    resolution(sheet, &panel, weeks)?;
    panel.column_names(&names)?;
    let at = (panel.field.left, panel.field.bottom + 34.0);
    sheet.text(at, "Weeks are named by their Monday.", Type::new(Ink::Soft).size(11.0))
}

/// Marks of a scale for shares that goes from a round value below `lowest` to 1.
fn shares(lowest: f64) -> Vec<Tick> {
    let step =
        [0.05, 0.1, 0.2, 0.25].into_iter().find(|step| 1.0 - lowest <= 4.0 * step).unwrap_or(0.25);
    let down = (0..=4).map(|i| 1.0 - f64::from(i) * step);
    let mut shares: Vec<f64> = down.take_while(|at| *at + step > lowest).collect();
    shares.reverse();
    ticks(&shares, Unit::Share)
}

/// What a week's column of a field says.
fn tip(sheet: &Sheet<'_>, panel: &Linear<'_, '_>, x: f64, text: &str) {
    let (left, right) = (panel.x(x - 0.5), panel.x(x + 0.5));
    sheet.tip((left, panel.field.top), (right, panel.field.bottom), text);
}

fn heading(sheet: &Sheet<'_>, panel: &Linear<'_, '_>, text: &str) -> Result<(), ChartError> {
    let at = (MARGIN, panel.field.top - 22.0);
    sheet.text(at, text, Type::new(Ink::Text).size(13.0).bold())
}

/// A column per week, the reported one in full colour with its number beside it.
fn volume(sheet: &Sheet<'_>, panel: &Linear<'_, '_>, weeks: &[Week]) -> Result<(), ChartError> {
    for (week, i) in weeks.iter().zip(0_u8..) {
        let Some(opened) = week.opened else { continue };
        let (x, is_last) = (f64::from(i), i + 1 == WEEKS);
        let ink = if is_last { Ink::Measure } else { Ink::Past };
        sheet.rect(panel.spot(x - 0.36, 0.0), panel.spot(x + 0.36, opened), ink)?;
        tip(sheet, panel, x, &format!("{}: {}", week.name, unit::text(opened, Unit::Count)));
        if is_last {
            let at = (panel.field.right + 8.0, panel.spot(x, opened).1);
            sheet.text(
                at,
                &unit::text(opened, Unit::Count),
                Type::new(Ink::Measure).size(14.0).bold(),
            )?;
        }
    }
    Ok(())
}

/// The share of each week with its interval; weeks without one break the line.
fn resolution(sheet: &Sheet<'_>, panel: &Linear<'_, '_>, weeks: &[Week]) -> Result<(), ChartError> {
    let known =
        |(week, i): (&Week, u8)| Some((f64::from(i), week.resolved?, week.low?, week.high?));
    let all: Vec<Option<(f64, f64, f64, f64)>> = weeks.iter().zip(0..).map(known).collect();
    for run in all.split(Option::is_none) {
        let run: Vec<(f64, f64, f64, f64)> = run.iter().copied().flatten().collect();
        let low = run.iter().map(|(x, _, low, _)| panel.spot(*x, *low));
        let high = run.iter().rev().map(|(x, _, _, high)| panel.spot(*x, *high));
        if run.len() > 1 {
            sheet.surface(low.chain(high), Ink::Past)?;
            sheet.line(
                run.iter().map(|(x, share, _, _)| panel.spot(*x, *share)),
                Ink::Measure,
                2.0,
            )?;
        }
        let is_lonely = run.len() == 1;
        for (x, share, low, high) in run {
            if is_lonely {
                sheet.line([panel.spot(x, low), panel.spot(x, high)], Ink::Past, 6.0)?;
            }
            sheet.disc(panel.spot(x, share), 3.0, Ink::Measure)?;
            let name = weeks.get(x as usize).map_or("", |week| week.name.as_str());
            let (share, span) =
                (unit::text(share, Unit::Share), label::span(low, high, Unit::Share));
            tip(sheet, panel, x, &format!("{name}: {share} ({span})"));
        }
    }
    let Some(Some((x, share, low, high))) = all.last().copied() else { return Ok(()) };
    let at = (panel.field.right + 8.0, panel.spot(x, share).1);
    sheet.text(at, &unit::text(share, Unit::Share), Type::new(Ink::Measure).size(14.0).bold())?;
    let span = label::span(low, high, Unit::Share);
    sheet.text((at.0, at.1 + 17.0), &span, Type::new(Ink::Soft).size(11.0))
}
