//! One agent in each dimension, beside the peers' average.

use plotters::coord::types::RangedCoordf64;
use polars::prelude::{DataFrame, PolarsResult};

use super::chart::{Chart, ChartError, Plot};
use super::label;
use super::panel::{Field, Panel, ticks};
use super::row::{Row, rows};
use super::sheet::{MARGIN, Sheet, Side, Type, WIDTH};
use super::theme::Ink;
use super::wrap;
use crate::metrics::unit;
use crate::model::Unit;
use crate::scores::Dimension;
use crate::stats::Verdict;

/// The dimensions of one agent's score, from the rows of one agent.
pub struct AgentProfile;

/// Height of one dimension, px.
const ROW: f64 = 46.0;
/// Air above the first one, with the name of the middle, px.
const AIR: f64 = 26.0;
const LEFT: f64 = 176.0;
const RIGHT: f64 = WIDTH - MARGIN - 268.0;
/// The scale of scores: three standard deviations to each side of the peers' average.
const MIDDLE: f64 = 50.0;
const ENDS: (f64, f64) = (20.0, 80.0);

impl Chart for AgentProfile {
    fn name(&self) -> &'static str {
        "agent_profile"
    }

    fn title(&self) -> &'static str {
        "Each side of the work beside the peers, and how sure that is"
    }

    fn about(&self) -> &'static str {
        "A dot is the best estimate on everybody's mix of cases, drawn to the peers by how little is known; \
         the thick bar holds the true value with 80% probability, the thin one with 95%. Further to the \
         right is better. Grey cannot be told from the peers."
    }

    fn table(&self) -> &'static str {
        "agent_dimensions"
    }

    fn nothing(&self) -> &'static str {
        "no dimension of the agent has cases in these weeks"
    }

    fn plot(&self, table: &DataFrame) -> Result<Option<Plot>, ChartError> {
        let mut sides = Vec::new();
        for row in rows(table) {
            sides.extend(One::read(row)?);
        }
        if sides.iter().all(|side| side.count <= 0.0) {
            return Ok(None);
        }
        sides.sort_by_key(|side| side.dimension);
        Ok(Some(Plot {
            subtitle:
                "Scores of each dimension alone: 50 is the peers' average, 10 points are one \
                       standard deviation between them. × is a multiple of what is usual on the desk."
                    .to_owned(),
            height: AIR + sides.len() as f64 * ROW + 30.0,
            paint: Box::new(move |sheet| paint(sheet, &sides)),
        }))
    }
}

/// One dimension.
struct One {
    dimension: Dimension,
    count: f64,
    /// Estimate, ends of the 80% and of the 95% interval, as scores.
    score: Option<[f64; 5]>,
    verdict: Option<Verdict>,
    /// The estimate with its interval, and the peers', in their own unit; why not, where there is none.
    said: String,
}

impl One {
    fn read(row: Row<'_>) -> PolarsResult<Option<Self>> {
        let word = row.text("dimension")?.unwrap_or_default();
        let Some(dimension) = Dimension::ALL.into_iter().find(|one| one.word() == word) else {
            return Ok(None);
        };
        let score = ["score", "score_low", "score_high", "score_95_low", "score_95_high"];
        let score = score.map(|column| row.number(column));
        let [value, low, high, far_low, far_high] = score;
        let score = match (value?, low?, high?, far_low?, far_high?) {
            (Some(value), Some(low), Some(high), Some(far_low), Some(far_high)) => {
                Some([value, low, high, far_low, far_high])
            }
            _ => None,
        };
        let told = ["shrunk_value", "low_value", "high_value", "peers_value"];
        let [value, low, high, peers] = told.map(|column| row.number(column));
        let of = if dimension.is_ratio() { Unit::None } else { Unit::Share };
        let said = match (value?, low?, high?, peers?) {
            (Some(value), Some(low), Some(high), Some(peers)) => {
                let times = if dimension.is_ratio() { "× " } else { "" };
                let (value, peers) = (unit::text(value, of), unit::text(peers, of));
                format!("{times}{value} ({}), peers {times}{peers}", label::span(low, high, of))
            }
            _ => row.text("reason")?.unwrap_or_default(),
        };
        let verdict = row.text("verdict")?;
        Ok(Some(Self {
            dimension,
            count: row.number("case_count")?.unwrap_or(0.0),
            score,
            verdict: verdict.as_deref().and_then(Verdict::named),
            said,
        }))
    }

