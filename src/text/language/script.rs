//! Ways of writing.

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

/// Whether two bytes are a letter of the Russian alphabet.
pub(super) fn is_russian(letter: [u8; 2]) -> bool {
    matches!(letter, [0xD0, 0x81 | 0x90..=0xBF] | [0xD1, 0x80..=0x8F | 0x91])
}

const KANA: RangeInclusive<char> = '\u{3040}'..='\u{30FF}';

pub(super) fn is_kana(c: char) -> bool {
    KANA.contains(&c) || ('\u{FF66}'..='\u{FF9D}').contains(&c)
}

/// The script of a letter; `None` for what is no letter. An apostrophe belongs to Latin.
pub(super) fn script(c: char) -> Option<Script> {
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
        // Quotes, dashes and the signs of Chinese, which are common.
        '\u{2010}'..='\u{203E}' | '\u{3000}'..='\u{3004}' | '！'..='／' | '：'..='＠' => {
            return None;
        }
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
    fn the_russian_alphabet_is_told_by_its_bytes() {
        for c in '\u{80}'..'\u{800}' {
            let is_one = matches!(c, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё');
            let mut bytes = [0; 2];
            c.encode_utf8(&mut bytes);
            assert_eq!(is_russian(bytes), is_one, "{c}");
        }
    }
}
