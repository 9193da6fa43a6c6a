//! How many words of a conversation are in which script.

use std::ops::RangeInclusive;

/// A way of writing, as far as support desks need it told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    Latin,
    Cyrillic,
    /// Chinese characters and Japanese kana.
    Han,
    Other,
}

/// A word of running Chinese has about one and a half characters.
const HAN_PER_WORD: f64 = 1.5;
/// Latin words in a turn are names up to twice as many as its other words.
const NAMES_PER_WORD: f64 = 2.0;

/// Common English words, and those of shops, that no other large European language writes alike.
#[rustfmt::skip]
const COMMON: &[&str] = &[
    "about", "address", "again", "already", "and", "any", "are", "arrived", "because", "been",
    "but", "buy", "can", "cancel", "cancelled", "cancelling", "changed", "check", "claim", "could",
    "damaged", "deliver", "delivered", "delivery", "did", "does", "don't", "find", "for", "from",
    "get", "good", "have", "haven't", "hello", "help", "how", "i'm", "it", "it's", "item", "just",
    "know", "missing", "my", "need", "not", "of", "package", "parcel", "payment", "payments",
    "please", "purchase", "purchases", "received", "refund", "refunds", "replacement", "returned",
    "shipping", "should", "still", "thank", "thanks", "that", "the", "their", "there", "they",
    "this", "to", "tracking", "trouble", "want", "what", "when", "where", "which", "who", "why",
    "will", "with", "would", "yes", "you", "your",
];

/// The words of the turns so far, by script.
#[derive(Debug, Default)]
pub(super) struct Tally {
    latin: f64,
    cyrillic: f64,
    han: f64,
    other: f64,
    /// Latin words that are [`COMMON`], and all that were looked at.
    common: usize,
    looked_at: usize,
    ideographs: usize,
    kana: usize,
    cyrillic_letters: usize,
    foreign_letters: usize,
    latin_text: String,
    cyrillic_text: String,
    other_text: String,
}

impl Tally {
    /// Counts a turn, and keeps its words for trigrams up to `enough` bytes per script.
    pub(super) fn add(&mut self, turn: &str, enough: usize) {
        let mut here = Self::default();
        let has_address = is_address(turn);
        for token in turn.split_whitespace() {
            // Of a link or an address only what is glued to it in another script counts.
            let is_address = has_address && is_address(token);
            let mut is_redacted = false;
            for piece in token.split_inclusive(|c: char| !is_word(c)) {
                here.piece(piece, is_address || is_redacted, enough);
                is_redacted = piece.ends_with('[');
            }
        }
        let words = here.cyrillic + here.han + here.other;
        if here.latin <= NAMES_PER_WORD * words {
            here.latin = 0.0;
            here.latin_text.clear();
            (here.common, here.looked_at) = (0, 0);
        }
        self.take(here, enough);
    }

    fn take(&mut self, turn: Self, enough: usize) {
        self.latin += turn.latin;
        self.cyrillic += turn.cyrillic;
        self.han += turn.han;
        self.other += turn.other;
        self.common += turn.common;
        self.looked_at += turn.looked_at;
        self.ideographs += turn.ideographs;
        self.kana += turn.kana;
        self.cyrillic_letters += turn.cyrillic_letters;
        self.foreign_letters += turn.foreign_letters;
        for (all, more) in [
            (&mut self.latin_text, &turn.latin_text),
            (&mut self.cyrillic_text, &turn.cyrillic_text),
            (&mut self.other_text, &turn.other_text),
        ] {
            if all.len() < enough {
                all.push_str(more);
            }
        }
    }

    /// Counts a run of letters and digits, with the sign that ends it.
    fn piece(&mut self, piece: &str, is_ascii_mute: bool, enough: usize) {
        let mut rest = piece;
        while let Some(first) = rest.chars().next() {
            let script = script(first);
            let end = rest.find(|c| self::script(c) != script).unwrap_or(rest.len());
            let (run, after) = rest.split_at(end);
            rest = after;
            match script {
                // A code such as "SF1002" is no word.
                Some(Script::Latin) => {
                    let is_code = piece.bytes().any(|byte| byte.is_ascii_digit());
                    if !is_code && !is_ascii_mute {
                        self.latin_word(run, enough);
                    }
                }
                Some(Script::Cyrillic) => {
                    self.cyrillic += 1.0;
                    self.cyrillic_letters += run.chars().count();
                    self.foreign_letters += run.chars().filter(|&c| !is_russian(c)).count();
                    keep(&mut self.cyrillic_text, run, enough);
                }
                Some(Script::Han) => {
                    let count = run.chars().count();
                    self.han += count as f64 / HAN_PER_WORD;
                    self.ideographs += count;
                    self.kana += run.chars().filter(|&c| is_kana(c)).count();
                }
                Some(Script::Other) => {
                    self.other += 1.0;
                    keep(&mut self.other_text, run, enough);
                }
                None => {}
            }
        }
    }

