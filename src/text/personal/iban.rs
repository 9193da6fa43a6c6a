//! International bank account numbers.

use std::ops::Range;

use super::Found;
use super::kind::Kind;
use super::reading::Reading;

/// Length of an account number by country, after the IBAN registry of SWIFT (release 99).
#[rustfmt::skip]
const LENGTHS: &[(&str, usize)] = &[
    ("ad", 24), ("ae", 23), ("al", 28), ("at", 20), ("az", 28), ("ba", 20), ("be", 16), ("bg", 22),
    ("bh", 22), ("bi", 27), ("br", 29), ("by", 28), ("ch", 21), ("cr", 22), ("cy", 28), ("cz", 24),
    ("de", 22), ("dj", 27), ("dk", 18), ("do", 28), ("ee", 20), ("eg", 29), ("es", 24), ("fi", 18),
    ("fk", 18), ("fo", 18), ("fr", 27), ("gb", 22), ("ge", 22), ("gi", 23), ("gl", 18), ("gr", 27),
    ("gt", 28), ("hn", 28), ("hr", 21), ("hu", 28), ("ie", 22), ("il", 23), ("iq", 23), ("is", 26),
    ("it", 27), ("jo", 30), ("kw", 30), ("kz", 20), ("lb", 28), ("lc", 32), ("li", 21), ("lt", 20),
    ("lu", 20), ("lv", 21), ("ly", 25), ("mc", 27), ("md", 24), ("me", 22), ("mk", 19), ("mn", 20),
    ("mr", 27), ("mt", 31), ("mu", 30), ("ni", 28), ("nl", 18), ("no", 15), ("om", 23), ("pk", 24),
    ("pl", 28), ("ps", 29), ("pt", 25), ("qa", 29), ("ro", 24), ("rs", 22), ("ru", 33), ("sa", 24),
    ("sc", 31), ("sd", 18), ("se", 24), ("si", 19), ("sk", 24), ("sm", 27), ("so", 23), ("st", 25),
    ("sv", 28), ("tl", 23), ("tn", 24), ("tr", 26), ("ua", 29), ("va", 22), ("vg", 24), ("xk", 20),
    ("ye", 30),
];

/// Finds the account numbers of a normalised text: of their country's length, together or in groups
/// parted by single spaces or hyphens, with the right check digits (ISO 13616; ISO 7064, MOD 97-10).
/// Also the twenty digits of a person's account with a Russian bank.
pub(super) fn ibans(reading: &Reading<'_>, found: &mut Vec<Found>) {
    let russian = reading.groups.iter().filter(|group| is_russian(reading, group));
    found.extend(russian.map(|range| Found { kind: Kind::Iban, range: range.clone() }));
    // A country's two letters stand before the first digits.
    let starts = reading.groups.iter().filter(|group| group.len() >= 2);
    for start in starts.filter_map(|group| group.start.checked_sub(2)) {
        let left = reading.text.get(..start).unwrap_or_default();
        let is_glued = left.ends_with(|c: char| c.is_ascii_alphanumeric());
        let end = if is_glued { None } else { end(reading.text, start) };
        found.extend(end.map(|end| Found { kind: Kind::Iban, range: start..end }));
    }
}

/// Whether twenty digits are an account of a person, a trader or a depositor in a known currency (Bank of
/// Russia, regulation 809-П, chart of accounts 408 and 423 to 426).
fn is_russian(reading: &Reading<'_>, group: &Range<usize>) -> bool {
    const HOLDERS: &[&str] = &["40802", "40817", "40820", "40803", "423", "426"];
    const CURRENCIES: &[&str] = &["810", "643", "840", "978", "156", "398", "826", "756"];
    let digits = reading.text.get(group.clone()).unwrap_or_default();
    let before = reading.before(group.start).chars().next_back();
    let is_alone = !before.is_some_and(|c| c.is_ascii_alphanumeric())
        && !reading.after(group.end).starts_with(|c: char| c.is_ascii_alphanumeric());
    digits.len() == 20
        && is_alone
        && HOLDERS.iter().any(|holder| digits.starts_with(holder))
        && digits.get(5..8).is_some_and(|currency| CURRENCIES.contains(&currency))
}

/// Where the account number that begins at `start` ends, if it is one.
fn end(text: &str, start: usize) -> Option<usize> {
    let rest = text.get(start..)?;
    let length = LENGTHS.iter().find(|(country, _)| rest.starts_with(country))?.1;
    let mut signs = Vec::with_capacity(length);
    let mut was_gap = false;
    for (at, byte) in rest.bytes().enumerate() {
        if byte.is_ascii_alphanumeric() {
            signs.push(byte);
            was_gap = false;
        } else if matches!(byte, b' ' | b'-') && !was_gap {
            was_gap = true;
        } else {
            return None;
        }
        if signs.len() == length {
            let is_glued = rest.as_bytes().get(at + 1).is_some_and(u8::is_ascii_alphanumeric);
            return (!is_glued && leaves_one(&signs)).then_some(start + at + 1);
        }
    }
    None
}

/// The first four signs put last, letters as 10 to 35, the whole number modulo 97 is 1.
fn leaves_one(signs: &[u8]) -> bool {
    let (head, body) = signs.split_at_checked(4).unwrap_or_default();
    body.iter().chain(head).fold(0u32, |rest, &sign| {
        if sign.is_ascii_digit() {
            (rest * 10 + u32::from(sign - b'0')) % 97
        } else {
            (rest * 100 + u32::from(sign.saturating_sub(b'a')) + 10) % 97
        }
    }) == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Normal;

    fn iban(text: &str) -> Option<&str> {
        let mut found = Vec::new();
        ibans(&Reading::of(&Normal::of(text), text).unwrap(), &mut found);
        found.first().map(|found| &text[found.range.clone()])
    }

    /// Examples of the IBAN registry, and for Belarus of the Wikipedia's list of formats.
    #[test]
    fn russian_accounts_of_persons() {
        let found = |text| {
            let mut found = Vec::new();
            ibans(&Reading::of(&Normal::of(text), text).unwrap(), &mut found);
            found.len()
        };
        assert_eq!(found("счет 40817810099910004312, Сбербанк"), 1);
        for text in ["40817999099910004312", "30101810400000000225", "a40817810099910004312"] {
            assert_eq!(found(text), 0, "{text}");
        }
    }

    #[test]
    fn published_examples() {
        for number in [
            "gb29nwbk60161331926819",
            "gb29 nwbk 6016 1331 9268 19",
            "de89370400440532013000",
            "fr1420041010050500013m02606",
            "nl91abna0417164300",
            "no9386011117947",
            "mt84malt011000012345mtlcast001s",
            "kz86125kzt5004100100",
            "by86akbb10100000002966000000",
        ] {
            assert_eq!(iban(&format!("to {number}, please")), Some(number));
        }
        assert_eq!(iban("账号de89370400440532013000谢谢"), Some("de89370400440532013000"));
    }

    #[test]
    fn near_misses() {
        for text in [
            "gb29nwbk60161331926818",
            "gb29nwbk6016133192681",
            "gb29nwbk601613319268190",
            "xgb29nwbk60161331926819",
            "ra12 3456 789",
            "zz89370400440532013000",
        ] {
            assert_eq!(iban(text), None, "{text}");
        }
    }
}
