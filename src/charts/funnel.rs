//! Each agent's share against the number of cases, with the limits within which agents like all others
//! are to be predicted: one small field for each measure.

use std::ops::Range;

use plotters::coord::types::RangedCoordf64;
use polars::prelude::{DataFrame, PolarsResult};

use super::agents::by_name;
use super::chart::{Chart, ChartError, Plot};
use super::label;
use super::panel::{Field, Panel, Tick, steps_between, ticks};
use super::row::Row;
use super::sheet::{MARGIN, Room, Sheet, Side, Spot, Type};
use super::theme::Ink;
use super::wrap;
use crate::metrics::unit;
use crate::model::Unit;
use crate::stats::Interval;
use crate::stats::funnel::{Funnel as Limits, Limit, Point, Scale};
use crate::tables::ALL_CHANNELS;

/// Funnels of shares.
pub struct Funnel;

/// Height of a field, px.
const HIGH: f64 = 150.0;
/// Above a field, with its heading, and below, with the names of its scale, px.
const HEAD: f64 = 56.0;
const FOOT: f64 = 38.0;
/// Between two fields, with the names of the right one's scale, px.
const GAP: f64 = 58.0;
/// Fewest agents of whom a funnel is drawn.
const LEAST: usize = 3;
/// Most measures that are drawn.
const MOST: usize = 12;
/// Points through which a limit is drawn.
const STEPS: u8 = 24;

impl Chart for Funnel {
    fn name(&self) -> &'static str {
        "funnel"
    }

    fn title(&self) -> &'static str {
        "Who lies outside of what chance and the usual differences explain"
    }

    fn about(&self) -> &'static str {
        "A dot is an agent: the farther right, the more its cases tell; the higher, the more of them succeeded, on \
         everybody's mix of cases. Nineteen of twenty agents who are like all others lie within the inner \
         lines (95%), and all but one in five hundred within the outer (99.8%). Only those outside have a \
         name. It is a reason to ask, and no verdict."
    }

    fn table(&self) -> &'static str {
        "agent_funnel"
    }

    fn nothing(&self) -> &'static str {
        "in these weeks too few agents have cases of the same kind"
    }

    fn plot(&self, table: &DataFrame, room: Room) -> Result<Option<Plot>, ChartError> {
        let (drawn, others) = shown(Measure::read(table)?);
        if drawn.is_empty() {
            return Ok(None);
        }
        let others = match others {
            0 => String::new(),
            others => format!(
                " {} more measures are not drawn, as nobody lies outside of their outer lines.",
                unit::text(others as f64, Unit::Count)
            ),
        };
        let rows = drawn.len().div_ceil(across(room)) as f64;
        Ok(Some(Plot {
            subtitle: format!(
                "Share of each agent's cases that succeeded, by the number of cases; the line is the share \
                 of all.{others}"
            ),
            height: rows * (HEAD + HIGH + FOOT) + 10.0,
            paint: Box::new(move |sheet| paint(sheet, &drawn)),
        }))
    }
}

/// One agent in a funnel.
struct Dot {
    name: String,
    share: f64,
    /// As many cases of everybody's mix as tell as much.
    cases: f64,
    count: f64,
    near: Interval,
    far: Interval,
}

impl Dot {
    fn read(row: Row<'_>, name: String) -> PolarsResult<Option<Self>> {
        let interval = |low: &str, high: &str| -> PolarsResult<Option<Interval>> {
            let ends = row.number(low)?.zip(row.number(high)?);
            Ok(ends.map(|(low, high)| Interval { low, high }))
        };
        let limits =
            interval("low_share", "high_share")?.zip(interval("low_998_share", "high_998_share")?);
        let at = row.number("adjusted_share")?.zip(row.number("effective_cases")?);
        let count = row.number("case_count")?.unwrap_or(0.0);
        Ok(at
            .zip(limits)
            .filter(|((_, cases), _)| *cases > 0.0)
            .map(|((share, cases), (near, far))| Dot { name, share, cases, count, near, far }))
    }

    fn is_outside(&self, limits: Interval) -> bool {
        self.share < limits.low || self.share > limits.high
    }

    fn ink(&self) -> Ink {
        match () {
            () if !self.is_outside(self.near) => Ink::Peer,
            () if self.share < self.near.low => Ink::Short,
            () => Ink::Above,
        }
    }
}

/// One measure with its agents.
struct Measure {
    kind: String,
    name: String,
    channel: Option<String>,
    target: f64,
    limits: Limits,
    dots: Vec<Dot>,
}

