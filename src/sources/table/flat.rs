//! The common line of JSON, one object of plain values, read straight through.
//!
//! Where a line holds anything else (an object or a list within, what is no JSON), this says so and
//! the careful way decides. What is read here is read the same there.

use super::cell::Cell;
use super::keys::Order;
use super::object::{Cells, Stored};

/// Most digits that surely fit a whole number.
const DIGITS: usize = 18;

/// Reads the object of a line into cells; false where it is not flat or not JSON. The cells then
/// hold some of it.
pub(super) fn read<'a>(line: &'a str, order: &mut Order<'_>, cells: &mut Cells<'a>) -> bool {
    Line { text: line, at: 0 }.object(order, cells).is_some()
}

/// A line and how far it was read. All methods return `None` where it is not flat.
struct Line<'a> {
    text: &'a str,
    at: usize,
}

/// The text between two quotes.
enum Quoted<'a> {
    Plain(&'a str),
    /// With escapes, and still in its quotes.
    Escaped(&'a str),
}

impl<'a> Line<'a> {
    fn object(&mut self, order: &mut Order<'_>, cells: &mut Cells<'a>) -> Option<()> {
        if has_controls(self.text.trim_ascii()) {
            return None;
        }
        self.take(b'{')?;
        for place in 0.. {
            let key = self.key(order.expected(place))?;
            let wanted = order.find(place, key);
            self.take(b':')?;
            let stored = self.value()?;
            if let Some(wanted) = wanted {
                cells.put(wanted.column, stored);
            }
            match self.next()? {
                b',' => {}
                b'}' => break,
                _ => return None,
            }
        }
        self.rest().trim_ascii().is_empty().then_some(())
    }

    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// The next byte that is no white space.
    fn next(&mut self) -> Option<u8> {
        let rest = self.rest();
        let space = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        self.at += space + 1;
        rest.get(space).copied()
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        (self.next()? == byte).then_some(())
    }

    /// A key; the one expected is only compared.
    fn key(&mut self, expected: &str) -> Option<&'a str> {
        self.take(b'"')?;
        let begin = self.at;
        let rest = self.rest();
        if rest.starts_with(expected.as_bytes()) && rest.get(expected.len()) == Some(&b'"') {
            self.at += expected.len() + 1;
            return self.text.get(begin..begin + expected.len());
        }
        match self.quoted()? {
            Quoted::Plain(key) => Some(key),
            Quoted::Escaped(_) => None,
        }
    }

    /// What stands up to the closing quote; the opening one is read.
    fn quoted(&mut self) -> Option<Quoted<'a>> {
        let (begin, rest) = (self.at, self.rest());
        let mut len = memchr::memchr2(b'"', b'\\', rest)?;
        if rest.get(len) == Some(&b'"') {
            self.at += len + 1;
            return self.text.get(begin..begin + len).map(Quoted::Plain);
        }
        while rest.get(len) == Some(&b'\\') {
            len += 2;
            len += memchr::memchr2(b'"', b'\\', rest.get(len..)?)?;
        }
        self.at += len + 1;
        self.text.get(begin - 1..begin + len + 1).map(Quoted::Escaped)
    }

    fn value(&mut self) -> Option<Stored<'a>> {
        if self.next()? == b'"' {
            return Some(match self.quoted()? {
                Quoted::Plain(text) => Stored::Cell(Cell::Text(text)),
                Quoted::Escaped(text) => Stored::Text(sonic_rs::from_str(text).ok()?),
            });
        }
        let begin = self.at - 1;
        let is_over = |byte: &u8| matches!(byte, b',' | b'}' | b' ' | b'\t' | b'\r' | b'\n');
        self.at += self.rest().iter().position(is_over)?;
        Some(Stored::Cell(match self.text.get(begin..self.at)? {
            "null" => Cell::Empty,
            "true" => Cell::Flag(true),
            "false" => Cell::Flag(false),
            number => whole(number)?,
        }))
    }
}

