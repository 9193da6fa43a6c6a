//! English addresses: `221b Baker Street, Flat 3, London NW1 6XE`.

use std::ops::Range;
use std::sync::LazyLock;

use crate::text::personal::reading::Reading;
use crate::text::short::ShortWords;
use crate::text::words::words;

/// Words for a street that hardly mean anything else after a name.
const CLEAR: &[&str] = &["street", "avenue", "boulevard", "road"];
/// Words that do, or are short for one: only with a capital.
const VAGUE: &[&str] = &[
    "st", "ave", "blvd", "rd", "ln", "dr", "ct", "pl", "sq", "hwy", "pkwy", "lane", "drive",
    "court", "place", "square", "terrace", "way", "highway", "parkway", "crescent", "close",
    "gardens", "grove", "mews", "row",
];
static STREETS: LazyLock<ShortWords> =
    LazyLock::new(|| ShortWords::new(CLEAR.iter().chain(VAGUE).copied()));
/// Words that no street is named by.
const NO_NAMES: &[&str] = &[
    "the",
    "a",
    "an",
    "of",
    "in",
    "on",
    "at",
    "to",
    "my",
    "your",
    "our",
    "this",
    "that",
    "and",
    "or",
    "for",
    "from",
    "by",
    "is",
    "was",
    "i",
    "you",
    "it",
    "days",
    "day",
    "hours",
    "hour",
    "minutes",
    "minute",
    "min",
    "mins",
    "weeks",
    "week",
    "months",
    "month",
    "years",
    "year",
    "times",
    "items",
    "item",
    "orders",
    "order",
    "people",
    "percent",
    "more",
    "other",
    "different",
    "miles",
    "mile",
    "km",
    "no",
    "not",
    "per",
    "am",
    "pm",
    "a.m",
    "p.m",
    "am.",
    "cars",
    "stores",
    "shops",
];
/// Words for a part of a house, before its number or letter.
const UNITS: &[&str] = &[
    "apt",
    "apartment",
    "unit",
    "suite",
    "ste",
    "flat",
    "floor",
    "fl",
    "room",
    "rm",
    "bldg",
    "building",
];
/// A name of a street that has no word for one is no longer, in bytes.
const NAME_BYTES: usize = 120;
/// A street's name has no more words.
const NAME: usize = 3;

/// An address that begins with a group of digits: a house's number, one to three words with capitals and
/// a word for a street; in small letters only `street`, `road` and their like, where the words end. Or
/// a post office box.
pub(super) fn around(reading: &Reading<'_>, group: usize) -> Option<Range<usize>> {
    let number = reading.groups.get(group)?;
    if let Some(start) = box_start(reading.before(number.start)) {
        return Some(start..with_code(reading, number.end));
    }
    let before = reading.before(number.start).chars().next_back();
    let is_first =
        number.len() <= 5 && before.is_none_or(|c| matches!(c, ' ' | '(' | ':' | ',' | '"' | '\n'));
    if !is_first {
        return None;
    }
    let left = reading.before(number.start).trim_end();
    let is_of_else =
        ["order", "size", "lot", "item", "page"].iter().any(|word| left.ends_with(word));
    if is_of_else {
        return None;
    }
    let name = house_end(reading, number.end)?;
    let end = street_end(reading, name).or_else(|| nameless_end(reading, name))?;
    let start = with_unit_before(reading, number.start);
    Some(start..with_code(reading, with_unit(reading, end)))
}

/// Where a name of one or two words with capitals ends that has no word for a street, but a town and a
/// postcode after it: `44 Oakfield, Bristol BS1 4DJ`.
fn nameless_end(reading: &Reading<'_>, from: usize) -> Option<usize> {
    let near = reading.text.floor_char_boundary(from + NAME_BYTES);
    let end = from + reading.text.get(from..near)?.find(',')?;
    let name = reading.text.get(from..end)?;
    let count = words(name).count();
    let mut ranges = words(name).map(|word| from + word.start..from + word.start + word.text.len());
    let is_name = (1..=2).contains(&count)
        && !words(name).any(|word| NO_NAMES.contains(&word.text))
        && ranges.all(|word| word.len() > 3 && has_capital(reading, word));
    (is_name && with_code(reading, end) > end).then_some(end)
}