impl Measure {
    /// Every measure of enough agents, in the table's order.
    fn read(table: &DataFrame) -> PolarsResult<Vec<Measure>> {
        let mut measures: Vec<Measure> = Vec::new();
        for (row, agent) in by_name(table)? {
            let text = |column: &str| row.text(column).map(Option::unwrap_or_default);
            let (kind, name) = (text("measure_kind")?, text("measure")?);
            let channel = row.text("measure_channel")?.filter(|channel| channel != ALL_CHANNELS);
            let (Some(target), Some(between)) =
                (row.number("target_share")?, row.number("between_deviation")?)
            else {
                continue;
            };
            let Some(dot) = Dot::read(row, agent)? else { continue };
            let same = |one: &&mut Measure| {
                (&one.kind, &one.name, &one.channel) == (&kind, &name, &channel)
            };
            match measures.iter_mut().find(same) {
                Some(measure) => measure.dots.push(dot),
                None => measures.push(Measure {
                    limits: Limits {
                        scale: Scale::ArcsineShare,
                        target: target.sqrt().asin(),
                        dispersion: row.number("dispersion")?.unwrap_or(1.0),
                        between: between * between,
                    },
                    kind,
                    name,
                    channel,
                    target,
                    dots: vec![dot],
                }),
            }
        }
        measures.retain(|measure| measure.dots.len() >= LEAST);
        let order = |one: &Measure| {
            let kinds = ["dimension", "promise", "criterion", "topic"];
            let kind = kinds.iter().position(|kind| *kind == one.kind);
            (kind, one.name.clone(), one.channel.clone())
        };
        measures.sort_by_cached_key(order);
        Ok(measures)
    }

    fn title(&self) -> String {
        let name = label::channel(&self.name.replace('_', " "));
        match (&self.channel, self.kind.as_str()) {
            (Some(channel), _) => format!("{name}, {channel}"),
            (None, "promise") => format!("{name} promised"),
            (None, _) => name,
        }
    }

    fn has_far(&self) -> bool {
        self.dots.iter().any(|dot| dot.is_outside(dot.far))
    }

    /// Limits of so many cases.
    fn at(&self, cases: f64, limit: Limit) -> Interval {
        let error = Point::share_error(cases).unwrap_or(0.5);
        self.limits.limits(error, limit)
    }
}

/// Those that are drawn, and how many are not: dimensions, and measures outside of whose outer lines somebody
/// lies.
fn shown(measures: Vec<Measure>) -> (Vec<Measure>, usize) {
    let of = measures.len();
    let mut drawn: Vec<Measure> = measures
        .into_iter()
        .filter(|measure| measure.kind == "dimension" || measure.has_far())
        .collect();
    drawn.truncate(MOST);
    let others = of - drawn.len();
    (drawn, others)
}

/// Fields beside each other.
fn across(room: Room) -> usize {
    room.or(3, 1)
}

fn paint(sheet: &Sheet<'_>, measures: &[Measure]) -> Result<(), ChartError> {
    let left = MARGIN + 40.0;
    let each = across(sheet.room);
    let wide = (sheet.width() - MARGIN - left - GAP * (each - 1) as f64) / each as f64;
    for (place, measure) in measures.iter().enumerate() {
        let (across, down) = ((place % each) as f64, (place / each) as f64);
        let x = left + across * (wide + GAP);
        let y = HEAD + down * (HEAD + HIGH + FOOT);
        let field = Field { left: x, right: x + wide, top: y, bottom: y + HIGH };
        one(sheet, measure, field)?;
    }
    Ok(())
}

type Linear<'s, 'a> = Panel<'s, 'a, RangedCoordf64>;

/// The most cases that a field goes to: agents with more than four times as many as half of them, who would
/// push all others together, stand at the edge.
fn widest(dots: &[Dot]) -> f64 {
    let mut cases: Vec<f64> = dots.iter().map(|dot| dot.cases).collect();
    cases.sort_by(f64::total_cmp);
    let most = cases.last().copied().unwrap_or(1.0);
    let usual = cases.get(cases.len() / 2).copied().unwrap_or(most);
    most.min(4.0 * usual).max(1.0) * 1.06
}

fn one(sheet: &Sheet<'_>, measure: &Measure, field: Field) -> Result<(), ChartError> {
    let most = widest(&measure.dots);
    let least = measure.dots.iter().map(|dot| dot.cases).fold(most, f64::min) * 0.6;
    let shares = || measure.dots.iter().map(|dot| dot.share);
    let near = measure.at(least.max(most / 30.0), Limit::P95);
    let low = shares().fold(near.low, f64::min);
    let high = shares().fold(near.high, f64::max);
    let marks = steps_between(low.max(0.0), high.min(1.0).max(low + 0.01), 4);
    let marks: Vec<f64> =
        marks.into_iter().filter(|at| (-1e-9..=1.0 + 1e-9).contains(at)).collect();
    let (from, to) =
        (marks.first().map_or(low, |at| at.min(low)), marks.last().map_or(high, |at| at.max(high)));
    let panel: Linear<'_, '_> = Panel::new(sheet, field, 0.0..most, from..to);
    panel.rows(&ticks(&marks, Unit::Share))?;
    let counts = steps_between(0.0, most, 3);
    let counts: Vec<Tick> =
        ticks(&counts, Unit::Count).into_iter().filter(|(at, _)| *at <= most).collect();
    panel.column_names(&counts)?;

    let room = field.right - field.left + 36.0;
    let title = wrap::cut(&measure.title(), 13.0, room);
    sheet.text(
        (field.left - 36.0, field.top - 40.0),
        &title,
        Type::new(Ink::Text).size(13.0).bold(),
    )?;
    let all: f64 = measure.dots.iter().map(|dot| dot.count).sum();
    let told = format!(
        "{} agents, {} cases",
        unit::text(measure.dots.len() as f64, Unit::Count),
        unit::text(all, Unit::Count)
    );
    sheet.text((field.left - 36.0, field.top - 23.0), &told, Type::new(Ink::Soft).size(11.0))?;

    let from = least.min(most / 30.0);
    for (limit, width) in [(Limit::P998, 1.0), (Limit::P95, 2.0)] {
        let ends = |cases: f64| measure.at(cases, limit);
        limit_line(sheet, &panel, from..most, &|cases| ends(cases).low, width)?;
        limit_line(sheet, &panel, from..most, &|cases| ends(cases).high, width)?;
    }
    let target = panel.spot(0.0, measure.target).1;
    sheet.line([(field.left, target), (field.right, target)], Ink::Text, 1.0)?;
    dots(sheet, &panel, measure, most)
}

