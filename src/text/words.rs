//! Sentences, words and the terms that are counted, in Russian, Chinese and English.
//!
//! Rules and short lists, no dictionary: what a rule cannot know (the abbreviation nobody listed) splits
//! once too often, which counting and phrase look-up bear better than two sentences in one.

use std::ops::Range;

/// Abbreviations that something follows, so that their full stop ends nothing.
const LEADING: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "dr",
    "prof",
    "st",
    "vs",
    "fig",
    "tel",
    "ext",
    "approx",
    "e.g",
    "i.e",
    "г",
    "гг",
    "ул",
    "д",
    "кв",
    "корп",
    "стр",
    "пер",
    "просп",
    "пл",
    "обл",
    "р-н",
    "тел",
    "доб",
    "им",
    "см",
    "ср",
    "рис",
    "п",
    "ч",
    "т",
    "акад",
    "проф",
    "напр",
];

/// Abbreviations that may also be a sentence's last word: it ends where a capital follows.
const TRAILING: &[&str] = &[
    "etc", "inc", "ltd", "co", "corp", "jr", "sr", "a.m", "p.m", "jan", "feb", "mar", "apr", "jun",
    "jul", "aug", "sep", "sept", "oct", "nov", "dec", "u.s", "u.k", "т.д", "т.п", "т.е", "т.к",
    "др", "пр", "руб", "коп", "р", "тыс", "млн", "млрд", "мин", "сек", "час", "шт", "экз", "янв",
    "февр", "фев", "авг", "сент", "окт", "нояб", "дек",
];

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
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        if c == '\n' {
            if ends_line(text, at) {
                push(text, start..at, &mut found);
                start = at + 1;
            }
            continue;
        }
        if !is_end(c) {
            continue;
        }
        // "?!" and "..." end once, and what closes belongs to the sentence.
        while rest.next_if(|&(_, next)| is_end(next) || is_closing(next)).is_some() {}
        let end = rest.peek().map_or(text.len(), |&(next, _)| next);
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
    let is_item = !word.is_empty()
        && word.chars().all(|c| c.is_ascii_digit())
        && word.len() <= 2
        && before.trim_start() == word
        && next.is_some();
    if is_item || is_initial(word) {
        return next.is_some();
    }
    let small = word.to_lowercase();
    let is_counted = || {
        let left = before.strip_suffix(word).unwrap_or_default();
        left.trim_end().ends_with(|c: char| c.is_ascii_digit())
    };
    if small == "no" {
        return next.is_some_and(|next| next.is_numeric() || next == '#');
    }
    let leads = LEADING.contains(&small.as_str());
    // "ч. 5" goes on, "в 5 ч. Жду" does not.
    if leads && !is_counted() {
        return next.is_some_and(|next| next.is_alphanumeric() || matches!(next, '№' | '#'));
    }
    (leads || TRAILING.contains(&small.as_str()))
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

/// What a word is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordKind {
    /// Letters, with the apostrophes, hyphens and digits between and after them: `don't`, `что-то`,
    /// `iphone15`.
    Letters,
    /// Digits, with the points, commas, colons and hyphens between them: `12.50`, `10:30`.
    Number,
    /// One Chinese character or Japanese kana; without a dictionary no longer word is known.
    Character,
}

/// A word and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// As it is written.
    pub text: &'a str,
    /// Its first byte in the text.
    pub start: usize,
    pub kind: WordKind,
}

/// The words of a text in order. What is between them (white space, signs, emoji) is no word.
pub fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let skipped = rest.find(is_sign_of_word)?;
        let start = at + skipped;
        let rest = rest.get(skipped..)?;
        let (len, kind) = measure(rest);
        at = start + len;
        Some(Word { text: rest.get(..len)?, start, kind })
    })
}

/// Length in bytes and kind of the word that a text begins with, whose first character is a letter or
/// a digit.
fn measure(text: &str) -> (usize, WordKind) {
    let mut rest = text.char_indices().peekable();
    let Some((_, first)) = rest.next() else { return (0, WordKind::Letters) };
    if is_ideograph(first) {
        return (first.len_utf8(), WordKind::Character);
    }
    let is_number = is_numeric(first);
    let mut len = first.len_utf8();
    let mut has_letters = !is_number;
    while let Some((at, c)) = rest.next() {
        let next = rest.peek().map(|&(_, next)| next);
        let next_fits = |fits: fn(char) -> bool| next.is_some_and(|c| fits(c) && !is_ideograph(c));
        let goes_on = match c {
            _ if is_ideograph(c) => false,
            _ if is_sign_of_word(c) || is_mark(c) => true,
            '\'' | '’' | '-' | '\u{2010}' | '\u{2011}' | '_' => next_fits(is_sign_of_word),
            '.' | ',' | ':' | '/' => !has_letters && next_fits(char::is_numeric),
            _ => false,
        };
        if !goes_on {
            break;
        }
        has_letters = has_letters || c.is_alphabetic();
        len = at + c.len_utf8();
    }
    (len, if has_letters { WordKind::Letters } else { WordKind::Number })
}

