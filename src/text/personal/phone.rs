//! Telephone numbers.

use std::sync::LazyLock;

use super::called::Called;
use super::numbers::{Number, left_of};

/// Words that say what a number is: with one of them before it less form is asked of it.
#[rustfmt::skip]
static CALLED: LazyLock<Called> = LazyLock::new(|| Called::new(&[
    "phone", "telephone", "mobile", "cell", "call", "tel", "whatsapp", "sms", "text me", "тел",
    "телефон", "телефона", "телефону", "телефоне", "телефоном", "моб", "мобильный", "мобильного",
    "звоните", "позвоните", "перезвоните", "позвонить", "вацап", "ватсап", "смс",
    "номер для связи", "my number", "мой номер", "我的号码", "电话", "手机", "联系方式", "致电", "拨打",
]));

/// Words after a number that say the same.
static CALLED_AFTER: LazyLock<Called> = LazyLock::new(|| {
    Called::new(&[
        "my phone",
        "my mobile",
        "my cell",
        "my number",
        "мой телефон",
        "мой номер",
        "我的手机",
        "我的电话",
    ])
});

/// Words that say that a number is none.
#[rustfmt::skip]
const CALLED_ELSE: &[&str] = &[
    "order", "tracking", "track", "invoice", "parcel", "заказ", "заказа",
    "costs", "cost", "price", "case", "code", "sku", "model", "цена", "стоит", "артикул", "код товара",
    "трек", "трек-номер", "накладная", "счет", "артикул", "订单", "订单号", "运单", "运单号", "单号", "快递", "物流",
];

/// Whether a number is a telephone number that may be a person's.
///
/// With a plus: a country code and 8 to 13 more digits, at most 15 in all (ITU-T E.164). Without: the
/// usual national writings of Russia (`8 916 123-45-67`), China (`138 1234 5678`, `010-12345678`), the
/// countries of +1 (`(415) 555-0123`) and Great Britain (`07700 900123`). Any other of 7 to 13 digits
/// counts where a word such as "phone" stands before it.
///
/// Free numbers (8 800, 400, 1 800 and its kin) are a company's and stay. So does a number that is called
/// an order or a parcel, unless it has the plus. Plans: Russia, order 205 of 25.11.2021; China, YD/T
/// 1160; North America, NANPA; Great Britain, Ofcom.
pub(super) fn is_phone(number: &Number<'_>, text: &str) -> bool {
    if number.is_part_of_more() || !has_phone_gaps(number) {
        return false;
    }
    if number.before == Some('+') {
        return is_international(number.digits());
    }
    let left = left_of(text, number.range.start, 32);
    if is_called_else(left) {
        return false;
    }
    let (digits, groups) = (number.digits(), number.groups());
    let free = is_free(digits);
    if !free && (is_russian(digits, groups) || is_chinese(digits, groups, number)) {
        return true;
    }
    if !free && (is_american(digits, groups) || is_british(digits, groups)) {
        return true;
    }
    let is_called = || {
        let right = text.get(number.range.end..).unwrap_or_default();
        let near = right.char_indices().nth(24).and_then(|(end, _)| right.get(..end));
        CALLED.ends(left) || CALLED_AFTER.is_in(near.unwrap_or(right))
    };
    !free && (7..=13).contains(&digits.len()) && !is_date(groups) && is_called()
}

/// Whether a number is one that a company is called at for nothing: no part of it is a person's.
pub(super) fn is_free_number(number: &Number<'_>) -> bool {
    is_free(number.digits()) && !number.is_part_of_more() && has_phone_gaps(number)
}

/// Where a telephone number begins with the signs that belong to it: the plus, and the bracket that
/// its first gap closes.
pub(super) fn start(number: &Number<'_>, text: &str) -> usize {
    let left = text.get(..number.range.start).unwrap_or_default();
    let is_closed = number.gaps().next().is_some_and(|gap| gap.contains(')') && !gap.contains('('));
    let left = if is_closed { left.strip_suffix('(').unwrap_or(left) } else { left };
    left.strip_suffix('+').unwrap_or(left).len()
}

