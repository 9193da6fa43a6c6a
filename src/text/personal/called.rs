//! What a text calls a number.

use aho_corasick::AhoCorasick;

/// Words for one kind of number.
#[derive(Debug)]
pub(super) struct Called {
    words: &'static [&'static str],
    any: Option<AhoCorasick>,
}

impl Called {
    pub(super) fn new(words: &'static [&'static str]) -> Self {
        Self { words, any: AhoCorasick::new(words).ok() }
    }

    /// Whether one of the words is anywhere in a normalised text, be it inside another.
    pub(super) fn is_in(&self, text: &str) -> bool {
        self.any.as_ref().is_none_or(|any| any.is_match(text))
    }

    /// Whether what is left of a number calls it by one of the words, with at most a few signs or short
    /// words between, and no other number or end of a sentence.
    pub(super) fn ends(&self, left: &str) -> bool {
        self.is_in(left) && self.words.iter().any(|word| calls(left, word))
    }
}

fn calls(left: &str, word: &str) -> bool {
    let Some((before, between)) = left.rsplit_once(word) else { return false };
    // A full stop right after the word only shortens it: "tel. 123-45-67".
    let between = between.strip_prefix('.').unwrap_or(between);
    !before.ends_with(is_spaced_letter)
        && !between.starts_with(is_spaced_letter)
        && between.chars().count() <= 16
        && !between.contains(['.', '?', '!', '。'])
        && !between.contains(|c: char| c.is_ascii_digit())
}

/// A letter of a language that puts spaces between words.
fn is_spaced_letter(c: char) -> bool {
    c.is_alphabetic() && !('\u{3040}'..='\u{9FFF}').contains(&c)
}
