//! Russian addresses: `г. Казань, ул. Ленина, д. 5, корп. 2, кв. 12`.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind};

use crate::text::personal::reading::Reading;
use crate::text::words::{WordKind, is_sign_of_word, words};

/// Words for a street that are short for it and for nothing else.
const SHORT: &[&str] =
    &["ул", "пр-т", "пр-кт", "просп", "б-р", "мкр", "мкрн", "пр-д", "ш", "наб", "пер"];
/// Words for a street in full: its name has a capital, or the house is called one.
const FULL: &[&str] = &[
    "улица",
    "улице",
    "улицу",
    "улицы",
    "проспект",
    "проспекте",
    "проспекту",
    "проспекта",
    "переулок",
    "переулке",
    "бульвар",
    "бульваре",
    "шоссе",
    "набережная",
    "набережной",
    "набережную",
    "микрорайон",
    "микрорайоне",
    "аллея",
    "аллее",
    "тупик",
];
/// Words that also mean other things: the house has to be called one.
const VAGUE: &[&str] = &["площадь", "площади", "пл", "проезд", "проезде", "квартал", "линия", "пр"];
const HOUSE: &[&str] = &["д", "дом", "дома", "доме", "дому", "домом"];
const FLAT: &[&str] = &["кв", "квартира", "квартиру", "квартире", "квартиры"];
/// Words for a part of a house, each with a number after it.
const PARTS: &[&str] = &[
    "к",
    "кор",
    "корп",
    "корпус",
    "стр",
    "строение",
    "лит",
    "литера",
    "вл",
    "влд",
    "оф",
    "офис",
    "пом",
    "помещение",
    "под",
    "подъезд",
    "п",
    "эт",
    "этаж",
    "домофон",
    "ком",
    "комната",
    "секция",
];
/// Words for a place that may stand before the street, with the place's name.
const PLACES: &[&str] = &[
    "г",
    "гор",
    "город",
    "городе",
    "обл",
    "область",
    "области",
    "край",
    "респ",
    "республика",
    "р-н",
    "район",
    "пос",
    "поселок",
    "пгт",
    "с",
    "село",
    "дер",
    "деревня",
    "снт",
    "мкр",
];
/// Beginnings of words that count something, so that no house has the number before.
const COUNTED: &[&str] = &[
    "руб",
    "тыс",
    "млн",
    "коп",
    "дн",
    "день",
    "дня",
    "час",
    "мин",
    "сек",
    "шт",
    "лет",
    "год",
    "раз",
    "км",
    "метр",
    "кг",
    "градус",
    "человек",
    "процент",
    "месяц",
    "недел",
    "числ",
    "январ",
    "феврал",
    "март",
    "апрел",
    "мая",
    "июн",
    "июл",
    "август",
    "сентябр",
    "октябр",
    "ноябр",
    "декабр",
    "минут",
    "заказ",
    "посыл",
    "товар",
];
/// Beginnings and abbreviations one of which every address has, to tell quickly where there is none.
#[rustfmt::skip]
const CUES: &[&str] = &[
    "ул.", "ул ", "улиц", "просп", "пр-", "пр.", "пр ", "пер.", "пер ", "переул", "б-р", "бульв", "ш.",
    "ш ", "шосс", "наб.", "наб ", "набер", "мкр", "микрор", "аллея", "аллее", "тупик", "площад", "пл.",
    "пл ", "проезд", "квартал", "линия", "кв.", "кв ", "квартир",
];

/// What looks for [`CUES`], without looking for their first bytes alone, which every word has.
static CUE: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let mut builder = AhoCorasickBuilder::new();
    builder.prefilter(false).kind(Some(AhoCorasickKind::DFA)).build(CUES).ok()
});

/// Whether a text may hold an address.
pub(super) fn may_be_in(reading: &Reading<'_>) -> bool {
    let is_cyrillic = |byte: u8| byte & 0xFE == 0xD0;
    reading.text.bytes().fold(false, |any, byte| any | is_cyrillic(byte))
        && CUE.as_ref().is_none_or(|cue| cue.is_match(reading.text))
}

/// No street's name has more words.
const NAME: usize = 4;

/// An address whose house has the number of a group of digits.
///
/// The street stands before the number with a word for it, before its name (`ул. Ленина`) or after
/// (`Ленинский проспект`); or there is none, and the house and a flat are both called so (`дом 5
/// квартира 12`).
pub(super) fn around(reading: &Reading<'_>, group: usize) -> Option<Range<usize>> {
    let number = reading.groups.get(group)?;
    let left = reading.before(number.start);
    if number.len() > 4 || !left.ends_with(is_before_number) {
        return None;
    }
    let (house, left) = house(left);
    let (end, has_flat) = end(reading, group);
    let street = street(reading, left, house.is_some() || has_flat);
    if street.is_none() && house.is_none() {
        return None;
    }
    let start = match (street, house) {
        (Some(start), Some(_)) => start,
        (Some(start), None) if !is_counted(reading, number.end) => start,
        (None, Some(house)) if has_flat => house,
        _ => return None,
    };
    Some(with_place(reading, group, start)..end)
}

