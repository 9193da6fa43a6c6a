//! Rows of JSON: one object per line, or one array of objects.

use std::borrow::Cow;
use std::io;

use serde::Deserializer;

use super::array::Array;
use super::emit::Emitter;
use super::header::Header;
use super::keys::{Keys, Order};
use super::names::{is_array, names};
use super::object::Cells;
use super::plan::Plan;
use crate::sources::json::{broken, is_shallow};
use crate::sources::{Cut, Grounds, Head, Options, Piece, ReadError, Reader, Sink};

pub(super) fn recognise(head: &Head<'_>) -> Option<Grounds> {
    Header::open(names(head.bytes)).grounds(head.name, "objects name")
}

pub(super) fn open(head: &Head<'_>, options: &Options) -> Result<Box<dyn Reader>, ReadError> {
    let names = names(head.bytes);
    if names.is_empty() {
        return Err(ReadError::new(
            head.path,
            "no object with keys stands at its beginning",
            "write one JSON object per line, or one array of objects",
        ));
    }
    let mut header = Header::open(names);
    let plan = Plan::new(head, &mut header, options)?;
    let keys = Keys::new(&header, &plan.columns());
    let width = header.names().len();
    Ok(Box::new(Json { plan, keys, width, is_array: is_array(head.bytes) }))
}

struct Json {
    plan: Plan,
    keys: Keys,
    /// Columns that an object may fill.
    width: usize,
    is_array: bool,
}

impl Reader for Json {
    fn cut(&self) -> Cut {
        if self.is_array { Cut::Whole } else { Cut::Lines }
    }

    fn unit(&self) -> &'static str {
        if self.is_array { "item" } else { "line" }
    }

    fn read(&self, piece: &Piece<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut emitter = Emitter::new(&self.plan, piece.index, sink);
        if self.is_array {
            return self.array(piece.bytes, &mut emitter);
        }
        self.lines(piece.bytes, &mut emitter);
        Ok(())
    }
}

impl Json {
    fn lines(&self, bytes: &[u8], emitter: &mut Emitter<'_>) {
        let mut order = Order::new(&self.keys);
        let mut cells = Cells::new(self.width);
        let text = simdutf8::basic::from_utf8(bytes).ok();
        let (mut begin, mut line) = (0, 0_u32);
        while let Some(rest) = bytes.get(begin..).filter(|rest| !rest.is_empty()) {
            let end = begin + memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
            let object = bytes.get(begin..end).unwrap_or_default();
            let sound = match text {
                Some(text) => text.get(begin..end),
                None => std::str::from_utf8(object).ok(),
            };
            match sound {
                _ if object.trim_ascii_start().is_empty() => {}
                None => self.mended(line, object, &mut order, emitter),
                Some(sound) => match cells.read_line(sound, &mut order) {
                    Ok(()) => emitter.row(line, &cells),
                    Err(fault) => emitter.unreadable(line, &fault.to_string()),
                },
            }
            begin = end;
            line = line.saturating_add(1);
        }
    }

    /// A line with bytes that are no text: once more with those replaced.
    #[cold]
    fn mended(&self, line: u32, object: &[u8], order: &mut Order<'_>, emitter: &mut Emitter<'_>) {
        let text = String::from_utf8_lossy(object);
        let mut cells = Cells::new(self.width);
        match cells.read_line(&text, order) {
            Ok(()) => {
                emitter.mended(line);
                emitter.row(line, &cells);
            }
            Err(fault) => emitter.unreadable(line, &fault.to_string()),
        }
    }

