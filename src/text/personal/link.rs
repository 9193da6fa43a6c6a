//! Links that open something by themselves.

use std::sync::LazyLock;

use regex::Regex;

use super::Found;
use super::kind::Kind;
use super::reading::Reading;

/// A link, which may lack its scheme if it has a path: up to what no link holds unescaped, such as a space or a Chinese character.
static LINK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:[a-z][a-z0-9+]{1,15}://|www\.|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,12}/)[a-z0-9._~:/?#\[\]@!$&'()*+,;=%|-]+").ok()
});

/// Names of parameters whose value lets in whoever has it.
const SECRETS: &[&str] = &[
    "token",
    "key",
    "auth",
    "sig",
    "signature",
    "secret",
    "session",
    "sid",
    "password",
    "passwd",
    "pwd",
    "pass",
    "reset",
    "otp",
    "jwt",
    "code",
    "ticket",
    "hash",
    "invite",
    "credential",
    "confirm",
    "verify",
];

/// A secret is at least so long; a page number and a language are shorter.
const SECRET: usize = 6;
/// A step of a path that is so long and mixes letters and digits is no title but a secret.
const MIXED: usize = 20;

/// What a token without a link is told by.
const TOKENS: &[&str] = &["bearer ", "eyj"];
/// A token after `Bearer` (RFC 6750), or three parts of a JSON web token (RFC 7519).
static TOKEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"bearer ([a-z0-9._~+/-]{16,}=*)|\b(eyj[a-z0-9_-]{8,}\.[a-z0-9_-]{4,}\.[a-z0-9_-]{4,})",
    )
    .ok()
});

/// Finds the links of a normalised text that carry a secret: a value of a parameter that is named as
/// one, a name and password before the host, or a long step of letters and digits mixed.
pub(super) fn links(reading: &Reading<'_>, found: &mut Vec<Found>) {
    let text = reading.text;
    if reading.digits > 0 && TOKENS.iter().any(|sign| text.contains(sign)) {
        for captures in TOKEN.iter().flat_map(|pattern| pattern.captures_iter(text)) {
            let part = captures.get(1).or_else(|| captures.get(2));
            found.extend(part.map(|part| Found { kind: Kind::Link, range: part.range() }));
        }
    }
    if !reading.has_link || !may_hold_link(text) {
        return;
    }
    for part in LINK.iter().flat_map(|pattern| pattern.find_iter(text)) {
        let link = part.as_str().trim_end_matches(['.', ',', '!', '?', ')', ']', ';', ':', '\'']);
        if has_secret(link) {
            let range = part.start()..part.start() + link.len();
            found.push(Found { kind: Kind::Link, range });
        }
    }
}

/// Whether a scheme's end, a `www.` or a domain's end with a path is in a text.
fn may_hold_link(text: &str) -> bool {
    let bytes = text.as_bytes();
    let ends_domain = |slash: usize| {
        let host = bytes.get(..slash).unwrap_or_default();
        let letters = host.iter().rev().take_while(|byte| byte.is_ascii_lowercase()).count();
        letters >= 2 && host.iter().rev().nth(letters) == Some(&b'.')
    };
    memchr::memchr_iter(b'/', bytes).any(|slash| ends_domain(slash) || is_scheme(bytes, slash))
        || memchr::memmem::find(bytes, b"www.").is_some()
}

/// Whether a slash is the first of a scheme's two.
fn is_scheme(bytes: &[u8], slash: usize) -> bool {
    let before = slash.checked_sub(1).and_then(|before| bytes.get(before));
    before == Some(&b':') && bytes.get(slash + 1) == Some(&b'/')
}

fn has_secret(link: &str) -> bool {
    let after = link.split_once("://").map_or(link, |(_, after)| after);
    let at = after.find(['/', '?', '#']).unwrap_or(after.len());
    let (host, path) = after.split_at_checked(at).unwrap_or_default();
    let has_user = host.contains('@');
    let parameters = path.split(['?', '&', '#', ';']).filter_map(|part| part.split_once('='));
    let mut named = parameters.filter(|(_, value)| value.len() >= SECRET);
    let steps = path.split(['/', '?', '&', '#', '=', ';']);
    has_user || named.any(|(name, _)| is_secret(name)) || steps.into_iter().any(is_mixed)
}

/// Whether a parameter's name, or the last word of it, is one of [`SECRETS`].
fn is_secret(name: &str) -> bool {
    SECRETS.iter().any(|secret| name.ends_with(secret) || name.starts_with(secret))
}

/// Whether a step is long and neither words nor a number.
fn is_mixed(step: &str) -> bool {
    let longest = step.split(['.', '-', '_']).max_by_key(|word| word.len()).unwrap_or_default();
    let digits = longest.bytes().filter(u8::is_ascii_digit).count();
    let is_uuid = step.len() == 36
        && step.split('-').count() == 5
        && step.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    is_uuid || (longest.len() >= MIXED && digits >= 2 && digits < longest.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Normal;

    fn link(text: &str) -> Option<&str> {
        let mut found = Vec::new();
        links(&Reading::of(&Normal::of(text), text).unwrap(), &mut found);
        found.first().map(|found| &text[found.range.clone()])
    }

    #[test]
    fn links_with_a_secret() {
        for secret in [
            "https://shop.example.com/reset?token=abcdefgh",
            "https://shop.example.com/a?lang=en&access_token=9f86d081",
            "https://shop.example.com/reset/9f86d081884c7d659a2feaa0c55ad015",
            "https://user:pa55@files.example.com/report.pdf",
            "www.example.com/login#sessionid=1234567",
            "https://a.example/v/3f2504e0-4f89-11d3-9a0c-0305e82c3301",
        ] {
            assert_eq!(link(&format!("看{secret}，谢谢")), Some(secret));
            assert_eq!(link(&format!("see {secret}.")), Some(secret));
        }
    }

    #[test]
    fn tokens_without_a_link() {
        assert_eq!(link("authorization: bearer 9f86d081884c7d65"), Some("9f86d081884c7d65"));
        let token = "eyjhbgcioijiuzi1nij9.eyjzdwiioiixmjm0.s5kxwr12";
        assert_eq!(link(&format!("header {token}, ok")), Some(token));
        assert_eq!(link("the bearer of order 12 came"), None);
    }

    #[test]
    fn links_to_a_page() {
        for text in [
            "https://shop.example.com/returns-and-refunds-2026-how-to-send-back",
            "https://shop.example.com/item/10423311002",
            "https://shop.example.com/search?q=charger&page=2",
            "www.example.com",
            "http://",
        ] {
            assert_eq!(link(text), None, "{text}");
        }
    }
}
