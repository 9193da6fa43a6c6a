//! What a text is about, as stems that two texts can share.

use std::sync::LazyLock;

use crate::text::short_hash;

/// Letters that are compared of a word: enough to tell words apart, few enough to leave endings out.
const STEM: usize = 5;
/// Shorter words are mostly grammar.
const SHORT: usize = 4;
/// Most messages have no more stems.
const USUAL: usize = 16;

/// Words of four letters and more that say nothing of the matter, by their bytes.
#[rustfmt::skip]
const EMPTY: &[&str] = &[
    "about", "after", "again", "ahead", "already", "also", "always", "another", "anything", "back",
    "because", "been", "before", "being", "best", "better", "both", "came", "come", "could",
    "couldn't", "dear", "didn't", "does", "doesn't", "doing", "don't", "done", "each", "else",
    "even", "ever", "every", "from", "further", "gave", "getting", "give", "given", "goes", "going",
    "gone", "good", "hasn't", "have", "haven't", "having", "hello", "help", "here", "hope", "i'll",
    "isn't", "it's", "just", "kind", "know", "least", "less", "like", "look", "made", "make",
    "many", "more", "most", "much", "must", "need", "never", "next", "nice", "okay", "once", "only",
    "other", "over", "please", "really", "said", "same", "shall", "should", "since", "some",
    "something", "soon", "sorry", "still", "such", "sure", "take", "tell", "than", "thank",
    "thanks", "that", "that's", "their", "them", "then", "there", "these", "they", "thing",
    "things", "think", "this", "those", "through", "today", "told", "understand", "until", "very",
    "want", "wanted", "wasn't", "we'll", "well", "went", "were", "what", "what's", "when", "where",
    "which", "while", "whole", "will", "with", "within", "without", "won't", "would", "wouldn't",
    "you'll", "you're", "your", "yours", "будем", "будет", "буду", "были", "было", "быть", "вами",
    "ваша", "ваше", "вашего", "вашей", "вашем", "ваши", "вашу", "весь", "вообще", "вопрос",
    "вопросы", "всего", "всем", "всех", "говорит", "даже", "день", "добрый", "если", "есть",
    "здравствуйте", "знаю", "именно", "иногда", "каждый", "какая", "какие", "какой", "когда",
    "которая", "которые", "который", "лучше", "меня", "мной", "могли", "могу", "моего", "моей",
    "может", "можете", "можно", "надо", "нами", "наша", "наши", "него", "нельзя", "нужно", "однако",
    "очень", "первый", "перед", "пишу", "пожалуйста", "пока", "помочь", "понимаю", "понял", "после",
    "потом", "потому", "почему", "сделать", "себя", "сегодня", "сейчас", "скажите", "сколько",
    "слишком", "снова", "совсем", "спасибо", "столько", "такая", "также", "такие", "такое", "такой",
    "тебя", "тогда", "того", "тоже", "только", "тому", "хотел", "хотела", "хочу", "чего", "через",
    "чтобы", "этим", "этих", "этого", "этой", "этом", "этот",
];

/// Which words [`EMPTY`] may have: a bit for each of 4,096 of their numbers.
static MAY_BE_EMPTY: LazyLock<[u64; 64]> = LazyLock::new(|| {
    let mut bits = [0; 64];
    for word in EMPTY {
        let (place, bit) = place(word);
        if let Some(word) = bits.get_mut(place) {
            *word |= 1 << bit;
        }
    }
    bits
});

/// Where a word's bit is among 64 times 64, by its first and last letters and its length.
fn place(word: &str) -> (usize, u32) {
    let bytes = word.as_bytes();
    let four = |bytes: Option<&[u8; 4]>| u32::from_le_bytes(bytes.copied().unwrap_or_default());
    let number =
        four(bytes.first_chunk()) ^ four(bytes.last_chunk()).rotate_left(5) ^ bytes.len() as u32;
    let mixed = number.wrapping_mul(0x9E37_79B1);
    ((mixed >> 26) as usize, mixed >> 20 & 63)
}

fn is_empty_word(word: &str) -> bool {
    let (place, bit) = place(word);
    let may_be = MAY_BE_EMPTY.get(place).is_some_and(|bits| bits >> bit & 1 != 0);
    may_be && EMPTY.binary_search(&word).is_ok()
}

