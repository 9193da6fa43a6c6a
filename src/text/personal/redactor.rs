//! Finding personal data of all kinds in a text, and putting words in its place.

use std::borrow::Cow;
use std::ops::Range;

use regex::Regex;

use super::kind::{Counts, Kind};
use super::numbers::numbers;
use super::reading::{Reading, may_hold_any};
use super::{Found, address, card, china, email, iban, link, phone, russia};
use crate::text::Normal;

/// The settings' pattern for order numbers cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OrderPatternError {
    #[error("the pattern for order numbers {pattern:?} is not a regular expression: {cause}")]
    Form { pattern: String, cause: regex::Error },
    #[error(
        "the pattern for order numbers {0:?} also fits an empty text, so it would be found anywhere"
    )]
    Empty(String),
}

/// What looks for personal data: the kinds that were asked for, and what this desk's order numbers look
/// like.
#[derive(Clone, Debug)]
pub struct Redactor {
    is_asked: [bool; Kind::ALL.len()],
    order: Option<Regex>,
}

/// A text without the personal data that was found in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redacted<'a> {
    /// Borrowed if nothing was found.
    pub text: Cow<'a, str>,
    /// What was found; a stretch that several kinds overlap in counts once, as the longest of them.
    pub counts: Counts,
}

/// Adds what one kind finds in a text.
type Finder = fn(&Reading<'_>, &mut Vec<Found>);

/// The kinds that are patterns, with the fewest digits that a text with one of them has.
const FINDERS: &[(Kind, usize, Finder)] = &[
    (Kind::Link, 0, link::links),
    (Kind::Email, 0, email::emails),
    (Kind::CardCode, 3, card::codes),
    (Kind::Iban, 2, iban::ibans),
    (Kind::ChineseIdentity, 17, china::identities),
    (Kind::ChineseTax, 8, china::taxpayers),
    (Kind::RussianPassport, 9, russia::passports),
    (Kind::ChinesePassport, 7, china::passports),
    (Kind::Address, 1, address::addresses),
];

impl Default for Redactor {
    /// All kinds, but for orders, which need a pattern.
    fn default() -> Self {
        Self { is_asked: [true; Kind::ALL.len()], order: None }
    }
}

impl Redactor {
    /// A redactor of some kinds. Without a pattern no order number is found; `order` is a regular
    /// expression over the text as written, in which `\b` is the edge of ASCII letters and digits, so that
    /// a number glued to Chinese is found.
    ///
    /// # Errors
    /// If the pattern is no regular expression, or fits an empty text.
    pub fn new(kinds: &[Kind], order: Option<&str>) -> Result<Self, OrderPatternError> {
        let is_asked = Kind::ALL.map(|kind| kinds.contains(&kind));
        Ok(Self { is_asked, order: order.map(order_pattern).transpose()? })
    }

    /// What is found in a text, in order and apart from each other, as byte ranges of the text.
    ///
    /// Where finds overlap they become one, of the longest one's kind (of two alike the order's, else
    /// the earlier in [`Kind::ALL`]), so that no part of either is left standing.
    pub fn find(&self, text: &str) -> Vec<Found> {
        if self.is_idle() {
            Vec::new()
        } else if may_hold_any(text) {
            self.find_in(&Normal::of(text), text)
        } else {
            apart(self.orders(text))
        }
    }

    /// The same of a text that is normalised already.
    pub fn find_in(&self, normal: &Normal<'_>, written: &str) -> Vec<Found> {
        if self.is_idle() {
            return Vec::new();
        }
        let mut found = self.orders(written);
        if let Some(reading) = Reading::of(normal, written) {
            let mut seen = Vec::new();
            self.look(&reading, &mut seen);
            found.extend(
                seen.into_iter().map(|one| Found { range: normal.origin(one.range), ..one }),
            );
        }
        apart(found)
    }

    /// The text with a word such as `[email]` for each find.
    pub fn redact<'a>(&self, text: &'a str) -> Redacted<'a> {
        redacted(text, self.find(text))
    }

    /// The same of a text that is normalised already.
    pub fn redact_in<'a>(&self, normal: &Normal<'_>, written: &'a str) -> Redacted<'a> {
        redacted(written, self.find_in(normal, written))
    }

    /// Whether nothing is looked for.
    pub(super) fn is_idle(&self) -> bool {
        !self.is_asked.contains(&true)
    }

    /// What the settings' pattern finds in a text as written.
    fn orders(&self, written: &str) -> Vec<Found> {
        let asked = self.order.iter().filter(|_| self.has(Kind::Order));
        let all = asked.flat_map(|order| order.find_iter(written)).filter(|part| !part.is_empty());
        all.map(|part| Found { kind: Kind::Order, range: part.range() }).collect()
    }

    /// Whether order numbers are looked for.
    pub(super) fn has_order(&self) -> bool {
        self.order.is_some() && self.has(Kind::Order)
    }

    fn has(&self, kind: Kind) -> bool {
        self.is_asked.get(kind as usize).is_some_and(|is| *is)
    }

    /// Asks every kind about a text.
    fn look(&self, reading: &Reading<'_>, found: &mut Vec<Found>) {
        for &(kind, least, find) in FINDERS {
            if self.has(kind) && reading.digits >= least {
                find(reading, found);
            }
        }
        let text = reading.text;
        let mut free_until = 0;
        for number in numbers(reading) {
            let kind = if self.has(Kind::Card) && card::is_card(&number) {
                Kind::Card
            } else if self.has(Kind::RussianTax) && russia::is_tax(&number, text) {
                Kind::RussianTax
            } else if self.has(Kind::RussianInsurance) && russia::is_insurance(&number) {
                Kind::RussianInsurance
            } else if number.range.end <= free_until {
                continue;
            } else if self.has(Kind::Phone) && phone::is_phone(&number, text) {
                Kind::Phone
            } else {
                if phone::is_free_number(&number) {
                    free_until = free_until.max(number.range.end);
                }
                continue;
            };
            let start = match kind {
                Kind::Phone => phone::start(&number, text),
                _ => number.range.start,
            };
            found.push(Found { kind, range: start..number.range.end });
        }
    }
}

