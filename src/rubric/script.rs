//! Which letters a text is mostly written in, so that words of two scripts are not compared.

/// Letters that words of one language share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    Latin,
    Cyrillic,
    Han,
}

/// Bytes that are looked at.
const ENOUGH: usize = 300;

/// The script of most letters at the beginning of a text, a Chinese character counting as much as three letters; `None` where there
/// are none of the three.
pub fn of(text: &str) -> Option<Script> {
    let (mut latin, mut cyrillic, mut han) = (0_usize, 0_usize, 0_usize);
    for c in text.get(..text.floor_char_boundary(ENOUGH)).unwrap_or(text).chars() {
        match c {
            'a'..='z' | 'A'..='Z' => latin += 1,
            'а'..='я' | 'А'..='Я' => cyrillic += 1,
            '\u{4E00}'..='\u{9FFF}' => han += 3,
            _ => {}
        }
    }
    let most = latin.max(cyrillic).max(han);
    match most {
        0 => None,
        _ if han == most => Some(Script::Han),
        _ if cyrillic == most => Some(Script::Cyrillic),
        _ => Some(Script::Latin),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_letters_decide() {
        for (text, script) in [
            ("where is it", Some(Script::Latin)),
            ("где мой iphone", Some(Script::Cyrillic)),
            ("iphone坏了", Some(Script::Han)),
            ("12 ?!", None),
            ("", None),
        ] {
            assert_eq!(of(text), script, "{text}");
        }
    }
}
