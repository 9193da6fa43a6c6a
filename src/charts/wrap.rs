//! How wide text will be, nearly: the reader's browser has the last word, so every guess is roomy.

/// Width in px of `text` set in `size` px.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(em).sum::<f64>() * size
}

/// Width of a character in em, of the widest typeface that is likely.
fn em(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.29,
        ' ' | 'f' | 't' | 'r' | '(' | ')' | '-' | '/' => 0.37,
        'm' | 'w' | 'M' | 'W' | '%' | '—' => 0.92,
        'A'..='Z' => 0.68,
        '0'..='9' | 'a'..='z' => 0.58,
        // From the Hangul Jamo and the CJK radicals on, characters are square.
        '\u{1100}'..='\u{11FF}' | '\u{2E80}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}' => 1.0,
        _ => 0.65,
    }
}

/// `text` in lines of at most `most` px, broken at spaces; a word longer than that stands alone.
pub(super) fn lines(text: &str, size: f64, most: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(line, size) + width(" ", size) + width(word, size) <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// `text` cut with an ellipsis where it would be wider than `most` px.
pub(super) fn cut(text: &str, size: f64, most: f64) -> String {
    if width(text, size) <= most {
        return text.to_owned();
    }
    let room = most - width("…", size);
    let mut used = 0.0;
    let fits = |c: &char| {
        used += em(*c) * size;
        used <= room
    };
    let kept: String = text.chars().take_while(fits).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::{cut, lines, width};
    use proptest::prelude::*;

    #[test]
    fn chinese_is_wider_than_latin() {
        assert!(width("王小明", 10.0) > width("wxm", 10.0));
        assert_eq!(width("王小明", 10.0), 30.0);
    }

    #[test]
    fn names_are_cut_only_when_they_must_be() {
        assert_eq!(cut("Анна", 12.0, 100.0), "Анна");
        let cut = cut("Александра Константинопольская", 12.0, 100.0);
        assert!(cut.starts_with("Алекс") && cut.ends_with('…'), "{cut}");
    }

    proptest! {
        #[test]
        fn lines_keep_every_word_and_the_width(text in "[a-я ]{0,200}") {
            let lines = lines(&text, 12.0, 150.0);
            let words: Vec<&str> = lines.iter().flat_map(|line| line.split(' ')).collect();
            prop_assert_eq!(words, text.split_whitespace().collect::<Vec<_>>());
            for line in lines {
                prop_assert!(width(&line, 12.0) <= 150.0 + 1e-9 || !line.contains(' '));
            }
        }

        #[test]
        fn what_is_cut_fits(text in "\\PC{0,80}", most in 20.0..300.0_f64) {
            prop_assert!(width(&cut(&text, 12.0, most), 12.0) <= most);
        }
    }
}