/// A pattern for order numbers with `\b` as the edge of ASCII letters and digits, which is also the one
/// that is looked up fast in text beyond ASCII.
fn order_pattern(pattern: &str) -> Result<Regex, OrderPatternError> {
    let wrong = |cause| OrderPatternError::Form { pattern: pattern.to_owned(), cause };
    let as_written = Regex::new(pattern).map_err(wrong)?;
    if as_written.is_match("") {
        return Err(OrderPatternError::Empty(pattern.to_owned()));
    }
    let mut plain = String::with_capacity(pattern.len());
    let mut signs = pattern.chars().peekable();
    while let Some(sign) = signs.next() {
        match (sign, signs.peek()) {
            ('\\', Some('b')) => {
                signs.next();
                // `\b{start}` and its kin are other edges.
                plain.push_str(if signs.peek() == Some(&'{') { r"\b" } else { r"(?-u:\b)" });
            }
            ('\\', Some(_)) => plain.extend([sign].into_iter().chain(signs.next())),
            _ => plain.push(sign),
        }
    }
    Ok(Regex::new(&plain).unwrap_or(as_written))
}

/// A text with a word for each find.
fn redacted(text: &str, found: Vec<Found>) -> Redacted<'_> {
    let mut counts = Counts::default();
    if found.is_empty() {
        return Redacted { text: Cow::Borrowed(text), counts };
    }
    let mut left = String::with_capacity(text.len());
    let mut at = 0;
    for one in found {
        left.push_str(text.get(at..one.range.start).unwrap_or_default());
        left.push_str(one.kind.mark());
        counts.add(one.kind);
        at = one.range.end;
    }
    left.push_str(text.get(at..).unwrap_or_default());
    Redacted { text: Cow::Owned(left), counts }
}

