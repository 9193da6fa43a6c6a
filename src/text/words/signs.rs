//! What signs words are made of.

/// What a character is, as far as its first byte tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::text) enum Lead {
    /// An ASCII letter.
    Letter,
    /// An ASCII digit.
    Digit,
    /// Any other ASCII character.
    Sign,
    /// The first of two bytes of a letter from U+0400 to U+047F.
    Cyrillic,
    /// The first of three bytes of a Chinese character from U+4000 to U+9FFF.
    Han,
    /// Anything else: the character itself has to be looked at.
    Other,
}

const LEADS: [Lead; 256] = {
    let mut leads = [Lead::Other; 256];
    let mut rest: &mut [Lead] = &mut leads;
    let mut byte = 0u8;
    while let Some((lead, after)) = rest.split_first_mut() {
        *lead = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => Lead::Letter,
            b'0'..=b'9' => Lead::Digit,
            0..=0x7F => Lead::Sign,
            0xD0 | 0xD1 => Lead::Cyrillic,
            0xE4..=0xE9 => Lead::Han,
            _ => Lead::Other,
        };
        rest = after;
        byte = byte.wrapping_add(1);
    }
    leads
};

/// What the first byte of a character tells.
pub(in crate::text) fn lead(byte: u8) -> Lead {
    LEADS.get(usize::from(byte)).copied().unwrap_or(Lead::Other)
}

/// The character that begins at a byte of a text.
pub(in crate::text) fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// A letter or a digit; those of the three languages without a look into the tables.
pub(in crate::text) fn is_sign_of_word(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | 'А'..='я' | '\u{4000}'..='\u{9FFF}' => true,
        '\0'..='\u{7F}' => false,
        // Quotes, dashes and the signs of Chinese, which are common.
        '\u{2010}'..='\u{203E}' | '\u{3000}'..='\u{3004}' | '！'..='／' | '：'..='＠' => false,
        _ => c.is_alphanumeric(),
    }
}

/// A Chinese character or Japanese kana; the hexagrams that lie among them pass for some.
pub(in crate::text) fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{323AF}' | '々' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_byte_tells_what_the_character_does() {
        for c in '\0'..=char::MAX {
            let mut bytes = [0; 4];
            let (is_word, is_han) = (is_sign_of_word(c), is_ideograph(c));
            let is_so = match lead(c.encode_utf8(&mut bytes).as_bytes()[0]) {
                Lead::Letter => c.is_ascii_alphabetic(),
                Lead::Digit => c.is_ascii_digit(),
                Lead::Sign => c.is_ascii() && !is_word,
                Lead::Cyrillic => is_word && !is_han && c.is_alphabetic() && c.len_utf8() == 2,
                Lead::Han => is_word && is_han && c.len_utf8() == 3,
                Lead::Other => !c.is_ascii(),
            };
            assert!(is_so, "{c:?}");
        }
    }
}
