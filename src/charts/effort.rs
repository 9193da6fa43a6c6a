//! What customers' own words tell of their mood and effort, week by week.

use chrono::{Days, NaiveDate};
use plotters::coord::types::RangedCoordf64;
use polars::prelude::{DataFrame, PolarsResult};

use super::chart::{Chart, ChartError, Plot};
use super::label;
use super::panel::{Field, Panel, steps, ticks};
use super::row::rows;
use super::sheet::{MARGIN, Room, Sheet, Type};
use super::theme::Ink;
use crate::metrics::unit;
use crate::model::Unit;
use crate::tables::ALL_CHANNELS;

/// Signs of effort and mood over the weeks, one small field each.
pub struct Effort;

const WEEKS: u8 = 13;
/// Height of a small field, px.
const HIGH: f64 = 84.0;
const AIR: f64 = 44.0;
const GAP: f64 = 100.0;

/// A share's columns begin with this; what it is called; the column with the whole it is of.
const SIGNS: [(&str, &str, &str); 6] = [
    ("unhappy_end", "Unhappy at the end", "end_sentiment_count"),
    ("again", "Had to ask again", "told_count"),
    ("repeated", "Had to repeat themselves", "told_count"),
    ("reasked", "Were asked the same twice", "told_count"),
    ("unanswered", "A question left unanswered", "told_count"),
    ("transferred", "Handed on", "told_count"),
];

impl Chart for Effort {
    fn name(&self) -> &'static str {
        "effort"
    }

    fn title(&self) -> &'static str {
        "What it cost customers to be helped"
    }

    fn about(&self) -> &'static str {
        "Each line is a share of the conversations of a week, with the span that fits with as many (95% \
         Wilson interval); the number is that of the reported week. All fields have one scale."
    }

    fn table(&self) -> &'static str {
        "effort_weekly"
    }

    fn nothing(&self) -> &'static str {
        "no customer wrote anything in this week"
    }

    fn plot(&self, table: &DataFrame, room: Room) -> Result<Option<Plot>, ChartError> {
        let Some(last) = last(table)? else { return Ok(None) };
        let mut lines = Vec::new();
        let mut told = 0.0;
        for (name, title, whole) in SIGNS {
            let line = line(table, last, name, whole)?;
            if let (Some(Some(now)), "told_count") = (line.last(), whole) {
                told = f64::max(told, now.of);
            }
            lines.push((title, line));
        }
        if lines.iter().all(|(_, line)| line.iter().all(Option::is_none)) {
            return Ok(None);
        }
        let rows = lines.len().div_ceil(usize::from(across(room))) as f64;
        Ok(Some(Plot {
            subtitle: format!(
                "Share of the conversations of each week, all channels, from {} to {}. {} conversations in \
                 the last week in which the customer wrote.",
                label::day(first(last)),
                label::day(last),
                unit::text(told, Unit::Count),
            ),
            height: rows * (HIGH + AIR) + 16.0,
            paint: Box::new(move |sheet| paint(sheet, &lines)),
        }))
    }
}

fn first(last: NaiveDate) -> NaiveDate {
    last.checked_sub_days(Days::new(7 * u64::from(WEEKS - 1))).unwrap_or(last)
}

/// The Monday of the reported week, where it has a row.
fn last(table: &DataFrame) -> PolarsResult<Option<NaiveDate>> {
    for row in rows(table) {
        let is_desk = row.text("channel")?.as_deref() == Some(ALL_CHANNELS);
        if is_desk && row.is("is_report_week")? {
            return row.day("week_on");
        }
    }
    Ok(None)
}

/// A share of one week.
#[derive(Clone, Debug)]
struct Point {
    week: String,
    share: f64,
    low: f64,
    high: f64,
    of: f64,
}

type Line = Vec<Option<Point>>;

