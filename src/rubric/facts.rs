//! What a line names outright: numbers of orders, amounts, dates, times, lengths of time, things in
//! quotation marks.

use std::ops::Range;

use super::lists::List;
use super::quoted;
use super::talk::Talk;
use crate::text::{Signs, WordKind, words};

/// What kind of fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactKind {
    /// The number of an order, a parcel, a ticket.
    Number,
    Amount,
    Date,
    Time,
    /// So many days or hours.
    Span,
    /// A word in quotation marks: a button, a product.
    Name,
}

impl FactKind {
    /// Whether it can say by when.
    pub fn is_time(self) -> bool {
        matches!(self, Self::Date | Self::Time | Self::Span)
    }
}

/// Something named outright, in bytes of the line's normalised text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub kind: FactKind,
    pub range: Range<usize>,
}

/// Marks that a redaction leaves where such a fact was.
const MARKS: &[(&str, FactKind)] = &[
    ("[order", FactKind::Number),
    ("[amount", FactKind::Amount),
    ("[date", FactKind::Date),
    ("[time", FactKind::Time),
    ("[订单", FactKind::Number),
    ("[金额", FactKind::Amount),
    ("[日期", FactKind::Date),
    ("[时间", FactKind::Time),
    ("[заказ", FactKind::Number),
    ("[сумма", FactKind::Amount),
    ("[дата", FactKind::Date),
];

/// Digits that look like a fact and stand in every signature.
const HOURS: &[&str] = &["24/7", "7x24", "7*24", "365"];
/// Numbers that the desk can be called at.
const HOTLINES: &[&str] = &["8-800", "8800", "1-800", "400-", "0800"];

/// The facts of a line, by place.
pub fn facts(talk: &Talk<'_, '_>, place: usize) -> Vec<Fact> {
    let Some(line) = talk.line(place) else { return Vec::new() };
    let text = line.judged();
    let mut found = Vec::new();
    let signs = line.passage.normal.signs();
    if signs.has(Signs::DIGIT) {
        let has_digit = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
        let words = line.passage.words().take_while(|word| word.start < text.len());
        for word in words.filter(|word| has_digit(word.text)) {
            let range = word.start..word.start + word.text.len();
            let kind = kind(talk, place, text, &range, word.kind);
            found.extend(kind.map(|kind| Fact { kind, range }));
        }
    }
    if signs.has(Signs::BRACKET) {
        for (at, _) in text.match_indices('[') {
            let rest = text.get(at..).unwrap_or_default();
            let mark = MARKS.iter().find(|(mark, _)| rest.starts_with(mark));
            found.extend(mark.map(|(mark, kind)| Fact { kind: *kind, range: at..at + mark.len() }));
        }
        // `[数字x]天`, `[数字x]号`: so many days, a day.
        let spans = talk.found_in(List::Unit, place).iter();
        let masked =
            spans.filter(|unit| text.get(..unit.start).is_some_and(|left| left.ends_with(']')));
        found.extend(masked.map(|unit| Fact { kind: FactKind::Span, range: unit.range() }));
        for day in ["]号", "]日", "]月"] {
            let days = text.match_indices(day);
            found.extend(
                days.map(|(at, _)| Fact { kind: FactKind::Date, range: at..at + day.len() }),
            );
        }
    }
    let days = talk.found_in(List::When, place).iter();
    found.extend(days.map(|day| Fact { kind: FactKind::Date, range: day.range() }));
    let names = quoted::parts(line).into_iter().filter(|part| part.len() > 3);
    found.extend(names.map(|range| Fact { kind: FactKind::Name, range }));
    found.sort_by_key(|fact| (fact.range.start, fact.range.end));
    found
}

/// What a word with digits is; `None` where it is nothing that anybody could hold on to.
fn kind(
    talk: &Talk<'_, '_>,
    place: usize,
    text: &str,
    word: &Range<usize>,
    kind: WordKind,
) -> Option<FactKind> {
    let own = text.get(word.clone())?;
    let (before, after) = (text.get(..word.start)?, text.get(word.end..)?);
    let is_edge = |c: char| !c.is_ascii_graphic() || matches!(c, ',' | ';' | '"');
    let chunk_start = before.rfind(is_edge).map_or(0, |at| text.ceil_char_boundary(at + 1));
    let chunk = text.get(chunk_start..)?.split(is_edge).next()?;
    let is_link = chunk.contains("://") || chunk.starts_with("www.") || chunk.contains('@');
    let is_hotline =
        HOTLINES.iter().any(|start| chunk.starts_with(start) || own.starts_with(start));
    if is_link || is_hotline || HOURS.contains(&own) || before.ends_with(['+', '^', '/']) {
        return None;
    }
    let digits = own.bytes().filter(u8::is_ascii_digit).count();
    let near = |list: List| {
        let mut all = talk.found_in(list, place).iter();
        all.any(|found| found.start >= word.end && is_next(text.get(word.end..found.start), 1))
    };
    if near(List::Unit) {
        return Some(FactKind::Span);
    }
    let signs = ['$', '€', '£', '¥', '₽'];
    let has_sign = before.trim_end().ends_with(signs) || after.trim_start().starts_with(signs);
    let is_share = after.starts_with('%');
    let follows = |list: List, words: usize| {
        let mut all = talk.found_in(list, place).iter();
        all.any(|found| found.end <= word.start && is_next(text.get(found.end..word.start), words))
    };
    if has_sign || is_share || near(List::Money) || follows(List::Money, 0) {
        return Some(FactKind::Amount);
    }
    if kind == WordKind::Number && own.contains(':') && digits >= 3 {
        return Some(FactKind::Time);
    }
    let is_dated = near(List::Month) || follows(List::Month, 0);
    let is_counted = after.starts_with(['月', '日']) || (after.starts_with('号') && digits <= 2);
    if (is_dated && digits <= 2) || is_counted || is_date(own) {
        return Some(FactKind::Date);
    }
    let is_marked = before.trim_end().ends_with(['#', '№']);
    let is_named = digits >= 3 && follows(List::Numbered, 3);
    let is_code = kind == WordKind::Letters && digits >= 3;
    (is_marked || is_named || is_code || digits >= 5).then_some(FactKind::Number)
}

/// Whether no more than some words stand between two places, in one clause.
fn is_next(between: Option<&str>, most: usize) -> bool {
    between.is_some_and(|between| {
        !between.contains(['.', '!', '?', ';', '。', ','])
            && words(between).take(most + 1).count() <= most
    })
}

/// `09.11`, `9/11`, `09.11.2026`, `2026-11-09`.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['.', '/', '-']).collect();
    let small = |text: &str, most: u32| {
        (1..=2).contains(&text.len())
            && text.parse().is_ok_and(|number| (1..=most).contains(&number))
    };
    let is_pair = |one: &str, other: &str| {
        (small(one, 31) && small(other, 12)) || (small(one, 12) && small(other, 31))
    };
    match parts.as_slice() {
        [one, other] => {
            let is_written =
                text.contains('/') || (text.contains('.') && other.len() == 2 && one.len() == 2);
            is_written && is_pair(one, other)
        }
        [year, month, day] if year.len() == 4 => small(month, 12) && small(day, 31),
        [one, other, year] => matches!(year.len(), 2 | 4) && is_pair(one, other),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_told_from_other_numbers() {
        for date in ["09.11", "9/11", "09.11.2026", "2026-11-09", "11/9/26"] {
            assert!(is_date(date), "{date}");
        }
        for other in ["1.5", "3-5", "2.0.1", "99/99", "12.50", "1,299", "104233", ""] {
            assert!(!is_date(other), "{other}");
        }
    }
}
