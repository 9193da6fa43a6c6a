//! What an agent's score is made of: each dimension with its cases, interval and words, and how far from
//! all others each share lies.

use super::cell::Cell;
use super::command;
use super::grid::{Grid, Line, numbers, words};
use super::inputs::{Inputs, ReportError};
use super::{coaching, promised, topics};
use crate::charts::{Row, agents_by_name, label};
use crate::metrics::unit;
use crate::model::Unit;
use crate::scores::Dimension;
use crate::stats::Verdict;
use crate::tables::ALL_CHANNELS;

/// Most rows of agents' dimensions; where there are more, those that say nothing are left to the table.
const MANY: usize = 600;

/// Each agent in each dimension.
pub(super) fn standings(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let mut all = agents_by_name(inputs.table("agent_dimensions")?)?;
    let place = |row: Row<'_>| -> Option<usize> {
        let word = row.text("dimension").ok()??;
        Dimension::ALL.into_iter().position(|one| one.word() == word)
    };
    all.sort_by_cached_key(|(row, agent)| (agent.to_lowercase(), place(*row)));
    let (mut lines, mut more) = (Vec::new(), 0);
    let is_many = all.len() > MANY;
    for (row, agent) in all {
        let verdict = row.text("verdict")?;
        if is_many && tone(verdict.as_deref()).is_empty() {
            more += 1;
            continue;
        }
        let dimension = row.text("dimension")?.unwrap_or_default();
        lines.push(Line {
            team: row.text("team")?.filter(|team| !team.is_empty()),
            channel: row.text("peer_group")?.filter(|group| group != ALL_CHANNELS),
            dimension: Some(dimension.clone()),
            ..Line::new(standing(inputs, row, agent, &dimension)?)
        });
    }
    Ok(Grid {
        id: "dimensions",
        is_sortable: false,
        heads: vec![
            words("agent"),
            words("dimension"),
            numbers("cases", ""),
            numbers("own_value", ""),
            numbers("peers_value", ""),
            numbers("adjusted", ""),
            numbers("likely", ""),
            numbers("own", ""),
            words("verdict"),
        ],
        lines,
        more,
        table: "agent_dimensions",
    })
}

fn standing(
    inputs: &Inputs<'_>,
    row: Row<'_>,
    agent: String,
    dimension: &str,
) -> Result<Vec<Cell>, ReportError> {
    let say = inputs.say;
    let of =
        if row.text("value_kind")?.as_deref() == Some("ratio") { Unit::None } else { Unit::Share };
    let told = |value: f64| match of {
        Unit::Share => unit::text(value, Unit::Share),
        of => say.fill("cell.times", &[("n", &unit::text(value, of))]),
    };
    let value = |column: &str| -> Result<Cell, ReportError> {
        let value = row.number(column)?;
        let cell = Cell::known(say, value, of);
        Ok(match value {
            Some(value) => Cell { text: told(value), ..cell },
            None => cell.noted(""),
        })
    };
    let ends = (row.number("low_value")?, row.number("high_value")?);
    let likely = match ends {
        (Some(low), Some(high)) => value("shrunk_value")?.noted(match of {
            Unit::Share => label::span(low, high, of),
            _ => say.fill("cell.times", &[("n", &label::span(low, high, of))]),
        }),
        _ => value("shrunk_value")?,
    };
    let verdict = row.text("verdict")?;
    let id = row.text("agent_id")?.unwrap_or_default();
    let cases = row.number("case_count")?;
    let listed = match cases {
        Some(count) if count > 0.0 => command::cases(inputs, &id, dimension),
        _ => String::new(),
    };
    Ok(vec![
        Cell::text(agent),
        name(inputs, dimension),
        Cell::count(say, cases).taking(listed),
        value("own_value")?,
        value("peers_value")?,
        value("adjusted_value")?,
        likely,
        Cell::known(say, row.number("reliability_share")?, Unit::Share).noted(""),
        Cell { tone: tone(verdict.as_deref()), ..said(verdict.clone()) }
            .noted(row.text("reason")?.unwrap_or_default()),
    ])
}

