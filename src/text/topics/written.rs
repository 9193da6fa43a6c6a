//! A lexicon as it is written in TOML, and what is wrong with it.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::lexicon::{Bearing, Entry};
use super::{LexiconError, Topic, TopicLexicon};
use crate::text::{Normal, PhraseList, nearest};

/// The table of phrases that show nothing.
const IGNORED: &str = "ignore";
/// The table of what names a family without saying more.
const ANY: &str = "any";
const KEYS: &[&str] =
    &["priority", "weight", "phrases", "affirmed", "hints", "unnamed", "things", "unless"];
/// Most that a weight may be.
const HEAVIEST: f64 = 10.0;

type Key<'t> = Spanned<DeString<'t>>;
type Value<'t> = Spanned<DeValue<'t>>;

/// Reads a lexicon.
pub(super) fn read(text: &str) -> Result<TopicLexicon, LexiconError> {
    let lexicon = TopicLexicon { topics: Vec::new(), entries: Vec::new(), ignored: Vec::new() };
    let mut reading = Reading { text, lexicon, list: PhraseList::default(), seen: HashMap::new() };
    let table = DeTable::parse(text).map_err(|error| {
        let cure = "correct the line (a text stands in quotes, a list in brackets)";
        let message = error.message().trim().replace('\n', ", ");
        reading.error(error.span().unwrap_or_default(), message, cure)
    })?;
    for (key, value) in in_order(table.get_ref()) {
        if key.get_ref() == IGNORED {
            reading.ignored(value)?;
        } else {
            reading.family(key, value)?;
        }
    }
    let lexicon = reading.lexicon;
    if lexicon.entries.iter().all(|entry| entry.bearing.is_aside()) {
        return Err(LexiconError {
            line: 1,
            what: "there is no topic".to_owned(),
            cure: "add one, as `[payments.invoice]` with `phrases.en = [\"invoice\"]`".to_owned(),
        });
    }
    Ok(lexicon)
}

/// The entries of a table in the order of the file.
fn in_order<'a, 't>(table: &'a DeTable<'t>) -> Vec<(&'a Key<'t>, &'a Value<'t>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

/// A lexicon on the way.
struct Reading<'t> {
    text: &'t str,
    lexicon: TopicLexicon,
    /// Tells what is a phrase.
    list: PhraseList,
    /// Which topic each phrase that shows something is of, by its one spelling; `None` if ignored.
    seen: HashMap<String, Option<usize>>,
}