/// Where an address begins with the flat that is told before the house: `Flat 4, 221B Baker Street`.
fn with_unit_before(reading: &Reading<'_>, start: usize) -> usize {
    let left = reading.before(start);
    let Some(bare) = left.trim_end().strip_suffix(',') else { return start };
    let unit = bare.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
    let number = bare.get(unit.len()..).unwrap_or_default();
    let is_number = number.len() == 1
        || (number.len() <= 4 && number.bytes().any(|byte| byte.is_ascii_digit()));
    let called = unit.trim_end_matches([' ', '.', '#']);
    let word = UNITS.iter().filter_map(|word| called.strip_suffix(word));
    let before = word.min_by_key(|before| before.len());
    match before.filter(|before| is_number && !before.ends_with(char::is_alphanumeric)) {
        Some(before) => before.len(),
        None => start,
    }
}

/// Where `p.o. box` begins that a text ends in.
fn box_start(left: &str) -> Option<usize> {
    let left = left.trim_end_matches([' ', '#', ':']).strip_suffix("box")?.trim_end();
    let bare = ["p.o.", "p. o.", "po", "p.o", "post office"]
        .iter()
        .find_map(|word| left.strip_suffix(word))?;
    (!bare.ends_with(char::is_alphanumeric)).then_some(bare.len())
}

/// Where a house's number ends with a letter of its own; `None` if it is a part of something else.
fn house_end(reading: &Reading<'_>, end: usize) -> Option<usize> {
    let after = reading.after(end);
    let bare = after.strip_prefix(|c: char| c.is_ascii_lowercase()).unwrap_or(after);
    let rest = bare.strip_prefix(',').unwrap_or(bare);
    rest.starts_with(' ').then(|| end + (after.len() - rest.len()))
}

/// Where the street ends whose name begins at a place.
fn street_end(reading: &Reading<'_>, from: usize) -> Option<usize> {
    let mut last_end = from;
    for (count, word) in words(reading.after(from)).take(NAME + 1).enumerate() {
        let start = from + word.start;
        if !matches!(reading.text.get(last_end..start), Some(" " | ". ")) {
            return None;
        }
        last_end = start + word.text.len();
        if count > 0 && STREETS.has(word.text) && is_street(reading, from, start..last_end) {
            return Some(last_end);
        }
    }
    None
}

/// Whether the words from a place up to one for a street are a street's name as it is written.
fn is_street(reading: &Reading<'_>, from: usize, street: Range<usize>) -> bool {
    let is_clear = reading.text.get(street.clone()).is_some_and(|word| CLEAR.contains(&word));
    let name = reading.text.get(from..street.start).unwrap_or_default();
    let ranges = || words(name).map(|word| from + word.start..from + word.start + word.text.len());
    if words(name).any(|word| NO_NAMES.contains(&word.text)) {
        return false;
    }
    let next = reading.after(street.end).trim_start_matches(' ');
    let is_plain =
        || !next.starts_with(char::is_alphabetic) && ranges().all(|word| is_plain(reading, word));
    ranges().chain([street]).all(|word| has_capital(reading, word)) || (is_clear && is_plain())
}

/// Whether a word was written with a capital and small letters, or is a number such as `5th`.
fn has_capital(reading: &Reading<'_>, word: Range<usize>) -> bool {
    let mut signs = reading.written(word).chars();
    let first = signs.next();
    first.is_some_and(|c| c.is_ascii_digit() || c.is_uppercase()) && !signs.any(char::is_uppercase)
}

/// Whether a word is letters alone, or a number such as `5th`.
fn is_plain(reading: &Reading<'_>, word: Range<usize>) -> bool {
    let signs = || reading.text.get(word.clone()).unwrap_or_default().bytes();
    let is_ordinal = ["st", "nd", "rd", "th"]
        .iter()
        .any(|ending| reading.text.get(word.clone()).is_some_and(|word| word.ends_with(ending)));
    signs().all(|byte| byte.is_ascii_alphabetic()) && signs().len() > 2
        || is_ordinal && signs().next().is_some_and(|byte| byte.is_ascii_digit())
}

/// Where an address ends with the flat that is told from a place on.
fn with_unit(reading: &Reading<'_>, end: usize) -> usize {
    let rest = reading.after(end);
    let bare = rest.trim_start_matches(['.', ',', ' ']);
    let sign = bare.strip_prefix('#');
    let after = sign.or_else(|| {
        let unit = UNITS.iter().filter_map(|unit| bare.strip_prefix(unit));
        unit.min_by_key(|after| after.len())
    });
    let Some(after) = after else { return end };
    let inside = after.trim_start_matches(['.', ' ', '#']);
    let len = inside.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let is_unit = inside.len() < after.len() || sign.is_some();
    let has_digit = inside.bytes().take(len).any(|byte| byte.is_ascii_digit());
    let is_number = is_unit && (len == 1 || (len <= 6 && has_digit));
    if is_number { end + (rest.len() - inside.len()) + len } else { end }
}

