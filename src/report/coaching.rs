//! What to practise: criteria met and missed, which of them go with better outcomes, and what
//! reviewers should read.

use minijinja::{Value, context};

use super::cell::Cell;
use super::grid::{Grid, Line, numbers, words};
use super::inputs::{Inputs, ReportError};
use super::needs;
use super::page::Page;
use super::reviews;
use super::weeks::{self, ends, find, of_week};
use crate::charts::{label, rows};
use crate::metrics::unit;
use crate::model::Unit;
use crate::rubric;
use crate::tables::ALL_CHANNELS;

/// The rubric and its reviewers.
pub struct Coaching;

impl Page for Coaching {
    fn name(&self) -> &'static str {
        "coaching"
    }

    fn template(&self) -> &'static str {
        include_str!("coaching.html")
    }

    fn filters(&self) -> &'static [&'static str] {
        &["channel", "team", "week"]
    }

    fn content(&self, inputs: &Inputs<'_>) -> Result<Value, ReportError> {
        Ok(context! {
            findings => needs::findings(inputs)?.value(inputs),
            evidence => needs::evidence(inputs)?.value(inputs),
            teams => inputs.figure("heatmap")?,
            met => inputs.figure("criteria")?,
            criteria => criteria(inputs)?.value(inputs),
            helps => inputs.figure("effects")?,
            effects => effects(inputs)?.value(inputs),
            reading => reviews::reading(inputs)?.value(inputs),
            reviewed => reviews::by_team(inputs)?.value(inputs),
            by_agent => reviews::by_agent(inputs)?.value(inputs),
            agreement => reviews::agreement(inputs)?.value(inputs),
        })
    }
}

/// A criterion by its heading, leading to its page where it is built in.
pub(super) fn criterion(name: &str) -> Cell {
    match rubric::ALL.iter().find(|criterion| criterion.name() == name) {
        Some(criterion) => Cell::text(criterion.title()).leading_to(format!("criterion-{name}")),
        None => Cell::text(name.replace('_', " ")),
    }
}

/// How often each criterion was met, on each channel, in the weeks that a reader may choose from.
fn criteria(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let (say, table) = (inputs.say, inputs.table("rubric_weekly")?);
    let mut lines = Vec::new();
    for week in weeks::all(inputs.week) {
        let before = of_week(table, week.minus(1))?;
        for row in of_week(table, week)? {
            let channel = row.text("channel")?.unwrap_or_default();
            let name = row.text("criterion")?.unwrap_or_default();
            let is_desk = channel == ALL_CHANNELS;
            let is_now = week == inputs.week;
            if !is_desk && !is_now {
                continue;
            }
            let judged = row.number("judged_count")?;
            let earlier = find(&before, &[("channel", &channel), ("criterion", &name)])?;
            let earlier = match earlier {
                Some(row) => (row.number("met_share")?, row.number("judged_count")?),
                None => (None, None),
            };
            let is_critical = row.is("is_critical")?;
            let note = if is_critical { say.text("coaching.critical") } else { String::new() };
            let cells = vec![
                criterion(&name).noted(note),
                Cell::text(label::channel(&channel)),
                Cell::share(say, ends(row, "met")?, judged, "judged", None),
                Cell::measured(say, earlier.0, Unit::Share, earlier.1, "judged"),
                Cell::count(say, row.number("unsure_count")?),
                Cell::known(say, row.number("weight")?, Unit::None),
            ];
            lines.push(Line {
                channel: Some(channel),
                is_all: is_desk,
                needs_channel: !is_desk,
                week: Some(week.monday()),
                ..Line::new(cells)
            });
        }
    }
    Ok(Grid {
        id: "criteria",
        heads: vec![
            words("criterion"),
            words("channel"),
            numbers("met", "quality"),
            numbers("before", "quality"),
            numbers("unsure", "quality"),
            numbers("weight", ""),
        ],
        lines,
        more: 0,
        is_sortable: true,
        table: "rubric_weekly",
    })
}

/// Which criteria go with better outcomes.
fn effects(inputs: &Inputs<'_>) -> Result<Grid, ReportError> {
    let say = inputs.say;
    let mut lines = Vec::new();
    for row in rows(inputs.table("rubric_effects")?) {
        let text = |column: &str| row.text(column).map(Option::unwrap_or_default);
        let of = row.number("conversation_count")?;
        let ratio = row.number("odds_ratio")?;
        let ends = (row.number("odds_ratio_low")?, row.number("odds_ratio_high")?);
        let odds = match (ratio, ends) {
            (Some(_), (Some(low), Some(high))) => {
                let tone = match (low, high) {
                    (low, _) if low > 1.0 => "good",
                    (_, high) if high < 1.0 => "bad",
                    _ => "",
                };
                Cell::known(say, ratio, Unit::None)
                    .noted(label::span(low, high, Unit::None))
                    .toned(tone)
            }
            _ => Cell::missing(say.text("coaching.no_difference")),
        };
        let is_scored = text("standing")? == "scored";
        let standing = if is_scored { "coaching.scored" } else { "coaching.descriptive" };
        let of_agents = row.number("stratum_count")?.map(|agents| unit::text(agents, Unit::Count));
        let of_agents = say.fill("coaching.of_agents", &[("n", &of_agents.unwrap_or_default())]);
        lines.push(Line::new(vec![
            criterion(&text("criterion")?),
            Cell::text(say.text(&format!("coaching.{}", text("outcome")?))),
            odds,
            Cell::known(say, row.number("q")?, Unit::None),
            Cell::count(say, of).noted(of_agents),
            Cell::text(say.text(standing)),
        ]));
    }
    Ok(Grid {
        id: "effects",
        heads: vec![
            words("criterion"),
            words("outcome"),
            numbers("odds", ""),
            numbers("q", ""),
            numbers("of", ""),
            words("standing"),
        ],
        lines,
        more: 0,
        is_sortable: true,
        table: "rubric_effects",
    })
}
