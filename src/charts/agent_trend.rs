//! One agent's dimensions week by week, beside the whole window and the peers.

use plotters::coord::types::RangedCoordf64;
use polars::prelude::{DataFrame, PolarsResult};

use super::chart::{Chart, ChartError, Plot};
use super::label;
use super::panel::{Field, Panel, steps_between, ticks};
use super::row::{Row, rows};
use super::sheet::{MARGIN, Sheet, Side, Type, WIDTH};
use super::theme::Ink;
use super::wrap;
use crate::metrics::unit;
use crate::model::Unit;
use crate::scores::Dimension;

/// Weekly values of one agent, from the rows of one agent.
pub struct AgentTrend;

/// Fields beside each other.
const ACROSS: usize = 3;
/// From one field to the next, px.
const STEP: f64 = (WIDTH - 2.0 * MARGIN + 24.0) / ACROSS as f64;
/// Room for the names of marks at the left of a field, px.
const MARKS: f64 = 44.0;
/// Height of a field, and of its heading and the names below it, px.
const FIELD: f64 = 92.0;
const HEAD: f64 = 36.0;
const FOOT: f64 = 26.0;

impl Chart for AgentTrend {
    fn name(&self) -> &'static str {
        "agent_trend"
    }

    fn title(&self) -> &'static str {
        "Week by week, beside the whole of these weeks"
    }

    fn about(&self) -> &'static str {
        "All on everybody's mix of cases. A week alone is a handful of cases, so that its dot moves by chance, \
         as far as its bar says (80%); the band is what the whole window tells, with its 80% interval. A \
         change is worth a talk where several weeks in a row lie off the band. A week without cases has no \
         dot, and resolution is known when customers had seven days to come back."
    }

    fn table(&self) -> &'static str {
        "agent_dimensions_weekly"
    }

    fn nothing(&self) -> &'static str {
        "the agent has no cases in these weeks"
    }

    fn plot(&self, table: &DataFrame) -> Result<Option<Plot>, ChartError> {
        let sides = One::read(table)?;
        if sides.is_empty() {
            return Ok(None);
        }
        let lines = (sides.len() + 1).div_ceil(ACROSS) as f64;
        Ok(Some(Plot {
            subtitle: "By the week in which conversations were opened, named by its Monday."
                .to_owned(),
            height: lines * (HEAD + FIELD + FOOT) + 6.0,
            paint: Box::new(move |sheet| paint(sheet, &sides)),
        }))
    }
}

/// A value and the ends of its interval.
type Spanned = (f64, f64, f64);

/// A week: its place from 0, its name, whether it is the reported one, its value, its cases.
struct Week {
    place: f64,
    name: String,
    is_last: bool,
    value: Option<Spanned>,
    count: f64,
}

/// One dimension.
struct One {
    dimension: Dimension,
    weeks: Vec<Week>,
    window: Option<Spanned>,
    peers: Option<f64>,
}

impl One {
    /// Those with any week, in their order; weeks are counted from the first one of any dimension.
    fn read(table: &DataFrame) -> PolarsResult<Vec<Self>> {
        let mut first = None;
        for row in rows(table) {
            let on = row.day("week_on")?;
            first = first.map_or(on, |first| on.map_or(Some(first), |on| Some(on.min(first))));
        }
        let mut sides = Vec::new();
        for dimension in Dimension::ALL {
            let mut side = Self { dimension, weeks: Vec::new(), window: None, peers: None };
            for row in rows(table) {
                let (Some(on), Some(first)) = (row.day("week_on")?, first) else { continue };
                if row.text("dimension")?.as_deref() != Some(dimension.word()) {
                    continue;
                }
                side.window =
                    spanned(row, ["window_value", "window_low_value", "window_high_value"])?;
                side.peers = row.number("peers_value")?;
                side.weeks.push(Week {
                    place: on.signed_duration_since(first).num_weeks() as f64,
                    name: label::day(on),
                    is_last: row.is("is_report_week")?,
                    value: spanned(row, ["adjusted_value", "low_value", "high_value"])?,
                    count: row.number("case_count")?.unwrap_or(0.0),
                });
            }
            if !side.weeks.is_empty() {
                sides.push(side);
            }
        }
        Ok(sides)
    }

    const fn unit(&self) -> Unit {
        if self.dimension.is_ratio() { Unit::None } else { Unit::Share }
    }

    /// From the least to the greatest value, with a little air.
    fn ends(&self) -> (f64, f64) {
        let weeks = self.weeks.iter().filter_map(|week| Some(week.value?.0));
        let window = self.window.into_iter().flat_map(|(_, low, high)| [low, high]);
        let all: Vec<f64> = weeks.chain(window).chain(self.peers).collect();
        let (low, high) =
            all.iter().fold((f64::MAX, f64::MIN), |(low, high), at| (low.min(*at), high.max(*at)));
        let air = if high > low { 0.12 * (high - low) } else { 0.05 };
        let most = if self.dimension.is_ratio() { f64::MAX } else { 1.0 };
        ((low - air).max(0.0), (high + air).min(most))
    }
}

