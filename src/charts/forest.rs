//! Estimates one under the other on one scale: each with its name, its interval, what it was before
//! and the goal it is held against.

use plotters::coord::types::RangedCoordf64;
use polars::prelude::PolarsResult;

use super::chart::{ChartError, Paint};
use super::label;
use super::panel::{Field, Panel, Tick};
use super::row::Row;
use super::sheet::{MARGIN, Room, Sheet, Side, Type};
use super::theme::Ink;
use super::wrap;

/// Air above the first entry and below the last, px.
const AIR: f64 = 20.0;
const FOOT: f64 = 30.0;

/// Where the parts of an entry stand, px.
#[derive(Clone, Copy)]
struct Layout {
    room: Room,
    /// Height of one entry.
    row: f64,
    left: f64,
    right: f64,
    /// From the top of an entry: its estimate, and its name.
    bar: f64,
    name: f64,
    /// Where what is said of it begins, or ends.
    said: f64,
    side: Side,
    /// From its left edge on, how wide its name may be.
    names: f64,
}

impl Layout {
    /// Words beside the bar where there is room, else above.
    fn of(room: Room) -> Self {
        let width = room.width();
        let right = width - MARGIN - 132.0;
        match room {
            Room::Wide => Self {
                room,
                row: 46.0,
                left: 236.0,
                right,
                bar: 19.0,
                name: 16.0,
                said: right + 14.0,
                side: Side::Start,
                names: 236.0 - MARGIN - 16.0,
            },
            Room::Narrow => Self {
                room,
                row: 90.0,
                left: MARGIN + 10.0,
                right: width - MARGIN - 12.0,
                bar: 60.0,
                name: 14.0,
                said: width - MARGIN,
                side: Side::End,
                names: width - 2.0 * MARGIN - 118.0,
            },
        }
    }
}

/// An estimate with the ends of its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Estimate {
    pub value: f64,
    pub low: f64,
    pub high: f64,
}

impl Estimate {
    /// A share of a table by its name and the column of what it is taken over; `None` where it is missing,
    /// or of too few to be shown.
    pub fn share(row: Row<'_>, name: &str, count: &str) -> PolarsResult<Option<Self>> {
        let part = |part: &str| row.number(&format!("{name}_{part}share"));
        let (value, low, high) = (part("")?, part("low_")?, part("high_")?);
        let is_enough = row.number(count)?.is_some_and(|count| count >= label::FEW);
        Ok(match (value, low, high) {
            (Some(value), Some(low), Some(high)) if is_enough => Some(Self { value, low, high }),
            _ => None,
        })
    }
}

/// One line of the picture.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub name: String,
    /// Small beneath the name: of how many.
    pub note: String,
    /// Missing where nothing is to be shown; `said` then tells why.
    pub now: Option<Estimate>,
    pub before: Option<Estimate>,
    pub goal: Option<(f64, String)>,
    pub ink: Ink,
    /// What it stands for of what readers filter by: `channel`, `team` or `topic`, and its value.
    pub of: Vec<(&'static str, String)>,
    /// The estimate in words, and its interval.
    pub said: String,
    pub span: String,
}

/// Values from left to right, with their marks.
#[derive(Clone, Debug)]
pub(super) struct Scale {
    pub ticks: Vec<Tick>,
    pub is_log: bool,
    /// A value with a line of its own, such as that of no difference.
    pub line: Option<f64>,
}

impl Scale {
    fn at(&self, value: f64) -> f64 {
        if self.is_log { value.max(f64::MIN_POSITIVE).ln() } else { value }
    }
}

/// Words beside the first mark of each kind.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named {
    pub before: &'static str,
    pub goal: &'static str,
}

/// Height of a picture of so many entries, px.
pub(super) fn height(entries: usize, room: Room) -> f64 {
    AIR + entries as f64 * Layout::of(room).row + FOOT
}

/// Draws the entries, the first at the top.
pub(super) fn paint(entries: Vec<Entry>, scale: Scale, named: Named) -> Box<Paint> {
    Box::new(move |sheet| draw(sheet, &entries, &scale, named))
}

type Linear<'s, 'a> = Panel<'s, 'a, RangedCoordf64>;