fn is_before_number(c: char) -> bool {
    matches!(c, ' ' | '.' | ',' | ':') || c.is_alphabetic()
}

/// Where the word for a house stands that a text ends in, and the text before it.
fn house(left: &str) -> (Option<usize>, &str) {
    let bare = left.trim_end_matches([' ', '.', ':', ',']);
    let bare =
        bare.strip_suffix("no").filter(|bare| bare.ends_with(' ')).unwrap_or(bare).trim_end();
    let word = HOUSE.iter().filter(|word| bare.ends_with(*word)).max_by_key(|word| word.len());
    let before = word.and_then(|word| bare.strip_suffix(word));
    match before.filter(|before| !before.ends_with(char::is_alphanumeric)) {
        Some(before) => (Some(before.len()), before),
        None => (None, bare),
    }
}

/// Where the street begins that stands at the end of a text.
fn street(reading: &Reading<'_>, left: &str, has_house: bool) -> Option<usize> {
    let last: Vec<Word<'_>> = last_words(left).take(NAME + 1).collect();
    let is_one = |word: &Word<'_>| SHORT.contains(&word.text) || FULL.contains(&word.text);
    for (count, word) in last.iter().enumerate() {
        let is_short = SHORT.contains(&word.text);
        let is_vague = VAGUE.contains(&word.text);
        if !is_short && !is_vague && !FULL.contains(&word.text) {
            continue;
        }
        if is_vague && !has_house {
            return None;
        }
        let name = last.get(..count).unwrap_or_default();
        if let Some(first) = name.last() {
            // Between the word and its name, nothing ends.
            let is_joined = name.iter().all(|word| word.is_joined);
            let is_name = is_short || has_house || has_capital(reading, first);
            return (is_joined && is_name && !name.iter().any(is_one)).then_some(word.start);
        }
        // "Ленинский проспект", "Малая Бронная улица".
        let rest = last.get(1..).unwrap_or_default();
        let pairs = last.iter().zip(rest);
        let adjectives =
            pairs.take_while(|(right, word)| right.is_joined && is_adjective(word.text));
        let (_, first) = adjectives.last()?;
        let is_name = is_short || has_house || has_capital(reading, first);
        return is_name.then_some(first.start);
    }
    None
}

/// A word to the left of a place.
struct Word<'t> {
    text: &'t str,
    start: usize,
    /// Whether only a space or two signs are between it and the next word on the left, and no comma.
    is_joined: bool,
}

/// The words at the end of a text, the last first.
fn last_words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let is_sign = |c: char| is_sign_of_word(c) || c == '-';
    let mut rest = text;
    std::iter::from_fn(move || {
        let left = rest.trim_end_matches(|c: char| !is_sign(c));
        let before = left.trim_end_matches(is_sign);
        let text = left.get(before.len()..).filter(|text| !text.is_empty())?;
        let gap = before.get(before.trim_end_matches(|c: char| !is_sign(c)).len()..)?;
        rest = before;
        let is_joined = !gap.contains([',', '!', '?', ';', ':', '(', ')']) && gap.len() <= 3;
        Some(Word { text, start: before.len(), is_joined })
    })
}

/// Whether a word was written with a capital and small letters after it, or is a number.
fn has_capital(reading: &Reading<'_>, word: &Word<'_>) -> bool {
    let mut written = reading.written(word.start..word.start + word.text.len()).chars();
    let first = written.next();
    first.is_some_and(|c| c.is_uppercase() || c.is_numeric()) && !written.any(char::is_uppercase)
}

fn is_adjective(word: &str) -> bool {
    const ENDINGS: &[&str] = &["ий", "ый", "ой", "ая", "яя", "ое", "ее", "ом", "ем", "ую", "юю"];
    word.chars().count() >= 5 && ENDINGS.iter().any(|ending| word.ends_with(ending))
}

/// Where the address goes on to after the house's number, and whether a flat is among its parts.
fn end(reading: &Reading<'_>, group: usize) -> (usize, bool) {
    let Some(number) = reading.groups.get(group) else { return (0, false) };
    let mut end = lettered(reading.text, number.end);
    let mut has_flat = false;
    for next in reading.groups.get(group + 1..).unwrap_or_default() {
        let Some(gap) = reading.text.get(end..next.start) else { break };
        let mut between = words(gap);
        let is_part = match (between.next(), between.next()) {
            (None, None) => matches!(gap, "/" | "-"),
            (Some(word), None) => {
                has_flat |= FLAT.contains(&word.text);
                word.kind == WordKind::Letters
                    && (PARTS.contains(&word.text) || FLAT.contains(&word.text))
                    && gap.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | ',' | ':'))
            }
            _ => false,
        };
        if !is_part || next.len() > 4 {
            break;
        }
        end = lettered(reading.text, next.end);
    }
    (end, has_flat)
}

