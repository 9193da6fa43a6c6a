//! Whoever replies first says who they are.

use std::ops::Range;

use super::criterion::{Basis, Criterion};
use super::found::Found;
use super::lists::List;
use super::talk::Talk;
use super::verdict::Verdict;
use crate::model::Channel;
use crate::text::{Normal, Word, WordKind, words};
use crate::transcript::Line;

/// Names of accounts that are nobody's own.
const NOBODY: &[&str] =
    &["agent", "support", "operator", "admin", "team", "service", "user", "help"];
/// Capitals that are no name: politeness, and what a sentence opens with.
const NO_NAME: &[&str] = &[
    "вы",
    "вас",
    "вам",
    "вами",
    "ваш",
    "i",
    "i'm",
    "i'll",
    "you",
    "we",
    "right",
    "look",
    "click",
    "come",
    "order",
    "not",
    "all",
    "up",
    "down",
    "everything",
    "everyone",
    "anybody",
    "somebody",
    "over",
    "out",
    "still",
    "always",
    "here",
    "the",
    "this",
    "it",
    "мы",
    "все",
    "всегда",
    "снова",
    "я",
    "он",
    "она",
    "будьте",
];
/// Words of a name that is told with the desk's: "Boris, Lavka Market."
const SIGNED: std::ops::RangeInclusive<usize> = 2..=4;

/// Whether the desk told a name.
pub struct Introduction;

impl Criterion for Introduction {
    fn name(&self) -> &'static str {
        "introduction"
    }

    fn page(&self) -> &'static str {
        include_str!("introduction.md")
    }

    fn basis(&self) -> Basis {
        Basis::Phrases
    }

    fn weight(&self) -> f64 {
        0.5
    }

    /// Social posts carry a name or initials by themselves.
    fn is_for(&self, channel: Option<Channel>) -> bool {
        channel != Some(Channel::Social)
    }

    fn judge<'c>(&self, talk: &Talk<'_, 'c>) -> Verdict<'c> {
        let asked = talk.asked().next().is_some();
        let Some(opening) = talk.opening().filter(|_| !asked || talk.request().is_some()) else {
            return Verdict::not_applicable();
        };
        for (place, line) in talk.of(opening) {
            if let Some(found) = talk.found_in(List::Introduced, place).first() {
                return Verdict::met(line).at(line, found.range()).sure();
            }
            let mut before = talk.found_in(List::BeforeName, place).iter();
            if let Some(found) = before.find(|found| is_before_name(line, found.end)) {
                return Verdict::met(line).at(line, found.range());
            }
            if let Some(at) = own_name(talk, place, line) {
                return Verdict::met(line).at(line, at);
            }
            let mut after = talk.found_in(List::AfterName, place).iter();
            if let Some(found) = after.find(|found| is_after_name(talk, place, line, found)) {
                return Verdict::met(line).at(line, found.range());
            }
            if let Some(at) = signature(talk, place, line) {
                return Verdict::met(line).at(line, at).unsure();
            }
        }
        talk.of(opening)
            .next()
            .map_or_else(Verdict::not_applicable, |(_, line)| Verdict::missed(line))
    }
}

/// The part of a message as written that stands for a part of its normalised text.
fn written<'l>(line: &'l Line<'_>, part: Range<usize>) -> &'l str {
    line.message.text.get(line.passage.normal.origin(part)).unwrap_or_default()
}

/// Whether a word begins with a capital and is no other word that may.
fn is_name(word: &str) -> bool {
    let small = word.to_lowercase();
    word.chars().next().is_some_and(char::is_uppercase)
        && word.chars().count() > 1
        && !NO_NAME.contains(&small.as_str())
        && !small.starts_with("ваш")
}

/// Whether a capitalised word follows at that place of the normalised text.
fn is_before_name(line: &Line<'_>, at: usize) -> bool {
    let rest = written(line, at..line.passage.text().len());
    let rest = rest.trim_start_matches([' ', ',', ':', '-', '–', '—', '\n', '\r']);
    let name = words(rest).next().map_or("", |word| word.text);
    rest.starts_with(name) && is_name(name)
}

