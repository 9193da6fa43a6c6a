//! The stretches of a turn that are written in one script.

use std::ops::Range;

use super::script::{Script, script};
use crate::text::words::{Lead, Marks, char_at, lead};

/// Shows each stretch of letters of one script, in order; of Han that is more than a word.
///
/// Latin letters in a link or an address, next to a digit (`SF1002`), or after a bracket that a
/// redaction put there (`[email]`) are left out.
pub(super) fn runs(turn: &str, mut show: impl FnMut(Script, Range<usize>)) {
    let has_address = is_address(turn);
    let mut marks = Marks::new(turn);
    let mut token_end = 0;
    let mut is_mute = false;
    let mut at = 0;
    while let Some(start) = marks.start(at) {
        let script = match turn.as_bytes().get(start).map(|byte| lead(*byte)) {
            Some(Lead::Letter | Lead::Digit) => Script::Latin,
            Some(Lead::Cyrillic) => Script::Cyrillic,
            Some(Lead::Han) => Script::Han,
            _ => {
                let Some(c) = char_at(turn, start) else { return };
                let Some(script) = script(c) else {
                    at = start + c.len_utf8();
                    continue;
                };
                script
            }
        };
        if has_address && start >= token_end {
            (is_mute, token_end) = token(turn, start);
        }
        let end = end(turn, &mut marks, start, script);
        let before = start.checked_sub(1).and_then(|before| turn.as_bytes().get(before));
        let is_left_out = is_mute || before == Some(&b'[') || has_digit(turn, start..end);
        if script != Script::Latin || !is_left_out {
            show(script, start..end);
        }
        at = end;
    }
}

/// Where a run of letters ends; one of Latin letters goes on with apostrophes and ASCII digits.
fn end(turn: &str, marks: &mut Marks<'_>, start: usize, of: Script) -> usize {
    let bytes = turn.as_bytes();
    let mut at = start;
    loop {
        match of {
            Script::Latin => {
                at = marks.ascii_end(at);
                while bytes.get(at) == Some(&b'\'') {
                    at = marks.ascii_end(at + 1);
                }
            }
            Script::Cyrillic => at = marks.cyrillic_end(at),
            Script::Han => {
                while bytes.get(at).is_some_and(|byte| lead(*byte) == Lead::Han) {
                    at += 3;
                }
            }
            Script::Other => {}
        }
        if bytes.get(at).is_none_or(|byte| lead(*byte) != Lead::Other) {
            return at;
        }
        match char_at(turn, at).filter(|c| script(*c) == Some(of)) {
            Some(c) => at += c.len_utf8(),
            None => return at,
        }
    }
}

/// Whether an ASCII digit stands in a part of a turn.
fn has_digit(turn: &str, part: Range<usize>) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let bytes = turn.as_bytes();
    let first = bytes.get(part.start..).and_then(|rest| rest.first_chunk::<8>());
    match (first, part.len()) {
        // Eight bytes at once: a digit less `0` is under 10, and sets no high bit with 0x76 more.
        (Some(first), len @ 1..=8) => {
            let signs = u64::from_le_bytes(*first) ^ (ONES * u64::from(b'0'));
            let is_more = ((signs & (ONES * 0x7F)) + ONES * 0x76) | signs;
            !is_more & (ONES * 0x80) & (u64::MAX >> (64 - 8 * len)) != 0
        }
        _ => bytes.get(part).is_some_and(|part| part.iter().any(u8::is_ascii_digit)),
    }
}

/// Whether what stands around a place between white space is an address, and where it ends.
fn token(turn: &str, at: usize) -> (bool, usize) {
    let (before, after) = turn.split_at_checked(at).unwrap_or_default();
    let start = before.rfind(char::is_whitespace).unwrap_or_default();
    let end = at + after.find(char::is_whitespace).unwrap_or(after.len());
    (turn.get(start..end).is_some_and(is_address), end)
}

/// Whether there is a link or an electronic address in it.
fn is_address(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Without a way out of the loops many bytes are looked at in one go.
    let is_sign = |byte: u8| (byte == b'@') | (byte == b'/');
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    let may_be = bytes.iter().fold(false, |any, byte| any | is_sign(*byte))
        | pairs.fold(false, |any, (one, next)| any | ((*one == b'w') & (*next == b'w')));
    may_be && (text.contains('@') || text.contains("://") || text.contains("www."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(turn: &str) -> Vec<&str> {
        let mut all = Vec::new();
        runs(turn, |_, run| all.push(&turn[run]));
        all
    }

    #[test]
    fn digits_are_seen_wherever_they_stand() {
        let text = "/:0129 ab9cdefghi9 déf 12345678x";
        for start in 0..text.len() {
            for end in start..=text.len() {
                let has = text.as_bytes()[start..end].iter().any(u8::is_ascii_digit);
                assert_eq!(has_digit(text, start..end), has, "{start} {end}");
            }
        }
    }

    #[test]
    fn scripts_are_parted() {
        assert_eq!(
            shown("Мой iPhone не работает, don't ask"),
            ["Мой", "iPhone", "не", "работает", "don't", "ask"]
        );
        assert_eq!(shown("我的iPhone坏了，cafés"), ["我的", "iPhone", "坏了", "cafés"]);
        assert_eq!(shown("Ґрунт, і ще"), ["Ґрунт", "і", "ще"]);
    }

    #[test]
    fn what_says_nothing_is_left_out() {
        assert_eq!(shown("order SF1002 15Pro [email] 12"), ["order"]);
        assert_eq!(shown("see https://a.example/where now"), ["see", "now"]);
        assert_eq!(shown("a@b.com\u{3000}ok www.x.com看"), ["ok", "看"]);
    }
}
