//! Text as it is matched: one spelling for what people write in many ways, and the way back to
//! what they wrote.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text in the form that words and patterns are looked up in.
///
/// Compatibility forms become plain ones (NFKC, Unicode Standard Annex 15: full width, ligatures,
/// circled digits), letters small, `ё` becomes `е`, `ß` becomes `ss`, curly quotes and guillemets
/// become straight, dashes become hyphens. A run of white space, line ends included, becomes one
/// space. What nobody sees (zero width, soft hyphens, variation selectors, controls) is left out.
///
/// Doing it twice changes nothing. Positions are byte offsets.
///
/// ```
/// use caseload::text::Normal;
///
/// let normal = Normal::of("Ещё  ＡＢＣ");
/// assert_eq!(normal.text(), "еще abc");
/// assert_eq!(normal.origin(7..10), 8..17);
/// ```
#[derive(Clone, Debug)]
pub struct Normal<'a> {
    text: Cow<'a, str>,
    /// Where the two texts fall out of step, in order of both; empty when they never do.
    steps: Vec<Step>,
    original_len: usize,
}

/// From `normal` on, up to the next step, the text comes from what begins at `original`.
#[derive(Clone, Copy, Debug)]
struct Step {
    normal: usize,
    original: usize,
    /// Byte for byte in step; else only the whole piece answers to the whole piece.
    is_parallel: bool,
}

impl<'a> Normal<'a> {
    /// Normalises a text. Borrows it where nothing changes, which plain small-letter ASCII does not.
    pub fn of(text: &'a str) -> Self {
        let ascii = text.is_ascii().then(|| ascii(text)).flatten();
        match ascii {
            Some(text) => Self { original_len: text.len(), text, steps: Vec::new() },
            None => Builder::default().build(text),
        }
    }

    /// The normalised text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The part of the original that a part of the normalised text came from, in bytes of the
    /// original and on its character boundaries if `part` is on those of the normalised text.
    ///
    /// Where several characters became one or one became several, the whole of them is given.
    /// Offsets past the end count as the end.
    pub fn origin(&self, part: Range<usize>) -> Range<usize> {
        let start = self.start(part.start.min(self.text.len()));
        let end = self.end(part.end.min(self.text.len()));
        start..end.max(start)
    }

    /// Where the character at `at` begins in the original.
    fn start(&self, at: usize) -> usize {
        let after = self.steps.partition_point(|step| step.normal <= at);
        match after.checked_sub(1).and_then(|last| self.steps.get(last)) {
            Some(step) if step.is_parallel => step.original + (at - step.normal),
            // Past the last character of a piece that is the last: the end.
            Some(_) if at == self.text.len() => self.original_len,
            Some(step) => step.original,
            None => at,
        }
    }

    /// Where the character that ends at `at` ends in the original.
    fn end(&self, at: usize) -> usize {
        let after = self.steps.partition_point(|step| step.normal < at);
        match after.checked_sub(1).and_then(|last| self.steps.get(last)) {
            Some(step) if step.is_parallel => step.original + (at - step.normal),
            Some(_) => self.steps.get(after).map_or(self.original_len, |next| next.original),
            None => at.min(self.original_len),
        }
    }
}

/// ASCII that stays in step: `None` if white space has to close up or controls have to go.
fn ascii(text: &str) -> Option<Cow<'_, str>> {
    let mut is_same = true;
    let mut was_space = false;
    for byte in text.bytes() {
        let is_space = is_ascii_space(byte);
        if (is_space && was_space) || (byte.is_ascii_control() && !is_space) {
            return None;
        }
        is_same &= !byte.is_ascii_uppercase() && (!is_space || byte == b' ');
        was_space = is_space;
    }
    if is_same {
        return Some(Cow::Borrowed(text));
    }
    let small =
        |byte: u8| if is_ascii_space(byte) { ' ' } else { byte.to_ascii_lowercase().into() };
    Some(Cow::Owned(text.bytes().map(small).collect()))
}

/// As `char::is_whitespace` has it, which counts the vertical tab.
fn is_ascii_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

#[derive(Default)]
struct Builder {
    text: String,
    steps: Vec<Step>,
}

impl Builder {
    fn build<'a>(mut self, original: &str) -> Normal<'a> {
        self.text.reserve(original.len());
        let mut rest = original.char_indices().peekable();
        while let Some((start, first)) = rest.next() {
            let stands_alone = !rest.peek().is_some_and(|&(_, next)| joins(next));
            if let Some(folded) = simple(first).filter(|_| stands_alone) {
                self.push(folded, first, start);
                continue;
            }
            while rest.next_if(|&(_, next)| joins(next)).is_some() {}
            let end = rest.peek().map_or(original.len(), |&(at, _)| at);
            let piece = original.get(start..end).unwrap_or_default();
            self.push_piece(&fold(piece), piece, start);
        }
        Normal { text: Cow::Owned(self.text), steps: self.steps, original_len: original.len() }
    }

    /// One character that became one.
    fn push(&mut self, folded: char, original: char, at: usize) {
        let closes_up = folded == ' ' && self.text.ends_with(' ');
        self.step(at, !closes_up && folded.len_utf8() == original.len_utf8());
        if !closes_up {
            self.text.push(folded);
        }
    }