impl Reading<'_> {
    fn family(&mut self, family: &Key<'_>, value: &Value<'_>) -> Result<(), LexiconError> {
        self.check_name(family)?;
        let cure = format!("write its sub-topics as `[{}.sub_topic]`", family.get_ref());
        for (name, value) in in_order(self.table(value, &cure)?) {
            self.check_name(name)?;
            self.topic(family.get_ref(), name.get_ref(), value)?;
        }
        Ok(())
    }

    fn topic(&mut self, family: &str, name: &str, value: &Value<'_>) -> Result<(), LexiconError> {
        let at = self.lexicon.topics.len();
        let sub_topic = (name != ANY).then(|| name.to_owned());
        let mut topic = Topic { family: family.to_owned(), sub_topic, priority: 0, weight: 1.0 };
        let cure = "its phrases stand below it, as `phrases.en = [\"…\"]`";
        for (key, value) in in_order(self.table(value, cure)?) {
            let bearing = match key.get_ref().as_ref() {
                "priority" => {
                    topic.priority = self.whole_number(value)?;
                    continue;
                }
                "weight" => {
                    topic.weight = self.weight(value)?;
                    continue;
                }
                "phrases" => Bearing::Shows,
                "affirmed" => Bearing::Affirms,
                "hints" => Bearing::Hints,
                "unnamed" => Bearing::Unnamed,
                "things" => Bearing::Names,
                "unless" => Bearing::Forbids,
                other => {
                    let cure = nearest(other, KEYS.iter().copied());
                    return Err(self.error(key.span(), format!("unknown key `{other}`"), cure));
                }
            };
            for phrase in self.phrases(value)? {
                // A topic may be kept away, or a thing named, by the very phrase that shows another.
                if !bearing.is_aside() {
                    self.note(&phrase, Some(at))?;
                }
                let phrase = phrase.into_inner();
                self.lexicon.entries.push(Entry { topic: at, bearing, phrase });
            }
        }
        self.lexicon.topics.push(Arc::new(topic));
        Ok(())
    }

    fn ignored(&mut self, value: &Value<'_>) -> Result<(), LexiconError> {
        for phrase in self.phrases(value)? {
            self.note(&phrase, None)?;
            self.lexicon.ignored.push(phrase.into_inner());
        }
        Ok(())
    }

    /// The phrases of all languages of a table.
    fn phrases(&mut self, value: &Value<'_>) -> Result<Vec<Spanned<String>>, LexiconError> {
        let cure = "write a list per language, as `phrases.en = [\"refund status\"]`";
        let mut phrases = Vec::new();
        for (language, list) in in_order(self.table(value, cure)?) {
            let is_code = |code: &str| {
                (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase())
            };
            let code = language.get_ref();
            if !is_code(code) {
                let what = format!("`{code}` is no language");
                return Err(self.error(language.span(), what, "write its code, as `en`"));
            }
            let Some(list) = list.get_ref().as_array() else {
                let cure = "write a list, as `[\"refund status\"]`";
                return Err(self.error(list.span(), "this is no list of phrases", cure));
            };
            for phrase in list.iter() {
                let Some(text) = phrase.get_ref().as_str() else {
                    let cure = "put it in quotes";
                    return Err(self.error(phrase.span(), "this is no phrase", cure));
                };
                phrases.push(Spanned::new(phrase.span(), text.to_owned()));
            }
        }
        for phrase in &phrases {
            if let Err(error) = self.list.add(phrase.get_ref()) {
                return Err(self.error(phrase.span(), error.to_string(), "correct it"));
            }
        }
        Ok(phrases)
    }

    /// Notes whose a phrase is; one that stands for two topics would be found for both.
    fn note(&mut self, phrase: &Spanned<String>, of: Option<usize>) -> Result<(), LexiconError> {
        let spelling = Normal::of(phrase.get_ref()).text().to_owned();
        match self.seen.insert(spelling, of) {
            None => Ok(()),
            Some(_) => {
                let what = format!("`{}` stands in the file twice", phrase.get_ref());
                Err(self.error(phrase.span(), what, "leave it where it fits best"))
            }
        }
    }

    fn table<'a, 't>(
        &self,
        value: &'a Value<'t>,
        cure: &str,
    ) -> Result<&'a DeTable<'t>, LexiconError> {
        let table = value.get_ref().as_table();
        table.ok_or_else(|| self.error(value.span(), "this is no table", cure))
    }

    /// A name becomes a value of a column.
    fn check_name(&self, name: &Key<'_>) -> Result<(), LexiconError> {
        let is_sign = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        let text = name.get_ref();
        if !text.is_empty() && text.bytes().all(is_sign) {
            return Ok(());
        }
        let cure = "use small letters, digits and `_`, as `gift_card`";
        Err(self.error(name.span(), format!("`{text}` is no name of a topic"), cure))
    }

    fn whole_number(&self, value: &Value<'_>) -> Result<i64, LexiconError> {
        let written = value.get_ref().as_integer().map(ToString::to_string);
        let number = written.and_then(|written| written.parse().ok());
        let what = "a priority is a whole number";
        number.ok_or_else(|| self.error(value.span(), what, "write one, as `3`"))
    }

    fn weight(&self, value: &Value<'_>) -> Result<f64, LexiconError> {
        let written = match value.get_ref() {
            DeValue::Integer(number) => number.to_string(),
            DeValue::Float(number) => number.to_string(),
            _ => String::new(),
        };
        let number = written.parse().ok().filter(|number| *number > 0.0 && *number <= HEAVIEST);
        let what = format!("a weight is a number above 0 and up to {HEAVIEST}");
        number.ok_or_else(|| self.error(value.span(), what, "write one, as `1.5`"))
    }

    /// An error at some bytes of the text.
    fn error(
        &self,
        at: Range<usize>,
        what: impl Into<String>,
        cure: impl Into<String>,
    ) -> LexiconError {
        let before = self.text.get(..at.start).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        LexiconError { line, what: what.into(), cure: cure.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        TopicLexicon::parse(text).unwrap_err().to_string()
    }

    #[test]
    fn the_file_says_what_is_read() {
        let lexicon = TopicLexicon::parse(
            "ignore.en = [\"in return\"]\n[b.any]\nphrases.en = [\"bill\"]\n\
             [a.two]\nhints.de = [\"x\"]\nunless.en = [\"bill\"]\n[a.one]\npriority = -2\nweight = 1.5\n\
             affirmed = { en = [\"y\"], ru = [\"я\"] }\n",
        )
        .unwrap();
        let names: Vec<_> =
            lexicon.topics().map(|topic| (&*topic.family, topic.sub_topic.as_deref())).collect();
        assert_eq!(names, [("b", None), ("a", Some("two")), ("a", Some("one"))]);
        let numbers: Vec<_> =
            lexicon.topics().map(|topic| (topic.priority, topic.weight)).collect();
        assert_eq!(numbers, [(0, 1.0), (0, 1.0), (-2, 1.5)]);
        let entries: Vec<_> = lexicon
            .entries
            .iter()
            .map(|entry| (entry.topic, entry.bearing, &*entry.phrase))
            .collect();
        use Bearing::{Affirms, Forbids, Hints, Shows};
        assert_eq!(
            entries,
            [
                (0, Shows, "bill"),
                (1, Hints, "x"),
                (1, Forbids, "bill"),
                (2, Affirms, "y"),
                (2, Affirms, "я")
            ]
        );
        assert_eq!(lexicon.ignored, ["in return"]);
        assert_eq!(lexicon.families(), ["b", "a"]);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line_and_the_cure() {
        for (text, told) in [
            (
                "[a.b]\npriority = 1\nphrase.en = [\"x\"]",
                "line 3: unknown key `phrase`; did you mean `phrases`?",
            ),
            (
                "[a]\nb = 1",
                "line 2: this is no table; its phrases stand below it, as `phrases.en = [\"…\"]`",
            ),
            ("a = 1", "line 1: this is no table; write its sub-topics as `[a.sub_topic]`"),
            (
                "[A.b]\nphrases.en = [\"x\"]",
                "line 1: `A` is no name of a topic; use small letters, digits and `_`, as `gift_card`",
            ),
            (
                "[a.b]\nphrases = [\"x\"]",
                "line 2: this is no table; write a list per language, as `phrases.en = [\"refund status\"]`",
            ),
            (
                "[a.b]\nphrases.english = [\"x\"]",
                "line 2: `english` is no language; write its code, as `en`",
            ),
            (
                "[a.b]\nphrases.en = \"x\"",
                "line 2: this is no list of phrases; write a list, as `[\"refund status\"]`",
            ),
            ("[a.b]\nphrases.en = [\n1]", "line 3: this is no phrase; put it in quotes"),
            (
                "[a.b]\nphrases.en = [\n\"x\",\n\"..\"]",
                "line 4: `..` is no phrase: it needs a word or a sign before and after each `..` and \
                 before each `*`; correct it",
            ),
            (
                "[a.b]\nphrases.en = [\"Ёлка\"]\n[a.c]\nhints.en = [\"елка\"]",
                "line 4: `елка` stands in the file twice; leave it where it fits best",
            ),
            ("[a.b]\npriority = 1.5", "line 2: a priority is a whole number; write one, as `3`"),
            (
                "[a.b]\nweight = 0",
                "line 2: a weight is a number above 0 and up to 10; write one, as `1.5`",
            ),
            (
                "[a.b]\nweight = nan",
                "line 2: a weight is a number above 0 and up to 10; write one, as `1.5`",
            ),
        ] {
            assert_eq!(refused(text), told);
        }
        assert!(refused("[a.b\n").starts_with("line 1: "));
        for text in ["", "[a.b]\nunless.en = [\"x\"]", "ignore.en = [\"x\"]"] {
            assert!(refused(text).starts_with("line 1: there is no topic; add one"), "{text}");
        }
    }
}
