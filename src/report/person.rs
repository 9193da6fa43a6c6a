//! What stands on the page of one agent, for the one-to-one.

use minijinja::{Value, context};
use polars::prelude::PolarsResult;

use super::agent_pages::Person;
use super::agents::tone;
use super::command;
use super::inputs::{Inputs, ReportError, figure};
use super::person_grids::{criteria, dimensions, topics};
use super::person_said::{findings, ratings};
use crate::charts::{self, Row, frame_of, label};
use crate::metrics::unit;
use crate::model::Unit;
use crate::scores::Dimension;
use crate::stats::Verdict;
use crate::words::Words;

/// What the template is filled with.
pub(super) fn content(
    inputs: &Inputs<'_>,
    person: &Person<'_>,
    style: &Value,
) -> Result<Value, ReportError> {
    let (say, card) = (inputs.say, person.card);
    let text = |column: &str| card.text(column).map(Option::unwrap_or_default);
    let day = |column: &str| card.day(column).map(|on| on.map_or_else(String::new, label::day));
    let of = frame_of(inputs.table("agent_dimensions")?, person.rows("agent_dimensions"))?;
    let weekly =
        frame_of(inputs.table("agent_dimensions_weekly")?, person.rows("agent_dimensions_weekly"))?;
    let mut figures = Vec::new();
    for (chart, table) in charts::OF_AGENT.iter().zip([&of, &weekly]) {
        let svg = chart.draw(table).map_err(|error| ReportError::Chart(chart.name(), error))?;
        figures.push(figure(*chart, &svg, false));
    }
    Ok(context! {
        language => say.language().tag(),
        desk => inputs.desk,
        name => &person.name,
        id => &person.id,
        team => text("team")?,
        peers => label::channel(&text("peer_group")?),
        peer_count => count(card, "peer_count")?,
        tier => text("support_tier")?,
        week => inputs.week.to_string(),
        first => day("window_from_on")?,
        last => day("window_to_on")?,
        as_of => unit::instant(inputs.as_of, inputs.zone),
        zone => inputs.zone.name(),
        version => inputs.version,
        score => score(say, card)?,
        gate => gate(card)?,
        figures,
        dimensions => dimensions(inputs, person)?.value(inputs),
        needs => findings(inputs, person, "need")?,
        strengths => findings(inputs, person, "strength")?,
        topics => topics(inputs, person)?.value(inputs),
        criteria => criteria(inputs, person)?.value(inputs),
        ratings => ratings(person)?,
        commands => commands(inputs, person),
        style,
    })
}

/// A count as text, if there is one.
pub(super) fn count(row: Row<'_>, column: &str) -> PolarsResult<Option<String>> {
    Ok(row.number(column)?.map(|count| unit::text(count, Unit::Count)))
}

/// A share as text, if there is one.
pub(super) fn share(row: Row<'_>, column: &str) -> PolarsResult<Option<String>> {
    Ok(row.number(column)?.map(|share| unit::text(share, Unit::Share)))
}

/// The verdict, and the score with its intervals or why there is none.
fn score(say: &Words, card: Row<'_>) -> PolarsResult<Value> {
    let verdict = card.text("verdict")?.unwrap_or_else(|| Verdict::TooFewToSay.to_string());
    let points = |column: &str| {
        card.number(column).map(|points| points.map(|points| unit::text(points, Unit::Score)))
    };
    let span = |low: &str, high: &str| {
        let ends = card.number(low)?.zip(card.number(high)?);
        Ok::<_, polars::prelude::PolarsError>(
            ends.map(|(low, high)| label::span(low, high, Unit::Score)),
        )
    };
    let mut parts = Vec::new();
    for dimension in Dimension::ALL {
        let word = dimension.word();
        let part = card.number(&format!("{word}_weight_share"))?.filter(|part| *part > 0.0);
        if let Some(part) = part {
            let name = say.text(&format!("dimension.{word}"));
            parts.push(format!("{name} {}", unit::text(part, Unit::Share)));
        }
    }
    Ok(context! {
        tone => tone(&verdict),
        verdict,
        value => points("score")?,
        span => span("score_low", "score_high")?,
        wide => span("score_95_low", "score_95_high")?,
        unadjusted => points("unadjusted_score")?,
        own => share(card, "reliability_share")?,
        reason => card.text("reason")?,
        parts => parts.join(", "),
    })
}

/// Conversations in which a critical criterion was missed; `None` where none was judged.
fn gate(card: Row<'_>) -> PolarsResult<Option<Value>> {
    let judged = card.number("critical_judged_count")?.filter(|judged| *judged > 0.0);
    let Some(judged) = judged else { return Ok(None) };
    let missed = card.number("critical_missed_count")?.unwrap_or(0.0);
    Ok(Some(context! {
        is_missed => missed > 0.0,
        missed => unit::text(missed, Unit::Count),
        judged => unit::text(judged, Unit::Count),
    }))
}

/// What lists the cases behind each dimension.
fn commands(inputs: &Inputs<'_>, person: &Person<'_>) -> Vec<String> {
    let command = |dimension: Dimension| command::cases(inputs, &person.id, dimension.word());
    Dimension::ALL.into_iter().map(command).collect()
}