    fn array(&self, bytes: &[u8], emitter: &mut Emitter<'_>) -> io::Result<()> {
        if !is_shallow(bytes) {
            emitter.unreadable(0, "nested too deep");
            return Ok(());
        }
        let text = String::from_utf8_lossy(bytes);
        if matches!(text, Cow::Owned(_)) {
            emitter.mended(0);
        }
        let mut seen = 0;
        let mut json = sonic_rs::Deserializer::from_str(&text);
        let array = Array {
            order: Order::new(&self.keys),
            cells: Cells::new(self.width),
            emitter: &mut *emitter,
            seen: &mut seen,
        };
        let end = json.deserialize_seq(array).and_then(|()| json.end());
        end.map_err(|error| broken(&error))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::path::Path;

    use super::super::testing::{options, read};
    use super::*;

    fn messages(content: impl AsRef<[u8]>, mapping: &str) -> Result<Vec<String>, String> {
        read("messages.ndjson", content.as_ref(), &options(mapping))
    }

    const HI: &str = r#"{"conversation_id":"c1","sent_at":"2026-10-19T09:00:00Z","text":"hi"}"#;
    const HI_READ: &str = "message conversation_id=c1 text=hi sent_at=2026-10-19T09:00:00Z";

    #[test]
    fn keys_come_in_any_order_with_unknown_ones_between() {
        let other = r#"{"x":{"y":[1,{"z":2}]},"text":"a \"b\"\n","sent_at":"2026-10-19T09:00:00Z","conversation_id":12345678901234567,"w":null}"#;
        assert_eq!(
            messages(format!("{HI}\n{other}\n{HI}\n"), "").unwrap(),
            [
                format!("0 {HI_READ}"),
                "1 message conversation_id=12345678901234567 text=a \"b\"\n sent_at=2026-10-19T09:00:00Z".into(),
                format!("2 {HI_READ}"),
            ]
        );
    }

    #[test]
    fn a_broken_line_is_one_issue_that_does_not_quote_it() {
        let text = format!(
            "{HI}\n\n  \n{{\"text\": secret}}\n\"hi\"\n{HI} {HI}\n{HI}\n{{\"conversation_id\":\"c1"
        );
        let read = messages(text, "").unwrap();
        assert_eq!(read[0], format!("0 {HI_READ}"));
        assert_eq!(read[4], format!("6 {HI_READ}"));
        for (index, line) in [(1, 3), (2, 4), (3, 5), (5, 7)] {
            let issue = format!("{line}! message unreadable dropped column ");
            assert!(read[index].starts_with(&issue), "{}", read[index]);
        }
        assert_eq!(read.len(), 6);
    }

    #[test]
    fn a_point_leads_into_a_nested_object() {
        let mapping = "[message]\nconversation_id = \"ticket.id\"\nauthor_id = \"user.name\"";
        let line = r#"{"ticket":{"id":7,"x":1},"sent_at":"2026-10-19T09:00:00Z","user":{"name":"ann"},"text":{}}"#;
        assert_eq!(
            messages(line, mapping).unwrap(),
            [
                "0! message text unreadable emptied an object",
                "0 message conversation_id=7 author_id=ann sent_at=2026-10-19T09:00:00Z",
            ]
        );
    }

    #[test]
    fn values_of_any_type_are_read() {
        let line = r#"{"conversation_id":7.0,"is_public":true,"tags":["vip",7,null],"talk_seconds":12.5,"status":"open","subject":null}"#;
        assert_eq!(
            read("conversations.ndjson", line.as_bytes(), &options("")).unwrap(),
            [
                "0 conversation conversation_id=7 is_public=true status=open talk_seconds=12.5 tags=vip|7"
            ]
        );
    }

    #[test]
    fn an_array_of_objects_is_read_item_by_item() {
        let text = format!("[\n {HI},\n 5,\n {HI},\n {{\"text\" 5}}, {HI}]");
        let read = messages(text, "").unwrap();
        assert_eq!(read[0], format!("0 {HI_READ}"));
        assert_eq!(read[1], "1! message unreadable dropped it is no object");
        assert_eq!(read[2], format!("2 {HI_READ}"));
        assert_eq!(read[3..], ["it is damaged or cut short; what stood before was read"]);
    }

    #[test]
    fn bytes_that_are_no_text_are_replaced_and_told() {
        let bytes = HI.replace("hi", "gr\u{1}n").into_bytes();
        let bytes: Vec<u8> = bytes.into_iter().map(|b| if b == 1 { 0xfc } else { b }).collect();
        let mended = HI_READ.replace("hi", "gr\u{fffd}n");
        let expected = ["0! message bad_encoding kept".to_owned(), format!("0 {mended}")];
        assert_eq!(messages(&bytes, "").unwrap(), expected);
        let array = [b"[", bytes.as_slice(), b"]"].concat();
        assert_eq!(messages(&array, "").unwrap(), expected);
    }

    #[test]
    fn what_holds_no_rows_is_refused_with_the_cure() {
        for text in ["{\n  \"messages\"", "[1, 2]", "{}\n"] {
            let refused = messages(text, "").unwrap_err();
            assert!(refused.ends_with("one array of objects"), "{text}: {refused}");
        }
        let refused = messages(r#"{"conversation_id":"c1","sentAt":1}"#, "").unwrap_err();
        assert!(
            refused.contains("no column `sent_at`, which a message needs (did you mean `sentAt`?)")
        );
    }

    #[test]
    fn a_packed_file_is_read_like_a_plain_one() {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(HI.as_bytes()).unwrap();
        let read = read("messages.ndjson.gz", &packed.finish().unwrap(), &options("")).unwrap();
        assert_eq!(read, [format!("0 {HI_READ}")]);
    }

    #[test]
    fn objects_of_known_fields_are_recognised() {
        let recognise = |text: &str| {
            let bytes = text.as_bytes();
            let head = Head { path: Path::new("x"), name: "x.json", bytes, is_whole: true };
            recognise(&head).map(|grounds| grounds.because)
        };
        let because = "its objects name 3 fields of a message";
        assert_eq!(recognise(HI).as_deref(), Some(because));
        assert_eq!(recognise("{\"id\":1}"), None);
    }
}