fn line(table: &DataFrame, last: NaiveDate, name: &str, whole: &str) -> PolarsResult<Line> {
    let mut line = vec![None; usize::from(WEEKS)];
    for row in rows(table) {
        let is_desk = row.text("channel")?.as_deref() == Some(ALL_CHANNELS);
        let Some(on) = row.day("week_on")?.filter(|_| is_desk) else { continue };
        let back = (last - on).num_days() / 7;
        let place = usize::try_from(i64::from(WEEKS) - 1 - back).ok();
        let number = |end: &str| row.number(&format!("{name}_{end}"));
        let of = row.number(whole)?.unwrap_or(0.0);
        let ends = (number("share")?, number("low_share")?, number("high_share")?);
        if let (Some(spot), (Some(share), Some(low), Some(high))) =
            (place.and_then(|place| line.get_mut(place)), ends)
            && of >= label::FEW
        {
            *spot = Some(Point { week: label::day(on), share, low, high, of });
        }
    }
    Ok(line)
}

/// Small fields beside each other.
fn across(room: Room) -> u8 {
    room.or(3, 1)
}

fn paint(sheet: &Sheet<'_>, lines: &[(&str, Line)]) -> Result<(), ChartError> {
    let highest = lines.iter().flat_map(|(_, line)| line).flatten().map(|point| point.high);
    let marks = ticks(&steps(highest.fold(0.02, f64::max), 2), Unit::Share);
    let top = marks.last().map_or(1.0, |(top, _)| *top);
    let left = MARGIN + 38.0;
    let each = across(sheet.room);
    let gaps = GAP * f64::from(each - 1) + 54.0;
    let wide = (sheet.width() - MARGIN - left - gaps) / f64::from(each);
    for ((title, line), place) in lines.iter().zip(0_u8..) {
        let (across, down) = (f64::from(place % each), f64::from(place / each));
        let x = left + across * (wide + GAP);
        let y = 34.0 + down * (HIGH + AIR);
        let field = Field { left: x, right: x + wide, top: y, bottom: y + HIGH };
        let panel = Panel::new(sheet, field, -0.5..f64::from(WEEKS) - 0.5, 0.0..top);
        sheet.text((x - 36.0, y - 18.0), title, Type::new(Ink::Text).size(12.5).bold())?;
        panel.rows(&marks)?;
        one(sheet, &panel, line)?;
    }
    Ok(())
}

fn one(
    sheet: &Sheet<'_>,
    panel: &Panel<'_, '_, RangedCoordf64>,
    line: &Line,
) -> Result<(), ChartError> {
    let placed: Vec<Option<(f64, &Point)>> = line
        .iter()
        .zip(0_u8..)
        .map(|(point, at)| point.as_ref().map(|point| (f64::from(at), point)))
        .collect();
    for run in placed.split(Option::is_none) {
        let run: Vec<(f64, &Point)> = run.iter().copied().flatten().collect();
        if run.len() > 1 {
            let low = run.iter().map(|(x, point)| panel.spot(*x, point.low));
            let high = run.iter().rev().map(|(x, point)| panel.spot(*x, point.high));
            sheet.surface(low.chain(high), Ink::Past)?;
            let middle = run.iter().map(|(x, point)| panel.spot(*x, point.share));
            sheet.line(middle, Ink::Measure, 1.75)?;
        }
        for (x, point) in run {
            let share = unit::text(point.share, Unit::Share);
            let span = label::span(point.low, point.high, Unit::Share);
            let of = unit::text(point.of, Unit::Count);
            let told = format!("{}: {share} ({span}), of {of}", point.week);
            let (left, right) = (panel.x(x - 0.5), panel.x(x + 0.5));
            sheet.tip((left, panel.field.top), (right, panel.field.bottom), &told);
        }
    }
    let Some(Some((x, point))) = placed.last() else { return Ok(()) };
    let spot = panel.spot(*x, point.share);
    sheet.disc(spot, 3.0, Ink::Measure)?;
    let at = (panel.field.right + 5.0, spot.1.max(panel.field.top + 6.0));
    let text = unit::text(point.share, Unit::Share);
    sheet.text(at, &text, Type::new(Ink::Measure).size(12.5).bold())
}