/// One side of a limit, as far as it lies within the field.
fn limit_line(
    sheet: &Sheet<'_>,
    panel: &Linear<'_, '_>,
    cases: Range<f64>,
    limit: &dyn Fn(f64) -> f64,
    width: f64,
) -> Result<(), ChartError> {
    let step = (cases.end / cases.start.max(1e-6)).ln() / f64::from(STEPS);
    let curve = (0..=STEPS).map(|at| {
        let cases = cases.start * (f64::from(at) * step).exp();
        panel.spot(cases, limit(cases))
    });
    let inside: Vec<_> = curve
        .filter(|(_, y)| *y >= panel.field.top - 0.5 && *y <= panel.field.bottom + 0.5)
        .collect();
    if inside.len() > 1 { sheet.line(inside, Ink::Past, width) } else { Ok(()) }
}

/// The agents, those outside of the limits on top and with their names where there is room.
fn dots(
    sheet: &Sheet<'_>,
    panel: &Linear<'_, '_>,
    measure: &Measure,
    most: f64,
) -> Result<(), ChartError> {
    let at = |dot: &Dot| panel.spot(dot.cases.min(most), dot.share);
    let (within, outside): (Vec<&Dot>, Vec<&Dot>) =
        measure.dots.iter().partition(|dot| dot.ink() == Ink::Peer);
    for dot in &within {
        sheet.disc(at(dot), 3.0, Ink::Peer)?;
    }
    for dot in &outside {
        let radius = if dot.is_outside(dot.far) { 5.0 } else { 4.0 };
        sheet.disc(at(dot), radius, dot.ink())?;
    }
    let around =
        |(x, y): Spot| Area { left: x - 4.0, right: x + 4.0, top: y - 4.0, bottom: y + 4.0 };
    let mut taken: Vec<Area> = measure.dots.iter().map(|dot| around(at(dot))).collect();
    let mut named: Vec<&&Dot> = outside.iter().collect();
    named.sort_by_key(|dot| !dot.is_outside(dot.far));
    for dot in named {
        let name = wrap::cut(&dot.name, 11.0, 130.0);
        let style = Type::new(dot.ink()).size(11.0);
        let free = places(at(dot), wrap::width(&name, 11.0)).into_iter().find(|(_, _, area)| {
            let is_in = area.left >= panel.field.left - 2.0
                && area.right <= panel.field.right + 6.0
                && area.top >= panel.field.top - 8.0;
            is_in && !taken.iter().any(|other| area.meets(other))
        });
        if let Some((spot, side, area)) = free {
            taken.push(area);
            sheet.text(spot, &name, style.side(side))?;
        }
    }
    // No finger hits those within where there is little room.
    let is_told = |dot: &&Dot| sheet.room == Room::Wide || dot.ink() != Ink::Peer;
    for dot in measure.dots.iter().filter(is_told) {
        let (x, y) = at(dot);
        let told = format!(
            "{}: {} of {}, 95% limits {}",
            dot.name,
            unit::text(dot.share, Unit::Share),
            unit::text(dot.count, Unit::Count),
            label::span(dot.near.low, dot.near.high, Unit::Share)
        );
        sheet.tip((x - 6.0, y - 6.0), (x + 6.0, y + 6.0), &told);
    }
    Ok(())
}

/// Where something is drawn already, px.
#[derive(Clone, Copy)]
struct Area {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Area {
    fn meets(&self, other: &Area) -> bool {
        self.left < other.right
            && self.right > other.left
            && self.top < other.bottom
            && self.bottom > other.top
    }
}

/// Where a name so wide may stand beside its dot, the best first.
fn places((x, y): Spot, wide: f64) -> [(Spot, Side, Area); 4] {
    let area = |left: f64, y: f64| Area { left, right: left + wide, top: y - 6.0, bottom: y + 6.0 };
    [
        ((x + 8.0, y), Side::Start, area(x + 8.0, y)),
        ((x - 8.0, y), Side::End, area(x - 8.0 - wide, y)),
        ((x, y - 13.0), Side::Middle, area(x - wide / 2.0, y - 13.0)),
        ((x, y + 13.0), Side::Middle, area(x - wide / 2.0, y + 13.0)),
    ]
}
