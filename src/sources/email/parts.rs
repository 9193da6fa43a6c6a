//! Finds among a mail's parts those that are its text.

use mail_parser::{ContentType, MimeHeaders};
use memchr::memmem;

use super::parser;

/// Parts within parts, at most; what lies deeper is not read.
const DEPTH: usize = 20;

/// A part that is text, with its headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TextPart<'a> {
    pub bytes: &'a [u8],
    pub is_html: bool,
}

/// The parts meant to be read, in order: of alternatives the plain one, else the HTML.
pub(super) fn texts(mail: &[u8]) -> Vec<TextPart<'_>> {
    let mut found = Vec::new();
    walk(mail, 0, false, &mut found);
    found
}

/// `in_digest` says that a part without a type is a mail.
fn walk<'a>(part: &'a [u8], depth: usize, in_digest: bool, found: &mut Vec<TextPart<'a>>) {
    let headers = parser::headers(part);
    let mime = headers.as_ref().and_then(|mail| mail.parts.first());
    let is_attached = |disposition: &ContentType<'_>| disposition.is_attachment();
    if mime.and_then(|mime| mime.content_disposition()).is_some_and(is_attached) {
        return;
    }
    let Some(kind) = mime.and_then(|mime| mime.content_type()) else {
        if !in_digest {
            found.push(TextPart { bytes: part, is_html: false });
        }
        return;
    };
    match (kind.ctype(), kind.subtype().unwrap_or_default()) {
        ("text", _) if depth > 0 && kind.has_attribute("name") => {}
        ("text", subtype @ ("plain" | "html")) => {
            found.push(TextPart { bytes: part, is_html: subtype == "html" });
        }
        ("multipart", subtype) if depth < DEPTH => {
            let inner = children(part, kind.attribute("boundary").unwrap_or_default());
            if subtype == "alternative" {
                let mut all = Vec::new();
                inner.for_each(|child| walk(child, depth + 1, false, &mut all));
                let has_plain = all.iter().any(|part| !part.is_html);
                found.extend(all.into_iter().filter(|part| part.is_html != has_plain));
            } else {
                inner.for_each(|child| walk(child, depth + 1, subtype == "digest", found));
            }
        }
        _ => {}
    }
}

/// The parts between the lines that begin with `--boundary`.
fn children<'a>(part: &'a [u8], boundary: &str) -> impl Iterator<Item = &'a [u8]> {
    let delimiter = [b"--", boundary.as_bytes()].concat();
    let mut rest = next_part(part, &delimiter).map(|(_, after)| after);
    std::iter::from_fn(move || {
        let here = rest?;
        let (child, after) = match next_part(here, &delimiter) {
            Some((child, after)) => (child, Some(after)),
            None => (here, None),
        };
        rest = after.filter(|after| !after.is_empty());
        Some(child)
    })
}

/// What stands before the next delimiter, and behind it; behind the last one nothing.
fn next_part<'a>(bytes: &'a [u8], delimiter: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let is_line_start = |at: &usize| *at == 0 || bytes.get(at.saturating_sub(1)) == Some(&b'\n');
    if delimiter.len() < 3 {
        return None;
    }
    for at in memmem::find_iter(bytes, delimiter).filter(is_line_start) {
        let (before, after) = bytes.split_at_checked(at)?;
        let after = after.get(delimiter.len()..)?;
        let end = memchr::memchr(b'\n', after).map_or(after.len(), |end| end + 1);
        let (line, after) = after.split_at_checked(end)?;
        let before = before.strip_suffix(b"\n").unwrap_or(before);
        let before = before.strip_suffix(b"\r").unwrap_or(before);
        match line.trim_ascii() {
            b"" => return Some((before, after)),
            b"--" => return Some((before, &[])),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The last line of each part.
    fn found(mail: &str) -> Vec<(bool, String)> {
        let last = |bytes: &[u8]| String::from_utf8_lossy(bytes).lines().last().unwrap().to_owned();
        texts(mail.as_bytes()).into_iter().map(|part| (part.is_html, last(part.bytes))).collect()
    }

    #[test]
    fn plain_text_is_preferred_and_attachments_are_left_out() {
        let mail = "Content-Type: multipart/mixed; boundary=m\n\npreamble\n--m\n\
            Content-Type: multipart/alternative; boundary=\"a b\"\n\n--a b\nContent-Type: text/plain\n\nplain\n\
            --a b\nContent-Type: multipart/related; boundary=r\n\n--r\nContent-Type: text/html\n\n<p>rich\n--r--\n\
            --a b--\n--m  \nContent-Type: text/plain; name=log.txt\n\nlog\n--m\n\
            Content-Disposition: attachment\n\nattached\n--m\n\nfooter\n--m--\nepilogue";
        assert_eq!(found(mail), [(false, "plain".into()), (false, "footer".into())]);
    }

    #[test]
    fn html_is_taken_where_it_is_alone() {
        let mail = "Content-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\nContent-Type: text/html\r\n\r\n<p>rich\r\n--a--\r\n";
        assert_eq!(found(mail), [(true, "<p>rich".into())]);
    }

    #[test]
    fn mails_within_mails_are_not_read() {
        for mail in [
            "Content-Type: message/rfc822\n\nSubject: x\n\ninner",
            "Content-Type: multipart/digest; boundary=d\n\n--d\n\nSubject: x\n\ninner\n--d--",
        ] {
            assert_eq!(found(mail), []);
        }
        let deep: String = (0..50_000)
            .map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n"))
            .collect();
        assert_eq!(texts(deep.as_bytes()), []);
    }

    #[test]
    fn a_part_without_end_is_read_to_the_end() {
        let mail = "Content-Type: multipart/mixed; boundary=m\n\n--m\n\none\n--mm\ntwo";
        assert_eq!(found(mail), [(false, "two".into())]);
        assert_eq!(found("Content-Type: multipart/mixed\n\none"), []);
    }
}
