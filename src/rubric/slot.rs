//! Slots of templates that nobody filled in.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

use super::talk::Talk;
use super::verdict::Certainty;
use crate::text::{Normal, Signs, words};

/// What looks like a slot, in bytes of the message as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    pub range: Range<usize>,
    pub certainty: Certainty,
}

/// Forms that nobody writes by hand.
static BRACED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\{\{[^{}\n]{1,60}\}\}|\$\{[\w. ]{1,40}\}|<%[^%\n]{1,40}%>").ok());
/// Forms that hardly anybody does.
static SINGLE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\{(?:\p{L}[\p{L}\p{N}_. ]{0,39}|\d)\}").ok());
/// `%NAME%`, `#ORDER#` and the like: a sign at both ends of one word.
static SIGNED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"%\p{L}[\p{L}\p{N}_.]{1,29}%|#\p{Lu}[\p{Lu}\p{N}_]{2,29}#|\$\p{Lu}[\p{Lu}_]{2,29}\$",
    )
    .ok()
});
/// A greeting to nobody, at a message's beginning.
static NOBODY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let dear = r"(?:Dear|Уважаем(?:ый|ая)|尊敬的) ?(?:[,!，！]|null\b|undefined\b|None\b|NaN\b)";
    let hello = r"(?i:hello|hi|hey|здравствуйте|добрый день|您好|你好)[,，] ?(?:[!！.,，]|null\b|undefined\b)";
    Regex::new(&format!(r"^\s*(?:{dear}|{hello})")).ok()
});
/// A line to write on inside a sentence.
static BLANK: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\p{L} (_{3,12})(?m:[\s.,!]|$)").ok());
/// A word of crosses in capitals, Latin or Cyrillic.
static CROSSES: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:^|[\s(«])(X{3,}|Х{3,})(?:[\s.,!?)»:]|$)").ok());
/// Crosses where a Chinese text has a name.
static PERSON: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:^|[^A-Za-z0-9])([XxＸ]{2,3})(?:先生|女士|小姐)").ok());

/// What the last three have one of, to look for at once.
static RARE: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(["___", "XXX", "ХХХ", "先生", "女士", "小姐"]).ok());

/// Whether a message's beginning has what [`NOBODY`] needs: a word that calls somebody dear, or a comma
/// after which no name can follow.
fn may_greet_nobody(begin: &str) -> bool {
    let is_dear =
        || ["Dear", "Уважаем", "尊敬的"].iter().any(|dear| begin.trim_start().starts_with(dear));
    let is_nobody = |after: &str| {
        let after = after.strip_prefix(' ').unwrap_or(after);
        after.starts_with(['!', '！', '.', ',', '，', 'n', 'u'])
    };
    is_dear() || begin.split_once([',', '，']).is_some_and(|(_, after)| is_nobody(after))
}

/// Whether two bytes are next to each other that one of [`RARE`] has. The loop has no way out, so that
/// many bytes are looked at in one go.
fn may_be_rare(text: &str) -> bool {
    let bytes = text.as_bytes();
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    pairs.fold(false, |any, (one, next)| {
        let is_doubled = (one == next) & ((*one == b'_') | (*one == b'X'));
        // Of `ХХ`, `先生`, `女士` and `小姐` where the first character ends and the second begins.
        let is_cyrillic = (*one == 0xA5) & (*next == 0xD0);
        let is_person = ((*one == 0x88) & (*next == 0xE7))
            | (((*one == 0xB3) | (*one == 0x8F)) & (*next == 0xE5));
        any | is_doubled | is_cyrillic | is_person
    })
}

/// Brackets that slots stand between.
const BRACKETS: &[(char, char)] = &[('[', ']'), ('<', '>'), ('【', '】')];
/// Bytes that may stand between them.
const INSIDE: usize = 60;
/// Bytes before crosses in which a word says what they are.
const NEAR: usize = 60;
/// How far into a message its greeting reaches, in bytes.
const GREETING: usize = 60;

