//! The model that makes agents' cases comparable: how well it fits, what each circumstance does, and what
//! scores would be without it or under other weights.

use std::collections::BTreeMap;

use super::cell::Cell;
use super::dimensions;
use super::grid::{Grid, Line, numbers, words};
use super::inputs::{Inputs, ReportError};
use super::topics;
use crate::charts::{Row, agents_by_name, label, rows};
use crate::metrics::unit;
use crate::model::Unit;
use crate::scores::Dimension;

/// The word for all circumstances together.
const ALL: &str = "all";
/// Most agents whose scores stand with and without the model; of more, those whom it moves by a point.
const MANY: usize = 100;

/// What one level of a circumstance does: its value and the ends of its 95% interval.
struct Effect<'a> {
    row: Row<'a>,
    value: f64,
    low: f64,
    high: f64,
    is_times: bool,
}

impl<'a> Effect<'a> {
    /// `None` where comparisons within agents do not tell it.
    fn read(row: Row<'a>) -> Result<Option<Self>, ReportError> {
        let is_times = row.text("effect_kind")?.as_deref() != Some("points");
        let [value, low, high] = match is_times {
            true => ["times", "times_low", "times_high"],
            false => ["effect", "effect_low", "effect_high"],
        };
        let ends = (row.number(value)?, row.number(low)?, row.number(high)?);
        Ok(match ends {
            (Some(value), Some(low), Some(high)) => Some(Self { row, value, low, high, is_times }),
            _ => None,
        })
    }

    /// Where it has no effect.
    const fn nothing(&self) -> f64 {
        if self.is_times { 1.0 } else { 0.0 }
    }

    fn is_clear(&self) -> bool {
        self.low > self.nothing() || self.high < self.nothing()
    }

    /// Odds × 0.50, time × 1.49, +2.1 pp.
    fn cell(&self, inputs: &Inputs<'_>) -> Result<Cell, ReportError> {
        let kind = self.row.text("effect_kind")?.unwrap_or_default();
        let (text, span) = match self.is_times {
            true => {
                let n = unit::text(self.value, Unit::None);
                let text = inputs.say.fill(&format!("mix.{kind}"), &[("n", &n)]);
                (text, label::span(self.low, self.high, Unit::None))
            }
            false => {
                let points = |value| unit::change(value, Unit::Share);
                (points(self.value), label::between(&points(self.low), &points(self.high)))
            }
        };
        Ok(Cell { order: Some(self.value), is_number: true, ..Cell::text(text) }.noted(span))
    }

    /// The level with its circumstance and effect: `priority high (odds × 0.50)`.
    fn told(&self, inputs: &Inputs<'_>) -> Result<String, ReportError> {
        let (what, level, effect) =
            (circumstance(inputs, self.row)?, level(inputs, self.row)?, self.cell(inputs)?.text);
        let values = [("what", what.as_str()), ("level", &level), ("effect", &effect)];
        Ok(inputs.say.fill("mix.told", &values))
    }
}

fn named(inputs: &Inputs<'_>, circumstance: &str) -> String {
    let known = inputs.say.find(&format!("circumstance.{circumstance}"));
    known.map_or_else(|| circumstance.replace('_', " "), str::to_owned)
}

fn circumstance(inputs: &Inputs<'_>, row: Row<'_>) -> Result<String, ReportError> {
    Ok(named(inputs, &row.text("circumstance")?.unwrap_or_default()))
}

/// The value of a circumstance: of a topic its family and what lies inside of it.
fn level(inputs: &Inputs<'_>, row: Row<'_>) -> Result<String, ReportError> {
    let level = row.text("level")?.unwrap_or_default();
    let is_topic = row.text("circumstance")?.as_deref() == Some("topic");
    Ok(match (is_topic, level.split_once('/')) {
        (true, Some((family, inside))) => {
            format!("{} / {}", topics::name(inputs, family), inside.replace('_', " "))
        }
        (true, None) => topics::name(inputs, &level),
        (false, _) => level.replace('_', " "),
    })
}