/// A dimension by its name, leading to the measure that defines what it counts.
pub(super) fn name(inputs: &Inputs<'_>, dimension: &str) -> Cell {
    let known = inputs.say.find(&format!("dimension.{dimension}"));
    let cell = Cell::text(known.map_or_else(|| dimension.replace('_', " "), str::to_owned));
    match Dimension::ALL.into_iter().find(|one| one.word() == dimension) {
        Some(dimension) => cell.defined_by(command::measure(dimension)),
        None => cell,
    }
}

fn said(verdict: Option<String>) -> Cell {
    Cell::text(verdict.unwrap_or_else(|| Verdict::TooFewToSay.to_string()))
}

/// `good` for what is likely or clearly above, `bad` for below, else empty.
pub(super) fn tone(verdict: Option<&str>) -> &'static str {
    let is = |verdicts: [Verdict; 2]| verdicts.iter().any(|one| Some(one.text()) == verdict);
    match () {
        () if is([Verdict::ClearlyAbove, Verdict::LikelyAbove]) => "good",
        () if is([Verdict::ClearlyBelow, Verdict::LikelyBelow]) => "bad",
        () => "",
    }
}

/// Agents outside of the 95% limits of a funnel, those outside of the 99.8% limits first.
pub(super) fn outside(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let say = inputs.say;
    let mut lines = Vec::new();
    for (row, agent) in agents_by_name(inputs.table("agent_funnel")?)? {
        let share = row.number("adjusted_share")?;
        let ends = |low: &str, high: &str| -> Result<_, ReportError> {
            Ok(row.number(low)?.zip(row.number(high)?))
        };
        let (near, far) =
            (ends("low_share", "high_share")?, ends("low_998_share", "high_998_share")?);
        let (Some(share), Some((low, high)), Some(far)) = (share, near, far) else { continue };
        if share >= low && share <= high {
            continue;
        }
        let is_far = share < far.0 || share > far.1;
        let beyond = if is_far { "agents.beyond_far" } else { "agents.beyond" };
        let channel = row.text("measure_channel")?;
        let cells = vec![
            Cell::text(agent).noted(row.text("team")?.unwrap_or_default()),
            skill(inputs, row)?,
            Cell::measured(say, Some(share), Unit::Share, row.number("case_count")?, "cases")
                .toned(if share < low { "bad" } else { "good" }),
            Cell {
                order: Some(low),
                is_number: true,
                ..Cell::text(label::span(low, high, Unit::Share))
            },
            Cell::known(say, row.number("target_share")?, Unit::Share),
            Cell::text(say.text(beyond)),
        ];
        lines.push(Line {
            team: row.text("team")?.filter(|team| !team.is_empty()),
            channel: channel.filter(|channel| channel != ALL_CHANNELS),
            order: if is_far { 0.0 } else { 1.0 },
            ..Line::new(cells)
        });
    }
    lines.sort_by(|one, next| one.order.total_cmp(&next.order));
    Ok(Grid {
        id: "outside",
        is_sortable: true,
        heads: vec![
            words("agent"),
            words("measure"),
            numbers("share", ""),
            numbers("limits", ""),
            numbers("all", ""),
            words("beyond"),
        ],
        lines,
        more: 0,
        table: "agent_funnel",
    }
    .cut())
}

/// What is measured in a funnel: a dimension, topic, criterion or promise, with the topic's channel.
fn skill(inputs: &Inputs<'_>, row: Row<'_>) -> Result<Cell, ReportError> {
    let measure = row.text("measure")?.unwrap_or_default();
    let channel = row.text("measure_channel")?.filter(|channel| channel != ALL_CHANNELS);
    let cell = match row.text("measure_kind")?.as_deref() {
        Some("dimension") => name(inputs, &measure),
        Some("criterion") => coaching::criterion(&measure),
        Some("promise") => Cell::text(promised::name(inputs, &measure)).defined_by("attainment"),
        _ => Cell::text(topics::name(inputs, &measure)).defined_by("resolution"),
    };
    Ok(cell.noted(channel.map_or_else(String::new, |channel| label::channel(&channel))))
}
