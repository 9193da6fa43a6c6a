//! What a reply only quotes: between quotation marks, in lines that begin with `>`, below a forwarded
//! message's head.

use std::ops::Range;

use crate::text::Signs;
use crate::transcript::Line;

/// Heads that a mail program sets above what it quotes, in normalised spelling.
const HEADS: &[&str] = &[
    "-----original message-----",
    "---- original message",
    "-----исходное сообщение-----",
    "-------- пересылаемое сообщение",
    "-----原始邮件-----",
    "------------------ 原始邮件",
];

/// Whether a sign may be in a text that all that quotes has: a quotation mark, a `>`, two hyphens. The
/// loop has no way out, so that many bytes are looked at in one go.
fn may_quote(text: &str) -> bool {
    let bytes = text.as_bytes();
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    pairs.fold(bytes.last().is_some_and(|last| matches!(last, b'"' | b'>')), |any, (one, next)| {
        // The last two bytes of `「` and `『`.
        let is_corner = (*one == 0x80) & ((*next == 0x8C) | (*next == 0x8E));
        let is_line = (*one == b'-') & (*next == b'-');
        any | (*one == b'"') | (*one == b'>') | is_corner | is_line
    })
}

/// Parts of a line's normalised text that are quoted as far as it is judged, in no order.
pub fn parts(line: &Line<'_>) -> Vec<Range<usize>> {
    let text = line.judged();
    let mut found = Vec::new();
    let signs = Signs::QUOTE.or(Signs::ANGLE).or(Signs::HYPHEN);
    if !line.passage.normal.signs().has(signs) || !may_quote(text) {
        return found;
    }
    let mut open: Option<usize> = None;
    for (at, _) in text.match_indices('"') {
        match open.take() {
            Some(from) => found.push(from..at),
            None => open = Some(at),
        }
    }
    for (left, right) in [('「', '」'), ('『', '』')] {
        for (at, _) in text.match_indices(left) {
            let end = text.get(at..).and_then(|rest| rest.find(right));
            found.extend(end.map(|length| at..at + length));
        }
    }
    let heads = HEADS.iter().filter_map(|head| text.find(head));
    found.extend(heads.min().map(|from| from..text.len()));
    if line.message.text.contains('>') {
        found.extend(lines(line));
    }
    found
}

/// The lines of the message as written that begin with `>`, as parts of the normalised text.
fn lines<'l>(line: &'l Line<'_>) -> impl Iterator<Item = Range<usize>> + 'l {
    let written: &'l str = &line.message.text;
    let text = line.judged();
    let quoted = written.split_inclusive('\n').scan(0, |at, one| {
        let start = *at;
        *at += one.len();
        Some((start..*at, one.trim_start().starts_with('>')))
    });
    // The normalised place of each end is the first whose origin is not before it; ends come in order.
    let mut places = text.char_indices().map(|(at, _)| at).chain([text.len()]).peekable();
    let mut place = move |origin: usize| {
        let is_before = |at: &usize| line.passage.normal.origin(*at..*at).start < origin;
        while places.next_if(is_before).is_some() {}
        places.peek().copied().unwrap_or(text.len())
    };
    let quoted = quoted.filter(|(_, is_quoted)| *is_quoted);
    let quoted = quoted.map(move |(range, _)| place(range.start)..place(range.end));
    quoted.take_while(move |part| part.start < text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Message, Voice};
    use crate::text::{Passage, PhraseList};

    fn quoted(text: &str) -> Vec<String> {
        let message = Message { text: text.into(), ..Message::default() };
        let phrases = PhraseList::default().build();
        let passage = Passage::read(&message.text, &phrases);
        let line =
            Line { message: &message, number: 1, voice: Voice::Agent, passage, sentiment: None };
        let text = line.passage.text();
        parts(&line).into_iter().map(|part| text[part].trim().to_owned()).collect()
    }

    #[test]
    fn marks_lines_and_heads_quote() {
        assert_eq!(quoted("You wrote «Stupid shop» to us"), ["\"stupid shop"]);
        assert_eq!(quoted("您说“垃圾”吗"), ["\"垃圾"]);
        assert_eq!(quoted("请点「退款」按钮"), ["「退款"]);
        assert_eq!(
            quoted("Hi  Ann\n> it's YOUR fault\n> really\nSorry"),
            ["> it's your fault", "> really"]
        );
        assert_eq!(
            quoted("Done.\n-----Original Message-----\nIdiots"),
            ["-----original message----- idiots"]
        );
        assert_eq!(quoted("a 5\" pipe > 3"), Vec::<String>::new());
    }
}