/// Whether a capitalised word stands right before a phrase, in its sentence, that is not the customer's
/// after a greeting: "Anna here", "Lavka Market, Елена, чем могу помочь?".
fn is_after_name(talk: &Talk<'_, '_>, place: usize, line: &Line<'_>, found: &Found) -> bool {
    let before = line.passage.text().get(..found.start).unwrap_or_default();
    let Some(word) = words(before).last() else { return false };
    let range = word.start..word.start + word.text.len();
    let between = before.get(range.end..).unwrap_or_default().trim();
    let is_next = between.is_empty() || between == ",";
    is_next && is_name(written(line, range.clone())) && !is_addressed(talk, place, line, &range)
}

/// Whether a name is the customer's: it stands right after a greeting or right before one, or it alone
/// opens the message: "Hello, Ann!", "李娜您好", "Павел, чем могу помочь?".
fn is_addressed(talk: &Talk<'_, '_>, place: usize, line: &Line<'_>, name: &Range<usize>) -> bool {
    let text = line.passage.text();
    let is_small = |from: usize, to: usize| {
        text.get(from..to).is_some_and(|between| between.trim_matches([' ', ',']).is_empty())
    };
    let rest = text.get(name.end..).unwrap_or_default().trim_start();
    let goes_on = !rest.is_empty() && !rest.starts_with([',', '!', '.', '。', ';']);
    let greets = talk.found_in(List::Greeted, place).iter().any(|found| {
        let follows = found.end <= name.start && is_small(found.end, name.start) && !goes_on;
        follows || (name.end <= found.start && is_small(name.end, found.start))
    });
    greets || (name.start == 0 && rest.starts_with(','))
}

/// Where the author's name stands, as far as it is known.
fn own_name(talk: &Talk<'_, '_>, place: usize, line: &Line<'_>) -> Option<Range<usize>> {
    let name = talk.author_name(line);
    let name = Normal::of(&name).text().to_owned();
    let text = line.passage.text();
    let is_own = |at: &Range<usize>| !is_addressed(talk, place, line, at);
    if words(&name).next().is_some_and(|word| word.kind == WordKind::Character) {
        // The family name may be left out.
        let given: String = name.chars().skip(1).collect();
        let parts = [name.as_str(), given.as_str()].into_iter();
        let found = |part: &str| text.find(part).map(|at| at..at + part.len());
        return parts.filter(|part| part.chars().count() > 1).find_map(found).filter(is_own);
    }
    let is_part = |part: &&str| part.chars().count() >= 2 && !NOBODY.contains(part);
    let parts: Vec<&str> =
        name.split(|c: char| !c.is_alphabetic() && c != '-').filter(is_part).collect();
    let said = line.passage.words().filter(|word| parts.contains(&word.text));
    said.map(|word| word.start..word.start + word.text.len()).find(is_own)
}

/// A sentence of nothing but a name and the desk's, both capitalised: "Борис, Lavka Market."
fn signature(talk: &Talk<'_, '_>, place: usize, line: &Line<'_>) -> Option<Range<usize>> {
    let text = line.passage.text();
    let is_said = |part: &Range<usize>| {
        let lists = [List::Greeted, List::Closed, List::SmallTalk, List::Month, List::When];
        let mut found = lists.into_iter().flat_map(|list| talk.found_in(list, place));
        found.any(|found| part.contains(&found.start))
    };
    talk.sentences(place)
        .iter()
        .find(|part| {
            let said = text.get((*part).clone()).unwrap_or_default();
            let is_capital = |word: &Word<'_>| {
                let start = part.start + word.start;
                is_name(written(line, start..start + word.text.len()))
            };
            let first = words(said).next().map_or(0, |word| word.start + word.text.len());
            let is_parted = said.get(first..).is_some_and(|rest| rest.starts_with(','));
            let count = || words(said).take(SIGNED.end() + 1).count();
            is_parted
                && !said.ends_with('?')
                && SIGNED.contains(&count())
                && words(said).all(|word| is_capital(&word))
                && !is_said(part)
        })
        .cloned()
}
