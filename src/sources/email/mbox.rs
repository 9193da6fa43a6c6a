//! Takes an mbox file apart into mails.
//!
//! Four dialects of the format differ in what they do to a body's lines that begin with `From `
//! (RFC 4155 knows none of them); a line counts as a separator here where what follows it bears
//! that out, and the quoting of mboxrd and mboxo is taken off.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memmem};

use super::date::Written;

/// One mail of an mbox, without its separator.
#[derive(Debug)]
pub(super) struct Mail<'a> {
    /// Line of the separator within the piece, from 0.
    pub line: u32,
    /// The date in the separator: when the mail was delivered.
    pub delivered: Option<Written>,
    pub bytes: Cow<'a, [u8]>,
}

/// The mails of a piece in order.
#[derive(Debug)]
pub(super) struct Mails<'a> {
    rest: &'a [u8],
    line: u32,
}

impl<'a> Mails<'a> {
    /// The mails, and what stands before the first separator where that is more than empty lines.
    pub(super) fn of(piece: &'a [u8]) -> (&'a [u8], Self) {
        let (before, rest) = split_at_separator(piece, 0);
        (before.trim_ascii(), Self { rest, line: lines(before) })
    }
}

impl<'a> Iterator for Mails<'a> {
    type Item = Mail<'a>;

    fn next(&mut self) -> Option<Mail<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        let (separator, body) = first_line(self.rest);
        let (mail, rest) = split_at_separator(body, 1);
        let line = self.line;
        self.line = line.saturating_add(1).saturating_add(lines(mail));
        self.rest = rest;
        Some(Mail {
            line,
            delivered: Written::parse_separator(&String::from_utf8_lossy(separator)),
            bytes: unquoted(mail),
        })
    }
}

/// Whether the bytes begin as an mbox does.
pub(super) fn is_mbox(bytes: &[u8]) -> bool {
    is_separator(bytes.trim_ascii_start(), true)
}

fn lines(bytes: &[u8]) -> u32 {
    u32::try_from(memchr_iter(b'\n', bytes).count()).unwrap_or(u32::MAX)
}

/// The first line without its end, and what follows it.
fn first_line(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = memchr(b'\n', bytes).map_or(bytes.len(), |at| at + 1);
    let (line, rest) = bytes.split_at_checked(end).unwrap_or((bytes, &[]));
    (line.trim_ascii_end(), rest)
}

/// Splits before the first separator at or behind `from`.
fn split_at_separator(bytes: &[u8], from: usize) -> (&[u8], &[u8]) {
    let is_at = |at: usize| {
        let (before, after) = bytes.split_at_checked(at)?;
        let is_after_empty =
            before.is_empty() || before.ends_with(b"\n\n") || before.ends_with(b"\n\r\n");
        is_separator(after, is_after_empty).then_some((before, after))
    };
    let start = if from == 0 { is_at(0) } else { None };
    let mut later = memmem::find_iter(bytes, b"\nFrom ").filter_map(|at| is_at(at + 1));
    start.or_else(|| later.next()).unwrap_or((bytes, &[]))
}

/// Whether a mail begins here. A line with a date is one where a header follows; a line without is
/// one only behind an empty line and where two headers follow, one of them a mail's.
fn is_separator(bytes: &[u8], is_after_empty: bool) -> bool {
    if !bytes.starts_with(b"From ") {
        return false;
    }
    let (separator, rest) = first_line(bytes);
    let (first, rest) = first_line(rest);
    let (second, _) = first_line(rest);
    let first = header_name(first.strip_prefix(b">").unwrap_or(first));
    if Written::parse_separator(&String::from_utf8_lossy(separator)).is_some() {
        return first.is_some() || (is_after_empty && rest.is_empty());
    }
    let second = header_name(second);
    is_after_empty
        && first.is_some()
        && second.is_some()
        && [first, second].into_iter().flatten().any(is_mail_header)
}

/// The name of the header that a line holds.
pub(super) fn header_name(line: &[u8]) -> Option<&[u8]> {
    let name = line.get(..memchr(b':', line)?)?.trim_ascii_end();
    let is_name = !name.is_empty()
        && name.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    is_name.then_some(name)
}

