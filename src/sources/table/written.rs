//! The `table` section as it is written, checked and turned into a [`Mapping`].

use std::collections::BTreeMap;

use chrono_tz::Tz;
use serde::Deserialize;
use toml::{Table, Value};

use super::convert::{Reading, Rule};
use super::mapping::{
    FieldMapping, Filter, Fixed, KindMapping, Mapping, MappingError, Origin, Quote, Shape, nearest,
};
use super::moment::{TimeFormat, TimeRule};
use super::number::Unit;
use crate::model::{FieldType, Instant, RecordKind};

/// Keys of the section that are no kind of record.
const SHAPE_KEYS: &[&str] =
    &["delimiter", "quote", "sheet", "header_row", "time_format", "decimal"];
/// Keys of a kind's table that are no field.
const KIND_KEYS: &[&str] = &["filter", "optional"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenShape {
    delimiter: Option<String>,
    quote: Option<String>,
    sheet: Option<String>,
    header_row: Option<u32>,
    time_format: Option<OneOrMany>,
    decimal: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a text or a list of texts")]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenFilter {
    column: String,
    keep: Option<OneOrMany>,
    drop: Option<OneOrMany>,
}

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

type Checked<T> = Result<T, MappingError>;

impl From<OneOrMany> for Vec<String> {
    fn from(written: OneOrMany) -> Self {
        match written {
            OneOrMany::One(text) => vec![text],
            OneOrMany::Many(texts) => texts,
        }
    }
}

fn error(at: &str, what: impl Into<String>, cure: impl Into<String>) -> MappingError {
    MappingError { at: at.to_owned(), what: what.into(), cure: cure.into() }
}

/// Reads a section whose keys need no further check.
fn section<T: for<'de> Deserialize<'de>>(at: &str, table: Table) -> Checked<T> {
    table.try_into().map_err(|wrong: toml::de::Error| {
        error(at, wrong.message().trim(), "correct it (see `caseload formats table`)")
    })
}

impl TryFrom<Table> for Mapping {
    type Error = MappingError;

    fn try_from(written: Table) -> Checked<Self> {
        let (mut shape, mut kinds) = (Table::new(), Vec::new());
        for (key, value) in written {
            let kind = RecordKind::ALL.iter().copied().find(|kind| kind.word() == key);
            if let Some(kind) = kind {
                kinds.push((kind, value));
            } else if SHAPE_KEYS.contains(&key.as_str()) {
                shape.insert(key, value);
            } else {
                let words = RecordKind::ALL.iter().map(|kind| kind.word());
                let cure = nearest(&key, words.chain(SHAPE_KEYS.iter().copied()));
                let what = "there is no such setting or kind of record";
                return Err(error(&format!("table.{key}"), what, cure));
            }
        }
        let shape = Shape::try_from(section::<WrittenShape>("table", shape)?)?;
        let mut mapping = Mapping { shape, kinds: Vec::new() };
        for (kind, value) in kinds {
            let at = format!("table.{}", kind.word());
            let tables = match value {
                Value::Array(values) => values,
                value => vec![value],
            };
            for value in tables {
                let Value::Table(table) = value else {
                    let cure = "write it as a table, `field = \"column\"`";
                    return Err(error(&at, "it is no table of fields", cure));
                };
                mapping.kinds.push(kind_mapping(&at, kind, table, &mapping.shape)?);
            }
        }
        mapping.kinds.sort_by_key(|mapped| mapped.kind);
        Ok(mapping)
    }
}

impl TryFrom<WrittenShape> for Shape {
    type Error = MappingError;

    fn try_from(written: WrittenShape) -> Checked<Self> {
        let byte = |key: &str, text: &str| match text.as_bytes() {
            [byte] if byte.is_ascii() && *byte != b'\n' => Ok(*byte),
            _ => Err(error(key, format!("`{text}` is not one ASCII character"), "write one")),
        };
        let delimiter = written.delimiter.map(|text| byte("table.delimiter", &text)).transpose()?;
        let quote = match written.quote.as_deref() {
            None => Quote::default(),
            Some("") => Quote::Never,
            Some(text) => Quote::Byte(byte("table.quote", text)?),
        };
        let before_header = match written.header_row {
            None => 0,
            Some(row) => row.checked_sub(1).ok_or_else(|| {
                error("table.header_row", "rows count from 1", "write 1 for the first")
            })?,
        };
        let time_formats = time_formats("table.time_format", written.time_format)?;
        let decimal = match written.decimal.as_deref() {
            None => None,
            Some(".") => Some('.'),
            Some(",") => Some(','),
            Some(other) => {
                let what = format!("`{other}` is no decimal mark");
                return Err(error("table.decimal", what, "write `.` or `,`"));
            }
        };
        Ok(Self { delimiter, quote, sheet: written.sheet, before_header, time_formats, decimal })
    }
}

fn time_formats(at: &str, written: Option<OneOrMany>) -> Checked<Vec<TimeFormat>> {
    let texts: Vec<String> = written.map(Vec::from).unwrap_or_default();
    let format = |text: &String| {
        TimeFormat::from_text(text).ok_or_else(|| {
            let cure = "write `unix_seconds`, `unix_millis` or a pattern as `%d.%m.%Y %H:%M`";
            error(at, format!("`{text}` is no format of a time"), cure)
        })
    };
    texts.iter().map(format).collect()
}

fn kind_mapping(at: &str, kind: RecordKind, table: Table, shape: &Shape) -> Checked<KindMapping> {
    let mut mapped = KindMapping::by_names(kind);
    for (key, value) in table {
        let at = format!("{at}.{key}");
        match (key.as_str(), value) {
            ("optional", Value::Boolean(optional)) => mapped.is_optional = optional,
            ("optional", _) => return Err(error(&at, "it is no flag", "write `true` or `false`")),
            ("filter", Value::Table(table)) => mapped.filter = Some(filter(&at, table)?),
            ("filter", _) => {
                let cure = "write `{ column = \"…\", keep = [\"…\"] }`";
                return Err(error(&at, "it is no table", cure));
            }
            (_, value) => mapped.fields.push(field_mapping(&at, kind, &key, value, shape)?),
        }
    }
    Ok(mapped)
}

fn filter(at: &str, table: Table) -> Checked<Filter> {
    known_keys(at, &table, &["column", "keep", "drop"])?;
    let written: WrittenFilter = section(at, table)?;
    let (keeps, words) = match (written.keep, written.drop) {
        (Some(words), None) => (true, words),
        (None, Some(words)) => (false, words),
        _ => return Err(error(at, "it needs one of `keep` and `drop`", "write one list of words")),
    };
    Ok(Filter { column: written.column, words: words.into(), keeps })
}

fn known_keys(at: &str, table: &Table, keys: &'static [&'static str]) -> Checked<()> {
    match table.keys().find(|key| !keys.contains(&key.as_str())) {
        None => Ok(()),
        Some(key) => {
            let cure = nearest(key, keys.iter().copied());
            Err(error(&format!("{at}.{key}"), "there is no such setting", cure))
        }
    }
}

