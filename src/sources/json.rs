//! JSON as exports have it: ids that are numbers here and text there, lists cut short, wrong bytes.

use std::borrow::Cow;
use std::{fmt, io};

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use sonic_rs::LazyValue;

use super::out::{Out, lossy};
use crate::model::{IssueKind, RecordKind, Str};

/// A scalar of whatever type as text; null, a list and an object are empty text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Scalar<'a>(pub Str<'a>);

impl<'a> Scalar<'a> {
    /// The value whose JSON this is.
    pub(super) fn of(json: Str<'a>) -> Self {
        let text = match json.as_bytes().first() {
            Some(b'"') => string(json),
            None | Some(b'n' | b'[' | b'{') => Str::default(),
            Some(_) => json,
        };
        Self(text)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// An id without what a spreadsheet made of it: `1595.0` and `1.595E3` are `1595`.
    pub(super) fn id(self) -> Str<'a> {
        let is_plain = |b: u8| !matches!(b, b'.' | b'e' | b'E' | b'+');
        if self.0.bytes().all(is_plain) {
            return self.0;
        }
        match self.0.parse::<f64>() {
            Ok(number) if number.fract() == 0.0 && (0.0..9e15).contains(&number) => {
                Cow::Owned(format!("{number:.0}"))
            }
            _ => self.0,
        }
    }

    /// `None` where it is neither true nor false.
    pub(super) fn flag(&self) -> Option<bool> {
        match self.0.as_ref() {
            "true" | "True" | "TRUE" | "1" => Some(true),
            "false" | "False" | "FALSE" | "0" => Some(false),
            _ => None,
        }
    }

    /// `None` where it is no finite number.
    pub(super) fn number(&self) -> Option<f64> {
        self.0.trim().parse().ok().filter(|number: &f64| number.is_finite())
    }
}

/// The text of a JSON string, borrowed where it has no escapes.
fn string(json: Str<'_>) -> Str<'_> {
    if memchr::memchr(b'\\', json.as_bytes()).is_none() {
        return match json {
            Cow::Borrowed(json) => Cow::Borrowed(json.trim_matches('"')),
            Cow::Owned(json) => Cow::Owned(json.trim_matches('"').to_owned()),
        };
    }
    let mut lossy = sonic_rs::Deserializer::from_str(&json).utf8_lossy();
    Cow::Owned(lossy.deserialize::<String>().unwrap_or_default())
}

impl<'de: 'a, 'a> Deserialize<'de> for Scalar<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self::of(LazyValue::deserialize(from)?.as_raw_cow()))
    }
}

/// The bytes as text that is safe to parse; where they are not UTF-8, the wrong ones are replaced
/// and the ledger says so. What is nested too deep is left out here.
pub(super) fn text<'b>(bytes: &'b [u8], record: RecordKind, out: &mut Out<'_>) -> Option<Str<'b>> {
    if !is_shallow(bytes) {
        out.drop(record, "", IssueKind::Unreadable, "nested too deep");
        return None;
    }
    let text = lossy(bytes);
    if matches!(text, Cow::Owned(_)) {
        out.keep(record, "", IssueKind::BadEncoding, "");
    }
    Some(text)
}

/// Whether about no more than [`DEEPEST`] lists and objects lie within each other. sonic-rs skips
/// values by recursion without a limit, so a text nested deep could end the stack.
pub(super) fn is_shallow(json: &[u8]) -> bool {
    json.len() <= SHORT || depth(json).is_some()
}

/// Whether a text that begins as a list or an object ends within it.
pub(super) fn is_cut_short(json: &[u8]) -> bool {
    let is_begun = matches!(json.trim_ascii_start().first(), Some(b'{' | b'['));
    is_begun && depth(json).is_some_and(|depth| depth > 0)
}

/// How many lists and objects are still open at the end; `None` where more than [`DEEPEST`] lie
/// within each other.
fn depth(json: &[u8]) -> Option<usize> {
    let (mut depth, mut rest) = (0_usize, json);
    while let Some((&byte, after)) = rest.split_first() {
        rest = match byte {
            b'"' => behind_string(after),
            b'[' | b'{' => {
                depth += 1;
                after
            }
            b']' | b'}' => {
                depth = depth.saturating_sub(1);
                after
            }
            _ => after,
        };
        if depth > DEEPEST {
            return None;
        }
    }
    Some(depth)
}

/// Deepest nesting that is read.
const DEEPEST: usize = 128;
/// Bytes that cannot nest too deep for any stack.
const SHORT: usize = 1024;

/// What follows the string whose inside begins here.
fn behind_string(mut inside: &[u8]) -> &[u8] {
    loop {
        let Some(at) = memchr::memchr2(b'"', b'\\', inside) else {
            return &[];
        };
        let is_escape = inside.get(at) == Some(&b'\\');
        inside = inside.get(at + 1 + usize::from(is_escape)..).unwrap_or_default();
        if !is_escape {
            return inside;
        }
    }
}

/// Where an error stands; what stands there is nobody's business.
pub(super) fn position(error: &sonic_rs::Error) -> String {
    format!("not JSON from line {} column {}", error.line(), error.column())
}

/// What becomes of a document that cannot be read to its end: where only its shape is another it is
/// an entry of the ledger, else it breaks off there.
pub(super) fn broken_off(
    error: &sonic_rs::Error,
    record: RecordKind,
    out: &mut Out<'_>,
) -> io::Result<()> {
    if error.is_unmatched_type() {
        out.drop(record, "", IssueKind::Unreadable, &position(error));
        return Ok(());
    }
    Err(broken(error))
}

