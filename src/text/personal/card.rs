//! Numbers and codes of payment cards.

use std::sync::LazyLock;

use super::Found;
use super::called::Called;
use super::kind::Kind;
use super::numbers::{Number, left_of};
use super::reading::Reading;

/// Whether a number is a payment card's: 13 to 19 digits, together digit by digit or grouped
/// by single spaces, hyphens, points or low lines, that begin as an issuer's do, have one of its lengths, and satisfy the Luhn formula
/// (ISO/IEC 7812-1, annex B).
///
/// Issuers: Visa, Mastercard, Maestro, American Express, Diners Club, Discover, JCB, UnionPay, Mir. The
/// first digits tell cards from times in milliseconds and from most parcels' numbers; of the rest the
/// Luhn formula lets one in ten through.
pub(super) fn is_card(number: &Number<'_>) -> bool {
    if !is_issued(number.digits()) {
        return false;
    }
    let signs = [' ', '-', '.', '_'];
    let is_even =
        signs.iter().any(|sign| number.is_joined_by(&[*sign])) || number.is_joined_by(&[' ', '-']);
    let is_wide = number.groups().iter().all(|group| *group >= 3);
    let is_spelled = number.groups().iter().all(|group| *group == 1);
    let is_grouped = number.groups().len() == 1 || (is_even && (is_wide || is_spelled));
    is_grouped && !number.is_part_of_more() && is_luhn(number.digits())
}

/// Words that call a card's code by its name.
static CODES: LazyLock<Called> = LazyLock::new(|| {
    Called::new(&[
        "cvv",
        "cvv2",
        "cvc",
        "cvc2",
        "cvv/cvc",
        "cvc/cvv",
        "cvv2/cvc2",
        "security code",
        "код безопасности",
        "安全码",
        "cvv码",
    ])
});

/// Finds the codes of cards: three or four digits after a word for them.
pub(super) fn codes(reading: &Reading<'_>, found: &mut Vec<Found>) {
    let groups = reading.groups.iter().filter(|range| matches!(range.len(), 3 | 4));
    for range in groups {
        let mut after = reading.after(range.end).chars();
        let is_glued = match (after.next(), after.next()) {
            (Some('.' | ','), Some(c)) => c.is_ascii_digit(),
            (Some(c), _) => c.is_ascii_alphanumeric() || matches!(c, '%' | '/' | '-'),
            _ => false,
        };
        if !is_glued && CODES.ends(left_of(reading.text, range.start, 40)) {
            found.push(Found { kind: Kind::CardCode, range: range.clone() });
        }
    }
}

/// Whether the first six digits and the length are some issuer's.
fn is_issued(digits: &[u8]) -> bool {
    let first = |count: usize| {
        digits.iter().take(count).fold(0u32, |number, digit| number * 10 + u32::from(*digit))
    };
    let length = digits.len();
    match (first(1), first(2), first(4)) {
        // Mir, Mastercard's newer range.
        (2, _, 2200..=2204) => (16..=19).contains(&length),
        (2, _, 2221..=2720) => length == 16,
        (3, 34 | 37, _) => length == 15,
        (3, 35, 3528..=3589) => (16..=19).contains(&length),
        (3, 30 | 36 | 38 | 39, _) => (14..=19).contains(&length),
        (4, ..) => matches!(length, 13 | 16 | 19),
        (5, 51..=55, _) => length == 16,
        // Maestro, Discover, UnionPay, and what Mir shares with them.
        (5, 50 | 56..=58, _) | (6, 60 | 62..=69, _) => (13..=19).contains(&length),
        (8, 81, _) => (16..=19).contains(&length),
        _ => false,
    }
}

/// The Luhn formula: from the right every second digit is doubled, and the digits of all add up to a
/// multiple of ten.
fn is_luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, &digit)| match u32::from(digit) << (place % 2) {
            double @ 10.. => double - 9,
            value => value,
        })
        .sum();
    !digits.is_empty() && sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::super::numbers::numbers;
    use super::super::reading::Reading;
    use super::*;
    use crate::text::Normal;

    fn card(text: &str) -> Option<String> {
        let normal = Normal::of(text);
        let reading = Reading::of(&normal, text).unwrap();
        numbers(&reading).find(is_card).map(|number| text[number.range].to_owned())
    }

    /// Test numbers that Stripe publishes (docs.stripe.com/testing) and the example of ISO/IEC 7812-1.
    #[test]
    fn published_test_numbers() {
        for number in [
            "4242424242424242",
            "4242 4242 4242 4242",
            "4242-4242-4242-4242",
            "5555555555554444",
            "2223003122003222",
            "378282246310005",
            "3782 822463 10005",
            "6011111111111117",
            "3056930009020004",
            "30569309025904",
            "3566002020360505",
            "6200000000000005",
            "6205500000000000004",
        ] {
            assert_eq!(card(&format!("card {number}, 12/27")).as_deref(), Some(number));
        }
        assert!(is_luhn(&[7, 9, 9, 2, 7, 3, 9, 8, 7, 1, 3]));
        assert!(!is_luhn(&[7, 9, 9, 2, 7, 3, 9, 8, 7, 1, 0]));
    }

    #[test]
    fn a_card_among_other_numbers() {
        assert_eq!(card("pay 100 4242 4242 4242 4242 123").as_deref(), Some("4242 4242 4242 4242"));
        for written in
            ["4111_1111_1111_1111", "5555.5555.5555.4444", "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1"]
        {
            assert_eq!(card(&format!("card: {written}")).as_deref(), Some(written));
        }
        assert_eq!(card("卡号4242424242424242谢谢").as_deref(), Some("4242424242424242"));
    }

    #[test]
    fn codes_after_their_word() {
        let code = |text: &'static str| {
            let mut found = Vec::new();
            let normal = Normal::of(text);
            Reading::of(&normal, text).iter().for_each(|reading| codes(reading, &mut found));
            found.first().map(|found| &text[found.range.clone()])
        };
        for (text, told) in [
            ("cvv 123", "123"),
            ("cvc: 1234", "1234"),
            ("cvv/cvc код 123", "123"),
            ("my cvv2 is 123.", "123"),
            ("the security code is 123", "123"),
            ("код безопасности - 123", "123"),
            ("安全码是123", "123"),
            ("cvv码123", "123"),
        ] {
            assert_eq!(code(text), Some(told), "{text}");
        }
        for text in [
            "cvv 12",
            "cvv 12345",
            "cvv? 123 euro",
            "no cvv! i paid 123",
            "cvs 123",
            "security code not sent",
            "cvv 100% safe",
            "cvc 123-456",
        ] {
            assert_eq!(code(text), None, "{text}");
        }
    }

    #[test]
    fn other_numbers() {
        for text in [
            "4242424242424241",
            "1700000000000",
            "2026112210300000",
            "80085000000017",
            "a4242424242424242",
            "42424242424242424242",
            "4.2424.2424.2424.242",
        ] {
            assert_eq!(card(text), None, "{text}");
        }
    }
}
