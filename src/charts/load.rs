//! When customers come: a map of weekdays and hours.

use polars::prelude::{DataFrame, PolarsResult};

use super::chart::{Chart, ChartError, Plot};
use super::row::rows;
use super::sheet::{MARGIN, Room, Sheet, Side, Type};
use super::theme::Ink;
use super::wrap;
use crate::metrics::unit;
use crate::model::Unit;
use crate::tables::ALL_CHANNELS;

/// Arrivals by weekday and hour.
pub struct Load;

const DAYS: u8 = 7;
const HOURS: u8 = 24;
/// Height of a day, px.
const DAY: f64 = 30.0;
/// Left edge of the map, px.
const LEFT: f64 = 64.0;
/// Right of the map, with the days' sums, px.
const SUMS: f64 = 74.0;
/// Air above the map, with the scale of colours, px.
const AIR: f64 = 44.0;

impl Chart for Load {
    fn name(&self) -> &'static str {
        "load"
    }

    fn title(&self) -> &'static str {
        "When customers come"
    }

    fn about(&self) -> &'static str {
        "Each field is one hour of one weekday on the desk's clock: the stronger its colour, the \
         more conversations customers began in it on an average day of these weeks."
    }

    fn table(&self) -> &'static str {
        "load_hourly"
    }

    fn nothing(&self) -> &'static str {
        "no customer began a conversation in these weeks"
    }

    fn plot(&self, table: &DataFrame, _: Room) -> Result<Option<Plot>, ChartError> {
        let hours = Hour::read(table)?;
        let arrivals: f64 = hours.iter().map(|hour| hour.arrivals).sum();
        if arrivals <= 0.0 {
            return Ok(None);
        }
        Ok(Some(Plot {
            subtitle: format!(
                "Conversations begun by customers per hour, all channels, mean of the same hour over \
                 the weeks. {} conversations.",
                unit::text(arrivals, Unit::Count),
            ),
            height: AIR + f64::from(DAYS) * DAY + 36.0,
            paint: Box::new(move |sheet| paint(sheet, &hours)),
        }))
    }
}

/// One hour of one weekday.
struct Hour {
    /// From 0.
    day: f64,
    day_name: String,
    hour: f64,
    arrivals: f64,
    mean: f64,
}

impl Hour {
    fn read(table: &DataFrame) -> PolarsResult<Vec<Hour>> {
        let mut hours = Vec::new();
        for row in rows(table) {
            let place = (row.number("weekday")?, row.number("hour")?);
            let (Some(day), Some(hour)) = place else { continue };
            if row.text("channel")?.as_deref() == Some(ALL_CHANNELS) {
                hours.push(Hour {
                    day: day - 1.0,
                    day_name: row.text("weekday_name")?.unwrap_or_default(),
                    hour,
                    arrivals: row.number("arrival_count")?.unwrap_or(0.0),
                    mean: row.number("arrival_mean")?.unwrap_or(0.0),
                });
            }
        }
        Ok(hours)
    }
}

/// Right edge of the map, px.
fn right(sheet: &Sheet<'_>) -> f64 {
    sheet.width() - MARGIN - sheet.room.or(SUMS, 50.0)
}

fn paint(sheet: &Sheet<'_>, hours: &[Hour]) -> Result<(), ChartError> {
    let wide = (right(sheet) - LEFT) / f64::from(HOURS);
    let most = hours.iter().map(|hour| hour.mean).fold(0.0, f64::max);
    let place = |hour: &Hour| (LEFT + hour.hour * wide, AIR + hour.day * DAY);
    for hour in hours {
        let (x, y) = place(hour);
        sheet.rect(
            (x + sheet.room.or(0.75, 0.4), y + 0.75),
            (x + wide - sheet.room.or(0.75, 0.4), y + DAY - 0.75),
            heat(hour.mean, most),
        )?;
        let mean = unit::text(hour.mean, Unit::None);
        let told = format!("{} {:02}:00: {mean} on average", hour.day_name, hour.hour);
        sheet.tip((x, y), (x + wide, y + DAY), &told);
    }
    if let Some(peak) = hours.iter().find(|hour| hour.mean >= most) {
        let (x, y) = place(peak);
        let style = Type::new(Ink::Paper).size(11.0).bold().side(Side::Middle);
        let said = unit::tick(most, Unit::Count);
        if wrap::width(&said, 11.0) <= wide {
            sheet.text((x + wide / 2.0, y + DAY / 2.0), &said, style)?;
        }
    }
    for hour in (0..=HOURS).step_by(sheet.room.or(3, 6)) {
        let x = LEFT + f64::from(hour) * wide;
        let at = (x, AIR + f64::from(DAYS) * DAY + 15.0);
        let name = format!("{hour:02}:00");
        sheet.text(at, &name, Type::new(Ink::Soft).side(Side::Middle))?;
    }
    days(sheet, hours)?;
    scale(sheet, most)
}

/// The days' names at the left and their sums at the right.
fn days(sheet: &Sheet<'_>, hours: &[Hour]) -> Result<(), ChartError> {
    let at = (right(sheet) + sheet.room.or(10.0, 6.0), AIR - 12.0);
    sheet.text(at, "per day", Type::new(Ink::Soft).size(11.0))?;
    for day in 0..DAYS {
        let of_day = || hours.iter().filter(|hour| hour.day == f64::from(day));
        let y = AIR + (f64::from(day) + 0.5) * DAY;
        if let Some(any) = of_day().next() {
            let style = Type::new(Ink::Text).size(13.0).side(Side::End);
            sheet.text((LEFT - 10.0, y), &any.day_name, style)?;
        }
        let sum: f64 = of_day().map(|hour| hour.mean).sum();
        sheet.text(
            (right(sheet) + 10.0, y),
            &unit::tick(sum.round(), Unit::Count),
            Type::new(Ink::Text),
        )?;
    }
    Ok(())
}

/// The scale of colours, above the map.
fn scale(sheet: &Sheet<'_>, most: f64) -> Result<(), ChartError> {
    let (y, wide) = (AIR - 26.0, sheet.room.or(26.0, 18.0));
    let style = Type::new(Ink::Soft).size(11.0);
    sheet.text((LEFT - 10.0, y + 5.0), &unit::tick(0.0, Unit::Count), style.side(Side::End))?;
    for step in 0..Ink::HEAT_STEPS {
        let x = LEFT + f64::from(step) * wide;
        sheet.rect((x, y), (x + wide - 1.5, y + 10.0), Ink::Heat(step))?;
    }
    let at = (LEFT + f64::from(Ink::HEAT_STEPS) * wide + 8.0, y + 5.0);
    sheet.text(at, &format!("{} per hour", unit::tick(most, Unit::Count)), style)
}

/// The step of intensity of a value: the least for none, the others in equal parts of the most.
fn heat(value: f64, most: f64) -> Ink {
    let steps = f64::from(Ink::HEAT_STEPS - 1);
    Ink::Heat((value / most.max(f64::MIN_POSITIVE) * steps).ceil().clamp(0.0, steps) as u8)
}

#[cfg(test)]
mod tests {
    use super::{Ink, heat};

    #[test]
    fn only_nothing_has_the_least_colour() {
        assert_eq!(heat(0.0, 12.0), Ink::Heat(0));
        assert_eq!(heat(0.1, 12.0), Ink::Heat(1));
        assert_eq!(heat(6.0, 12.0), Ink::Heat(3));
        assert_eq!(heat(12.0, 12.0), Ink::Heat(Ink::HEAT_STEPS - 1));
        assert_eq!(heat(0.0, 0.0), Ink::Heat(0));
    }
}
