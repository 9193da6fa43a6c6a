//! What is said of one agent in sentences: needs and strengths, and how customers rated.

use minijinja::{Value, context};
use polars::prelude::PolarsResult;

use super::agent_pages::Person;
use super::inputs::{Inputs, ReportError};
use super::person::{count, share};
use crate::charts::Row;
use crate::metrics::unit;
use crate::model::Unit;

/// Findings of each side that are shown: what a talk can hold.
const MOST: usize = 5;

/// A probability beyond this is not told any closer.
const NEARLY: f64 = 0.999;

/// Needs or strengths, the surest first, with the conversations that show each.
pub(super) fn findings(
    inputs: &Inputs<'_>,
    person: &Person<'_>,
    side: &str,
) -> Result<Value, ReportError> {
    let mut found = Vec::new();
    for row in person.rows("coaching_needs") {
        if row.text("side")?.as_deref() == Some(side) {
            found.push(*row);
        }
    }
    let more = found.len().saturating_sub(MOST);
    let shown = found.into_iter().take(MOST).map(|row| finding(inputs, person, row));
    Ok(context! {
        shown => shown.collect::<PolarsResult<Vec<Value>>>()?,
        more => (more > 0).then(|| unit::text(more as f64, Unit::Count)),
    })
}

fn finding(inputs: &Inputs<'_>, person: &Person<'_>, row: Row<'_>) -> PolarsResult<Value> {
    let number = row.number("finding")?;
    let mut shown = Vec::new();
    for example in person.rows("coaching_evidence") {
        if example.number("finding")? == number {
            let at = example.instant("opened_at")?;
            shown.push(context! {
                id => example.text("conversation_id")?,
                at => at.map(|at| unit::instant(at, inputs.zone)),
                message => count(*example, "message_number")?,
                text => example.text("text")?.filter(|text| !text.is_empty()),
            });
        }
    }
    Ok(context! {
        words => row.text("words")?,
        sure => sure(inputs, row)?,
        own => share(row, "reliability_share")?,
        parts => count(row, "part_count")?,
        known => count(row, "part_known_count")?,
        mentor => row.text("mentor_name")?,
        shown,
    })
}

/// How sure a finding is; what would round to certainty is none.
fn sure(inputs: &Inputs<'_>, row: Row<'_>) -> PolarsResult<Option<String>> {
    let probability = row.number("probability_share")?;
    Ok(probability.map(|probability| match probability > NEARLY {
        true => inputs.say.fill("person.over", &[("share", &unit::text(NEARLY, Unit::Share))]),
        false => unit::text(probability, Unit::Share),
    }))
}

/// How many customers were asked and answered, and what they said; `None` where nobody was asked.
pub(super) fn ratings(person: &Person<'_>) -> PolarsResult<Option<Value>> {
    let Some(row) = person.rows("agent_feedback").first().copied() else { return Ok(None) };
    if row.number("asked_count")?.unwrap_or(0.0) <= 0.0 {
        return Ok(None);
    }
    Ok(Some(context! {
        asked => count(row, "asked_count")?,
        answered => count(row, "answered_count")?,
        response => share(row, "response_share")?,
        satisfied => share(row, "satisfied_share")?,
        least => share(row, "satisfied_least_share")?,
        most => share(row, "satisfied_most_share")?,
        note => row.text("note")?.filter(|note| !note.is_empty()),
    }))
}