/// A whole number without ado.
fn whole(text: &str) -> Option<Cell<'static>> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_plain = match digits.as_bytes() {
        [b'0'] => text == digits,
        [b'1'..=b'9', ..] => digits.len() <= DIGITS,
        _ => false,
    };
    text.parse().ok().filter(|_| is_plain).map(Cell::Integer)
}

/// Whether any byte may not stand in JSON's text as it is.
fn has_controls(text: &str) -> bool {
    text.bytes().fold(false, |has, byte| has | (byte < b' '))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::cell::Row;
    use super::super::header::Header;
    use super::super::keys::Keys;
    use super::*;

    const NAMES: [&str; 4] = ["id", "at", "text", "n"];

    /// The cells of a line as both ways read it; none where the way does not.
    fn both(line: &str) -> (Option<String>, Option<String>) {
        let header = Header::closed(NAMES.map(str::to_owned).to_vec());
        let keys = Keys::new(&header, &[0, 1, 2, 3]);
        let shown = |cells: &Cells<'_>| {
            let all: Vec<_> = (0..4).map(|column| format!("{:?}", cells.cell(column))).collect();
            all.join(" ")
        };
        let (mut flat, mut careful) = (Cells::new(4), Cells::new(4));
        // The second time, keys are expected in the order they had.
        let mut order = Order::new(&keys);
        let is_flat = read(line, &mut order, &mut flat) && read(line, &mut order, &mut flat);
        let is_json = careful.read(line.as_bytes(), &mut Order::new(&keys)).is_ok();
        (is_flat.then(|| shown(&flat)), is_json.then(|| shown(&careful)))
    }

    #[test]
    fn plain_lines_are_flat() {
        for line in [
            r#"{"id": "c1", "at":"2026-10-19","text":"a \"b\" \u00e9\\", "n":-12 ,"x":null}"#,
            "{\"id\":\"\",\"n\":0,\"n\":7,\"other\":true}\r\n",
            "\t{\"text\":\"грустно 好的\",\"at\":null}  \n",
        ] {
            let (flat, careful) = both(line);
            assert!(flat.is_some(), "{line}");
            assert_eq!(flat, careful, "{line}");
        }
    }

    #[test]
    fn what_is_not_flat_or_not_json_is_left_to_the_careful_way() {
        for line in [
            "{}",
            "{",
            "[1]",
            "5",
            "",
            "{\"id\":}",
            "{\"id\":1,}",
            "{\"id\":01}",
            "{\"id\":-}",
            "{\"id\":1} 2",
            "{\"id\":nul}",
            "{\"id\":\"a\tb\"}",
            "{\"id\":\"\\x\"}",
            "{\"id\"1}",
            "{\"id\":\"a}",
            "{\"i\\u0064\":1}",
            "{\"id\":{\"x\":1}}",
            "{\"id\":[1,2]}",
            "{\"id\":1.5}",
            "{\"id\":12345678901234567890}",
            "{\"id\":1e3}",
            "{\"id\":+1}",
        ] {
            assert_eq!(both(line).0, None, "{line}");
        }
    }

    proptest! {
        /// Of lines near JSON, what is flat is JSON and says the same.
        #[test]
        fn both_ways_agree(
            parts in prop::collection::vec(prop::sample::select(vec![
                "{", "}", "\"id\"", "\"text\"", ":", ",", "\"a\"", "\"\\n\\u0416\"", "1", "-0", "0",
                "-17", "null", "true", " ", "\t", "\"", "\\", "é", "{\"x\":1}", "[]", "1.5", "\"x\"",
                "\"id\":\"c\"", "\"n\":5,", "\"text\":\"б\"",
            ]), 0..9),
            is_object in any::<bool>(),
        ) {
            let line = if is_object { format!("{{{}}}", parts.concat()) } else { parts.concat() };
            let (flat, careful) = both(&line);
            if let Some(flat) = flat {
                prop_assert_eq!(Some(flat), careful, "{}", line);
            }
        }
    }
}