/// As `char::is_numeric` has it; letters of the three languages without a look into the tables.
fn is_numeric(c: char) -> bool {
    match c {
        '0'..='9' => true,
        '\0'..='\u{7F}' | 'А'..='я' | '\u{4E00}'..='\u{9FFF}' => false,
        _ => c.is_numeric(),
    }
}

/// A letter or a digit; those of the three languages without a look into the tables.
pub(super) fn is_sign_of_word(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | 'А'..='я' | '\u{4E00}'..='\u{9FFF}' => true,
        '\0'..='\u{7F}' => false,
        _ => c.is_alphanumeric(),
    }
}

/// Combining marks of decomposed Latin and Cyrillic letters.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36F}').contains(&c)
}

pub(super) fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}' | '々' | '〇')
}

/// The terms that a text is compared by, in order: its words, and for Chinese each pair of neighbouring
/// characters (`退款成功` → `退款`, `款成`, `成功`), or the character that has no neighbour.
///
/// Pairs find words about as well as a dictionary does where texts are only compared (Nie, Gao, Zhang
/// and Zhou 2000, "On the use of words and n-grams for Chinese information retrieval").
pub fn terms(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = words(text).peekable();
    let mut has_left = false;
    std::iter::from_fn(move || {
        loop {
            let word = rest.next()?;
            let end = word.start + word.text.len();
            let right = rest
                .peek()
                .filter(|next| word.kind == WordKind::Character && next.kind == word.kind)
                .filter(|next| next.start == end)
                .map(|next| end + next.text.len());
            let was_paired = std::mem::replace(&mut has_left, right.is_some());
            match right {
                Some(end) => return text.get(word.start..end),
                None if was_paired => {}
                None => return Some(word.text),
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|range| &text[range]).collect()
    }

    fn word_list(text: &str) -> Vec<&str> {
        words(text).map(|word| word.text).collect()
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

    #[test]
    fn words_of_the_three_languages() {
        assert_eq!(
            word_list("I don't have order #104233, paid 1,299.50 at 10:30!"),
            ["I", "don't", "have", "order", "104233", "paid", "1,299.50", "at", "10:30"]
        );
        assert_eq!(
            word_list("Кто-то взял ещё 2 шт. — «мои»"),
            ["Кто-то", "взял", "ещё", "2", "шт", "мои"]
        );
        assert_eq!(word_list("iPhone15退款OK吗"), ["iPhone15", "退", "款", "OK", "吗"]);
        assert_eq!(word_list("— 😀 !"), Vec::<&str>::new());
        let kinds: Vec<_> = words("a 1 退").map(|word| word.kind).collect();
        assert_eq!(kinds, [WordKind::Letters, WordKind::Number, WordKind::Character]);
    }

    #[test]
    fn terms_pair_chinese_characters() {
        let list = |text| terms(text).collect::<Vec<_>>();
        assert_eq!(list("退款成功"), ["退款", "款成", "成功"]);
        assert_eq!(list("好，谢谢 ok"), ["好", "谢谢", "ok"]);
        assert_eq!(list("买iPhone了"), ["买", "iPhone", "了"]);
        assert_eq!(list("верните деньги"), ["верните", "деньги"]);
    }

    fn any_text() -> impl Strategy<Value = String> {
        let parts = prop::sample::select(vec![
            ". ", ".", "!", "。", "？", "\n", " ", "Mr", "руб", "И", "1", "12.5", "a", "b", "退",
            "款", "'", "-", "”", "я", "\u{301}", "I",
        ]);
        prop_oneof![
            any::<String>(),
            prop::collection::vec(parts, 0..20).prop_map(|parts| parts.concat()),
        ]
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

        #[test]
        fn every_letter_is_in_one_word(text in any_text()) {
            let mut last = 0;
            for word in words(&text) {
                prop_assert!(word.start >= last);
                prop_assert!(!text[last..word.start].contains(char::is_alphanumeric));
                prop_assert_eq!(&text[word.start..word.start + word.text.len()], word.text);
                last = word.start + word.text.len();
            }
            prop_assert!(!text[last..].contains(char::is_alphanumeric));
            // Every term begins where a word does.
            let starts: Vec<&str> = words(&text).map(|word| word.text).collect();
            prop_assert!(terms(&text).count() <= starts.len());
        }
    }
}