fn draw(
    sheet: &Sheet<'_>,
    entries: &[Entry],
    scale: &Scale,
    named: Named,
) -> Result<(), ChartError> {
    let ends = scale.ticks.first().zip(scale.ticks.last());
    let Some(((from, _), (to, _))) = ends else { return Ok(()) };
    let (from, to) = (scale.at(*from), scale.at(*to));
    let layout = Layout::of(sheet.room);
    let bottom = AIR + entries.len() as f64 * layout.row;
    let field = Field { left: layout.left, right: layout.right, top: AIR, bottom };
    let panel: Linear<'_, '_> = Panel::new(sheet, field, from..to, 0.0..1.0);
    let ticks: Vec<Tick> =
        scale.ticks.iter().map(|(value, name)| (scale.at(*value), name.clone())).collect();
    panel.column_names(&ticks)?;
    if sheet.room == Room::Wide {
        panel.columns(&ticks)?;
    }
    if let Some(line) = scale.line {
        let x = panel.x(scale.at(line));
        // Beside the bars alone where words stand above them.
        let spans: Vec<(f64, f64)> = match sheet.room {
            Room::Wide => vec![(field.top - 4.0, field.bottom)],
            Room::Narrow => {
                let bars = (0..entries.len()).map(|at| AIR + at as f64 * layout.row + layout.bar);
                bars.map(|bar| (bar - 14.0, bar + 14.0)).collect()
            }
        };
        for (top, bottom) in spans {
            sheet.line([(x, top), (x, bottom)], Ink::Text, 1.5)?;
        }
    }
    let x = |value: f64| panel.x(scale.at(value).clamp(from, to));
    let first_before = entries.iter().position(|entry| entry.before.is_some());
    let first_goal = entries.iter().position(|entry| entry.goal.is_some());
    for (entry, place) in entries.iter().zip(0_usize..) {
        let top = AIR + place as f64 * layout.row;
        let y = top + layout.bar + 4.0;
        one(sheet, &x, entry, layout, top)?;
        let of: Vec<(&str, &str)> =
            entry.of.iter().map(|(kind, value)| (*kind, value.as_str())).collect();
        if !of.is_empty() {
            sheet.part((0.0, top - 6.0), (sheet.width(), top + layout.row - 6.0), &of);
        }
        if first_before == Some(place)
            && let Some(before) = entry.before
        {
            beside(sheet, &x, before, (y + 11.0, layout.right), named.before)?;
        }
        if let Some((goal, text)) = &entry.goal {
            let at = x(*goal);
            sheet.line([(at, y - 13.0), (at, y + 5.0)], Ink::Text, 2.0)?;
            let word = if first_goal == Some(place) { named.goal } else { "" };
            let text = format!("{word} {text}");
            let style = Type::new(Ink::Soft).size(10.5).side(Side::Middle);
            sheet.text((at, y - 18.0), text.trim(), style)?;
        }
    }
    Ok(())
}

/// A word beside an earlier estimate, on the side where there is room.
fn beside(
    sheet: &Sheet<'_>,
    x: &dyn Fn(f64) -> f64,
    before: Estimate,
    (y, end): (f64, f64),
    word: &str,
) -> Result<(), ChartError> {
    let style = Type::new(Ink::Soft).size(11.0);
    let right = x(before.high) + 8.0;
    if right + wrap::width(word, 11.0) <= end {
        return sheet.text((right, y), word, style);
    }
    sheet.text((x(before.low) - 8.0, y), word, style.side(Side::End))
}

fn one(
    sheet: &Sheet<'_>,
    x: &dyn Fn(f64) -> f64,
    entry: &Entry,
    layout: Layout,
    top: f64,
) -> Result<(), ChartError> {
    let (first, second, y) = (top + layout.name, top + layout.name + 16.0, top + layout.bar + 4.0);
    let name = wrap::cut(&entry.name, 13.5, layout.names);
    sheet.text((MARGIN, first), &name, Type::new(Ink::Text).size(13.5).bold())?;
    let note = wrap::cut(&entry.note, 11.5, layout.names);
    sheet.text((MARGIN, second), &note, Type::new(Ink::Soft).size(11.5))?;
    if let Some(before) = entry.before {
        sheet.line([(x(before.low), y + 11.0), (x(before.high), y + 11.0)], Ink::Grid, 4.0)?;
        sheet.disc((x(before.value), y + 11.0), 3.0, Ink::Peer)?;
    }
    let lift = layout.room.or(y - 8.0, first);
    let Some(now) = entry.now else {
        let style = Type::new(Ink::Soft).size(12.0).side(layout.side);
        return sheet.text((layout.said, layout.room.or(y - 4.0, first)), &entry.said, style);
    };
    let tint = if entry.ink == Ink::Measure { Ink::Past } else { Ink::Grid };
    sheet.line([(x(now.low), y - 4.0), (x(now.high), y - 4.0)], tint, 8.0)?;
    sheet.line([(x(now.low), y - 4.0), (x(now.high), y - 4.0)], entry.ink, 1.5)?;
    sheet.disc((x(now.value), y - 4.0), 5.0, entry.ink)?;
    let said = if entry.ink == Ink::Peer { Ink::Soft } else { entry.ink };
    let style = Type::new(said).size(14.0).bold().side(layout.side);
    sheet.text((layout.said, lift), &entry.said, style)?;
    let style = Type::new(Ink::Soft).size(11.0).side(layout.side);
    sheet.text((layout.said, lift + 16.0), &entry.span, style)?;
    let told = format!("{}: {} ({}), {}", entry.name, entry.said, entry.span, entry.note);
    sheet.tip((layout.left, y - 16.0), (layout.right, y + 16.0), &told);
    Ok(())
}
