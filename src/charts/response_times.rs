//! How long customers waited for a first reply: one histogram per channel over one time axis.

use std::ops::Range;

use plotters::coord::combinators::{IntoLogRange, LogCoord};
use polars::prelude::{DataFrame, PolarsResult};

use super::chart::{Chart, ChartError, Plot};
use super::label;
use super::panel::{Field, Panel, Tick};
use super::row::rows;
use super::sheet::{MARGIN, Room, Sheet, Side, Type};
use super::theme::Ink;
use super::wrap;
use crate::facts::TargetTime;
use crate::metrics::unit;
use crate::model::Unit;

/// The distribution of first response times, by channel.
pub struct ResponseTimes;

/// Height of one channel, px: two lines of marks, the hill, and air.
const ROW: f64 = 116.0;
/// Height of the lines of marks above a hill, px.
const MARKS: f64 = 44.0;
/// Height of the channel's words where they stand above the marks, px.
const WORDS: f64 = 52.0;
/// What begins at 0 is drawn from this part of its end on: about as wide as the other bins.
const FIRST: f64 = 0.75;

impl Chart for ResponseTimes {
    fn name(&self) -> &'static str {
        "response_times"
    }

    fn title(&self) -> &'static str {
        "How long customers waited for a first reply"
    }

    fn about(&self) -> &'static str {
        "Each hill is one channel: the higher it stands over a time, the more first replies took \
         about that long. What lies right of the promise came too late. Mind the axis: every mark \
         is several times the one before."
    }

    fn table(&self) -> &'static str {
        "response_histogram"
    }

    fn nothing(&self) -> &'static str {
        "nobody got a first reply in this week"
    }

    fn plot(&self, table: &DataFrame, room: Room) -> Result<Option<Plot>, ChartError> {
        let hills = Hill::read(table)?;
        if hills.is_empty() {
            return Ok(None);
        }
        let replies: f64 = hills.iter().map(|hill| hill.replies).sum();
        Ok(Some(Plot {
            subtitle: format!(
                "Share of the week's first replies by the time they took, per channel. {} replies.",
                unit::text(replies, Unit::Count),
            ),
            height: hills.len() as f64 * row(room) + 36.0,
            paint: Box::new(move |sheet| paint(sheet, &hills)),
        }))
    }
}

/// One channel's replies.
struct Hill {
    channel: String,
    bins: Vec<Bin>,
    replies: f64,
    median: Option<f64>,
    promise: Option<f64>,
    kept_share: Option<f64>,
    is_business: bool,
}

/// So many replies took from so many seconds to so many.
struct Bin {
    times: Range<f64>,
    replies: f64,
}

impl Hill {
    /// One for each channel with replies, in the table's order: in the time that its promise
    /// counts in, else in elapsed time.
    fn read(table: &DataFrame) -> PolarsResult<Vec<Hill>> {
        let mut hills: Vec<Hill> = Vec::new();
        for row in rows(table) {
            let Some(channel) = row.text("channel")? else { continue };
            let is_business = row.text("time")?.as_deref() == Some(TargetTime::Business.word());
            let to = row.number("to_seconds")?.unwrap_or(f64::INFINITY);
            let from = row.number("from_seconds")?.filter(|from| *from > 0.0).unwrap_or(to * FIRST);
            let replies = row.number("response_count")?.unwrap_or(0.0);
            let bin = Bin { times: from..to, replies };
            let same =
                |hill: &&mut Hill| hill.channel == channel && hill.is_business == is_business;
            match hills.iter_mut().find(same) {
                Some(hill) => {
                    hill.replies += replies;
                    hill.bins.push(bin);
                }
                None => hills.push(Hill {
                    channel,
                    bins: vec![bin],
                    replies,
                    median: row.number("median_seconds")?,
                    promise: row.number("promised_seconds")?,
                    kept_share: row.number("within_promise_share")?,
                    is_business,
                }),
            }
        }
        let promised = hills.iter().filter(|hill| hill.promise.is_some());
        let promised: Vec<(String, bool)> =
            promised.map(|hill| (hill.channel.clone(), hill.is_business)).collect();
        for hill in hills.iter_mut().filter(|hill| hill.replies < label::FEW) {
            (hill.median, hill.kept_share) = (None, None);
        }
        hills.retain(|hill| {
            let promise = promised.iter().find(|(channel, _)| *channel == hill.channel);
            hill.replies > 0.0 && hill.is_business == promise.is_some_and(|(_, time)| *time)
        });
        Ok(hills)
    }
}

