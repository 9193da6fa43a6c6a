//! The mail parser, set to the headers that are read here.
//!
//! It is asked for headers and for single text parts, never for a whole mail: mails within mails
//! cost it stack and memory without bound, and attachments would be decoded for nothing.

use std::sync::LazyLock;

use mail_parser::{HeaderName, Message, MessageParser};

static PARSER: LazyLock<MessageParser> = LazyLock::new(|| {
    let raw = ["Auto-Submitted", "Precedence", "X-Auto-Response-Suppress", "List-Id", "List-Post"];
    let parser = MessageParser::new()
        .with_mime_headers()
        .with_message_ids()
        .header_address(HeaderName::From)
        .header_address(HeaderName::Sender)
        .header_address(HeaderName::To)
        .header_address(HeaderName::Cc)
        .header_raw(HeaderName::Date)
        .header_raw(HeaderName::Received)
        .header_raw(HeaderName::ReturnPath)
        .default_header_ignore();
    raw.into_iter().fold(parser, MessageParser::header_raw)
});

/// The headers at the beginning; `None` where there are none.
pub(super) fn headers(part: &[u8]) -> Option<Message<'_>> {
    PARSER
        .parse_headers(part)
        .filter(|mail| mail.parts.first().is_some_and(|part| !part.headers.is_empty()))
}

/// A part that is text by its headers, decoded.
pub(super) fn text_part(part: &[u8]) -> Option<Message<'_>> {
    PARSER.parse(part)
}