/// For each dimension, how much of the differences between cases all circumstances explain, and which
/// make most of a difference.
pub(super) fn fit(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let say = inputs.say;
    let table = inputs.table("case_mix_model")?;
    let mut lines = Vec::new();
    for dimension in Dimension::ALL {
        let (mut first, mut clear) = (None, Vec::new());
        for row in rows(table) {
            if row.text("dimension")?.as_deref() != Some(dimension.word()) {
                continue;
            }
            first = first.or(Some(row));
            clear.extend(Effect::read(row)?.filter(Effect::is_clear));
        }
        let Some(first) = first else { continue };
        clear.sort_by(|one, next| one.value.total_cmp(&next.value));
        // Of times, more is harder; of all else, less.
        if dimension.is_ratio() {
            clear.reverse();
        }
        let is_harder = |one: &&Effect<'_>| (one.value < one.nothing()) != dimension.is_ratio();
        let told = |one: Option<&Effect<'_>>| -> Result<Cell, ReportError> {
            Ok(match one {
                Some(one) => Cell::text(one.told(inputs)?),
                None => Cell::text(say.text("mix.none")),
            })
        };
        let hardest = clear.first().filter(is_harder);
        let easiest = clear.last().filter(|one| !is_harder(one));
        lines.push(Line {
            dimension: Some(dimension.word().to_owned()),
            ..Line::new(vec![
                dimensions::name(inputs, dimension.word()),
                Cell::count(say, first.number("dimension_case_count")?),
                Cell::known(say, first.number("explained_share")?, Unit::Share),
                told(hardest)?,
                told(easiest)?,
            ])
        });
    }
    Ok(Grid {
        id: "fit",
        is_sortable: false,
        heads: vec![
            words("dimension"),
            numbers("cases", ""),
            numbers("explained", ""),
            words("hardest"),
            words("easiest"),
        ],
        lines,
        more: 0,
        table: "case_mix_model",
    })
}

/// What levels of circumstances do to each dimension, where chance alone could not have done it.
pub(super) fn effects(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let say = inputs.say;
    let (mut lines, mut more) = (Vec::new(), 0);
    for row in rows(inputs.table("case_mix_model")?) {
        let Some(effect) = Effect::read(row)?.filter(Effect::is_clear) else {
            more += 1;
            continue;
        };
        let dimension = row.text("dimension")?.unwrap_or_default();
        lines.push(Line {
            dimension: Some(dimension.clone()),
            ..Line::new(vec![
                Cell::text(level(inputs, row)?),
                Cell::text(circumstance(inputs, row)?),
                dimensions::name(inputs, &dimension),
                effect.cell(inputs)?,
                Cell::count(say, row.number("case_count")?),
            ])
        });
    }
    Ok(Grid {
        id: "mix",
        is_sortable: true,
        heads: vec![
            words("level"),
            words("circumstance"),
            words("dimension"),
            numbers("effect", ""),
            numbers("cases", ""),
        ],
        lines,
        more,
        table: "case_mix_model",
    })
}

