//! The sentences of a text.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use super::signs::char_at;
use crate::text::short::ShortWords;

/// Abbreviations that something follows, so that their full stop ends nothing.
const LEADING: &[&str] = &[
    "approx",
    "dr",
    "e.g",
    "ext",
    "fig",
    "i.e",
    "mr",
    "mrs",
    "ms",
    "prof",
    "st",
    "tel",
    "vs",
    "акад",
    "г",
    "гг",
    "д",
    "доб",
    "им",
    "кв",
    "корп",
    "напр",
    "обл",
    "п",
    "пер",
    "пл",
    "просп",
    "проф",
    "р-н",
    "рис",
    "см",
    "ср",
    "стр",
    "т",
    "тел",
    "ул",
    "ч",
];

/// Abbreviations that may also be a sentence's last word: it ends where a capital follows.
const TRAILING: &[&str] = &[
    "a.m", "apr", "aug", "co", "corp", "dec", "etc", "feb", "inc", "jan", "jr", "jul", "jun",
    "ltd", "mar", "nov", "oct", "p.m", "sep", "sept", "sr", "u.k", "u.s", "авг", "дек", "др",
    "коп", "мин", "млн", "млрд", "нояб", "окт", "пр", "р", "руб", "сек", "сент", "т.д", "т.е",
    "т.к", "т.п", "тыс", "фев", "февр", "час", "шт", "экз", "янв",
];

static LEADS: LazyLock<ShortWords> = LazyLock::new(|| ShortWords::new(LEADING.iter().copied()));
static TRAILS: LazyLock<ShortWords> = LazyLock::new(|| ShortWords::new(TRAILING.iter().copied()));

/// No abbreviation is longer, in bytes.
const LONGEST: usize = 10;

/// The sentences of a text in order, as byte ranges that are not empty, without white space at
/// either end. Their gaps hold white space only.
///
/// A sentence ends after `.`, `!`, `?`, `…` and their Chinese forms with the quotes and brackets
/// that close there; also at an empty line and at a line end, unless the next line goes on in small
/// letters, as wrapped mail does. A full stop ends nothing inside a number, a link or a name with
/// initials, after an abbreviation, or after the number that opens a list item.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut rest = 0;
    while let Some(at) = next_end(text, rest) {
        let Some(c) = char_at(text, at) else { break };
        let after = at + c.len_utf8();
        rest = after;
        if c == '\n' {
            if ends_line(text, at) {
                push(text, start..at, &mut found);
                start = after;
            }
            continue;
        }
        if !is_end(c) {
            continue;
        }
        // "?!" and "..." end once, and what closes belongs to the sentence.
        let signs = text.get(after..).unwrap_or_default();
        let more = signs.find(|c| !is_end(c) && !is_closing(c)).unwrap_or(signs.len());
        let end = after + more;
        rest = end;
        let is_wide = text.get(at..end).is_some_and(|signs| signs.chars().any(is_wide_end));
        let after = text.get(end..).unwrap_or_default();
        let is_apart = is_wide || after.is_empty() || after.starts_with(char::is_whitespace);
        let is_lone_stop = text.get(at..end) == Some(".");
        let before = text.get(start..at).unwrap_or_default();
        if is_apart && !(is_lone_stop && goes_on(before, after)) {
            push(text, start..end, &mut found);
            start = end;
        }
    }
    push(text, start..text.len(), &mut found);
    found
}

/// Where, from a place on, a character stands that may end a sentence, by its first byte.
fn next_end(text: &str, from: usize) -> Option<usize> {
    let may_end = |byte: &u8| ENDS.get(usize::from(*byte)).is_some_and(|ends| *ends);
    Some(from + text.as_bytes().get(from..)?.iter().position(may_end)?)
}

/// Whether a character that may end a sentence begins with a byte.
const ENDS: [bool; 256] = {
    let mut ends = [false; 256];
    let mut rest: &mut [bool] = &mut ends;
    let mut byte = 0u8;
    while let Some((ends, after)) = rest.split_first_mut() {
        *ends = matches!(byte, b'\n' | b'.' | b'!' | b'?' | 0xE2 | 0xE3 | 0xEF);
        rest = after;
        byte = byte.wrapping_add(1);
    }
    ends
};

/// Adds a range less the white space around it, if anything is left.
fn push(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let part = text.get(range.clone()).unwrap_or_default();
    let start = range.start + (part.len() - part.trim_start().len());
    let trimmed = part.trim();
    if !trimmed.is_empty() {
        found.push(start..start + trimmed.len());
    }
}

fn is_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…') || is_wide_end(c)
}

/// Ends that no space follows.
fn is_wide_end(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '；' | '｡' | '．')
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | ')' | ']' | '”' | '’' | '»' | '」' | '』' | '）' | '】' | '》')
}

/// Whether the line end at `at` ends a sentence too.
fn ends_line(text: &str, at: usize) -> bool {
    let next = text.get(at + 1..).unwrap_or_default();
    let first = next.trim_start_matches([' ', '\t', '\r', '>']).chars().next();
    !first.is_some_and(char::is_lowercase)
}