/// Whether a header of that name is one that mails have and other texts do not begin with.
pub(super) fn is_mail_header(name: &[u8]) -> bool {
    const NAMES: [&str; 13] = [
        "Return-Path",
        "Received",
        "From",
        "To",
        "Date",
        "Subject",
        "Message-ID",
        "Delivered-To",
        "MIME-Version",
        "X-Original-To",
        "X-GM-THRID",
        "Reply-To",
        "DKIM-Signature",
    ];
    NAMES.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(name))
}

/// Takes one `>` off each line of `>`s before `From `.
fn unquoted(mail: &[u8]) -> Cow<'_, [u8]> {
    let is_quoted = |at: usize| {
        let before = mail.get(..at).unwrap_or_default();
        let quotes = before.iter().rev().take_while(|b| **b == b'>').count();
        before.len() == quotes || before.get(before.len() - quotes - 1) == Some(&b'\n')
    };
    let mut quotes = memmem::find_iter(mail, b">From ").filter(|at| is_quoted(*at)).peekable();
    if quotes.peek().is_none() {
        return Cow::Borrowed(mail);
    }
    let mut plain = Vec::with_capacity(mail.len());
    let mut done = 0;
    for quote in quotes {
        plain.extend_from_slice(mail.get(done..quote).unwrap_or_default());
        done = quote + 1;
    }
    plain.extend_from_slice(mail.get(done..).unwrap_or_default());
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mails(text: &str) -> Vec<(u32, bool, String)> {
        let mail = |m: Mail<'_>| {
            (m.line, m.delivered.is_some(), String::from_utf8_lossy(&m.bytes).into_owned())
        };
        Mails::of(text.as_bytes()).1.map(mail).collect()
    }

    #[test]
    fn mails_are_parted_and_their_lines_counted() {
        let text = "From a@b  Mon Oct 19 08:15:00 2026\nSubject: 1\n\none\n\n\
                    From c@d Mon Oct 19 09:15:00 2026 +0200\nSubject: 2\n\ntwo\n";
        let expected = [(0, true, "Subject: 1\n\none\n\n"), (5, true, "Subject: 2\n\ntwo\n")];
        assert_eq!(mails(text), expected.map(|(line, dated, mail)| (line, dated, mail.to_owned())));
        let crlf = text.replace('\n', "\r\n");
        assert_eq!(mails(&crlf).len(), 2);
    }

    #[test]
    fn a_body_line_is_no_separator() {
        let text = "From a@b  Mon Oct 19 08:15:00 2026\nSubject: 1\n\nHello\n\n\
                    From here on it is your turn.\nNote: soon.\n\nFrom Mon Oct 19 08:15:00 2026 on.\n";
        assert_eq!(mails(text).len(), 1);
    }

    #[test]
    fn a_separator_may_lack_its_date_or_the_empty_line_before_it() {
        let text = "From MAILER-DAEMON\nReceived: x\nSubject: 1\n\none\n\
                    From a@b  Mon Oct 19 08:15:00 2026\nSubject: 2\n\ntwo\n\n\
                    From - \nFrom: a@b\nDate: x\n\nthree\n";
        let lines: Vec<_> = mails(text).into_iter().map(|(line, dated, _)| (line, dated)).collect();
        assert_eq!(lines, [(0, false), (5, true), (10, false)]);
    }

    #[test]
    fn quoting_is_taken_off_once() {
        let text = "From a@b  Mon Oct 19 08:15:00 2026\nSubject: 1\n\n\
                    >From one\n>>From two\n> From three\na>From four\n";
        let body = &mails(text)[0].2;
        assert_eq!(body, "Subject: 1\n\nFrom one\n>From two\n> From three\na>From four\n");
    }

    #[test]
    fn what_stands_before_the_first_mail_is_told() {
        assert_eq!(Mails::of(b"\n\nFrom a@b  Mon Oct 19 08:15:00 2026\nTo: x\n\n").0, b"");
        assert_eq!(Mails::of(b"the end of\na mail\n").0, b"the end of\na mail");
    }
}
