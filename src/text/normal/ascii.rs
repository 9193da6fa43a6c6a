//! The one spelling of ASCII, which is most of what is written in English.

use std::borrow::Cow;

/// ASCII that stays in step: `None` for any other text, and if white space has to close up or
/// controls have to go. The loops have no way out, so that many bytes are looked at in one go.
pub(super) fn ascii(text: &str) -> Option<Cow<'_, str>> {
    let bytes = text.as_bytes();
    let mut is_same = true;
    let mut is_refused = !text.is_ascii();
    if is_refused {
        return None;
    }
    for byte in bytes {
        is_refused |= byte.is_ascii_control() & !is_space(*byte);
        is_same &= !byte.is_ascii_uppercase() & ((*byte == b' ') | !is_space(*byte));
    }
    for (byte, next) in bytes.iter().zip(bytes.get(1..).unwrap_or_default()) {
        is_refused |= is_space(*byte) & is_space(*next);
    }
    if is_refused {
        return None;
    }
    if is_same {
        return Some(Cow::Borrowed(text));
    }
    let small = |byte: &u8| if is_space(*byte) { b' ' } else { byte.to_ascii_lowercase() };
    String::from_utf8(bytes.iter().map(small).collect()).ok().map(Cow::Owned)
}

/// As `char::is_whitespace` has it, which counts the vertical tab.
fn is_space(byte: u8) -> bool {
    (byte == b' ') | (byte.wrapping_sub(b'\t') <= b'\r' - b'\t')
}