fn field_mapping(
    at: &str,
    kind: RecordKind,
    key: &str,
    value: Value,
    shape: &Shape,
) -> Checked<FieldMapping> {
    let Some(&(name, field)) = kind.fields().iter().find(|(name, _)| *name == key) else {
        let names = kind.fields().iter().map(|(name, _)| *name);
        let what = format!("a {} has no such field", kind.word());
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Checked<Mapping> {
        Mapping::try_from(text.parse::<Table>().unwrap())
    }

    fn refused(text: &str) -> String {
        read(text).unwrap_err().to_string()
    }

    #[test]
    fn every_form_of_a_field_is_read() {
        let mapping = read(
            r#"
            delimiter = ";"
            quote = ""
            sheet = "Calls"
            header_row = 3
            time_format = ["%d.%m.%Y %H:%M:%S", "unix_millis"]
            decimal = ","
            [conversation]
            conversation_id = "Call Id"
            opened_at = ["Date", "Time"]
            outcome = { column = "Answered", values = { Y = "answered" }, otherwise = "abandoned" }
            talk_seconds = { column = "Talk", unit = "hh:mm:ss" }
            channel = { value = "phone" }
            closed_at = { column = "Closed", format = "unix_seconds", time_zone = "UTC" }
            tags = { column = "Tags", separator = "|", optional = true }
            [[event]]
            at = "Queued"
            kind = { value = "queued" }
            [[event]]
            at = "Answered"
            kind = { value = "answered" }
            filter = { column = "Deleted", drop = "yes" }
            optional = true
            "#,
        )
        .unwrap();
        assert_eq!((mapping.shape.delimiter, mapping.shape.before_header), (Some(b';'), 2));
        assert_eq!((mapping.shape.quote, mapping.shape.decimal), (Quote::Never, Some(',')));
        let kinds: Vec<_> =
            mapping.kinds.iter().map(|kind| (kind.kind, kind.fields.len())).collect();
        let event = (RecordKind::Event, 2);
        assert_eq!(kinds, [(RecordKind::Conversation, 7), event, event]);
        assert!(mapping.kinds[2].is_optional && !mapping.kinds[2].filter.as_ref().unwrap().keeps);
    }

    #[test]
    fn an_empty_section_reads_columns_by_name() {
        assert!(read("").unwrap().kinds.is_empty());
        assert_eq!(read("[message]").unwrap().kinds.len(), 1);
    }

    #[test]
    fn a_wrong_name_is_answered_with_the_nearest() {
        assert_eq!(
            refused("[mesage]"),
            "`table.mesage`: there is no such setting or kind of record; did you mean `message`?"
        );
        assert_eq!(
            refused("[message]\nsend_at = \"ts\""),
            "`table.message.send_at`: a message has no such field; did you mean `sent_at`?"
        );
        assert_eq!(
            refused("[message]\nsent_at = { colum = \"ts\" }"),
            "`table.message.sent_at.colum`: there is no such setting; did you mean `column`?"
        );
        assert_eq!(
            refused("[conversation]\nstatus = { column = \"S\", values = { a = \"close\" } }"),
            "`table.conversation.status.values.a`: `close` is none of the field's words; \
             did you mean `closed`?"
        );
        assert_eq!(
            refused("[message]\nsent_at = { column = \"ts\", time_zone = \"Europe/Berlim\" }"),
            "`table.message.sent_at.time_zone`: `Europe/Berlim` is no time zone; \
             did you mean `Europe/Berlin`?"
        );
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for (text, part) in [
            ("delimiter = \"ab\"", "not one ASCII character"),
            ("header_row = 0", "rows count from 1"),
            ("time_format = \"DD.MM.YYYY\"", "no format of a time"),
            ("time_format = \"%Q\"", "no format of a time"),
            ("decimal = \"'\"", "no decimal mark"),
            ("sheet = 3", "invalid type"),
            ("message = \"x\"", "no table of fields"),
            ("[rating]\nscore = 5", "names no column"),
            ("[rating]\nscore = []", "names no column"),
            ("[rating]\nscore = [\"a\", \"b\"]", "several columns"),
            ("[rating]\nscore = { column = \"a\", value = 5 }", "one of `column` and `value`"),
            ("[rating]\nscore = { column = \"a\", values = { x = \"y\" } }", "no number"),
            ("[rating]\nscore = { column = \"a\", unit = \"hours\" }", "no duration"),
            ("[rating]\nscore = { column = \"a\", format = \"%Y\" }", "no time"),
            ("[rating]\nscore = { column = \"a\", separator = \";\" }", "no list"),
            ("[rating]\nscore = { column = \"a\", otherwise = 1 }", "needs `values`"),
            ("[rating]\nrated_at = { column = \"a\", values = { x = \"y\" } }", "no time"),
            ("[rating]\nfilter = { column = \"a\" }", "`keep` and `drop`"),
            ("[rating]\noptional = \"yes\"", "no flag"),
        ] {
            let refused = refused(text);
            assert!(refused.contains(part), "{text}: {refused}");
        }
    }

    #[test]
    fn settings_read_it_as_a_part_of_theirs() {
        #[derive(Deserialize)]
        struct Input {
            table: Option<Mapping>,
        }
        let input: Input = toml::from_str("[table.message]\ntext = \"body\"").unwrap();
        assert_eq!(input.table.unwrap().kinds.len(), 1);
        let wrong = toml::from_str::<Input>("[table.message]\ntxt = \"body\"").err().unwrap();
        assert!(wrong.to_string().contains("did you mean `text`?"), "{wrong}");
    }
}