/// The error of a document that breaks off.
pub(super) fn broken(error: &sonic_rs::Error) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, position(error))
}

/// A value of that shape, or none where it is missing, null or of another shape.
pub(super) fn shape<'a, T: Deserialize<'a>>(value: &Option<LazyValue<'a>>) -> Option<T> {
    match value.as_ref()?.as_raw_cow() {
        Cow::Borrowed(json) => sonic_rs::from_str(json).ok(),
        Cow::Owned(_) => None,
    }
}

/// The items of a list as raw JSON, up to where it breaks; none where it is no list.
pub(super) fn list<'a>(value: &Option<LazyValue<'a>>) -> Vec<&'a str> {
    let mut all = Vec::new();
    if let Some(value) = value
        && let Cow::Borrowed(json) = value.as_raw_cow()
        && json.starts_with('[')
    {
        let _ = items(
            json,
            |_| false,
            |_, item| {
                if let Cow::Borrowed(item) = item {
                    all.push(item);
                }
            },
        );
    }
    all
}

/// Goes through an object (or a list, which then has an empty key) and hands over, as raw JSON, each
/// item of each list that `wants`. What stands before a break is handed over, then comes the error.
/// False where nothing was wanted.
pub(super) fn items<'a>(
    json: &'a str,
    wants: impl Fn(&str) -> bool,
    mut each: impl FnMut(&str, Str<'a>),
) -> Result<bool, sonic_rs::Error> {
    let mut found = false;
    let top = Top { wants: &wants, each: &mut each, found: &mut found };
    top.deserialize(&mut sonic_rs::Deserializer::from_str(json))?;
    Ok(found)
}

struct Top<'f, W, E> {
    wants: &'f W,
    each: &'f mut E,
    found: &'f mut bool,
}

impl<'de, W: Fn(&str) -> bool, E: FnMut(&str, Str<'de>)> DeserializeSeed<'de> for Top<'_, W, E> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de, W: Fn(&str) -> bool, E: FnMut(&str, Str<'de>)> Visitor<'de> for Top<'_, W, E> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while let Some(key) = entries.next_key::<String>()? {
            if (self.wants)(&key) {
                *self.found = true;
                entries.next_value_seed(List { key: &key, each: self.each })?;
            } else {
                entries.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<(), A::Error> {
        *self.found = true;
        List { key: "", each: self.each }.visit_seq(items)
    }
}

/// One wanted list; null and a single object count as empty.
struct List<'f, E> {
    key: &'f str,
    each: &'f mut E,
}

impl<'de, E: FnMut(&str, Str<'de>)> DeserializeSeed<'de> for List<'_, E> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de, E: FnMut(&str, Str<'de>)> Visitor<'de> for List<'_, E> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }
    fn visit_unit<F>(self) -> Result<(), F> {
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element::<LazyValue<'de>>()? {
            (self.each)(self.key, item.as_raw_cow());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scalar_is_text_whatever_its_type() {
        for (json, text) in [
            (r#""plain""#, "plain"),
            (r#""a\n\"b\" \u043f\ud83d\ude00""#, "a\n\"b\" п😀"),
            (r#""half a pair \ud83d!""#, "half a pair \u{fffd}!"),
            ("1595", "1595"),
            ("true", "true"),
            ("null", ""),
            ("[1]", ""),
            (r#"{"a":1}"#, ""),
        ] {
            assert_eq!(sonic_rs::from_str::<Scalar>(json).unwrap().0, text, "{json}");
        }
    }

    #[test]
    fn an_id_survives_a_spreadsheet() {
        for (cell, id) in [
            ("1030820361033.0", "1030820361033"),
            ("1.5E+3", "1500"),
            ("c-1.5", "c-1.5"),
            ("2109.953441.TyDt23", "2109.953441.TyDt23"),
            ("-1", "-1"),
        ] {
            assert_eq!(Scalar(cell.into()).id(), id);
        }
    }

    #[test]
    fn items_before_a_break_are_handed_over() {
        let mut got = Vec::new();
        let json = r#"{"count":3,"tickets":[{"id":1},{"id":2},{"id"#;
        let end = items(json, |key| key == "tickets", |key, item| got.push(format!("{key}{item}")));
        assert!(end.is_err());
        assert_eq!(got, [r#"tickets{"id":1}"#, r#"tickets{"id":2}"#]);
        assert!(!items(r#"{"id":1}"#, |key| key == "tickets", |_, _| ()).unwrap());
    }

    #[test]
    fn a_document_cut_anywhere_is_cut_short() {
        let json = r#" {"a":[1,"]}",{"b":"\"}"}]}"#;
        assert!(!is_cut_short(json.as_bytes()));
        for end in 2..json.len() {
            assert!(is_cut_short(&json.as_bytes()[..end]), "{}", &json[..end]);
        }
        assert!(!is_cut_short(b"once (upon [a time"));
    }

    #[test]
    fn nesting_is_bounded_and_strings_do_not_nest() {
        for open in ["[", "{\"a\":", "{\"tickets\":[{\"x\":"] {
            assert!(!is_shallow(open.repeat(200_000).as_bytes()), "{open}");
            assert!(is_shallow(open.repeat(40).as_bytes()), "{open}");
        }
        assert!(is_shallow(
            format!(r#"{{"a":"{}\"{}"}}"#, "[".repeat(999), "{".repeat(999)).as_bytes()
        ));
        assert!(is_shallow("[]".repeat(999).as_bytes()));
    }
}
