//! Customers' ratings per channel, this week and the week before, with what chance would do.

use chrono::{Days, NaiveDate};
use plotters::coord::types::RangedCoordf64;
use polars::prelude::{DataFrame, PolarsResult};

use super::chart::{Chart, ChartError, Plot};
use super::label;
use super::panel::{Field, Panel, steps_between, ticks};
use super::row::{Row, rows};
use super::sheet::{MARGIN, Room, Sheet, Side, Type};
use super::theme::Ink;
use crate::metrics::unit;
use crate::model::Unit;
use crate::tables::ALL_CHANNELS;

/// The share of satisfied customers per channel.
pub struct Satisfaction;

/// Height of one channel, px; where there is little room its words stand above the bar.
fn row(room: Room) -> f64 {
    room.or(52.0, 76.0)
}

/// Air above the first channel, px.
const AIR: f64 = 8.0;

impl Chart for Satisfaction {
    fn name(&self) -> &'static str {
        "satisfaction"
    }

    fn title(&self) -> &'static str {
        "How many of those who rated were satisfied"
    }

    fn about(&self) -> &'static str {
        "A dot is the share of ratings in the top two fifths of their scale; the bar is the span \
         that fits with as many ratings (95% Wilson interval). The small grey dot is the week \
         before. Where the bars overlap by much, nothing need have changed."
    }

    fn table(&self) -> &'static str {
        "csat_weekly"
    }

    fn nothing(&self) -> &'static str {
        "nobody gave a rating in this week"
    }

    fn plot(&self, table: &DataFrame, room: Room) -> Result<Option<Plot>, ChartError> {
        let channels = Rated::read(table)?;
        let all = channels.iter().find(|rated| rated.channel == ALL_CHANNELS);
        let ratings = all.and_then(|all| all.now).map_or(0.0, |now| now.ratings);
        if ratings <= 0.0 {
            return Ok(None);
        }
        Ok(Some(Plot {
            subtitle: format!(
                "Share of the week's ratings in the top two fifths of their scale, per channel, with \
                 its 95% interval. {} ratings.",
                unit::text(ratings, Unit::Count),
            ),
            height: AIR + channels.len() as f64 * row(room) + 32.0,
            paint: Box::new(move |sheet| paint(sheet, &channels)),
        }))
    }
}

/// One channel's ratings in the reported week and the one before.
struct Rated {
    channel: String,
    now: Option<Ratings>,
    before: Option<Ratings>,
}

/// The ratings of one week.
#[derive(Clone, Copy)]
struct Ratings {
    ratings: f64,
    /// Share, lower and upper end; missing where there are too few.
    share: Option<(f64, f64, f64)>,
}

impl Ratings {
    fn read(row: Row<'_>) -> PolarsResult<Ratings> {
        let ends = (row.number("csat_low_share")?, row.number("csat_high_share")?);
        let ratings = row.number("rating_count")?.unwrap_or(0.0);
        let share = match (row.number("csat_share")?, ends) {
            (Some(share), (Some(low), Some(high))) if ratings >= label::FEW => {
                Some((share, low, high))
            }
            _ => None,
        };
        Ok(Ratings { ratings, share })
    }
}

impl Rated {
    /// The channels that were rated in either week, the whole desk last.
    fn read(table: &DataFrame) -> PolarsResult<Vec<Rated>> {
        let mut last = None;
        for row in rows(table) {
            if row.is("is_report_week")? {
                last = row.day("week_on")?;
            }
        }
        let before = last.and_then(|last: NaiveDate| last.checked_sub_days(Days::new(7)));
        let mut channels: Vec<Rated> = Vec::new();
        for row in rows(table) {
            let (Some(channel), Some(on)) = (row.text("channel")?, row.day("week_on")?) else {
                continue;
            };
            if Some(on) != last && Some(on) != before {
                continue;
            }
            let known = channels.iter().position(|rated| rated.channel == channel);
            let mut rated = match known {
                Some(at) => channels.remove(at),
                None => Rated { channel, now: None, before: None },
            };
            let week = if Some(on) == last { &mut rated.now } else { &mut rated.before };
            *week = Some(Ratings::read(row)?);
            channels.push(rated);
        }
        channels.sort_by_key(|rated| (rated.channel == ALL_CHANNELS, rated.channel.clone()));
        Ok(channels)
    }
}

