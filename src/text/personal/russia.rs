//! Numbers of the Russian state: taxpayer, pension insurance, passport.

use std::sync::LazyLock;

use regex::Regex;

use super::Found;
use super::called::Called;
use super::kind::Kind;
use super::numbers::{Number, left_of, weighted};
use super::reading::Reading;

static TAX: LazyLock<Called> = LazyLock::new(|| Called::new(&["инн", "inn"]));

/// Whether a number is a taxpayer's (ИНН): 12 digits, the last two of which are check digits, or 10
/// digits with one where the text calls it so, as a tenth of all 10-digit numbers would pass.
///
/// The rule is the Federal Tax Service's, order ММВ-7-6/435@ of 29.06.2012.
pub(super) fn is_tax(number: &Number<'_>, text: &str) -> bool {
    let check = |count: usize, weights: &[u32]| {
        let digits = number.digits().get(..count).unwrap_or_default();
        number.digits().get(count).map(|digit| u32::from(*digit))
            == Some(weighted(digits, weights) % 11 % 10)
    };
    if number.groups().len() != 1 || number.is_part_of_more() || number.starts_with(&[0, 0]) {
        return false;
    }
    match number.digits().len() {
        10 => {
            check(9, &[2, 4, 10, 3, 5, 9, 4, 6, 8])
                && TAX.ends(left_of(text, number.range.start, 24))
        }
        12 => {
            check(10, &[7, 2, 4, 10, 3, 5, 9, 4, 6, 8])
                && check(11, &[3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8])
        }
        _ => false,
    }
}

/// Whether a number is a pension insurance account's (СНИЛС): 11 digits, the last two of which check
/// the others, together or as `112-233-445 95`.
///
/// The rule is the Pension Fund's, resolution 192п of 31.07.2006, annex 1: the nine digits times 9 to 1
/// add up to the check number modulo 101, where 100 is written 00. Numbers up to 001-001-998 have none.
pub(super) fn is_insurance(number: &Number<'_>) -> bool {
    let is_written_so = match number.groups() {
        [11] => true,
        [3, 3, 3, 2] => number.is_joined_by(&[' ', '-']),
        [9, 2] => number.is_joined_by(&[' ', '-']),
        _ => false,
    };
    let Some((body, check)) = number.digits().split_at_checked(9) else { return false };
    let check = check.iter().fold(0, |all, digit| all * 10 + u32::from(*digit));
    let has_check = body > [0, 0, 1, 0, 0, 1, 9, 9, 8].as_slice();
    is_written_so
        && has_check
        && !number.is_part_of_more()
        && weighted(body, &[9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101 % 100 == check
}

/// Words between a passport and a number that make the number another thing's.
const NO_PASSPORTS: &[&str] = &[
    "не нуж",
    "не треб",
    "код товара",
    "артикул",
    "заказ",
    "трек",
    "обложк",
    "order",
    "cover",
    "sku",
];

/// Series (4 digits) and number (6) of a passport, or of a foreign passport (2 and 7); they have no
/// check digit, so a word has to name it.
///
/// Layout: Government of the Russian Federation, decrees 2267 of 23.12.2023 and 1003 of 18.11.2005.
static PASSPORT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        (?: паспорт\p{L}* | загран\p{L}* | серия | серии | сери[юей]{1,2} | passport )
        (?: \ no\. )? [^\d\n.!?]{0,40}
        \b ( \d{2} \ ? \d{2} [^\d\n]{0,14} \d{6} | \d{2} [^\d\n]{0,14} \d{7} ) \b
        |
        \b ( \d{2} \ ? \d{2} \ (?:no|n)?\ ? \d{6} | \d{2} \ (?:no|n)?\ ? \d{7} ) \b
        [^\d\n.!?]{0,12} (?: паспорт | загран )",
    )
    .ok()
});

/// Finds the passports of a normalised text.
pub(super) fn passports(reading: &Reading<'_>, found: &mut Vec<Found>) {
    let text = reading.text;
    let has_digits = reading.groups.iter().any(|group| matches!(group.len(), 6..));
    if !has_digits
        || !["паспорт", "загран", "сери", "passport"].iter().any(|word| text.contains(word))
    {
        return;
    }
    for captures in PASSPORT.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let is_of_else = captures
            .get(0)
            .is_some_and(|all| NO_PASSPORTS.iter().any(|word| all.as_str().contains(word)));
        let part = captures.get(1).or_else(|| captures.get(2)).filter(|_| !is_of_else);
        found.extend(part.map(|part| Found { kind: Kind::RussianPassport, range: part.range() }));
    }
}

#[cfg(test)]
mod tests {
    use super::super::numbers::numbers;
    use super::*;
    use crate::text::Normal;

    fn has_tax(text: &str) -> bool {
        numbers(&Reading::of(&Normal::of(text), text).unwrap()).any(|one| is_tax(&one, text))
    }

    fn has_insurance(text: &str) -> bool {
        numbers(&Reading::of(&Normal::of(text), text).unwrap()).any(|one| is_insurance(&one))
    }

    fn passport(text: &str) -> Option<&str> {
        let mut found = Vec::new();
        passports(&Reading::of(&Normal::of(text), text).unwrap(), &mut found);
        found.first().map(|found| &text[found.range.clone()])
    }

    /// 7707083893 is Sberbank's published number; 7830002293 and 500100732259 are the ones that public
    /// validators of the number test themselves with.
    #[test]
    fn taxpayers() {
        assert!(has_tax("инн 7707083893"));
        assert!(has_tax("мой инн: 7830002293"));
        assert!(has_tax("500100732259"));
        assert!(!has_tax("заказ 7707083893"));
        assert!(!has_tax("инн 7707083894"));
        assert!(!has_tax("500100732258"));
        assert!(!has_tax("500100732249"));
    }

    /// 112-233-445 95 is the example in the Pension Fund's description of the check number
    /// (consultant.ru/document/cons_doc_LAW_124607, section 8).
    #[test]
    fn insured() {
        assert!(has_insurance("112-233-445 95"));
        assert!(has_insurance("снилс 11223344595"));
        assert!(has_insurance("087-654-303 00"));
        assert!(!has_insurance("112-233-445 96"));
        assert!(!has_insurance("11223344594"));
        assert!(!has_insurance("00000000000"));
    }

    #[test]
    fn passports_next_to_their_word() {
        assert_eq!(passport("паспорт 4509 123456, выдан"), Some("4509 123456"));
        assert_eq!(passport("паспортные данные: 45 09 123456"), Some("45 09 123456"));
        assert_eq!(passport("паспорт серия 4509 номер 123456"), Some("4509 номер 123456"));
        assert_eq!(passport("мой паспорт: 4509123456"), Some("4509123456"));
        assert_eq!(passport("4509 123456 это мой паспорт"), Some("4509 123456"));
        assert_eq!(passport("загранпаспорт 71 1234567, годен"), Some("71 1234567"));
        assert_eq!(passport("загран: 71 no 1234567"), Some("71 no 1234567"));
        assert_eq!(passport("заграничный паспорт 711234567"), Some("711234567"));
        assert_eq!(passport("71 1234567 мой загранпаспорт"), Some("71 1234567"));
        assert_eq!(passport("заказ 71 1234567"), None);
        assert_eq!(passport("паспорт 71 123456789"), None);
        assert_eq!(passport("заказ 4509 123456"), None);
        assert_eq!(passport("паспорт не нужен, код товара 4509 123456"), None);
        assert_eq!(passport("паспорт готов. заказ 4509123456"), None);
        assert_eq!(passport("паспорт 45091234567"), None);
    }
}
