//! The words of a text.

use super::marks::Marks;
use super::signs::{Lead, char_at, is_ideograph, is_sign_of_word, lead};

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

/// A word of a text that is kept beside it, in as little room as can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::text) struct Span {
    start: u32,
    end: u32,
    kind: WordKind,
}

impl Span {
    /// That of a word.
    pub fn of(word: Word<'_>) -> Self {
        let end = word.start + word.text.len();
        Self { start: word.start as u32, end: end as u32, kind: word.kind }
    }

    /// Where it stands, in bytes.
    pub fn range(&self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The word of the text that it was taken from.
    pub fn word<'t>(&self, text: &'t str) -> Word<'t> {
        let text = text.get(self.range()).unwrap_or_default();
        Word { text, start: self.start as usize, kind: self.kind }
    }
}

/// The words of a text in order. What is between them (white space, signs, emoji) is no word.
pub fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut marks = Marks::new(text);
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = begin(text, &mut marks, at)?;
        let (end, kind) = measure(text, &mut marks, start)?;
        at = end;
        Some(Word { text: text.get(start..end)?, start, kind })
    })
}

/// Where the first letter or digit from a place on stands.
fn begin(text: &str, marks: &mut Marks<'_>, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at = marks.start(at)?;
        if lead(*text.as_bytes().get(at)?) != Lead::Other {
            return Some(at);
        }
        let c = char_at(text, at)?;
        if is_sign_of_word(c) {
            return Some(at);
        }
        at += c.len_utf8();
    }
}

/// Where the word that begins at a letter or digit ends, and its kind.
fn measure(text: &str, marks: &mut Marks<'_>, start: usize) -> Option<(usize, WordKind)> {
    let bytes = text.as_bytes();
    let (mut end, mut has_letters) = match lead(*bytes.get(start)?) {
        Lead::Han => return Some((start + 3, WordKind::Character)),
        Lead::Letter | Lead::Cyrillic => (start, true),
        Lead::Digit | Lead::Sign => (start, false),
        Lead::Other => match char_at(text, start)? {
            c if is_ideograph(c) => return Some((start + c.len_utf8(), WordKind::Character)),
            c => (start + c.len_utf8(), !c.is_numeric()),
        },
    };
    loop {
        let from = end;
        end = marks.end(end);
        has_letters = has_letters || !bytes.get(from..end)?.iter().all(u8::is_ascii_digit);
        if matches!(bytes.get(end), None | Some(b' ' | b'\n')) {
            break;
        }
        let Some(c) = further(text, end, has_letters) else { break };
        has_letters |= c.is_alphabetic();
        end += c.len_utf8();
    }
    Some((end, if has_letters { WordKind::Letters } else { WordKind::Number }))
}

/// The character at a place if a word that reaches there goes on with it.
fn further(text: &str, at: usize, has_letters: bool) -> Option<char> {
    let c = char_at(text, at)?;
    let next_fits = |fits: fn(char) -> bool| {
        char_at(text, at + c.len_utf8()).is_some_and(|next| fits(next) && !is_ideograph(next))
    };
    let goes_on = match c {
        _ if is_ideograph(c) => false,
        _ if is_sign_of_word(c) || is_mark(c) => true,
        '\'' | '’' | '-' | '\u{2010}' | '\u{2011}' | '_' => next_fits(is_sign_of_word),
        '.' | ',' | ':' | '/' => !has_letters && next_fits(char::is_numeric),
        _ => false,
    };
    goes_on.then_some(c)
}

/// Combining marks of decomposed Latin and Cyrillic letters.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36F}').contains(&c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::any_text::any_text;
    use super::*;

    fn word_list(text: &str) -> Vec<&str> {
        words(text).map(|word| word.text).collect()
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

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

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
        }
    }
}
