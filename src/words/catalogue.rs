//! A catalogue: texts by key, with places for values.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::language::Language;

/// The texts of one language.
#[derive(Clone, Debug)]
pub struct Words {
    language: Language,
    texts: BTreeMap<String, String>,
}

static ENGLISH: LazyLock<Words> = LazyLock::new(|| Words::read(Language::English));

impl Words {
    /// The catalogue of a language.
    pub fn of(language: Language) -> &'static Words {
        match language {
            Language::English => &ENGLISH,
        }
    }

    fn read(language: Language) -> Self {
        // A catalogue that cannot be read is an empty one: a test holds that none is.
        let table = language.catalogue().parse::<toml::Table>().unwrap_or_default();
        let mut texts = BTreeMap::new();
        flatten(String::new(), &table, &mut texts);
        Self { language, texts }
    }

    pub fn language(&self) -> Language {
        self.language
    }

    /// The text of that key, such as `overview.title`, if there is one.
    pub fn find(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(String::as_str)
    }

    /// The text of that key; the key between ⟦ and ⟧ where there is none, which no test lets pass.
    pub fn text(&self, key: &str) -> String {
        self.find(key).map_or_else(|| format!("⟦{key}⟧"), str::to_owned)
    }

    /// The same with each `{name}` replaced by its value.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        filled(&self.text(key), values)
    }

    /// A text with each `{name}` replaced by its value; what stands in a value is never a place.
    pub fn put(text: &str, values: &[(&str, &str)]) -> String {
        filled(text, values)
    }

    /// So many of what `things.KEY` names, `shown` being the number as it is written: `12 ratings`.
    pub fn count(&self, key: &str, count: f64, shown: &str) -> String {
        let form = format!("things.{key}.{}", self.language.form(count));
        self.fill(&form, &[("n", shown)])
    }

    /// Every key.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }

    /// The keys below one and the texts they lead to, by the last part of their name.
    pub fn below<'a>(&'a self, key: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let start = format!("{key}.");
        self.texts.iter().filter_map(move |(key, text)| {
            let last = key.strip_prefix(&start).filter(|rest| !rest.contains('.'))?;
            Some((last, text.as_str()))
        })
    }
}

fn filled(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out += before;
        let known = after.split_once('}').and_then(|(name, after)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((value, after))
        });
        match known {
            Some((value, after)) => {
                out += value;
                rest = after;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out + rest
}

fn flatten(start: String, table: &toml::Table, texts: &mut BTreeMap<String, String>) {
    for (key, value) in table {
        let key = if start.is_empty() { key.clone() } else { format!("{start}.{key}") };
        match value {
            toml::Value::Table(table) => flatten(key, table, texts),
            toml::Value::String(text) => {
                texts.insert(key, text.clone());
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Words, filled};
    use crate::words::Language;
    use std::collections::BTreeSet;

    #[test]
    fn places_are_filled_once() {
        assert_eq!(filled("{a} of {b}", &[("a", "{b}"), ("b", "2")]), "{b} of 2");
        assert_eq!(filled("{c} {", &[("a", "1")]), "{c} {");
    }

    #[test]
    fn every_catalogue_is_read_and_has_the_same_keys() {
        let bare = |words: &Words| -> BTreeSet<String> {
            let key = |key: &str| key.replace(".few", ".many").replace(".one", ".many");
            words.keys().map(key).collect()
        };
        let english = bare(Words::of(Language::English));
        assert!(english.len() > 100, "{}", english.len());
        for language in Language::ALL {
            assert!(language.catalogue().parse::<toml::Table>().is_ok(), "{}", language.tag());
            assert_eq!(bare(Words::of(language)), english, "{}", language.tag());
            assert_eq!(Language::by_tag(language.tag()), Some(language));
        }
    }

    #[test]
    fn a_number_takes_its_form() {
        let words = Words::of(Language::English);
        assert_eq!(words.count("ratings", 1.0, "1"), "1 rating");
        assert_eq!(words.count("ratings", 12.0, "12"), "12 ratings");
        assert!(words.text("no.such.key").starts_with('⟦'));
    }
}
