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

pub(super) fn is_russian(c: char) -> bool {
    matches!(c, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё')
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
        _ if is_kana(c) => Script::Han,
        _ if !c.is_alphabetic() => return None,
        '\u{AA}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            Script::Latin
        }
        _ => Script::Other,
    })
}
