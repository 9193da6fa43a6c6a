//! A text in one spelling, and the way back to what was written.

use std::borrow::Cow;
use std::ops::Range;

use super::ascii::ascii;
use super::builder::Builder;
use super::signs::Signs;

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
    signs: Signs,
}

/// From `normal` on, up to the next step, the text comes from what begins at `original`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub normal: usize,
    pub original: usize,
    /// Byte for byte in step; else only the whole piece answers to the whole piece.
    pub is_parallel: bool,
}

impl<'a> Normal<'a> {
    /// Normalises a text. Borrows it where nothing changes.
    pub fn of(text: &'a str) -> Self {
        let (normal, steps) = match ascii(text) {
            Some(normal) => (normal, Vec::new()),
            None => Builder::new(text).build(),
        };
        let signs = Signs::of(&normal);
        Self { text: normal, steps, original_len: text.len(), signs }
    }

    /// Which signs the normalised text holds; the text as written holds no others of ASCII.
    pub fn signs(&self) -> Signs {
        self.signs
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
        for text in ["where is my order?", "где мой заказ", "订单在哪里。", "", " 你好 ok"]
        {
            assert!(matches!(Normal::of(text).text, Cow::Borrowed(_)), "{text}");
        }
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
            "か", "\u{3099}", "a", "Z", "9", "…", "😀", "№", "я", "Я", "\u{0}", "ﷺ", "ǅ", "K",
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
            let (built, _) = Builder::new(&text).build();
            prop_assert_eq!(normal(&text), built);
        }
    }
}
