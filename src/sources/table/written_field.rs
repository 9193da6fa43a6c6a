//! A field of the `table` section as it is written: the columns it comes from, or its value.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use serde::Deserialize;
use toml::{Table, Value};

use super::convert::{Reading, Rule};
use super::mapping::{FieldMapping, Fixed, Origin, Shape};
use super::moment::TimeRule;
use super::needs::one;
use super::number::Unit;
use super::written::{Checked, KIND_KEYS, OneOrMany, error, known_keys, section, time_formats};
use crate::model::{FieldType, Instant, RecordKind};
use crate::text::nearest;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenField {
    column: Option<OneOrMany>,
    value: Option<Value>,
    #[serde(default)]
    optional: bool,
    #[serde(default)]
    values: BTreeMap<String, Value>,
    otherwise: Option<Value>,
    format: Option<OneOrMany>,
    time_zone: Option<String>,
    unit: Option<String>,
    separator: Option<String>,
}

/// What the settings say of a field.
pub(super) fn field_mapping(
    at: &str,
    kind: RecordKind,
    key: &str,
    value: Value,
    shape: &Shape,
) -> Checked<FieldMapping> {
    let Some(&(name, field)) = kind.fields().iter().find(|(name, _)| *name == key) else {
        let names = kind.fields().iter().map(|(name, _)| *name);
        let what = format!("{} has no such field", one(kind));
        return Err(error(at, what, nearest(key, names.chain(KIND_KEYS.iter().copied()))));
    };
    let written = match value {
        Value::String(column) => {
            WrittenField { column: Some(OneOrMany::One(column)), ..WrittenField::default() }
        }
        Value::Array(_) => section(at, Table::from_iter([("column".to_owned(), value)]))?,
        Value::Table(table) => {
            const KEYS: &[&str] = &[
                "column",
                "value",
                "optional",
                "values",
                "otherwise",
                "format",
                "time_zone",
                "unit",
                "separator",
            ];
            known_keys(at, &table, KEYS)?;
            section(at, table)?
        }
        _ => {
            let cure = "write a column's name, or `{ value = … }` for a fixed value";
            return Err(error(at, "it names no column", cure));
        }
    };
    Ok(FieldMapping { name, origin: origin(at, name, field, written, shape)? })
}

fn origin(
    at: &str,
    name: &'static str,
    field: FieldType,
    written: WrittenField,
    shape: &Shape,
) -> Checked<Origin> {
    let columns: Vec<String> = match (written.column, &written.value) {
        (Some(columns), None) => columns.into(),
        (None, Some(value)) => {
            return fixed(&format!("{at}.value"), field, value).map(Origin::Fixed);
        }
        _ => return Err(error(at, "it needs one of `column` and `value`", "write one of them")),
    };
    if columns.is_empty() {
        return Err(error(at, "it names no column", "write at least one"));
    }
    if columns.len() > 1 && !matches!(field, FieldType::Instant | FieldType::Text) {
        let what = "only times and texts can be made of several columns";
        return Err(error(at, what, "name one column"));
    }
    let stated = time_formats(&format!("{at}.format"), written.format)?;
    let zone = written.time_zone.map(|zone| time_zone(&format!("{at}.time_zone"), &zone));
    let formats = if stated.is_empty() { shape.time_formats.clone() } else { stated.clone() };
    let times = TimeRule { formats, zone: zone.transpose()? };
    if field != FieldType::Instant && (!stated.is_empty() || times.zone.is_some()) {
        return Err(error(at, "it is no time", "take `format` and `time_zone` out"));
    }
    let mut rule = Rule::plain(name, field, &times, shape.decimal);
    match (&mut rule.reading, written.unit) {
        (Reading::Seconds { unit, .. }, Some(word)) => {
            *unit = Unit::from_word(&word).ok_or_else(|| {
                let cure = nearest(&word, Unit::WORDS.iter().copied());
                error(&format!("{at}.unit"), format!("`{word}` is no unit of time"), cure)
            })?;
        }
        (_, Some(_)) => return Err(error(at, "it is no duration", "take `unit` out")),
        (_, None) => (),
    }
    match (&mut rule.reading, written.separator) {
        (Reading::List { separator }, Some(written)) if !written.is_empty() => *separator = written,
        (_, Some(_)) => return Err(error(at, "it is no list", "take `separator` out")),
        (_, None) => (),
    }
    if field == FieldType::Instant && !written.values.is_empty() {
        return Err(error(at, "words can stand for no time", "take `values` out"));
    }
    for (word, value) in written.values {
        let value = fixed(&format!("{at}.values.{word}"), field, &value)?;
        rule.words.push((word, value));
    }
    if let Some(value) = written.otherwise {
        if rule.words.is_empty() {
            return Err(error(at, "`otherwise` needs `values`", "write `value` for a fixed one"));
        }
        rule.otherwise = Some(fixed(&format!("{at}.otherwise"), field, &value)?);
    }
    Ok(Origin::Columns { names: columns, is_optional: written.optional, rule })
}

fn time_zone(at: &str, zone: &str) -> Checked<Tz> {
    zone.parse().map_err(|_| {
        let cure = nearest(zone, chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()));
        error(at, format!("`{zone}` is no time zone"), cure)
    })
}

/// A value from the settings, of the field's type.
fn fixed(at: &str, field: FieldType, value: &Value) -> Checked<Fixed> {
    let wrong = |what: &str| error(at, format!("`{value}` is {what}"), "correct it");
    Ok(match (field, value) {
        (FieldType::Text, Value::String(text)) => Fixed::Text(text.clone()),
        (FieldType::Text, Value::Integer(number)) => Fixed::Text(number.to_string()),
        (FieldType::Text, _) => return Err(wrong("no text")),
        (FieldType::List, Value::String(text)) => Fixed::List(vec![text.clone()]),
        (FieldType::List, Value::Array(items)) => {
            let texts = items.iter().map(|item| item.as_str().map(str::to_owned));
            Fixed::List(texts.collect::<Option<_>>().ok_or_else(|| wrong("no list of texts"))?)
        }
        (FieldType::List, _) => return Err(wrong("no list of texts")),
        (FieldType::Instant, value) => {
            let text = value.as_str().map(str::to_owned).unwrap_or_else(|| value.to_string());
            Fixed::Instant(Instant::from_rfc3339(&text).ok_or_else(|| wrong("no instant"))?)
        }
        (FieldType::Number, Value::Integer(number)) => Fixed::Number(*number as f64),
        (FieldType::Number, Value::Float(number)) if number.is_finite() => Fixed::Number(*number),
        (FieldType::Number, _) => return Err(wrong("no number")),
        (FieldType::Flag, Value::Boolean(flag)) => Fixed::Flag(*flag),
        (FieldType::Flag, _) => return Err(wrong("neither true nor false")),
        (FieldType::Word(words), value) => {
            let text = value.as_str().ok_or_else(|| wrong("no text"))?;
            match words.iter().find(|word| **word == text) {
                Some(word) => Fixed::Text((*word).to_owned()),
                None => {
                    let what = format!("`{text}` is none of the field's words");
                    return Err(error(at, what, nearest(text, words.iter().copied())));
                }
            }
        }
    })
}
