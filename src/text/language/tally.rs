//! How many words of a conversation are in which script.

use std::ops::Range;

use super::common::is_common;
use super::runs::runs;
use super::script::{Script, is_kana, is_russian};

/// A word of running Chinese has about one and a half characters.
const HAN_PER_WORD: f64 = 1.5;
/// Latin words in a turn are names up to twice as many as its other words.
const NAMES_PER_WORD: f64 = 2.0;
/// The beginning of a turn, in bytes, tells what it is written in: some hundred words.
const ENOUGH_OF_TURN: usize = 1_000;

/// The words of the turns so far, by script.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    latin: usize,
    cyrillic: usize,
    other: usize,
    /// Latin words that are common English ones.
    common: usize,
    ideographs: usize,
    kana: usize,
    cyrillic_letters: usize,
    foreign_letters: usize,
}

impl Tally {
    /// Counts a turn.
    pub(super) fn add(&mut self, turn: &str) {
        let here = Self::of(turn);
        self.latin += here.latin;
        self.cyrillic += here.cyrillic;
        self.other += here.other;
        self.common += here.common;
        self.ideographs += here.ideographs;
        self.kana += here.kana;
        self.cyrillic_letters += here.cyrillic_letters;
        self.foreign_letters += here.foreign_letters;
    }

    /// The words of one turn; Latin ones that are names are none.
    fn of(turn: &str) -> Self {
        let mut here = Self::default();
        let turn = beginning(turn);
        runs(turn, |script, run| here.count(script, turn, run));
        if here.latin as f64 <= NAMES_PER_WORD * (here.words() - here.latin as f64) {
            (here.latin, here.common) = (0, 0);
        }
        here
    }

    /// Counts a run of letters of a turn.
    fn count(&mut self, script: Script, turn: &str, run: Range<usize>) {
        let bytes = turn.as_bytes().get(run.clone()).unwrap_or_default();
        match script {
            Script::Latin => {
                let word = bare(turn, run);
                self.latin += usize::from(!word.is_empty());
                self.common += usize::from(is_common(turn, word));
            }
            Script::Cyrillic => {
                self.cyrillic += 1;
                let (pairs, rest) = bytes.as_chunks::<2>();
                let russian = pairs.iter().filter(|pair| is_russian(**pair)).count();
                let russian = russian - foreign_hard_signs(pairs);
                self.cyrillic_letters += pairs.len() + rest.len();
                self.foreign_letters += pairs.len() + rest.len() - russian;
            }
            Script::Han => {
                self.ideographs += bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
                // Kana of either width begin with one of these bytes.
                let may_lead = |byte: u8| (byte == 0xE3) | (byte == 0xEF);
                if bytes.iter().fold(false, |any, byte| any | may_lead(*byte)) {
                    let run = turn.get(run).unwrap_or_default();
                    self.kana += run.chars().filter(|c| is_kana(*c)).count();
                }
            }
            Script::Other => self.other += 1,
        }
    }

    /// Words in each script that has any.
    pub(super) fn by_script(&self) -> impl Iterator<Item = (Script, f64)> + use<> {
        let all = [
            (Script::Latin, self.latin as f64),
            (Script::Cyrillic, self.cyrillic as f64),
            (Script::Han, self.ideographs as f64 / HAN_PER_WORD),
            (Script::Other, self.other as f64),
        ];
        all.into_iter().filter(|(_, words)| *words > 0.0)
    }

    /// Words in all scripts.
    pub(super) fn words(&self) -> f64 {
        self.by_script().map(|(_, words)| words).sum()
    }

    /// Common English words per Latin word, 0 without any.
    pub(super) fn common_share(&self) -> f64 {
        share(self.common, self.latin)
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

/// The words in a script that the turns have, with a space after each, up to `enough` bytes and the
/// rest of a turn's; Latin names are left out as in [`Tally`].
pub(super) fn letters<'t>(
    turns: impl IntoIterator<Item = &'t str>,
    of: Script,
    enough: usize,
) -> String {
    let mut all = String::new();
    for turn in turns {
        if of == Script::Latin && Tally::of(turn).latin == 0 {
            continue;
        }
        let turn = beginning(turn);
        runs(turn, |script, run| {
            if script == of && all.len() < enough {
                all.push_str(turn.get(bare(turn, run)).unwrap_or_default());
                all.push(' ');
            }
        });
    }
    all
}

/// Hard signs that Russian has not: it writes one only before `е`, `ё`, `ю` and `я`, Bulgarian as a vowel.
fn foreign_hard_signs(letters: &[[u8; 2]]) -> usize {
    let is_hard = |letter: &[u8; 2]| matches!(letter, [0xD1, 0x8A] | [0xD0, 0xAA]);
    let is_after = |letter: &[u8; 2]| {
        matches!(letter, [0xD0, 0xB5 | 0x95 | 0x81 | 0xAE | 0xAF] | [0xD1, 0x91 | 0x8E | 0x8F])
    };
    let hard = letters.iter().enumerate().filter(|(_, letter)| is_hard(letter));
    hard.filter(|(at, _)| !letters.get(at + 1).is_some_and(is_after)).count()
}

/// A Latin word of a turn without the quotes around it.
fn bare(turn: &str, run: Range<usize>) -> Range<usize> {
    const QUOTES: [char; 2] = ['\'', '’'];
    let bytes = turn.as_bytes();
    let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphabetic);
    let last = run.end.checked_sub(1).and_then(|last| bytes.get(last));
    if is_letter(bytes.get(run.start)) && is_letter(last) {
        return run;
    }
    let word = turn.get(run.clone()).unwrap_or_default().trim_end_matches(QUOTES);
    let start = run.start + (word.len() - word.trim_start_matches(QUOTES).len());
    start..run.start + word.len()
}

/// As much of a turn as is looked at.
fn beginning(turn: &str) -> &str {
    turn.get(..turn.floor_char_boundary(ENOUGH_OF_TURN)).unwrap_or_default()
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