/// A stem, by its letters.
pub type Stem = u64;

/// The stems among the terms of a normalised text, in order of their numbers, each once: of words from
/// four letters on without grammar, of numbers from two digits on, of pairs of Chinese characters.
pub fn stems<'t>(terms: impl Iterator<Item = &'t str>) -> Vec<Stem> {
    let mut found: Vec<Stem> = Vec::with_capacity(USUAL);
    found.extend(terms.filter_map(stem).map(|stem| short_hash(stem.as_bytes())));
    found.sort_unstable();
    found.dedup();
    found
}

/// How many stems two lists share.
pub fn shared(one: &[Stem], other: &[Stem]) -> usize {
    let (few, many) = if one.len() < other.len() { (one, other) } else { (other, one) };
    few.iter().filter(|stem| many.binary_search(stem).is_ok()).count()
}

fn stem(term: &str) -> Option<&str> {
    let first = term.chars().next()?;
    if first.is_ascii_alphabetic() && term.is_ascii() {
        let is_content = term.len() >= SHORT && !is_empty_word(term);
        return term.get(..STEM.min(term.len())).filter(|_| is_content);
    }
    if ('\u{4E00}'..='\u{9FFF}').contains(&first) {
        let is_content = term.len() > first.len_utf8() && !term.contains(is_grammar);
        return is_content.then_some(term);
    }
    if first.is_ascii_digit() {
        return (term.len() > 1).then_some(term);
    }
    let mut letters = term.char_indices();
    letters.nth(SHORT - 1)?;
    if is_empty_word(term) {
        return None;
    }
    letters.nth(STEM - SHORT).map_or(Some(term), |(end, _)| term.get(..end))
}

/// A Chinese character that makes a pair say nothing of the matter.
fn is_grammar(c: char) -> bool {
    matches!(
        c,
        '上' | '下'
            | '不'
            | '与'
            | '个'
            | '为'
            | '么'
            | '也'
            | '了'
            | '些'
            | '亲'
            | '什'
            | '他'
            | '以'
            | '们'
            | '会'
            | '但'
            | '你'
            | '再'
            | '到'
            | '去'
            | '可'
            | '吗'
            | '吧'
            | '呀'
            | '呢'
            | '和'
            | '哈'
            | '哦'
            | '哪'
            | '啊'
            | '嘛'
            | '因'
            | '在'
            | '她'
            | '好'
            | '如'
            | '它'
            | '对'
            | '就'
            | '已'
            | '很'
            | '怎'
            | '您'
            | '想'
            | '感'
            | '我'
            | '所'
            | '把'
            | '是'
            | '有'
            | '来'
            | '果'
            | '样'
            | '没'
            | '现'
            | '的'
            | '经'
            | '给'
            | '能'
            | '被'
            | '要'
            | '让'
            | '说'
            | '请'
            | '谁'
            | '谢'
            | '跟'
            | '还'
            | '这'
            | '那'
            | '都'
            | '里'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_listed_in_order() {
        assert!(EMPTY.is_sorted());
        assert!(EMPTY.iter().all(|word| is_empty_word(word)));
        assert!(!is_empty_word("parcel") && !is_empty_word(""));
    }

    #[test]
    fn stems_leave_endings_and_grammar_out() {
        let list = |text| crate::text::terms(text).filter_map(stem).collect::<Vec<_>>();
        assert_eq!(list("where is my refund, you refunded 12.50"), ["refun", "refun", "12.50"]);
        assert_eq!(list("когда будет доставка? доставки нет"), ["доста", "доста"]);
        assert_eq!(list("我的包裹还没到"), ["包裹"]);
        assert_eq!(list("ok, yes. 5"), Vec::<&str>::new());
    }

    #[test]
    fn shared_stems_are_counted_once() {
        let count =
            |one, other| shared(&stems(crate::text::terms(one)), &stems(crate::text::terms(other)));
        assert_eq!(count("refund the parcel refund", "your refunded parcel arrived"), 2);
        assert_eq!(count("包裹丢了", "您的包裹"), 1);
        assert_eq!(count("", "refund"), 0);
    }
}