/// The end of a number with the letter that belongs to it: `5а`.
fn lettered(text: &str, end: usize) -> usize {
    let mut after = text.get(end..).unwrap_or_default().chars();
    match (after.next(), after.next()) {
        (Some(c @ 'а'..='я'), next) if !next.is_some_and(char::is_alphanumeric) => {
            end + c.len_utf8()
        }
        _ => end,
    }
}

/// Whether what a number is followed by makes it a price, a time, a measure or a part of a number.
fn is_counted(reading: &Reading<'_>, end: usize) -> bool {
    let after = reading.after(end);
    let mut signs = after.chars();
    let is_broken = match signs.next() {
        Some('%' | '°' | '$' | '€' | '₽' | '+') => true,
        Some('.' | ',' | ':' | '-') => signs.next().is_some_and(|c| c.is_ascii_digit()),
        _ => false,
    };
    let word = after.trim_start_matches([' ', '-']);
    let is_measure = word
        .strip_prefix("кв")
        .is_some_and(|rest| rest.trim_start_matches(['.', ' ']).starts_with('м'));
    is_broken || is_measure || COUNTED.iter().any(|counted| word.starts_with(counted))
}

/// Where an address begins with the places before its street: a postal code, a region, a town.
fn with_place(reading: &Reading<'_>, group: usize, street: usize) -> usize {
    /// No further back, in bytes, does the postal code stand.
    const REACH: usize = 120;
    /// Nor, in words, the town's.
    const TOWN: usize = 6;
    let codes = reading.groups.get(..group).unwrap_or_default();
    let code = codes.iter().rev().find(|code| code.end <= street).filter(|code| {
        let gap = reading.text.get(code.end..street).unwrap_or_default();
        let is_plain = |c: char| c.is_alphabetic() || matches!(c, ' ' | ',' | '.' | '-');
        code.len() == 6 && gap.len() <= REACH && gap.chars().all(is_plain)
    });
    if let Some(code) = code {
        return code.start;
    }
    let last: Vec<Word<'_>> = last_words(reading.before(street)).take(TOWN).collect();
    let place = last.iter().rposition(|word| PLACES.contains(&word.text));
    let Some(place) = place else { return street };
    let is_suffix =
        last.get(place).is_some_and(|word| word.text.starts_with("обл") || word.text == "край");
    let first = last.get(place + usize::from(is_suffix)).or(last.get(place));
    first.map_or(street, |word| word.start)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{address, is_none};

    #[test]
    fn streets_and_houses() {
        for (text, found) in [
            ("Мой адрес: ул. Ленина, д. 5, кв. 12, спасибо", "ул. Ленина, д. 5, кв. 12"),
            ("живу на ул ленина 5", "ул ленина 5"),
            ("улица 8 Марта, дом 10А", "улица 8 Марта, дом 10А"),
            ("Везите на улицу Большая Ордынка, 17/2 стр. 1", "улицу Большая Ордынка, 17/2 стр. 1"),
            ("Ленинский проспект, 101к3", "Ленинский проспект, 101к3"),
            ("Невский пр-т 28", "Невский пр-т 28"),
            ("пр-т Мира, д.5 корп.2 кв.7", "пр-т Мира, д.5 корп.2 кв.7"),
            ("площадь Победы, дом 3", "площадь Победы, дом 3"),
            ("дом 5, квартира 12, код 34", "дом 5, квартира 12"),
            ("101000, г. Москва, ул. Тверская, д. 1", "101000, г. Москва, ул. Тверская, д. 1"),
            ("г. Казань, пер. Школьный, 4", "г. Казань, пер. Школьный, 4"),
            ("Московская обл., г. Химки, ул. Мира, 6", "Московская обл., г. Химки, ул. Мира, 6"),
            ("мкр. Солнечный, д. 12", "мкр. Солнечный, д. 12"),
            ("индекс 101000", "101000"),
        ] {
            assert_eq!(address(text), Some(found), "{text}");
        }
    }

    #[test]
    fn no_addresses() {
        for text in [
            "на улице мороз 25 градусов",
            "на улице было 10",
            "шоссе стояло 3 часа",
            "Площадь 50 кв. м",
            "общая площадь 54",
            "проезд 55 рублей",
            "в доме 5 человек",
            "дома 2 кота",
            "улица Ленина без номера",
            "ул. Ленина 5 дней без света",
            "заказ 5, квартал 3",
            "стр. 5",
            "д. 5",
            "Ленинский проспект перекрыт на 2 часа",
            "24 июня 2016",
            "версия 5.2, сборка 12",
            "размер 5 кв. 12",
            "индекс товара 12",
            "в 2016 год 100 000 рублей",
        ] {
            is_none(text);
        }
    }
}
