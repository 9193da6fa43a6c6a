//! Numbers of the Chinese state: identity card and passport.

use std::sync::LazyLock;

use regex::Regex;

use super::Found;
use super::kind::Kind;
use super::numbers::weighted;
use super::reading::Reading;

/// Eighteen signs in the form of an identity number, wherever a digit or letter does not go on.
static IDENTITY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[1-8]\d{5}[ -]?(?:18|19|20)\d{2}[ -]?\d{4}[ -]?\d{3}[\dx]").ok());

/// A passport's number near a word for it, as it has no check digit: `G12345678`, `EA1234567`.
static PASSPORT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:护照|passport|паспорт\p{L}*)[^\d\n.!?。]{0,20}?([a-z][a-z]?\d{7,8})").ok()
});

/// Finds the resident identity numbers of a normalised text: 6 digits of a region, a day of birth, 3
/// digits of order and a check sign, which is a digit or X (GB 11643-1999).
pub(super) fn identities(reading: &Reading<'_>, found: &mut Vec<Found>) {
    let text = reading.text;
    for part in IDENTITY.iter().flat_map(|pattern| pattern.find_iter(text)) {
        if is_identity(part.as_str()) && stands_alone(text, part.start(), part.end()) {
            found.push(Found { kind: Kind::ChineseIdentity, range: part.range() });
        }
    }
}

/// Finds the Chinese passports of a normalised text: one letter and eight digits, or two letters and
/// seven.
pub(super) fn passports(reading: &Reading<'_>, found: &mut Vec<Found>) {
    let text = reading.text;
    let has_digits = reading.groups.iter().any(|group| matches!(group.len(), 7..=8));
    if !has_digits || !["护照", "passport", "паспорт"].iter().any(|word| text.contains(word))
    {
        return;
    }
    for captures in PASSPORT.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let Some(part) = captures.get(1).filter(|part| part.len() == 9) else { continue };
        if stands_alone(text, part.start(), part.end()) {
            found.push(Found { kind: Kind::ChinesePassport, range: part.range() });
        }
    }
}

/// Signs of a unified social credit number, in the order of their values.
const CREDIT_SIGNS: &[u8] = b"0123456789abcdefghjklmnpqrtuwxy";

/// Eighteen such signs: what registers, what kind, a region of six digits.
static CREDIT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[1-9a-y][0-9a-y]\d{6}[0-9a-hj-npqrtuwxy]{10}").ok());
/// A taxpayer's number in its older forms, next to a word for it.
static TAXPAYER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:税号|纳税人识别号|纳税识别号|识别号|信用代码)[^0-9a-z\n。]{0,8}([0-9a-z]{15,20})",
    )
    .ok()
});

/// Finds the unified social credit numbers of a normalised text by their check sign (GB 32100-2015), and
/// taxpayers' numbers of 15 to 20 signs that are called so.
pub(super) fn taxpayers(reading: &Reading<'_>, found: &mut Vec<Found>) {
    let text = reading.text;
    if !reading.groups.iter().any(|group| group.len() >= 6) {
        return;
    }
    let credit = CREDIT.iter().flat_map(|pattern| pattern.find_iter(text));
    let credit = credit.filter(|part| is_credit(part.as_str())).map(|part| part.range());
    let called = TAXPAYER.iter().flat_map(|pattern| pattern.captures_iter(text));
    let called = called.filter_map(|one| Some(one.get(1)?.range()));
    let has_digits = |range: &std::ops::Range<usize>| {
        let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
        text.get(range.clone()).is_some_and(|part| digits(part) >= 8)
    };
    let all = credit.chain(called).filter(|range| stands_alone(text, range.start, range.end));
    found.extend(all.filter(has_digits).map(|range| Found { kind: Kind::ChineseTax, range }));
}

/// Whether the last of 18 signs checks the others: their values times the powers of 3 modulo 31.
fn is_credit(written: &str) -> bool {
    let value = |sign: u8| CREDIT_SIGNS.iter().position(|one| *one == sign);
    let values: Option<Vec<usize>> = written.bytes().map(value).collect();
    let Some((check, body)) = values.as_deref().and_then(<[usize]>::split_last) else {
        return false;
    };
    let (sum, _) =
        body.iter().fold((0, 1), |(sum, weight), value| (sum + value * weight, weight * 3 % 31));
    body.len() == 17 && (31 - sum % 31) % 31 == *check
}

/// Whether neither a digit nor a Latin letter is glued to a part of the text.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let is_glue = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    !is_glue(start.checked_sub(1).and_then(|before| bytes.get(before))) && !is_glue(bytes.get(end))
}

/// Checks region, day and the check sign: the 17 digits times 2^17 to 2^1 modulo 11, and the sign's own
/// value (X is 10), leave 1 (ISO 7064, MOD 11-2).
fn is_identity(written: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let signs = written.bytes().filter(u8::is_ascii_alphanumeric);
    let values: Vec<u8> =
        signs.map(|sign| if sign == b'x' { 10 } else { sign.wrapping_sub(b'0') }).collect();
    let part = |from: usize, to: usize| {
        let digits = values.get(from..to).unwrap_or_default();
        digits.iter().fold(0u32, |all, digit| all * 10 + u32::from(*digit))
    };
    let is_province = matches!(part(0, 2),
        11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83);
    let is_day = (1..=12).contains(&part(10, 12)) && (1..=31).contains(&part(12, 14));
    let check = values.get(17).map(|value| u32::from(*value));
    is_province
        && is_day
        && check.is_some_and(|check| (weighted(&values, &WEIGHTS) + check) % 11 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Normal;

    type Finder = fn(&Reading<'_>, &mut Vec<Found>);

    fn first(finder: Finder, text: &str) -> Option<&str> {
        let mut found = Vec::new();
        finder(&Reading::of(&Normal::of(text), text).unwrap(), &mut found);
        found.first().map(|found| &text[found.range.clone()])
    }

    /// The two examples of GB 11643-1999.
    #[test]
    fn published_identity_numbers() {
        let find = |text| first(identities, text);
        assert_eq!(find("我的身份证11010519491231002x谢谢"), Some("11010519491231002x"));
        assert_eq!(find("440524188001010014"), Some("440524188001010014"));
        assert_eq!(find("110105 19491231 002x"), Some("110105 19491231 002x"));
        for text in [
            "110105194912310021",
            "11010519491331002x",
            "1101051949123100210",
            "a11010519491231002x",
            "990105194912310024",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
    }

    /// The example of GB 32100-2015, annex.
    #[test]
    fn taxpayers_by_their_check_sign_and_by_their_word() {
        let find = |text| first(taxpayers, text);
        assert_eq!(find("税号91350100m000100y43"), Some("91350100m000100y43"));
        assert_eq!(find("our code is 91350100m000100y43."), Some("91350100m000100y43"));
        assert_eq!(find("纳税人识别号:110105123456789"), Some("110105123456789"));
        for text in
            ["91350100m000100y44", "运单 110105123456789", "税号 123 还没有", "x91350100m000100y43"]
        {
            assert_eq!(find(text), None, "{text}");
        }
    }

    #[test]
    fn passports_next_to_their_word() {
        let find = |text| first(passports, text);
        assert_eq!(find("护照号码:g12345678"), Some("g12345678"));
        assert_eq!(find("my passport is ea1234567"), Some("ea1234567"));
        assert_eq!(find("运单 g12345678"), None);
        assert_eq!(find("护照 g123456789"), None);
    }
}