/// Two points or hyphens in a row are no phone's, nor a sentence's end; a bracket closes that opened.
fn has_phone_gaps(number: &Number<'_>) -> bool {
    if number.gaps().all(|gap| gap == " ") {
        return true;
    }
    let count = |sign: char| number.gaps().filter(|gap| gap.contains(sign)).count();
    let (opened, closed) = (count('('), count(')'));
    let stands_in = usize::from(number.before == Some('('));
    let is_doubled = |gap: &str| gap.contains("..") || gap.contains("--") || gap.contains(". ");
    count('_') == 0 && opened <= 1 && closed <= opened + stands_in && !number.gaps().any(is_doubled)
}

fn is_called_else(left: &str) -> bool {
    let bare = |left: &'_ str| left.trim_end_matches([' ', ':', '#', '.', '-', '=', '"']).len();
    let mut end = bare(left);
    for filler in ["is", "no", "number", "номер"] {
        let rest = left.get(..end).unwrap_or_default();
        let shorter = rest.strip_suffix(filler).filter(|rest| rest.ends_with(' '));
        end = shorter.map_or(end, bare);
    }
    let called = left.get(..end).unwrap_or_default();
    left.ends_with('#') || CALLED_ELSE.iter().any(|word| called.ends_with(word))
}

/// After a plus: the length that the country's numbers have, where it is one of ours.
fn is_international(digits: &[u8]) -> bool {
    let length = digits.len();
    match digits {
        [7, 8, 0, 0, ..] | [1, 8, 0 | 8 | 7 | 6 | 5 | 4 | 3, ..] if is_free(digits) => false,
        [7, ..] | [1, ..] => length == 11,
        [8, 6, ..] => (11..=13).contains(&length),
        [0, ..] => false,
        _ => (10..=15).contains(&length),
    }
}

/// Numbers that cost the caller nothing, or that companies share.
fn is_free(digits: &[u8]) -> bool {
    let american = |code: &[u8]| match code {
        [8, second, third] => *second == *third && matches!(second, 0 | 3..=8),
        _ => false,
    };
    match digits.len() {
        10 => {
            digits.starts_with(&[4, 0, 0])
                || digits.starts_with(&[8, 0, 0])
                || digits.get(..3).is_some_and(american)
        }
        11 => {
            matches!(digits, [7 | 8, 8, 0, 0, ..])
                || (digits.starts_with(&[1]) && digits.get(1..4).is_some_and(american))
        }
        _ => false,
    }
}

/// 8 or 7 and ten digits of a zone (3, 4, 8) or a mobile (9), together or with the first by itself or
/// next to its code; a mobile also without the 8 if it is grouped.
fn is_russian(digits: &[u8], groups: &[usize]) -> bool {
    match digits {
        [7 | 8, 3 | 4 | 8 | 9, ..] if digits.len() == 11 => {
            matches!(groups, [11] | [1, ..] | [4, 3, ..] | [4, 7])
        }
        [9, ..] if digits.len() == 10 => matches!(groups, [3, 3, 2, 2] | [3, 3, 4] | [3, 7]),
        // A zone without the 8, grouped as nothing else is.
        [3 | 4 | 8, ..] if digits.len() == 10 => matches!(groups, [3, 3, 2, 2]),
        _ => false,
    }
}

/// A mobile of 11 digits, together or as 3-4-4, or a zone with its 0 and a number parted from it.
fn is_chinese(digits: &[u8], groups: &[usize], number: &Number<'_>) -> bool {
    let mobile = |digits: &[u8]| matches!(digits, [1, 3..=9, ..]);
    match groups {
        [11] => mobile(digits),
        [3, 4, 4] => mobile(digits) || digits.starts_with(&[0]),
        [2, 11] | [2, 3, 4, 4] | [4, 11] => {
            let local = digits.get(digits.len().saturating_sub(11)..).unwrap_or_default();
            matches!(digits, [8, 6, ..] | [0, 0, 8, 6, ..]) && mobile(local)
        }
        [13] => matches!(digits, [8, 6, 1, 3..=9, ..]),
        [3 | 4, 7 | 8] => digits.starts_with(&[0]) && number.gaps().next() != Some("."),
        [4, 4, 4] => digits.starts_with(&[0]),
        _ => false,
    }
}

/// 3-3-4 with or without a 1 before, neither of the first two groups beginning with 0 or 1.
fn is_american(digits: &[u8], groups: &[usize]) -> bool {
    let local = match groups {
        [3, 3, 4] => digits,
        [1, 3, 3, 4] if digits.starts_with(&[1]) => digits.get(1..).unwrap_or_default(),
        _ => return false,
    };
    matches!(local, [2..=9, _, _, 2..=9, ..])
}

