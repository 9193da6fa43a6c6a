//! Who says what in a cue: its voices, its text without markup.

use std::borrow::Cow;

use super::cues::{Cue, joined};
use crate::model::Str;

/// What one voice says in a cue; the voice is empty where none is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Speech<'a> {
    pub voice: Str<'a>,
    pub text: Str<'a>,
}

/// The speeches of a cue, those without words left out. `has_names` says that names stand before
/// the words, as `Name: words`.
pub(super) fn speeches<'a>(cue: &Cue<'a>, has_names: bool) -> Vec<Speech<'a>> {
    let payload = joined(&cue.payload);
    let mut all = match &payload {
        Cow::Borrowed(text) => by_voice(text),
        Cow::Owned(text) => by_voice(text).into_iter().map(owned).collect(),
    };
    if let [only] = all.as_mut_slice()
        && only.voice.is_empty()
        && has_names
        && let Some((name, text)) = named(&only.text)
    {
        *only = Speech { voice: name.to_owned().into(), text: text.to_owned().into() };
    }
    all
}

/// Whether most cues name who speaks by `Name: words` and none by a voice tag.
pub(super) fn has_names(cues: &[Cue<'_>]) -> bool {
    let spoken = cues.iter().filter_map(|cue| cue.payload.first());
    let (mut all, mut named_ones) = (0, 0);
    for line in spoken {
        if line.contains("<v") {
            return false;
        }
        all += 1;
        named_ones += usize::from(named(line).is_some());
    }
    named_ones * 2 > all
}

fn owned(speech: Speech<'_>) -> Speech<'static> {
    Speech { voice: speech.voice.into_owned().into(), text: speech.text.into_owned().into() }
}

/// `Anna Weber: Hello` apart; a name has at most five words and 40 characters.
fn named(text: &str) -> Option<(&str, &str)> {
    let (name, rest) = text.split_once([':', '：'])?;
    let is_name = !name.is_empty()
        && name.chars().count() <= 40
        && name.split_whitespace().count() <= 5
        && !name.contains(['.', ',', '?', '!', '<', '。', '，']);
    is_name.then(|| (name.trim(), rest.trim()))
}

/// Parts the text at its voice tags.
fn by_voice(text: &str) -> Vec<Speech<'_>> {
    let mut all = Vec::new();
    let (mut voice, mut rest) = ("", text);
    loop {
        let tag = rest.match_indices("<v").find(|(at, _)| {
            matches!(rest.as_bytes().get(at + 2), Some(b' ' | b'.' | b'\t' | b'>'))
        });
        let (before, after) = match tag {
            Some((at, _)) => rest.split_at_checked(at).unwrap_or((rest, "")),
            None => (rest, ""),
        };
        let words = plain(before);
        if !words.is_empty() {
            all.push(Speech { voice: plain(voice), text: words });
        }
        let Some((tag, next)) = after.split_once('>') else {
            return all;
        };
        voice = tag.split_once([' ', '\t']).map_or("", |(_, name)| name.trim());
        rest = next;
    }
}

/// The text without tags and character references.
fn plain(text: &str) -> Str<'_> {
    let text = text.trim();
    if !text.contains(['<', '&']) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at_checked(at).unwrap_or((rest, ""));
        plain.push_str(before);
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    for (reference, character) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", " "),
        ("&lrm;", "\u{200e}"),
        ("&rlm;", "\u{200f}"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ] {
        if plain.contains(reference) {
            plain = plain.replace(reference, character);
        }
    }
    Cow::Owned(plain.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said<'a>(payload: &[&'a str], has_names: bool) -> Vec<(String, String)> {
        let cue = Cue { line: 0, times: None, payload: payload.to_vec() };
        let apart = |speech: Speech<'a>| (speech.voice.into_owned(), speech.text.into_owned());
        speeches(&cue, has_names).into_iter().map(apart).collect()
    }

    fn pair(voice: &str, text: &str) -> (String, String) {
        (voice.to_owned(), text.to_owned())
    }

    #[test]
    fn voices_are_tags() {
        assert_eq!(said(&["<v Anna Weber>Hello</v>"], false), [pair("Anna Weber", "Hello")]);
        assert_eq!(said(&["<v.loud Anna>One", "two"], false), [pair("Anna", "One two")]);
        assert_eq!(
            said(&["<v Anna>Hello? <v Emma>Yes.", "<v 王芳>好"], false),
            [pair("Anna", "Hello?"), pair("Emma", "Yes."), pair("王芳", "好")]
        );
        assert_eq!(said(&["<v>Hm"], false), [pair("", "Hm")]);
    }

    #[test]
    fn markup_and_references_are_not_text() {
        let text = "<00:01.000><b>R&amp;D</b> costs &lt; <c.red>5</c> &amp;lt;";
        assert_eq!(said(&[text], false), [pair("", "R&D costs < 5 &lt;")]);
        assert_eq!(said(&["<i></i>"], false), []);
        assert_eq!(said(&["a <b"], false), [pair("", "a")]);
    }

    #[test]
    fn names_before_words_count_where_most_cues_have_them() {
        let cue = |line| Cue { line: 0, times: None, payload: vec![line] };
        let zoom = ["Anna Weber: Hello", "Emma: Hi", "the number is: 5"].map(cue);
        assert!(has_names(&zoom));
        assert!(!has_names(&["Hello", "The order: 5", "Bye"].map(cue)));
        assert!(!has_names(&["<v Anna>Order: 5", "Emma: Hi"].map(cue)));
        assert_eq!(said(&["客服：您好"], true), [pair("客服", "您好")]);
        assert_eq!(said(&["Well, I said: no"], true), [pair("", "Well, I said: no")]);
    }
}