    fn push_piece(&mut self, folded: &str, original: &str, at: usize) {
        let lengths = |text: &'_ str| text.chars().map(char::len_utf8).collect::<Vec<_>>();
        let before = self.text.len();
        let step = self.steps.len();
        self.step(at, true);
        for c in folded.chars() {
            if c != ' ' || !self.text.ends_with(' ') {
                self.text.push(c);
            }
        }
        let pushed = self.text.get(before..).unwrap_or_default();
        if pushed != original && lengths(pushed) != lengths(original) {
            self.steps.truncate(step);
            self.steps.push(Step { normal: before, original: at, is_parallel: false });
        }
    }

    /// Notes where the next character comes from, unless it follows in step.
    fn step(&mut self, original: usize, is_parallel: bool) {
        let normal = self.text.len();
        let follows = match self.steps.last() {
            Some(last) if last.is_parallel => {
                is_parallel && original - last.original == normal - last.normal
            }
            Some(_) => false,
            None => is_parallel && original == normal,
        };
        if !follows {
            self.steps.push(Step { normal, original, is_parallel });
        }
    }
}

/// What a character becomes that stays one character whatever stands before it.
fn simple(c: char) -> Option<char> {
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
fn fold(piece: &str) -> String {
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
fn joins(c: char) -> bool {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn normal(text: &str) -> String {
        Normal::of(text).text().to_owned()
    }

    #[test]
    fn one_spelling_for_many() {
        assert_eq!(normal("Ещё ёлка"), "еще елка");
        // Decomposed, as some phones send it.
        assert_eq!(normal("ЕЩЕ\u{308} И\u{306}од"), "еще йод");
        assert_eq!(normal("ＱＱ：１２３＠ｑｑ．ｃｏｍ"), "qq:123@qq.com");
        assert_eq!(normal("退款！  在哪？"), "退款! 在哪?");
        assert_eq!(normal("Don’t  —  “STOP”\r\n\tnow"), "don't - \"stop\" now");
        assert_eq!(normal("№ 5 ﬁne Straße ①"), "no 5 fine strasse 1");
        assert_eq!(normal("re\u{AD}fu\u{200B}nd❤\u{FE0F}"), "refund❤");
        assert_eq!(normal("8\u{A0}916\u{202F}123"), "8 916 123");
        assert_eq!(normal(""), "");
    }

    #[test]
    fn plain_text_is_borrowed() {
        assert!(matches!(Normal::of("where is my order?").text, Cow::Borrowed(_)));
        assert!(Normal::of("Where Is My Order?").steps.is_empty());
        assert!(Normal::of("ГДЕ МОЙ ЗАКАЗ, Ёлка").steps.is_empty());
    }

    #[test]
    fn the_way_back_gives_what_was_written() {
        for (text, word, written) in [
            ("Жду  ВОЗВРАТ   денег", "возврат", "ВОЗВРАТ"),
            ("我要！退款！！", "退款", "退款"),
            ("mail ＡＢ＠ｑｑ．ｃｏｍ!", "ab@qq.com", "ＡＢ＠ｑｑ．ｃｏｍ"),
            ("the ﬁrst", "f", "ﬁ"),
            ("ок😀 спасибо", "ок", "ок"),
            ("ре\u{AD}фунд тут", "рефунд", "ре\u{AD}фунд"),
            ("\u{FEFF}Hello", "hello", "Hello"),
            ("caf\u{65}\u{301} au lait", "au", "au"),
        ] {
            let normal = Normal::of(text);
            let at = normal.text().find(word).unwrap();
            assert_eq!(&text[normal.origin(at..at + word.len())], written, "{text}");
        }
    }

    /// Text in which what normalisation has to deal with is common.
    fn any_text() -> impl Strategy<Value = String> {
        let awkward = prop::sample::select(vec![
            "е", "Е", "ё", "\u{308}", "\u{301}", "\u{323}", " ", "\u{3000}", "\n", "\u{200B}",
            "Ａ", "！", "退", "款", "ﬁ", "´", "İ", "ß", "Σ", "\u{345}", "ᾳ", "가", "\u{11A8}",
            "か", "\u{3099}", "a", "Z", "9", "…", "😀", "\u{0}", "ﷺ", "ǅ", "K",
        ]);
        prop_oneof![
            any::<String>(),
            prop::collection::vec(awkward, 0..24).prop_map(|parts| parts.concat()),
            "[ -~\\t\\n]{0,40}",
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

        #[test]
        fn twice_is_once(text in any_text()) {
            let once = normal(&text);
            prop_assert_eq!(normal(&once), once);
        }

        #[test]
        fn the_way_back_is_in_order_and_on_boundaries(text in any_text()) {
            let normal = Normal::of(&text);
            let mut last = 0..0;
            for (at, c) in normal.text().char_indices() {
                let origin = normal.origin(at..at + c.len_utf8());
                prop_assert!(text.get(origin.clone()).is_some_and(|from| !from.is_empty()));
                prop_assert!(origin.start >= last.start && origin.end >= last.end);
                last = origin;
            }
            let whole = normal.origin(0..usize::MAX);
            prop_assert!(text.get(whole).is_some());
        }

        #[test]
        fn the_ways_through_agree_on_ascii(text in "[ -~\\t\\n\\x00\\x7f]{0,40}") {
            let built = Builder::default().build(&text);
            prop_assert_eq!(normal(&text), built.text());
        }
    }
}