    fn ink(&self) -> Ink {
        match self.verdict {
            Some(Verdict::ClearlyAbove | Verdict::LikelyAbove) => Ink::Above,
            Some(Verdict::ClearlyBelow | Verdict::LikelyBelow) => Ink::Short,
            _ => Ink::Peer,
        }
    }
}

fn paint(sheet: &Sheet<'_>, sides: &[One]) -> Result<(), ChartError> {
    let bottom = AIR + sides.len() as f64 * ROW;
    let field = Field { left: LEFT, right: RIGHT, top: AIR, bottom };
    let panel: Panel<'_, '_, RangedCoordf64> = Panel::new(sheet, field, ENDS.0..ENDS.1, 0.0..1.0);
    let marks = ticks(&[20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0], Unit::Score);
    panel.columns(&marks)?;
    panel.column_names(&marks)?;
    let middle = panel.x(MIDDLE);
    sheet.line([(middle, field.top - 4.0), (middle, field.bottom)], Ink::Text, 1.5)?;
    let said = Type::new(Ink::Text).side(Side::Middle);
    sheet.text((middle, field.top - 14.0), "peers' average", said)?;
    for (side, row) in sides.iter().zip(0..) {
        one(sheet, &panel, side, AIR + (f64::from(row) + 0.5) * ROW)?;
    }
    Ok(())
}

fn one(
    sheet: &Sheet<'_>,
    panel: &Panel<'_, '_, RangedCoordf64>,
    side: &One,
    y: f64,
) -> Result<(), ChartError> {
    let word = label::channel(side.dimension.word());
    sheet.text((MARGIN, y - 8.0), &word, Type::new(Ink::Text).size(13.5).bold())?;
    let soft = Type::new(Ink::Soft).size(11.5);
    let cases = if side.count == 1.0 { "case" } else { "cases" };
    let count = format!("{} {cases}", unit::text(side.count, Unit::Count));
    sheet.text((MARGIN, y + 8.0), &count, soft)?;
    let ink = side.ink();
    if let Some(score) = side.score {
        let [value, low, high, far_low, far_high] =
            score.map(|at| panel.x(at.clamp(ENDS.0, ENDS.1)));
        let tint = if ink == Ink::Peer { Ink::Grid } else { Ink::Past };
        sheet.line([(far_low, y), (far_high, y)], ink, 1.5)?;
        sheet.line([(low, y), (high, y)], tint, 9.0)?;
        sheet.line([(low, y), (high, y)], ink, 2.5)?;
        sheet.disc((value, y), 5.5, ink)?;
        let [value, low, high, ..] = score;
        let span = label::span(low, high, Unit::Score);
        let told = format!("{word}: {} ({span}); {}", unit::text(value, Unit::Score), side.said);
        sheet.tip((LEFT, y - 16.0), (RIGHT, y + 16.0), &told);
    }
    let (at, room) = (RIGHT + 16.0, WIDTH - MARGIN - RIGHT - 16.0);
    let Some(verdict) = side.verdict else {
        let lines = wrap::lines(&side.said, 11.5, room);
        return lines.iter().zip(0..).try_for_each(|(line, number)| {
            sheet.text((at, y - 7.0 + 15.0 * f64::from(number)), line, soft)
        });
    };
    let words = match ink {
        Ink::Peer => Type::new(Ink::Soft),
        ink => Type::new(ink).bold(),
    };
    sheet.text((at, y - 8.0), verdict.text(), words.size(13.0))?;
    sheet.text((at, y + 8.0), &wrap::cut(&side.said, 11.5, room), soft)
}
