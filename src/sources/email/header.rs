//! The headers that matter: who, to whom, when, in answer to what, and whether by machine.

use std::collections::HashSet;

use mail_parser::{Addr, Address, HeaderName, HeaderValue, Message};

/// Somebody's address in lower case, and name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Author {
    pub address: String,
    pub name: String,
}

/// A mail's headers.
#[derive(Debug, Default)]
pub(super) struct Headers<'m> {
    pub message_id: &'m str,
    /// The ids in `References`, then in `In-Reply-To`.
    pub answers: Vec<&'m str>,
    pub from: Option<Author>,
    /// Addresses in `To` and `Cc`, in lower case.
    pub to: Vec<String>,
    pub date: &'m str,
    /// The date in the topmost `Received`: when the mail reached the mailbox.
    pub received: &'m str,
    /// Sent by a program, not by a person.
    pub is_automatic: bool,
}

impl<'m> Headers<'m> {
    pub(super) fn of(mail: &'m Message<'_>) -> Self {
        let mut headers = Self::default();
        let mut sender = None;
        let mut references = Vec::new();
        let (mut is_bulk, mut is_from_list) = (false, false);
        let all = mail.parts.first().map(|part| part.headers.as_slice()).unwrap_or_default();
        for header in all {
            let text = header.value.as_text().unwrap_or_default();
            match &header.name {
                HeaderName::MessageId => {
                    headers.message_id = ids(&header.value).next().unwrap_or_default()
                }
                HeaderName::References => references.extend(ids(&header.value)),
                HeaderName::InReplyTo => headers.answers.extend(ids(&header.value)),
                HeaderName::From => headers.from = author(&header.value).or(headers.from),
                HeaderName::Sender => sender = author(&header.value),
                HeaderName::To | HeaderName::Cc => headers.to.extend(addresses(&header.value)),
                HeaderName::Date if headers.date.is_empty() => headers.date = text,
                HeaderName::Received if headers.received.is_empty() => {
                    headers.received = text.rsplit_once(';').map_or("", |(_, date)| date.trim());
                }
                HeaderName::ReturnPath => headers.is_automatic |= text == "<>",
                HeaderName::ListId | HeaderName::ListPost => is_from_list = true,
                HeaderName::Other(name) => {
                    headers.is_automatic |= is_automatic(name, text);
                    is_bulk |= name.eq_ignore_ascii_case("Precedence")
                        && text.eq_ignore_ascii_case("bulk");
                }
                _ => {}
            }
        }
        headers.is_automatic |= is_bulk && !is_from_list;
        headers.from = headers.from.or(sender);
        references.append(&mut headers.answers);
        let own = headers.message_id;
        let mut seen = HashSet::from([own]);
        references.retain(|id| seen.insert(*id));
        headers.answers = references;
        headers
    }
}

/// Whether a header says that no person wrote the mail (RFC 3834 and older customs).
fn is_automatic(name: &str, text: &str) -> bool {
    let word = text.split([';', '(', ' ']).next().unwrap_or_default();
    let is = |known: &str| name.eq_ignore_ascii_case(known);
    if is("Auto-Submitted") {
        !word.is_empty() && !word.eq_ignore_ascii_case("no")
    } else if is("X-Auto-Response-Suppress") {
        !word.is_empty() && !word.eq_ignore_ascii_case("none")
    } else {
        is("Precedence")
            && ["auto_reply", "auto-reply", "junk"]
                .iter()
                .any(|auto| word.eq_ignore_ascii_case(auto))
    }
}

/// The ids in a header, without what is none.
fn ids<'m>(value: &'m HeaderValue<'_>) -> impl Iterator<Item = &'m str> {
    let all = value.as_text_list().unwrap_or_default().iter();
    all.map(AsRef::as_ref).filter(|id| !id.is_empty() && !id.contains(char::is_whitespace))
}

fn author(value: &HeaderValue<'_>) -> Option<Author> {
    let first = value.as_address()?.first()?;
    let name = first.name().unwrap_or_default();
    Some(Author { address: address(first)?, name: name.to_owned() })
}

fn addresses(value: &HeaderValue<'_>) -> impl Iterator<Item = String> {
    value.as_address().into_iter().flat_map(Address::iter).filter_map(address)
}

/// The address, in lower case. List archives write `ann at shop.example`.
fn address(whose: &Addr<'_>) -> Option<String> {
    let written = whose.address().or_else(|| whose.name())?.trim().to_lowercase();
    let is_word = |word: &str| !word.is_empty() && !word.contains(char::is_whitespace);
    match written.split_once(" at ") {
        Some((local, domain)) if is_word(local) && is_word(domain) => {
            Some(format!("{local}@{domain}"))
        }
        _ => is_word(&written).then_some(written),
    }
}

#[cfg(test)]
mod tests {
    use super::super::parser;
    use super::*;

    fn with<T>(headers: &str, look: impl FnOnce(Headers<'_>) -> T) -> T {
        let text = format!("{headers}\n\nbody");
        look(Headers::of(&parser::headers(text.as_bytes()).unwrap()))
    }

    #[test]
    fn authors_by_address() {
        for (from, address, name) in [
            ("\"Anna Weber\" <Anna@Shop.example>", "anna@shop.example", "Anna Weber"),
            ("=?koi8-r?B?68HU0Q==?= <katya@mail.example>", "katya@mail.example", "Катя"),
            ("=?windows-1251?Q?=CA=E0=F2=FF?= <katya@mail.example>", "katya@mail.example", "Катя"),
            ("=?gb18030?B?zfW3vA==?= <wang@mail.example>", "wang@mail.example", "王芳"),
            ("ann at shop.example (=?utf-8?Q?=C3=85nn?=)", "ann@shop.example", "Ånn"),
            ("ann@shop.example (Ann)", "ann@shop.example", "Ann"),
            ("ann at shop.example", "ann@shop.example", "ann at shop.example"),
        ] {
            let author = with(&format!("From: {from}"), |headers| headers.from);
            let expected = Author { address: address.into(), name: name.into() };
            assert_eq!(author, Some(expected), "{from}");
        }
        assert_eq!(with("From: The desk", |headers| headers.from), None);
    }

    #[test]
    fn answered_ids_are_all_given_once() {
        let headers = "Message-ID: <d@x>\nReferences: <a@x> <b@x>\n\t<c@x><a@x> <d@x>\n\
                       In-Reply-To: <c@x> (Ann's message of \"Mon, 19 Oct\")";
        with(headers, |headers| {
            assert_eq!(headers.message_id, "d@x");
            assert_eq!(headers.answers, ["a@x", "b@x", "c@x"]);
        });
        with("Message-Id:\nIn-Reply-To: Your message of Monday", |headers| {
            assert_eq!((headers.message_id, headers.answers.len()), ("", 0));
        });
    }

    #[test]
    fn programs_and_people() {
        for (header, is_automatic) in [
            ("Auto-Submitted: auto-replied; owner-email=\"a@b\"", true),
            ("Auto-Submitted: auto-generated", true),
            ("Auto-Submitted: no", false),
            ("auto-submitted: No (a person)", false),
            ("X-Auto-Response-Suppress: OOF, DR", true),
            ("X-Auto-Response-Suppress: None", false),
            ("Precedence: auto_reply", true),
            ("Precedence: bulk", true),
            ("Precedence: bulk\nList-Id: <talk.shop.example>", false),
            ("Precedence: list", false),
            ("Return-Path: <>", true),
            ("Return-Path: <ann@shop.example>", false),
        ] {
            assert_eq!(with(header, |headers| headers.is_automatic), is_automatic, "{header}");
        }
    }
}