    fn latin_word(&mut self, word: &str, enough: usize) {
        let word = word.trim_matches(['\'', '’']);
        if word.is_empty() {
            return;
        }
        self.latin += 1.0;
        self.looked_at += 1;
        self.common += usize::from(is_common(word));
        keep(&mut self.latin_text, word, enough);
    }

    /// Words in each script that has any.
    pub(super) fn by_script(&self) -> Vec<(Script, f64)> {
        let all = [
            (Script::Latin, self.latin),
            (Script::Cyrillic, self.cyrillic),
            (Script::Han, self.han),
            (Script::Other, self.other),
        ];
        all.into_iter().filter(|(_, words)| *words > 0.0).collect()
    }

    /// Words in all scripts.
    pub(super) fn words(&self) -> f64 {
        self.latin + self.cyrillic + self.han + self.other
    }

    /// The words of a script put together; empty for Han, which needs no trigrams.
    pub(super) fn text(&self, script: Script) -> &str {
        match script {
            Script::Latin => &self.latin_text,
            Script::Cyrillic => &self.cyrillic_text,
            Script::Han => "",
            Script::Other => &self.other_text,
        }
    }

    /// Common English words per Latin word, 0 without any.
    pub(super) fn common_share(&self) -> f64 {
        share(self.common, self.looked_at)
    }

    /// Kana per Han or kana character, 0 without any.
    pub(super) fn kana_share(&self) -> f64 {
        share(self.kana, self.ideographs)
    }

    /// Letters beyond the Russian alphabet per Cyrillic letter, 0 without any.
    pub(super) fn foreign_share(&self) -> f64 {
        share(self.foreign_letters, self.cyrillic_letters)
    }
}

/// Whether there is a link or an electronic address in it.
fn is_address(text: &str) -> bool {
    text.contains("://") || text.contains('@') || text.contains("www.")
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn keep(text: &mut String, word: &str, enough: usize) {
    if text.len() < enough {
        text.push_str(word);
        text.push(' ');
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\'' | '’')
}

/// Whether a word is one of [`COMMON`], in any case and with any apostrophe.
fn is_common(word: &str) -> bool {
    const LONGEST: usize = 12;
    let mut small = [0u8; LONGEST];
    let mut len = 0;
    for c in word.chars() {
        let Some(place) = small.get_mut(len) else { return false };
        *place = match c {
            '’' => b'\'',
            _ if c.is_ascii() => c.to_ascii_lowercase() as u8,
            _ => return false,
        };
        len += 1;
    }
    let small = small.get(..len).unwrap_or_default();
    COMMON.binary_search_by(|known| known.as_bytes().cmp(small)).is_ok()
}

fn is_russian(c: char) -> bool {
    matches!(c, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё')
}

const KANA: RangeInclusive<char> = '\u{3040}'..='\u{30FF}';

fn is_kana(c: char) -> bool {
    KANA.contains(&c) || ('\u{FF66}'..='\u{FF9D}').contains(&c)
}

/// The script of a letter; `None` for what is no letter. An apostrophe belongs to Latin.
fn script(c: char) -> Option<Script> {
    Some(match c {
        'a'..='z' | 'A'..='Z' | '\'' | '’' => Script::Latin,
        '\u{400}'..='\u{52F}' | '\u{1C80}'..='\u{1C8F}' | '\u{2DE0}'..='\u{2DFF}' => {
            Script::Cyrillic
        }
        '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{323AF}'
        | '々'
        | '〇' => Script::Han,
        _ if is_kana(c) => Script::Han,
        _ if !c.is_alphabetic() => return None,
        '\u{AA}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            Script::Latin
        }
        _ => Script::Other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_common_words_are_found() {
        assert!(COMMON.is_sorted());
        assert!(COMMON.iter().all(|word| is_common(&word.to_uppercase())));
        assert!(is_common("Don’t") && !is_common("bitte") && !is_common("commonplaceword"));
    }
}