/// Where an address ends with the town and the postal code (of the United States or Great Britain) that
/// follow; the same place if no code does.
fn with_code(reading: &Reading<'_>, end: usize) -> usize {
    /// Words of a town and a state.
    const TOWN: usize = 6;
    let rest = reading.after(end);
    let mut last_end = 0;
    let mut all = words(rest).take(TOWN + 1).peekable();
    while let Some(word) = all.next() {
        let gap = rest.get(last_end..word.start).unwrap_or_default();
        if !gap.chars().all(|c| matches!(c, ' ' | ',' | '.')) || gap.contains(". ") && last_end > 0
        {
            return end;
        }
        last_end = word.start + word.text.len();
        let ends_here =
            |at: usize| !rest.get(at..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
        let zip = word.text.split('-').next().unwrap_or_default();
        if zip.len() == 5 && zip.bytes().all(|byte| byte.is_ascii_digit()) && ends_here(last_end) {
            return end + last_end;
        }
        let next = all.peek().filter(|next| next.start == last_end + 1);
        if let Some(next) = next.filter(|next| is_outward(word.text) && is_inward(next.text)) {
            return end + next.start + next.text.len();
        }
    }
    end
}

/// The first half of a British postcode: one or two letters, a digit, perhaps one sign more.
fn is_outward(word: &str) -> bool {
    let letters = word.bytes().take_while(u8::is_ascii_lowercase).count();
    let rest = word.get(letters..).unwrap_or_default().as_bytes();
    matches!(letters, 1 | 2)
        && matches!(rest, [digit] | [digit, _] if digit.is_ascii_digit())
        && rest.iter().all(u8::is_ascii_alphanumeric)
}

/// Its second half: a digit and two letters.
fn is_inward(word: &str) -> bool {
    matches!(word.as_bytes(), [digit, one, two]
        if digit.is_ascii_digit() && one.is_ascii_lowercase() && two.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{address, is_none};

    #[test]
    fn streets_and_houses() {
        for (text, found) in [
            ("Ship it to 221b Baker Street, please", "221b Baker Street"),
            (
                "I live at 742 Evergreen Terrace, Springfield, IL 62704.",
                "742 Evergreen Terrace, Springfield, IL 62704",
            ),
            ("12 St James Road, Flat 3", "12 St James Road, Flat 3"),
            ("350 5th Ave Apt 4B, New York, NY 10118", "350 5th Ave Apt 4B, New York, NY 10118"),
            ("1600 Pennsylvania Ave. NW", "1600 Pennsylvania Ave"),
            ("10 Downing Street, London SW1A 2AA", "10 Downing Street, London SW1A 2AA"),
            ("my place is 15 oak street", "15 oak street"),
            ("send to 15 OAK ROAD", "15 OAK ROAD"),
            ("P.O. Box 1234, Austin TX 78701", "P.O. Box 1234, Austin TX 78701"),
            ("Flat 4, 221B Baker St.", "Flat 4, 221B Baker St"),
            ("I am at Apt 5B, 350 Fifth Avenue", "Apt 5B, 350 Fifth Avenue"),
            ("my address is 44 Oakfield, Bristol BS1 4DJ", "44 Oakfield, Bristol BS1 4DJ"),
            ("99 Hill Rd, #12", "99 Hill Rd, #12"),
            ("my zip code is 94105-1234", "94105-1234"),
        ] {
            assert_eq!(address(text), Some(found), "{text}");
        }
    }

    #[test]
    fn no_addresses() {
        for text in [
            "5 days on the road",
            "I ordered 3 items on my way",
            "10 minutes drive",
            "2 people in one place",
            "bought 2 wall street books",
            "3 Orders In One Place",
            "I WAITED 5 DAYS ON THE ROAD",
            "1.5 Baker Street",
            "$20 Main Street gift card",
            "order 20261 St",
            "100% Main Road",
            "size 12 Baker",
            "the 405 highway",
            "version 10 main square",
            "inbox 12",
            "zip 12 files",
            "zip file 10115",
            "order 1 High Street shoes",
            "bought 3 Blenders, thanks",
            "call 1-800-555-0123 St",
        ] {
            is_none(text);
        }
    }
}
