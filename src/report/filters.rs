//! What readers may filter the page's tables by.

use std::collections::BTreeSet;

use minijinja::{Value, context};

use super::dimensions;
use super::inputs::{Inputs, ReportError};
use super::weeks;
use crate::charts::{label, rows};
use crate::scores::Dimension;
use crate::tables::ALL_CHANNELS;

/// One choice: a key of the catalogue and of the address, and its values with what they are called.
pub(super) fn of(inputs: &Inputs<'_>) -> Result<Value, ReportError> {
    let channels = texts(inputs, "channel_weekly", "channel")?;
    let channels = channels.into_iter().filter(|channel| channel != ALL_CHANNELS);
    let weeks = weeks::all(inputs.week).map(|week| {
        let monday = week.monday();
        (monday.to_string(), format!("{} ({week})", label::day(monday)))
    });
    let dimensions = Dimension::ALL.map(|dimension| {
        let word = dimension.word();
        (word.to_owned(), dimensions::name(inputs, word).text)
    });
    Ok([
        choice("channel", channels.map(|word| (word.clone(), label::channel(&word)))),
        choice("team", plain(texts(inputs, "sla_by_team", "team")?)),
        choice("topic", plain(texts(inputs, "topic_weekly", "topic")?)),
        choice("dimension", dimensions.into_iter()),
        choice("week", weeks),
    ]
    .into_iter()
    .collect())
}

fn choice(name: &str, values: impl Iterator<Item = (String, String)>) -> Value {
    let values = values.map(|(value, text)| context! { value, text });
    context! { name, values => values.collect::<Value>() }
}

fn plain(texts: BTreeSet<String>) -> impl Iterator<Item = (String, String)> {
    texts.into_iter().map(|text| (text.clone(), text))
}

fn texts(inputs: &Inputs<'_>, table: &str, column: &str) -> Result<BTreeSet<String>, ReportError> {
    let mut found = BTreeSet::new();
    for row in rows(inputs.table(table)?) {
        found.extend(row.text(column)?.filter(|text| !text.is_empty()));
    }
    Ok(found)
}
