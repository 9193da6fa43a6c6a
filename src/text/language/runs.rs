//! The stretches of a turn that are written in one script.

use super::script::{Script, script};
use crate::text::words::{Lead, char_at, lead};

/// Shows each stretch of letters of one script, in order; of Han that is more than a word.
///
/// Latin letters in a link or an address, next to a digit (`SF1002`), or after a bracket that a
/// redaction put there (`[email]`) are left out.
pub(super) fn runs<'t>(turn: &'t str, mut show: impl FnMut(Script, &'t str)) {
    let has_address = is_address(turn);
    let mut is_mute = has_address && is_address(token(turn, 0));
    let mut at = 0;
    while let Some(&byte) = turn.as_bytes().get(at) {
        let script = match lead(byte) {
            Lead::Letter | Lead::Digit => Some(Script::Latin),
            Lead::Sign if byte == b'\'' => Some(Script::Latin),
            Lead::Sign => {
                at += 1;
                if has_address && char::from(byte).is_whitespace() {
                    is_mute = is_address(token(turn, at));
                }
                continue;
            }
            Lead::Cyrillic => Some(Script::Cyrillic),
            Lead::Han => Some(Script::Han),
            Lead::Other => {
                let Some(c) = char_at(turn, at) else { return };
                let script = script(c);
                if script.is_none() {
                    at += c.len_utf8();
                    if has_address && c.is_whitespace() {
                        is_mute = is_address(token(turn, at));
                    }
                }
                script
            }
        };
        let Some(script) = script else { continue };
        let end = if script == Script::Latin { latin_end(turn, at) } else { end(turn, at, script) };
        let run = turn.get(at..end).unwrap_or_default();
        if script != Script::Latin || (!is_mute && is_word(turn, at, run)) {
            show(script, run);
        }
        at = end;
    }
}

/// Where a run of letters ends.
fn end(turn: &str, start: usize, of: Script) -> usize {
    let bytes = turn.as_bytes();
    let is = |at: usize, like: Lead| bytes.get(at).is_some_and(|byte| lead(*byte) == like);
    let mut at = start;
    loop {
        while of == Script::Cyrillic && is(at, Lead::Cyrillic) {
            at += 2;
        }
        while of == Script::Han && is(at, Lead::Han) {
            at += 3;
        }
        if !is(at, Lead::Other) {
            return at;
        }
        match char_at(turn, at).filter(|c| script(*c) == Some(of)) {
            Some(c) => at += c.len_utf8(),
            None => return at,
        }
    }
}

/// Where a run of Latin letters, apostrophes and ASCII digits ends.
fn latin_end(turn: &str, start: usize) -> usize {
    let bytes = turn.as_bytes();
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'\'';
    let mut at = start;
    loop {
        while bytes.get(at).is_some_and(is_plain) {
            at += 1;
        }
        if bytes.get(at).is_none_or(u8::is_ascii) {
            return at;
        }
        match char_at(turn, at).filter(|c| script(*c) == Some(Script::Latin)) {
            Some(c) => at += c.len_utf8(),
            None => return at,
        }
    }
}

/// Whether a Latin run is no code, no number and not what a redaction left.
fn is_word(turn: &str, at: usize, run: &str) -> bool {
    let before = at.checked_sub(1).and_then(|before| turn.as_bytes().get(before));
    before != Some(&b'[') && !run.bytes().any(|byte| byte.is_ascii_digit())
}

/// What stands from a place on up to white space.
fn token(turn: &str, at: usize) -> &str {
    let rest = turn.get(at..).unwrap_or_default();
    rest.split(char::is_whitespace).next().unwrap_or_default()
}

/// Whether there is a link or an electronic address in it.
fn is_address(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr(b'@', bytes).is_some()
        || memchr::memmem::find(bytes, b"://").is_some()
        || memchr::memmem::find(bytes, b"www.").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(turn: &str) -> Vec<&str> {
        let mut all = Vec::new();
        runs(turn, |_, run| all.push(run));
        all
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