/// The slots of a line, the surest forms first.
pub fn slots(talk: &Talk<'_, '_>, place: usize) -> Vec<Slot> {
    let Some(line) = talk.line(place) else { return Vec::new() };
    let text: &str = &line.message.text;
    let mut found = Vec::new();
    let mut add = |range: Range<usize>, certainty| found.push(Slot { range, certainty });
    let signs = line.passage.normal.signs();
    let has = |any: Signs| signs.has(any);
    if has(Signs::BRACE.or(Signs::ANGLE)) {
        all(&BRACED, text).for_each(|range| add(range, Certainty::Sure));
    }
    if has(Signs::CODE) {
        let signed = all(&SIGNED, text).filter(|range| stands_alone(text, range));
        signed.for_each(|range| add(range, Certainty::Sure));
    }
    if has(Signs::BRACE) {
        all(&SINGLE, text).for_each(|range| add(range, Certainty::Likely));
    }
    if has(Signs::BRACKET.or(Signs::ANGLE)) {
        let named = bracketed(text).filter(|range| !is_label(text, range.end));
        let is_named = |range: &Range<usize>| is_named(talk, text.get(range.clone()));
        named.filter(is_named).for_each(|range| add(range, Certainty::Likely));
    }
    let begin = text.get(..text.floor_char_boundary(GREETING)).unwrap_or(text);
    if may_greet_nobody(begin) {
        all(&NOBODY, begin).for_each(|range| add(range, Certainty::Likely));
    }
    let is_rare = has(Signs::CROSS.or(Signs::WIDE)) && may_be_rare(text);
    if is_rare && RARE.as_ref().is_some_and(|rare| rare.is_match(text)) {
        for form in [&BLANK, &CROSSES, &PERSON] {
            let captured = form.iter().flat_map(|form| form.captures_iter(text));
            let inside = captured.filter_map(|one| one.get(1)).map(|one| one.range());
            let inside = inside.filter(|range| !is_masked(text, range));
            inside.for_each(|range| add(range, Certainty::Unsure));
        }
    }
    // What stands between backticks is told about, not left.
    if has(Signs::TICK) {
        let ticks: Vec<usize> = memchr::memchr_iter(b'`', text.as_bytes()).collect();
        let is_code = |at: usize| ticks.partition_point(|tick| *tick < at) % 2 == 1;
        found.retain(|slot| !is_code(slot.range.start));
    }
    found
}

fn all<'t>(
    form: &'static LazyLock<Option<Regex>>,
    text: &'t str,
) -> impl Iterator<Item = Range<usize>> + use<'t> {
    form.iter().flat_map(move |form| form.find_iter(text)).map(|one| one.range())
}

/// Parts in brackets on one line, with them, without brackets inside.
fn bracketed(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    text.match_indices(['[', '<', '【']).filter_map(move |(at, open)| {
        let (_, close) = BRACKETS.iter().find(|(left, _)| open.starts_with(*left))?;
        let inside = text.get(at + open.len()..)?;
        let end = inside.find(['[', ']', '<', '>', '【', '】', '\n'])?;
        let is_closed = end <= INSIDE && inside.get(end..)?.starts_with(*close);
        is_closed.then(|| at..at + open.len() + end + close.len_utf8())
    })
}

/// Whether no letter or digit touches a part.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let before = text.get(..range.start).and_then(|text| text.chars().next_back());
    let after = text.get(range.end..).and_then(|text| text.chars().next());
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}

/// Whether all that stands in brackets is words for what is to be filled in.
fn is_named(talk: &Talk<'_, '_>, text: Option<&str>) -> bool {
    let text =
        text.unwrap_or_default().trim_matches(['[', ']', '<', '>', '【', '】']).replace('_', " ");
    let normal = Normal::of(&text);
    let is_slot = |text: &str| talk.ways.lists.is_slot(text);
    let all = normal.text().trim();
    is_slot(all) || (!all.is_empty() && all.split(' ').all(is_slot))
}

/// Whether what stands before names what follows: `【订单号】：12345`.
fn is_label(text: &str, end: usize) -> bool {
    let after = text.get(end..).unwrap_or_default().trim_start();
    after.starts_with([':', '：', '=']) || after.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether crosses stand for digits or a size: `XXXX 1234`, `size XXX`.
fn is_masked(text: &str, range: &Range<usize>) -> bool {
    let before = text.get(..range.start).unwrap_or_default().trim_end();
    let after = text.get(range.end..).unwrap_or_default().trim_start();
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, 'X' | 'Х' | '*');
    let near = before.get(before.floor_char_boundary(before.len().saturating_sub(NEAR))..);
    let last = words(near.unwrap_or_default()).last().map(|word| word.text.to_lowercase());
    before.ends_with(is_part)
        || after.starts_with(is_part)
        || last.is_some_and(|word| matches!(word.as_str(), "size" | "размер" | "размера" | "码"))
}