/// Height of one channel with its words, px.
fn row(room: Room) -> f64 {
    ROW + room.or(0.0, WORDS)
}

fn paint(sheet: &Sheet<'_>, hills: &[Hill]) -> Result<(), ChartError> {
    let axis = axis(hills);
    let ticks = thinned(label::times(&axis), sheet.room);
    for (hill, place) in hills.iter().zip(0..) {
        let above = f64::from(place) * row(sheet.room);
        let top = above + sheet.room.or(0.0, WORDS);
        let field = Field {
            left: sheet.room.or(190.0, MARGIN + 10.0),
            right: sheet.width() - MARGIN - sheet.room.or(24.0, 12.0),
            top: top + MARKS,
            bottom: top + ROW,
        };
        let tallest = hill.bins.iter().map(|bin| bin.replies).fold(1.0, f64::max);
        let panel: Panel<'_, '_, LogCoord<f64>> =
            Panel::new(sheet, field, axis.clone().log_scale(), 0.0..tallest);
        panel.columns(&ticks)?;
        let base = [(field.left, field.bottom), (field.right, field.bottom)];
        if hill.replies < label::FEW {
            let at = (field.left + 12.0, field.bottom - 20.0);
            sheet.text(at, &label::too_few(hill.replies), Type::new(Ink::Soft))?;
        } else {
            slope(sheet, &panel, hill, &axis)?;
        }
        sheet.line(base, Ink::Soft, 1.0)?;
        marks(sheet, &panel, hill)?;
        match sheet.room {
            Room::Wide => words(sheet, hill, top)?,
            Room::Narrow => words_above(sheet, hill, above)?,
        }
        let of = [("channel", hill.channel.as_str())];
        sheet.part((0.0, above), (sheet.width(), top + ROW - 2.0), &of);
        if place + 1 == hills.len() as i32 {
            panel.column_names(&ticks)?;
        }
    }
    Ok(())
}

/// Every second mark where there is little room.
fn thinned(ticks: Vec<Tick>, room: Room) -> Vec<Tick> {
    ticks.into_iter().step_by(room.or(1, 2)).collect()
}

/// From the shortest time that any reply took, or a promise allows, to the longest.
fn axis(hills: &[Hill]) -> Range<f64> {
    let full = hills.iter().flat_map(|hill| hill.bins.iter().filter(|bin| bin.replies > 0.0));
    let mut from = f64::INFINITY;
    let mut to = 10.0_f64;
    for times in full.map(|bin| &bin.times) {
        from = from.min(times.start);
        to = to.max(if times.end.is_finite() { times.end } else { times.start * 2.0 });
    }
    for promise in hills.iter().filter_map(|hill| hill.promise) {
        from = from.min(promise / 2.0);
        to = to.max(promise * 2.0);
    }
    from..to
}

/// The hill itself, bar by bar, with another colour from the promise on.
fn slope(
    sheet: &Sheet<'_>,
    panel: &Panel<'_, '_, LogCoord<f64>>,
    hill: &Hill,
    axis: &Range<f64>,
) -> Result<(), ChartError> {
    for bin in hill.bins.iter().filter(|bin| bin.replies > 0.0) {
        let (from, to) = (bin.times.start.max(axis.start), bin.times.end.min(axis.end));
        let turn = hill.promise.unwrap_or(f64::INFINITY).clamp(from, to);
        for (from, to, ink) in [(from, turn, Ink::Measure), (turn, to, Ink::Late)] {
            if from < to {
                sheet.rect(panel.spot(from, 0.0), panel.spot(to, bin.replies), ink)?;
            }
        }
        let span = label::span(bin.times.start, bin.times.end, Unit::Seconds);
        let told = format!("{span}: {} replies", unit::text(bin.replies, Unit::Count));
        sheet.tip((panel.x(from), panel.field.top), (panel.x(to), panel.field.bottom), &told);
    }
    Ok(())
}