/// Each agent's score, and what it would be if every case were taken to be as hard as every other; with
/// the least that the agent's mix of cases has in common with the peers'.
pub(super) fn without(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let say = inputs.say;
    let mut least: BTreeMap<String, (f64, String)> = BTreeMap::new();
    for row in rows(inputs.table("agent_dimensions")?) {
        let Some(overlap) = row.number("overlap_share")? else { continue };
        let dimension = row.text("dimension")?.unwrap_or_default();
        let agent = row.text("agent_id")?.unwrap_or_default();
        let known = least.entry(agent).or_insert((overlap, dimension.clone()));
        if overlap < known.0 {
            *known = (overlap, dimension);
        }
    }
    let mut lines = Vec::new();
    let all = agents_by_name(inputs.table("score_sensitivity")?)?;
    let mut meant = Vec::new();
    for (row, agent) in all {
        let is_mix = row.text("change_kind")?.as_deref() == Some("case_mix");
        if is_mix && row.text("change")?.as_deref() == Some(ALL) {
            meant.push((row, agent));
        }
    }
    let (is_many, mut more) = (meant.len() > MANY, 0);
    for (row, agent) in meant {
        let shift = row.number("shift_score")?;
        if is_many && shift.is_none_or(|shift| shift.abs() < 1.0) {
            more += 1;
            continue;
        }
        let overlap = least.get(&row.text("agent_id")?.unwrap_or_default());
        let common = match overlap {
            Some((share, dimension)) => Cell::known(say, Some(*share), Unit::Share)
                .noted(dimensions::name(inputs, dimension).text),
            None => Cell::missing(say.text("cell.not_known")),
        };
        let team = row.text("team")?.filter(|team| !team.is_empty());
        lines.push(Line {
            team: team.clone(),
            ..Line::new(vec![
                Cell::text(agent).noted(team.unwrap_or_default()),
                Cell::known(say, row.number("score")?, Unit::Score),
                Cell::known(say, row.number("changed_score")?, Unit::Score),
                moved(inputs, shift),
                common,
            ])
        });
    }
    Ok(Grid {
        id: "without",
        // By name, as all that a score stands in.
        is_sortable: false,
        heads: vec![
            words("agent"),
            numbers("score", ""),
            numbers("without", ""),
            numbers("moved", ""),
            numbers("overlap", ""),
        ],
        lines,
        more,
        table: "score_sensitivity",
    })
}

fn moved(inputs: &Inputs<'_>, shift: Option<f64>) -> Cell {
    let cell = Cell::known(inputs.say, shift, Unit::Score);
    match shift {
        Some(shift) => Cell { text: unit::change(shift, Unit::Score), ..cell },
        None => cell,
    }
}

/// What leaving out a circumstance, or another weight, does to the order and to the score that moves most.
pub(super) fn changes(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let say = inputs.say;
    let mut found: Vec<(String, String, Row<'_>)> = Vec::new();
    let size = |row: Row<'_>| row.number("shift_score").map(|shift| shift.map_or(-1.0, f64::abs));
    for row in rows(inputs.table("score_sensitivity")?) {
        let kind = row.text("change_kind")?.unwrap_or_default();
        let change = row.text("change")?.unwrap_or_default();
        match found.iter_mut().find(|(known, of, _)| (known, of) == (&kind, &change)) {
            Some((_, _, most)) if size(row)? > size(*most)? => *most = row,
            Some(_) => {}
            None => found.push((kind, change, row)),
        }
    }
    let mut lines = Vec::new();
    for (kind, change, row) in found {
        let shift = row.number("shift_score")?;
        let most = match kind.as_str() {
            // Of weights only the size is told.
            "weight" => Cell::known(say, shift, Unit::Score),
            _ => moved(inputs, shift),
        };
        lines.push(Line::new(vec![
            Cell::text(changed(inputs, &kind, &change)),
            Cell::known(say, row.number("rank_correlation")?, Unit::None),
            most.noted(row.text("agent_name")?.unwrap_or_default()),
        ]));
    }
    Ok(Grid {
        id: "changes_of_method",
        is_sortable: true,
        heads: vec![words("change"), numbers("correlation", ""), numbers("most", "")],
        lines,
        more: 0,
        table: "score_sensitivity",
    })
}

/// A change of the method in words.
fn changed(inputs: &Inputs<'_>, kind: &str, change: &str) -> String {
    let say = inputs.say;
    let of = |dimension: &str| dimensions::name(inputs, dimension).text;
    match (kind, change.split_once(" x ")) {
        ("weight", Some((dimension, "0.5"))) => say.fill("mix.halved", &[("what", &of(dimension))]),
        ("weight", Some((dimension, "1.5"))) => say.fill("mix.raised", &[("what", &of(dimension))]),
        ("weight", None) if change == "equal" => say.text("mix.equal"),
        ("case_mix", None) if change == ALL => say.text("mix.without_all"),
        ("case_mix", None) => say.fill("mix.without", &[("what", &named(inputs, change))]),
        _ => change.to_owned(),
    }
}