/// Finds in order, the overlapping ones made one.
pub(super) fn apart(mut found: Vec<Found>) -> Vec<Found> {
    let rank =
        |one: &Found| (one.range.len(), one.kind == Kind::Order, std::cmp::Reverse(one.kind));
    found.sort_by_key(|one| (one.range.start, one.range.end));
    let mut kept: Vec<(Found, Range<usize>)> = Vec::with_capacity(found.len());
    for one in found {
        match kept.last_mut() {
            Some((longest, whole)) if one.range.start < whole.end => {
                whole.end = whole.end.max(one.range.end);
                if rank(&one) > rank(longest) {
                    *longest = one;
                }
            }
            _ => kept.push((one.clone(), one.range)),
        }
    }
    kept.into_iter().map(|(longest, range)| Found { kind: longest.kind, range }).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn redactor() -> Redactor {
        Redactor::new(&Kind::ALL, Some(r"\bORD-\d{6}\b|\b00\d{8}\b")).unwrap()
    }

    fn redacted(text: &str) -> String {
        redactor().redact(text).text.into_owned()
    }

    #[test]
    fn words_stand_in_their_place() {
        for (text, left) in [
            ("Пишите на Ivan@Mail.ru или +7 (916) 123-45-67!", "Пишите на [email] или [phone]!"),
            (
                "我的手机１３８１２３４５６７８，邮箱ＬＩ＠ｑｑ．ｃｏｍ",
                "我的手机[phone]，邮箱[email]",
            ),
            ("Card 4242 4242 4242 4242, CVV 123", "Card [card], CVV [code]"),
            ("Живу: г. Казань, ул. Ленина, д. 5, кв. 12.", "Живу: [address]."),
            ("загранпаспорт 71 № 1234567", "загранпаспорт [passport]"),
            ("IBAN GB29 NWBK 6016 1331 9268 19 please", "IBAN [iban] please"),
            ("СНИЛС 112-233-445 95, ИНН 500100732259", "СНИЛС [identity], ИНН [tax]"),
            ("身份证11010519491231002X。", "身份证[identity]。"),
            ("Паспорт: 45 09 № 123456", "Паспорт: [passport]"),
            ("护照：E12345678", "护照：[passport]"),
            ("https://x.example/reset?Token=aBcDeFgH12", "[link]"),
            ("Order ORD-104233 and 0089161234", "Order [order] and [order]"),
            ("https://x.example/?email=a@b.com&token=12345678 ok", "[link] ok"),
            ("8\u{A0}916\u{2011}123\u{2013}45\u{2013}67", "[phone]"),
            ("89161234567,13812345678", "[phone],[phone]"),
            ("138-1234-5678/139-1234-5678", "[phone]/[phone]"),
            ("тел89161234567, карта №4242424242424242", "тел[phone], карта №[card]"),
            ("(415) 555-0123 or +(7) 916 123-45-67", "[phone] or [phone]"),
            ("4155550123 is my phone", "[phone] is my phone"),
            ("ИНН7707083893", "ИНН[tax]"),
            ("passport no. 4509 123456", "passport no. [passport]"),
            ("shop.example/reset?token=abc12345", "[link]"),
        ] {
            assert_eq!(redacted(text), left, "{text}");
        }
    }

    #[test]
    fn what_is_not_personal_stays() {
        for text in [
            "Заказ № 10423311 от 22.11.2026 на 12 500,00 руб.",
            "Order #4155550123 placed 2026-11-22 10:30:15",
            "运单号SF1234567890123，订单号202611221030001",
            "RA123456789RU, 80085000000017, 1Z999AA10123456784",
            "Горячая линия 8 800 555-35-35",
            "version 2.0.1 build 20261122",
            "https://shop.example.com/item/10423311",
            "it is 5 @ 12.50 each",
            "ISBN 978-3-16-148410-0",
        ] {
            assert!(matches!(redactor().redact(text).text, Cow::Borrowed(_)), "{}", redacted(text));
        }
    }

    #[test]
    fn a_text_that_is_normalised_already_gives_the_same() {
        for text in ["Mail A@B.com，电话１３８１２３４５６７８", "nothing", "Order ORD-104233", ""]
        {
            let redactor = redactor();
            assert_eq!(redactor.redact_in(&Normal::of(text), text), redactor.redact(text));
        }
    }

    #[test]
    fn order_numbers_are_told_from_longer_ones_in_any_script() {
        let redactor = Redactor::new(&[Kind::Order], Some(r"\b\d{2}-\d{6}\b")).unwrap();
        for (text, left) in [
            ("order 10-104233.", "order [order]."),
            ("订单10-104233吗", "订单[order]吗"),
            ("заказ10-104233", "заказ[order]"),
            ("110-104233, 10-1042333", "110-104233, 10-1042333"),
        ] {
            assert_eq!(redactor.redact(text).text, left);
        }
        let backslash = Redactor::new(&[Kind::Order], Some(r"\\b\d")).unwrap();
        assert_eq!(backslash.redact(r"a\b1 1").text, "a[order] 1");
    }

    #[test]
    fn counts_by_kind() {
        let counts = redactor().redact("a@b.com, c@d.org, +79161234567").counts;
        let all: Vec<_> = counts.iter().collect();
        assert_eq!(all, [(Kind::Email, 2), (Kind::Phone, 1)]);
    }

    #[test]
    fn only_the_kinds_asked_for() {
        let redactor = Redactor::new(&[Kind::Email], Some(r"\d+")).unwrap();
        assert_eq!(redactor.redact("a@b.com 89161234567").text, "[email] 89161234567");
        assert!(Redactor::new(&Kind::ALL, Some("(")).is_err());
        let empty = Redactor::new(&[Kind::Order], Some("x+")).unwrap();
        assert_eq!(empty.redact("ab").text, "ab");
    }

    /// Secrets of every kind, made up with their check digits.
    fn secret() -> impl Strategy<Value = String> {
        let part = |count: usize| prop::collection::vec(0u8..10, count);
        let text = |digits: &[u8]| digits.iter().map(|d| char::from(b'0' + d)).collect::<String>();
        prop_oneof![
            "[a-z0-9]{1,10}[.][a-z0-9]{1,5}@[a-z]{2,9}[.](com|ru|cn)",
            part(9).prop_map(move |d| format!("+79{}", text(&d))),
            part(9).prop_map(move |d| format!(
                "+86 13{} {} {}",
                text(&d[..1]),
                text(&d[1..5]),
                text(&d[5..])
            )),
            part(9).prop_map(move |d| {
                format!(
                    "8 (9{}) {}-{}-{}",
                    text(&d[..2]),
                    text(&d[2..5]),
                    text(&d[5..7]),
                    text(&d[7..])
                )
            }),
            part(14).prop_map(move |d| {
                let body: Vec<u8> = [vec![4], d].concat();
                let sum: u32 = body
                    .iter()
                    .rev()
                    .enumerate()
                    .map(|(place, &digit)| {
                        let value = u32::from(digit) * if place % 2 == 0 { 2 } else { 1 };
                        value / 10 + value % 10
                    })
                    .sum();
                format!("{}{}", text(&body), (10 - sum % 10) % 10)
            }),
            "https://[a-z]{3,9}[.]example/[a-z]{0,5}[?]token=[A-Za-z0-9]{6,30}",
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

        #[test]
        fn no_planted_secret_is_left(
            secret in secret(),
            before in prop::sample::select(vec!["", "Hi! ", "пишите ", "我的是", "\n", "(", "a, "]),
            after in prop::sample::select(vec!["", ".", ", спасибо", "谢谢", "\n1", ")", "!"]),
        ) {
            let left = redacted(&format!("{before}{secret}{after}"));
            prop_assert!(!left.contains(&secret), "{}", left);
            let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count();
            prop_assert!(digits(&left) <= 1, "{}", left);
        }

        #[test]
        fn plain_text_comes_back_as_it_was(text in "[^0-9@]{0,60}") {
            let is_plain = !text.chars().any(|c| c.is_numeric() || matches!(c, '＠' | '﹫'));
            prop_assume!(is_plain && !text.contains("://"));
            prop_assert!(matches!(redactor().redact(&text).text, Cow::Borrowed(_)));
        }

        #[test]
        fn any_text_is_redacted_once(text in any::<String>(), secret in secret()) {
            let text = format!("{text} {secret} {text}");
            let once = redacted(&text);
            prop_assert_eq!(redacted(&once), once);
        }

        #[test]
        fn finds_are_in_order_and_on_boundaries(text in "[0-9a-z@.+ ()：０-９-]{0,60}") {
            let mut last = 0;
            for one in redactor().find(&text) {
                prop_assert!(one.range.start >= last && !one.range.is_empty());
                prop_assert!(text.get(one.range.clone()).is_some());
                last = one.range.end;
            }
        }
    }
}