fn paint(sheet: &Sheet<'_>, channels: &[Rated]) -> Result<(), ChartError> {
    let high = row(sheet.room);
    let field = Field {
        left: sheet.room.or(190.0, MARGIN + 10.0),
        right: sheet.width() - MARGIN - sheet.room.or(120.0, 14.0),
        top: AIR,
        bottom: AIR + channels.len() as f64 * high,
    };
    let middle = |place: f64| field.top + place * high + sheet.room.or(high / 2.0, 52.0);
    let weeks = || channels.iter().flat_map(|rated| [rated.now, rated.before]).flatten();
    let lows = weeks().filter_map(|week| week.share).map(|(_, low, _)| low);
    let shares = steps_between(lows.fold(0.9, f64::min), 1.0, 5);
    let from = shares.first().copied().unwrap_or(0.0);
    let panel: Panel<'_, '_, RangedCoordf64> = Panel::new(sheet, field, from..1.0, 0.0..1.0);
    let shares = ticks(&shares, Unit::Share);
    panel.column_names(&shares)?;
    if sheet.room == Room::Wide {
        panel.columns(&shares)?;
    }
    for (rated, place) in channels.iter().zip(0..) {
        one(sheet, &panel, rated, middle(f64::from(place)))?;
        if rated.channel != ALL_CHANNELS {
            let top = field.top + f64::from(place) * high;
            let of = [("channel", rated.channel.as_str())];
            sheet.part((0.0, top), (sheet.width(), top + high), &of);
        }
    }
    let before = |rated: &Rated| rated.before.and_then(|week| week.share);
    let first = channels.iter().position(|rated| before(rated).is_some());
    let Some((row, (_, low, high))) =
        first.and_then(|row| Some((row, channels.get(row).and_then(before)?)))
    else {
        return Ok(());
    };
    let text = "the week before";
    let width = 0.56 * 11.0 * text.len() as f64;
    let right = panel.x(high) + 10.0;
    let x = if right + width <= field.right { right } else { panel.x(low) - 10.0 - width };
    let at = (x, middle(row as f64) + 12.0);
    sheet.text(at, text, Type::new(Ink::Soft).size(11.0))
}

fn one(
    sheet: &Sheet<'_>,
    panel: &Panel<'_, '_, RangedCoordf64>,
    rated: &Rated,
    y: f64,
) -> Result<(), ChartError> {
    let name = label::channel(&rated.channel);
    // Above the bar where there is little room, else at its left and right.
    let up = sheet.room.or(0.0, 24.0);
    sheet.text((MARGIN, y - 8.0 - up), &name, Type::new(Ink::Text).size(14.0).bold())?;
    let ratings = rated.now.map_or(0.0, |now| now.ratings);
    let count = format!("{} ratings", unit::text(ratings, Unit::Count));
    sheet.text((MARGIN, y + 10.0 - up), &count, Type::new(Ink::Soft))?;

    let bar = |(share, low, high): (f64, f64, f64), y: f64, ink, tint, radius: f64| {
        sheet.line([(panel.x(low), y), (panel.x(high), y)], tint, radius * 1.4)?;
        sheet.disc((panel.x(share), y), radius, ink)
    };
    if let Some(share) = rated.before.and_then(|before| before.share) {
        bar(share, y + 12.0, Ink::Peer, Ink::Grid, 3.0)?;
    }
    let at = sheet.room.or((panel.field.right + 14.0, y - 4.0), (sheet.width() - MARGIN, y - 28.0));
    let side = sheet.room.or(Side::Start, Side::End);
    let Some((share, low, high)) = rated.now.and_then(|now| now.share) else {
        return sheet.text(
            at,
            &label::too_few(ratings),
            Type::new(Ink::Soft).size(12.5).side(side),
        );
    };
    bar((share, low, high), y - 3.0, Ink::Measure, Ink::Past, 5.5)?;
    let told = format!("{name}: {} ({count})", unit::text(share, Unit::Share));
    sheet.tip((panel.field.left, y - 20.0), (panel.field.right, y + 6.0), &told);
    let said = Type::new(Ink::Measure).size(14.0).bold().side(side);
    sheet.text((at.0, y - 8.0 - up), &unit::text(share, Unit::Share), said)?;
    let span = label::span(low, high, Unit::Share);
    sheet.text((at.0, y + 9.0 - up), &span, Type::new(Ink::Soft).size(11.0).side(side))
}