/// Whether a full stop between the two ends nothing.
fn goes_on(before: &str, after: &str) -> bool {
    let word =
        before.rsplit(|c: char| c.is_whitespace() || is_opening(c)).next().unwrap_or_default();
    let next = after.trim_start().chars().next();
    let is_item = matches!(word.len(), 1 | 2)
        && word.bytes().all(|byte| byte.is_ascii_digit())
        && before.trim_start() == word
        && next.is_some();
    if is_item || is_initial(word) {
        return next.is_some();
    }
    if word.len() > LONGEST {
        return false;
    }
    let is_small = word.is_ascii() || !word.chars().any(char::is_uppercase);
    let small = if is_small { Cow::Borrowed(word) } else { word.to_lowercase().into() };
    let is_counted = || {
        let left = before.strip_suffix(word).unwrap_or_default();
        left.trim_end().ends_with(|c: char| c.is_ascii_digit())
    };
    if small.eq_ignore_ascii_case("no") {
        return next.is_some_and(|next| next.is_numeric() || next == '#');
    }
    let leads = LEADS.has(&small);
    // "ч. 5" goes on, "в 5 ч. Жду" does not.
    if leads && !is_counted() {
        return next.is_some_and(|next| next.is_alphanumeric() || matches!(next, '№' | '#'));
    }
    (leads || TRAILS.has(&small))
        && next.is_some_and(|next| !next.is_uppercase() && !is_opening(next))
}

fn is_opening(c: char) -> bool {
    matches!(c, '(' | '[' | '"' | '“' | '«' | '„' | '（' | '【' | '《' | '「')
}

/// A capital by itself or after another: "И.", "И.И". The English "I" is a word more often than a name.
fn is_initial(word: &str) -> bool {
    let mut letters = word.split('.');
    word != "I"
        && letters.all(|letter| {
            let mut letter = letter.chars();
            letter.next().is_some_and(char::is_uppercase) && letter.next().is_none()
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::any_text::any_text;
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn abbreviations_are_short() {
        assert!(LEADING.len().max(TRAILING.len()) <= 100);
        assert_eq!(LEADING.iter().chain(TRAILING).map(|word| word.len()).max(), Some(LONGEST));
    }

    #[test]
    fn sentences_end_at_their_signs() {
        assert_eq!(
            split("Hello! Where is my order? I paid on Monday."),
            ["Hello!", "Where is my order?", "I paid on Monday."]
        );
        assert_eq!(
            split("Это что?! Верните деньги... Жду"),
            ["Это что?!", "Верните деньги...", "Жду"]
        );
        assert_eq!(
            split("您好！我的包裹还没到。请问什么时候到？谢谢"),
            ["您好！", "我的包裹还没到。", "请问什么时候到？", "谢谢"]
        );
        assert_eq!(
            split("He said \"no refund.\" I disagree."),
            ["He said \"no refund.\"", "I disagree."]
        );
        assert_eq!(split("他说“不退。”我不同意"), ["他说“不退。”", "我不同意"]);
        assert!(split(" \n ").is_empty());
    }

    #[test]
    fn numbers_links_and_abbreviations_hold_together() {
        for whole in [
            "It cost 12.50 and came on 03.11.2026 at 10:30",
            "See https://shop.example.com/a.html?x=1.2 for details",
            "Dr. Brown and Mr. Lee, Order No. 5512, called",
            "We open at 9 a.m. and close at 6 p.m. on weekdays",
            "Живу на ул. Ленина, д. 5, кв. 12",
            "Заплатил 500 руб. за доставку и т.д. и т.п. без толку",
            "Заказ оформил Иванов И. И. Петрович",
            "версия 2.0.1 не работает",
            "退款12.5元",
        ] {
            assert_eq!(split(whole), [whole]);
        }
        assert_eq!(split("Верните 500 руб. Жду ответа."), ["Верните 500 руб.", "Жду ответа."]);
        assert_eq!(split("Жду с 2025 г. Верните"), ["Жду с 2025 г.", "Верните"]);
        assert_eq!(split("Is it here? No. Why?"), ["Is it here?", "No.", "Why?"]);
        assert_eq!(split("Ask Lee, Inc. They know."), ["Ask Lee, Inc.", "They know."]);
        assert_eq!(split("It was I. Sorry."), ["It was I.", "Sorry."]);
    }

    #[test]
    fn lines_end_sentences_unless_they_were_wrapped() {
        assert_eq!(split("1. Open the app\n2. Tap Orders"), ["1. Open the app", "2. Tap Orders"]);
        assert_eq!(split("Hi\n\nthanks"), ["Hi", "thanks"]);
        assert_eq!(
            split("I ordered it a week\nago and wait"),
            ["I ordered it a week\nago and wait"]
        );
        assert_eq!(split("订单号\r\n12345"), ["订单号", "12345"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

        #[test]
        fn nothing_but_white_space_is_lost(text in any_text()) {
            let mut last = 0;
            for range in sentences(&text) {
                prop_assert!(range.start >= last && !range.is_empty());
                prop_assert!(text[last..range.start].trim().is_empty());
                prop_assert_eq!(text[range.clone()].trim(), &text[range.clone()]);
                last = range.end;
            }
            prop_assert!(text[last..].trim().is_empty());
        }
    }
}
