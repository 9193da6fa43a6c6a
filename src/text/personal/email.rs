//! Addresses of electronic mail.

use std::sync::LazyLock;

use regex::Regex;

use super::Found;
use super::kind::Kind;
use super::reading::Reading;

/// A local part, an at sign, and a domain of two labels or more, in Latin or Cyrillic letters.
///
/// Of what RFC 5322 allows, quoted local parts and addresses in digits are left out: nobody writes them
/// to a shop. Chinese characters end an address, as Chinese is written without spaces.
static EMAIL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        [\p{Latin}\p{Cyrillic}0-9] [\p{Latin}\p{Cyrillic}0-9.!\#$%&'*+/=?^_`{|}~-]{0,63}
        \ ?@\ ?
        [\p{Latin}\p{Cyrillic}0-9-]{1,63} (?: \. [\p{Latin}\p{Cyrillic}0-9-]{1,63} )*
        \. (?: xn--[a-z0-9-]{2,59} | [\p{Latin}\p{Cyrillic}]{2,24} )",
    )
    .ok()
});

/// The same as a link writes it, with `%40` for the sign.
static ESCAPED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"[a-z0-9][a-z0-9._+-]{0,63}%40[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*\.[a-z]{2,24}")
        .ok()
});

/// Finds the addresses of a normalised text.
pub(super) fn emails(reading: &Reading<'_>, found: &mut Vec<Found>) {
    let text = reading.text;
    if memchr::memmem::find(text.as_bytes(), b"%40").is_some() {
        let all = ESCAPED.iter().flat_map(|pattern| pattern.find_iter(text));
        found.extend(all.map(|part| Found { kind: Kind::Email, range: part.range() }));
    }
    if !reading.has_at {
        return;
    }
    let all = EMAIL.iter().flat_map(|pattern| pattern.find_iter(text));
    found.extend(all.map(|part| Found { kind: Kind::Email, range: part.range() }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Normal;

    fn email(text: &str) -> Option<&str> {
        let mut found = Vec::new();
        emails(&Reading::of(&Normal::of(text), text).unwrap(), &mut found);
        found.first().map(|found| &text[found.range.clone()])
    }

    #[test]
    fn addresses() {
        assert_eq!(
            email("write to ivan.petrov+shop@mail.example.com."),
            Some("ivan.petrov+shop@mail.example.com")
        );
        assert_eq!(email("<a@b.co>, thanks"), Some("a@b.co"));
        assert_eq!(email("我的邮箱是li.wei@qq.com谢谢"), Some("li.wei@qq.com"));
        assert_eq!(email("почта иван@почта.рф"), Some("иван@почта.рф"));
        assert_eq!(email("o'neil_99@x-y.org"), Some("o'neil_99@x-y.org"));
        assert_eq!(email("a.b@xn--80a1acny.xn--p1ai"), Some("a.b@xn--80a1acny.xn--p1ai"));
        assert_eq!(email("https://a.example/?email=ann%40b.example&x=1"), Some("ann%40b.example"));
        assert_eq!(email("ivan @ mail.ru"), Some("ivan @ mail.ru"));
    }

    #[test]
    fn no_addresses() {
        for text in ["@shop where is it", "5 @ 12.50", "user@localhost", "a@b", "@@", "me@1.2"] {
            assert_eq!(email(text), None, "{text}");
        }
    }
}