fn spanned(row: Row<'_>, columns: [&str; 3]) -> PolarsResult<Option<Spanned>> {
    let [value, low, high] = columns.map(|column| row.number(column));
    let (value, low, high) = (value?, low?, high?);
    Ok(value.map(|value| (value, low.unwrap_or(value), high.unwrap_or(value))))
}

type Linear<'s, 'a> = Panel<'s, 'a, RangedCoordf64>;

fn paint(sheet: &Sheet<'_>, sides: &[One]) -> Result<(), ChartError> {
    let last = sides.iter().flat_map(|side| &side.weeks).map(|week| week.place).fold(0.0, f64::max);
    for (place, side) in sides.iter().enumerate() {
        one(sheet, side, corner(place), last)?;
    }
    key(sheet, corner(sides.len()))
}

/// The upper left corner of a field with its heading.
fn corner(place: usize) -> (f64, f64) {
    let (line, column) = (place / ACROSS, place % ACROSS);
    (MARGIN + column as f64 * STEP, line as f64 * (HEAD + FIELD + FOOT))
}

fn one(sheet: &Sheet<'_>, side: &One, (x, y): (f64, f64), last: f64) -> Result<(), ChartError> {
    let word = label::channel(side.dimension.word());
    sheet.text((x, y + 12.0), &word, Type::new(Ink::Text).size(13.0).bold())?;
    if side.dimension.is_ratio() {
        let after = x + wrap::width(&word, 13.0) + 12.0;
        let told = "× usual, less is better";
        sheet.text((after, y + 12.0), told, Type::new(Ink::Soft).size(11.0))?;
    }
    let field = Field {
        left: x + MARKS,
        right: x + STEP - 24.0,
        top: y + HEAD - 8.0,
        bottom: y + HEAD - 8.0 + FIELD,
    };
    let (low, high) = side.ends();
    let panel: Linear<'_, '_> = Panel::new(sheet, field, -0.7..last + 0.7, low..high);
    let marks: Vec<f64> = steps_between(low, high, 3);
    let marks: Vec<f64> = marks.into_iter().filter(|at| (low..=high).contains(at)).collect();
    let spot = |place: f64, value: f64| panel.spot(place, value.clamp(low, high));
    if let Some((value, from, to)) = side.window {
        sheet.rect(spot(-0.7, to), spot(last + 0.7, from), Ink::Heat(1))?;
        panel.rows(&ticks(&marks, side.unit()))?;
        sheet.line([spot(-0.7, value), spot(last + 0.7, value)], Ink::Past, 2.0)?;
    } else {
        panel.rows(&ticks(&marks, side.unit()))?;
    }
    if let Some(peers) = side.peers {
        sheet.line([spot(-0.7, peers), spot(last + 0.7, peers)], Ink::Text, 1.0)?;
    }
    for week in &side.weeks {
        let Some((value, from, to)) = week.value else { continue };
        let ink = if week.is_last { Ink::Measure } else { Ink::Peer };
        sheet.line([spot(week.place, from), spot(week.place, to)], ink, 1.5)?;
        sheet.disc(spot(week.place, value), if week.is_last { 4.5 } else { 3.0 }, ink)?;
        let (said, span) = (unit::text(value, side.unit()), label::span(from, to, side.unit()));
        let count = unit::text(week.count, Unit::Count);
        let told = format!("{word}, {}: {said} ({span}), of {count}", week.name);
        let (left, right) = (panel.x(week.place - 0.5), panel.x(week.place + 0.5));
        sheet.tip((left, field.top), (right, field.bottom), &told);
    }
    let ends =
        side.weeks.first().into_iter().chain(side.weeks.last().filter(|week| week.place > 1.0));
    for week in ends {
        let style = Type::new(Ink::Soft).size(11.0).side(Side::Middle);
        sheet.text((panel.x(week.place), field.bottom + 13.0), &week.name, style)?;
    }
    Ok(())
}

/// What the marks are, where the next field would be.
fn key(sheet: &Sheet<'_>, (x, y): (f64, f64)) -> Result<(), ChartError> {
    let (x, text) = (x + MARKS, Type::new(Ink::Soft).size(12.0));
    let at = |line: f64| y + HEAD + 2.0 + 24.0 * line;
    let told = |line: f64, words: &str| sheet.text((x + 34.0, at(line)), words, text);
    for (line, ink, radius) in [(0.0, Ink::Peer, 3.0), (1.0, Ink::Measure, 4.5)] {
        sheet.line([(x + 11.0, at(line) - 9.0), (x + 11.0, at(line) + 9.0)], ink, 1.5)?;
        sheet.disc((x + 11.0, at(line)), radius, ink)?;
    }
    told(0.0, "one week, 80% interval")?;
    told(1.0, "the reported week")?;
    sheet.rect((x, at(2.0) - 7.0), (x + 22.0, at(2.0) + 7.0), Ink::Heat(1))?;
    sheet.line([(x, at(2.0)), (x + 22.0, at(2.0))], Ink::Past, 2.0)?;
    told(2.0, "all these weeks, 80% interval")?;
    sheet.line([(x, at(3.0)), (x + 22.0, at(3.0))], Ink::Text, 1.0)?;
    told(3.0, "peers' average")
}