/// The promise and the median, each with its name: in two lines, and the median's on the side away
/// from the promise, so that nothing crosses a name.
fn marks(
    sheet: &Sheet<'_>,
    panel: &Panel<'_, '_, LogCoord<f64>>,
    hill: &Hill,
) -> Result<(), ChartError> {
    let mark = |seconds: f64, up: f64, said: &str, style: Type| {
        let (x, y) = (panel.x(seconds), panel.field.top - up);
        let at = if style.side == Side::End { x - 6.0 } else { x + 6.0 };
        sheet.line([(x, panel.field.bottom), (x, y - 6.0)], style.ink, 1.5)?;
        sheet.text((at, y), said, style)
    };
    let said = |word: &str, seconds| format!("{word} {}", unit::text(seconds, Unit::Seconds));
    // Where the field ends there is no room for a name.
    let room = |seconds: f64, said: &str, is_left: bool| {
        let (x, wide) = (panel.x(seconds), wrap::width(said, 12.0) + 6.0);
        let fits_left = x - wide > panel.field.left;
        let fits_right = x + wide < panel.field.right + 24.0;
        if (is_left && fits_left) || !fits_right { Side::End } else { Side::Start }
    };
    if let Some(promise) = hill.promise {
        let said = said("promised within", promise);
        mark(promise, 26.0, &said, Type::new(Ink::Short).side(room(promise, &said, false)))?;
    }
    match hill.median {
        Some(median) if median > 0.0 => {
            let said = said("median", median);
            let is_left = hill.promise.is_some_and(|promise| promise > median);
            mark(median, 10.0, &said, Type::new(Ink::Text).side(room(median, &said, is_left)))
        }
        _ => Ok(()),
    }
}

/// Name, number of replies and the promise in words, at the left.
fn words(sheet: &Sheet<'_>, hill: &Hill, top: f64) -> Result<(), ChartError> {
    let name = label::channel(&hill.channel);
    sheet.text((MARGIN, top + 56.0), &name, Type::new(Ink::Text).size(14.0).bold())?;
    let replies = format!("{} replies", unit::text(hill.replies, Unit::Count));
    sheet.text((MARGIN, top + 75.0), &replies, Type::new(Ink::Soft))?;
    if let Some(kept) = hill.kept_share {
        let kept = format!("{} of these in time", unit::text(kept, Unit::Share));
        sheet.text((MARGIN, top + 91.0), &kept, Type::new(Ink::Text))?;
    }
    match hill.is_business {
        true => {
            sheet.text((MARGIN, top + 107.0), "in opening hours", Type::new(Ink::Soft).size(11.0))
        }
        false => Ok(()),
    }
}

/// The same in two lines above the hill.
fn words_above(sheet: &Sheet<'_>, hill: &Hill, top: f64) -> Result<(), ChartError> {
    let name = label::channel(&hill.channel);
    sheet.text((MARGIN, top + 20.0), &name, Type::new(Ink::Text).size(14.0).bold())?;
    let end = sheet.width() - MARGIN;
    let replies = format!("{} replies", unit::text(hill.replies, Unit::Count));
    sheet.text((end, top + 20.0), &replies, Type::new(Ink::Soft).side(Side::End))?;
    if let Some(kept) = hill.kept_share {
        let kept = format!("{} of these in time", unit::text(kept, Unit::Share));
        sheet.text((MARGIN, top + 38.0), &kept, Type::new(Ink::Text))?;
    }
    match hill.is_business {
        true => {
            let style = Type::new(Ink::Soft).size(11.0).side(Side::End);
            sheet.text((end, top + 38.0), "in opening hours", style)
        }
        false => Ok(()),
    }
}
