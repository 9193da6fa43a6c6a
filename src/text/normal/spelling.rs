//! What characters become.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What a character becomes that stays one character whatever stands before it.
pub(super) fn simple(c: char) -> Option<char> {
    Some(match c {
        '!'..='~' => c.to_ascii_lowercase(),
        'а'..='я' | '\u{4E00}'..='\u{9FFF}' | '、' | '。' => c,
        // The block's small letters lie 32 after its capitals.
        'А'..='Я' => char::from_u32(u32::from(c) + 0x20)?,
        'ё' | 'Ё' => 'е',
        // Full width lies 0xFEE0 after ASCII.
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0)?.to_ascii_lowercase(),
        '‘' | '’' | '‚' | '‛' | 'ʼ' => '\'',
        '“' | '”' | '„' | '‟' | '«' | '»' => '"',
        '\u{2010}'..='\u{2015}' | '−' => '-',
        _ if c.is_whitespace() => ' ',
        _ => return None,
    })
}

/// Folds a piece that `simple` does not know, until nothing changes: small letters may compose anew.
pub(super) fn fold(piece: &str) -> String {
    let once = |text: &str| -> String {
        let seen = text.chars().filter(|&c| !is_unseen(c));
        let mut folded = String::with_capacity(text.len());
        for c in seen.nfkc().flat_map(char::to_lowercase) {
            match c {
                'ß' => folded.push_str("ss"),
                'ς' => folded.push('σ'),
                _ => folded.push(simple(c).unwrap_or(c)),
            }
        }
        folded
    };
    let mut folded = once(piece);
    for _ in 0..8 {
        let again = once(&folded);
        if again == folded {
            break;
        }
        folded = again;
    }
    folded
}

/// Whether a character may become one with what stands before it: marks, the later letters of a
/// Korean syllable, what is left out. All others begin a piece of their own.
pub(super) fn joins(c: char) -> bool {
    c >= '\u{80}'
        && simple(c).is_none()
        && (is_combining_mark(c)
            || is_unseen(c)
            || matches!(c, '\u{1160}'..='\u{11FF}' | '\u{3131}'..='\u{318E}' | '\u{FF9E}'..='\u{FFDC}'))
        || (c.is_ascii_control() && !c.is_whitespace())
}

/// Characters without a shape of their own: controls, zero width, soft hyphen, direction marks,
/// variation selectors, tags.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{E0000}'..='\u{E0FFF}')
        || (c.is_control() && !c.is_whitespace())
}
