//! One message of a chat: its fields as they stand, and its text without formatting.

use chrono::{LocalResult, TimeZone};

use super::super::json::Scalar;
use super::super::out::Out;
use super::super::time::{Clock, parse_local};
use crate::model::{Instant, IssueKind, RecordKind, Str};

/// The fields of a message that matter here.
#[derive(Debug, Default)]
pub(super) struct Raw<'a> {
    /// `message` or `service`.
    pub kind: Str<'a>,
    pub id: Str<'a>,
    pub date: Str<'a>,
    pub date_unixtime: Str<'a>,
    /// The author's name; empty for a deleted account.
    pub from: Str<'a>,
    /// `user123`, `channel123`; older exports have the bare number.
    pub from_id: Str<'a>,
    pub reply_to: Str<'a>,
    pub text: Str<'a>,
}

impl<'a> Raw<'a> {
    pub(super) fn parse(json: &'a str) -> Result<Self, sonic_rs::Error> {
        let mut raw = Self::default();
        for entry in sonic_rs::to_object_iter(json) {
            let (key, value) = entry?;
            let value = value.as_raw_cow();
            let slot = match key.as_ref() {
                "type" => &mut raw.kind,
                "id" => &mut raw.id,
                "date" => &mut raw.date,
                "date_unixtime" => &mut raw.date_unixtime,
                "from" => &mut raw.from,
                "from_id" => &mut raw.from_id,
                "reply_to_message_id" => &mut raw.reply_to,
                "text" => {
                    let text = text(value);
                    if !text.is_empty() {
                        raw.text = text;
                    }
                    continue;
                }
                _ => continue,
            };
            *slot = Scalar::of(value).0;
        }
        Ok(raw)
    }

    /// When it was sent: by the export's instant, else by its local time. Where a clock change
    /// repeats the local hour, the reading that does not go back behind `previous`. `None`, and in
    /// the ledger, where neither can be read.
    pub(super) fn sent_at(
        &self,
        clock: &Clock,
        previous: Option<Instant>,
        out: &mut Out<'_>,
    ) -> Option<Instant> {
        let (record, field) = (RecordKind::Message, "sent_at");
        let unix = self.date_unixtime.parse().ok().and_then(Instant::from_unix_seconds);
        if unix.is_some() {
            return unix;
        }
        let at = clock.read(&self.date);
        match at {
            None if self.date.is_empty() && self.date_unixtime.is_empty() => {
                out.drop(record, field, IssueKind::MissingField, "");
            }
            None => out.drop(record, field, IssueKind::BadTime, &self.date),
            Some(_) if !self.date_unixtime.is_empty() => {
                out.keep(record, field, IssueKind::BadTime, &self.date_unixtime);
            }
            Some(_) => {}
        }
        let (at, is_local) = at?;
        if !is_local {
            return Some(at);
        }
        out.zone_used(record, field);
        let is_back = previous.is_some_and(|previous| at < previous);
        match parse_local(&self.date).map(|local| clock.zone.from_local_datetime(&local)) {
            Some(LocalResult::Ambiguous(_, second)) if is_back => {
                Some(Instant(second.timestamp_micros()))
            }
            _ => Some(at),
        }
    }

    /// Who wrote it: `user123`, or the name where there is no id.
    pub(super) fn author(&self) -> Str<'a> {
        if self.from_id.is_empty() {
            self.from.clone()
        } else if self.from_id.bytes().all(|b| b.is_ascii_digit()) {
            format!("user{}", self.from_id).into()
        } else {
            self.from_id.clone()
        }
    }
}

/// The text: a string, or a list of strings and formatted parts.
fn text(json: Str<'_>) -> Str<'_> {
    if !json.starts_with('[') {
        return Scalar::of(json).0;
    }
    let mut whole = String::new();
    let mut after_formatted = false;
    for part in sonic_rs::to_array_iter(json.as_ref()).map_while(Result::ok) {
        let part = part.as_raw_cow();
        let is_formatted = part.starts_with('{');
        let (kind, words) =
            if is_formatted { formatted(&part) } else { (Str::default(), Scalar::of(part).0) };
        let is_glued = after_formatted && kind == "link" && !whole.ends_with(char::is_whitespace);
        if is_glued && !whole.is_empty() {
            whole.push(' ');
        }
        whole.push_str(&words);
        after_formatted = is_formatted;
    }
    Str::Owned(whole)
}

/// The kind and the words of a formatted part.
fn formatted(json: &str) -> (Str<'_>, Str<'_>) {
    let (mut kind, mut words) = (Str::default(), Str::default());
    for (key, value) in sonic_rs::to_object_iter(json).map_while(Result::ok) {
        let value = || Scalar::of(value.as_raw_cow()).0;
        match key.as_ref() {
            "type" => kind = value(),
            "text" => words = Some(value()).filter(|text| !text.is_empty()).unwrap_or(words),
            _ => {}
        }
    }
    (kind, words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(json: &str) -> String {
        Raw::parse(&format!("{{\"text\":{json}}}")).unwrap().text.into_owned()
    }

    #[test]
    fn text_is_a_string_or_a_list_of_parts() {
        assert_eq!(text_of(r#""Где \"заказ\"?""#), "Где \"заказ\"?");
        assert_eq!(text_of(r#"["See ",{"type":"bold","text":"this"},"."]"#), "See this.");
        let glued =
            r#"[{"type":"bold","text":"Link:"},{"type":"link","text":"https://shop.example"}]"#;
        assert_eq!(text_of(glued), "Link: https://shop.example");
        assert_eq!(text_of(r#"["(",{"type":"link","text":"shop.example"},")"]"#), "(shop.example)");
        assert_eq!(
            text_of(r#"[{"type":"bold","text":"He"},{"type":"italic","text":"llo"}]"#),
            "Hello"
        );
        assert_eq!(text_of("null"), "");
    }

    #[test]
    fn of_two_texts_the_last_that_says_something_counts() {
        assert_eq!(Raw::parse(r#"{"text":"one","text":"two","text":""}"#).unwrap().text, "two");
        assert_eq!(text_of(r#"[{"text":"","type":"bold","text":"b"}]"#), "b");
    }

    #[test]
    fn authors_go_by_id_then_by_name() {
        let author = |json: &str| Raw::parse(json).unwrap().author().into_owned();
        assert_eq!(author(r#"{"from":"Olga","from_id":"user7"}"#), "user7");
        assert_eq!(author(r#"{"from":"Olga","from_id":4359}"#), "user4359");
        assert_eq!(author(r#"{"from":"Olga"}"#), "Olga");
        assert_eq!(author(r#"{"from":null,"from_id":"channel5"}"#), "channel5");
        assert_eq!(author(r#"{"from":null}"#), "");
    }

    #[test]
    fn what_is_no_object_is_an_error() {
        for json in ["5", "[1]", "{\"id\":", "\"x\""] {
            assert!(Raw::parse(json).is_err(), "{json}");
        }
    }
}
