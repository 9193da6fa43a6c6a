//! The `table` section as it is written, checked and turned into a [`Mapping`].

use serde::Deserialize;
use toml::{Table, Value};

use super::criteria::one_each;
use super::mapping::{Filter, KindMapping, Mapping, MappingError, Quote, Shape};
use super::moment::TimeFormat;
use super::written_field::field_mapping;
use crate::model::RecordKind;
use crate::text::nearest;

/// Keys of the section that are no kind of record.
const SHAPE_KEYS: &[&str] =
    &["delimiter", "quote", "sheet", "header_row", "time_format", "decimal"];
/// Keys of a kind's table that are no field.
pub(super) const KIND_KEYS: &[&str] = &["filter", "optional"];

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
pub(super) enum OneOrMany {
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

pub(super) type Checked<T> = Result<T, MappingError>;

impl From<OneOrMany> for Vec<String> {
    fn from(written: OneOrMany) -> Self {
        match written {
            OneOrMany::One(text) => vec![text],
            OneOrMany::Many(texts) => texts,
        }
    }
}

pub(super) fn error(at: &str, what: impl Into<String>, cure: impl Into<String>) -> MappingError {
    MappingError { at: at.to_owned(), what: what.into(), cure: cure.into() }
}

/// Reads a section whose keys need no further check.
pub(super) fn section<T: for<'de> Deserialize<'de>>(at: &str, table: Table) -> Checked<T> {
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
                let is_review = kind == RecordKind::Review;
                let parts = if is_review { one_each(&at, &table)? } else { None };
                let scorecard = parts.is_some().then_some(mapping.kinds.len());
                for table in parts.unwrap_or_else(|| vec![table]) {
                    let one = kind_mapping(&at, kind, table, &mapping.shape)?;
                    mapping.kinds.push(KindMapping { scorecard, ..one });
                }
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

pub(super) fn time_formats(at: &str, written: Option<OneOrMany>) -> Checked<Vec<TimeFormat>> {
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

pub(super) fn known_keys(at: &str, table: &Table, keys: &'static [&'static str]) -> Checked<()> {
    match table.keys().find(|key| !keys.contains(&key.as_str())) {
        None => Ok(()),
        Some(key) => {
            let cure = nearest(key, keys.iter().copied());
            Err(error(&format!("{at}.{key}"), "there is no such setting", cure))
        }
    }
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
