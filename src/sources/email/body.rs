//! The text of a mail's body: the parts meant to be read, in their encodings.

use std::borrow::Cow;

use encoding_rs::Encoding as Charset;
use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode};
use mail_parser::{Encoding, Message, MessagePart, MimeHeaders, PartType};

use super::{html, parser, parts, quote};

/// What a mail says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Body {
    /// The author's own words.
    pub text: String,
    /// The name of an encoding that some of the bytes were not in; empty where none was named.
    pub wrong: Option<String>,
}

impl Body {
    pub(super) fn of(mail: &[u8]) -> Self {
        let mut texts = Vec::new();
        let mut wrong = None;
        for found in parts::texts(mail) {
            let Some(parsed) = parser::text_part(found.bytes) else {
                continue;
            };
            let Some(part) = parsed.parts.first() else {
                continue;
            };
            let (PartType::Text(read) | PartType::Html(read)) = &part.body else {
                continue;
            };
            let charset = attribute(part, "charset").unwrap_or_default();
            let text = mended(&parsed, part, read, charset);
            if wrong.is_none() && text.contains(char::REPLACEMENT_CHARACTER) {
                wrong = Some(charset.to_owned());
            }
            texts.push(match () {
                () if found.is_html => html::text(&text),
                () if is_flowed(part) => unfolded(&text, attribute(part, "delsp")),
                () => text.into_owned(),
            });
        }
        Self { text: quote::own_words(&texts.join("\n")), wrong }
    }
}

fn attribute<'m>(part: &'m MessagePart<'_>, name: &str) -> Option<&'m str> {
    part.content_type()?.attribute(name)
}

/// The part's text; decoded here where the parser does not know its charset by that name.
fn mended<'m>(
    mail: &Message<'_>,
    part: &MessagePart<'_>,
    read: &'m str,
    charset: &str,
) -> Cow<'m, str> {
    let is_whole = !read.contains(char::REPLACEMENT_CHARACTER);
    if is_whole || charset_decoder(charset.as_bytes()).is_some() {
        return Cow::Borrowed(read);
    }
    let Some(known) = Charset::for_label(charset.trim().as_bytes()) else {
        return Cow::Borrowed(read);
    };
    let raw = mail.raw_message.get(part.offset_body as usize..part.offset_end as usize);
    let raw = raw.unwrap_or_default();
    let bytes = match part.encoding {
        Encoding::None => Some(Cow::Borrowed(raw)),
        Encoding::Base64 => base64_decode(raw).map(Cow::Owned),
        Encoding::QuotedPrintable => quoted_printable_decode(raw).map(Cow::Owned),
    };
    let decoded = |bytes: Cow<'_, [u8]>| known.decode(&bytes).0.into_owned();
    bytes.map_or(Cow::Borrowed(read), |bytes| Cow::Owned(decoded(bytes)))
}

fn is_flowed(part: &MessagePart<'_>) -> bool {
    attribute(part, "format").is_some_and(|format| format.eq_ignore_ascii_case("flowed"))
}

/// Lines that a program broke are made whole again (RFC 3676); quoted ones are left as they are.
fn unfolded(text: &str, delsp: Option<&str>) -> String {
    let deletes_space = delsp.is_some_and(|delsp| delsp.eq_ignore_ascii_case("yes"));
    let mut whole = String::with_capacity(text.len());
    for line in text.lines() {
        let is_quoted = line.starts_with('>');
        let line = line.strip_prefix(' ').unwrap_or(line);
        let goes_on = line.ends_with(' ') && line != "-- " && !is_quoted;
        if is_quoted && !whole.is_empty() && !whole.ends_with('\n') {
            whole.push('\n');
        }
        let kept = if goes_on && deletes_space { line.strip_suffix(' ') } else { None };
        whole.push_str(kept.unwrap_or(line));
        if !goes_on {
            whole.push('\n');
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(charset: &str, bytes: &[u8]) -> Body {
        let head = format!("Content-Type: text/plain; charset={charset}\n\n");
        Body::of(&[head.as_bytes(), bytes].concat())
    }

    #[test]
    fn encodings_of_russian_and_chinese_mail() {
        for (charset, text) in [
            ("koi8-r", "Где мой заказ?"),
            ("windows-1251", "Где мой заказ?"),
            ("cp1251", "Где мой заказ?"),
            ("x-cp1251", "Где мой заказ?"),
            ("gb18030", "我的订单在哪里?"),
            ("gb2312", "我的订单在哪里?"),
            ("big5", "我的訂單在哪裡?"),
            ("iso-2022-jp", "注文はどこですか"),
            ("utf-8", "Wo ist – 在"),
        ] {
            let (bytes, _, failed) = Charset::for_label(charset.as_bytes()).unwrap().encode(text);
            assert!(!failed);
            assert_eq!(
                encoded(charset, &bytes),
                Body { text: text.into(), wrong: None },
                "{charset}"
            );
        }
    }

    #[test]
    fn bytes_that_are_not_in_the_encoding_are_told() {
        assert_eq!(encoded("x-martian", b"caf\xe9").wrong.as_deref(), Some("x-martian"));
        assert_eq!(encoded("utf-8", b"caf\xe9").wrong.as_deref(), Some("utf-8"));
        assert_eq!(encoded("x-martian", b"cafe").wrong, None);
        assert_eq!(Body::of(b"Subject: x\n\ncaf\xe9").wrong.as_deref(), Some(""));
    }

    #[test]
    fn html_alone_becomes_text() {
        let mail = "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n\
            PGRpdj7QlNCwPC9kaXY+PGRpdj7QvdC10YI8L2Rpdj4=\n";
        assert_eq!(Body::of(mail.as_bytes()).text, "Да\nнет");
    }

    #[test]
    fn flowed_lines_are_joined() {
        let mail = "Content-Type: text/plain; format=flowed\n\nThe lamp \nis broken.\n\n From here\n-- \nJack\n";
        assert_eq!(Body::of(mail.as_bytes()).text, "The lamp is broken.\n\nFrom here\n--\nJack");
    }

    #[test]
    fn line_ends_are_line_feeds() {
        assert_eq!(Body::of(b"Subject: x\r\n\r\none\r\ntwo\r\n").text, "one\ntwo");
    }
}