/// 0 and 9 or 10 digits in two or three groups, or a mobile (07) together.
fn is_british(digits: &[u8], groups: &[usize]) -> bool {
    match digits {
        [0, 7, ..] if digits.len() == 11 => matches!(groups, [11] | [5, 6] | [5, 3, 3]),
        [0, 1..=3, ..] if matches!(digits.len(), 10 | 11) => {
            matches!(groups, [3, 4, 4] | [4, 3, 4] | [5, 5 | 6] | [5, 3, 3])
        }
        _ => false,
    }
}

/// Day, month and year, in any order, also with an hour after it.
fn is_date(groups: &[usize]) -> bool {
    matches!(groups, [4, 2, 2, ..] | [2, 2, 4, ..] | [1, 2, 4] | [2, 1, 4] | [4, 1, 2] | [4, 2, 1])
}

#[cfg(test)]
mod tests {
    use super::super::numbers::numbers;
    use super::super::reading::Reading;
    use super::*;
    use crate::text::Normal;

    fn phone(text: &str) -> Option<String> {
        let normal = Normal::of(text);
        let reading = Reading::of(&normal, text).unwrap();
        let is_one = |number: &Number<'_>| is_phone(number, reading.text);
        let mut all: Vec<Number<'_>> = numbers(&reading).filter(is_one).collect();
        all.sort_by_key(|number| std::cmp::Reverse(number.range.len()));
        all.first().map(|number| reading.text[number.range.clone()].to_owned())
    }

    /// Of ranges kept for fiction where a country has them (NANPA 555-01xx, Ofcom 07700 900xxx).
    #[test]
    fn usual_writings() {
        for number in [
            "79161234567",
            "89161234567",
            "8 916 123-45-67",
            "8(916)123-45-67",
            "8 (495) 123-45-67",
            "8-916-123-45-67",
            "916 123-45-67",
            "13812345678",
            "138 1234 5678",
            "138-1234-5678",
            "010-12345678",
            "0571-8765432",
            "415-555-0123",
            "415.555.0123",
            "1-415-555-0123",
            "07700 900123",
            "020 7946 0123",
        ] {
            assert_eq!(phone(&format!("this one {number}, please")).as_deref(), Some(number));
        }
        assert_eq!(phone("звоните: (916) 123-45-67").as_deref(), Some("916) 123-45-67"));
        assert_eq!(phone("我的手机号13812345678谢谢").as_deref(), Some("13812345678"));
    }

    #[test]
    fn with_a_plus() {
        for number in [
            "7 916 123-45-67",
            "79161234567",
            "86 138 1234 5678",
            "1 (415) 555-0123",
            "44 7700 900123",
            "375 29 123-45-67",
            "4915112345678",
        ] {
            assert_eq!(phone(&format!("order +{number}")).as_deref(), Some(number));
        }
        assert_eq!(phone("+10 000 000"), None);
        assert_eq!(phone("+100500"), None);
    }

    #[test]
    fn called_a_phone() {
        assert_eq!(phone("call me at 4155550123").as_deref(), Some("4155550123"));
        assert_eq!(phone("тел. 123-45-67").as_deref(), Some("123-45-67"));
        assert_eq!(phone("мой телефон 123-45-67").as_deref(), Some("123-45-67"));
        assert_eq!(phone("电话：87654321").as_deref(), Some("87654321"));
    }

    #[test]
    fn other_numbers() {
        for text in [
            "order 4155550123",
            "help with cancelling purchase 00123842",
            "хотел заказ 1234567",
            "телевизор 12345678",
            "order #89161234567",
            "order no. 89161234567",
            "my order number is 89161234567",
            "заказ no 89161234567",
            "订单号: 13812345678",
            "2026-11-22 10:30",
            "22.11.2026",
            "1 234 567.89",
            "12 500 000 rub",
            "ra123456789ru",
            "sf1234567890123",
            "1700000000000",
            "1700000000",
            "8 800 555-35-35",
            "+7 800 555-35-35",
            "400-123-4567",
            "1-800-555-0123",
            "80085000000017",
            "phone came 2026-11-22",
            "192.168.100.200",
        ] {
            assert_eq!(phone(text), None, "{text}");
        }
    }
}
